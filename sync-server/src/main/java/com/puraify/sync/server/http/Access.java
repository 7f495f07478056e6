package com.puraify.sync.server.http;

import io.javalin.security.RouteRole;

/** Who may call a route. */
public enum Access implements RouteRole {
  /** Anybody: it says nothing of the syncs, or is checked by a signature of its own. */
  OPEN,
  /** Who has the token, if there is one. */
  TOKEN
}
