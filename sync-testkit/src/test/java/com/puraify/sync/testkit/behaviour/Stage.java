package com.puraify.sync.testkit.behaviour;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Write;
import com.puraify.sync.error.SyncException;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.report.Rejection;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.state.Document;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.MemoryChange;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.MemoryEntityBuilder;
import com.puraify.sync.testkit.MemoryPlatform;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A table and a platform's entity with an engine between them, told in short words. */
final class Stage implements AutoCloseable {

  static final Schema LOCAL =
      Schema.of("tasks", Field.of("title", FieldType.text()), Field.of("notes", FieldType.text()));
  static final Schema REMOTE =
      Schema.of(
          "Tasks",
          Field.of("f1", "Title", new FieldType.Text(2_000, true)),
          Field.of("f2", "Notes", new FieldType.Text(2_000, true)));

  /** Items that nobody touches, so that no limit is reached by accident. They are not shown. */
  private static final String BYSTANDER = "bystander";

  final ManualTime time = ManualTime.advancing();
  final RecordedStore store = new RecordedStore();
  final MemoryEntity local;
  final MemoryEntity remote;
  private SyncEngine engine;
  private int localSeen;
  private int remoteSeen;
  private final Set<String> journalSeen = new HashSet<>();

  Stage() {
    this(LOCAL, REMOTE, builder -> builder, Duration.ZERO);
  }

  Stage(
      Schema localSchema,
      Schema remoteSchema,
      UnaryOperator<MemoryEntityBuilder> peculiar,
      Duration remoteClockAhead) {
    InstantSource remoteClock = () -> time.instant().plus(remoteClockAhead);
    local =
        MemoryPlatform.named("sql", time)
            .entity(localSchema)
            .idPrefix("l")
            .capabilities(
                Capabilities.builder()
                    .batches(100, 100, 100)
                    .lookupBatch(100)
                    .conditionalWrites(true)
                    .findable(true)
                    .build())
            .build();
    remote =
        peculiar
            .apply(
                MemoryPlatform.named("cloud", remoteClock)
                    .entity(remoteSchema)
                    .idPrefix("r")
                    .capabilities(
                        Capabilities.builder()
                            .incremental(true)
                            .granularity(Duration.ofSeconds(1))
                            .readPage(10)
                            .metered(true)
                            .findable(true)
                            .build()))
            .build();
    restart();
  }

  /** Starts an engine on what is remembered. */
  void restart() {
    engine = SyncEngine.builder().state(store.get()).time(time).singleThreaded().build();
  }

  SyncEngine engine() {
    return engine;
  }

  SyncConfig.Builder config() {
    return SyncConfig.between(local, remote)
        .id("tasks")
        .guards(Guards.OFF)
        .sweepEvery(Duration.ZERO)
        .mapping(mapping().build());
  }

  static SchemaMapping.Builder mapping() {
    return SchemaMapping.builder()
        .matchOn("title", "Title")
        .field("title", "Title")
        .field("notes", "Notes");
  }

  static Fields task(String title, String notes) {
    return Fields.of("title", Value.text(title), "notes", Value.text(notes));
  }

  static Fields page(String title, String notes) {
    return Fields.of("f1", Value.text(title), "f2", Value.text(notes));
  }

  void editLocal(String notes) {
    local.edit("l1", Fields.of("notes", Value.text(notes)));
  }

  void editRemote(String notes) {
    remote.edit("r1", Fields.of("f2", Value.text(notes)));
  }

  /** Syncs the pair "a" with notes "x", and bystanders; what was written so far is forgotten. */
  Stage agreed(SyncConfig config) {
    local.put(task("a", "x"));
    for (int i = 0; i < 3; i++) {
      local.put(task(BYSTANDER + i, null));
    }
    run(config);
    return this;
  }

  /** Runs the sync, and tells what came of it. */
  Told run(SyncConfig config) {
    time.advance(Duration.ofMinutes(5));
    try {
      return told(config, engine.sync(config), null);
    } catch (SyncException e) {
      return told(config, null, e);
    }
  }

