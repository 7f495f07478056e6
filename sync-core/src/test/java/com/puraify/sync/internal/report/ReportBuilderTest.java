package com.puraify.sync.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.report.Rejection;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReportBuilderTest {

  private static final Instant START = Instant.parse("2025-07-25T11:59:58.123Z");
  private static final Instant END = Instant.parse("2025-07-25T12:00:00.999999999Z");

  private final ReportBuilder builder = ReportBuilder.of("tasks", "run-1", START);

  @Test
  void json_isThePlatformsAnswerFirst() {
    for (int i = 0; i < 42; i++) {
      builder.itemSynced();
    }
    builder.conflictSettled("prefer_remote");

    assertThat(builder.build(END).toJson())
        .startsWith(
            "{\"status\":\"success\",\"synced_items\":42,\"conflicts_detected\":1,"
                + "\"conflict_resolution\":\"auto_override_from_remote\","
                + "\"last_sync\":\"2025-07-25T12:00:00Z\",");
  }

  @Test
  void json_holdsEverything() {
    builder.read(Side.LOCAL, 5);
    builder.read(Side.LOCAL, 2);
    builder.created(Side.REMOTE);
    builder.updated(Side.REMOTE);
    builder.updated(Side.REMOTE);
    builder.deleted(Side.LOCAL);
    builder.apiCalls(Side.REMOTE, 9);
    builder.itemsMatched();
    builder.openCases(3);
    builder.rejected(rejection("1"));
    builder.note("Two\nlines");
    builder.status(SyncStatus.FAILED);
    builder.failure(new ConnectorException(ConnectorException.Kind.TIMEOUT, "no answer in time"));

    assertThat(builder.build(END).toJson())
        .isEqualTo(
            "{\"status\":\"failed\",\"synced_items\":0,\"conflicts_detected\":0,"
                + "\"conflict_resolution\":\"none\",\"last_sync\":\"2025-07-25T12:00:00Z\","
                + "\"sync_id\":\"tasks\",\"run_id\":\"run-1\","
                + "\"started_at\":\"2025-07-25T11:59:58Z\","
                + "\"local\":{\"read\":7,\"created\":0,\"updated\":0,\"deleted\":1,"
                + "\"api_calls\":0},"
                + "\"remote\":{\"read\":0,\"created\":1,\"updated\":2,\"deleted\":0,"
                + "\"api_calls\":9},"
                + "\"matched\":1,\"rejected\":1,\"rejections\":[{\"side\":\"remote\","
                + "\"local_id\":\"1\",\"remote_id\":null,\"reason\":\"invalid_value\","
                + "\"field\":\"title\",\"detail\":\"too long\"}],\"open_cases\":3,"
                + "\"notes\":[\"Two\\nlines\"],\"failure\":{\"code\":\"connector.timeout\","
                + "\"message\":\"no answer in time\"}}");
  }

  @Test
  void accessors_sayWhatWasCounted() {
    builder.read(Side.REMOTE, 4);
    builder.created(Side.LOCAL);
    builder.deleted(Side.REMOTE);
    builder.apiCalls(Side.LOCAL, 2);
    builder.itemsMatched();
    builder.openCases(1);

    SyncReport report = builder.build(END);

    assertThat(report.sync()).isEqualTo("tasks");
    assertThat(report.run()).isEqualTo("run-1");
    assertThat(report.startedAt()).isEqualTo(START);
    assertThat(report.finishedAt()).isEqualTo(END);
    assertThat(report.read(Side.REMOTE)).isEqualTo(4);
    assertThat(report.read(Side.LOCAL)).isZero();
    assertThat(report.created(Side.LOCAL)).isOne();
    assertThat(report.created(Side.REMOTE)).isZero();
    assertThat(report.deleted(Side.REMOTE)).isOne();
    assertThat(report.apiCalls(Side.LOCAL)).isEqualTo(2);
    assertThat(report.matched()).isOne();
    assertThat(report.openCases()).isOne();
    assertThat(report.failure()).isEmpty();
    assertThat(report.orThrow()).isSameAs(report);
  }

  @ParameterizedTest
  @EnumSource(SyncStatus.class)
  void status_isTheCallersWord(SyncStatus status) {
    builder.status(status);

    Json json = Json.parse(builder.build(END).toJson());

    assertThat(json.at("status").text()).isEqualTo(status.word());
    assertThat(List.of("success", "partial", "failed", "cancelled", "needs_approval", "paused"))
        .contains(status.word());
  }

  @ParameterizedTest
  @CsvSource({
    "prefer_remote, auto_override_from_remote",
    "prefer_local, auto_override_from_local",
    "latest_wins, latest_wins",
    "my_own_rule, custom"
  })
  void conflictResolution_namesTheOnlyRule(String strategy, String resolution) {
    builder.conflictSettled(strategy);
    builder.conflictSettled(strategy);

    assertThat(builder.build(END).conflictResolution()).isEqualTo(resolution);
    assertThat(builder.build(END).conflictsDetected()).isEqualTo(2);
  }

  @Test
  void conflictResolution_ofHeldConflicts_isPending() {
    builder.conflictHeld();

    assertThat(builder.build(END).conflictResolution()).isEqualTo("pending_manual_review");
  }

  @Test
  void conflictResolution_ofSeveralRules_isMixed() {
    builder.conflictSettled("prefer_remote");
    builder.conflictHeld();

    assertThat(builder.build(END).conflictResolution()).isEqualTo("mixed");
    assertThat(builder.build(END).conflictsDetected()).isEqualTo(2);
  }

  @Test
  void conflictThatStopsTheRun_isCountedAndNotSettled() {
    builder.conflictFailed();

    assertThat(builder.build(END).conflictResolution()).isEqualTo("none");
    assertThat(builder.build(END).conflictsDetected()).isOne();
  }

  @Test
  void rejections_areListedUpToALimit_andAllCounted() {
    for (int i = 0; i < SyncReport.MAX_REJECTIONS + 5; i++) {
      builder.rejected(rejection("item-" + i));
    }

    SyncReport report = builder.build(END);

    assertThat(report.rejected()).isEqualTo(SyncReport.MAX_REJECTIONS + 5);
    assertThat(report.rejections()).hasSize(SyncReport.MAX_REJECTIONS);
    assertThat(report.rejections().get(0).localId()).isEqualTo("item-0");
  }

  @Test
  void notes_areSaidOnce_upToALimit() {
    builder.note("again");
    builder.note("again");
    assertThat(builder.build(END).notes()).containsExactly("again");

    for (int i = 1; i < ReportBuilder.MAX_NOTES; i++) {
      builder.note("note " + i);
    }
    builder.note("again");
    assertThat(builder.build(END).notes()).hasSize(ReportBuilder.MAX_NOTES);

    builder.note("one too many");
    assertThat(builder.build(END).notes())
        .hasSize(ReportBuilder.MAX_NOTES + 1)
        .endsWith("further notes were left out");
  }

  @Test
  void build_isASnapshot() {
    builder.note("before");
    SyncReport report = builder.build(END);
    builder.note("after");
    builder.rejected(rejection("1"));

    assertThat(report.notes()).containsExactly("before");
    assertThat(report.rejections()).isEmpty();
  }

  @Test
  void counting_fromManyThreads_losesNothing() throws Exception {
    int threads = 8;
    int each = 2_000;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        work.add(
            () -> {
              for (int n = 0; n < each; n++) {
                builder.itemSynced();
                builder.updated(Side.LOCAL);
                builder.note("note " + n % 10);
              }
              return null;
            });
      }
      for (Future<Void> done : pool.invokeAll(work)) {
        done.get();
      }
    } finally {
      pool.shutdownNow();
    }

    SyncReport report = builder.build(END);
    assertThat(report.syncedItems()).isEqualTo((long) threads * each);
    assertThat(report.updated(Side.LOCAL)).isEqualTo((long) threads * each);
    assertThat(report.notes()).hasSize(10);
  }

  private static Rejection rejection(String localId) {
    return new Rejection(
        Side.REMOTE, localId, null, WriteResult.Reason.INVALID_VALUE, "title", "too long");
  }
}
