package com.puraify.sync.internal.map;

import com.puraify.sync.value.Schema;
import java.util.Comparator;
import java.util.List;

/** Finds the names that somebody may have meant. */
public final class NearestNames {

  private static final int OFFERED = 3;

  private NearestNames() {}

  /** Returns a half-sentence that offers the nearest names, or names all if there are few. */
  public static String hint(String wanted, List<String> known) {
    if (known.isEmpty()) {
      return "there are none";
    }
    List<String> nearest =
        known.stream()
            .sorted(
                Comparator.comparingInt(
                        (String name) -> distance(Schema.simplify(wanted), Schema.simplify(name)))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(OFFERED)
            .toList();
    return (known.size() <= OFFERED ? "there are " : "nearest are ")
        + "'"
        + String.join("', '", nearest)
        + "'";
  }

  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
