package com.puraify.sync.internal.run;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.delta.Delta;
import com.puraify.sync.internal.config.Safeguard;
import com.puraify.sync.internal.plan.GuardCheck;
import com.puraify.sync.plan.DeletePolicy;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.plan.LeavePolicy;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.state.SyncState;
import com.puraify.sync.value.Side;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is missing on either side, and the limits on what a run deletes and changes without asking.
 * Confined to one thread at a time.
 */
final class DeleteLimits {

  private static final int BATCH = 1_000;

  private final StateStore store;
  private final SyncConfig config;
  private final SyncState state;
  private final Map<Side, SideSurvey> sides;
  private final boolean targeted;
  private final Map<Side, List<Long>> missing = new EnumMap<>(Side.class);
  private final Map<Side, Integer> shown = new EnumMap<>(Side.class);
  private final Map<Side, Set<Long>> counted = new EnumMap<>(Side.class);
  private final Map<Side, Long> due = new EnumMap<>(Side.class);
  private final Map<Side, Set<Long>> looked = new EnumMap<>(Side.class);

  /**
   * Creates limits.
   *
   * @param targeted whether the run is about some items only
   */
  DeleteLimits(
      StateStore store,
      SyncConfig config,
      SyncState state,
      Map<Side, SideSurvey> sides,
      boolean targeted) {
    this.store = store;
    this.config = config;
    this.state = state;
    this.sides = sides;
    this.targeted = targeted;
  }

  /**
   * Returns the limits that are reached, by what is missing on either side.
   *
   * @param links how many links there are by now: recovery may have made some
   */
  List<Guards.Tripped> check(long links, Predicate<Guards.Tripped> approved) {
    for (Side side : Side.values()) {
      missing.put(side, side(side).missing(links));
    }
    List<Guards.Tripped> tripped = check(approved);
    if (!tripped.isEmpty()) {
      boolean lagging = listingLags();
      boolean unseen = areOutOfSight();
      tripped = lagging || unseen ? check(approved) : tripped;
    }
    for (Side side : Side.values()) {
      counted.put(side, deleting(side));
    }
    return tripped;
  }

  /** Returns whether the limits were checked with the delete of a link's item on a side. */
  boolean wasCounted(Side side, long link) {
    return Objects.requireNonNull(counted.get(side)).contains(link);
  }

  /**
   * Looks directly at some of what a complete read did not show, and at the rest of it if any of
   * that is not deleted: a listing that lags is no loss, nor is an item that was archived, and both
   * are nothing to ask a person about.
   *
   * @return whether anything was found not to be deleted
   */
  private boolean listingLags() {
    boolean found = false;
    for (Side side : Side.values()) {
      List<Long> some = Objects.requireNonNull(missing.get(side));
      int sample = Math.min(side(side).session().capabilities().lookupBatch(), some.size());
      int alive = lookFor(side, some.subList(0, sample));
      List<Long> rest = some.subList(sample, some.size());
      if (alive > 0) {
        alive += lookFor(side, rest);
        rest = List.of();
        found = true;
      }
      shown.put(side, alive);
      missing.put(side, rest);
    }
    return found;
  }

  /**
   * Looks directly at some of what would be deleted and was not seen, and at the rest of it if any
   * of that is not there: what is out of sight is not deleted, and nothing to ask a person about.
   *
   * @return whether anything was found not to be there
   */
  private boolean areOutOfSight() {
    boolean found = false;
    for (Side side : Side.values()) {
      List<Long> unseen =
          deleting(side).stream().filter(link -> !side(side).saw(link)).sorted().toList();
      int sample = Math.min(side(side).session().capabilities().lookupBatch(), unseen.size());
      List<Long> some = unseen.subList(0, sample);
      confirm(side, some);
      if (some.stream().anyMatch(side(side).absent()::containsKey)) {
        confirm(side, unseen.subList(sample, unseen.size()));
        found = true;
      }
    }
    return found;
  }

  /** Looks at links' items; returns how many are not deleted. */
  private int lookFor(Side side, Collection<Long> links) {
    confirm(side, List.copyOf(links));
    return (int)
        links.stream()
            .filter(link -> !(side(side).absent().get(link) instanceof Delta.Removed))
            .count();
  }

  private List<Guards.Tripped> check(Predicate<Guards.Tripped> approved) {
    List<GuardCheck.SideCount> counts = new ArrayList<>();
    for (Side side : Side.values()) {
      SideSurvey survey = side(side);
      long deleting = deleting(side).size();
      due.put(side, deleting);
      if (deleting > 0) {
        deleting += deletedBefore(side);
      }
      counts.add(
          new GuardCheck.SideCount(
              side,
              survey.scope() == SideSurvey.Scope.ALL && survey.isComplete(),
              survey.readCount() + shown.getOrDefault(side, 0),
              survey.editedCount(),
              deleting));
    }
    return GuardCheck.check(config.guards(), state.links(), counts).stream()
        .filter(each -> !approved.test(each))
        .toList();
  }

