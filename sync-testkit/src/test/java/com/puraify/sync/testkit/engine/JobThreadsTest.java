package com.puraify.sync.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.Priority;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.error.StateException;
import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.job.Job;
import com.puraify.sync.job.JobStatus.State;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.schedule.Schedule;
import com.puraify.sync.state.MemoryStateStore;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.testkit.Interference;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.MemoryPlatform;
import com.puraify.sync.testkit.SpiCall;
import com.puraify.sync.testkit.StateStoreView;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The queue of engines with threads. */
class JobThreadsTest {

  private static final int HANDS = 8;

  /** Counts the threads that are in something at once. */
  private static final class Turnstile {
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    void in() {
      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
    }

    void out() {
      inside.decrementAndGet();
    }
  }

  /** A sync of its own, with an item for each hand, whose runs are counted while they read. */
  private static final class Lane {
    private final SyncConfig config;
    private final MemoryEntity local;
    private final MemoryEntity remote;
    private final List<String> items = new ArrayList<>();
    private final Turnstile reading = new Turnstile();

    Lane(String id) {
      local = entity("sql" + id, "tasks", "title", "value");
      remote = entity("cloud" + id, "Tasks", "Title", "Value");
      for (int hand = 0; hand < HANDS; hand++) {
        items.add(local.put(Fields.of("t", Value.text("t" + hand), "v", Value.text("0"))));
      }
      remote.interfere(
          new Interference() {
            @Override
            public void before(SpiCall call) {
              if (call.kind() == SpiCall.Kind.READ) {
                reading.in();
                Thread.onSpinWait();
              }
            }

            @Override
            public void after(SpiCall call) {
              if (call.kind() == SpiCall.Kind.READ) {
                reading.out();
              }
            }
          });
      config =
          SyncConfig.between(local, remote)
              .id(id)
              .sweepEvery(Duration.ZERO)
              .mapping(
                  SchemaMapping.builder()
                      .matchOn("title", "Title")
                      .field("title", "Title")
                      .field("value", "Value")
                      .build())
              .build();
    }

    private static MemoryEntity entity(String platform, String name, String title, String value) {
      return MemoryPlatform.named(platform, TimeSource.system())
          .entity(
              Schema.of(
                  name,
                  Field.of("t", title, FieldType.text()),
                  Field.of("v", value, FieldType.text())))
          .idPrefix("i")
          .build();
    }

    String remoteValue(int hand) {
      return remote.items().values().stream()
          .filter(fields -> fields.get("t").equals(Value.text("t" + hand)))
          .map(fields -> ((Value.Text) fields.get("v")).value())
          .findFirst()
          .orElse("none");
    }
  }

  private static SyncEngine engine(StateStore store, UnaryOperator<SyncEngine.Builder> settings) {
    return settings.apply(SyncEngine.builder().state(store)).build();
  }

