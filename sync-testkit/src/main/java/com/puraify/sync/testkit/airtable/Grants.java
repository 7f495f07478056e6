package com.puraify.sync.testkit.airtable;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tokens that open something. Guarded by the lock of the workspace. */
final class Grants {
  private final Workspace workspace;
  private final Map<String, Grant> byToken = new HashMap<>();

  Grants(Workspace workspace) {
    this.workspace = workspace;
  }

  void put(String token, Grant grant) {
    byToken.put(token, grant);
  }

  /** Makes a personal access token. */
  String issue(Set<String> scopes, Set<String> bases) {
    String token = workspace.ids.passing("pat") + "." + workspace.ids.secret(48);
    put(token, new Grant(workspace.owner, Set.copyOf(scopes), Set.copyOf(bases), null, ""));
    return token;
  }

  void revoke(String token) {
    byToken.remove(token);
  }

  /** Returns what the token in a header allows, or answers that it is none. */
  Grant of(@Nullable String authorization) {
    String token =
        authorization != null && authorization.startsWith("Bearer ")
            ? authorization.substring("Bearer ".length())
            : "";
    Grant grant = byToken.get(token);
    if (grant == null || (grant.expires() != null && !workspace.now().isBefore(grant.expires()))) {
      throw AirtableError.usual(401);
    }
    return grant;
  }
}
