package com.puraify.sync.server.http;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/**
 * What is answered at a path.
 *
 * @param method the HTTP method
 * @param path the path, with its parameters in braces
 * @param access who may call it
 * @param handler what answers
 */
public record Route(HandlerType method, String path, Access access, Handler handler) {

  /** Returns a route that reads. */
  public static Route get(String path, Handler handler) {
    return new Route(HandlerType.GET, path, Access.TOKEN, handler);
  }

  /** Returns a route that does something. */
  public static Route post(String path, Handler handler) {
    return new Route(HandlerType.POST, path, Access.TOKEN, handler);
  }

  /** Returns a route that removes something. */
  public static Route delete(String path, Handler handler) {
    return new Route(HandlerType.DELETE, path, Access.TOKEN, handler);
  }

  /** Returns this route for anybody. */
  public Route open() {
    return new Route(method, path, Access.OPEN, handler);
  }
}