  private Told told(SyncConfig config, SyncReport report, SyncException failure) {
    List<String> writes = new ArrayList<>();
    localSeen = writes(local, "local", localSeen, writes);
    remoteSeen = writes(remote, "remote", remoteSeen, writes);
    List<String> cases =
        engine.cases(config).stream().map(Case::kind).map(Stage::word).sorted().toList();
    return new Told(
        report == null ? "throws " + failure.getClass().getSimpleName() : report.status().word(),
        report == null ? 0 : report.conflictsDetected(),
        report == null ? "-" : report.conflictResolution(),
        writes,
        cases,
        journal(),
        report == null
            ? List.of()
            : report.rejections().stream().map(Stage::word).distinct().toList(),
        report == null ? List.of() : report.notes(),
        Optional.ofNullable(failure)
            .or(() -> report == null ? Optional.empty() : report.failure())
            .map(Throwable::getMessage)
            .orElse(""));
  }

  private static int writes(MemoryEntity entity, String side, int seen, List<String> to) {
    List<MemoryChange> all = entity.writes();
    for (MemoryChange change : all.subList(seen, all.size())) {
      Write write = change.write();
      String what =
          write instanceof Write.Create
              ? "create"
              : write instanceof Write.Update ? "update" : "delete";
      to.add(what + " " + side);
    }
    return all.size();
  }

  /** The rules in the journal's new entries. */
  private List<String> journal() {
    List<Document> all = store.get().documents("tasks", Document.Kind.JOURNAL, null, false, 10_000);
    Set<String> rules = new LinkedHashSet<>();
    for (Document each : all) {
      if (!journalSeen.add(each.id())) {
        continue;
      }
      Json entry = Json.parse(each.text());
      List<String> own = new ArrayList<>();
      entry.at("rules").members().forEach((field, rule) -> own.add(rule.at("rule").text()));
      rules.addAll(own.isEmpty() ? List.of(entry.at("reason").text()) : own);
    }
    return rules.stream().sorted().toList();
  }

  private static String word(Rejection rejection) {
    return rejection.side().name().toLowerCase(Locale.ROOT)
        + " "
        + rejection.reason().name().toLowerCase(Locale.ROOT);
  }

  private static String word(Enum<?> some) {
    return some.name().toLowerCase(Locale.ROOT);
  }

  /** Returns what the local side holds, in short. */
  String locals() {
    return shown(local, "title", "notes");
  }

  /** Returns what the remote side holds, in short. */
  String remotes() {
    return shown(remote, "f1", "f2");
  }

  /** Returns how many items a side holds, without those that nobody touches. */
  static String shown(MemoryEntity entity, String title, String notes) {
    Map<String, String> items = new TreeMap<>();
    entity
        .items()
        .forEach(
            (id, fields) -> {
              if (!text(fields.get(title)).startsWith(BYSTANDER)) {
                items.put(id, "`" + text(fields.get(title)) + ": " + text(fields.get(notes)) + "`");
              }
            });
    return items.isEmpty() ? "-" : String.join(", ", items.values());
  }

  static String text(Value value) {
    if (value instanceof Value.Text words) {
      return words.value();
    }
    if (value instanceof Value.Num number) {
      return number.value().toPlainString();
    }
    return value == null || value.isNull() ? "" : value.toString();
  }

  @Override
  public void close() {
    engine.close();
  }

  /** What came of a run. */
  record Told(
      String status,
      long conflicts,
      String resolution,
      List<String> writes,
      List<String> cases,
      List<String> journal,
      List<String> rejections,
      List<String> notes,
      String failure) {

    /** Returns what was written, each kind with its number. */
    String written() {
      Map<String, Integer> counts = new TreeMap<>();
      writes.forEach(each -> counts.merge(each, 1, Integer::sum));
      List<String> words = new ArrayList<>();
      counts.forEach((what, count) -> words.add(count == 1 ? what : count + " × " + what));
      return words.isEmpty() ? "nothing" : String.join(", ", words);
    }

    String asked() {
      return cases.isEmpty() ? "-" : String.join(", ", cases);
    }

    String journalled() {
      return journal.isEmpty() ? "-" : String.join(", ", journal);
    }

    String refused() {
      return rejections.isEmpty() ? "-" : String.join(", ", rejections);
    }
  }
}
