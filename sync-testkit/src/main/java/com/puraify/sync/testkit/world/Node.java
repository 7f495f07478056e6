package com.puraify.sync.testkit.world;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.StateException;
import com.puraify.sync.state.Lease;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.testkit.Interference;
import com.puraify.sync.testkit.SpiCall;
import com.puraify.sync.testkit.world.Trouble.Kind;
import com.puraify.sync.testkit.world.Trouble.Point;
import com.puraify.sync.value.Side;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A process that runs the engine: it sees the platforms and the store through its own eyes, can be
 * killed, and meets the troubles of the run under way. Confined to one thread.
 */
final class Node {

  /** The ways in which a call fails; the last one is for writes alone. */
  private static final List<ConnectorException.Kind> FAILURES =
      List.of(
          ConnectorException.Kind.TIMEOUT,
          ConnectorException.Kind.UNAVAILABLE,
          ConnectorException.Kind.RATE_LIMITED,
          ConnectorException.Kind.QUOTA,
          ConnectorException.Kind.STALE);

  private final SimulatedWorld world;
  private final SyncEngine engine;
  private final Map<Side, WatchedEntity> entities = new EnumMap<>(Side.class);
  private long taken;
  private boolean dead;
  private boolean closed;
  private @Nullable RunRecord run;
  private List<Trouble> troubles = List.of();
  private final Map<Point, Integer> passed = new EnumMap<>(Point.class);
  private @Nullable SyncShape configured;
  private @Nullable SyncConfig config;

  Node(SimulatedWorld world) {
    this.world = world;
    for (Side side : Side.values()) {
      entities.put(side, new WatchedEntity(side, world.entity(side), this));
    }
    this.engine = world.processes().engine(new NodeStore(this, world));
  }

  SyncEngine engine() {
    return engine;
  }

  /** Returns how the sync is configured now. */
  SyncConfig config() {
    SyncShape shape = world.shape();
    SyncConfig known = config;
    if (known == null || !shape.equals(configured)) {
      known = shape.config(entity(Side.LOCAL), entity(Side.REMOTE));
      configured = shape;
      config = known;
    }
    return known;
  }

  private WatchedEntity entity(Side side) {
    return Objects.requireNonNull(entities.get(side));
  }

  /** Returns whether the process can go on. */
  boolean alive() {
    return !dead && !closed;
  }

  /** Begins a run, which meets some troubles. */
  void begin(RunRecord record, List<Trouble> meets) {
    run = record;
    troubles = List.copyOf(meets);
    passed.clear();
  }

  void end() {
    run = null;
    troubles = List.of();
  }

  /** Returns what a platform is lent for a run. */
  ConnectorContext lent(Side side, ConnectorContext context) {
    return new WatchedContext(context, world, this, side);
  }

  /** Makes a call to a platform that does not write. */
  <T> T call(Side side, Supplier<T> work) {
    T answer = write(side, work);
    at(Point.CALLED, side);
    return answer;
  }

  /** Makes a call to a platform that writes, and says itself what becomes of the answer. */
  <T> T write(Side side, Supplier<T> work) {
    live();
    RunRecord record = run;
    if (record != null) {
      record.called(side);
      if (record.revoked(side)) {
        throw new ConnectorException(
            ConnectorException.Kind.PERMISSION, "the account may not do that any more");
      }
    }
    world.latency();
    at(Point.CALL, side);
    T answer = work.get();
    answers();
    return answer;
  }

  /** A platform has given its answer, which is on its way from now on. */
  void answers() {
    world.poll();
    taken = world.history().moment();
  }

  /** A boundary is reached. */
  void at(Point point, @Nullable Side side) {
    live();
    int nth = passed.merge(point, 1, Integer::sum) - 1;
    for (Trouble trouble : troubles) {
      if (trouble.at() == point && trouble.nth() == nth) {
        meet(trouble, side);
      }
    }
  }

  private void meet(Trouble trouble, @Nullable Side side) {
    RunRecord record = run;
    if (record == null) {
      return;
    }
    if (trouble.kind() != Kind.STEP) {
      world.coverage().count("fault " + trouble.kind() + " at " + trouble.at());
      record.disturbed();
    }
    world.digest("!! " + trouble);
    switch (trouble.kind()) {
      case KILL -> {
        dead = true;
        throw new ProcessDeath();
      }
      case FAIL -> throw failure(trouble);
      case STEP -> {
        if (trouble.step() != null) {
          record.disturbed();
          world.coverage().count("step amid a run");
          world.take(trouble.step());
        }
      }
      case CLOSE -> {
        closed = true;
        engine.close();
      }
      case INTERRUPT -> Thread.currentThread().interrupt();
      case PAUSE -> world.processes().takeOver();
      case STORE_FAILS -> throw new StateException("the disk is full; make room");
      case REVOKE -> record.revoke(Objects.requireNonNull(side));
      case CUT_OFF, SHIFT, REPEAT -> {} // met by the page
    }
  }

  private static ConnectorException failure(Trouble trouble) {
    int kinds = trouble.at() == Point.WRITE ? FAILURES.size() : FAILURES.size() - 1;
    return new ConnectorException(FAILURES.get(trouble.detail() % kinds), "it failed");
  }

  /** Returns what may happen amid a batch. */
  Interference amid(Side side) {
    return new Interference() {
      @Override
      public void beforeItem(SpiCall call, int index) {
        at(Point.WRITE_ITEM, side);
      }
    };
  }

  /** A page is on its way to the engine, possibly not the one that was sent. */
  Page page(Side side, ReadRequest request, Page page, List<Page.Change> earlier) {
    int nth = passed.merge(Point.PAGE, 1, Integer::sum) - 1;
    Page shown = page;
    for (Trouble trouble : troubles) {
      if (trouble.at() == Point.PAGE && trouble.nth() == nth) {
        meet(trouble, side);
        shown = world.pages().twisted(trouble, side, request, shown, earlier);
      }
    }
    return shown;
  }

  void saw(Side side, Page.Change change, boolean direct) {
    world.saw(side, change, taken, direct);
  }

  /** A page was read. */
  void read(Side side, ReadRequest request, Page page) {
    RunRecord record = run;
    if (record != null) {
      record.read(side, request, page);
    }
  }

  /** A batch is about to be written. */
  void writing(Side side, List<? extends Write> batch) {
    RunRecord record = run;
    if (record != null) {
      world.writing(record, side, batch);
    }
  }

  /** A batch was answered. */
  void answered(Side side, List<? extends Write> batch, List<WriteResult> results) {
    RunRecord record = run;
    if (record != null) {
      record.answered(side, batch, results);
    }
  }

  void leased(Lease lease) {
    world.processes().leased(lease);
    RunRecord record = run;
    if (record != null) {
      record.lease(lease);
    }
  }

  void committed(List<StateChange> changes) {
    world.committed(run, changes);
  }

  /** Ends whoever speaks for a process that is dead. */
  private void live() {
    if (dead) {
      throw new ProcessDeath();
    }
  }
}
