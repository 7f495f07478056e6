package com.puraify.sync.server.http;

import java.util.List;

/** The routes of one kind of thing. */
@FunctionalInterface
public interface Resource {

  /** Returns the routes. */
  List<Route> routes();
}
