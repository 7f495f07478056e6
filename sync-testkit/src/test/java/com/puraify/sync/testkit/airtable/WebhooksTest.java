package com.puraify.sync.testkit.airtable;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.puraify.sync.testkit.simulator.Answer;
import com.puraify.sync.testkit.simulator.Incoming;
import com.puraify.sync.testkit.simulator.LoopbackServer;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log of changes and its pings. */
class WebhooksTest extends Fixture {
  private static final String ALL = "'dataTypes':['tableData','tableFields','tableMetadata']";

  private String hooks() {
    return "/v0/bases/" + base.id() + "/webhooks";
  }

  private String create(String filters, String rest) {
    ApiClient.Reply reply =
        api.post(
            hooks(), "{'specification':{'options':{'filters':{" + filters + "}" + rest + "}}}");
    if (reply.status() != 200) {
      throw new AssertionError(reply.text());
    }
    return reply.json().path("id").asText();
  }

  private JsonNode log(String id, String query) {
    return api.get(hooks() + "/" + id + "/payloads" + query).json();
  }

  private JsonNode log(String id) {
    return log(id, "").path("payloads");
  }

  /** Returns what a payload says about the tasks. */
  private JsonNode tasksOf(JsonNode payload) {
    return payload.path("changedTablesById").path(tasks.id());
  }

  private String id(String field) {
    return tasks.field(field).id();
  }

