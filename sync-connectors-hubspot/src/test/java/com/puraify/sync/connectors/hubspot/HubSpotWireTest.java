package com.puraify.sync.connectors.hubspot;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Expectation;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.connector.WriteResult.Done;
import com.puraify.sync.connector.WriteResult.Rejected;
import com.puraify.sync.connector.WriteResult.Unknown;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exact requests, and answers that HubSpot ought not to give. */
class HubSpotWireTest {

  private static final String DATE = "Sun, 20 Sep 2026 20:30:00 GMT";
  private static final String DEFINITIONS =
      """
      {"results":[
        {"name":"email","label":"Email","type":"string","fieldType":"text"},
        {"name":"firstname","label":"First Name","type":"string","fieldType":"text"},
        {"name":"code","label":"Code","type":"string","fieldType":"text","hasUniqueValue":true},
        {"name":"old","label":"Old","type":"string","fieldType":"text","archived":true},
        {"name":"score","label":"Score","type":"number","fieldType":"number","calculated":true}]}
      """;
  private static final String KEY = "1c9d5d6e-0000-4000-8000-00000000000";

  private final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
  private final ManualTime time =
      ManualTime.advancing(Instant.parse("2026-09-20T20:30:00Z"), ManualTime.DEFAULT_SEED);
  private EntitySession session;

