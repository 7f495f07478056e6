package com.puraify.sync.benchmarks;

import com.puraify.sync.Priority;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.job.JobStatus;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.schedule.Schedule;
import com.puraify.sync.state.MemoryStateStore;
import com.puraify.sync.testkit.Interference;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.MemoryEntityBuilder;
import com.puraify.sync.testkit.MemoryPlatform;
import com.puraify.sync.testkit.SpiCall;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Many scheduled syncs that share accounts, on time that is cranked by hand: what their jobs wait,
 * and whether an account's limits hold.
 *
 * <p>One sync of ten is urgent and due every quarter of an hour, four are due every half hour, the
 * other five are not urgent and due every hour. At random moments, about once a minute, somebody
 * asks for an urgent run besides. Each run reads its entity in full, a page for ten items, and
 * writes what people edited meanwhile; each call takes a fifth of a second. The engine has one
 * thread, so all runs of all accounts come one after the other: the worst case for waiting.
 */
final class JobsBenchmark {

  /** What each account may do, as far as the syncs' platform lets it. */
  static final List<RateWindow> WINDOWS =
      List.of(
          RateWindow.of(3, Duration.ofSeconds(1)),
          RateWindow.of(20, Duration.ofSeconds(10)),
          RateWindow.of(60, Duration.ofMinutes(1)),
          RateWindow.of(20_000, Duration.ofDays(1)));

  private static final Duration LATENCY = Duration.ofMillis(200);
  private static final Duration STEP = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMinutes(10);
  private static final int PAGE = 10;
  private static final int SEED = 7;

  private final int syncs;
  private final Duration length;
  private final ManualTime time = ManualTime.advancing();
  private final Random chance = new Random(SEED);
  private final List<Account> accounts = new ArrayList<>();
  private final List<Member> members = new ArrayList<>();
  private final Map<String, JobStatus> jobs = new HashMap<>();

  /**
   * What was found.
   *
   * @param runs how many runs there were
   * @param failed how many of them were no success
   * @param calls how many calls they made
   * @param exceeded how many calls were more than a window allows
   * @param fullest the largest share of a window that was used, by the window's length
   * @param waits what jobs waited until they began, ascending, by priority
   * @param fewestLow the fewest runs of syncs that are not urgent in any hour
   */
  record Result(
      int runs,
      int failed,
      long calls,
      long exceeded,
      Map<Duration, Double> fullest,
      Map<Priority, List<Duration>> waits,
      long fewestLow) {

    Duration wait(Priority priority, double share) {
      List<Duration> all = waits.getOrDefault(priority, List.of());
      if (all.isEmpty()) {
        throw new IllegalStateException("no job of priority " + priority + " began");
      }
      return all.get((int) Math.min(all.size() - 1, Math.floor(share * all.size())));
    }
  }

  /** The calls of an account, counted by the platform and not by the engine. */
  private final class Account implements Interference {
    private final List<Instant> calls = new ArrayList<>();

    @Override
    public void before(SpiCall call) {
      calls.add(time.instant());
      spend(LATENCY);
    }

    /** Returns how many calls were made within a window at most. */
    long most(Duration span) {
      long most = 0;
      int first = 0;
      for (int last = 0; last < calls.size(); last++) {
        while (!calls.get(first).plus(span).isAfter(calls.get(last))) {
          first++;
        }
        most = Math.max(most, last - first + 1);
      }
      return most;
    }

    long exceeded(RateWindow window) {
      long count = 0;
      for (int last = window.calls(); last < calls.size(); last++) {
        Instant before = calls.get(last - window.calls());
        count += before.plus(window.span()).isAfter(calls.get(last)) ? 1 : 0;
      }
      return count;
    }
  }

  private record Member(SyncConfig config, MemoryEntity local, List<String> items) {}

  JobsBenchmark(int syncs, int accounts, Duration length) {
    this.syncs = syncs;
    this.length = length;
    for (int i = 0; i < accounts; i++) {
      this.accounts.add(new Account());
    }
  }