  /**
   * Returns the links whose items would be deleted on a side, but were out of sight there when the
   * limits were checked.
   */
  Set<Long> cameLate(Side side) {
    Set<Long> late = deleting(side);
    late.removeIf(link -> wasCounted(side, link) || side(side).absent().containsKey(link));
    return late;
  }

  /** Returns the links whose items would be deleted on a side, as far as both sides show. */
  private Set<Long> deleting(Side side) {
    Set<Long> links = new HashSet<>();
    if (!config.type().direction().flowsTo(side)) {
      return links;
    }
    if (config.deletes() == DeletePolicy.PROPAGATE) {
      links.addAll(Objects.requireNonNull(missing.get(side.other())));
      links.removeAll(Set.copyOf(Objects.requireNonNull(missing.get(side))));
      links.addAll(absent(side.other(), Delta.Removed.class));
    }
    if (config.onLeave() == LeavePolicy.DELETE) {
      links.addAll(absent(side.other(), Delta.Left.class));
    }
    links.removeIf(link -> isGone(side(side).absent().get(link)));
    return links;
  }

  private static boolean isGone(@Nullable Delta delta) {
    return delta instanceof Delta.Removed || delta instanceof Delta.Away;
  }

  /**
   * Returns the limit that is reached if more items are deleted than the sides showed: an item
   * whose counterpart was edited is looked at only when it is merged.
   *
   * @param side the side on which they would be deleted
   * @param more how many
   */
  Optional<Guards.Tripped> reached(Side side, int more) {
    long deleting = more + deletedBefore(side) + Objects.requireNonNull(counted.get(side)).size();
    return GuardCheck.check(
            config.guards(),
            state.links(),
            List.of(new GuardCheck.SideCount(side, false, 0, 0, deleting)))
        .stream()
        .findFirst();
  }

  private List<Long> absent(Side side, Class<? extends Delta> how) {
    List<Long> links = new ArrayList<>();
    side(side)
        .absent()
        .forEach(
            (link, delta) -> {
              if (how.isInstance(delta)) {
                links.add(link);
              }
            });
    return links;
  }

  /** Returns how many deletes of earlier targeted runs count together with this one's. */
  private long deletedBefore(Side side) {
    String before = state.settings().get(Settings.targetedDeletes(side));
    return before == null || !targeted ? 0 : Long.parseLong(before);
  }

  /**
   * Returns what has to be remembered of a targeted run before it writes: many runs that delete a
   * few items each must not get past a limit that holds for one run.
   */
  List<StateChange> targetedDeletes() {
    List<StateChange> changes = new ArrayList<>();
    due.forEach(
        (side, deleting) -> {
          if (deleting > 0) {
            changes.add(
                new StateChange.PutSetting(
                    Settings.targetedDeletes(side), Long.toString(deletedBefore(side) + deleting)));
          }
        });
    return changes;
  }

  /**
   * Confirms absence from a complete read by a direct look, before it counts. Called once the
   * limits are checked, since it may take a call for each item that is missing.
   */
  void confirmMissing(Set<Safeguard> safeguards) {
    if (safeguards.contains(Safeguard.SWEEP_CONFIRMATION)) {
      missing.forEach(this::confirm);
    } else {
      missing.forEach((side, links) -> side(side).presumeDead(links));
    }
  }

  private void confirm(Side side, List<Long> missing) {
    looked.computeIfAbsent(side, each -> new TreeSet<>()).addAll(missing);
    inBatches(missing, side(side)::lookAt);
  }

  private void inBatches(List<Long> links, Consumer<List<Link>> what) {
    for (int from = 0; from < links.size(); from += BATCH) {
      what.accept(
          store.links(config.id(), links.subList(from, Math.min(from + BATCH, links.size()))));
    }
  }

  /**
   * Returns what has to be remembered of a run that ends because a limit is reached: an edit that a
   * direct look showed, and no listing shows yet, is looked at again by the next run.
   */
  List<StateChange> edits() {
    List<StateChange> changes = new ArrayList<>();
    looked.forEach(
        (side, links) ->
            inBatches(
                List.copyOf(links),
                some ->
                    some.stream()
                        .filter(link -> !link.condition().revisit())
                        .filter(link -> side(side).sighting(link).delta() instanceof Delta.Changed)
                        .map(link -> link.withCondition(link.condition().withRevisit(true)))
                        .forEach(link -> changes.add(new StateChange.PutLink(link)))));
    return changes;
  }

  private SideSurvey side(Side side) {
    return Objects.requireNonNull(sides.get(side));
  }
}
