package com.puraify.sync.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.report.PlatformCall;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.MemoryPlatform;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SyncMetricsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SyncMetrics metrics = SyncMetrics.in(registry);
  private final ManualTime time = ManualTime.advancing();

  private MemoryEntity entity(String platform) {
    return MemoryPlatform.named(platform, time)
        .add(Schema.of("tasks", Field.of("title", FieldType.text())));
  }

  private double count(String name, String... tags) {
    return registry.get(name).tags(tags).counter().count();
  }

  @Test
  void runs_itemsConflictsAndCases_areCounted() {
    MemoryEntity local = entity("local");
    MemoryEntity remote = entity("remote");
    SyncConfig config =
        SyncConfig.between(local, remote)
            .id("tasks")
            .mapping(SchemaMapping.builder().matchOn("title", "title").build())
            .conflicts(ConflictStrategy.manualReview())
            .build();
    try (SyncEngine engine =
        SyncEngine.builder().time(time).singleThreaded().addListener(metrics).build()) {
      metrics.watch(engine);
      String id = local.put(Fields.of("title", Value.text("one")));
      engine.submit(config).await();

      assertThat(registry.get("sync.runs").tag("status", "success").timer().count()).isOne();
      assertThat(count("sync.items", "side", "remote", "action", "create")).isOne();
      assertThat(registry.get("sync.queue.wait").timer().count()).isOne();
      assertThat(registry.get("sync.jobs").tag("state", "queued").gauge().value()).isZero();

      String counterpart = remote.items().keySet().iterator().next();
      local.edit(id, Fields.of("title", Value.text("ours")));
      remote.edit(counterpart, Fields.of("title", Value.text("theirs")));
      time.advance(Duration.ofHours(2));
      engine.sync(config);
      assertThat(count("sync.conflicts", "rule", "held")).isOne();
      assertThat(count("sync.cases", "kind", "conflict")).isOne();
    }
  }

  @Test
  void calls_areTimedByOutcome_andTheirWaitsToo() {
    metrics.onCall(call(200, Duration.ofSeconds(2), Duration.ofMillis(10)));
    metrics.onCall(call(429, Duration.ZERO, Duration.ofMillis(10)));
    metrics.onCall(call(404, Duration.ZERO, Duration.ofMillis(10)));
    metrics.onCall(call(503, Duration.ZERO, Duration.ofMillis(10)));
    metrics.onCall(call(0, Duration.ZERO, Duration.ofMillis(10)));
    for (PlatformCall.Outcome outcome : PlatformCall.Outcome.values()) {
      assertThat(registry.get("sync.calls").tag("outcome", outcome.word()).timer().count())
          .as(outcome.word())
          .isOne();
    }
    assertThat(registry.get("sync.budget.wait").timer().totalTime(TimeUnit.SECONDS)).isEqualTo(2);
  }

  private static PlatformCall call(int status, Duration waited, Duration took) {
    return new PlatformCall("notion", "GET /v1/pages/x", status, waited, took);
  }
}
