package com.puraify.sync.state.jdbc;

import com.puraify.sync.error.StateException;

/** The keys of one sync's links: its number above, the link's number below. */
final class LinkKeys {

  private static final int BITS = 40;
  private static final long HIGHEST = (1L << BITS) - 1;

  private final long first;
  private final byte[] prefix;

  LinkKeys(int sync) {
    first = (long) sync << BITS;
    prefix = new BinaryWriter(5).number(sync).toBytes();
  }

  long of(long number) {
    if (!holds(number)) {
      throw new StateException(
          "Link number " + number + " is out of range: 1 to " + HIGHEST + " can be stored.");
    }
    return first + number;
  }

  /** Returns whether a link can have this number; no key of another sync is ever touched. */
  boolean holds(long number) {
    return number > 0 && number <= HIGHEST;
  }

  /** Returns the key after which the links after a number lie. */
  long after(long number) {
    return first + Math.max(0, Math.min(number, HIGHEST));
  }

  long last() {
    return first + HIGHEST;
  }

  static long number(long key) {
    return key & HIGHEST;
  }

  byte[] item(String id) {
    return ItemKey.of(prefix, id);
  }

  int prefixLength() {
    return prefix.length;
  }
}
