package com.puraify.sync.internal.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words of documents, and the constants that they stand for. */
final class Words {

  private static final int SHOWN = 60;

  private Words() {}

  /** Returns the constant with a name, in any case; null for no or an unknown word. */
  static <E extends Enum<E>> @Nullable E find(Class<E> type, @Nullable String word) {
    if (word != null) {
      for (E constant : type.getEnumConstants()) {
        if (constant.name().equals(key(word))) {
          return constant;
        }
      }
    }
    return null;
  }

  /** Returns what two words have in common if they stand for the same constant. */
  static String key(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  /** Returns a text in quotes, not too much of it. */
  static String quoted(String text) {
    return "'" + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…") + "'";
  }
}
