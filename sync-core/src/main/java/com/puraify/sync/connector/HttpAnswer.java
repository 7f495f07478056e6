package com.puraify.sync.connector;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An answer of a REST service. Immutable.
 *
 * @param status the HTTP status
 * @param headers the first value of each header, by its name in lower case
 * @param body the body; {@link Json#MISSING} if it is empty or not JSON
 */
public record HttpAnswer(int status, Map<String, String> headers, Json body) {

  /** Copies the headers. */
  public HttpAnswer {
    headers = Map.copyOf(headers);
  }

  /** Returns a header's first value. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Returns the server's time from its {@code Date} header, to the second. */
  public Optional<Instant> serverTime() {
    return header("date")
        .flatMap(
            date -> {
              try {
                return Optional.of(
                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
              } catch (DateTimeParseException e) {
                return Optional.empty();
              }
            });
  }
}
