package com.puraify.sync.testkit.hubspot;

/** The limits that requests count against. */
enum RateLimit {
  /** None at all. */
  NONE,
  /** The ten seconds of the app, and the day. */
  GENERAL,
  /** Ten seconds of their own, and the day. */
  ASSOCIATIONS,
  /** One second of the whole account, and the day; no headers tell. */
  SEARCH
}