  @BeforeEach
  void open() {
    server.start();
    session = open(HubSpotVersion.V2026_09);
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private EntitySession open(HubSpotVersion version) {
    server.stubFor(get(urlEqualTo(version.properties("0-1"))).willReturn(answer(200, DEFINITIONS)));
    EntitySession opened =
        HubSpot.connect(Secret.of("pat-na1-secret"))
            .baseUri(URI.create(server.baseUrl()))
            .version(version)
            .contacts()
            .open(TestRun.context(time));
    server.resetRequests();
    return opened;
  }

  private static ResponseDefinitionBuilder answer(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json;charset=utf-8")
        .withHeader("Date", DATE)
        .withBody(body);
  }

  private void reply(int status, String body) {
    server.stubFor(any(anyUrl()).willReturn(answer(status, body)));
  }

  private int sent() {
    return server.findAll(anyRequestedFor(anyUrl())).size();
  }

  private Page everything() {
    return session.read(ReadRequest.all(Set.of("firstname")));
  }

  private ConnectorException failure() {
    return catchThrowableOfType(ConnectorException.class, this::everything);
  }

  private static Write.Create create(int number, Fields fields, String... matchFields) {
    return new Write.Create(KEY + number, fields, List.of(matchFields));
  }

  private static Fields named(String name) {
    return Fields.of("firstname", Value.text(name));
  }

  @Test
  void archivedDefinitions_areNoFields_andOthersAre() {
    assertThat(session.schema().byId("old")).isEmpty();
    assertThat(session.schema().byId("score"))
        .hasValueSatisfying(field -> assertThat(field.derived()).isTrue());
    assertThat(session.schema().named("First Name")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "V3, /crm/v3/objects/0-1",
    "V2026_03, /crm/objects/2026-03/0-1",
    "V2026_09, /crm/objects/2026-09/0-1"
  })
  void list_isThisRequest(HubSpotVersion version, String path) {
    session = open(version);
    reply(
        200,
        """
        {"results":[{"id":"7","properties":{"firstname":"Ada","createdate":"2026-01-01T00:00:00Z"},
          "createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-02-01T00:00:00.123Z","archived":false}],
         "paging":{"next":{"after":"8","link":"https://api.hubapi.com/…"}}}
        """);
    Page page = everything();
    server.verify(
        getRequestedFor(urlEqualTo(path + "?limit=100&archived=false&properties=firstname"))
            .withHeader("Authorization", equalTo("Bearer pat-na1-secret")));
    reply(200, "{\"results\":[]}");
    session.read(ReadRequest.all(Set.of("firstname")).next((Page.More) page.next()));
    server.verify(
        getRequestedFor(
            urlEqualTo(path + "?limit=100&archived=false&after=8&properties=firstname")));
  }

  @Test
  void searchForChanges_isThisRequest() {
    reply(200, "{\"total\":0,\"results\":[]}");
    Page page = session.read(ReadRequest.changes("2026-09-20T20:00:00Z", Set.of("firstname")));
    server.verify(
        postRequestedFor(urlEqualTo("/crm/objects/2026-09/0-1/search"))
            .withRequestBody(
                equalToJson(
                    """
                    {"filterGroups":[{"filters":[
                       {"propertyName":"lastmodifieddate","operator":"GTE","value":"1789934399999"}]}],
                     "sorts":[{"propertyName":"hs_object_id","direction":"ASCENDING"}],
                     "properties":["lastmodifieddate"],"limit":200}
                    """)));
    assertThat(page.next()).isEqualTo(new Page.End("2026-09-20T20:27:59.999Z"));
  }

  @Test
  void nextPageOfASearch_isForTheIdsAfterTheLast_withinTheWindow() {
    reply(
        200,
        """
        {"total":2,"results":[{"id":"7","properties":{"lastmodifieddate":"2026-09-20T20:10:00Z"}}],
         "paging":{"next":{"after":"1"}}}
        """);
    ReadRequest request = ReadRequest.changes("2026-09-20T20:00:00Z", Set.of());
    Page page = session.read(request);
    reply(200, "{\"total\":0,\"results\":[]}");
    session.read(request.next((Page.More) page.next()));
    server.verify(
        postRequestedFor(urlEqualTo("/crm/objects/2026-09/0-1/search"))
            .withRequestBody(
                equalToJson(
                    """
                    {"filterGroups":[{"filters":[
                       {"propertyName":"lastmodifieddate","operator":"BETWEEN",
                        "value":"1789934399999","highValue":"1789936200999"},
                       {"propertyName":"hs_object_id","operator":"GT","value":"7"}]}],
                     "sorts":[{"propertyName":"hs_object_id","direction":"ASCENDING"}],
                     "properties":["lastmodifieddate"],"limit":200}
                    """)));
  }

  @Test
  void lookup_isThisRequest() {
    reply(
        200,
        "{\"status\":\"COMPLETE\",\"results\":[{\"id\":\"7\",\"properties\":{\"firstname\":\"Ada\"}}]}");
    session.lookup(List.of("7"), Set.of("firstname"));
    server.verify(
        postRequestedFor(urlEqualTo("/crm/objects/2026-09/0-1/batch/read?archived=false"))
            .withRequestBody(
                equalToJson(
                    "{\"properties\":[\"firstname\",\"hs_merged_object_ids\"],\"inputs\":[{\"id\":\"7\"}]}")));
    assertThat(sent()).isEqualTo(1);
  }

  @Test
  void writes_areTheseRequests_eachInputWithATraceOfItsOwn() {
    reply(201, "{\"status\":\"COMPLETE\",\"results\":[]}");
    session.write(
        List.of(
            create(1, named("Ada")),
            create(2, Fields.of("firstname", Value.NULL, "email", Value.text("b@example.com")))));
    server.verify(
        postRequestedFor(urlEqualTo("/crm/objects/2026-09/0-1/batch/create"))
            .withRequestBody(
                equalToJson(
                    """
                    {"inputs":[
                      {"properties":{"firstname":"Ada"},"objectWriteTraceId":"%s1"},
                      {"properties":{"email":"b@example.com"},"objectWriteTraceId":"%s2"}]}
                    """
                        .formatted(KEY, KEY))));
    session.write(
        List.of(
            create(3, Fields.of("code", Value.text("c"), "firstname", Value.text("x")), "code")));
    server.verify(
        postRequestedFor(urlEqualTo("/crm/objects/2026-09/0-1/batch/upsert"))
            .withRequestBody(
                equalToJson(
                    """
                    {"inputs":[{"id":"c","idProperty":"code",
                      "properties":{"code":"c","firstname":"x"},"objectWriteTraceId":"%s3"}]}
                    """
                        .formatted(KEY))));
    session.write(
        List.of(
            new Write.Update("7", Fields.of("firstname", Value.NULL), Expectation.none()),
            new Write.Update("8", named("Bob"), Expectation.none())));
    server.verify(
        postRequestedFor(urlEqualTo("/crm/objects/2026-09/0-1/batch/update"))
            .withRequestBody(
                equalToJson(
                    """
                    {"inputs":[
                      {"id":"7","properties":{"firstname":""},"objectWriteTraceId":"0"},
                      {"id":"8","properties":{"firstname":"Bob"},"objectWriteTraceId":"1"}]}
                    """)));
    server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(204)));
    session.write(List.of(new Write.Delete("7", Expectation.none())));
    server.verify(
        postRequestedFor(urlEqualTo("/crm/objects/2026-09/0-1/batch/archive"))
            .withRequestBody(equalToJson("{\"inputs\":[{\"id\":\"7\"}]}")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><body>Service unavailable</body></html>",
        "{\"results\":[{\"id\":\"7\"",
        "{\"message\":\"all is well\"}",
        "[]",
        ""
      })
  void answerThatIsNoList_isAProtocolError_notAnEmptyOne(String body) {
    reply(200, body);
    assertThat(failure().kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(failure()).hasMessageNotContaining("Service unavailable");
  }

  @Test
  void errorPageInHtml_isToldByItsStatus() {
    reply(502, "<html>Bad gateway</html>");
    assertThat(failure().kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void brokenConnection_isUnavailable_afterSomeAttempts() {
    server.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    assertThat(failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(sent()).isGreaterThan(1);
  }

  @Test
  void listThatDoesNotMove_isAProtocolError_notALoop() {
    reply(200, "{\"results\":[],\"paging\":{\"next\":{\"after\":\"8\"}}}");
    Page first = everything();
    ReadRequest next = ReadRequest.all(Set.of("firstname")).next((Page.More) first.next());
    assertThat(catchThrowableOfType(ConnectorException.class, () -> session.read(next)).kind())
        .isEqualTo(Kind.PROTOCOL);
  }

  @Test
  void searchThatDoesNotKeepTheOrderOfIds_isAProtocolError() {
    reply(200, "{\"total\":2,\"results\":[{\"id\":\"10\"},{\"id\":\"9\"}]}");
    assertThat(
            catchThrowableOfType(
                    ConnectorException.class,
                    () ->
                        session.read(
                            ReadRequest.changes("2026-09-20T20:00:00Z", Set.of("firstname"))))
                .kind())
        .isEqualTo(Kind.PROTOCOL);
  }

  @Test
  void valueThatIsNotWhatItsTypePromises_isAProtocolError_thatNamesTheProperty() {
    server.stubFor(
        get(urlEqualTo("/crm/properties/2026-09/0-1"))
            .willReturn(
                answer(
                    200,
                    "{\"results\":[{\"name\":\"age\",\"label\":\"Age\",\"type\":\"number\",\"fieldType\":\"number\"}]}")));
    session =
        HubSpot.connect(Secret.of("pat-na1-secret"))
            .baseUri(URI.create(server.baseUrl()))
            .contacts()
            .open(TestRun.context(time));
    reply(200, "{\"results\":[{\"id\":\"7\",\"properties\":{\"age\":\"very old\"}}]}");
    ConnectorException failure =
        catchThrowableOfType(
            ConnectorException.class, () -> session.read(ReadRequest.all(Set.of("age"))));
    assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(failure).hasMessageContaining("'age'").hasMessageNotContaining("very old");
  }

  @ParameterizedTest
  @CsvSource({
    "429, {\"policyName\":\"TEN_SECONDLY_ROLLING\"}, PT10S",
    "429, {\"message\":\"You have reached your secondly limit.\"}, PT1S",
    "423, {\"message\":\"locked\"}, PT2S"
  })
  void limitsOfSeconds_areWaitedFor(int status, String body, Duration wait) {
    server.stubFor(
        any(anyUrl())
            .inScenario("limit")
            .whenScenarioStateIs("Started")
            .willReturn(answer(status, body))
            .willSetStateTo("free"));
    server.stubFor(
        any(anyUrl())
            .inScenario("limit")
            .whenScenarioStateIs("free")
            .willReturn(answer(200, "{\"results\":[]}")));
    Instant begun = time.instant();
    assertThat(everything().changes()).isEmpty();
    assertThat(Duration.between(begun, time.instant())).isEqualTo(wait);
  }

  @Test
  void dailyLimit_isAQuota_andNotTriedAgain() {
    reply(429, "{\"message\":\"You have reached your daily limit.\",\"policyName\":\"DAILY\"}");
    ConnectorException failure = failure();
    assertThat(failure.kind()).isEqualTo(Kind.QUOTA);
    assertThat(failure.retryAfter()).contains(Duration.ofHours(3).plusMinutes(30));
    assertThat(sent()).isEqualTo(1);
  }

  @Test
  void answersThatTellOfTheLimit_areBelieved_andNoDailyCallsLeftIsAQuota() {
    server.stubFor(
        any(anyUrl())
            .willReturn(
                answer(200, "{\"results\":[]}")
                    .withHeader("X-HubSpot-RateLimit-Max", "1")
                    .withHeader("X-HubSpot-RateLimit-Interval-Milliseconds", "10000")
                    .withHeader("X-HubSpot-RateLimit-Daily-Remaining", "1")));
    Instant begun = time.instant();
    everything();
    everything();
    assertThat(Duration.between(begun, time.instant())).isEqualTo(Duration.ofSeconds(10));

    ConnectorException failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.QUOTA);
    assertThat(failure.retryAfter().orElseThrow())
        .isBetween(Duration.ofHours(3), Duration.ofHours(4));
    assertThat(sent()).isEqualTo(2);
  }

  @Test
  void migration_isWaitedForIfItIsShort_andToldIfItIsLong() {
    server.stubFor(
        any(anyUrl())
            .willReturn(
                answer(477, "{\"message\":\"migration\"}").withHeader("Retry-After", "86400")));
    ConnectorException failure = failure();
    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.retryAfter()).contains(Duration.ofDays(1));
    assertThat(sent()).isEqualTo(1);
  }

  @Test
  void resultsWithoutTraces_areRecognisedByWhatTheyHold() {
    reply(
        201,
        """
        {"status":"COMPLETE","results":[
          {"id":"12","properties":{"firstname":"Bob","hs_object_id":"12"}},
          {"id":"11","properties":{"firstname":"Ada","hs_object_id":"11"}}]}
        """);
    List<WriteResult> results =
        session.write(
            List.of(create(1, named("Ada")), create(2, named("Bob")), create(3, named("Eve"))));
    assertThat(((Done) results.get(0)).id()).isEqualTo("11");
    assertThat(((Done) results.get(1)).id()).isEqualTo("12");
    assertThat(results.get(2)).isInstanceOf(Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 207})
  void errorsAmongResults_areToldPerItem_whateverTheStatus(int status) {
    reply(
        status,
        """
        {"status":"COMPLETE","numErrors":1,
         "results":[{"id":"11","properties":{"firstname":"Ada"},"objectWriteTraceId":"%s1"}],
         "errors":[{"status":"error","category":"VALIDATION_ERROR","message":"bad",
           "context":{"objectWriteTraceId":["%s2"],"propertyName":["firstname"]}}]}
        """
            .formatted(KEY, KEY));
    List<WriteResult> results =
        session.write(List.of(create(1, named("Ada")), create(2, named("Bob"))));
    assertThat(results.get(0)).isInstanceOf(Done.class);
    assertThat(results.get(1))
        .isInstanceOfSatisfying(
            Rejected.class, refused -> assertThat(refused.field()).isEqualTo("firstname"));
  }

  @Test
  void errorThatNamesNobody_isTheOnesThatIsLeft_andNobodysIfSeveralAre() {
    reply(
        207,
        "{\"results\":[{\"id\":\"7\",\"properties\":{\"firstname\":\"x\"}}],"
            + "\"errors\":[{\"category\":\"VALIDATION_ERROR\",\"message\":\"bad\"}]}");
    Write.Update one = new Write.Update("7", named("x"), Expectation.none());
    Write.Update two = new Write.Update("8", named("x"), Expectation.none());
    Write.Update three = new Write.Update("9", named("x"), Expectation.none());
    assertThat(session.write(List.of(one, two)).get(1)).isInstanceOf(Rejected.class);
    assertThat(session.write(List.of(one, two, three)).subList(1, 3))
        .allMatch(Unknown.class::isInstance);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INTERNAL_ERROR", "RATE_LIMITS"})
  void errorThatIsNotTheItems_leavesItUnknown(String category) {
    reply(
        207,
        "{\"results\":[],\"errors\":[{\"category\":\"%s\",\"message\":\"later\",\"context\":{\"ids\":[\"7\"]}}]}"
            .formatted(category));
    assertThat(session.write(List.of(new Write.Update("7", named("x"), Expectation.none()))))
        .allMatch(Unknown.class::isInstance);
  }

  @Test
  void serverErrorOfAWrite_isUnknown_andNotRepeated() {
    reply(500, "{\"status\":\"error\",\"message\":\"internal error\"}");
    assertThat(session.write(List.of(create(1, named("Ada"))))).allMatch(Unknown.class::isInstance);
    assertThat(sent()).isEqualTo(1);
  }

  @Test
  void noMessage_showsTheToken() {
    reply(401, "{\"status\":\"error\",\"category\":\"INVALID_AUTHENTICATION\",\"message\":\"no\"}");
    assertThat(failure().kind()).isEqualTo(Kind.AUTHENTICATION);
    assertThat(failure()).hasMessageNotContaining("pat-na1");
  }
}
