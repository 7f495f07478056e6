package com.puraify.sync.connectors.airtable;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.connector.Connection.EntityName;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Expectation;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.connector.WriteResult.Done;
import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.connector.WriteResult.Rejected;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AirtableWireTest extends StubbedAirtable {

  private static final String OTHER = "appBBBBBBBBBBBBBB";

  private static Write.Create create(Fields fields, String... match) {
    return new Write.Create("k", fields, List.of(match));
  }

  private static Write.Update update(String id, Fields fields) {
    return new Write.Update(id, fields, Expectation.none());
  }

  private static Fields named(String name) {
    return Fields.of(NAME, Value.text(name));
  }

  private WriteResult write(Write write) {
    return session.write(List.of(write)).get(0);
  }

  // reading

  @Test
  void fullRead_isThisRequest_andEndsWithTheServersTimeLessLagAndGranularity() {
    answer(
        post(LIST),
        records(
            record(REC1, "\"%s\":\"Ada\",\"%s\":true".formatted(NAME, DONE)), record(REC2, "")));
    Page page = session.read(ReadRequest.all(Set.of(NAME, DONE)));
    assertThat(page.next()).isEqualTo(new Page.End("2026-09-20T10:04:41Z"));
    assertThat(page.changes())
        .extracting(change -> ((Page.Present) change).item().fields())
        .containsExactly(
            Fields.of(NAME, Value.text("Ada"), DONE, Value.TRUE),
            Fields.of(NAME, Value.NULL, DONE, Value.FALSE));
    server.verify(
        postRequestedFor(urlEqualTo(LIST))
            .withHeader("Authorization", equalTo("Bearer patSecret.0123"))
            .withRequestBody(
                equalToJson(
                    """
                    {"pageSize":100,"returnFieldsByFieldId":true,"fields":["%s","%s"],
                     "sort":[{"field":"%s"}]}
                    """
                        .formatted(NAME, DONE, NAME))));
  }

  @Test
  void readOfNoField_asksForThePrimaryOne() {
    answer(post(LIST), records());
    session.read(ReadRequest.all(Set.of()));
    server.verify(
        postRequestedFor(urlEqualTo(LIST))
            .withRequestBody(
                equalToJson(
                    """
                    {"pageSize":100,"returnFieldsByFieldId":true,"fields":["%s"],
                     "sort":[{"field":"%s"}]}
                    """
                        .formatted(NAME, NAME))));
  }

  @Test
  void nextPage_passesTheOffsetOn_evenAfterAnEmptyPage() {
    lists(List.of(page("itrX/recY"), page("itrX/recY"), page(null, record(REC1, ""))));
    TestRun.Read read = TestRun.readAll(session, Set.of(NAME));
    assertThat(read.ids()).containsExactly(REC1);
    server.verify(
        2,
        postRequestedFor(urlEqualTo(LIST))
            .withRequestBody(
                equalToJson(
                    """
                    {"pageSize":100,"returnFieldsByFieldId":true,"fields":["%s"],
                     "sort":[{"field":"%s"}],"offset":"itrX/recY"}
                    """
                        .formatted(NAME, NAME))));
  }

  @Test
  void changes_withoutAFieldForIt_areAskedForByTheFunction_alsoOfRecordsNeverEdited() {
    answer(post(LIST), records());
    session.read(ReadRequest.changes("2026-09-20T10:01:42Z", Set.of(NAME)));
    server.verify(
        postRequestedFor(urlEqualTo(LIST))
            .withRequestBody(
                equalToJson(
                    """
                    {"pageSize":100,"returnFieldsByFieldId":true,"fields":["%s"],
                     "filterByFormula":"OR(IS_AFTER(LAST_MODIFIED_TIME(),'2026-09-20T10:01:40Z'),\
                    IS_AFTER(CREATED_TIME(),'2026-09-20T10:01:40Z'))"}
                    """
                        .formatted(NAME))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'referencedFieldIds':[],'result':{'type':'dateTime'}}|{fldMMMMMMMMMMMMMM}",
        "{'referencedFieldIds':['" + NAME + "'],'result':{'type':'dateTime'}}|{fldMMMMMMMMMMMMMM}",
        "{'referencedFieldIds':['"
            + COUNT
            + "'],'result':{'type':'dateTime'}}"
            + "|LAST_MODIFIED_TIME()",
        "{'referencedFieldIds':[],'result':{'type':'date'}}|LAST_MODIFIED_TIME()",
        "{'result':{'type':'dateTime'}}|LAST_MODIFIED_TIME()"
      })
  void changes_areAskedForByAFieldThatWatchesWhatIsRead(String options, String time) {
    answer(
        get(TABLES),
        schema(
            ",{\"id\":\"fldMMMMMMMMMMMMMM\",\"name\":\"M\",\"type\":\"lastModifiedTime\","
                + "\"options\":"
                + options.replace('\'', '"')
                + "}"));
    answer(post(LIST), records());
    open(connection()).read(ReadRequest.changes("2026-09-20T10:01:42Z", Set.of(NAME)));
    assertThat(server.getAllServeEvents().get(0).getRequest().getBodyAsString())
        .contains("OR(IS_AFTER(" + time + ",'2026-09-20T10:01:40Z'),IS_AFTER(CREATED_TIME()");
  }

  @Test
  void timeOfTheLastEdit_isThatOfTheFieldThatWatchesAll_orTheCreation() {
    String modified = "fldMMMMMMMMMMMMMM";
    answer(
        get(TABLES),
        schema(
            ",{\"id\":\"%s\",\"name\":\"M\",\"type\":\"lastModifiedTime\",\"options\":{"
                    .formatted(modified)
                + "\"referencedFieldIds\":[],\"result\":{\"type\":\"dateTime\"}}}"));
    answer(
        post(LIST),
        records(
            record(REC1, "\"%s\":\"2026-09-20T10:00:07.000Z\"".formatted(modified)),
            record(REC2, "")));
    TestRun.Read read = TestRun.readAll(open(connection()), Set.of(NAME));
    assertThat(read.items())
        .extracting(item -> item.modifiedAt())
        .containsExactly(
            Instant.parse("2026-09-20T10:00:07Z"), Instant.parse("2026-09-20T09:00:00Z"));
  }

  @Test
  void lostIterator_restartsTheListing_andTheCheckpointIsThatOfItsFirstBeginning() {
    lists(
        List.of(
            page("itr1/rec2", record(REC1, "")),
            error("LIST_RECORDS_ITERATOR_NOT_AVAILABLE", "gone"),
            page("itr2/rec2", record(REC1, "")),
            page(null, record(REC2, ""))));
    TestRun.Read read = TestRun.readAll(session, Set.of(NAME));
    assertThat(read.ids()).containsExactly(REC1, REC1, REC2);
    assertThat(read.checkpoint()).isEqualTo("2026-09-20T10:04:41Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LIST_RECORDS_ITERATOR_NOT_AVAILABLE", "INVALID_OFFSET_VALUE"})
  void iteratorThatIsLostAgainAndAgain_isAnError_notALoop(String type) {
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      bodies.add(page("itr" + i, record(REC1, "")));
      bodies.add(error(type, "gone"));
    }
    lists(bodies);
    ConnectorException e = failure(() -> TestRun.readAll(session, Set.of(NAME)));
    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(e).hasMessageContaining("6 times");
    assertThat(sent()).isEqualTo(12);
  }

  @Test
  void offsetThatDoesNotMove_isAProtocolError_notALoop() {
    for (String page : List.of(page("same"), page("same", record(REC1, "")))) {
      answer(post(LIST), page);
      ConnectorException e = failure(() -> TestRun.readAll(session, Set.of(NAME)));
      assertThat(e.kind()).isEqualTo(Kind.PROTOCOL);
      ConnectorException again = failure(() -> session.lookup(List.of(REC1), Set.of(NAME)));
      assertThat(again.kind()).isEqualTo(Kind.PROTOCOL);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"records\":{}}",
        "{\"records\":[{\"id\":\"" + REC1 + "\"}]}",
        "{\"records\":[{\"fields\":{}}]}",
        "{\"records\":[{\"id\":\"" + REC1 + "\",\"fields\":{\"" + NAME + "\":[1]}}]}",
        "<html><body>Bad gateway</body></html>",
        "{\"records\":[{\"id\":\"" + REC1 + "\",\"fie",
      })
  void listThatBreaksItsPromise_isAProtocolError(String body) {
    answer(post(LIST), body);
    assertThat(failure(() -> session.read(ReadRequest.all(Set.of(NAME)))).kind())
        .isEqualTo(Kind.PROTOCOL);
  }

  @Test
  void fieldThatWentMeanwhile_makesTheReadStale() {
    answer(post(LIST), 422, error("UNKNOWN_FIELD_NAME", "Unknown field name: \\\"x\\\""));
    assertThat(failure(() -> session.read(ReadRequest.all(Set.of(NAME)))).kind())
        .isEqualTo(Kind.STALE);
  }

  // looking up

  @Test
  void lookup_asksForAllIdsAtOnce_andTellsWhatIsDeletedFromWhatWasNever() {
    answer(post(LIST), records(record(REC2, "\"%s\":\"b\"".formatted(NAME))));
    List<Lookup> found = session.lookup(List.of(REC1, "x'", REC2), Set.of(NAME));
    assertThat(found.get(0)).isEqualTo(Lookup.Gone.because(REC1, Lookup.Reason.DELETED));
    assertThat(found.get(1)).isEqualTo(Lookup.Gone.because("x'", Lookup.Reason.UNKNOWN));
    assertThat(((Lookup.Found) found.get(2)).item().fields()).isEqualTo(named("b"));
    server.verify(
        1,
        postRequestedFor(urlEqualTo(LIST))
            .withRequestBody(
                equalToJson(
                    """
                    {"pageSize":100,"returnFieldsByFieldId":true,"fields":["%s"],
                     "filterByFormula":"OR(RECORD_ID()='%s',RECORD_ID()='%s')"}
                    """
                        .formatted(NAME, REC1, REC2))));
  }

  @Test
  void lookupOfOddIds_asksNothing() {
    assertThat(session.lookup(List.of("no-such"), Set.of(NAME)))
        .containsExactly(Lookup.Gone.because("no-such", Lookup.Reason.UNKNOWN));
    assertThat(sent()).isZero();
  }

  // writing

  @Test
  void create_isThisRequest_andTellsTheWholeRecord() {
    answer(
        post(RECORDS), records(record(REC1, "\"%s\":\"Ada\"".formatted(NAME)), record(REC2, "")));
    List<WriteResult> results =
        session.write(
            List.of(
                create(Fields.of(NAME, Value.text("Ada"), STAGE, Value.NULL)),
                create(Fields.of(COUNT, Value.number(new java.math.BigDecimal("2.25"))))));
    Done done = (Done) results.get(0);
    assertThat(done.id()).isEqualTo(REC1);
    assertThat(done.after().fields().get(DONE)).isEqualTo(Value.FALSE);
    assertThat(done.after().fields().get(STAGE)).isEqualTo(Value.NULL);
    assertThat(((Done) results.get(1)).id()).isEqualTo(REC2);
    server.verify(
        postRequestedFor(urlEqualTo(RECORDS))
            .withRequestBody(
                equalToJson(
                    """
                    {"returnFieldsByFieldId":true,
                     "records":[{"fields":{"%s":"Ada"}},{"fields":{"%s":2.3}}]}
                    """
                        .formatted(NAME, COUNT))));
  }

  @Test
  void update_isAPatchOfTheMentionedFieldsAlone_neverAPut() {
    answer(patch(urlEqualTo(RECORDS)), records(record(REC1, "")));
    write(
        update(
            REC1,
            Fields.of(NAME, Value.NULL, STAGE, Value.choice("Lead"))
                .with(LINKS, Value.NULL)
                .with(DONE, Value.FALSE)));
    server.verify(
        patchRequestedFor(urlEqualTo(RECORDS))
            .withRequestBody(
                equalToJson(
                    """
                    {"returnFieldsByFieldId":true,
                     "records":[{"id":"%s","fields":{"%s":null,"%s":"Lead","%s":[],"%s":false}}]}
                    """
                        .formatted(REC1, NAME, STAGE, LINKS, DONE))));
  }

  @Test
  void delete_namesTheRecordsInTheQuery() {
    answer(
        delete(anyUrl()),
        records(
            "{\"id\":\"%s\",\"deleted\":true}".formatted(REC1),
            "{\"id\":\"%s\",\"deleted\":false}".formatted(REC2)));
    List<WriteResult> results =
        session.write(
            List.of(
                new Write.Delete(REC1, Expectation.none()),
                new Write.Delete(REC2, Expectation.none())));
    assertThat(results.get(0)).isEqualTo(new Done(REC1, null, null));
    assertThat(results.get(1)).isInstanceOf(WriteResult.Unknown.class);
    server.verify(
        deleteRequestedFor(
            urlEqualTo(RECORDS + "?records%5B%5D=" + REC1 + "&records%5B%5D=" + REC2)));
  }

  @Test
  void createWithMatchFields_isAnUpsertOnThem() {
    answer(patch(urlEqualTo(RECORDS)), records(record(REC1, "\"%s\":\"Ada\"".formatted(NAME))));
    assertThat(write(create(named("Ada").with(STAGE, Value.NULL), NAME))).isInstanceOf(Done.class);
    server.verify(
        patchRequestedFor(urlEqualTo(RECORDS))
            .withRequestBody(
                equalToJson(
                    """
                    {"performUpsert":{"fieldsToMergeOn":["%s"]},"returnFieldsByFieldId":true,
                     "records":[{"fields":{"%s":"Ada","%s":null}}]}
                    """
                        .formatted(NAME, NAME, STAGE))));
  }

  @Test
  void upsertOnABlankKey_wouldMakeADuplicateAtEachRepeat_soItIsAPlainCreate() {
    answer(post(RECORDS), records(record(REC1, "")));
    for (Value blank : List.of(Value.NULL, Value.text(""), Value.text("  "))) {
      assertThat(write(create(Fields.of(NAME, blank), NAME))).isInstanceOf(Done.class);
    }
    assertThat(write(create(Fields.of(COUNT, Value.number(1)), NAME))).isInstanceOf(Done.class);
    server.verify(4, postRequestedFor(urlEqualTo(RECORDS)));
  }

  @Test
  void fieldsThatAirtableCannotMergeOn_areNotUsed() {
    answer(post(RECORDS), records(record(REC1, "")));
    write(create(named("a").with(DONE, Value.TRUE), NAME, DONE));
    write(create(named("a"), NAME, COUNT, STAGE, LINKS));
    server.verify(2, postRequestedFor(urlEqualTo(RECORDS)));
  }

  @Test
  void twoUpsertsOfOneKeyInABatch_areNotSentTogether() {
    answer(patch(urlEqualTo(RECORDS)), records(record(REC1, "")));
    List<WriteResult> results =
        session.write(List.of(create(named("a"), NAME), create(named("a"), NAME)));
    assertThat(results.get(0)).isInstanceOf(Done.class);
    assertThat(((Rejected) results.get(1)).reason()).isEqualTo(Reason.DUPLICATE);
  }

  @Test
  void batchOfUpsertsAndPlainCreates_isTwoCalls_andTheSecondsFailureThrowsNothing() {
    answer(patch(urlEqualTo(RECORDS)), records(record(REC1, "")));
    answer(post(RECORDS), 401, error("AUTHENTICATION_REQUIRED", "no"));
    List<WriteResult> results =
        session.write(List.of(create(named("a"), NAME), create(Fields.empty(), NAME)));
    assertThat(results.get(0)).isInstanceOf(Done.class);
    assertThat(results.get(1)).isInstanceOf(WriteResult.Unknown.class);
  }

  @Test
  void valueThatAirtableWouldRefuse_isNotSent_andTheOthersAre() {
    answer(post(RECORDS), records(record(REC1, "")));
    List<WriteResult> results =
        session.write(
            List.of(
                create(Fields.of(STAGE, Value.choice("Lost"))),
                create(named("a")),
                create(Fields.of("fldXXXXXXXXXXXXXX", Value.text("a")))));
    assertThat(results.get(0))
        .isInstanceOfSatisfying(
            Rejected.class,
            refused -> {
              assertThat(refused.field()).isEqualTo(STAGE);
              assertThat(refused.detail()).contains("'Lost'").contains("[Lead]");
            });
    assertThat(results.get(1)).isInstanceOf(Done.class);
    assertThat(((Rejected) results.get(2)).field()).isEqualTo("fldXXXXXXXXXXXXXX");
    server.verify(
        postRequestedFor(urlEqualTo(RECORDS))
            .withRequestBody(
                equalToJson(
                    "{\"returnFieldsByFieldId\":true,\"records\":[{\"fields\":{\"%s\":\"a\"}}]}"
                        .formatted(NAME))));
  }

  @Test
  void recordThatIsGone_isTakenOutOfTheBatch_andTheOthersAreWritten() {
    answer(
        patch(urlEqualTo(RECORDS)),
        422,
        error("ROW_DOES_NOT_EXIST", "Record ID " + REC2 + " does not exist in this table"));
    answer(
        patch(urlEqualTo(RECORDS))
            .withRequestBody(
                equalToJson(
                    """
                    {"returnFieldsByFieldId":true,
                     "records":[{"id":"%s","fields":{"%s":"a"}},{"id":"%s","fields":{"%s":"c"}}]}
                    """
                        .formatted(REC1, NAME, REC3, NAME))),
        records(record(REC1, ""), record(REC3, "")));
    List<WriteResult> results =
        session.write(
            List.of(update(REC1, named("a")), update(REC2, named("b")), update(REC3, named("c"))));
    assertThat(results.get(0)).isInstanceOf(Done.class);
    assertThat(((Rejected) results.get(1)).reason()).isEqualTo(Reason.GONE);
    assertThat(results.get(2)).isInstanceOf(Done.class);
    assertThat(sent()).isEqualTo(2);
  }

  @Test
  void linkToARecordThatIsGone_isThatItemsFault() {
    answer(
        post(RECORDS)
            .withRequestBody(
                equalToJson(
                    "{\"records\":[{\"fields\":{\"%s\":\"b\"}}]}".formatted(NAME), true, true)),
        records(record(REC1, "")));
    answer(
        post(RECORDS)
            .withRequestBody(
                equalToJson(
                    "{\"records\":[{\"fields\":{\"%s\":[\"%s\"]}},{}]}".formatted(LINKS, REC3),
                    true,
                    true)),
        422,
        error("ROW_DOES_NOT_EXIST", "Record ID " + REC3 + " does not exist in this table"));
    List<WriteResult> results =
        session.write(
            List.of(
                create(Fields.of(LINKS, Value.many(List.of(Value.reference(REC3))))),
                create(named("b"))));
    Rejected rejected = (Rejected) results.get(0);
    assertThat(rejected.reason()).isEqualTo(Reason.MISSING_REFERENCE);
    assertThat(rejected.field()).isEqualTo(LINKS);
    assertThat(results.get(1)).isInstanceOf(Done.class);
  }

  @Test
  void refusedBatch_isInvalidAsAWhole_andRefusedAloneItNamesTheField() {
    answer(
        post(RECORDS),
        422,
        error("INVALID_VALUE_FOR_COLUMN", "Field \\\"Count\\\" cannot accept the provided value"));
    Write.Create bad = create(named("a").with(COUNT, Value.number(1)));
    ConnectorException e = failure(() -> session.write(List.of(bad, create(named("b")))));
    assertThat(e.kind()).isEqualTo(Kind.INVALID);
    assertThat(e.effectPossible()).isFalse();
    assertThat(write(bad))
        .isInstanceOfSatisfying(
            Rejected.class,
            refused -> {
              assertThat(refused.field()).isEqualTo(COUNT);
              assertThat(refused.reason()).isEqualTo(Reason.INVALID_VALUE);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INVALID_MULTIPLE_CHOICE_OPTIONS"
            + "|Insufficient permissions to create new select option \\\"Lead\\\"|"
            + STAGE,
        "UNKNOWN_FIELD_NAME|Unknown field name: \\\"" + NAME + "\\\"|" + NAME,
        "INVALID_REQUEST_UNKNOWN|Invalid request|"
      })
  void refusalOfOneRecord_namesTheField_asFarAsItTells(String type, String words, String field) {
    answer(post(RECORDS), 422, error(type, words));
    Rejected rejected = (Rejected) write(create(named("a").with(STAGE, Value.choice("Lead"))));
    assertThat(rejected.field()).isEqualTo(field);
    assertThat(rejected.detail()).contains(type);
  }

  @Test
  void answerLostAfterCreate_isUnknown_andNotRepeated() {
    for (int status : List.of(500, 502, 503, 504)) {
      server.resetRequests();
      answer(post(RECORDS), status, "{\"error\":{\"type\":\"SERVER_ERROR\"}}");
      assertThat(session.write(List.of(create(named("a")), create(named("b")))))
          .hasOnlyElementsOfType(WriteResult.Unknown.class);
      assertThat(sent()).isEqualTo(1);
    }
    answer(post(RECORDS), "<html>");
    assertThat(write(create(named("a")))).isInstanceOf(WriteResult.Unknown.class);
    answer(post(RECORDS), records(record(REC1, ""), record(REC2, "")));
    assertThat(write(create(named("a")))).isInstanceOf(WriteResult.Unknown.class);
    answer(patch(urlEqualTo(RECORDS)), records(record(REC2, "")));
    assertThat(write(update(REC1, named("a")))).isInstanceOf(WriteResult.Unknown.class);
  }

  @Test
  void writtenRecordThatCannotBeRead_isDoneNevertheless() {
    answer(post(RECORDS), records(record(REC1, "\"%s\":7".formatted(NAME))));
    assertThat(write(create(named("a")))).isEqualTo(new Done(REC1, null, null));
  }

  @Test
  void idThatIsNoRecords_isGone_andNothingIsSent() {
    assertThat(((Rejected) write(update("42", named("a")))).reason()).isEqualTo(Reason.GONE);
    assertThat(((Rejected) write(new Write.Delete("42", Expectation.none()))).reason())
        .isEqualTo(Reason.GONE);
    assertThat(write(update(REC1, Fields.empty()))).isEqualTo(new Done(REC1, null, null));
    assertThat(sent()).isZero();
  }

  // errors

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|{'error':{'type':'INVALID_REQUEST_BODY'}}|INVALID",
        "401|{'error':{'type':'AUTHENTICATION_REQUIRED','message':'no'}}|AUTHENTICATION",
        "403|{'error':{'type':'INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND'}}|PERMISSION",
        "403|{'error':{'type':'INVALID_PERMISSIONS','message':'x'}}|PERMISSION",
        "404|{'error':'NOT_FOUND'}|NOT_FOUND",
        "404|{'error':{'type':'TABLE_NOT_FOUND','message':'x'}}|NOT_FOUND",
        "404|{'error':{'type':'MODEL_ID_NOT_FOUND','message':'Record not found'}}|NOT_FOUND",
        "413|<html>too big</html>|INVALID",
        "422|{'error':{'type':'INVALID_REQUEST_UNKNOWN'}}|INVALID",
        "422|{'error':{'type':'INVALID_FILTER_BY_FORMULA','message':'x'}}|INVALID",
        "422|{'error':{'type':'VIEW_NAME_NOT_FOUND'}}|INVALID",
        "422|{'error':{'type':'FAILED_STATE_CHECK'}}|INVALID",
        "418|teapot|INVALID",
        "302|moved|PROTOCOL"
      })
  void errorBodies_areTheKindThatSaysWhoMustAct(int status, String body, Kind kind) {
    everythingFails(status, body.replace('\'', '"'));
    ConnectorException e = failure(() -> session.read(ReadRequest.all(Set.of(NAME))));
    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e.getMessage()).contains("Airtable answered " + status).doesNotContain("<html>");
    assertThat(sent()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"500,UNAVAILABLE", "502,UNAVAILABLE", "503,UNAVAILABLE", "504,TIMEOUT"})
  void serverErrors_areRepeatedForReads(int status, Kind kind) {
    everythingFails(status, "{\"error\":{\"type\":\"RETRIABLE_ERROR\"}}");
    assertThat(failure(() -> session.read(ReadRequest.all(Set.of(NAME)))).kind()).isEqualTo(kind);
    assertThat(sent()).isEqualTo(5);
  }

  @Test
  void rateLimit_pausesTheAccountFor30Seconds_thenGoesOn() {
    server.stubFor(
        post(LIST)
            .inScenario("429")
            .whenScenarioStateIs("Started")
            .willSetStateTo("over")
            .willReturn(
                aResponse()
                    .withStatus(429)
                    .withHeader("Retry-After", "1")
                    .withBody(error("RATE_LIMIT_REACHED", "slow down"))));
    answer(post(LIST).inScenario("429").whenScenarioStateIs("over"), records());
    Instant before = time.instant();
    session.read(ReadRequest.all(Set.of(NAME)));
    assertThat(Duration.between(before, time.instant()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    assertThat(sent()).isEqualTo(2);
  }

  @Test
  void monthlyQuota_isAQuota_andNotTriedAgain() {
    everythingFails(429, error("PUBLIC_API_BILLING_LIMIT_EXCEEDED", "limit exceeded"));
    ConnectorException e = failure(() -> session.read(ReadRequest.all(Set.of(NAME))));
    assertThat(e.kind()).isEqualTo(Kind.QUOTA);
    assertThat(sent()).isEqualTo(1);
    assertThat(failure(() -> session.write(List.of(create(named("a"))))).kind())
        .isEqualTo(Kind.QUOTA);
    assertThat(sent()).isEqualTo(2);
  }

  @Test
  void errorsOfWrites_thatAreNoRecordsFault_areThrown() {
    for (int status : List.of(401, 403, 404)) {
      everythingFails(status, "{\"error\":\"NOT_FOUND\"}");
      ConnectorException e = failure(() -> session.write(List.of(create(named("a")))));
      assertThat(e.effectPossible()).isFalse();
    }
  }

  @Test
  void limitOfTheBase_isFiveCallsASecond() {
    answer(post(LIST), records());
    Instant before = time.instant();
    EntitySession other = open(connection());
    for (int i = 0; i < 10; i++) {
      session.read(ReadRequest.all(Set.of(NAME)));
    }
    other.close();
    assertThat(Duration.between(before, time.instant()))
        .isBetween(Duration.ofMillis(1_030), Duration.ofMillis(2_100));
  }

  // discovery

  private void twoBases(String otherTables) {
    answer(
        get("/v0/meta/bases"),
        """
        {"bases":[{"id":"%s","name":"Projects/2026","permissionLevel":"edit"}],"offset":"o/1"}
        """
            .formatted(BASE));
    answer(
        get("/v0/meta/bases?offset=o%2F1"),
        """
        {"bases":[{"id":"%s","name":"Sales","permissionLevel":"read"},
                  {"id":"appCCCCCCCCCCCCCC","name":"Old","permissionLevel":"none"}]}
        """
            .formatted(OTHER));
    answer(get("/v0/meta/bases/" + OTHER + "/tables"), "{\"tables\":[" + otherTables + "]}");
  }

  private static String table(String id, String name) {
    return "{\"id\":\"%s\",\"name\":\"%s\",\"primaryFieldId\":\"%s\",\"fields\":[]}"
        .formatted(id, name, NAME);
  }

  private String opened(AirtableConnection by, String name) {
    try (EntitySession opened = by.table(name).open(TestRun.context(time))) {
      return opened.key().id();
    }
  }

  @Test
  void table_isFoundByIdsOrNames_alsoOfBasesWithASlash() {
    twoBases(table("tblUUUUUUUUUUUUUU", "Deals"));
    String tasks = BASE + "/" + TABLE;
    for (String name :
        List.of(
            tasks,
            BASE + "/Tasks",
            BASE + "/tasks",
            "Projects/2026/Tasks",
            "projects 2026/" + TABLE,
            "Tasks",
            " tasks ",
            TABLE)) {
      assertThat(opened(connection(), name)).as(name).isEqualTo(tasks);
    }
    for (String base : List.of(BASE, "Projects/2026", "projects-2026")) {
      assertThat(opened(connection().base(base), "Tasks")).as(base).isEqualTo(tasks);
    }
    server.resetRequests();
    opened(connection(), tasks);
    assertThat(sent()).isEqualTo(1);
  }

  @Test
  void tableOfAmbiguousName_isAskedForByItsId() {
    twoBases(table("tblUUUUUUUUUUUUUU", "Tasks"));
    ConnectorException e = failure(() -> opened(connection(), "Tasks"));
    assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(e).hasMessageContaining(TABLE).hasMessageContaining("tblUUUUUUUUUUUUUU");
    assertThat(opened(connection(), "Sales/Tasks")).isEqualTo(OTHER + "/tblUUUUUUUUUUUUUU");
  }

  @Test
  void tableOrBaseThatIsNotThere_isNamedWithWhatIs() {
    twoBases(table("tblUUUUUUUUUUUUUU", "Deals"));
    assertThat(failure(() -> opened(connection(), "Leads")))
        .hasMessageContaining("'Leads'")
        .hasMessageContaining("'Deals', 'Tasks'");
    assertThat(failure(() -> opened(connection().base("Sails"), "Deals")))
        .hasMessageContaining("'Sails'")
        .hasMessageContaining("'Projects/2026', 'Sales'");
  }

  @Test
  void entities_areListedByTheirTablesNames_withTheBaseWhereOneIsNotEnough() {
    twoBases(table("tblUUUUUUUUUUUUUU", "Tasks") + "," + table("tblVVVVVVVVVVVVVV", "Deals"));
    assertThat(connection().entities(TestRun.context(time)))
        .containsExactly(
            new EntityName(BASE + "/" + TABLE, "Projects/2026/Tasks"),
            new EntityName(OTHER + "/tblUUUUUUUUUUUUUU", "Sales/Tasks"),
            new EntityName(OTHER + "/tblVVVVVVVVVVVVVV", "Deals"));
  }

  @Test
  void baseWhoseTablesMayNotBeSeen_isLeftOutOfTheSearch() {
    twoBases("");
    answer(
        get("/v0/meta/bases/" + OTHER + "/tables"),
        403,
        error("INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND", "x"));
    assertThat(opened(connection(), "Tasks")).isEqualTo(BASE + "/" + TABLE);
    assertThat(failure(() -> opened(connection(), OTHER + "/Tasks")).kind())
        .isEqualTo(Kind.PERMISSION);
  }

  @Test
  void schema_hasTheFieldsByTheirIds_andUnknownTypesAndKeysAreTolerated() {
    answer(
        any(urlEqualTo(TABLES)),
        schema(",{\"id\":\"fldFFFFFFFFFFFFFF\",\"name\":\"F\",\"type\":\"hologram\",\"y\":1}"));
    EntitySession opened = open(connection());
    assertThat(opened.schema().byId("fldFFFFFFFFFFFFFF").orElseThrow().derived()).isTrue();
    assertThat(opened.schema().byId(LINKS).orElseThrow().type().toString())
        .contains(BASE + "/tblOOOOOOOOOOOOOO");
    assertThat(opened.schema().entity()).isEqualTo("Tasks");
  }
}
