package com.puraify.sync.testkit.world;

import com.puraify.sync.SyncType;
import com.puraify.sync.connector.Capabilities.DeleteVisibility;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.plan.DeletePolicy;
import com.puraify.sync.state.Link;
import com.puraify.sync.testkit.world.Step.Doing;
import com.puraify.sync.testkit.world.SyncShape.Filtered;
import com.puraify.sync.testkit.world.SyncShape.Strategy;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A naive model of the sync: the whole world in memory, no cursors, no batches, no faults, no
 * store. It must foresee what both sides hold when the engine has settled.
 *
 * <p>It is compared in calm worlds (people edit only when the engine has settled; everything else
 * may go wrong at any time) of two-way syncs without filters, under every conflict strategy but
 * {@code latest_wins}, between platforms that tell deletions and refuse nothing. It gives up for
 * the rest of a world where something {@linkplain Unforeseeable unforeseeable} happens.
 */
final class NaiveOracle {

  private final SimulatedWorld world;
  private final SyncShape shape;
  private List<Bond> bonds = new ArrayList<>();
  private final Set<String> unlinked = new HashSet<>();
  private final Map<Side, List<String>> foreseen = new EnumMap<>(Side.class);
  private final Unforeseeable unforeseeable;
  private boolean pending;

  /** Two linked items, and what they held when both last agreed. */
  private record Bond(String local, String remote, Fields localBase, Fields remoteBase) {
    String id(Side side) {
      return side == Side.LOCAL ? local : remote;
    }

    Fields base(Side side) {
      return side == Side.LOCAL ? localBase : remoteBase;
    }
  }

  NaiveOracle(SimulatedWorld world) {
    this.world = world;
    this.shape = world.scenario().sync();
    this.unforeseeable = new Unforeseeable(world);
  }

  /** Returns whether the model knows the outcome of a scenario. */
  static boolean decides(Scenario scenario) {
    SyncShape sync = scenario.sync();
    return scenario.calm()
        && sync.type() == SyncType.BIDIRECTIONAL
        && sync.filter() == Filtered.NONE
        && sync.strategy() != Strategy.LATEST
        && sync.notesStrategy() != Strategy.LATEST
        && plain(scenario.local())
        && plain(scenario.remote());
  }

  private static boolean plain(PlatformShape platform) {
    return !platform.poison()
        && !platform.unique()
        && !platform.vague()
        && platform.deletes() != DeleteVisibility.NONE;
  }

