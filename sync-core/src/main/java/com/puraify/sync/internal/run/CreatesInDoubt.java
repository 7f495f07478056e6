package com.puraify.sync.internal.run;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.internal.config.Safeguard;
import com.puraify.sync.internal.write.SideWriter;
import com.puraify.sync.internal.write.WritePreparation;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Link;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The creates of a sync whose outcome nobody knows, and what is known of each.
 *
 * <p>All of a side are settled against all unlinked items of it at once. An item belongs to the
 * create that it differs least from, if it is more like what that sent than unlike; where it
 * differs as little from what another sent, a person says whose it is. A create to which nothing
 * belongs, and which nothing is like, is proven absent once the side's visibility lag is over.
 * Until a create is settled nothing is done about its source, nor about what is like what was sent.
 */
final class CreatesInDoubt implements WritePreparation.CreateKeys, Doubts {

  private final RecoveryParts parts;
  private final Instant begun;
  private final long begunAt;
  private final Set<Safeguard> safeguards;
  private final Map<String, Intent.Entry> keys = new HashMap<>();
  private final Set<String> openKeys = new HashSet<>();
  private final Set<String> told = new HashSet<>();
  private final Set<String> matchable = new HashSet<>();
  private final Set<Long> found = new TreeSet<>();
  private final Set<String> earlier = new HashSet<>();
  private final Map<String, Long> over = new HashMap<>();
  private final Shadows shadows;
  private boolean proven;

  CreatesInDoubt(RecoveryParts parts, Set<Safeguard> safeguards) {
    this.parts = parts;
    this.begun = parts.ledger().now();
    this.begunAt = parts.ledger().nanos();
    parts.store().intents(parts.sync()).forEach(intent -> earlier.add(intent.id()));
    this.safeguards = safeguards;
    this.shadows = new Shadows(parts.mapping());
  }

  /** Settles what can be settled now. */
  void settle(List<Intent> creates) {
    shadows.clear();
    told.clear();
    matchable.clear();
    found.clear();
    proven = false;
    for (Side side : Side.values()) {
      List<Intent> own = creates.stream().filter(each -> each.side() == side).toList();
      if (!own.isEmpty()) {
        new DoubtSettling(this, parts, side, own).settle();
      }
    }
  }

  /** Returns whether the last settling proved something absent, which is to be made again. */
  boolean hasProvenAbsent() {
    return proven;
  }

  /**
   * Returns how long it takes until the youngest can be settled, or null if there is none. Called
   * when no create is under way.
   */
  @Nullable Duration settledIn() {
    Duration longest = null;
    for (Intent intent : parts.store().intents(parts.sync())) {
      if (intent.action() == Intent.Action.CREATE) {
        over.putIfAbsent(intent.id(), parts.ledger().nanos());
        Duration left = left(intent);
        longest = longest == null || left.compareTo(longest) > 0 ? left : longest;
      }
    }
    return longest;
  }

  /** Returns whether there are any. */
  boolean any() {
    return !openKeys.isEmpty() || !shadows.isEmpty();
  }

  /** Returns whether nothing may be done about something now. */
  @Override
  public boolean concern(Work work) {
    if (!any()) {
      return false;
    }
    if (work instanceof Work.Single single) {
      return concerns(single.source(), single.item());
    }
    if (work instanceof Work.Pair pair) {
      return !mayMatch(new Work.Single(Side.LOCAL, pair.local()))
          && !mayMatch(new Work.Single(Side.REMOTE, pair.remote()))
          && (concerns(Side.LOCAL, pair.local()) || concerns(Side.REMOTE, pair.remote()));
    }
    return work instanceof Work.Linked linked && shadows.covers(linked.link());
  }

  @Override
  public boolean tells(Work.Single single) {
    return told.contains(single.source() + "|" + single.item().id());
  }

  @Override
  public boolean mayMatch(Work.Single single) {
    return matchable.contains(single.source() + "|" + single.item().id());
  }

  /** Returns what is left alone. */
  Shadows shadows() {
    return shadows;
  }

  /**
   * Takes notice that a create is sent once more under its key, though something is like what was
   * sent.
   *
   * @param own whether that is like nothing else as much: it may as well be matched then; else only
   *     the platform can tell whose it is
   */
  void isToBeSent(Side side, String source, boolean own) {
    (own ? matchable : told).add(side + "|" + source);
  }

  /** Takes notice of a link with what a create turned out to have made. */
  void isFound(Link link) {
    found.add(link.number());
  }

  /** Returns the links that the last settling made: their items have not been compared yet. */
  Set<Long> found() {
    return Set.copyOf(found);
  }

  /** Takes notice that a create is made again, under the key that it had. */
  void isSentAgain(Side target, Doubt doubt) {
    proven = true;
    keys.put(target + "|" + doubt.source(), doubt.common());
    doubt.attempts().forEach(each -> openKeys.add(each.entry().key()));
  }

  /** The counterpart of an unlinked item may have been created, or it may be what was created. */
  private boolean concerns(Side side, Item item) {
    return openKeys.contains(item.id()) || shadows.covers(side, item);
  }

  @Override
  public @Nullable String key(String targetAndSource) {
    Intent.Entry earlier = keys.get(targetAndSource);
    return earlier == null ? null : earlier.key();
  }

  @Override
  public Intent.@Nullable Entry earlier(String targetAndSource) {
    Side target = targetAndSource.startsWith(Side.LOCAL + "|") ? Side.LOCAL : Side.REMOTE;
    boolean answered =
        parts.survey(target).session().capabilities().createSafety()
            == Capabilities.CreateSafety.KEYED;
    return answered ? keys.get(targetAndSource) : null;
  }

  @Override
  public String fresh() {
    return parts.ledger().newId();
  }

  /**
   * Returns how long it takes until the effect of an intent's call must be visible; nothing or less
   * once it must be. An earlier run may have made its call a little after it noted the intent; this
   * one knows when it was done with it. Within a run, what passes is counted: clocks are set.
   */
  Duration left(Intent intent) {
    Duration lag =
        safeguards.contains(Safeguard.VISIBILITY_LAG_WAIT)
            ? Visibility.after(parts.survey(intent.side()).session().capabilities())
            : Duration.ZERO;
    if (lag.isZero()) {
      return lag;
    }
    long now = parts.ledger().nanos();
    if (!earlier.contains(intent.id())) {
      return lag.minusNanos(now - over.getOrDefault(intent.id(), now));
    }
    Instant due = intent.at().plus(lag).plus(SideWriter.AGE);
    return Duration.between(begun, due).minusNanos(now - begunAt);
  }
}
