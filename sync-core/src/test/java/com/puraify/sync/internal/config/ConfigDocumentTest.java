package com.puraify.sync.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.EntityReference;
import com.puraify.sync.FirstSync;
import com.puraify.sync.Priority;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncType;
import com.puraify.sync.conflict.Conflict;
import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.mapping.FieldRule;
import com.puraify.sync.mapping.Filter;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.plan.DeletePolicy;
import com.puraify.sync.plan.Drift;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.plan.LeavePolicy;
import com.puraify.sync.plan.WriteGuard;
import com.puraify.sync.schedule.Schedule;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigDocumentTest {

  @Test
  void platformsRequest_worksAsItStands() {
    SyncConfig config =
        SyncConfig.fromJson(
            "{\"project_id\":\"pf-456\",\"sync_type\":\"bidirectional\","
                + "\"source_platform\":\"Notion\",\"target_entity\":\"TasksTable\","
                + "\"schedule\":\"every_15_minutes\"}");

    assertThat(config.project()).isEqualTo("pf-456");
    assertThat(config.type()).isEqualTo(SyncType.BIDIRECTIONAL);
    assertThat(config.local()).isEqualTo(new EntityReference.Local("TasksTable"));
    assertThat(config.remote())
        .isEqualTo(new EntityReference.OnPlatform("Notion", null, null, Map.of()));
    assertThat(config.schedule()).contains(Schedule.every(Duration.ofMinutes(15)));
    assertThat(config.id()).isEqualTo("pf-456:TasksTable:notion");
  }

  @Test
  void olderNames_meanTheSame() {
    SyncConfig config =
        SyncConfig.fromJson(
            "{\"sync_id\":\"s-1\",\"mode\":\"pull\",\"source\":\"Notion\",\"target\":\"Tasks\"}");

    assertThat(config.id()).isEqualTo("s-1");
    assertThat(config.type()).isEqualTo(SyncType.PULL);
    assertThat(config.local()).isEqualTo(new EntityReference.Local("Tasks"));
    assertThat(config.remote())
        .isEqualTo(new EntityReference.OnPlatform("Notion", null, null, Map.of()));
  }

  @Test
  void leastDocument_hasTheBuildersDefaults() {
    SyncConfig read = SyncConfig.fromJson(Documents.with(""));
    SyncConfig built = SyncConfig.between(read.local(), read.remote()).build();

    assertThat(read.conflicts().name()).isEqualTo("prefer_remote");
    assertThat(read)
        .usingRecursiveComparison()
        .ignoringFields("conflicts", "mapping", "document")
        .isEqualTo(built);
  }

  @ParameterizedTest
  @CsvSource({
    "pull, PULL",
    "PUSH, PUSH",
    "Bidirectional, BIDIRECTIONAL",
    "BIDIRECTIONAL, BIDIRECTIONAL"
  })
  void syncType_inAnyCase(String word, SyncType type) {
    assertThat(read("\"sync_type\":\"" + word + "\"").type()).isEqualTo(type);
  }

  @Test
  void everySetting_isRead() {
    SyncConfig config =
        read(
            "\"source_entity\":\"Tasks\",\"base_url\":\"https://notion.test/api\","
                + "\"connector_options\":{\"version\":\"2\"},\"priority\":\"high\","
                + "\"conflict_resolution\":\"manual_review\",\"delete_policy\":\"keep\","
                + "\"max_deletes\":7,\"max_delete_share\":0.25,\"drift\":\"revert\","
                + "\"on_leave\":\"unlink\",\"first_sync\":\"create_all\","
                + "\"write_guard\":\"recheck\",\"sweep_every\":\"PT0S\","
                + "\"keep_journal\":\"P7D\",\"$schema\":\"sync-config.json\"");

    assertThat(config.remote())
        .isEqualTo(
            new EntityReference.OnPlatform(
                "Notion", "Tasks", URI.create("https://notion.test/api"), Map.of("version", "2")));
    assertThat(config.priority()).isEqualTo(Priority.HIGH);
    assertThat(config.conflicts().name()).isEqualTo("manual_review");
    assertThat(config.deletes()).isEqualTo(DeletePolicy.KEEP);
    assertThat(config.guards()).isEqualTo(new Guards(7, 0.25, true, true));
    assertThat(config.drift()).isEqualTo(Drift.REVERT);
    assertThat(config.onLeave()).isEqualTo(LeavePolicy.UNLINK);
    assertThat(config.firstSync()).isEqualTo(FirstSync.CREATE_ALL);
    assertThat(config.writeGuard()).isEqualTo(WriteGuard.RECHECK);
    assertThat(config.sweepEvery()).isZero();
    assertThat(config.keepJournal()).isEqualTo(Duration.ofDays(7));
  }

  @Test
  void guardsOff_letsEverythingThrough() {
    assertThat(read("\"guards\":\"off\"").guards()).isEqualTo(Guards.OFF);
    assertThat(read("\"guards\":\"on\"").guards()).isEqualTo(Guards.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"prefer_local", "prefer_remote", "manual_review", "latest_wins", "fail"})
  void conflictResolution_knowsEveryWord(String word) {
    assertThat(read("\"conflict_resolution\":\"" + word + "\"").conflicts().name()).isEqualTo(word);
  }

  @ParameterizedTest
  @CsvSource({"60, 60, true", "60, 61, false"})
  void latestWinsTolerance_isATie(long tolerance, long apart, boolean held) {
    ConflictStrategy strategy =
        read("\"conflict_resolution\":\"latest_wins\",\"latest_wins_tolerance\":\"PT60S\"")
            .conflicts();

    assertThat(strategy.resolve(apart(Duration.ofSeconds(apart))) instanceof Resolution.Hold)
        .isEqualTo(held);
    assertThat(tolerance).isEqualTo(60);
  }

  @ParameterizedTest
  @CsvSource({"120, true", "121, false"})
  void latestWinsTolerance_isTwoMinutesByDefault(long apart, boolean held) {
    ConflictStrategy strategy = read("\"conflict_resolution\":\"latest_wins\"").conflicts();

    assertThat(strategy.resolve(apart(Duration.ofSeconds(apart))) instanceof Resolution.Hold)
        .isEqualTo(held);
  }

  @Test
  void mapping_isReadInFull() {
    SchemaMapping mapping =
        read("\"mapping\":{\"match_on\":[{\"local\":\"title\",\"remote\":\"Name\"}],\"fields\":["
                + "{\"local\":\"title\",\"remote\":\"Name\"},"
                + "{\"local\":\"status\",\"remote\":\"Status\",\"direction\":\"to_local\","
                + "\"conflict_resolution\":\"prefer_local\",\"choices\":{\"open\":\"To do\"},"
                + "\"references\":\"people\"}]}")
            .mapping();

    assertThat(mapping.matchKey()).containsExactly(new SchemaMapping.MatchPair("title", "Name"));
    assertThat(mapping.fields()).hasSize(2);
    FieldRule plain = mapping.fields().get(0);
    assertThat(plain.direction()).isEqualTo(Direction.BOTH);
    assertThat(plain.converter()).isEmpty();
    assertThat(plain.conflicts()).isEmpty();
    FieldRule status = mapping.fields().get(1);
    assertThat(status.local()).isEqualTo("status");
    assertThat(status.remote()).isEqualTo("Status");
    assertThat(status.direction()).isEqualTo(Direction.TO_LOCAL);
    assertThat(status.conflicts().orElseThrow().name()).isEqualTo("prefer_local");
    assertThat(status.referenceSync()).contains("people");
    assertThat(status.converter().orElseThrow().toRemote(Value.choice("open")))
        .isEqualTo(Value.choice("To do"));
  }

  @Test
  void where_readsEveryFormOfFilter() {
    SchemaMapping mapping =
        read("\"mapping\":{\"where\":{\"local\":{\"all\":["
                + "{\"field\":\"status\",\"equals\":\"open\"},"
                + "{\"any\":[{\"field\":\"rank\",\"in\":[1,2.50]},{\"field\":\"on\",\"equals\":true}]},"
                + "{\"not\":{\"field\":\"owner\",\"empty\":true}}]},"
                + "\"remote\":{\"field\":\"Name\",\"empty\":false}}}")
            .mapping();

    assertThat(mapping.filter(Side.LOCAL))
        .contains(
            Filter.all(
                Filter.equal("status", Value.text("open")),
                Filter.any(
                    Filter.in("rank", List.of(Value.number(1), Documents.number("2.5"))),
                    Filter.equal("on", Value.TRUE)),
                Filter.not(Filter.empty("owner"))));
    assertThat(mapping.filter(Side.REMOTE)).contains(Filter.not(Filter.empty("Name")));
  }

  private static SyncConfig read(String members) {
    return SyncConfig.fromJson(Documents.with(members));
  }

  private static Conflict apart(Duration length) {
    Instant local = Instant.parse("2025-07-25T12:00:00Z");
    return new Conflict(
        Conflict.Kind.FIELD,
        "a",
        "A",
        "1",
        "2",
        Value.TRUE,
        Value.FALSE,
        local,
        local.plus(length));
  }
}
