package com.puraify.sync.laws;

import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.delta.Base;
import com.puraify.sync.delta.Delta;
import com.puraify.sync.error.GuardException;
import com.puraify.sync.internal.commit.ItemCommit;
import com.puraify.sync.internal.config.Safeguard;
import com.puraify.sync.internal.delta.Sighting;
import com.puraify.sync.internal.map.BoundField;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.map.ReferenceTable;
import com.puraify.sync.internal.merge.Answers;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.internal.merge.Merger;
import com.puraify.sync.internal.write.WriteJob;
import com.puraify.sync.internal.write.WritePreparation;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One pair of items, in the hands of the real stages: what was agreed, and what both sides show.
 *
 * @param rules how the sync is configured
 * @param link what was agreed, or null if the items are not linked
 * @param local what the local side shows
 * @param remote what the remote side shows
 */
record Scene(Rules rules, Link link, Shown local, Shown remote) {

  /** What has become of an item. */
  enum Fate {
    PRESENT,
    REMOVED,
    LEFT,
    AWAY
  }

  /**
   * What a side shows.
   *
   * @param id the item's id
   * @param fate what has become of it
   * @param fields what it holds
   * @param modifiedAt when the side says that it was changed, or null
   */
  record Shown(String id, Fate fate, Fields fields, Instant modifiedAt) {

    Shown with(Fields other) {
      return new Shown(id, fate, other, modifiedAt);
    }

    Shown with(Fate other) {
      return new Shown(id, other, fields, modifiedAt);
    }

    Item item() {
      return new Item(id, fields, modifiedAt, null);
    }
  }

  /** What plans by some rules. */
  record Planner(BoundMapping mapping, Merger merger) {

    private static final Map<Rules, Planner> KNOWN = new HashMap<>();

    static Planner of(Rules rules) {
      return KNOWN.computeIfAbsent(rules, key -> of(key, Column.ALL));
    }

    static Planner of(Rules rules, List<Column> order) {
      BoundMapping mapping = rules.bind(order);
      return new Planner(mapping, new Merger(mapping, rules.policy()));
    }
  }

  Shown side(Side side) {
    return side == Side.LOCAL ? local : remote;
  }

  Scene with(Rules other) {
    return new Scene(other, link, local, remote);
  }

  Scene with(Side side, Shown shown) {
    return side == Side.LOCAL
        ? new Scene(rules, link, shown, remote)
        : new Scene(rules, link, local, shown);
  }

  Scene with(Side side, String field, Value value) {
    return with(side, side(side).with(side(side).fields().with(field, value)));
  }

  /** Returns the same scene with the sides swapped. */
  @SuppressWarnings("ArgumentSelectionDefectChecker") // swapping is the point
  Scene mirror() {
    Link swapped =
        link == null
            ? null
            : new Link(
                link.number(),
                link.remoteId(),
                link.localId(),
                link.remote(),
                link.local(),
                link.condition());
    return new Scene(rules.mirror(), swapped, remote, local);
  }

  Planner planner() {
    return Planner.of(rules);
  }

  BoundField field(Column column) {
    return planner().mapping().fields().get(Column.ALL.indexOf(column));
  }

  Value value(Column column, Side side) {
    return side(side).fields().get(rules.id(column, side));
  }

  /** Returns what the engine makes of it. */
  ItemPlan plan() {
    return plan(planner());
  }

  /** Returns what the engine makes of it, or empty if its strategy stops the run. */
  Optional<ItemPlan> tryPlan() {
    try {
      return Optional.of(plan());
    } catch (GuardException e) {
      return Optional.empty();
    }
  }

  ItemPlan plan(Planner planner) {
    Merger merger = planner.merger();
    if (link == null) {
      return merger.adopt(local.item(), remote.item(), ReferenceTable.EMPTY, Answers.NONE);
    }
    Sighting left = sighting(planner, Side.LOCAL);
    Sighting right = sighting(planner, Side.REMOTE);
    for (Side side : Side.values()) {
      Set<Side> needs = merger.needs(link, left, right);
      if (needs.contains(side)) {
        Sighting seen =
            new Sighting(
                planner.mapping().detector(side).compare(link.base(side), side(side).fields()),
                side(side).item());
        left = side == Side.LOCAL ? seen : left;
        right = side == Side.REMOTE ? seen : right;
      }
    }
    return merger.merge(link, left, right, ReferenceTable.EMPTY, Answers.NONE);
  }

