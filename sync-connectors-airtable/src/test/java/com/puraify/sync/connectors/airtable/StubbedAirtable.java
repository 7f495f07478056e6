package com.puraify.sync.connectors.airtable;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.testkit.ManualTime;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server that answers what a test tells it to, and a table on it. */
abstract class StubbedAirtable {

  static final String BASE = "appAAAAAAAAAAAAAA";
  static final String TABLE = "tblTTTTTTTTTTTTTT";
  static final String NAME = "fldNNNNNNNNNNNNNN";
  static final String COUNT = "fldCCCCCCCCCCCCCC";
  static final String STAGE = "fldSSSSSSSSSSSSSS";
  static final String LINKS = "fldLLLLLLLLLLLLLL";
  static final String DONE = "fldDDDDDDDDDDDDDD";
  static final String REC1 = "rec11111111111111";
  static final String REC2 = "rec22222222222222";
  static final String REC3 = "rec33333333333333";
  static final String HOOK = "achHHHHHHHHHHHHHH";
  static final String TABLES = "/v0/meta/bases/" + BASE + "/tables";
  static final String RECORDS = "/v0/" + BASE + "/" + TABLE;
  static final String LIST = RECORDS + "/listRecords";
  static final String HOOKS = "/v0/bases/" + BASE + "/webhooks";

  final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
  final ManualTime time =
      ManualTime.advancing(Instant.parse("2026-09-20T10:00:30Z"), ManualTime.DEFAULT_SEED);
  EntitySession session;

  @BeforeEach
  void start() {
    server.start();
    answer(get(TABLES), schema(""));
    session = open(connection());
    server.resetRequests();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  AirtableConnection connection() {
    return Airtable.connect(Secret.of("patSecret.0123")).baseUri(URI.create(server.baseUrl()));
  }

  EntitySession open(AirtableConnection by) {
    return by.table(BASE + "/" + TABLE).open(TestRun.context(time));
  }

  /** Returns a schema of one table, with more fields, each beginning with a comma. */
  static String schema(String more) {
    return """
    {"tables":[{"id":"%s","name":"Tasks","primaryFieldId":"%s","views":[],"fields":[
      {"id":"%s","name":"Name","type":"singleLineText"},
      {"id":"%s","name":"Count","type":"number","options":{"precision":1}},
      {"id":"%s","name":"Stage","type":"singleSelect",
       "options":{"choices":[{"id":"selAAAAAAAAAAAAAA","name":"Lead","color":"blue"}]}},
      {"id":"%s","name":"Links","type":"multipleRecordLinks",
       "options":{"linkedTableId":"tblOOOOOOOOOOOOOO","future":1}},
      {"id":"%s","name":"Done","type":"checkbox","options":{"icon":"check"}}%s]}],"future":true}
    """
        .formatted(TABLE, NAME, NAME, COUNT, STAGE, LINKS, DONE, more);
  }

  static String record(String id, String cells) {
    return "{\"id\":\"%s\",\"createdTime\":\"2026-09-20T09:00:00.000Z\",\"fields\":{%s},\"x\":1}"
        .formatted(id, cells);
  }

  static String records(String... records) {
    return "{\"records\":[" + String.join(",", records) + "]}";
  }

  static String page(String offset, String... records) {
    return "{\"records\":["
        + String.join(",", records)
        + "]"
        + (offset == null ? "" : ",\"offset\":\"" + offset + "\"")
        + "}";
  }

  static String error(String type, String message) {
    return "{\"error\":{\"type\":\"%s\",\"message\":\"%s\"}}".formatted(type, message);
  }

  void answer(MappingBuilder request, String body) {
    answer(request, 200, body);
  }

  void answer(MappingBuilder request, int status, String body) {
    server.stubFor(
        request.willReturn(
            aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withHeader("Date", "Sun, 20 Sep 2026 10:05:42 GMT")
                .withBody(body)));
  }

  /** Answers the listings that follow, one after the other. */
  void lists(List<String> bodies) {
    String state = Scenario.STARTED;
    for (int i = 0; i < bodies.size(); i++) {
      String body = bodies.get(i);
      answer(
          post(urlEqualTo(LIST))
              .inScenario("lists")
              .whenScenarioStateIs(state)
              .willSetStateTo("after " + i),
          body.startsWith("{\"error\"") ? 422 : 200,
          body);
      state = "after " + i;
    }
  }

  void everythingFails(int status, String body) {
    answer(any(anyUrl()), status, body);
  }

  static ConnectorException failure(ThrowingCallable call) {
    return catchThrowableOfType(ConnectorException.class, call);
  }

  int sent() {
    return server.findAll(anyRequestedFor(anyUrl())).size();
  }
}
