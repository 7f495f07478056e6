package com.puraify.sync.webhook;

import com.puraify.sync.connector.Secret;
import java.util.List;
import java.util.Objects;

/** What a reader makes of a delivery. Immutable. */
public sealed interface WebhookReading {

  /**
   * The platform introduces itself, and says by which key it will sign from now on. The engine
   * stores the key, provided that it has none yet or has just this one, and only then replies.
   *
   * @param token the key, as {@link WebhookKeys} will give it back
   * @param reply what the platform wants to hear once the key is stored
   */
  record Handshake(Secret token, WebhookReply reply) implements WebhookReading {
    /** Checks that nothing is missing. */
    public Handshake {
      Objects.requireNonNull(token, "token");
      Objects.requireNonNull(reply, "reply");
    }
  }

  /**
   * The delivery is not believed, and changes nothing.
   *
   * @param status the HTTP status of the reply: 401 for a signature that does not fit, 400 for a
   *     message that is too old or makes no sense, 503 if no key is there to check it with
   * @param reason why, for the host's log: never a key, a signature or a part of the body
   */
  record Refused(int status, String reason) implements WebhookReading {
    /** Checks that it is a refusal. */
    public Refused {
      Objects.requireNonNull(reason, "reason");
      if (status < 400 || status > 599) {
        throw new IllegalArgumentException("a refusal's status is from 400 to 599, not " + status);
      }
    }
  }

  /**
   * The delivery is genuine.
   *
   * @param hints where to look; none for a message that is about nothing of interest
   */
  record Hints(List<WebhookHint> hints) implements WebhookReading {
    /** Copies the hints. */
    public Hints {
      hints = List.copyOf(hints);
    }
  }

  /** Returns hints. */
  static Hints hints(List<WebhookHint> hints) {
    return new Hints(hints);
  }

  /** Returns the refusal of a delivery whose signature is missing or does not fit: 401. */
  static Refused forged() {
    return new Refused(401, "its signature is missing or does not fit any known key");
  }

  /** Returns the refusal of a delivery that is older, or newer, than is believed: 400. */
  static Refused stale() {
    return new Refused(400, "it was signed too long ago, or in the future");
  }

  /**
   * Returns the refusal of a delivery that makes no sense: 400.
   *
   * @param what what was expected, in words that repeat nothing of the body
   */
  static Refused malformed(String what) {
    return new Refused(400, what);
  }

  /** Returns the refusal of a delivery that cannot be checked for want of a key: 503. */
  static Refused keyMissing() {
    return new Refused(503, "there is no key to check it with");
  }
}
