package com.puraify.sync.testkit.engine;

import com.puraify.sync.Priority;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.host.CredentialProvider;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.report.SyncEvent;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.state.MemoryStateStore;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.testkit.Interference;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.MemoryPlatform;
import com.puraify.sync.testkit.SpiCall;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Many syncs between the same two entities in memory, and an engine that queues them. */
final class Fleet implements AutoCloseable {

  final ManualTime time;
  final StateStore store;
  final MemoryEntity local;
  final MemoryEntity remote;

  /** The syncs in the order in which their runs began. */
  final List<String> begun = new CopyOnWriteArrayList<>();

  /** What happens when the remote side is read; null for nothing. */
  volatile @Nullable Runnable reading;

  SyncEngine engine;

  Fleet() {
    this(ManualTime.advancing(), MemoryStateStore.create(), SyncEngine.Builder::singleThreaded);
  }

  Fleet(ManualTime time, StateStore store, UnaryOperator<SyncEngine.Builder> settings) {
    this.time = time;
    this.store = store;
    this.local = entity("sql", "tasks", "title");
    this.remote = entity("cloud", "Tasks", "Title");
    local.put(Fields.of("t", Value.text("one")));
    remote.put(Fields.of("t", Value.text("one")));
    remote.interfere(
        new Interference() {
          @Override
          public void before(SpiCall call) {
            Runnable action = reading;
            if (action != null && call.kind() == SpiCall.Kind.READ) {
              action.run();
            }
          }
        });
    this.engine = engine(settings);
  }

  private MemoryEntity entity(String platform, String name, String field) {
    return MemoryPlatform.named(platform, time)
        .entity(Schema.of(name, Field.of("t", field, FieldType.text())))
        .idPrefix(platform)
        .build();
  }

  SyncEngine engine(UnaryOperator<SyncEngine.Builder> settings) {
    return engine(store, settings);
  }

  SyncEngine engine(StateStore on, UnaryOperator<SyncEngine.Builder> settings) {
    SyncEngine made =
        settings
            .apply(
                SyncEngine.builder()
                    .state(on)
                    .time(time)
                    .scheduleJitter(Duration.ZERO)
                    .credentials(new Token())
                    .local(new CloudPlatform(local))
                    .addConnector(new CloudPlatform(remote)))
            .build();
    made.on(SyncEvent.RunStarted.class, event -> begun.add(event.sync()));
    return made;
  }

  private static final class Token implements CredentialProvider {
    @Override
    public Optional<Secret> find(String project, String name) {
      return Optional.of(Secret.of("token"));
    }
  }

  void restart() {
    engine.close();
    engine = engine(SyncEngine.Builder::singleThreaded);
  }

  SyncConfig.Builder sync(String id) {
    return SyncConfig.between(local, remote)
        .id(id)
        .sweepEvery(Duration.ZERO)
        .mapping(SchemaMapping.builder().matchOn("title", "Title").field("title", "Title").build());
  }

  SyncConfig sync(String id, Priority priority) {
    return sync(id).priority(priority).build();
  }

  /** Returns a sync that is made from JSON. */
  SyncConfig document(String id, String more) {
    return SyncConfig.fromJson(
        "{\"project_id\":\"pf-1\",\"sync_id\":\""
            + id
            + "\",\"sync_type\":\"bidirectional\",\"source_platform\":\"Cloud\","
            + "\"source_entity\":\"Tasks\",\"target_entity\":\"tasks\"," // same names pair up
            + "\"mapping\":{\"match_on\":[{\"local\":\"title\",\"remote\":\"Title\"}]}"
            + more
            + "}");
  }

  List<SyncReport> later(Duration wait) {
    time.advance(wait);
    return engine.runDue();
  }

  /** Lets every read fail until told otherwise, because an allowance is used up. */
  void useUp(Duration until) {
    reading =
        () -> {
          throw new ConnectorException(ConnectorException.Kind.QUOTA, "no calls left today")
              .withRetryAfter(until);
        };
  }

  @Override
  public void close() {
    engine.close();
  }
}
