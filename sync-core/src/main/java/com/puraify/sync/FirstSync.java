package com.puraify.sync;

/** What the first run does with items that both sides hold already. */
public enum FirstSync {
  /** It matches them by the mapping's match key, and refuses to run if there is none. */
  MATCH,
  /** It takes none for another, and creates a counterpart for each. */
  CREATE_ALL
}
