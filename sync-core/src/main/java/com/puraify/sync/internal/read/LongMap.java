package com.puraify.sync.internal.read;

import java.util.Arrays;

/** A map from long to long that costs 16 bytes an entry. Confined to one thread at a time. */
public final class LongMap {

  /** What {@link #get} returns for a key that is not there. */
  public static final long NONE = -1;

  private static final long EMPTY = 0;
  private static final int SMALLEST = 16; // a power of two; most runs find little new

  private long[] keys = new long[SMALLEST];
  private long[] values = new long[SMALLEST];
  private int size;
  private long zeroValue = NONE;

  /** Puts a value that is not negative. */
  public void put(long key, long value) {
    if (key == EMPTY) {
      zeroValue = value;
      return;
    }
    if (size * 3 > keys.length * 2) {
      grow();
    }
    int at = slot(keys, key);
    if (keys[at] == EMPTY) {
      keys[at] = key;
      size++;
    }
    values[at] = value;
  }

  /** Returns a key's value, or {@link #NONE}. */
  public long get(long key) {
    if (key == EMPTY) {
      return zeroValue;
    }
    int at = slot(keys, key);
    return keys[at] == EMPTY ? NONE : values[at];
  }

  /** Returns whether a key is there. */
  public boolean has(long key) {
    return get(key) != NONE;
  }

  /** Returns how many keys are there. */
  public int size() {
    return size + (zeroValue == NONE ? 0 : 1);
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new long[keys.length];
    Arrays.fill(keys, EMPTY);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != EMPTY) {
        int at = slot(keys, oldKeys[i]);
        keys[at] = oldKeys[i];
        values[at] = oldValues[i];
      }
    }
  }

  private static int slot(long[] in, long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    int at = (int) (mixed >>> 32) & (in.length - 1);
    while (in[at] != EMPTY && in[at] != key) {
      at = (at + 1) & (in.length - 1);
    }
    return at;
  }
}
