package com.puraify.sync.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.state.StateStore;
import com.puraify.sync.state.jdbc.JdbcStateStore;
import com.puraify.sync.testkit.notion.NotionSimulator;
import com.puraify.sync.testkit.notion.SimulatedDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An engine in a process of its own, between a SQLite table and Notion over HTTP, its state in a
 * SQLite file, is killed again and again while people edit both sides.
 *
 * <p>{@code -Dsync.kills=N} sets how often, {@code -Dsync.kills.seed=N} the seed of the moments and
 * of the edits; machines differ in speed, so that a seed says what is done, and not quite when.
 */
@Tag("simulation")
class KillTest {

  private static final int KILLS = Integer.getInteger("sync.kills", 32);
  private static final long SEED = Long.getLong("sync.kills.seed", 20_261_122L);

  /** Longer than a lease holds. */
  private static final Duration LEASE_OVER = Duration.ofMinutes(11);

  /** Longer than it takes until a deleted page is missed. */
  private static final Duration SWEEP_OVER = Duration.ofMinutes(45);

  private static final Duration GIVE_UP = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void killedAtRandomMoments_itemsMatchedByTitle_losesAndDoublesNothing() throws Exception {
    kill(KILLS - KILLS / 3, SEED, true);
  }

  @Test
  void killedAtRandomMoments_noMatchKey_losesAndDoublesNothing() throws Exception {
    kill(KILLS / 3, SEED + 1, false);
  }

  private void kill(int kills, long seed, boolean matched) throws Exception {
    Random random = new Random(seed);
    ShiftedTime time = new ShiftedTime(Duration.ZERO);
    Path table = folder.resolve("tasks.db");
    try (NotionSimulator notion =
        NotionSimulator.builder().clock(time).quirks(quirks -> quirks.noRateLimit()).start()) {
      SimulatedDataSource tasks =
          notion.addDatabase(
              "Tasks", schema -> schema.richText("Status").richText("Notes").richText("Shared"));
      People people = new People(KilledEngine.table(table), tasks, random, matched);
      List<String> moments = new ArrayList<>();
      if (!matched) { // of what two sides hold from the start nobody could say what is the same
        try (EngineProcess engine = start(notion, tasks, table, time, false)) {
          await(engine, engine::isQuiet);
        }
        time.forward(LEASE_OVER);
      }
      for (int round = 0; round < kills; round++) {
        for (int i = 0; i < 4; i++) {
          people.edit();
        }
        try (EngineProcess engine = start(notion, tasks, table, time, matched)) {
          moments.add(killAtRandom(engine, notion, people, random));
        }
        time.forward(LEASE_OVER);
      }
      time.forward(SWEEP_OVER);
      String last;
      try (EngineProcess engine = start(notion, tasks, table, time, matched)) {
        await(engine, engine::isQuiet);
        last = engine.last();
      }
      check(kills, seed, people, moments, last);
    }
  }

  private EngineProcess start(
      NotionSimulator notion,
      SimulatedDataSource tasks,
      Path table,
      ShiftedTime time,
      boolean matched)
      throws Exception {
    return new EngineProcess(
        List.of(
            table.toString(),
            folder.resolve("state.db").toString(),
            notion.baseUri().toString(),
            notion.token(),
            tasks.id(),
            time.ahead().toString(),
            String.valueOf(matched)));
  }

  /** People go on while the engine works, until a moment comes; returns which. */
  private static String killAtRandom(
      EngineProcess engine, NotionSimulator notion, People people, Random random) throws Exception {
    long before = notion.requests();
    int most = 1 + random.nextInt(40);
    int kind = random.nextInt(5);
    BooleanSupplier moment;
    String name;
    if (kind <= 2) {
      moment = () -> notion.requests() - before >= most;
      name = most + " requests";
    } else if (kind == 3) {
      int writes = 1 + random.nextInt(12);
      moment = () -> engine.writes() >= writes || engine.runs() >= 3;
      name = writes + " writes";
    } else {
      await(engine, () -> notion.requests() > before);
      Duration delay = Duration.ofMillis(random.nextInt(250));
      long from = System.nanoTime();
      moment = () -> System.nanoTime() - from >= delay.toNanos();
      name = delay.toString();
    }
    long[] nextEdit = {before + 1 + random.nextInt(5)};
    await(
        engine,
        () -> {
          if (notion.requests() >= nextEdit[0]) {
            nextEdit[0] = notion.requests() + 1 + random.nextInt(5);
            edit(people);
          }
          return moment.getAsBoolean();
        });
    engine.kill();
    return name;
  }

  private static void edit(People people) {
    try {
      people.edit();
    } catch (java.sql.SQLException e) {
      throw new AssertionError("people could not edit", e);
    }
  }

  private static void await(EngineProcess engine, BooleanSupplier condition) {
    long from = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(engine.isAlive()).as("the engine died by itself: %s", engine.last()).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - from))
          .as("last: %s", engine.last())
          .isLessThan(GIVE_UP);
      LockSupport.parkNanos(100_000);
    }
  }

  private void check(int kills, long seed, People people, List<String> moments, String last)
      throws Exception {
    Map<String, List<String>> rows = people.rows();
    Map<String, List<String>> pages = people.pages();
    List<String> doubles =
        List.of(rows, pages).stream()
            .flatMap(items -> items.keySet().stream())
            .filter(title -> title.contains(People.DOUBLE))
            .toList();
    List<String> lost = people.lost(rows);
    System.out.printf(
        "kill test: seed %d, %d kills, %d edits, %d items, %d duplicates, %d lost edits%n",
        seed, kills, people.edits(), rows.size(), doubles.size(), lost.size());
    assertThat(pages).as("killed after %s; last %s", moments, last).isEqualTo(rows);
    assertThat(doubles).isEmpty();
    assertThat(lost).isEmpty();
    try (StateStore store = JdbcStateStore.sqlite(folder.resolve("state.db"))) {
      assertThat(store.intents("tasks")).isEmpty();
      assertThat(store.load("tasks").links()).isEqualTo(rows.size());
    }
  }
}
