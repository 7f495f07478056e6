package com.puraify.sync.connectors.notion;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Expectation;
import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotionWireTest {

  private static final String DS = "248104cd-477e-80af-bc30-000bd28de8f9";
  private static final String DB = "668d797c-76fa-4934-9b05-ad288df2d136";
  private static final String P = "be633bf1-dfa0-436d-b259-571129a590e5";
  private static final String QUERY = "/v1/data_sources/" + DS + "/query";
  private static final String SCHEMA =
      """
      {"object":"data_source","id":"248104cd477e80afbc30000bd28de8f9","in_trash":false,
       "title":[{"type":"text","plain_text":"Tasks"}],
       "parent":{"type":"database_id","database_id":"%s"},
       "properties":{
        "Name":{"id":"title","name":"Name","type":"title","title":{}},
        "Odd":{"id":"f%%5C%%5C%%3Ap","name":"Odd","type":"rich_text","rich_text":{}},
        "Raw":{"id":"a b|c","name":"Raw","type":"number","number":{"format":"number"}},
        "Stage":{"id":"stg","name":"Stage","type":"select",
          "select":{"options":[{"id":"o1","name":"Lead","color":"red"}]}},
        "Future":{"id":"fut","name":"Future","type":"hologram","hologram":{"depth":3}}}}
      """
          .formatted(DB);

  private final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
  private final ManualTime time =
      ManualTime.advancing(Instant.parse("2026-09-20T10:00:30Z"), ManualTime.DEFAULT_SEED);
  private EntitySession session;

  @BeforeEach
  void open() {
    server.start();
    answer(get("/v1/data_sources/" + DS), SCHEMA);
    session =
        Notion.connect(Secret.of("ntn_secret"))
            .baseUri(URI.create(server.baseUrl()))
            .dataSource(DS)
            .open(TestRun.context(time));
    server.resetRequests();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private void answer(MappingBuilder request, String body) {
    server.stubFor(
        request.willReturn(
            aResponse()
                .withHeader("Content-Type", "application/json")
                .withHeader("Date", "Sun, 20 Sep 2026 10:05:42 GMT")
                .withBody(body)));
  }

  private void fail(int status, String code, String message, String more) {
    server.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(status)
                    .withHeader("Content-Type", "application/json")
                    .withHeader("x-notion-request-id", "req-1")
                    .withBody(
                        """
                        {"object":"error","status":%d,"code":"%s","message":"%s",
                         "additional_data":%s,"request_id":"req-2"}
                        """
                            .formatted(status, code, message, more))));
  }

  private ConnectorException failure() {
    return catchThrowableOfType(
        ConnectorException.class, () -> session.lookup(List.of(P), Set.of()));
  }

  private int sent() {
    return server.findAll(anyRequestedFor(anyUrl())).size();
  }

  private static String list(String rest) {
    return "{\"object\":\"list\",\"type\":\"page_or_data_source\",\"page_or_data_source\":{},"
        + rest
        + "}";
  }

  private static String page(String properties) {
    return """
    {"object":"page","id":"BE633BF1DFA0436DB259571129A590E5",
     "created_time":"2026-09-20T10:04:00.000Z","last_edited_time":"2026-09-20T10:06:00.000Z",
     "in_trash":false,"is_archived":false,"is_locked":false,
     "parent":{"type":"data_source_id","data_source_id":"%s","database_id":"%s"},
     "properties":{%s},"url":"https://app.notion.com/p/x"}
    """
        .formatted(DS, DB, properties);
  }

  @Test
  void everyCall_carriesTokenAndVersion() {
    answer(post(anyUrl()), list("\"results\":[],\"has_more\":false,\"next_cursor\":null"));
    session.read(ReadRequest.all(Set.of()));
    server.verify(
        postRequestedFor(anyUrl())
            .withHeader("Authorization", equalTo("Bearer ntn_secret"))
            .withHeader("Notion-Version", equalTo("2026-03-11"))
            .withHeader("Content-Type", equalTo("application/json")));
  }

  @Test
  void fullRead_isThisRequest_andEndsWithTheServersTimeLessLagAndGranularity() {
    answer(
        post(anyUrl()),
        list("\"results\":[" + page("") + "],\"has_more\":false,\"next_cursor\":null"));
    Page page = session.read(ReadRequest.all(Set.of("f%5C%5C%3Ap", "a b|c")));
    assertThat(page.next()).isEqualTo(new Page.End("2026-09-20T10:03:42Z"));
    assertThat(page.changes()).extracting(Page.Change::id).containsExactly(P);
    server.verify(
        postRequestedFor(
                urlEqualTo(QUERY + "?filter_properties=f%5C%5C%3Ap&filter_properties=a%20b%7Cc"))
            .withRequestBody(
                equalToJson(
                    """
                    {"sorts":[{"timestamp":"created_time","direction":"ascending"}],
                     "page_size":100,"result_type":"page"}
                    """)));
  }

  @Test
  void allFieldsWanted_namesNone() {
    answer(post(anyUrl()), list("\"results\":[],\"has_more\":false,\"next_cursor\":null"));
    session.read(ReadRequest.all(Set.of("title", "f%5C%5C%3Ap", "a b|c", "stg", "fut")));
    server.verify(postRequestedFor(urlEqualTo(QUERY)));
  }

  @Test
  void nextPage_passesTheCursorOn_withTheSameQuery() {
    answer(post(anyUrl()), list("\"results\":[],\"has_more\":true,\"next_cursor\":\"curs/or==\""));
    Page first = session.read(ReadRequest.all(Set.of()));
    answer(post(anyUrl()), list("\"results\":[],\"has_more\":false,\"next_cursor\":null"));
    session.read(ReadRequest.all(Set.of()).next((Page.More) first.next()));
    server.verify(
        postRequestedFor(urlEqualTo(QUERY + "?filter_properties=title"))
            .withRequestBody(
                equalToJson(
                    """
                    {"sorts":[{"timestamp":"created_time","direction":"ascending"}],
                     "start_cursor":"curs/or==","page_size":100,"result_type":"page"}
                    """)));
  }

  @Test
  void changes_areAskedForFromTheMinuteBeforeTheCheckpoint() {
    answer(post(anyUrl()), list("\"results\":[],\"has_more\":false,\"next_cursor\":null"));
    session.read(ReadRequest.changes("2026-09-20T10:01:42Z", Set.of()));
    server.verify(
        postRequestedFor(anyUrl())
            .withRequestBody(
                equalToJson(
                    """
                    {"filter":{"timestamp":"last_edited_time",
                               "last_edited_time":{"on_or_after":"2026-09-20T10:00:00Z"}},
                     "sorts":[{"timestamp":"last_edited_time","direction":"ascending"}],
                     "page_size":100,"result_type":"page"}
                    """)));
  }

  @Test
  void cap_onTheLastPage_opensTheNextWindow_atTheMinuteOfTheLastRow() {
    answer(
        post(anyUrl()),
        list(
            "\"results\":["
                + page("")
                + "],\"has_more\":false,\"next_cursor\":null,\"request_status\":"
                + "{\"type\":\"incomplete\","
                + "\"incomplete_reason\":\"query_result_limit_reached\"}"));
    Page first = session.read(ReadRequest.all(Set.of()));
    session.read(ReadRequest.all(Set.of()).next((Page.More) first.next()));
    server.verify(
        postRequestedFor(anyUrl())
            .withRequestBody(
                equalToJson(
                    """
                    {"filter":{"timestamp":"created_time",
                               "created_time":{"on_or_after":"2026-09-20T10:04:00Z"}},
                     "sorts":[{"timestamp":"created_time","direction":"ascending"}],
                     "page_size":100,"result_type":"page"}
                    """)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'results':[]",
        "'has_more':false",
        "'results':null,'has_more':false",
        "'results':[],'has_more':true,'next_cursor':null",
        "'results':[{'object':'block','id':'x'}],'has_more':false"
      })
  void listThatBreaksItsPromise_isAProtocolError(String rest) {
    answer(post(anyUrl()), list(rest.replace('\'', '"')));
    ConnectorException e =
        catchThrowableOfType(
            ConnectorException.class, () -> session.read(ReadRequest.all(Set.of())));
    assertThat(e.kind()).isEqualTo(Kind.PROTOCOL);
  }

  @Test
  void errorBodyWithStatus200_isNoRecord() {
    answer(post(anyUrl()), "{\"object\":\"error\",\"status\":500,\"code\":\"x\"}");
    ConnectorException e =
        catchThrowableOfType(
            ConnectorException.class, () -> session.read(ReadRequest.all(Set.of())));
    assertThat(e.kind()).isEqualTo(Kind.PROTOCOL);
  }

  @Test
  void cursorThatDoesNotMove_isAProtocolError_notALoop() {
    answer(post(anyUrl()), list("\"results\":[],\"has_more\":true,\"next_cursor\":\"same\""));
    Page first = session.read(ReadRequest.all(Set.of()));
    ConnectorException e =
        catchThrowableOfType(
            ConnectorException.class,
            () -> session.read(ReadRequest.all(Set.of()).next((Page.More) first.next())));
    assertThat(e.kind()).isEqualTo(Kind.PROTOCOL);
  }

  @Test
  void propertyIds_areRecognisedInBothForms_andUnknownTypesAreCarried() {
    answer(
        get(anyUrl()),
        page(
            """
            "Renamed":{"id":"f\\\\\\\\:p","type":"rich_text",
                       "rich_text":[{"plain_text":"a"},{"plain_text":"b"}]},
            "Future":{"id":"fut","type":"hologram","hologram":{"z":1,"a":[true]}}
            """));
    Lookup.Found found =
        (Lookup.Found) session.lookup(List.of(P), Set.of("f%5C%5C%3Ap", "fut", "title")).get(0);
    assertThat(found.item().fields())
        .isEqualTo(
            Fields.of(
                "f%5C%5C%3Ap",
                Value.text("ab"), "fut", new Value.Opaque("{\"a\":[true],\"z\":1}")));
    assertThat(found.item().modifiedAt()).isEqualTo(Instant.parse("2026-09-20T10:06:00Z"));
  }

  @Test
  void create_isThisRequest() {
    answer(post("/v1/pages"), page(""));
    Fields fields =
        Fields.of("title", Value.text("Ada"), "stg", Value.choice("lead"))
            .with(Fields.of("a b|c", Value.number(2), "f%5C%5C%3Ap", Value.NULL));
    session.write(List.of(new Write.Create("k", fields, List.of())));
    server.verify(
        postRequestedFor(urlEqualTo("/v1/pages"))
            .withRequestBody(
                equalToJson(
                    """
                    {"parent":{"type":"data_source_id","data_source_id":"%s"},
                     "properties":{"title":{"title":[{"text":{"content":"Ada"}}]},
                                   "stg":{"select":{"id":"o1"}},"a b|c":{"number":2}}}
                    """
                        .formatted(DS))));
  }

  @Test
  void update_isThisRequest() {
    answer(patch(urlEqualTo("/v1/pages/" + P)), page(""));
    Fields fields =
        Fields.of("f%5C%5C%3Ap", Value.NULL, "a b|c", Value.NULL, "stg", Value.choice(" New one "));
    session.write(List.of(new Write.Update(P.replace("-", ""), fields, Expectation.none())));
    server.verify(
        patchRequestedFor(urlEqualTo("/v1/pages/" + P))
            .withRequestBody(
                equalToJson(
                    """
                    {"properties":{"f%5C%5C%3Ap":{"rich_text":[]},"a b|c":{"number":null},
                                   "stg":{"select":{"name":"New one"}}}}
                    """)));
  }

  @Test
  void delete_isThisRequest() {
    answer(
        patch(urlEqualTo("/v1/pages/" + P)),
        page("").replace("\"in_trash\":false", "\"in_trash\":true"));
    assertThat(session.write(List.of(new Write.Delete(P, Expectation.none()))))
        .containsExactly(new WriteResult.Done(P, null, null));
    server.verify(patchRequestedFor(anyUrl()).withRequestBody(equalToJson("{\"in_trash\":true}")));
  }

  @Test
  void deleteThatLeavesThePageThere_isUnknown() {
    answer(patch(anyUrl()), page(""));
    assertThat(session.write(List.of(new Write.Delete(P, Expectation.none()))).get(0))
        .isInstanceOf(WriteResult.Unknown.class);
  }

  @Test
  void longText_isSentInSpansOfWholeCharacters() {
    answer(patch(anyUrl()), page(""));
    String text = "x" + "🦊".repeat(1_500);
    session.write(
        List.of(new Write.Update(P, Fields.of("title", Value.text(text)), Expectation.none())));
    server.verify(
        patchRequestedFor(anyUrl())
            .withRequestBody(
                equalToJson(
                    """
                    {"properties":{"title":{"title":[{"text":{"content":"x%s"}},
                                                     {"text":{"content":"%s"}}]}}}
                    """
                        .formatted("🦊".repeat(999), "🦊".repeat(501)))));
  }

  @Test
  void find_isThisRequest() {
    answer(post(anyUrl()), list("\"results\":[],\"has_more\":false,\"next_cursor\":null"));
    session.find(
        new FindRequest(
            Instant.parse("2026-09-20T10:04:33Z"),
            "f%5C%5C%3Ap",
            List.of(Value.text("a"), Value.text("b"), Value.text("a")),
            Set.of("title")));
    server.verify(
        postRequestedFor(anyUrl())
            .withRequestBody(
                equalToJson(
                    """
                    {"filter":{"and":[
                       {"timestamp":"created_time",
                        "created_time":{"on_or_after":"2026-09-20T10:04:00Z"}},
                       {"or":[{"property":"f%5C%5C%3Ap","rich_text":{"equals":"a"}},
                              {"property":"f%5C%5C%3Ap","rich_text":{"equals":"b"}}]}]},
                     "sorts":[{"timestamp":"created_time","direction":"ascending"}],
                     "page_size":100,"result_type":"page"}
                    """)));
  }

  @Test
  void findByNumber_staysWithinTwoLevels() {
    answer(post(anyUrl()), list("\"results\":[],\"has_more\":false,\"next_cursor\":null"));
    session.find(
        new FindRequest(
            Instant.parse("2026-09-20T10:04:33Z"), "a b|c", List.of(Value.number(5)), Set.of()));
    server.verify(
        postRequestedFor(anyUrl())
            .withRequestBody(
                equalToJson(
                    """
                    {"filter":{"and":[
                       {"timestamp":"created_time",
                        "created_time":{"on_or_after":"2026-09-20T10:04:00Z"}},
                       {"property":"a b|c",
                        "number":{"greater_than_or_equal_to":4.99999999999995}},
                       {"property":"a b|c",
                        "number":{"less_than_or_equal_to":5.00000000000005}}]},
                     "sorts":[{"timestamp":"created_time","direction":"ascending"}],
                     "page_size":100,"result_type":"page"}
                    """)));
  }

  @ParameterizedTest
  @CsvSource({
    "400, validation_error, INVALID",
    "400, invalid_json, INVALID",
    "401, unauthorized, AUTHENTICATION",
    "403, restricted_resource, PERMISSION",
    "409, conflict_error, STALE",
    "409, row_limit_exceeded, QUOTA",
    "429, rate_limited, RATE_LIMITED",
    "529, service_overload, RATE_LIMITED",
    "500, internal_server_error, UNAVAILABLE",
    "502, bad_gateway, UNAVAILABLE",
    "503, service_unavailable, UNAVAILABLE",
    "504, gateway_timeout, TIMEOUT",
  })
  void errors_haveTheirKind_andTheRequestId(int status, String code, Kind kind) {
    fail(status, code, "Because.", "{}");
    ConnectorException e = failure();
    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e.effectPossible()).isFalse();
    assertThat(e)
        .hasMessageContainingAll(status + " " + code, "Because.", "req-1")
        .hasMessageNotContaining("ntn_secret");
  }

  @Test
  void blockedIntegration_isNotAskedAgain() {
    fail(429, "rate_limited", "No.", "{\"rate_limit_reason\":\"public_api_request_blocked\"}");
    assertThat(failure().kind()).isEqualTo(Kind.PERMISSION);
    assertThat(sent()).isEqualTo(1);
  }

  @Test
  void waitInTheBody_isKept_ifNoHeaderTellsIt() {
    fail(
        429,
        "rate_limited",
        "Wait.",
        "{\"rate_limit_reason\":\"public_api_request_rate_limit\",\"retry_after\":\"17\"}");
    Instant begun = time.instant();
    assertThat(failure().retryAfter()).contains(Duration.ofSeconds(17));
    assertThat(Duration.between(begun, time.instant())).isGreaterThan(Duration.ofSeconds(60));
  }

  @Test
  void freePlanOutOfBlocks_isQuota() {
    fail(403, "restricted_resource", "No.", "{\"block_limit\":\"block_creation\"}");
    assertThat(failure().kind()).isEqualTo(Kind.QUOTA);
    assertThat(sent()).isEqualTo(1);
  }

  @Test
  void htmlFromTheEdge_isReportedByItsRay_notItsBody() {
    server.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(403)
                    .withHeader("Content-Type", "text/html")
                    .withHeader("cf-ray", "ray-9")
                    .withBody("<html>Sorry, you have been blocked</html>")));
    assertThat(failure()).hasMessageContaining("ray-9").hasMessageNotContaining("Sorry");
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            "body failed validation: body.properties.Odd.rich_text[0].text.content.length should"
                + " be less",
            "f%5C%5C%3Ap"),
        Arguments.of(
            "body failed validation: body.properties.a b|c.number should be a number", "a b|c"),
        Arguments.of("Raw is expected to be number.", "a b|c"),
        Arguments.of("Stage is not a property that exists.", "stg"),
        Arguments.of("Invalid select option, commas not allowed: A, b", "stg"),
        Arguments.of("Something else.", null));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusedValue_namesItsField(String message, String field) {
    fail(400, "validation_error", message, "{}");
    Fields fields =
        Fields.of(
            "f%5C%5C%3Ap", Value.text("x"), "a b|c", Value.number(1), "stg", Value.choice("A"));
    WriteResult.Rejected rejected =
        (WriteResult.Rejected)
            session.write(List.of(new Write.Update(P, fields, Expectation.none()))).get(0);
    assertThat(rejected.reason()).isEqualTo(WriteResult.Reason.INVALID_VALUE);
    assertThat(rejected.field()).isEqualTo(field);
    assertThat(sent()).isEqualTo(1);
  }

  @Test
  void lockedPage_isForbidden() {
    fail(400, "validation_error", "Can't edit page that is locked.", "{}");
    WriteResult result =
        session
            .write(
                List.of(
                    new Write.Update(P, Fields.of("title", Value.text("x")), Expectation.none())))
            .get(0);
    assertThat(((WriteResult.Rejected) result).reason()).isEqualTo(WriteResult.Reason.FORBIDDEN);
  }

  @Test
  void writeAnsweredWithSomethingElse_isUnknown() {
    answer(post("/v1/pages"), "{\"object\":\"list\",\"results\":[]}");
    assertThat(
            session
                .write(
                    List.of(new Write.Create("k", Fields.of("title", Value.text("x")), List.of())))
                .get(0))
        .isInstanceOf(WriteResult.Unknown.class);
  }

  @Test
  void propertyItems_areAskedForByTheIdAsItCame() {
    String mentions =
        "{\"type\":\"mention\",\"plain_text\":\"m\"},".repeat(25).replaceAll(",$", "");
    answer(
        get(urlEqualTo("/v1/pages/" + P + "?filter_properties=f%5C%5C%3Ap")),
        page(
            "\"Odd\":{\"id\":\"f%5C%5C%3Ap\",\"type\":\"rich_text\",\"rich_text\":["
                + mentions
                + "]}"));
    answer(
        get(urlEqualTo("/v1/pages/" + P + "/properties/f%5C%5C%3Ap?page_size=100")),
        """
        {"object":"list","type":"property_item","has_more":true,"next_cursor":"c 2",
         "results":[{"object":"property_item","type":"rich_text",
                     "rich_text":{"plain_text":"one "}}]}
        """);
    answer(
        get(
            urlEqualTo(
                "/v1/pages/" + P + "/properties/f%5C%5C%3Ap?page_size=100&start_cursor=c%202")),
        """
        {"object":"list","type":"property_item","has_more":false,"next_cursor":null,
         "results":[{"object":"property_item","type":"rich_text",
                     "rich_text":{"plain_text":"two"}}]}
        """);
    Lookup.Found found = (Lookup.Found) session.lookup(List.of(P), Set.of("f%5C%5C%3Ap")).get(0);
    assertThat(found.item().fields().get("f%5C%5C%3Ap")).isEqualTo(Value.text("one two"));
    server.verify(3, getRequestedFor(anyUrl()));
  }
}
