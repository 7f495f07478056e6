package com.puraify.sync.server.http;

import java.util.Locale;

/** The kinds of problems that the server tells of: each has one status and one title. */
public enum ProblemType {
  /** The body is not JSON. */
  INVALID_JSON(400, "The body is not usable JSON"),
  /** A header, a parameter or a member of the request makes no sense. */
  INVALID_REQUEST(400, "The request makes no sense"),
  /** No token, or a wrong one. */
  UNAUTHENTICATED(401, "A token is needed"),
  /** The caller may not do that. */
  FORBIDDEN(403, "This is not permitted"),
  /** There is no such thing. */
  NOT_FOUND(404, "There is no such thing"),
  /** The path takes other methods. */
  METHOD_NOT_ALLOWED(405, "The path does not take this method"),
  /** The body came too slowly. */
  REQUEST_TIMEOUT(408, "The request took too long to arrive"),
  /** The thing has moved on, or is held by somebody else. */
  CONFLICT(409, "The thing is not in a state for that"),
  /** The body is too large. */
  TOO_LARGE(413, "The body is too large"),
  /** The body is of another type than is understood. */
  UNSUPPORTED_MEDIA_TYPE(415, "The body is of a type that is not understood"),
  /** The document describes no sync that could work. */
  INVALID_DOCUMENT(422, "The document describes no sync that can work"),
  /** The platform does not let the sync in, or does not know what it asks for. */
  PLATFORM_REFUSED(424, "The platform refuses"),
  /** A mistake in the server. */
  INTERNAL(500, "The server made a mistake"),
  /** The platform answered nonsense. */
  PLATFORM_FAILED(502, "The platform's answer cannot be used"),
  /** The platform, the store or the server itself cannot do it now. */
  UNAVAILABLE(503, "This is not possible for now"),
  /** The platform did not answer in time. */
  PLATFORM_TIMEOUT(504, "The platform did not answer in time");

  private static final String BASE = "https://puraify.com/problems/";

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }

  /** Returns what it is, in a few words that never change. */
  public String title() {
    return title;
  }

  /** Returns the URI that identifies it. */
  public String uri() {
    return BASE + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the kind that a status of the web server stands for. */
  static ProblemType of(int status) {
    for (ProblemType type : values()) {
      if (type.status == status && type != INVALID_JSON) {
        return type;
      }
    }
    return status >= 400 && status < 500 ? INVALID_REQUEST : INTERNAL;
  }
}
