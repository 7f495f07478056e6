package com.puraify.sync.testkit;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.plan.Plan;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.state.MemoryStateStore;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Schema;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * A place for a host to test its mapping in: two entities in memory with the schemas of the real
 * ones, a real engine between them, and time that stands still.
 *
 * <pre>{@code
 * try (SyncTestbed bed = SyncTestbed.between(localSchema, remoteSchema).mapping(mapping)) {
 *   bed.local().put(Fields.of("title", Value.text("Buy milk")));
 *   bed.sync();
 *   assertThat(bed.remote().items()).hasSize(1);
 * }
 * }</pre>
 *
 * <p>Confined to one thread at a time.
 */
public final class SyncTestbed implements AutoCloseable {

  /** How far time moves before each run. */
  public static final Duration BETWEEN_RUNS = Duration.ofMinutes(15);

  private static final int BATCH = 100;

  private final ManualTime time = ManualTime.advancing();
  private final StateStore store = MemoryStateStore.create();
  private final MemoryEntity local;
  private final MemoryEntity remote;
  private final SyncEngine engine;
  private UnaryOperator<SyncConfig.Builder> settings = builder -> builder;

  private SyncTestbed(Schema localSchema, Schema remoteSchema) {
    this.local =
        MemoryPlatform.named("local", time)
            .entity(localSchema)
            .idPrefix("local-")
            .capabilities(
                Capabilities.builder()
                    .batches(BATCH, BATCH, BATCH)
                    .lookupBatch(BATCH)
                    .conditionalWrites(true)
                    .findable(true)
                    .build())
            .build();
    this.remote =
        MemoryPlatform.named("remote", time)
            .entity(remoteSchema)
            .idPrefix("remote-")
            .capabilities(Capabilities.builder().incremental(true).findable(true).build())
            .build();
    this.engine = SyncEngine.builder().state(store).time(time).singleThreaded().build();
  }

  /** Returns a testbed with two empty entities. */
  public static SyncTestbed between(Schema local, Schema remote) {
    return new SyncTestbed(local, remote);
  }

  /** Sets the mapping under test. */
  public SyncTestbed mapping(SchemaMapping mapping) {
    return configured(builder -> builder.mapping(mapping));
  }

  /** Sets anything else about the sync; repeated calls add up. */
  public SyncTestbed configured(UnaryOperator<SyncConfig.Builder> change) {
    UnaryOperator<SyncConfig.Builder> before = settings;
    settings = builder -> change.apply(before.apply(builder));
    return this;
  }

  /** Returns the local entity, to edit and to look at. */
  public MemoryEntity local() {
    return local;
  }

  /** Returns the remote entity, to edit and to look at. */
  public MemoryEntity remote() {
    return remote;
  }

  /** Returns the time, which moves only when it is told to. */
  public ManualTime time() {
    return time;
  }

  /** Returns the engine, to list cases and answer them. */
  public SyncEngine engine() {
    return engine;
  }

  /** Returns the configuration as it is now. */
  public SyncConfig config() {
    return settings.apply(SyncConfig.between(local, remote).id("testbed")).build();
  }

  /** Returns what a run would do. */
  public Plan plan() {
    return engine.plan(config());
  }

  /** Moves time on by {@link #BETWEEN_RUNS}, and runs the sync. */
  public SyncReport sync() {
    time.advance(BETWEEN_RUNS);
    return engine.sync(config()).orThrow();
  }

  @Override
  public void close() {
    engine.close();
    store.close();
  }
}
