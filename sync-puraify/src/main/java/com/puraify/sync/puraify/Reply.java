package com.puraify.sync.puraify;

import com.puraify.sync.connector.Json;
import java.util.Set;

/**
 * What another engine answered.
 *
 * @param status the HTTP status
 * @param body the body, or {@link Json#MISSING} if it is no JSON: pages of errors are HTML
 */
record Reply(int status, Json body) {

  private static final Set<String> ENVELOPE =
      Set.of("status", "success", "data", "error", "message");

  boolean isSuccess() {
    return status / 100 == 2;
  }

  /**
   * Returns what the engine says. Some of the platform's documents have it as the body itself,
   * others within an envelope of {@code status}, {@code data} and {@code error}.
   */
  Json facts() {
    Json data = body.at("data");
    return (data.isObject() || data.isArray()) && ENVELOPE.containsAll(body.members().keySet())
        ? data
        : body;
  }

  /** Returns the reason that an engine gives, or an empty text. */
  String reason() {
    for (String member : new String[] {"error", "message", "reason"}) {
      for (Json place : new Json[] {body, facts()}) {
        String text = place.at(member).textOrNull();
        if (text != null) {
          return shortened(text);
        }
      }
    }
    return "";
  }

  /** Returns the status, and the reason if there is one. */
  String shown() {
    String reason = reason();
    return status
        + (reason.isEmpty() ? (body.isMissing() ? " without JSON" : "") : " (" + reason + ")");
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }
}
