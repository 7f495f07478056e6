package com.puraify.sync.internal.plan;

import com.puraify.sync.plan.Guards;
import com.puraify.sync.plan.Guards.Guard;
import com.puraify.sync.plan.Guards.Tripped;
import com.puraify.sync.value.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Holds what both sides showed against the limits, before anything is written. */
public final class GuardCheck {

  private GuardCheck() {}

  /**
   * What a side showed.
   *
   * @param side which side
   * @param complete whether it was read in full and to the end
   * @param read how many items it showed
   * @param changed how many linked items differ from their base
   * @param deleting how many of its items would be deleted, because the other side lost them
   */
  public record SideCount(Side side, boolean complete, long read, long changed, long deleting) {}

  /** Returns the limits that are reached. */
  public static List<Tripped> check(Guards guards, long links, List<SideCount> counts) {
    List<Tripped> tripped = new ArrayList<>();
    for (SideCount count : counts) {
      boolean local = count.side() == Side.LOCAL;
      String side = count.side().name().toLowerCase(Locale.ROOT);
      if (guards.emptySide() && isEmpty(count) && links > 0 && !isEmpty(counts, count.side())) {
        tripped.add(
            new Tripped(
                local ? Guard.LOCAL_EMPTY : Guard.REMOTE_EMPTY,
                links,
                links,
                "the "
                    + side
                    + " side is empty, and "
                    + links
                    + " of its items were linked; if that is right, approve it"));
      } else if (tooMany(guards, count.deleting(), links)) {
        tripped.add(
            new Tripped(
                local ? Guard.LOCAL_DELETES : Guard.REMOTE_DELETES,
                count.deleting(),
                links,
                count.deleting()
                    + " of "
                    + links
                    + " items would be deleted on the "
                    + side
                    + " side; if that is right, approve it or raise the limit"));
      }
      if (guards.allChanged()
          && count.complete()
          && links >= Guards.ALL_CHANGED_FLOOR
          && count.changed() >= links) {
        tripped.add(
            new Tripped(
                local ? Guard.LOCAL_ALL_CHANGED : Guard.REMOTE_ALL_CHANGED,
                count.changed(),
                links,
                "every linked item changed on the "
                    + side
                    + " side at once; if that is right, approve it"));
      }
    }
    return tripped;
  }

  private static boolean isEmpty(SideCount count) {
    return count.complete() && count.read() == 0;
  }

  /** Where the other side is empty too there is nothing to lose: it was emptied before. */
  private static boolean isEmpty(List<SideCount> counts, Side except) {
    return counts.stream().anyMatch(count -> count.side() != except && isEmpty(count));
  }

  private static boolean tooMany(Guards guards, long deletes, long links) {
    return deletes > guards.maxDeletes()
        || (deletes > Guards.SHARE_FLOOR && deletes > guards.maxDeleteShare() * links);
  }
}
