package com.puraify.sync.benchmarks;

import com.puraify.sync.Priority;
import com.puraify.sync.connectors.notion.NotionConnection;
import com.puraify.sync.host.TimeSource;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The program behind {@code ./benchmark}: measures, checks what was measured, and prints the
 * figures.
 */
public final class Benchmarks {

  private static final String USAGE =
      """
      Usage: benchmark WHAT [SIZE] [ROUNDS]
        sql sqlite|postgres [number|uuid] [ROWS] [ROUNDS]   SQL to SQL, beside a plain copy
        scale [ROWS]       SQLite: the time per row of ROWS (default 1000000) against a tenth
        notion [PAGES]     requests to Notion, beside the fewest that can do
        hubspot [CONTACTS] requests to HubSpot, beside the fewest that can do
        airtable [RECORDS] requests to Airtable, beside the fewest that can do; and how long a first
                           push of a fifth of them takes, beside the limit of calls
        push notion|hubspot [ITEMS] [CALLS]   how long a first push of ITEMS (2000) takes with
                           200 ms for each call, beside the limit of calls (Notion: CALLS a minute)
        merge [ITEMS]      delta and merge alone
        server [REQUESTS]  the server under 50 clients, each making so many (default 400)
        jobs [SYNCS] [ACCOUNTS] [HOURS]   what the jobs of SYNCS (500) that share ACCOUNTS (20) wait
                           in a simulated day, and whether the accounts' limits hold
      """;

  private static final int ROWS = 100_000;
  private static final int WARM_UP_ROUNDS = 4;
  private static final int ROUNDS = 3;
  private static final int WARM_UP_ITEMS = 9_000; // fewer calls than the limit lets through
  private static final Duration LATENCY = Duration.ofMillis(200);

  private final TimeSource time = TimeSource.system();
  private final PrintStream out;

  private Benchmarks(PrintStream out) {
    this.out = out;
  }

  /** Runs the program; exits with 1 if the arguments are none of those it knows. */
  public static void main(String[] args) throws IOException, SQLException {
    if (!new Benchmarks(System.out).run(List.of(args))) {
      System.err.print(USAGE);
      System.exit(1);
    }
  }

