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

  /** Returns the latest writes with one more, without those that no longer count. */
  public static List<Link.Written> remember(List<Link.Written> recent, long content, Instant now) {
    List<Link.Written> kept = new ArrayList<>();
    for (Link.Written write : recent) {
      if (write.at().isAfter(now.minus(WINDOW))) {
        kept.add(write);
      }
    }
    kept.add(new Link.Written(content, Instant.ofEpochSecond(now.getEpochSecond())));
    return kept.subList(Math.max(0, kept.size() - REMEMBERED), kept.size());
  }
}
