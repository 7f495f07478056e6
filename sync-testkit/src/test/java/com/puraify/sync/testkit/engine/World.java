package com.puraify.sync.testkit.engine;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.state.MemoryStateStore;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.MemoryEntityBuilder;
import com.puraify.sync.testkit.MemoryPlatform;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Two entities in memory, an engine between them, and time that is cranked by hand. */
final class World implements AutoCloseable {

  static final Schema LOCAL =
      Schema.of(
          "tasks",
          Field.of("title", FieldType.text()),
          Field.of("status", FieldType.text()),
          Field.of("notes", FieldType.text()));
  static final Schema REMOTE =
      Schema.of(
          "Tasks",
          Field.of("f1", "Title", new FieldType.Text(2_000, true)),
          Field.of("f2", "Status", FieldType.choice()),
          Field.of("f3", "Notes", new FieldType.Text(2_000, true)));

  /** An item that nobody touches, so that no side is ever empty. It is not shown. */
  static final String BYSTANDER = "bystander";

  final ManualTime time = ManualTime.advancing();
  final MemoryEntity local;
  final MemoryEntity remote;
  final StateStore store;
  private Duration remoteSkew = Duration.ZERO;
  SyncEngine engine;

  World() {
    this(builder -> builder, builder -> builder);
  }

  World(UnaryOperator<MemoryEntityBuilder> local, UnaryOperator<MemoryEntityBuilder> remote) {
    this(LOCAL, REMOTE, local, remote);
  }

  World(
      Schema localSchema,
      Schema remoteSchema,
      UnaryOperator<MemoryEntityBuilder> local,
      UnaryOperator<MemoryEntityBuilder> remote) {
    this.local =
        local
            .apply(
                MemoryPlatform.named("sql", time)
                    .entity(localSchema)
                    .idPrefix("l")
                    .capabilities(
                        Capabilities.builder()
                            .batches(100, 100, 100)
                            .lookupBatch(100)
                            .conditionalWrites(true)
                            .findable(true)
                            .build()))
            .build();
    this.remote =
        remote
            .apply(
                MemoryPlatform.named("cloud", () -> time.instant().plus(remoteSkew))
                    .entity(remoteSchema)
                    .idPrefix("r")
                    .capabilities(incremental().build()))
            .build();
    this.store = MemoryStateStore.create();
    this.engine = engine();
  }

  /** What a platform with scarce calls, changes by time and no batches declares. */
  static Capabilities.Builder incremental() {
    return Capabilities.builder()
        .incremental(true)
        .granularity(Duration.ofSeconds(1))
        .readPage(10)
        .metered(true)
        .findable(true);
  }

  /** Sets how far the remote platform's clock is ahead of the engine's. */
  void remoteClock(Duration ahead) {
    remoteSkew = ahead;
  }

  private SyncEngine engine() {
    return SyncEngine.builder().state(store).time(time).singleThreaded().build();
  }

  SyncConfig.Builder config() {
    return SyncConfig.between(local, remote)
        .id("tasks")
        .sweepEvery(Duration.ZERO)
        .mapping(SchemaMapping.builder().matchOn("title", "Title").build());
  }

  SyncReport sync(SyncConfig config) {
    time.advance(Duration.ofMinutes(5));
    return engine.sync(config);
  }

  SyncReport sync() {
    return sync(config().build());
  }

  static Fields task(String title, String status, String notes) {
    return Fields.of(
        "title", Value.text(title), "status", Value.text(status), "notes", Value.text(notes));
  }

  static Fields page(String title, String status, String notes) {
    return Fields.of("f1", Value.text(title), "f2", Value.choice(status), "f3", Value.text(notes));
  }

  static Fields local(String field, String value) {
    return Fields.of(field, Value.text(value));
  }

  /** Returns the local items as texts, by title. */
  Map<String, String> locals() {
    Map<String, String> shown = new TreeMap<>();
    local.items().forEach((id, fields) -> shown.put(id, show(fields, "title", "status", "notes")));
    shown.values().removeIf(text -> text.startsWith(BYSTANDER));
    return shown;
  }

  /** Returns the remote items as texts, by id. */
  Map<String, String> remotes() {
    Map<String, String> shown = new TreeMap<>();
    remote.items().forEach((id, fields) -> shown.put(id, show(fields, "f1", "f2", "f3")));
    shown.values().removeIf(text -> text.startsWith(BYSTANDER));
    return shown;
  }

  private static String show(Fields fields, String... ids) {
    StringBuilder text = new StringBuilder();
    for (String id : ids) {
      Value value = fields.get(id);
      text.append(text.length() == 0 ? "" : "/");
      if (value instanceof Value.Text words) {
        text.append(words.value());
      } else if (value instanceof Value.Choice choice) {
        text.append(choice.name());
      } else {
        text.append('-');
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    engine.close();
  }
}
