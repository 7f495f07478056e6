package com.puraify.sync.testkit.hubspot;

import org.jspecify.annotations.Nullable;

/**
 * Who changed something.
 *
 * @param source {@code sourceType} in histories and {@code changeSource} in webhooks
 * @param sourceId what exactly: an app's id, or a user
 * @param userId the person, or null
 */
record Author(String source, String sourceId, @Nullable String userId) {
  static Author app(long id) {
    return new Author("INTEGRATION", Long.toString(id), null);
  }

  static Author person(String userId) {
    return new Author("CRM_UI", "userId:" + userId, userId);
  }

  static Author calculation() {
    return new Author("CALCULATED", "RollupProperties", null);
  }

  boolean isPerson() {
    return userId != null;
  }
}