  private Sighting sighting(Planner planner, Side side) {
    Shown shown = side(side);
    return switch (shown.fate()) {
      case REMOVED -> Sighting.REMOVED;
      case LEFT -> new Sighting(Delta.LEFT, null);
      case AWAY -> new Sighting(new Delta.Away(Lookup.Reason.ARCHIVED), null);
      case PRESENT -> {
        Delta delta = planner.mapping().detector(side).compare(link.base(side), shown.fields());
        yield delta instanceof Delta.None ? Sighting.UNCHANGED : new Sighting(delta, shown.item());
      }
    };
  }

  /** Returns the scene once a plan is carried out and committed, or empty if no pair is left. */
  Optional<Scene> after(ItemPlan decided) {
    Planner planner = planner();
    ItemPlan plan = linked(decided);
    List<WriteJob> jobs = new WritePreparation(planner.mapping(), Ledger.KEYS).jobs(plan);
    Ledger ledger = new Ledger();
    ItemCommit commit =
        new ItemCommit(plan, planner.mapping(), planner.merger(), ledger, jobs, Safeguard.ALL);
    List<StateChange> changes = new ArrayList<>(jobs.isEmpty() ? commit.changes() : List.of());
    Map<Side, Shown> shown = new EnumMap<>(Map.of(Side.LOCAL, local, Side.REMOTE, remote));
    for (WriteJob job : jobs) {
      Shown before = shown.get(job.side());
      Shown now = written(job, before, plan);
      shown.put(job.side(), now);
      boolean deleted = now.fate() == Fate.REMOVED;
      changes.addAll(
          commit.result(
              job.side(), new WriteResult.Done(now.id(), deleted ? null : now.item(), null)));
    }
    Link left = linkAfter(plan.link(), changes);
    return left == null
        ? Optional.empty()
        : Optional.of(new Scene(rules, left, shown.get(Side.LOCAL), shown.get(Side.REMOTE)));
  }

  private Shown written(WriteJob job, Shown before, ItemPlan plan) {
    Fields writes = plan.writes(job.side());
    return switch (job.action()) {
      case DELETE -> before.with(Fate.REMOVED);
      case CREATE ->
          new Shown(
              before.id() + "'",
              Fate.PRESENT,
              blank(job.side()).with(kept(job.side(), writes)),
              Rules.NOW);
      case UPDATE -> before.with(before.fields().with(kept(job.side(), writes)));
    };
  }

  private Fields blank(Side side) {
    Fields.Builder blank = Fields.builder();
    for (Field field : planner().mapping().schema(side).fields()) {
      blank.put(field.id(), field.type().canonical(Value.NULL));
    }
    return blank.build();
  }

  /** Platforms keep what they are given in their own normal form. */
  private Fields kept(Side side, Fields writes) {
    Fields.Builder kept = Fields.builder();
    writes.forEach(
        (id, value) ->
            kept.put(
                id,
                planner().mapping().schema(side).byId(id).orElseThrow().type().canonical(value)));
    return kept.build();
  }

  /** A match that is written is linked first, as in a run. */
  private static ItemPlan linked(ItemPlan plan) {
    return plan.kind() == ItemPlan.Kind.ADOPT && plan.writesAnything()
        ? plan.onto(
            new Link(
                1,
                Objects.requireNonNull(plan.id(Side.LOCAL)),
                Objects.requireNonNull(plan.id(Side.REMOTE)),
                Base.empty(),
                Base.empty(),
                Link.Condition.SOUND))
        : plan;
  }

  private static @Nullable Link linkAfter(@Nullable Link before, List<StateChange> changes) {
    Link left = before;
    for (StateChange change : changes) {
      if (change instanceof StateChange.PutLink put) {
        left = put.link();
      } else if (change instanceof StateChange.RemoveLink) {
        left = null;
      }
    }
    return left;
  }
}