  private void spend(Duration span) {
    try {
      time.sleep(span);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  Result run() {
    int runs = 0;
    int failed = 0;
    try (SyncEngine engine =
        SyncEngine.builder().state(MemoryStateStore.create()).time(time).singleThreaded().build()) {
      Instant end = time.instant().plus(length);
      Instant look = time.instant();
      while (time.instant().isBefore(end)) {
        if (members.size() < syncs) { // one a second: they are not all made in one moment
          Member made = member(members.size());
          members.add(made);
          engine.schedule(made.config());
        }
        happen(engine);
        List<SyncReport> reports = engine.runDue();
        runs += reports.size();
        failed +=
            (int) reports.stream().filter(each -> each.status() != SyncStatus.SUCCESS).count();
        if (!time.instant().isBefore(look)) {
          note(engine);
          look = time.instant().plus(LOOK);
        }
        spend(STEP);
      }
      note(engine);
    }
    return result(runs, failed);
  }

  private Member member(int number) {
    Priority priority =
        number % 10 == 0 ? Priority.HIGH : number % 10 < 5 ? Priority.DEFAULT : Priority.LOW;
    Account account = accounts.get(number % accounts.size());
    MemoryEntity local = entity("sql", "tasks-" + number, "title", "status").build();
    MemoryEntity remote =
        entity("cloud", "Tasks-" + number, "Title", "Status")
            .account("account-" + number % accounts.size())
            .capabilities(
                Capabilities.builder()
                    .readPage(PAGE)
                    .batches(PAGE, PAGE, PAGE)
                    .lookupBatch(PAGE)
                    .build())
            .limits(WINDOWS)
            .build();
    remote.interfere(account);
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 5 + number % 30; i++) {
      items.add(local.put(Fields.of("t", Value.text("item " + i), "s", Value.text("new"))));
    }
    return new Member(
        SyncConfig.between(local, remote)
            .id("sync-" + number)
            .priority(priority)
            .schedule(Schedule.every(interval(priority)))
            .sweepEvery(Duration.ZERO)
            .mapping(
                SchemaMapping.builder()
                    .matchOn("title", "Title")
                    .field("title", "Title")
                    .field("status", "Status")
                    .build())
            .build(),
        local,
        items);
  }

  private static Duration interval(Priority priority) {
    return switch (priority) {
      case HIGH -> Duration.ofMinutes(15);
      case DEFAULT -> Duration.ofMinutes(30);
      case LOW -> Duration.ofHours(1);
    };
  }

  private MemoryEntityBuilder entity(String platform, String name, String title, String status) {
    return MemoryPlatform.named(platform, time)
        .entity(
            Schema.of(
                name,
                Field.of("t", title, FieldType.text()),
                Field.of("s", status, FieldType.text())))
        .idPrefix("i");
  }

  /** People edit items, and now and then one asks for an urgent run. */
  private void happen(SyncEngine engine) {
    Member edited = members.get(chance.nextInt(members.size()));
    if (chance.nextInt(500) < members.size() / 3) {
      edited
          .local()
          .edit(
              edited.items().get(chance.nextInt(edited.items().size())),
              Fields.of("s", Value.text("edited " + time.instant())));
    }
    if (chance.nextInt(60) == 0) {
      int urgent = (members.size() + 9) / 10;
      Member asked = members.get(chance.nextInt(urgent) * 10);
      engine.submit(asked.config());
    }
  }

  private void note(SyncEngine engine) {
    for (JobStatus job : engine.jobs().list()) {
      if (job.startedAt() != null) {
        jobs.put(job.id(), job);
      }
    }
  }

  private Result result(int runs, int failed) {
    Map<Priority, List<Duration>> waits = new TreeMap<>();
    Map<Long, Long> lowByHour = new TreeMap<>();
    for (JobStatus job : jobs.values()) {
      Instant started = job.startedAt();
      if (started != null) {
        waits
            .computeIfAbsent(job.priority(), each -> new ArrayList<>())
            .add(Duration.between(job.queuedAt(), started));
        if (job.priority() == Priority.LOW) {
          lowByHour.merge(started.getEpochSecond() / 3600, 1L, Long::sum);
        }
      }
    }
    waits.values().forEach(all -> all.sort(Duration::compareTo));
    Map<Duration, Double> fullest = new TreeMap<>();
    long exceeded = 0;
    for (RateWindow window : WINDOWS) {
      for (Account account : accounts) {
        exceeded += account.exceeded(window);
        fullest.merge(
            window.span(), (double) account.most(window.span()) / window.calls(), Math::max);
      }
    }
    long calls = accounts.stream().mapToLong(account -> account.calls.size()).sum();
    return new Result(runs, failed, calls, exceeded, fullest, waits, fewest(lowByHour));
  }

  /** The hours in which the syncs began and ended are not whole, and do not count. */
  private static long fewest(Map<Long, Long> byHour) {
    TreeMap<Long, Long> hours = new TreeMap<>(byHour);
    long first = hours.firstKey() + 1;
    long last = hours.lastKey() - 1;
    long fewest = Long.MAX_VALUE;
    for (long hour = first; hour <= last; hour++) {
      fewest = Math.min(fewest, hours.getOrDefault(hour, 0L));
    }
    return fewest;
  }
}
