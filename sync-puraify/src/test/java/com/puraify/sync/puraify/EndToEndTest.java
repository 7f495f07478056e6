package com.puraify.sync.puraify;

import static com.puraify.sync.puraify.Neighbour.Answer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.HostEntity;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.PermissionDeniedException;
import com.puraify.sync.history.FieldExplanation;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.puraify.Neighbour.Answer;
import com.puraify.sync.puraify.Neighbour.Call;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.MemoryStateStore;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An engine with every adapter, between two entities of a host and all the neighbours. */
class EndToEndTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Schema SCHEMA =
      Schema.of("tasks", Field.of("title", FieldType.text()), Field.of("notes", FieldType.text()));

  private final Neighbour control =
      new Neighbour(call -> json(200, "{'action_allowed':true,'platform_status':'active'}"));
  private final Neighbour monitoring = new Neighbour(call -> json(200, "{'success':true}"));
  private final Neighbour integrations =
      new Neighbour(call -> json(200, "{'status':'connected','scopes':['all']}"));
  private final Neighbour feedback =
      new Neighbour(call -> json(200, "{'status':'pending','request_id':'q1'}"));
  private final Neighbour execution = new Neighbour(call -> json(200, "{'status':'success'}"));
  private final Neighbour vault = new Neighbour(call -> json(404, "{'error':'Token not found'}"));

  private final Map<String, Fields> ours = new TreeMap<>();
  private final Map<String, Fields> theirs = new TreeMap<>();
  private final SyncConfig config =
      SyncConfig.between(entity("ours", ours, "l"), entity("theirs", theirs, "r"))
          .id("pf-456:tasks")
          .project("pf-456")
          .mapping(SchemaMapping.builder().matchOn("title", "title").build())
          .conflicts(ConflictStrategy.manualReview())
          .build();

  @AfterEach
  void close() {
    List.of(control, monitoring, integrations, feedback, execution, vault)
        .forEach(Neighbour::close);
  }

  @Test
  void run_asksPermission_acts_syncs_andTellsEverything() {
    ours.put("l1", task("a", "x"));
    try (Puraify puraify = puraify();
        SyncEngine engine = engine(puraify)) {
      SyncReport report = engine.sync(config);

      assertThat(report.status()).isEqualTo(SyncStatus.SUCCESS);
      assertThat(theirs.values()).containsExactly(task("a", "x"));
      assertThat(control.calls()).hasSize(1);
      assertThat(control.last().body().at("project_id").text()).isEqualTo("pf-456");
      assertThat(integrations.last().path()).isEqualTo("/integrations/status/pf-456/host");
      assertThat(puraify.monitoring().orElseThrow().flush(LONG)).isTrue();
      List<String> steps =
          monitoring.calls().stream().map(call -> call.body().at("event_type").text()).toList();
      assertThat(steps)
          .startsWith("run_started")
          .endsWith("run_finished")
          .contains("phase", "items_written");
      Json last = monitoring.last().body();
      assertThat(last.at("report", "status").text()).isEqualTo("success");
      assertThat(last.at("project_id").text()).isEqualTo("pf-456");
      assertThat(last.at("duration_ms").isNumber()).isTrue();
    }
    assertThat(execution.calls())
        .extracting(call -> call.body().at("params", "message").text())
        .contains("before pf-456:tasks", "after: success, 1")
        .anyMatch(text -> text.startsWith("create r"));
  }

  @Test
  void deniedRun_readsAndWritesNothing_andIsAlerted() {
    ours.put("l1", task("a", "x"));
    for (Answer answer :
        List.of(
            json(200, "{'action_allowed':false,'reason':'maintenance'}"),
            Neighbour.HTML_404,
            json(200, "nonsense"))) {
      control.behave(call -> answer);
      try (Puraify puraify = puraify();
          SyncEngine engine = engine(puraify)) {
        assertThatThrownBy(() -> engine.sync(config)).isInstanceOf(PermissionDeniedException.class);

        assertThat(puraify.monitoring().orElseThrow().flush(LONG)).isTrue();
        assertThat(monitoring.last().path()).isEqualTo("/monitoring/alert");
        assertThat(monitoring.last().body().at("error_type").text()).isEqualTo("permission");
      }
    }
    assertThat(theirs).isEmpty();
    assertThat(execution.calls()).isEmpty();
  }

  @Test
  void projectThatIsNotConnected_isNotSynced() {
    integrations.behave(call -> json(200, "{'status':'invalid'}"));
    try (Puraify puraify = puraify();
        SyncEngine engine = engine(puraify)) {
      assertThatThrownBy(() -> engine.sync(config))
          .isInstanceOf(PermissionDeniedException.class)
          .hasMessageContaining("invalid");
    }
  }

  @Test
  void neighboursThatAreDown_stopNoRunThatIsPermitted() {
    List.of(monitoring, integrations, feedback, execution, vault).forEach(Neighbour::close);
    ours.put("l1", task("a", "x"));
    try (Puraify puraify = puraify();
        SyncEngine engine = engine(puraify)) {
      assertThat(engine.sync(config).status()).isEqualTo(SyncStatus.SUCCESS);
    }
    assertThat(theirs).hasSize(1);
  }

  @Test
  void conflict_isAsked_andAnsweredAtOnce() {
    feedback.behave(call -> json(200, "{'status':'approved','user_choice':'remote'}"));
    try (Puraify puraify = puraify();
        SyncEngine engine = engine(puraify)) {
      conflict(engine);
      engine.sync(config);
      assertThat(ours.get("l1")).isEqualTo(task("a", "mine"));

      engine.sync(config);

      assertThat(ours.get("l1")).isEqualTo(task("a", "theirs"));
      assertThat(engine.cases(config)).isEmpty();
      FieldExplanation notes =
          engine.history(config).explain(Side.LOCAL, "l1").field("notes").orElseThrow();
      assertThat(notes.text()).contains("person");
    }
  }

  @Test
  void conflict_isAsked_andAnsweredLater_byTheHostsEndpoint() {
    try (Puraify puraify = puraify();
        SyncEngine engine = engine(puraify)) {
      conflict(engine);
      engine.sync(config);
      Case open = engine.cases(config).get(0);
      FeedbackReviewer reviewer = puraify.feedback().orElseThrow();

      assertThat(
              reviewer.answer(
                  engine, config, "{\"request_id\":\"another\",\"user_choice\":\"local\"}"))
          .isFalse();
      assertThat(reviewer.answer(engine, config, "{\"request_id\":\"q1\",\"status\":\"pending\"}"))
          .isFalse();
      assertThat(
              reviewer.answer(engine, config, "{\"request_id\":\"q1\",\"user_choice\":\"local\"}"))
          .isTrue();
      engine.sync(config);

      assertThat(theirs.values()).containsExactly(task("a", "mine"));
      assertThat(
              reviewer.answer(
                  engine, config, "{\"case_id\":\"" + open.id() + "\",\"user_choice\":\"local\"}"))
          .isFalse();
    }
  }

  @Test
  void conflict_isAsked_andTheAnswerPolled() {
    try (Puraify puraify = puraify();
        SyncEngine engine = engine(puraify)) {
      conflict(engine);
      engine.sync(config);
      FeedbackReviewer reviewer = puraify.feedback().orElseThrow();

      assertThat(reviewer.poll(engine, config)).isZero();
      assertThat(feedback.last().path()).isEqualTo("/feedback/request/q1");
      feedback.behave(
          call -> json(200, "{'status':'approved','user_choice':'use','value':'ours'}"));
      assertThat(reviewer.poll(engine, config)).isEqualTo(1);
      engine.sync(config);

      assertThat(theirs.values()).containsExactly(task("a", "ours"));
      assertThat(ours.get("l1")).isEqualTo(task("a", "ours"));
    }
  }

  @Test
  void conflict_isAskedBeforeARestart_andAnsweredAfterIt() {
    MemoryStateStore store = MemoryStateStore.create();
    Map<String, String> variables = Map.of("FEEDBACK_LOOP_URL", feedback.uri().toString());
    try (Puraify puraify = Puraify.fromEnvironment(variables, store);
        SyncEngine engine = puraify.apply(SyncEngine.builder()).state(store).build()) {
      conflict(engine);
      engine.sync(config);
    }
    try (Puraify puraify = Puraify.fromEnvironment(variables, store);
        SyncEngine engine = puraify.apply(SyncEngine.builder()).state(store).build()) {
      FeedbackReviewer reviewer = puraify.feedback().orElseThrow();
      reviewer.review(engine.cases(config).get(0)); // as after a run that was cut off
      engine.sync(config);
      assertThat(feedback.calls()).hasSize(1);

      assertThat(
              reviewer.answer(engine, config, "{\"request_id\":\"q1\",\"user_choice\":\"local\"}"))
          .isTrue();
      engine.sync(config);

      assertThat(theirs.values()).containsExactly(task("a", "mine"));
      assertThat(store.settings("feedback." + feedback.last().body().at("request_id").text()))
          .as("forgotten once it is answered")
          .isEmpty();
    }
  }

  @Test
  void answerOfAnotherSync_isRefused_andSoIsOneToAnotherQuestion() {
    try (Puraify puraify = puraify();
        SyncEngine engine = engine(puraify)) {
      conflict(engine);
      engine.sync(config);
      Case open = engine.cases(config).get(0);
      FeedbackReviewer reviewer = puraify.feedback().orElseThrow();
      String choice = "\",\"user_choice\":\"local\"}";
      String named = "{\"case_id\":\"" + open.id();

      assertThat(reviewer.answer(engine, config, named + "\",\"sync_id\":\"pf-456:other" + choice))
          .isFalse();
      assertThat(
              reviewer.answer(
                  engine, config, "{\"request_id\":\"q1\",\"sync_id\":\"pf-456:other" + choice))
          .isFalse();
      assertThat(reviewer.answer(engine, config, "{\"case_id\":\"conflict|l9|r9|notes" + choice))
          .isFalse();
      assertThat(engine.cases(config)).extracting(Case::answer).containsOnlyNulls();

      String sent = feedback.last().body().at("request_id").text();
      assertThat(
              reviewer.answer(
                  engine,
                  config,
                  "{\"request_id\":\"" + sent + "\",\"sync_id\":\"" + config.id() + choice))
          .isTrue();
    }
  }

  @Test
  void environment_namesTheNeighbours() {
    Map<String, String> variables =
        Map.of(
            "VAULT_URL", vault.uri().toString(),
            "LOGS_URL", monitoring.uri().toString(),
            "MONITORING_URL", " ",
            "INTEGRATION_MANAGER_URL", integrations.uri() + "/",
            "ENGINE_CONTROL_URL", control.uri().toString());
    ours.put("l1", task("a", "x"));
    try (Puraify puraify = Puraify.fromEnvironment(variables);
        SyncEngine engine = puraify.apply(SyncEngine.builder()).build()) {
      assertThat(engine.sync(config).status()).isEqualTo(SyncStatus.SUCCESS);
      assertThat(puraify.monitoring().orElseThrow().flush(LONG)).isTrue();

      assertThat(puraify.feedback()).isEmpty();
      assertThat(puraify.vault()).isPresent();
      assertThat(monitoring.calls()).extracting(Call::path).contains("/monitoring/logs");
      assertThat(integrations.last().path()).isEqualTo("/integrations/status/pf-456/host");
      assertThat(control.calls()).hasSize(1);
    }
  }

  @Test
  void environment_addressesThatAreNone_areAllNamed() {
    assertThatThrownBy(
            () ->
                Puraify.fromEnvironment(
                    Map.of(
                        "VAULT_URL",
                        "localhost:4003",
                        "LOGS_URL",
                        "http://u:pw@h",
                        "EXECUTION_URL",
                        "http://h:1")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("VAULT_URL", "LOGS_URL")
        .hasMessageNotContaining("pw");
    try (Puraify none = Puraify.fromEnvironment(Map.of())) {
      assertThat(none.vault()).isEmpty();
    }
  }

  private void conflict(SyncEngine engine) {
    ours.put("l1", task("a", "x"));
    engine.sync(config);
    ours.put("l1", task("a", "mine"));
    theirs.replaceAll((id, fields) -> task("a", "theirs"));
  }

  private Puraify puraify() {
    return Puraify.builder()
        .vault(VaultCredentials.builder(vault.endpoint()).build())
        .monitoring(
            MonitoringLog.builder(monitoring.endpoint())
                .retryAfter(Duration.ofMillis(5), Duration.ofMillis(5))
                .closeWithin(Duration.ofMillis(300))
                .build())
        .control(EngineControlGate.builder(control.endpoint()).build())
        .integrations(
            IntegrationCatalog.builder(integrations.endpoint()).remember(Duration.ZERO).build())
        .feedback(
            FeedbackReviewer.builder(feedback.endpoint())
                .pollPath("/feedback/request/{request_id}")
                .build())
        .execution(
            ExecutionActions.builder(execution.endpoint())
                .addBefore(say("before {sync}"))
                .addPerItem(say("{action} {id}"))
                .addAfter(say("after: {status}, {synced_items}"))
                .build())
        .build();
  }

  private static ExecutionAction say(String message) {
    return ExecutionAction.of("log_message", Json.object(params -> params.put("message", message)));
  }

  private static SyncEngine engine(Puraify puraify) {
    return puraify.apply(SyncEngine.builder()).build();
  }

  private static Fields task(String title, String notes) {
    return Fields.of("title", Value.text(title), "notes", Value.text(notes));
  }

  private static Entity entity(String name, Map<String, Fields> items, String prefix) {
    return HostEntity.named(name, SCHEMA)
        .list(
            () ->
                items.entrySet().stream()
                    .map(each -> Item.of(each.getKey(), each.getValue()))
                    .toList())
        .save(
            (id, fields) -> {
              String key = id == null ? prefix + (items.size() + 1) : id;
              Fields after =
                  id == null ? fields : items.getOrDefault(key, Fields.empty()).with(fields);
              items.put(key, after);
              return Item.of(key, after);
            })
        .delete(items::remove)
        .build();
  }
}
