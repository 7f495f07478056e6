package com.puraify.sync.testkit.crash;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.error.StateException;
import com.puraify.sync.internal.report.CaseJson;
import com.puraify.sync.plan.Plan;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.MemoryStateStore;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.testkit.Interference;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.SpiCall;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A world whose engine dies where it is told to, and is replaced by another one over the same
 * store. Until {@link #arm} is called nobody dies and nothing is counted.
 */
final class CrashWorld implements AutoCloseable {

  /** Longer than a lease holds. */
  private static final Duration LEASE_OVER = Duration.ofMinutes(11);

  private static final Duration BETWEEN_RUNS = Duration.ofMinutes(5);
  private static final int MOST_RUNS = 25;

  final ManualTime time = ManualTime.advancing();
  final MemoryEntity local;
  final MemoryEntity remote;
  final StateStore store = MemoryStateStore.create();
  final List<SyncConfig> configs = new ArrayList<>();
  final List<MemoryEntity> entities = new ArrayList<>();
  final List<String> deaths = new ArrayList<>();
  private final Deque<KillSwitch> switches = new ArrayDeque<>();
  private final List<KillSwitch> used = new ArrayList<>();
  private Interference fault = Interference.NONE;
  private @Nullable BooleanSupplier meanwhile;
  private boolean armed;
  private int patience;
  private SyncEngine engine;

  CrashWorld(
      BiFunction<CrashWorld, ManualTime, MemoryEntity> local,
      BiFunction<CrashWorld, ManualTime, MemoryEntity> remote,
      List<KillSwitch> switches) {
    this.local = local.apply(this, time);
    this.remote = remote.apply(this, time);
    entities.add(this.local);
    entities.add(this.remote);
    this.switches.addAll(switches);
    this.engine = engine(store);
  }

  private SyncEngine engine(StateStore seen) {
    return SyncEngine.builder().state(seen).time(time).singleThreaded().build();
  }

  /** Calls it quiet only when nothing was seen to happen for so long; for platforms that lag. */
  void patient(Duration lag) {
    patience = (int) lag.dividedBy(BETWEEN_RUNS) + 1;
  }

  /** From now on the engine may die. */
  void arm() {
    armed = true;
    replaceEngine();
  }

  /** Lets something happen to the calls of all engines, living or dying. */
  void fault(Interference meddler) {
    fault = meddler;
    interfere();
  }

  /**
   * What people do while the engine is down, the first time it is; or, if it never dies in the next
   * {@link #quiet}, or what they edit is not there yet, once that is over.
   *
   * @param edits returns whether it could be done
   */
  void meanwhile(BooleanSupplier edits) {
    meanwhile = edits;
  }

  private void edit() {
    if (meanwhile != null && meanwhile.getAsBoolean()) {
      meanwhile = null;
    }
  }

  private void replaceEngine() {
    KillSwitch next =
        switches.isEmpty() ? KillSwitch.counting(KillSwitch.Points.ALL) : switches.removeFirst();
    used.add(next);
    engine = engine(next.guard(store));
    interfere();
  }

  private void interfere() {
    Interference death = armed ? used.get(used.size() - 1) : Interference.NONE;
    Interference other = fault;
    entities.forEach(
        entity ->
            entity.interfere(
                new Interference() {
                  @Override
                  public void before(SpiCall call) {
                    death.before(call);
                    other.before(call);
                  }

                  @Override
                  public void beforeItem(SpiCall call, int index) {
                    death.beforeItem(call, index);
                    other.beforeItem(call, index);
                  }

                  @Override
                  public void after(SpiCall call) {
                    death.after(call);
                    other.after(call);
                  }
                }));
  }

  /** Runs all syncs again and again until nothing happens any more. */
  void quiet() {
    untilQuiet();
    if (armed && meanwhile != null) {
      edit();
      untilQuiet();
    }
  }

  private void untilQuiet() {
    String before = "";
    int same = 0;
    for (int runs = 0; runs < MOST_RUNS; runs++) {
      for (SyncConfig config : configs) {
        time.advance(BETWEEN_RUNS);
        survive(() -> engine.sync(config));
      }
      String now = Portrait.of(this).toString();
      same = now.equals(before) ? same + 1 : 0;
      if (same > patience) {
        return;
      }
      before = now;
    }
    throw new AssertionError("never quiet; deaths " + deaths + "; at last\n" + before);
  }

  /** Does something with the engine, again with another one whenever it dies. */
  <T> T survive(Supplier<T> action) {
    while (true) {
      try {
        return action.get();
      } catch (Killed e) {
        deaths.add(used.get(used.size() - 1).where());
        replaceEngine();
        edit();
        time.advance(LEASE_OVER);
      }
    }
  }

  /** Runs the first sync once. */
  SyncReport once() {
    time.advance(BETWEEN_RUNS);
    return survive(() -> engine.sync(configs.get(0)));
  }

  /** Plans the first sync, approves the plan and applies it; again if the engine dies. */
  void planAndApply() {
    time.advance(BETWEEN_RUNS);
    survive(
        () -> {
          Plan plan = engine.plan(configs.get(0)).approve();
          SyncReport report = engine.apply(plan);
          if (report.status() == SyncStatus.FAILED) {
            throw new AssertionError(report.failure().toString());
          }
          return report;
        });
  }

  /** A person answers every open case of a kind. */
  void answer(Case.Kind kind, Function<Case, Resolution> answers) {
    for (SyncConfig config : configs) {
      survive(
          () -> {
            for (Case each : engine.cases(config)) {
              if (each.kind() == kind && each.answer() == null) {
                resolve(each, answers.apply(each));
              }
            }
            return true;
          });
    }
  }

  private void resolve(Case each, Resolution answer) {
    try {
      engine.resolve(each, answer);
    } catch (StateException e) {
      throw new AssertionError("case " + each.id() + " cannot be answered", e);
    }
  }

  /** Returns the open cases, without an engine, of which one takes longer to make than to use. */
  List<Case> cases(SyncConfig config) {
    return store.documents(config.id(), Document.Kind.CASE, null, true, Integer.MAX_VALUE).stream()
        .map(document -> CaseJson.read(document.text()))
        .toList();
  }

  /** Returns how many points the current switch has seen. */
  long seen() {
    return used.get(used.size() - 1).seen();
  }

  @Override
  public void close() {
    engine.close();
  }
}
