package com.puraify.sync.testkit.hubspot;

import java.util.List;
import java.util.SplittableRandom;

/** Chance and ids: equal seeds give equal ones. */
final class Ids {
  private static final int LARGEST_GAP = 50;

  private final long seed;
  private final SplittableRandom records;
  private final SplittableRandom requests;
  private final SplittableRandom order;
  private final SplittableRandom lags;

  Ids(long seed) {
    this.seed = seed;
    SplittableRandom root = new SplittableRandom(seed);
    this.records = root.split();
    this.requests = root.split();
    this.order = root.split();
    this.lags = root.split();
  }

  /** Returns by how much the next record's id is greater than the last one's. */
  synchronized int gap() {
    return records.nextInt(1, LARGEST_GAP);
  }

  /** Returns an id of one request; taking one does not disturb anything else. */
  synchronized String correlation() {
    long high = (requests.nextLong() & ~0xF000L) | 0x4000L;
    long low = (requests.nextLong() & ~(3L << 62)) | (1L << 63);
    return new java.util.UUID(high, low).toString();
  }

  /** Returns a secret of hexadecimal digits. */
  synchronized String secret() {
    return String.format("%016x%016x", requests.nextLong(), requests.nextLong());
  }

  /** Returns a number from 0 to {@code below} - 1. */
  synchronized int below(int below) {
    return order.nextInt(below);
  }

  /** Returns a number from -1 to 1. */
  synchronized double deviation() {
    return lags.nextDouble() * 2 - 1;
  }

  synchronized void shuffle(List<?> list) {
    for (int i = list.size() - 1; i > 0; i--) {
      swap(list, i, order.nextInt(i + 1));
    }
  }

  private static <T> void swap(List<T> list, int a, int b) {
    list.set(a, list.set(b, list.get(a)));
  }

  /** Returns a number that stands for a place in an order that nobody planned. */
  long mixed(long number) {
    long z = (number + seed) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
