package com.puraify.sync.connector;

import com.puraify.sync.error.ConnectorException;

/** How a platform's error answers are understood. */
@FunctionalInterface
public interface HttpErrors {

  /**
   * Turns an answer with a status outside 2xx into an exception.
   *
   * <p>The engine fills in {@code retryAfter} from the answer's {@code Retry-After} unless it is
   * set here, and decides itself whether the call may have had an effect, unless it is marked here.
   *
   * @param answer the answer; its body is {@link Json#MISSING} if it was not JSON
   * @return what went wrong; its message never repeats secrets or whole bodies
   */
  ConnectorException read(HttpAnswer answer);

  /** Returns the understanding that HTTP itself suggests, from the status alone. */
  static HttpErrors byStatus() {
    return answer -> {
      ConnectorException.Kind kind =
          switch (answer.status()) {
            case 400, 413, 422 -> ConnectorException.Kind.INVALID;
            case 401 -> ConnectorException.Kind.AUTHENTICATION;
            case 403 -> ConnectorException.Kind.PERMISSION;
            case 404, 410 -> ConnectorException.Kind.NOT_FOUND;
            case 409, 412 -> ConnectorException.Kind.STALE;
            case 408, 504 -> ConnectorException.Kind.TIMEOUT;
            case 429, 529 -> ConnectorException.Kind.RATE_LIMITED;
            case 405, 501 -> ConnectorException.Kind.UNSUPPORTED;
            default ->
                answer.status() >= 500
                    ? ConnectorException.Kind.UNAVAILABLE
                    : ConnectorException.Kind.PROTOCOL;
          };
      return new ConnectorException(kind, "the platform answered " + answer.status());
    };
  }
}