  @Test
  void created_hasASecretAndSevenDays() {
    ApiClient.Reply reply =
        api.post(hooks(), "{'specification':{'options':{'filters':{" + ALL + "}}}}");

    assertThat(reply.json().path("id").asText()).matches("ach[A-Za-z0-9]{14}");
    assertThat(Base64.getDecoder().decode(reply.json().path("macSecretBase64").asText()))
        .hasSize(32);
    assertThat(reply.json().path("expirationTime").asText()).isEqualTo("2026-09-27T10:04:37.250Z");
    JsonNode listed = api.get(hooks()).json().path("webhooks").path(0);
    assertThat(listed.has("macSecretBase64")).isFalse();
    assertThat(listed.path("cursorForNextPayload").intValue()).isEqualTo(1);
    assertThat(listed.path("isHookEnabled").booleanValue()).isTrue();
    assertThat(listed.path("areNotificationsEnabled").booleanValue()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'specification':{'options':{'filters':{}}}}",
        "{'specification':{'options':{'filters':{'dataTypes':[]}}}}",
        "{'specification':{'options':{'filters':{'dataTypes':['all']}}}}",
        "{'specification':{'options':{'filters':{'dataTypes':['tableData'],"
            + "'recordChangeScope':'tbl00000000000000'}}}}",
        "{'notificationUrl':'nowhere','specification':{'options':{'filters':{'dataTypes':"
            + "['tableData']}}}}"
      })
  void badSpecification_isRefused(String body) {
    ApiClient.Reply reply = api.post(hooks(), body);

    assertThat(reply.status()).isEqualTo(422);
    assertThat(api.get(hooks()).json().path("webhooks")).isEmpty();
  }

  @Test
  void apiWrites_areLoggedWithTheirSourceInCellFormatV2() {
    SimulatedRecord project = projects.add("P");
    SimulatedCollaborator grace = sim.addPerson("Grace", "grace@example.com");
    String hook = create(ALL, "");
    String record =
        create(
                "{'Name':'a','Status':'Open','Tags':['red'],'Project':['"
                    + project.id()
                    + "'],'Owner':{'id':'"
                    + grace.id()
                    + "'}}")
            .json()
            .path("id")
            .asText();

    JsonNode payload = log(hook).path(0);

    assertThat(payload.path("payloadFormat").asText()).isEqualTo("v0");
    assertThat(payload.path("timestamp").asText()).isEqualTo("2026-09-20T10:04:37.250Z");
    JsonNode action = payload.path("actionMetadata");
    assertThat(action.path("source").asText()).isEqualTo("publicApi");
    assertThat(action.path("sourceMetadata").path("user").path("id").asText())
        .isEqualTo(sim.owner().id());
    JsonNode created = tasksOf(payload).path("createdRecordsById").path(record);
    assertThat(created.path("createdTime").asText()).isEqualTo("2026-09-20T10:04:37.000Z");
    JsonNode cells = created.path("cellValuesByFieldId");
    assertThat(cells.path(id("Name")).asText()).isEqualTo("a");
    assertThat(cells.path(id("Status")).path("name").asText()).isEqualTo("Open");
    assertThat(cells.path(id("Status")).path("id").asText()).startsWith("sel");
    assertThat(cells.path(id("Tags")).path(0).path("name").asText()).isEqualTo("red");
    assertThat(cells.path(id("Project")).path(0).path("id").asText()).isEqualTo(project.id());
    assertThat(cells.path(id("Project")).path(0).path("name").asText()).isEqualTo("P");
    assertThat(cells.path(id("Owner")).path("name").asText()).isEqualTo("Grace");
    JsonNode mirrored =
        payload
            .path("changedTablesById")
            .path(projects.id())
            .path("changedRecordsById")
            .path(project.id());
    assertThat(mirrored.path("current").path("cellValuesByFieldId")).hasSize(1);
  }

  @Test
  void lookups_areShownByLinkedRecord() {
    SimulatedRecord project = projects.add(Map.of("Name", "P", "Budget", 7));
    SimulatedRecord task = tasks.add(Map.of("Name", "a", "Project", List.of(project)));
    String hook =
        create(ALL, ",'includes':{'includeCellValuesInFieldIds':['" + id("Budgets") + "']}");

    task.set("Estimate", 1);

    JsonNode shown =
        tasksOf(log(hook).path(0))
            .path("changedRecordsById")
            .path(task.id())
            .path("unchanged")
            .path("cellValuesByFieldId")
            .path(id("Budgets"));
    assertThat(shown.path("linkedRecordIds").path(0).asText()).isEqualTo(project.id());
    assertThat(shown.path("valuesByLinkedRecordId").path(project.id()).toString()).isEqualTo("[7]");
  }

  @Test
  void changesAndDeletes_arePayloadsOfTheirOwn() {
    SimulatedRecord record = tasks.add(Map.of("Name", "a", "Estimate", 1, "Status", "Open"));
    String hook =
        create(
            ALL,
            ",'includes':{'includePreviousCellValues':true,'includeCellValuesInFieldIds':['"
                + id("Name")
                + "']}");
    record.set("Estimate", 2);
    record.set("Status", null);
    record.delete();

    JsonNode payloads = log(hook);

    assertThat(payloads).hasSize(3);
    JsonNode changed = tasksOf(payloads.path(0)).path("changedRecordsById").path(record.id());
    assertThat(changed.path("current").path("cellValuesByFieldId").path(id("Estimate")).intValue())
        .isEqualTo(2);
    assertThat(changed.path("previous").path("cellValuesByFieldId").path(id("Estimate")).intValue())
        .isEqualTo(1);
    assertThat(changed.path("unchanged").path("cellValuesByFieldId").path(id("Name")).asText())
        .isEqualTo("a");
    JsonNode emptied = tasksOf(payloads.path(1)).path("changedRecordsById").path(record.id());
    assertThat(emptied.path("current").path("cellValuesByFieldId").path(id("Status")).isNull())
        .isTrue();
    assertThat(tasksOf(payloads.path(2)).path("destroyedRecordIds").path(0).asText())
        .isEqualTo(record.id());
    assertThat(payloads.path(0).path("actionMetadata").path("source").asText()).isEqualTo("client");
    assertThat(payloads.findValues("baseTransactionNumber").stream().distinct()).hasSize(3);
  }

  @Test
  void batchIsOneAction_splitOnDemand() {
    String hook = create(ALL, "");
    String three = "{'records':[{'fields':{}},{'fields':{}},{'fields':{}}]}";
    api.post(path(), three);
    sim.quirks().payloadRecords(2);
    api.post(path(), three);

    JsonNode payloads = log(hook);

    assertThat(payloads).hasSize(3);
    assertThat(tasksOf(payloads.path(0)).path("createdRecordsById")).hasSize(3);
    assertThat(tasksOf(payloads.path(1)).path("createdRecordsById")).hasSize(2);
    assertThat(tasksOf(payloads.path(2)).path("createdRecordsById")).hasSize(1);
    assertThat(payloads.path(1).path("baseTransactionNumber"))
        .isEqualTo(payloads.path(2).path("baseTransactionNumber"));
    assertThat(payloads.path(1).path("timestamp")).isEqualTo(payloads.path(2).path("timestamp"));
  }

  @Test
  void refusedWrite_isNotLogged() {
    String hook = create(ALL, "");

    assertThat(create("{'Name':'a','Nope':1}").status()).isEqualTo(422);

    assertThat(log(hook)).isEmpty();
  }

  @Test
  void filters_sayWhatIsLogged() {
    SimulatedRecord record = tasks.add("a");
    String table = create("'dataTypes':['tableData'],'recordChangeScope':'" + tasks.id() + "'", "");
    String removed = create("'dataTypes':['tableData'],'changeTypes':['remove']", "");
    String people = create("'dataTypes':['tableData'],'fromSources':['client']", "");
    String field =
        create("'dataTypes':['tableData'],'watchDataInFieldIds':['" + id("Estimate") + "']", "");
    String schema = create("'dataTypes':['tableFields']", "");

    record.set("Notes", "n");
    api.patch(path(record), "{'fields':{'Estimate':1}}");
    projects.add("P");
    tasks.field("Notes").rename("Remarks");
    record.delete();

    assertThat(log(table)).hasSize(3);
    assertThat(log(removed)).hasSize(1);
    assertThat(log(people)).hasSize(3);
    assertThat(log(field)).hasSize(3); // the edit of the field, the new project, the delete
    assertThat(log(schema)).hasSize(1);
    assertThat(
            tasksOf(log(schema).path(0))
                .path("changedFieldsById")
                .path(id("Remarks"))
                .path("current")
                .path("name")
                .asText())
        .isEqualTo("Remarks");
  }

  @Test
  void schemaChanges_areLogged() {
    String hook = create(ALL, ",'includes':{'includePreviousFieldDefinitions':true}");

    tasks.extend(fields -> fields.text("More"));
    String more = id("More");
    tasks.field("More").rename("Most");
    tasks.field("Most").delete();
    tasks.rename("Jobs");
    SimulatedTable extra = base.addTable("Extra");
    extra.delete();

    JsonNode payloads = log(hook);
    assertThat(payloads).hasSize(6);
    assertThat(tasksOf(payloads.path(0)).path("createdFieldsById").path(more).path("type").asText())
        .isEqualTo("singleLineText");
    JsonNode renamed = tasksOf(payloads.path(1)).path("changedFieldsById").path(more);
    assertThat(renamed.path("previous").path("name").asText()).isEqualTo("More");
    assertThat(tasksOf(payloads.path(2)).path("destroyedFieldIds").path(0).asText())
        .isEqualTo(more);
    JsonNode metadata = tasksOf(payloads.path(3)).path("changedMetadata");
    assertThat(metadata.path("current").path("name").asText()).isEqualTo("Jobs");
    assertThat(metadata.path("previous").path("name").asText()).isEqualTo("Tasks");
    assertThat(
            payloads
                .path(4)
                .path("createdTablesById")
                .path(extra.id())
                .path("metadata")
                .path("name")
                .asText())
        .isEqualTo("Extra");
    assertThat(payloads.path(5).path("destroyedTableIds").path(0).asText()).isEqualTo(extra.id());
  }

  @Test
  void recordThatLeavesTheView_isDestroyedForItsWebhook() {
    SimulatedRecord record = tasks.add(Map.of("Name", "a", "Status", "Open"));
    String view = tasks.addView("Open ones", "{Status}='Open'", List.of(), false);
    String hook = create("'dataTypes':['tableData'],'recordChangeScope':'" + view + "'", "");

    record.set("Notes", "n");
    record.set("Status", "Closed");
    record.set("Notes", "m");
    record.set("Status", "Open");
    record.delete();

    JsonNode payloads = log(hook);
    assertThat(payloads).hasSize(4);
    assertThat(tasksOf(payloads.path(0)).has("changedRecordsById")).isTrue();
    assertThat(tasksOf(payloads.path(1)).path("destroyedRecordIds").path(0).asText())
        .isEqualTo(record.id());
    assertThat(tasksOf(payloads.path(2)).path("createdRecordsById").has(record.id())).isTrue();
    assertThat(tasksOf(payloads.path(3)).path("destroyedRecordIds")).hasSize(1);
  }

  @Test
  void cursor_countsFromOneInPagesOfFifty() {
    String hook = create(ALL, "");
    for (int i = 0; i < 60; i++) {
      tasks.add("t" + i);
    }

    JsonNode first = log(hook, "");
    JsonNode second = log(hook, "?cursor=" + first.path("cursor").asText());
    JsonNode third = log(hook, "?cursor=" + second.path("cursor").asText() + "&limit=50");

    assertThat(first.path("payloads")).hasSize(50);
    assertThat(first.path("cursor").intValue()).isEqualTo(51);
    assertThat(first.path("mightHaveMore").booleanValue()).isTrue();
    assertThat(second.path("payloads")).hasSize(10);
    assertThat(second.path("cursor").intValue()).isEqualTo(61);
    assertThat(second.path("mightHaveMore").booleanValue()).isFalse();
    assertThat(third.path("payloads")).isEmpty();
    assertThat(third.path("cursor").intValue()).isEqualTo(61);
    assertThat(log(hook, "?limit=51").path("error").path("type").asText())
        .isEqualTo("INVALID_REQUEST_UNKNOWN");
    assertThat(log(hook, "?cursor=0").has("error")).isTrue();
  }

  @Test
  void webhook_expiresAfterSevenDaysUnlessRefreshed() {
    String hook = create(ALL, "");
    clock.advance(Duration.ofDays(6));
    assertThat(
            api.post(hooks() + "/" + hook + "/refresh", "").json().path("expirationTime").asText())
        .isEqualTo("2026-10-03T10:04:37.250Z");
    clock.advance(Duration.ofDays(6));
    JsonNode unused = log(hook); // which extends it too
    clock.advance(Duration.ofDays(6));
    tasks.add("seen");
    clock.advance(Duration.ofDays(1));
    tasks.add("missed");

    assertThat(log(hook)).hasSize(1);
    ApiClient.Reply late = api.post(hooks() + "/" + hook + "/refresh", "");
    assertThat(late.status()).isEqualTo(422);
    clock.advance(Duration.ofDays(7));
    assertThat(api.get(hooks() + "/" + hook + "/payloads").error())
        .isEqualTo("INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND");
    assertThat(base.webhooks()).isEmpty();
    assertThat(unused).isEmpty();
  }

  @Test
  void payloads_areKeptForSevenDays() {
    String hook = create(ALL, "");
    tasks.add("a");
    tasks.add("b");
    clock.advance(Duration.ofDays(5));
    JsonNode unused = log(hook);
    tasks.add("c");
    clock.advance(Duration.ofDays(2));

    JsonNode page = log(hook, "?cursor=1");

    assertThat(page.path("payloads")).hasSize(1);
    assertThat(page.path("cursor").intValue()).isEqualTo(4);
    assertThat(unused).hasSize(2);
  }

  @Test
  void brokenWebhook_endsWithAnError() {
    String hook = create(ALL, "");
    base.breakWebhooks("INVALID_HOOK");
    tasks.add("missed");

    JsonNode payloads = log(hook);

    assertThat(payloads).hasSize(1);
    assertThat(payloads.path(0).path("error").booleanValue()).isTrue();
    assertThat(payloads.path(0).path("code").asText()).isEqualTo("INVALID_HOOK");
    assertThat(api.get(hooks()).json().path("webhooks").path(0).path("isHookEnabled").asBoolean())
        .isFalse();
  }

  @Test
  void tenWebhooks_areTheMost() {
    for (int i = 0; i < 10; i++) {
      create(ALL, "");
    }

    assertThat(api.post(hooks(), "{'specification':{'options':{'filters':{" + ALL + "}}}}").error())
        .isEqualTo("TOO_MANY_WEBHOOKS_IN_BASE");
    String first = base.webhooks().get(0);
    assertThat(api.delete(hooks() + "/" + first).status()).isEqualTo(200);
    assertThat(api.delete(hooks() + "/" + first).status()).isEqualTo(403);
    assertThat(base.webhooks()).hasSize(9);
  }

  @Test
  void oauthIntegration_seesItsOwnAndHasTwoAtMost() {
    String others = create(ALL, "");
    OauthTokens tokens = sim.grantOauth(Set.of("webhook:manage"));
    ApiClient app = new ApiClient(sim.baseUri(), tokens.accessToken());
    String body = "{'specification':{'options':{'filters':{" + ALL + "}}}}";

    assertThat(app.post(hooks(), body).status()).isEqualTo(200);
    assertThat(app.post(hooks(), body).status()).isEqualTo(200);
    assertThat(app.post(hooks(), body).error())
        .isEqualTo("TOO_MANY_WEBHOOKS_BY_OAUTH_INTEGRATION_IN_BASE");

    assertThat(app.get(hooks()).json().path("webhooks")).hasSize(2);
    assertThat(app.get(hooks() + "/" + others + "/payloads").status()).isEqualTo(403);
  }

  @Test
  void webhooks_takeCreatorsAndTheirScope() {
    base.permit(Permission.EDIT);
    assertThat(api.post(hooks(), "{'specification':{'options':{'filters':{" + ALL + "}}}}").error())
        .isEqualTo("INVALID_PERMISSIONS");
    ApiClient reader = new ApiClient(sim.baseUri(), sim.issueToken(Set.of("data.records:read")));
    assertThat(reader.get(hooks()).status()).isEqualTo(403);
  }

  /** A place that pings are sent to, and that answers what it is told to. */
  private static final class Receiver implements AutoCloseable {
    final BlockingQueue<Incoming> pings = new LinkedBlockingQueue<>();
    final LoopbackServer server;
    volatile int status = 204;

    Receiver(HandClock clock) throws IOException {
      this.server =
          LoopbackServer.start(
              0,
              clock,
              ping -> {
                pings.add(ping);
                return Answer.of(status, "text/plain", "");
              });
    }

    @Override
    public void close() {
      server.close();
    }
  }

  private ApiClient.Reply notified(Receiver receiver) {
    return api.post(
        hooks(),
        "{'notificationUrl':'"
            + receiver.server.uri()
            + "/ping','specification':{'options':{'filters':{"
            + ALL
            + "}}}}");
  }

  @Test
  void ping_isSignedAndHoldsNoData() throws IOException, GeneralSecurityException {
    try (Receiver receiver = new Receiver(clock)) {
      JsonNode hook = notified(receiver).json();
      tasks.add("a");
      tasks.add("b");

      assertThat(sim.deliverPings()).isEqualTo(1);

      Incoming ping = receiver.pings.remove();
      assertThat(ping.path()).isEqualTo("/ping");
      assertThat(ping.bodyText())
          .isEqualTo(
              "{\"base\":{\"id\":\""
                  + base.id()
                  + "\"},\"webhook\":{\"id\":\""
                  + hook.path("id").asText()
                  + "\"},\"timestamp\":\"2026-09-20T10:04:37.250Z\"}");
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              Base64.getDecoder().decode(hook.path("macSecretBase64").asText()), "HmacSHA256"));
      assertThat(ping.header("X-Airtable-Content-MAC"))
          .isEqualTo("hmac-sha256=" + HexFormat.of().formatHex(mac.doFinal(ping.body())));
      assertThat(sim.deliverPings()).isZero();
      JsonNode listed = api.get(hooks()).json().path("webhooks").path(0);
      assertThat(listed.path("lastNotificationResult").path("success").booleanValue()).isTrue();
    }
  }

  @Test
  void failedPing_isTriedAgainAndAtLastNoMore() throws IOException {
    try (Receiver receiver = new Receiver(clock)) {
      String hook = notified(receiver).json().path("id").asText();
      receiver.status = 503;
      tasks.add("a");
      assertThat(sim.deliverPings()).isEqualTo(1);
      clock.advance(Duration.ofSeconds(9));
      assertThat(sim.deliverPings()).isZero();
      clock.advance(Duration.ofSeconds(1));
      assertThat(sim.deliverPings()).isEqualTo(1);
      for (int i = 0; i < 30; i++) {
        clock.advance(Duration.ofHours(1));
        int unused = sim.deliverPings();
      }

      JsonNode listed = api.get(hooks()).json().path("webhooks").path(0);
      assertThat(listed.path("areNotificationsEnabled").booleanValue()).isFalse();
      assertThat(listed.path("lastNotificationResult").path("willBeRetried").asBoolean()).isFalse();
      assertThat(receiver.pings).hasSize(13);
      tasks.add("b");
      assertThat(sim.deliverPings()).isZero();
      assertThat(log(hook)).hasSize(2);

      receiver.status = 200;
      api.post(hooks() + "/" + hook + "/enableNotifications", "{'enable':true}");
      tasks.add("c");
      assertThat(sim.deliverPings()).isEqualTo(1);
    }
  }

  @Test
  void pingThatHeals_isForgotten() throws IOException {
    try (Receiver receiver = new Receiver(clock)) {
      JsonNode unused = notified(receiver).json();
      receiver.status = 500;
      tasks.add("a");
      int first = sim.deliverPings();
      receiver.status = 200;
      clock.advance(Duration.ofSeconds(10));
      int second = sim.deliverPings();
      clock.advance(Duration.ofHours(1));

      assertThat(List.of(first, second, sim.deliverPings())).containsExactly(1, 1, 0);
      assertThat(unused.has("id")).isTrue();
    }
  }

  @Test
  void pings_areSentByThemselvesUnlessByHand() throws IOException, InterruptedException {
    try (Receiver receiver = new Receiver(clock)) {
      assertThat(notified(receiver).status()).isEqualTo(200);
      sim.quirks().pingsByHand(false);
      tasks.add("a");

      assertThat(receiver.pings.poll(10, TimeUnit.SECONDS)).isNotNull();
    }
  }
}
