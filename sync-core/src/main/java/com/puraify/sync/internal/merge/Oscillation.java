package com.puraify.sync.internal.merge;

import com.puraify.sync.state.Link;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Notices items whose fields keep flipping between the same values. */
public final class Oscillation {

  /** How often the same values may be written within {@link #WINDOW} before the item is frozen. */
  public static final int LIMIT = 3;

  /** How far back writes count. */
  public static final Duration WINDOW = Duration.ofHours(6);

  private static final int REMEMBERED = 12;

  private Oscillation() {}

  /** Returns whether writing this once more would be flipping. */
  public static boolean flips(List<Link.Written> recent, long content, Instant now) {
    return recent.stream()
            .filter(write -> write.content() == content && write.at().isAfter(now.minus(WINDOW)))
            .count()
        >= LIMIT;
  }

  /**
   * Returns whether the latest writes were all just this, however long ago: a drift that always
   * comes back is what a platform makes of the value, without saying so.
   */
  public static boolean stays(List<Link.Written> recent, long content) {
    int last = recent.size();
    return last >= LIMIT
        && recent.subList(last - LIMIT, last).stream()
            .allMatch(write -> write.content() == content);
  }

  /**
   * Returns the latest writes with one more, without those that no longer count: they were made too
   * long ago, and something else was written since.
   */
  public static List<Link.Written> remember(List<Link.Written> recent, long content, Instant now) {
    List<Link.Written> kept = new ArrayList<>();
    int same = recent.size();
    while (same > 0 && recent.size() - same < LIMIT && recent.get(same - 1).content() == content) {
      same--;
    }
    for (int at = 0; at < recent.size(); at++) {
      if (at >= same || recent.get(at).at().isAfter(now.minus(WINDOW))) {
        kept.add(recent.get(at));
      }
    }
    kept.add(new Link.Written(content, Instant.ofEpochSecond(now.getEpochSecond())));
    return kept.subList(Math.max(0, kept.size() - REMEMBERED), kept.size());
  }
}