  private boolean run(List<String> args) throws IOException, SQLException {
    String what = args.isEmpty() ? "" : args.get(0);
    switch (what) {
      case "sql" -> sql(args);
      case "scale" -> scale(number(args, 1, 10 * ROWS));
      case "notion" -> notion((int) number(args, 1, 10_000));
      case "hubspot" -> hubspot((int) number(args, 1, 10_000));
      case "airtable" -> airtable((int) number(args, 1, 10_000));
      case "push" -> push(args);
      case "server" -> server((int) number(args, 1, 400));
      case "merge" -> merge((int) number(args, 1, ROWS));
      case "jobs" -> jobs(args);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void sql(List<String> args) throws IOException, SQLException {
    Database.Kind kind = choice(Database.Kind.class, args, 1, Database.Kind.SQLITE);
    SampleRow.Key key = choice(SampleRow.Key.class, args, 2, SampleRow.Key.NUMBER);
    long rows = number(args, 3, ROWS);
    int rounds = (int) number(args, 4, ROUNDS);
    SqlBenchmark benchmark = new SqlBenchmark(kind, key, time);
    warmUp(benchmark, rows);
    List<SqlBenchmark.Round> measured = benchmark.run(rows, rounds);
    print(
        "%s, %s keys, %,d rows of %d bytes, median of %d rounds, heap %d MB",
        kind,
        key,
        rows,
        SampleRow.of(rows, key).bytes(),
        rounds,
        Runtime.getRuntime().maxMemory() >> 20);
    SqlBenchmark.Round one = measured.get(0);
    print("  %-32s %12s %18s", "", "rows/s", "processor µs/row");
    line("plain copy, commit per 1,000", measured, rows, SqlBenchmark.Round::copyPerBatch);
    line("plain copy, one commit", measured, rows, SqlBenchmark.Round::copyOnce);
    line("first sync", measured, rows, SqlBenchmark.Round::first);
    line("two-way sync, rows read", measured, 2 * rows, SqlBenchmark.Round::twoWay);
    line("two-way sync, rows changed", measured, one.changes(), SqlBenchmark.Round::twoWay);
    line("idle sync, rows read", measured, 2 * rows, SqlBenchmark.Round::idle);
    print(
        "  first sync against plain copy: %.2f of its speed, %.2f times its processor time",
        median(measured, round -> round.copyPerBatch().seconds() / round.first().seconds()),
        median(measured, round -> round.first().processor() / round.copyPerBatch().processor()));
    print("  state file: %.0f bytes per link", (double) one.stateBytes() / rows);
  }

  /** The copy and the syncs run until they are compiled: whole rounds that are not counted. */
  private static void warmUp(SqlBenchmark benchmark, long rows) throws IOException, SQLException {
    benchmark.run(Math.min(rows, ROWS), WARM_UP_ROUNDS);
  }

  private void line(
      String name,
      List<SqlBenchmark.Round> rounds,
      long rows,
      Function<SqlBenchmark.Round, Cost> figure) {
    print(
        "  %-32s %12.0f %18.1f",
        name,
        rows / median(rounds, round -> figure.apply(round).seconds()),
        median(rounds, round -> figure.apply(round).processor()) / rows * 1e6);
  }

  private void scale(long rows) throws IOException, SQLException {
    SqlBenchmark benchmark = new SqlBenchmark(Database.Kind.SQLITE, SampleRow.Key.NUMBER, time);
    warmUp(benchmark, rows / 10);
    SqlBenchmark.Round small = benchmark.run(rows / 10, 1).get(0);
    SqlBenchmark.Round large = benchmark.run(rows, 1).get(0);
    print(
        "SQLITE, %,d rows against %,d, heap %d MB: time per row",
        rows, rows / 10, Runtime.getRuntime().maxMemory() >> 20);
    scaled("plain copy", small, large, SqlBenchmark.Round::copyPerBatch);
    scaled("first sync", small, large, SqlBenchmark.Round::first);
    scaled("two-way sync", small, large, SqlBenchmark.Round::twoWay);
    scaled("idle sync", small, large, SqlBenchmark.Round::idle);
  }

  private void scaled(
      String name,
      SqlBenchmark.Round small,
      SqlBenchmark.Round large,
      Function<SqlBenchmark.Round, Cost> figure) {
    double before = figure.apply(small).seconds() / small.rows();
    double after = figure.apply(large).seconds() / large.rows();
    print(
        "  %-14s %6.2f µs → %6.2f µs: %.2f times; processor time %.2f times",
        name,
        before * 1e6,
        after * 1e6,
        after / before,
        figure.apply(large).processor()
            / figure.apply(small).processor()
            * small.rows()
            / large.rows());
  }

  private void notion(int pages) throws IOException, SQLException {
    int changed = 100;
    for (NotionBenchmark.Run run : new NotionBenchmark(pages, changed).run()) {
      print(
          "  %-34s %6d requests, %6d at least  %s",
          run.name(), run.requests(), run.fewest(), run.kinds());
    }
  }

  private void hubspot(int contacts) throws IOException, SQLException {
    int changed = 100;
    for (HubSpotBenchmark.Run run : new HubSpotBenchmark(contacts, changed).run()) {
      print(
          "  %-38s %6d requests, %6d at least  %s",
          run.name(), run.requests(), run.fewest(), run.kinds());
    }
  }

  private void airtable(int records) throws IOException, SQLException {
    int changed = 100;
    AirtableBenchmark benchmark = new AirtableBenchmark(records, changed);
    for (AirtableBenchmark.Run run : benchmark.run()) {
      print(
          "  %-42s %6d requests, %6d at least  %s",
          run.name(), run.requests(), run.fewest(), run.kinds());
    }
    print(benchmark.push(records / 5, LATENCY));
  }

  private void push(List<String> args) throws IOException, SQLException {
    String platform = args.size() > 1 ? args.get(1) : "";
    int items = (int) number(args, 2, 2_000);
    switch (platform) {
      case "notion" ->
          print(
              NotionBenchmark.push(
                  items,
                  LATENCY,
                  (int) number(args, 3, NotionConnection.DEFAULT_CALLS_PER_MINUTE)));
      case "hubspot" -> {
        HubSpotBenchmark.push(
            WARM_UP_ITEMS, Duration.ZERO); // else compiling is all there is to see
        print(HubSpotBenchmark.push(items, LATENCY));
      }
      default -> throw new IllegalArgumentException("push to notion or hubspot, not " + platform);
    }
  }

  private void print(Push push) {
    print(
        "  first push of %d items, 200 ms each call: %.1f s, %.1f s at least, %d calls refused",
        push.items(), push.seconds(), push.fewestSeconds(), push.refused());
  }

  private void server(int requests) throws IOException, SQLException {
    int clients = 50;
    ServerBenchmark.Speeds speeds = new ServerBenchmark(clients).run(requests);
    print("%d clients on the same machine", clients);
    print("  %-36s %10s %12s %9s", "", "requests/s", "median ms", "p99 ms");
    speed("GET /jobs/{job}", speeds.job());
    speed("POST /sync/start, respond-async", speeds.start());
  }

  private void speed(String name, ServerBenchmark.Speed speed) {
    print("  %-36s %10.0f %12.1f %9.1f", name, speed.perSecond(), speed.median(), speed.p99());
  }

  private void merge(int items) {
    MergeBenchmark.Speeds speeds = new MergeBenchmark(time).run(items);
    print("%,d items of 8 fields, one thread", items);
    print("  compare, unchanged               %9.0f items/s", speeds.unchanged());
    print("  compare and merge, both edited   %9.0f items/s", speeds.changed());
    print("  plan a create                    %9.0f items/s", speeds.created());
  }

  private void jobs(List<String> args) {
    int syncs = (int) number(args, 1, 500);
    int accounts = (int) number(args, 2, 20);
    long hours = number(args, 3, 24);
    JobsBenchmark.Result result = new JobsBenchmark(syncs, accounts, Duration.ofHours(hours)).run();
    print("%d syncs, %d accounts, %d simulated hours, one run at a time", syncs, accounts, hours);
    print(
        "  %,d runs (%d without success), %,d calls, of which %d were more than a window allows",
        result.runs(), result.failed(), result.calls(), result.exceeded());
    result
        .fullest()
        .forEach((span, share) -> print("  fullest window of %s: %.0f %%", span, 100 * share));
    for (Priority priority : result.waits().keySet()) {
      print(
          "  %-8s %,7d jobs waited %6.1f s (median), %6.1f s (99th percentile), %6.1f s (longest)",
          priority,
          result.waits().get(priority).size(),
          result.wait(priority, 0.5).toMillis() / 1e3,
          result.wait(priority, 0.99).toMillis() / 1e3,
          result.wait(priority, 1).toMillis() / 1e3);
    }
    print("  runs of low priority in each hour: at least %d", result.fewestLow());
  }

  private void print(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }

  private static double median(
      List<SqlBenchmark.Round> rounds, ToDoubleFunction<SqlBenchmark.Round> figure) {
    double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static long number(List<String> args, int at, long otherwise) {
    return args.size() > at ? Long.parseLong(args.get(at)) : otherwise;
  }

  private static <E extends Enum<E>> E choice(
      Class<E> type, List<String> args, int at, E otherwise) {
    if (args.size() <= at) {
      return otherwise;
    }
    String name = args.get(at).toUpperCase(Locale.ROOT);
    return Arrays.stream(type.getEnumConstants())
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown: " + args.get(at)));
  }
}
