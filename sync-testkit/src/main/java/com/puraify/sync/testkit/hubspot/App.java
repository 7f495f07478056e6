package com.puraify.sync.testkit.hubspot;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who calls: the private app, or an OAuth app.
 *
 * @param scopes what the OAuth app was granted, or null for the private app, whose scopes the
 *     quirks hold
 */
record App(long id, @Nullable Set<String> scopes) {

  boolean isPrivate() {
    return scopes == null;
  }

  boolean may(Set<String> anyOf, HubSpotQuirks quirks) {
    return scopes == null ? quirks.grants(anyOf) : anyOf.stream().anyMatch(scopes::contains);
  }

  /** Returns the name of the group of limits in a 429. */
  String group() {
    return isPrivate() ? "publicapi:private-apps:api-calls-private-app-" + id : "publicapi:" + id;
  }
}
