package com.puraify.sync.state.jdbc;

import java.nio.charset.StandardCharsets;

/**
 * Texts as bytes, without loss for any text that Java can hold.
 *
 * <p>Well-formed texts are plain UTF-8, so that a person can read them in the database. A text with
 * half a surrogate pair has no UTF-8 form and is kept as {@link #UTF_16} followed by its UTF-16.
 * The databases' own text types are of no use here: they refuse NUL or compare by language.
 */
final class Texts {

  /** No UTF-8 text starts with a byte from 0xF5 on; those are ours to mark other forms with. */
  static final byte UTF_16 = (byte) 0xFF;

  private Texts() {}

  static byte[] encode(String text) {
    if (wellFormed(text)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    byte[] bytes = new byte[1 + 2 * text.length()];
    bytes[0] = UTF_16;
    for (int i = 0; i < text.length(); i++) {
      bytes[1 + 2 * i] = (byte) (text.charAt(i) >>> 8);
      bytes[2 + 2 * i] = (byte) text.charAt(i);
    }
    return bytes;
  }

  static String decode(byte[] bytes, int from, int to) {
    if (from < to && bytes[from] == UTF_16) {
      char[] chars = new char[(to - from - 1) / 2];
      for (int i = 0; i < chars.length; i++) {
        int at = from + 1 + 2 * i;
        chars[i] = (char) ((bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF));
      }
      return new String(chars);
    }
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  static String decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  private static boolean wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
