package com.puraify.sync.connectors.notion;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms that Notion's ids take. */
final class NotionIds {

  private static final Pattern UUID =
      Pattern.compile(
          "(\\p{XDigit}{8})-?(\\p{XDigit}{4})-?(\\p{XDigit}{4})-?(\\p{XDigit}{4})"
              + "-?(\\p{XDigit}{12})");

  private NotionIds() {}

  /** Returns a UUID, given with dashes or without, in the form with dashes and in lower case. */
  static Optional<String> uuid(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    Matcher matcher = UUID.matcher(text);
    return matcher.matches()
        ? Optional.of(matcher.replaceFirst("$1-$2-$3-$4-$5").toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  /** Returns the usual form of an id; one that is no UUID is returned as it is. */
  static String normal(String id) {
    return uuid(id).orElse(id);
  }

  /** Returns the first UUID that a text names, in the usual form. */
  static Optional<String> in(String text) {
    Matcher matcher = UUID.matcher(text);
    return matcher.find() ? uuid(matcher.group()) : Optional.empty();
  }

  /**
   * Returns a property id for a place in a URL. Notion hands its ids out percent-encoded, so what
   * is encoded already stays as it is.
   */
  static String forUrl(String propertyId) {
    StringBuilder url = new StringBuilder(propertyId.length());
    byte[] bytes = propertyId.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      char each = (char) (bytes[i] & 0xff);
      boolean encoded = each == '%' && i + 2 < bytes.length && hex(bytes[i + 1], bytes[i + 2]);
      if (encoded || unreserved(each)) {
        url.append(each);
      } else {
        url.append('%').append(String.format(Locale.ROOT, "%02X", (int) each));
      }
    }
    return url.toString();
  }

  /** Returns a property id without its percent-encoding, to compare ids that differ in it. */
  static String decoded(String propertyId) {
    if (propertyId.indexOf('%') < 0) {
      return propertyId;
    }
    return URLDecoder.decode(forUrl(propertyId).replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static boolean hex(byte high, byte low) {
    return Character.digit(high, 16) >= 0 && Character.digit(low, 16) >= 0;
  }

  private static boolean unreserved(char each) {
    return (each >= 'a' && each <= 'z')
        || (each >= 'A' && each <= 'Z')
        || (each >= '0' && each <= '9')
        || "-._~".indexOf(each) >= 0;
  }
}
