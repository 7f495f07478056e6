package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.value.Value;
import java.util.Locale;

/** What makes a text fit for a database. */
final class Texts {

  private Texts() {}

  /** Returns an exception for a value of a kind that a column does not hold. */
  static UnfitValueException wrongKind(String expected, Value value) {
    return new UnfitValueException(
        "the column holds "
            + expected
            + ", not a "
            + value.getClass().getSimpleName().toLowerCase(Locale.ROOT));
  }

  /**
   * Checks that a text survives: not too long, no NUL (which PostgreSQL refuses and SQLite ends a
   * text at), and no half of a surrogate pair (which drivers replace by a question mark).
   */
  static void requireFit(String text, int maxLength) throws UnfitValueException {
    int length = text.length();
    if (length > maxLength && text.codePointCount(0, length) > maxLength) {
      throw new UnfitValueException(
          "the text has " + length + " characters; the column holds " + maxLength);
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw new UnfitValueException("the text holds the character NUL");
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < length
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw new UnfitValueException("the text holds half of a surrogate pair");
        }
        i++;
      }
    }
  }

  /** Returns a text without the blanks at its end, which columns of fixed length do not keep. */
  static String unpadded(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }
}
