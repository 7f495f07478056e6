package com.puraify.sync.testkit.airtable;

import java.util.SplittableRandom;
import java.util.regex.Pattern;

/** Ids, secrets and colours: equal seeds give equal ones. Guarded by the lock of the workspace. */
final class Ids {
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int BODY = 14;
  private static final Pattern TAIL = Pattern.compile("[A-Za-z0-9]{" + BODY + "}");
  private static final String[] COLOURS = {
    "blueLight2",
    "cyanLight2",
    "tealLight2",
    "greenLight2",
    "yellowLight2",
    "orangeLight2",
    "redLight2",
    "pinkLight2",
    "purpleLight2",
    "grayLight2"
  };

  private final SplittableRandom random;
  private final SplittableRandom passing;
  private final long seed;

  Ids(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.passing = random.split();
  }

  /** Returns a new id of an object: the prefix of three letters and 14 more. */
  String next(String prefix) {
    return prefix + letters(random, BODY);
  }

  /** Returns an id for something passing, such as an iterator; objects' ids are not disturbed. */
  String passing(String prefix) {
    return prefix + letters(passing, BODY);
  }

  /** Returns text that cannot be guessed from the ids. */
  String secret(int length) {
    return letters(passing, length);
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) passing.nextInt(256);
    }
    return bytes;
  }

  static String colour(int index) {
    return COLOURS[index % COLOURS.length];
  }

  /** Whether this is an id with the prefix. */
  static boolean is(String prefix, String text) {
    return text.startsWith(prefix) && TAIL.matcher(text.substring(prefix.length())).matches();
  }

  /** Returns a number that depends on the seed and the text alone and looks random. */
  long scatter(String text) {
    long hash = seed ^ 0x9E3779B97F4A7C15L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0xBF58476D1CE4E5B9L;
      hash ^= hash >>> 29;
    }
    return hash ^ (hash >>> 32);
  }

  private static String letters(SplittableRandom from, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(LETTERS.charAt(from.nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
