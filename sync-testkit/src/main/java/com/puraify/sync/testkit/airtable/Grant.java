package com.puraify.sync.testkit.airtable;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token allows. Immutable.
 *
 * @param user whose token it is
 * @param scopes the scopes
 * @param bases the ids of the bases, none for all
 * @param expires when it ends, or null for never
 * @param client the OAuth integration that holds it, empty for a personal access token
 */
record Grant(
    SimulatedCollaborator user,
    Set<String> scopes,
    Set<String> bases,
    @Nullable Instant expires,
    String client) {
  static final Set<String> ALL_SCOPES =
      Set.of(
          "data.records:read",
          "data.records:write",
          "data.recordComments:read",
          "data.recordComments:write",
          "schema.bases:read",
          "schema.bases:write",
          "webhook:manage",
          "user.email:read");

  boolean covers(String baseId) {
    return bases.isEmpty() || bases.contains(baseId);
  }

  boolean isOauth() {
    return !client.isEmpty();
  }
}
