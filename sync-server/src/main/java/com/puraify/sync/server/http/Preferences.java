package com.puraify.sync.server.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a caller would rather have (RFC 7240, the header {@code Prefer}).
 *
 * @param respondAsync whether it does not want to wait for the run
 * @param patience how long it would wait, or null if it does not say
 */
public record Preferences(boolean respondAsync, @Nullable Duration patience) {

  /** Returns what a request prefers; what is not understood is passed over, as the RFC has it. */
  public static Preferences of(Context context) {
    boolean async = false;
    Duration patience = null;
    for (String header : headers(context)) {
      for (String preference : header.split(",", -1)) {
        String word = preference.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        async |= word.equals("respond-async");
        if (word.matches("wait\\s*=\\s*\"?\\d{1,6}\"?")) {
          patience = Duration.ofSeconds(Long.parseLong(word.replaceAll("\\D", "")));
        }
      }
    }
    return new Preferences(async, patience);
  }

  private static List<String> headers(Context context) {
    return java.util.Collections.list(context.req().getHeaders("Prefer"));
  }
}