  @Test
  void manyHandsAtTwoEngines_neverOverlap_andEachSeesItsOwnEdit() throws Exception {
    StateStore store = MemoryStateStore.create();
    List<Lane> lanes = List.of(new Lane("a"), new Lane("b"), new Lane("c"));
    ExecutorService pool = Executors.newFixedThreadPool(HANDS);
    try (SyncEngine one = engine(store, builder -> builder.maxRuns(2));
        SyncEngine two = engine(store, builder -> builder.maxRuns(2))) {
      List<Future<?>> hands = new ArrayList<>();
      for (int hand = 0; hand < HANDS; hand++) {
        int mine = hand;
        SyncEngine engine = hand % 2 == 0 ? one : two;
        hands.add(pool.submit(() -> hammer(engine, lanes, mine)));
      }
      for (Future<?> hand : hands) {
        hand.get(60, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
    for (Lane lane : lanes) {
      assertThat(lane.reading.most).as(lane.config.id()).hasValue(1);
      assertThat(lane.remote.items()).hasSize(HANDS);
    }
  }

  /** Edits an item of its own, asks for a run in one way or the other, and looks at the result. */
  private static void hammer(SyncEngine engine, List<Lane> lanes, int hand) {
    Random chance = new Random(hand);
    for (int round = 1; round <= 12; round++) {
      Lane lane = lanes.get(chance.nextInt(lanes.size()));
      String value = hand + "-" + round;
      lane.local.edit(lane.items.get(hand), Fields.of("v", Value.text(value)));
      SyncReport report = null;
      if (chance.nextInt(4) == 0) {
        try {
          report =
              chance.nextBoolean() ? engine.sync(lane.config) : engine.start(lane.config).await();
        } catch (StateException e) {
          assertThat(e).hasMessageContaining("is being run by");
        }
      }
      if (report == null) {
        report = engine.submit(lane.config).await();
      }
      assertThat(report.status()).isEqualTo(SyncStatus.SUCCESS);
      assertThat(lane.remoteValue(hand)).isEqualTo(value);
    }
  }

  /** Returns a view of a store that tells of the calls about one sync, before and after each. */
  private static StateStore view(StateStore store, String sync, Consumer<String> told) {
    return new StateStoreView() {
      @Override
      protected StateStore store() {
        return store;
      }

      @Override
      protected <T> T around(String about, String name, boolean changes, Supplier<T> call) {
        boolean meant = about.equals(sync);
        if (meant) {
          told.accept("before " + name);
        }
        T answer = call.get();
        if (meant) {
          told.accept("after " + name);
        }
        return answer;
      }
    };
  }

  /** The job was cancelled by the engine that came late, while the other noted that it was done. */
  @Test
  void jobThatTwoEnginesTake_isNotCancelledByTheOneThatComesLate() throws Exception {
    StateStore store = MemoryStateStore.create();
    Lane lane = new Lane("a");
    Lane other = new Lane("b");
    CountDownLatch bothTookIt = new CountDownLatch(2);
    CountDownLatch firstIsDone = new CountDownLatch(1);
    CountDownLatch secondIsDone = new CountDownLatch(1);
    CountDownLatch noted = new CountDownLatch(1);
    StateStore first =
        view(
            store,
            "a",
            call -> {
              if (call.equals("before acquire")) {
                bothTookIt.countDown();
                await(bothTookIt);
              } else if (call.equals("after release")) {
                firstIsDone.countDown();
                await(noted);
              }
            });
    StateStore second =
        view(
            store,
            "a",
            call -> {
              if (call.equals("before acquire")) {
                bothTookIt.countDown();
                await(firstIsDone);
              } else if (call.equals("after release")) {
                secondIsDone.countDown();
              }
            });
    try (SyncEngine one = engine(first, builder -> builder.maxRuns(1));
        SyncEngine two = engine(second, builder -> builder.maxRuns(1))) {
      Job job = one.submit(lane.config);
      Job joined = two.submit(lane.config);
      await(secondIsDone);
      two.submit(other.config).await(); // by then the second engine is through with the first job
      noted.countDown();

      assertThat(job.await(Duration.ofSeconds(30)).orElseThrow().status())
          .isEqualTo(SyncStatus.SUCCESS);
      assertThat(joined.await(Duration.ofSeconds(30)).orElseThrow().status())
          .isEqualTo(SyncStatus.SUCCESS);
    }
  }

  @Test
  void noMoreRunsThanAllowed_areUnderWayAtOnce() throws Exception {
    Turnstile turnstile = new Turnstile();
    CountDownLatch three = new CountDownLatch(3);
    try (Fleet fleet =
        new Fleet(
            ManualTime.advancing(), MemoryStateStore.create(), builder -> builder.maxRuns(3))) {
      fleet.reading =
          () -> {
            turnstile.in();
            three.countDown();
            await(three); // three are let in, or nobody gets on
            turnstile.out();
          };
      List<Job> jobs = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        jobs.add(fleet.engine.submit(fleet.sync("s" + i, List.of(Priority.values()).get(i % 3))));
      }
      for (Job job : jobs) {
        assertThat(job.await(Duration.ofSeconds(30)).orElseThrow().status())
            .isEqualTo(SyncStatus.SUCCESS);
      }
    }
    assertThat(turnstile.most).hasValue(3);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncCancelledException("interrupted", e);
    }
  }

  @Test
  void closing_parksWhatIsUnderWay_andTheNextEngineGoesOn() throws Exception {
    StateStore store = MemoryStateStore.create();
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch closing = new CountDownLatch(1);
    Fleet fleet = new Fleet(ManualTime.advancing(), store, builder -> builder);
    fleet.reading =
        () -> {
          reading.countDown();
          await(closing);
        };
    Job job = fleet.engine.submit(fleet.document("a", ""));
    await(reading);
    assertThat(job.status().state()).isEqualTo(State.RUNNING);
    Thread closer = new Thread(fleet.engine::close);
    closer.start();
    while (!isClosed(fleet.engine)) {
      Thread.onSpinWait();
    }
    closing.countDown();
    closer.join(30_000);
    assertThatThrownBy(job::await)
        .isInstanceOf(SyncCancelledException.class)
        .hasMessageContaining("queued again");
    fleet.reading = null;

    fleet.engine = fleet.engine(builder -> builder);

    Job again = fleet.engine.jobs().find(job.id()).orElseThrow();
    assertThat(again.await(Duration.ofSeconds(30)).orElseThrow().status())
        .isEqualTo(SyncStatus.SUCCESS);
    fleet.close();
  }

  private static boolean isClosed(SyncEngine engine) {
    try {
      engine.runDue();
      engine.submit(SyncConfig.between(new Lane("x").local, new Lane("y").local).build());
      return false;
    } catch (SyncCancelledException e) {
      return true;
    }
  }

  @Test
  void leaseOfARunAmidALongCall_isRenewedMeanwhile_andSoonOverOnceNobodyDoes() throws Exception {
    MemoryStateStore store = MemoryStateStore.create();
    Fleet fleet = new Fleet(ManualTime.cranked(), store, builder -> builder);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    fleet.reading =
        () -> {
          inside.countDown();
          await(goOn);
        };
    Job job = fleet.engine.submit(fleet.document("a", ""));
    await(inside);

    for (int quarter = 0; quarter < 20; quarter++) {
      fleet.time.awaitSleepers(1);
      fleet.time.advance(Duration.ofSeconds(15));
      while (store.holder("a", fleet.time.instant().plusSeconds(59)).isEmpty()) {
        Thread.onSpinWait(); // another thread renews it
      }
    }
    assertThat(store.holder("a", fleet.time.instant().plusSeconds(61))).isEmpty();
    goOn.countDown();

    assertThat(job.await().status()).isEqualTo(SyncStatus.SUCCESS);
    fleet.close();
  }

  @Test
  void schedule_isKeptByTheEngineItself() throws Exception {
    ManualTime time = ManualTime.cranked();
    CountDownLatch runs = new CountDownLatch(3);
    try (Fleet fleet = new Fleet(time, MemoryStateStore.create(), builder -> builder)) {
      fleet.reading = runs::countDown;
      fleet.engine.schedule(
          fleet.sync("a").schedule(Schedule.every(Duration.ofMinutes(15))).build());
      while (runs.getCount() > 0) {
        time.awaitSleepers(1);
        assertThat(time.sleepers()).isEqualTo(1);
        time.advance(Duration.ofMinutes(1));
      }
      assertThat(time.passed()).isGreaterThanOrEqualTo(Duration.ofMinutes(45));
      time.awaitSleepers(1);
    } // ends at once although time stands still
    assertThat(time.sleepers()).isZero();
  }

  @Test
  void storeThatCannotBeReached_keepsItsJobs_untilItCanAgain() throws Exception {
    ManualTime time = ManualTime.cranked();
    Outage store = new Outage();
    try (Fleet fleet = new Fleet(time, store, builder -> builder)) {
      fleet.engine.jobs().pause("a");
      Job job = fleet.engine.submit(fleet.sync("a").build());
      fleet.engine.jobs().resume("a");
      assertThat(job.await(Duration.ofSeconds(30))).isPresent();
      fleet.engine.schedule(
          fleet.sync("b").schedule(Schedule.every(Duration.ofMinutes(1))).build());
      store.down = true;
      for (int i = 0; i < 5; i++) {
        time.awaitSleepers(1);
        time.advance(Duration.ofMinutes(1));
      }
      store.down = false;
      while (!fleet.begun.contains("b")) {
        time.awaitSleepers(1);
        time.advance(Duration.ofSeconds(10));
      }
    }
  }

  /** A store that is down at times. */
  private static final class Outage extends StateStoreView {
    private final StateStore honest = MemoryStateStore.create();
    private volatile boolean down;

    @Override
    protected StateStore store() {
      return honest;
    }

    @Override
    protected <T> T around(String sync, String name, boolean changes, Supplier<T> call) {
      if (down) {
        throw new StateException("the store is down");
      }
      return call.get();
    }
  }
}
