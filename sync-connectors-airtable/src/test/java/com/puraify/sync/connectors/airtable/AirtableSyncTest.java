package com.puraify.sync.connectors.airtable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.SyncType;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.MappingException;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.MemoryStateStore;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.MemoryPlatform;
import com.puraify.sync.testkit.airtable.AirtableQuirks;
import com.puraify.sync.testkit.airtable.AirtableSimulator;
import com.puraify.sync.testkit.airtable.SimulatedBase;
import com.puraify.sync.testkit.airtable.SimulatedRecord;
import com.puraify.sync.testkit.airtable.SimulatedTable;
import com.puraify.sync.testkit.simulator.Fault;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import com.puraify.sync.webhook.WebhookSubscriptions.Request;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two-way syncs between a table in memory and a simulated base, both sides edited. */
class AirtableSyncTest {

  private static final String RECORDS = "/v0/*/*";

  private final ManualTime time =
      ManualTime.advancing(Instant.parse("2026-09-20T10:00:30Z"), ManualTime.DEFAULT_SEED);
  private final AirtableSimulator sim =
      AirtableSimulator.builder().clock(time).quirks(quirks -> quirks.pingsByHand(true)).start();
  private final SimulatedBase base = sim.addBase("Work");
  private final SimulatedTable tasks =
      base.addTable(
          "Tasks",
          table ->
              table
                  .longText("Notes")
                  .number("Estimate", 1)
                  .checkbox("Done")
                  .select("Stage", "Lead", "Won"));
  private final MemoryEntity local =
      MemoryPlatform.named("sql", time)
          .entity(
              Schema.of(
                  "tasks",
                  Field.of("name", FieldType.text()),
                  Field.of("notes", FieldType.text()),
                  Field.of("estimate", FieldType.number()),
                  Field.of("done", FieldType.bool()),
                  Field.of("stage", FieldType.text())))
          .capabilities(
              Capabilities.builder()
                  .batches(100, 100, 100)
                  .lookupBatch(100)
                  .conditionalWrites(true)
                  .findable(true)
                  .build())
          .build();
  private final StateStore store = MemoryStateStore.create();
  private final SyncEngine engine =
      SyncEngine.builder().state(store).time(time).singleThreaded().build();
  private AirtableConnection connection =
      Airtable.connect(Secret.of(sim.token())).baseUri(sim.baseUri());

  @AfterEach
  void stop() {
    engine.close();
    sim.close();
  }

  private void useWebhook() {
    Request request =
        new Request(base.id() + "/" + tasks.id(), Set.of(), URI.create("http://127.0.0.1:9/"));
    connection =
        connection.webhook(
            connection
                .subscriptions()
                .orElseThrow()
                .subscribe(TestRun.context(time), request)
                .id());
  }

  private SyncReport sync() {
    time.advance(Duration.ofMinutes(10));
    sim.resetRequests();
    return engine.sync(
        SyncConfig.between(local, connection.table("Work/Tasks"))
            .id("tasks")
            .sweepEvery(Duration.ZERO)
            .guards(Guards.OFF)
            .mapping(SchemaMapping.builder().matchOn("name", "Name").build())
            .build());
  }

  private SyncReport synced() {
    SyncReport report = sync();
    assertThat(report.status()).as(report.toJson()).isEqualTo(SyncStatus.SUCCESS);
    return report;
  }

  private String add(String name, String notes, double estimate) {
    return local.put(
        Fields.of("name", Value.text(name), "notes", Value.text(notes))
            .with("estimate", Value.number(BigDecimal.valueOf(estimate)))
            .with("done", Value.FALSE)
            .with("stage", Value.text("Lead")));
  }

