package com.puraify.sync.report;

import java.time.Duration;
import java.util.Locale;

/**
 * One request to a platform, told when it is over. A call that is repeated is told of each time.
 * Immutable.
 *
 * @param platform the platform's name in lower case
 * @param operation the method and the path, without the query
 * @param status the HTTP status of the answer, or 0 if there was none
 * @param waited how long it waited for the account's budget
 * @param took how long it took from being sent
 */
public record PlatformCall(
    String platform, String operation, int status, Duration waited, Duration took) {

  /** How a call ended. */
  public enum Outcome {
    /** It was answered and carried out: 2xx or 3xx. */
    SUCCESS,
    /** It was one too many for now: 429. */
    RATE_LIMITED,
    /** The platform refused it: any other 4xx. */
    REFUSED,
    /** The platform failed: 5xx. */
    FAILED,
    /** No answer came. */
    NO_ANSWER;

    /** Returns the word that metrics use. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns how it ended. */
  public Outcome outcome() {
    if (status == 0) {
      return Outcome.NO_ANSWER;
    }
    if (status == 429) {
      return Outcome.RATE_LIMITED;
    }
    return status < 400 ? Outcome.SUCCESS : status < 500 ? Outcome.REFUSED : Outcome.FAILED;
  }
}