  /** Works out what the sync will come to, once people have edited and before it runs. */
  void foresee() {
    if (pending || unforeseeable.isMet()) {
      return;
    }
    pending = true;
    Map<Side, Map<String, Fields>> items = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      foreseen.put(side, new ArrayList<>());
      items.put(side, new LinkedHashMap<>(world.entity(side).items()));
    }
    unforeseeable.peopleHaveEdited();
    for (Bond bond : bonds) {
      Fields local = take(items, Side.LOCAL, bond.local);
      Fields remote = take(items, Side.REMOTE, bond.remote);
      if (local != null && remote != null) {
        merge(local, remote, bond);
      } else if (isAway(bond, Side.LOCAL, local) || isAway(bond, Side.REMOTE, remote)) {
        expect(local, remote);
      } else if (local != null) {
        removed(Side.REMOTE, local, bond);
      } else if (remote != null) {
        removed(Side.LOCAL, remote, bond);
      }
    }
    matchRest(items);
  }

  /** Something came about that only the engine's luck decides. */
  void giveUp() {
    unforeseeable.meet();
  }

  /** A run begins. */
  void begins(RunRecord run) {
    unforeseeable.runBegins(run);
  }

  private static @Nullable Fields take(Map<Side, Map<String, Fields>> items, Side side, String id) {
    return Objects.requireNonNull(items.get(side)).remove(id);
  }

  private boolean isAway(Bond bond, Side side, @Nullable Fields held) {
    return held == null
        && world.history().life(side, bond.id(side)).lost != Doing.REMOVE
        && !byEngine(bond, side);
  }

  private boolean byEngine(Bond bond, Side side) {
    Life life = world.history().life(side, bond.id(side));
    return life.events.get(life.events.size() - 1).byEngine();
  }

  private void expect(@Nullable Fields local, @Nullable Fields remote) {
    expect(Side.LOCAL, local);
    expect(Side.REMOTE, remote);
  }

  private void expect(Side side, @Nullable Fields fields) {
    if (fields != null) {
      Objects.requireNonNull(foreseen.get(side)).add(Contents.of(side, fields));
    }
  }

  private void removed(Side gone, Fields survivor, Bond bond) {
    Side side = gone.other();
    if (shape.deletes() == DeletePolicy.KEEP) {
      unlinked.add(side + bond.id(side));
      unforeseeable.isLeftAlone(side, bond.id(side), survivor);
      expect(side, survivor);
      return;
    }
    boolean changed =
        shape.columns().stream()
            .anyMatch(
                column ->
                    shape.direction(column).flowsTo(gone)
                        && differs(column, side, survivor, bond.base(side)));
    if (changed) {
      unforeseeable.wasEdited(side, survivor, bond.base(gone));
    }
    if (changed && winner(shape.strategy()) == side) {
      create(side, survivor);
    }
  }

  private static Side winner(Strategy strategy) {
    return strategy == Strategy.PREFER_REMOTE ? Side.REMOTE : Side.LOCAL;
  }

  private static boolean differs(Column column, Side side, Fields now, Fields base) {
    return !column.equal(side, now.get(column.id(side)), base.get(column.id(side)));
  }

  private void create(Side source, Fields fields) {
    Fields made = Fields.empty();
    Fields own = fields;
    for (Column column : Column.MAPPED) {
      Side target = source.other();
      if (shape.direction(column).flowsTo(target)) {
        made = with(made, column, target, convert(column, source, own));
        own = backFrom(column, target, made, own);
      }
    }
    expect(source, own);
    expect(source.other(), made);
  }

  /** What a platform makes of a value without saying so travels back. */
  private Fields backFrom(Column column, Side written, Fields made, Fields own) {
    return rewrites(column, written) && !column.agree(written, made, own)
        ? with(own, column, written.other(), convert(column, written, made))
        : own;
  }

  private Value convert(Column column, Side from, Fields fields) {
    Value value = fields.get(column.id(from));
    Value converted = column.convert(from, value == null ? Value.NULL : value);
    if (converted == null) {
      unforeseeable.meet();
    }
    return converted == null ? Value.NULL : converted;
  }

  private Fields with(Fields fields, Column column, Side side, Value value) {
    Value kept = rewrites(column, side) ? PlatformShape.rewrite(value) : value;
    return fields.with(column.id(side), column.canonical(side, kept));
  }

  private boolean rewrites(Column column, Side side) {
    return column == Column.NOTES && world.platforms().shape(side).rewrites();
  }

  private void merge(Fields localNow, Fields remoteNow, @Nullable Bond bond) {
    Fields local = localNow;
    Fields remote = remoteNow;
    for (Column column : Column.MAPPED) {
      if (!column.agree(Side.LOCAL, local, remote)) {
        Side source = source(column, local, remote, bond);
        if (source == Side.LOCAL) {
          remote = with(remote, column, Side.REMOTE, convert(column, Side.LOCAL, local));
          local = backFrom(column, Side.REMOTE, remote, local);
        } else if (source == Side.REMOTE) {
          local = with(local, column, Side.LOCAL, convert(column, Side.REMOTE, remote));
          remote = backFrom(column, Side.LOCAL, local, remote);
        }
      }
    }
    expect(local, remote);
  }

  /** Returns the side whose value goes to the other, or null if both stay as they are. */
  private @Nullable Side source(Column column, Fields local, Fields remote, @Nullable Bond bond) {
    boolean here = bond == null || differs(column, Side.LOCAL, local, bond.localBase);
    boolean there = bond == null || differs(column, Side.REMOTE, remote, bond.remoteBase);
    Direction way = shape.direction(column);
    if (way != Direction.BOTH) {
      Side source = way == Direction.TO_REMOTE ? Side.LOCAL : Side.REMOTE;
      boolean empties = bond == null && emptier(column, local, remote) == source;
      return (source == Side.LOCAL ? here : there) && !empties ? source : null;
    }
    if (here && there && bond == null) {
      Side emptier = emptier(column, local, remote);
      if (emptier != null) {
        return emptier.other();
      }
    }
    return here && there
        ? winner(shape.strategy(column))
        : here ? Side.LOCAL : there ? Side.REMOTE : null;
  }

  /** Returns the side that says less: nothing is less than a blank, and a blank than a value. */
  private static @Nullable Side emptier(Column column, Fields local, Fields remote) {
    int here = said(value(column, Side.LOCAL, local));
    int there = said(value(column, Side.REMOTE, remote));
    return here == there ? null : here < there ? Side.LOCAL : Side.REMOTE;
  }

  private static int said(Value value) {
    return value.isNull() ? 0 : I3NoCreationWithoutDecision.blank(value) ? 1 : 2;
  }

  private static Value value(Column column, Side side, Fields fields) {
    return column.canonical(side, fields.get(column.id(side)));
  }

  private void matchRest(Map<Side, Map<String, Fields>> items) {
    Map<String, Map<Side, Map<String, Fields>>> groups = new TreeMap<>();
    items.forEach(
        (side, each) ->
            each.forEach(
                (id, fields) ->
                    groups
                        .computeIfAbsent(
                            unforeseeable.key(side, id, fields), key -> new EnumMap<>(Side.class))
                        .computeIfAbsent(side, same -> new LinkedHashMap<>())
                        .put(id, fields)));
    groups.values().forEach(this::matchGroup);
  }

  private void matchGroup(Map<Side, Map<String, Fields>> group) {
    Map<String, Fields> locals = group.getOrDefault(Side.LOCAL, Map.of());
    Map<String, Fields> remotes = group.getOrDefault(Side.REMOTE, Map.of());
    if (locals.isEmpty() || remotes.isEmpty()) {
      group.forEach((side, some) -> some.forEach((id, fields) -> single(side, id, fields)));
    } else if (locals.size() == 1 && remotes.size() == 1) {
      merge(locals.values().iterator().next(), remotes.values().iterator().next(), null);
    } else {
      unforeseeable.meet(); // a person is asked
    }
  }

  private void single(Side side, String id, Fields fields) {
    if (unlinked.contains(side + id)) {
      unforeseeable.staysAlone(side, id);
      expect(side, fields);
    } else {
      create(side, fields);
    }
  }

  /** Compares what was foreseen with what came of it, and learns which items are linked now. */
  void compare() {
    unforeseeable.peopleWereAsked();
    if (unforeseeable.isMet() || !pending) {
      world.coverage().count("oracle gave up");
      return;
    }
    pending = false;
    world.coverage().count("oracle compared");
    foreseen.values().forEach(Collections::sort);
    Map<Side, List<String>> real = world.platforms().contents();
    if (!real.equals(foreseen)) {
      world.violated(
          new Violation(Invariant.I17_THREE_WAY, real + " came of it, foreseen was " + foreseen));
    }
    bonds = new ArrayList<>();
    for (Link link : world.links()) {
      Fields local = held(Side.LOCAL, link.localId());
      bonds.add(
          new Bond(link.localId(), link.remoteId(), local, held(Side.REMOTE, link.remoteId())));
    }
    unforeseeable.comesToRest();
  }

  private Fields held(Side side, String id) {
    return world.entity(side).item(id).orElseGet(() -> lastHeld(side, id));
  }

  /** What is out of sight is as it was; edits that nobody could carry over are not agreed on. */
  private Fields lastHeld(Side side, String id) {
    unforeseeable.meet();
    return Objects.requireNonNull(
        Objects.requireNonNull(world.history().life(side, id).last()).before());
  }
}
