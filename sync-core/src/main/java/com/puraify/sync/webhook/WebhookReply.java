package com.puraify.sync.webhook;

import com.puraify.sync.connector.Json;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a host sends back to the platform at once. Immutable.
 *
 * @param status the HTTP status
 * @param contentType the body's type, or null if there is no body
 * @param body the body, in UTF-8; empty for none
 */
public record WebhookReply(int status, @Nullable String contentType, String body) {

  /** Checks that it can be sent. */
  public WebhookReply {
    Objects.requireNonNull(body, "body");
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("a reply's status is from 200 to 599, not " + status);
    }
  }

  /** Returns a reply without a body. */
  public static WebhookReply of(int status) {
    return new WebhookReply(status, null, "");
  }

  /** Returns a reply with a plain text. */
  public static WebhookReply text(int status, String text) {
    return new WebhookReply(status, "text/plain; charset=utf-8", text);
  }

  /** Returns a reply with JSON. */
  public static WebhookReply json(int status, Json body) {
    return new WebhookReply(status, "application/json", body.toString());
  }

  /** Returns whether the delivery was taken. */
  public boolean isAccepted() {
    return status < 300;
  }
}
