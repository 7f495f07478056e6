package com.puraify.sync.testkit.world;

import java.util.List;
import java.util.SplittableRandom;

/** Chance that comes from a seed. Confined to one thread. */
final class Draw {

  private final SplittableRandom random;

  Draw(long seed) {
    this.random = new SplittableRandom(mixed(seed));
  }

  /** Neighbouring seeds must have nothing in common. */
  private static long mixed(long seed) {
    long z = (seed ^ (seed >>> 33)) * 0xFF51AFD7ED558CCDL;
    z = (z ^ (z >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return z ^ (z >>> 33);
  }

  /** Returns a number from 0 to just below the bound. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Returns a number from one bound to the other, both included. */
  int from(int low, int high) {
    return low + below(high - low + 1);
  }

  /** Returns true so many times out of a hundred. */
  boolean chance(int percent) {
    return below(100) < percent;
  }

  /** Returns one of some things, each as likely as the others. */
  @SafeVarargs
  final <T> T of(T... things) {
    return things[below(things.length)];
  }

  /** Returns one of some things, each as likely as the others. */
  <T> T of(List<T> things) {
    return things.get(below(things.size()));
  }

  /** Returns any number. */
  long next() {
    return random.nextLong();
  }
}
