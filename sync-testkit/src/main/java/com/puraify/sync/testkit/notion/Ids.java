package com.puraify.sync.testkit.notion;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/** Ids and colours: equal seeds give equal ones. Guarded by the lock of the workspace. */
final class Ids {
  private static final String PLAIN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final String ODD = ":;<=>?@[\\]^_`{|}~";
  private static final String[] COLOURS = {
    "default", "gray", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red"
  };

  private final SplittableRandom objects;
  private final SplittableRandom requests;
  private final SplittableRandom choices;
  private final long seed;

  Ids(long seed) {
    this.seed = seed;
    SplittableRandom root = new SplittableRandom(seed);
    this.objects = root.split();
    this.requests = root.split();
    this.choices = root.split();
  }

  String object() {
    return uuid(objects);
  }

  /** Returns an id for one request or cursor; taking one does not disturb the ids of objects. */
  synchronized String request() {
    return uuid(requests);
  }

  /** Returns a property id, not yet percent-encoded; many hold characters that need it. */
  String property() {
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      String letters = choices.nextInt(4) == 0 ? ODD : PLAIN;
      id.append(letters.charAt(choices.nextInt(letters.length())));
    }
    return id.toString();
  }

  String colour() {
    return COLOURS[choices.nextInt(COLOURS.length)];
  }

  static boolean isColour(String colour) {
    return Arrays.asList(COLOURS).contains(colour);
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

  private static String uuid(SplittableRandom random) {
    long high = random.nextLong();
    long low = random.nextLong();
    return String.format(
        Locale.ROOT,
        "%08x-%04x-8%03x-%04x-%012x",
        high >>> 32,
        (high >>> 16) & 0xffff,
        high & 0xfff,
        0x8000 | ((low >>> 48) & 0x3fff),
        low & 0xffffffffffffL);
  }
}
