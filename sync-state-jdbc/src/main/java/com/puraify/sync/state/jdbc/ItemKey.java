package com.puraify.sync.state.jdbc;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The form in which an id is indexed: short, compared byte by byte, and different for different
 * ids.
 *
 * <ul>
 *   <li>A canonical UUID, the id of many platforms, is {@link #UUID} and its 16 bytes: half as many
 *       pages of a unique index are touched by every commit.
 *   <li>Anything else of up to {@link #LONGEST} bytes is the text itself.
 *   <li>A longer id is {@link #DIGEST} and its SHA-256; the full id is kept beside it, because no
 *       index takes texts of any length.
 * </ul>
 */
final class ItemKey {

  static final byte UUID = (byte) 0xF8;
  static final byte DIGEST = (byte) 0xFE;
  static final int LONGEST = 240;

  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private ItemKey() {}

  static byte[] of(String id) {
    return of(new byte[0], id);
  }

  /** Returns the key, after a prefix that keeps the keys of several syncs apart. */
  static byte[] of(byte[] prefix, String id) {
    if (id.length() == 36) {
      byte[] key = Arrays.copyOf(prefix, prefix.length + 17);
      key[prefix.length] = UUID;
      if (readUuid(id, key, prefix.length + 1)) {
        return key;
      }
    }
    byte[] text = Texts.encode(id);
    byte[] body = text.length <= LONGEST ? text : digest(text);
    byte[] key = Arrays.copyOf(prefix, prefix.length + body.length);
    System.arraycopy(body, 0, key, prefix.length, body.length);
    return key;
  }

  /** Returns whether the id is too long to be in its key. */
  static boolean isDigest(byte[] key, int from) {
    return from < key.length && key[from] == DIGEST;
  }

  /** Returns the id of a key that holds it. */
  static String id(byte[] key, int from) {
    return from < key.length && key[from] == UUID
        ? uuid(key, from + 1)
        : Texts.decode(key, from, key.length);
  }

  private static byte[] digest(byte[] text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
      byte[] marked = new byte[hash.length + 1];
      marked[0] = DIGEST;
      System.arraycopy(hash, 0, marked, 1, hash.length);
      return marked;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Reads a UUID in the one form that {@link #uuid} gives back: small letters, four hyphens. */
  private static boolean readUuid(String id, byte[] key, int from) {
    int at = from;
    int high = -1;
    for (int i = 0; i < 36; i++) {
      char c = id.charAt(i);
      if (i == 8 || i == 13 || i == 18 || i == 23) {
        if (c != '-') {
          return false;
        }
        continue;
      }
      int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
      if (digit < 0) {
        return false;
      }
      if (high < 0) {
        high = digit;
      } else {
        key[at++] = (byte) (high << 4 | digit);
        high = -1;
      }
    }
    return true;
  }

  private static String uuid(byte[] key, int from) {
    char[] text = new char[36];
    int at = 0;
    for (int i = 0; i < 16; i++) {
      if (i == 4 || i == 6 || i == 8 || i == 10) {
        text[at++] = '-';
      }
      text[at++] = HEX[key[from + i] >> 4 & 0xF];
      text[at++] = HEX[key[from + i] & 0xF];
    }
    return new String(text);
  }
}
