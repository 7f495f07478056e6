package com.puraify.sync.internal.run;

import com.puraify.sync.connector.Lookup;
import com.puraify.sync.delta.Delta;
import com.puraify.sync.internal.delta.Sighting;
import com.puraify.sync.internal.map.ReferenceTable;
import com.puraify.sync.internal.merge.Answers;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.internal.merge.Merger;
import com.puraify.sync.plan.WriteGuard;
import com.puraify.sync.state.Link;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** Merges a chunk: brings in what merging still needs to see, looks references up, and decides. */
final class ChunkMerger {

  private final Merger merger;
  private final References references;
  private final SideSurvey local;
  private final SideSurvey remote;
  private final WriteGuard guard;
  private final Instant begun;
  private final Answers answers;

  /**
   * Creates a merger of chunks.
   *
   * @param begun when the run began: whatever was read was read after it
   */
  ChunkMerger(
      Merger merger,
      References references,
      SideSurvey local,
      SideSurvey remote,
      WriteGuard guard,
      Instant begun,
      Answers answers) {
    this.merger = merger;
    this.references = references;
    this.local = local;
    this.remote = remote;
    this.guard = guard;
    this.begun = begun;
    this.answers = answers;
  }

  /** Returns what is done about each item of a chunk. */
  List<ItemPlan> merge(List<Work> works) {
    List<ItemPlan> plans = mergeAsRead(works);
    return guard == WriteGuard.RECHECK
        ? lookAgain(
            plans,
            (plan, side) -> plan.kind() == ItemPlan.Kind.UPDATE && !plan.writes(side).isEmpty())
        : plans;
  }

  /**
   * Returns what is done about each of the last items of a run, which are mostly to be deleted.
   * What was read of one is as old as the run, and an edit that was made since would be gone for
   * good.
   */
  List<ItemPlan> mergeLast(List<Work> works) {
    return lookAgain(
        merge(works),
        (plan, side) ->
            plan.kind() == ItemPlan.Kind.DELETE
                && plan.target() == side
                && plan.link() != null
                && survey(side).shows(plan.link().number()));
  }

  private List<ItemPlan> mergeAsRead(List<Work> works) {
    List<Work> complete = withNeeds(works);
    ReferenceTable table = table(complete);
    List<ItemPlan> plans = new ArrayList<>(complete.size());
    for (Work work : complete) {
      plans.add(merge(work, table));
    }
    return plans;
  }

  private ItemPlan merge(Work work, ReferenceTable table) {
    if (work instanceof Work.Linked linked) {
      if (mayBeOld(linked, Side.LOCAL) || mayBeOld(linked, Side.REMOTE)) {
        return ItemPlan.waiting(linked.link(), linked.local(), linked.remote());
      }
      ItemPlan plan = merger.merge(linked.link(), linked.local(), linked.remote(), table, answers);
      return mayHoldAnEdit(plan)
          ? ItemPlan.waiting(linked.link(), linked.local(), linked.remote())
          : plan;
    }
    if (work instanceof Work.Pair pair) {
      return merger.adopt(pair.local(), pair.remote(), table, answers);
    }
    Work.Single single = (Work.Single) work;
    return merger.create(single.source().other(), null, single.item(), table);
  }

  /** Returns whether an item would be deleted of which not all that was agreed on is shown. */
  private boolean mayHoldAnEdit(ItemPlan plan) {
    Side target = plan.target();
    if (plan.kind() != ItemPlan.Kind.DELETE || target == null || plan.link() == null) {
      return false;
    }
    Item item = (target == Side.LOCAL ? plan.local() : plan.remote()).item();
    return item != null && survey(target).hides(item, plan.link());
  }

  /**
   * Returns whether what a side shows of a link may be what it held before it was written last: for
   * as long as a write may stay invisible, that is no one's edit.
   */
  private boolean mayBeOld(Work.Linked work, Side side) {
    Delta delta = work.sighting(side).delta();
    List<Link.Written> recent = work.link().condition().recent();
    return !recent.isEmpty()
        && (delta instanceof Delta.Changed || delta instanceof Delta.Left)
        && recent
            .get(recent.size() - 1)
            .at()
            .plus(Visibility.after(survey(side).session().capabilities()))
            .isAfter(begun);
  }

