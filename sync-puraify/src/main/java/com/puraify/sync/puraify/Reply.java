package com.puraify.sync.puraify;

import com.puraify.sync.connector.Json;

/**
 * What another engine answered.
 *
 * @param status the HTTP status
 * @param body the body, or {@link Json#MISSING} if it is no JSON: pages of errors are HTML
 */
record Reply(int status, Json body) {

  boolean isSuccess() {
    return status / 100 == 2;
  }

  /** Returns the reason that an engine gives, or an empty text. */
  String reason() {
    for (String member : new String[] {"error", "message", "reason"}) {
      String text = body.at(member).textOrNull();
      if (text != null) {
        return shortened(text);
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
