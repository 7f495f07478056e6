package com.puraify.sync.internal.run;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.internal.budget.CallWatch;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.map.KnownPair;
import com.puraify.sync.internal.map.MappingBinder;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.SyncState;
import com.puraify.sync.value.Side;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * Both sides, opened for a run, and the mapping that is bound to them.
 *
 * @param contexts what each side's connector was lent
 * @param sessions the open entities
 * @param mapping the mapping, bound to the live schemas
 * @param state what is remembered of the sync
 * @param known the pairs of fields as the run before bound them; none in the first run
 */
record OpenSides(
    Map<Side, RunContext> contexts,
    Map<Side, EntitySession> sessions,
    BoundMapping mapping,
    SyncState state,
    List<KnownPair> known)
    implements AutoCloseable {

  EntitySession session(Side side) {
    return Objects.requireNonNull(sessions.get(side));
  }

  /** Returns what identifies the entities. */
  Map<Side, EntityKey> keys() {
    Map<Side, EntityKey> keys = new EnumMap<>(Side.class);
    sessions.forEach((side, session) -> keys.put(side, session.key()));
    return keys;
  }

  @Override
  public void close() {
    sessions.values().forEach(EntitySession::close);
  }

  /** Returns how many items a call creates, updates and deletes on each side. */
  Map<Side, List<Integer>> batches() {
    Map<Side, List<Integer>> batches = new EnumMap<>(Side.class);
    sessions.forEach(
        (side, session) -> {
          Capabilities can = session.capabilities();
          batches.put(side, List.of(can.createBatch(), can.updateBatch(), can.deleteBatch()));
        });
    return batches;
  }

  /**
   * Opens both sides, and binds the mapping.
   *
   * @param cancelled whether the run was cancelled
   * @param watch told of calls that wait for their turn
   * @param first takes what has to be committed before anything else
   */
  static OpenSides open(
      EngineParts parts,
      SyncConfig config,
      BooleanSupplier cancelled,
      CallWatch watch,
      List<StateChange> first) {
    EntityFinder finder = new EntityFinder(parts, config);
    Map<Side, RunContext> contexts = new EnumMap<>(Side.class);
    Map<Side, EntitySession> sessions = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      contexts.put(
          side,
          new RunContext(
              parts.transport(),
              parts.budgets(),
              parts.time(),
              config.priority(),
              cancelled,
              watch));
    }
    try {
      for (Side side : Side.values()) {
        RunContext context = Objects.requireNonNull(contexts.get(side));
        sessions.put(
            side,
            finder
                .find(side == Side.LOCAL ? config.local() : config.remote(), context)
                .open(context));
      }
      SyncState state = parts.store().load(config.id());
      List<KnownPair> known = known(state);
      EntitySession local = Objects.requireNonNull(sessions.get(Side.LOCAL));
      EntitySession remote = Objects.requireNonNull(sessions.get(Side.REMOTE));
      BoundMapping mapping =
          MappingBinder.bind(
              config.mapping(),
              new MappingBinder.Settings(
                  config.id(),
                  config.type().direction(),
                  config.conflicts(),
                  local.key(),
                  remote.key(),
                  seed(parts, state, first),
                  known),
              local.schema(),
              remote.schema());
      return new OpenSides(contexts, sessions, mapping, state, known);
    } catch (RuntimeException e) {
      sessions.values().forEach(EntitySession::close);
      throw e;
    }
  }

  private static List<KnownPair> known(SyncState state) {
    String known = state.settings().get(Settings.FIELDS);
    return known == null ? List.of() : KnownPair.read(known);
  }

  private static long seed(EngineParts parts, SyncState state, List<StateChange> first) {
    String known = state.settings().get(Settings.SEED);
    if (known != null) {
      return Long.parseUnsignedLong(known, 16);
    }
    long seed = parts.time().random().nextLong();
    first.add(new StateChange.PutSetting(Settings.SEED, Long.toHexString(seed)));
    return seed;
  }
}