  /** Looks up the items whose values merging needs and the reading did not keep or show. */
  private List<Work> withNeeds(List<Work> works) {
    List<Work> result = new ArrayList<>(works);
    for (Side side : Side.values()) {
      Map<String, Integer> wanted = new HashMap<>();
      for (int i = 0; i < result.size(); i++) {
        if (result.get(i) instanceof Work.Linked linked
            && (wasMissed(linked, side)
                || merger.needs(linked.link(), linked.local(), linked.remote()).contains(side))) {
          wanted.put(linked.link().id(side), i);
        }
      }
      for (Lookup lookup : survey(side).lookup(new ArrayList<>(wanted.keySet()))) {
        Integer at = wanted.get(lookup.id());
        if (at != null && result.get(at) instanceof Work.Linked linked) {
          result.set(at, linked.with(side, survey(side).sight(linked.link(), lookup)));
        }
      }
    }
    return result;
  }

  /** A listing that stopped before its end does not tell that an item is as it was. */
  private boolean wasMissed(Work.Linked work, Side side) {
    return survey(side).cutOff() != null
        && !survey(side).saw(work.link().number())
        && !work.sighting(side).loaded()
        && !work.sighting(side.other()).changed().isEmpty();
  }

  private ReferenceTable table(List<Work> works) {
    if (!references.any()) {
      return ReferenceTable.EMPTY;
    }
    Map<Side, List<Item>> items = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      List<Item> some = new ArrayList<>();
      for (Work work : works) {
        if (work instanceof Work.Linked linked) {
          Item item = linked.sighting(side).item();
          if (item != null) {
            some.add(item);
          }
        } else if (work instanceof Work.Pair pair) {
          some.add(side == Side.LOCAL ? pair.local() : pair.remote());
        } else if (work instanceof Work.Single single && single.source() == side) {
          some.add(single.item());
        }
      }
      items.put(side, some);
    }
    return references.table(items);
  }

  /** Looks once more at some of what is written without a condition, and merges it anew. */
  private List<ItemPlan> lookAgain(List<ItemPlan> plans, BiPredicate<ItemPlan, Side> which) {
    List<ItemPlan> result = new ArrayList<>(plans);
    for (Side side : Side.values()) {
      if (survey(side).session().capabilities().conditionalWrites()) {
        continue;
      }
      Map<String, Integer> wanted = new HashMap<>();
      for (int i = 0; i < result.size(); i++) {
        Link link = result.get(i).link();
        if (link != null && which.test(result.get(i), side)) {
          wanted.put(link.id(side), i);
        }
      }
      List<Work> again = new ArrayList<>();
      List<Integer> places = new ArrayList<>();
      for (Lookup lookup : survey(side).lookup(new ArrayList<>(wanted.keySet()))) {
        Integer at = wanted.get(lookup.id());
        Link link = at == null ? null : result.get(at).link();
        if (at != null && link != null) {
          ItemPlan plan = result.get(at);
          Sighting now = survey(side).sight(link, lookup);
          if (plan.kind() == ItemPlan.Kind.DELETE && unsays(now, plan.sighting(side))) {
            continue;
          }
          again.add(new Work.Linked(link, plan.local(), plan.remote()).with(side, now));
          places.add(at);
        }
      }
      List<Work> complete = withNeeds(again);
      ReferenceTable table = table(complete);
      for (int i = 0; i < complete.size(); i++) {
        result.set(places.get(i), merge(complete.get(i), table));
      }
    }
    return result;
  }

  /** An edit that was read is not forgotten since a look, which may lag, does not show it. */
  private static boolean unsays(Sighting now, Sighting before) {
    return now.delta() instanceof Delta.None && before.delta() instanceof Delta.Changed;
  }

  private SideSurvey survey(Side side) {
    return side == Side.LOCAL ? local : remote;
  }
}