  private String idOf(String name) {
    return local.items().entrySet().stream()
        .filter(item -> Value.text(name).equals(item.getValue().get("name")))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /** Returns what both sides hold, by name, once they are known to hold the same. */
  private Map<String, String> both() {
    Map<String, String> here = new TreeMap<>();
    local
        .items()
        .forEach(
            (id, item) -> {
              String name = show(item.get("name"));
              assertThat(here).as("twice").doesNotContainKey(name).isNotNull();
              here.put(
                  name,
                  String.join(
                      "/",
                      show(item.get("notes")),
                      show(item.get("estimate")),
                      show(item.get("done")),
                      show(item.get("stage"))));
            });
    Map<String, String> there = new TreeMap<>();
    for (SimulatedRecord record : tasks.records()) {
      Object done = record.value("Done");
      assertThat(
              there.put(
                  text(record.value("Name")),
                  String.join(
                      "/",
                      text(record.value("Notes")),
                      text(record.value("Estimate")),
                      text(done == null ? false : done),
                      text(record.value("Stage")))))
          .isNull();
    }
    assertThat(there).isEqualTo(here);
    return here;
  }

  private static String show(Value value) {
    if (value instanceof Value.Text text) {
      return text.value();
    }
    if (value instanceof Value.Num number) {
      return text(number.value());
    }
    return value instanceof Value.Bool bool ? text(bool.value()) : "-";
  }

  private static String text(Object shown) {
    return shown == null
        ? "-"
        : shown instanceof BigDecimal number
            ? number.stripTrailingZeros().toPlainString()
            : shown.toString();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bothSidesEdited_bothEndEqual_andTheNextRunWritesNothing(boolean webhook) {
    if (webhook) {
      useWebhook();
    }
    for (int i = 0; i < 25; i++) {
      add("local " + i, "n" + i, i + 0.5);
    }
    for (int i = 0; i < 5; i++) {
      add("both " + i, "same", 1);
      tasks.add(Map.of("Name", "both " + i, "Notes", "same", "Estimate", 1, "Stage", "Lead"));
    }
    for (int i = 0; i < 15; i++) {
      tasks.add(Map.of("Name", "remote " + i, "Stage", i % 2 == 0 ? "Lead" : "Won", "Done", true));
    }
    SyncReport first = synced();
    assertThat(first.matched()).isEqualTo(5);
    assertThat(both()).hasSize(45);
    synced(); // the echo, which is no change
    assertThat(local.writes()).hasSize(15);

    local.edit(idOf("both 0"), Fields.of("notes", Value.text("mine")));
    tasks.record("both 0").set("Estimate", 8);
    local.edit(idOf("both 1"), Fields.of("notes", Value.text("mine")));
    tasks.record("both 1").set("Notes", "theirs");
    local.edit(idOf("both 2"), Fields.of("notes", Value.NULL));
    tasks.record("remote 3").set("Done", null);
    local.edit(idOf("remote 4"), Fields.of("done", Value.FALSE));
    local.remove(idOf("local 0"));
    tasks.record("local 1").delete();
    tasks.record("remote 5").delete();
    add("new here", "x", 2.5);
    tasks.add("new there");
    SyncReport second = synced();
    assertThat(second.conflictsDetected()).isEqualTo(1);
    assertThat(both())
        .hasSize(44)
        .containsEntry("both 0", "mine/8/false/Lead")
        .containsEntry("both 1", "theirs/1/false/Lead")
        .containsEntry("both 2", "-/1/false/Lead")
        .containsEntry("remote 3", "-/-/false/Won")
        .containsEntry("remote 4", "-/-/false/Lead")
        .containsEntry("new there", "-/-/false/-")
        .doesNotContainKeys("local 0", "local 1", "remote 5");

    int writes = local.writes().size();
    SyncReport third = synced();
    assertThat(third.syncedItems()).isZero();
    assertThat(local.writes()).hasSize(writes);
    assertThat(writes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lost", "cut", "truncated", "html", "500"})
  void createsWhoseAnswerWasLost_areFoundAndLinked_neverDoubled(String how) {
    for (int i = 0; i < 12; i++) {
      add("task " + i, "n", i);
    }
    Fault fault =
        switch (how) {
          case "lost" -> Fault.dropConnection().afterCommit();
          case "cut" -> Fault.cutConnection();
          case "truncated" -> Fault.truncatedJson();
          case "html" -> Fault.html(200).afterCommit();
          default -> Fault.status(500).afterCommit();
        };
    sim.faults().next(fault.on("POST", RECORDS));
    sync();
    assertThat(tasks.size()).isEqualTo(12);
    sync();
    synced();
    assertThat(both()).hasSize(12);
    assertThat(tasks.size()).isEqualTo(12);
    assertThat(synced().syncedItems()).isZero();
  }

  @Test
  void createsThatNeverArrived_areMadeAgainOnceProvenAbsent() {
    for (int i = 0; i < 12; i++) {
      add("task " + i, "n", i);
    }
    sim.faults().next(Fault.dropConnection().on("POST", RECORDS));
    sync();
    sync();
    synced();
    assertThat(both()).hasSize(12);
  }

  @Test
  void updatesWhoseAnswerWasLost_areSettledByContent() {
    for (int i = 0; i < 12; i++) {
      add("task " + i, "n", i);
    }
    synced();
    for (int i = 0; i < 12; i++) {
      local.edit(idOf("task " + i), Fields.of("notes", Value.text("edited")));
    }
    sim.faults().next(Fault.dropConnection().afterCommit().on("PATCH", RECORDS));
    sync();
    synced();
    assertThat(both().values()).allMatch(each -> each.startsWith("edited/"));
    assertThat(synced().syncedItems()).isZero();
  }

  @Test
  void itemThatAirtableWouldRefuse_isQuarantined_andTheOthersAreWritten() {
    for (int i = 0; i < 12; i++) {
      add("task " + i, "n", i);
    }
    local.edit(idOf("task 3"), Fields.of("stage", Value.text("Lost")));
    SyncReport report = sync();
    assertThat(tasks.size()).isEqualTo(11);
    assertThat(report.rejections())
        .singleElement()
        .satisfies(refused -> assertThat(refused.toString()).contains("Stage").contains("Lost"));
    local.edit(idOf("task 3"), Fields.of("stage", Value.text("Won")));
    synced();
    assertThat(both()).hasSize(12);
  }

  @Test
  void recordThatAirtableRefusesAfterTheCall_isFoundInHalves() {
    for (int i = 0; i < 10; i++) {
      add("task " + i, "n", i);
    }
    add("task x", "n", 1);
    // a choice that is removed after the schema was read
    local.edit(idOf("task 7"), Fields.of("stage", Value.text("Won")));
    sim.faults()
        .next(
            Fault.meanwhile(() -> tasks.field("Stage").removeChoice("Won"))
                .on("POST", "/v0/*/*/listRecords"));
    SyncReport report = sync();
    assertThat(tasks.size()).isEqualTo(10);
    assertThat(report.rejections()).hasSize(1);
    assertThat(new TreeSet<>(tasks.records().stream().map(r -> text(r.value("Name"))).toList()))
        .doesNotContain("task 7");
  }

  @Test
  void listingLostOnTheWay_losesAndDoublesNothing() {
    for (int i = 0; i < 250; i++) {
      tasks.add("task " + i);
    }
    sim.faults()
        .next(Fault.meanwhile(sim::loseIterators).on("POST", "/v0/*/*/listRecords").times(2));
    synced();
    assertThat(both()).hasSize(250);
  }

  @Test
  void webhookThatBreaks_missesNoEditAndNoDelete() {
    useWebhook();
    for (int i = 0; i < 12; i++) {
      tasks.add("task " + i);
    }
    synced();
    synced();
    tasks.record("task 1").set("Notes", "edited");
    tasks.record("task 2").delete();
    base.breakWebhooks("INVALID_HOOK");
    tasks.record("task 3").set("Notes", "edited too");
    tasks.record("task 4").delete();
    synced();
    synced();
    assertThat(both()).hasSize(10).containsEntry("task 3", "edited too/-/false/-");
  }

  @Test
  void webhookWhoseLogWasForgotten_missesNoEditAndNoDelete() {
    useWebhook();
    for (int i = 0; i < 12; i++) {
      tasks.add("task " + i);
    }
    synced();
    tasks.record("task 1").set("Notes", "edited");
    tasks.record("task 2").delete();
    time.advance(Duration.ofDays(9));
    synced();
    synced();
    assertThat(both()).hasSize(11).containsEntry("task 1", "edited/-/false/-");
  }

  @Test
  void fieldThatIsRenamed_goesOnUnderItsId() {
    add("task", "n", 1);
    synced();
    tasks.field("Notes").rename("Remarks");
    local.edit(idOf("task"), Fields.of("notes", Value.text("edited")));
    synced();
    assertThat(tasks.record("task").value("Remarks")).isEqualTo("edited");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rollupThatChangesWithoutAnEdit_flowsAtTheNextSweep_andNeverBack(boolean webhook) {
    SimulatedTable projects = base.addTable("Projects", table -> table.number("Budget", 0));
    SimulatedRecord project = projects.add(Map.of("Name", "p", "Budget", 5));
    tasks.extend(
        table ->
            table
                .link("Project", projects)
                .rollup("Price", "Project", "Budget", "SUM(values)", "number"));
    tasks.add(Map.of("Name", "task", "Project", List.of(project)));
    if (webhook) {
      useWebhook();
    }
    SchemaMapping mapping =
        SchemaMapping.builder()
            .matchOn("name", "Name")
            .field("name", "Name")
            .field("estimate", "Price", field -> field.direction(Direction.TO_LOCAL))
            .build();
    sync(mapping, Duration.ofHours(1)).orThrow();
    assertThat(local.items().get(idOf("task")).get("estimate")).isEqualTo(Value.number(5));
    project.set("Budget", 8);
    time.advance(Duration.ofHours(2));
    sync(mapping, Duration.ofHours(1)).orThrow();
    assertThat(local.items().get(idOf("task")).get("estimate")).isEqualTo(Value.number(8));
    assertThat(writes()).isZero();
  }

  private SyncReport sync(SchemaMapping mapping, Duration sweepEvery) {
    time.advance(Duration.ofMinutes(10));
    sim.resetRequests();
    return engine.sync(
        SyncConfig.between(local, connection.table("Work/Tasks"))
            .id("ruled")
            .sweepEvery(sweepEvery)
            .mapping(mapping)
            .build());
  }

  private long writes() {
    return sim.requestLog().stream()
        .filter(
            request -> request.kind().matches("(POST|PATCH|PUT|DELETE) /v0/\\{baseId}/\\{tableId}"))
        .count();
  }

  @Test
  void fieldThatIsDeleted_stopsTheRunBeforeItReads_andEmptiesNothing() {
    SchemaMapping mapping =
        SchemaMapping.builder()
            .matchOn("name", "Name")
            .field("name", "Name")
            .field("notes", "Notes")
            .build();
    add("task", "n", 1);
    sync(mapping, Duration.ZERO).orThrow();
    tasks.field("Notes").delete();
    assertThatThrownBy(() -> sync(mapping, Duration.ZERO))
        .isInstanceOf(MappingException.class)
        .hasMessageContaining("'Notes'");
    assertThat(sim.requests("POST /v0/{baseId}/{tableId}/listRecords")).isZero();
    assertThat(local.items().get(idOf("task")).get("notes")).isEqualTo(Value.text("n"));
  }

  @Test
  void fieldThatBecomesOneOfAnotherType_isReadAsThat_neverMisread() {
    add("task", "n", 12);
    synced();
    tasks.field("Estimate").changeType("singleLineText", JsonNodeFactory.instance.objectNode());
    sync();
    synced();
    assertThat(tasks.record("task").value("Estimate")).isIn("12", "12.0");
    assertThat(local.items().get(idOf("task")).get("estimate")).isEqualTo(Value.number(12));
  }

  @Test
  void optionThatIsRenamed_isThePersonsEdit_andEmptiesNothing() {
    add("task", "n", 1);
    synced();
    tasks.field("Stage").renameChoice("Lead", "Prospect");
    synced();
    assertThat(both()).containsEntry("task", "n/1/false/Prospect");
  }

  @Test
  void emptyCells_stayEmpty_andAClearedFieldClearsTheOther() {
    tasks.add(Map.of("Name", "task", "Notes", "x", "Estimate", 0, "Done", true));
    synced();
    assertThat(both()).containsEntry("task", "x/0/true/-");
    tasks.record("task").set("Notes", null);
    tasks.record("task").set("Done", null);
    synced();
    assertThat(both()).containsEntry("task", "-/0/false/-");
  }

  @Test
  void quotaUsedUp_pausesAndGoesOnLater() {
    for (int i = 0; i < 250; i++) {
      add("task " + i, "n", i);
    }
    sim.quirks().monthlyQuota(10);
    assertThat(sync().status()).isEqualTo(SyncStatus.PAUSED);
    assertThat(tasks.size()).isPositive().isLessThan(250);
    sim.quirks().noMonthlyQuota();
    synced();
    assertThat(both()).hasSize(250);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "precise times",
        "kept numbers",
        "short pages",
        "new keys",
        "times from the start",
        "split payloads",
        "edits that change nothing"
      })
  void whateverAirtableTurnsOutToDo_bothEndEqual(String quirk) {
    AirtableQuirks quirks = sim.quirks();
    switch (quirk) {
      case "precise times" -> quirks.preciseTimes(true);
      case "kept numbers" -> quirks.roundedNumbers(false);
      case "short pages" -> quirks.shortPages(true);
      case "new keys" -> quirks.extraKeys(true);
      case "times from the start" -> quirks.blankUntilEdited(false);
      case "split payloads" -> quirks.payloadRecords(1);
      default -> quirks.unchangedEditsCount(true);
    }
    if (quirk.equals("split payloads")) {
      useWebhook();
    }
    for (int i = 0; i < 130; i++) {
      add("task " + i, "n", i + 0.25);
    }
    tasks.add(Map.of("Name", "there", "Estimate", 1.5));
    synced();
    for (int i = 0; i < 30; i++) {
      tasks.record("task " + i).set("Notes", "theirs " + i);
      local.edit(idOf("task " + i), Fields.of("stage", Value.text("Won")));
    }
    tasks.record("task 40").delete();
    synced();
    assertThat(tasks.size()).isEqualTo(130);
    assertThat(local.size()).isEqualTo(130);
    assertThat(tasks.record("task 7").value("Stage")).isEqualTo("Won");
    assertThat(local.items().get(idOf("task 7")).get("notes")).isEqualTo(Value.text("theirs 7"));
    int before = local.writes().size();
    synced();
    assertThat(local.writes()).hasSize(before);
    assertThat(writes()).isZero();
  }

  @Test
  void richTextAndAttachments_comeBackAsAirtableMakesThem_once() {
    tasks.extend(table -> table.richText("Story").attachments("Files"));
    MemoryEntity texts =
        MemoryPlatform.named("texts", time)
            .entity(
                Schema.of(
                    "texts",
                    Field.of("name", FieldType.text()),
                    Field.of("story", FieldType.text()),
                    Field.of("files", new FieldType.Json())))
            .build();
    String id =
        texts.put(
            Fields.of("name", Value.text("task"), "story", Value.text("* one\n* two"))
                .with(
                    "files",
                    new Value.Opaque(
                        "[{\"filename\":\"a.txt\",\"url\":\"https://files.example/a.txt\"}]")));
    SyncConfig config =
        SyncConfig.between(texts, connection.table("Work/Tasks"))
            .id("texts")
            .mapping(SchemaMapping.builder().matchOn("name", "Name").build())
            .build();
    for (int i = 0; i < 3; i++) {
      time.advance(Duration.ofMinutes(10));
      engine.sync(config).orThrow();
    }
    assertThat(texts.items().get(id).get("story")).isEqualTo(Value.text("- one\n- two"));
    assertThat(texts.items().get(id).get("files").toString())
        .contains("\"id\":\"att")
        .contains("\"size\":")
        .doesNotContain("http");
    int before = texts.writes().size();
    time.advance(Duration.ofHours(5));
    sim.resetRequests();
    assertThat(engine.sync(config).orThrow().syncedItems()).isZero();
    assertThat(texts.writes()).hasSize(before);
    assertThat(writes()).isZero();
  }

  @Test
  void numberFinerThanTheField_isRoundedThere_andIsNoEdit() {
    add("task", "n", 2.25);
    synced();
    assertThat(tasks.record("task").value("Estimate")).isEqualTo(new BigDecimal("2.3"));
    assertThat(synced().syncedItems()).isZero();
    assertThat(local.items().get(idOf("task")).get("estimate"))
        .isEqualTo(Value.number(new BigDecimal("2.25")));
  }

  @Test
  void rateLimits_areNeverBroken_byTwoSyncsOfOneBase_underTwoTokens() {
    for (int i = 0; i < 120; i++) {
      add("task " + i, "n", i);
    }
    synced();
    String token = sim.issueToken(Set.of("data.records:read", "schema.bases:read"), base);
    AirtableConnection other = Airtable.connect(Secret.of(token)).baseUri(sim.baseUri());
    engine
        .sync(
            SyncConfig.between(local, other.table(base.id() + "/Tasks"))
                .id("other")
                .type(SyncType.PULL)
                .mapping(SchemaMapping.builder().matchOn("name", "Name").build())
                .build())
        .orThrow();
    assertThat(sim.requestLog())
        .hasSizeGreaterThan(16)
        .noneMatch(request -> request.status() == 429);
  }

  @Test
  void everyFieldTypeOfANewTable_isPairedByNameThroughTheConnector() {
    Connection by =
        new AirtableConnector()
            .connect(
                new ConnectionSettings(
                    "p", Secret.of(sim.token()), sim.baseUri(), Map.of("base", "Work")));
    add("task", "n", 1);
    time.advance(Duration.ofMinutes(10));
    SyncReport report =
        engine.sync(
            SyncConfig.between(local, by.entity("tasks"))
                .id("loose")
                .mapping(SchemaMapping.builder().matchOn("name", "Name").build())
                .build());
    assertThat(report.status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(both()).containsOnlyKeys("task");
    List<Case> open =
        engine.cases(SyncConfig.between(local, by.entity("tasks")).id("loose").build());
    assertThat(open).isEmpty();
  }
}
