package com.puraify.sync.internal.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Pairs unlinked items by the fingerprints of their match keys.
 *
 * <p>One candidate on each side is a pair; candidates on one side alone have no counterpart;
 * anything else is for a person. A key of {@link #NO_KEY} matches nothing.
 */
public final class Matcher {

  /** The key of an item that matches nothing. */
  public static final long NO_KEY = 0;

  private Matcher() {}

  /** Two items that are the same thing, by their positions. */
  public record Pair(int local, int remote) {}

  /** Several items that could be the same thing, by their positions. */
  public record Ambiguity(long key, List<Integer> locals, List<Integer> remotes) {}

  /**
   * What came of matching; positions in ascending order.
   *
   * @param pairs items that are the same thing
   * @param localOnly local items without a counterpart
   * @param remoteOnly remote items without a counterpart
   * @param ambiguities items for a person
   */
  @SuppressWarnings("ArrayRecordComponent") // a million boxed numbers would not fit
  public record Matches(
      List<Pair> pairs, int[] localOnly, int[] remoteOnly, List<Ambiguity> ambiguities) {}

  /** Matches the unlinked items of both sides. */
  public static Matches match(Candidates locals, Candidates remotes) {
    if (locals.size == 0 || remotes.size == 0) {
      return new Matches(List.of(), locals.all(), remotes.all(), List.of());
    }
    long[][] left = locals.sorted();
    long[][] right = remotes.sorted();
    List<Pair> pairs = new ArrayList<>();
    List<Ambiguity> ambiguities = new ArrayList<>();
    IntList localOnly = new IntList();
    IntList remoteOnly = new IntList();
    int i = 0;
    int j = 0;
    while (i < left.length || j < right.length) {
      boolean takeLeft =
          j == right.length
              || (i < left.length && Long.compareUnsigned(left[i][0], right[j][0]) <= 0);
      long key = takeLeft ? left[i][0] : right[j][0];
      int iEnd = end(left, i, key);
      int jEnd = end(right, j, key);
      if (key == NO_KEY || iEnd == i || jEnd == j) {
        add(left, i, iEnd, localOnly);
        add(right, j, jEnd, remoteOnly);
      } else if (iEnd == i + 1 && jEnd == j + 1) {
        pairs.add(new Pair((int) left[i][1], (int) right[j][1]));
      } else {
        ambiguities.add(new Ambiguity(key, positions(left, i, iEnd), positions(right, j, jEnd)));
      }
      i = iEnd;
      j = jEnd;
    }
    pairs.sort(Comparator.comparingInt(Pair::local));
    return new Matches(pairs, localOnly.sorted(), remoteOnly.sorted(), ambiguities);
  }

  private static int end(long[][] from, int start, long key) {
    int end = start;
    while (end < from.length && from[end][0] == key) {
      end++;
    }
    return end;
  }

  private static void add(long[][] from, int start, int end, IntList to) {
    for (int at = start; at < end; at++) {
      to.add((int) from[at][1]);
    }
  }

  private static List<Integer> positions(long[][] from, int start, int end) {
    List<Integer> positions = new ArrayList<>();
    for (int at = start; at < end; at++) {
      positions.add((int) from[at][1]);
    }
    return positions;
  }

  /** Collects the unlinked items of a side. Confined to one thread at a time. */
  public static final class Candidates {
    private long[] keys = new long[16];
    private int[] positions = new int[16];
    private int size;

    /** Adds an item. */
    public void add(long key, int position) {
      if (size == keys.length) {
        keys = Arrays.copyOf(keys, size * 2);
        positions = Arrays.copyOf(positions, size * 2);
      }
      keys[size] = key;
      positions[size++] = position;
    }

    /** Returns how many items were added. */
    public int size() {
      return size;
    }

    private int[] all() {
      int[] copy = Arrays.copyOf(positions, size);
      Arrays.sort(copy);
      return copy;
    }

    private long[][] sorted() {
      long[][] entries = new long[size][];
      for (int i = 0; i < size; i++) {
        entries[i] = new long[] {keys[i], positions[i]};
      }
      Arrays.sort(
          entries,
          (a, b) -> {
            int byKey = Long.compareUnsigned(a[0], b[0]);
            return byKey != 0 ? byKey : Long.compare(a[1], b[1]);
          });
      return entries;
    }
  }

  private static final class IntList {
    private int[] values = new int[16];
    private int size;

    void add(int value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
    }

    int[] sorted() {
      int[] copy = Arrays.copyOf(values, size);
      Arrays.sort(copy);
      return copy;
    }
  }
}
