package com.puraify.sync.testkit.airtable;

import java.util.Locale;

/** What a user may do in a base; each level may do what the levels before it may. */
public enum Permission {
  /** Does not see the base. */
  NONE,
  /** Reads records and the schema. */
  READ,
  /** Comments on records too. */
  COMMENT,
  /** Writes records too. */
  EDIT,
  /** Changes the schema, creates choices and webhooks too. */
  CREATE;

  /** Returns the name that the API uses. */
  String shown() {
    return name().toLowerCase(Locale.ROOT);
  }
}
