package com.puraify.sync.connectors.airtable;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.connector.Capabilities.DeleteVisibility;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeLogTest extends StubbedAirtable {

  private static final String ALL = "{\"dataTypes\":[\"tableData\"]}";
  private static final String SINCE =
      "{\"webhook\":\"" + HOOK + "\",\"cursor\":3,\"time\":\"2026-09-20T09:00:00Z\"}";

  private EntitySession withHook(String filters, String more) {
    answer(
        get(HOOKS),
        """
        {"webhooks":[{"id":"achXXXXXXXXXXXXXX"},
          {"id":"%s","cursorForNextPayload":7,"expirationTime":"2026-09-22T00:00:00.000Z",
           "specification":{"options":{"filters":%s}}%s}]}
        """
            .formatted(HOOK, filters, more));
    EntitySession opened = open(connection().webhook(HOOK));
    server.resetRequests();
    return opened;
  }

  private static String log(long cursor, boolean more, String... payloads) {
    return "{\"payloads\":[%s],\"cursor\":%d,\"mightHaveMore\":%s,\"payloadFormat\":\"v0\"}"
        .formatted(String.join(",", payloads), cursor, more);
  }

  private static String payload(String changes) {
    return "{\"baseTransactionNumber\":1,\"timestamp\":\"2026-09-20T09:30:00.000Z\","
        + "\"changedTablesById\":{\"tblZZZZZZZZZZZZZZ\":"
        + "{\"destroyedRecordIds\":[\"recZZZZZZZZZZZZZZ\"]},\""
        + TABLE
        + "\":{"
        + changes
        + "}}}";
  }

  private static String changed(String... ids) {
    return payload(
        "\"changedRecordsById\":{"
            + String.join(
                ",",
                List.of(ids).stream()
                    .map(id -> "\"" + id + "\":{\"current\":{\"cellValuesByFieldId\":{}}}")
                    .toList())
            + "}");
  }

  private static String destroyed(String id) {
    return payload("\"destroyedRecordIds\":[\"" + id + "\"]");
  }

  private static String created(String id) {
    return payload("\"createdRecordsById\":{\"" + id + "\":{\"cellValuesByFieldId\":{}}}");
  }

  private void payloads(long cursor, String body) {
    answer(get(urlEqualTo(HOOKS + "/" + HOOK + "/payloads?cursor=" + cursor + "&limit=50")), body);
  }

  @Test
  void fullRead_endsWithThePlaceInTheLogFromBeforeItsFirstPage() {
    EntitySession opened = withHook(ALL, "");
    assertThat(opened.capabilities().deletes()).isEqualTo(DeleteVisibility.FEED);
    answer(post(LIST), records());
    payloads(
        1,
        log(
            7,
            false,
            changed(REC1),
            changed(REC1),
            changed(REC1),
            changed(REC1),
            changed(REC1),
            changed(REC1)));
    assertThat(TestRun.readAll(opened, Set.of(NAME)).checkpoint())
        .isEqualTo("{\"webhook\":\"" + HOOK + "\",\"cursor\":7,\"time\":\"2026-09-20T10:04:41Z\"}");
  }

  @Test
  void changes_areReadAgainByTheirIds_andDestroyedRecordsAreDeletes() {
    EntitySession opened = withHook(ALL, "");
    payloads(3, log(6, false, changed(REC1), created(REC2), destroyed(REC3)));
    answer(post(LIST), records(record(REC2, "")));
    Page page = opened.read(ReadRequest.changes(SINCE, Set.of(NAME)));
    assertThat(page.changes()).hasSize(2);
    assertThat(page.changes().get(0))
        .isEqualTo(new Page.Removed(Lookup.Gone.because(REC3, Lookup.Reason.DELETED)));
    assertThat(page.changes().get(1).id()).isEqualTo(REC2);
    assertThat(page.next())
        .isEqualTo(
            new Page.End(
                "{\"webhook\":\"" + HOOK + "\",\"cursor\":6,\"time\":\"2026-09-20T10:04:41Z\"}"));
    assertThat(server.getAllServeEvents().get(0).getRequest().getBodyAsString())
        .contains("OR(RECORD_ID()='" + REC1 + "',RECORD_ID()='" + REC2 + "')");
    assertThat(sent()).isEqualTo(2);
  }

  @Test
  void checkpoint_staysBeforeWhatListingsMayNotShowYet() {
    EntitySession opened = withHook(ALL, "");
    answer(post(LIST), records());
    String fresh = changed(REC2).replace("09:30:00", "10:05:00");
    payloads(
        1, log(7, false, changed(REC1), changed(REC1), changed(REC1), fresh, changed(REC1), fresh));
    assertThat(TestRun.readAll(opened, Set.of(NAME)).checkpoint()).contains("\"cursor\":4,");
    payloads(3, log(6, false, changed(REC1), fresh, changed(REC1)));
    assertThat(TestRun.readAll(opened, ReadRequest.changes(SINCE, Set.of(NAME))).checkpoint())
        .contains("\"cursor\":4,");
  }

  @Test
  void nothingNew_isOneCall() {
    EntitySession opened = withHook(ALL, "");
    payloads(3, log(3, false));
    Page page = opened.read(ReadRequest.changes(SINCE, Set.of(NAME)));
    assertThat(page.changes()).isEmpty();
    assertThat(page.next()).isInstanceOf(Page.End.class);
    assertThat(sent()).isEqualTo(1);
  }

  @Test
  void recordDestroyedAndRestored_isThere_andTheOtherWayRound() {
    EntitySession opened = withHook(ALL, "");
    payloads(3, log(7, false, destroyed(REC1), created(REC1), changed(REC2), destroyed(REC2)));
    answer(post(LIST), records(record(REC1, "")));
    Page page = opened.read(ReadRequest.changes(SINCE, Set.of(NAME)));
    assertThat(page.changes()).extracting(Page.Change::id).containsExactly(REC2, REC1);
    assertThat(page.changes().get(0)).isInstanceOf(Page.Removed.class);
  }

  @Test
  void longLog_isReadToItsEnd_withOneListingForAHundredRecords() {
    EntitySession opened = withHook(ALL, "");
    List<String> ids = IntStream.range(0, 130).mapToObj(i -> "rec%014d".formatted(i)).toList();
    List<String> each = ids.stream().map(ChangeLogTest::changed).toList();
    payloads(3, log(53, true, each.subList(0, 50).toArray(String[]::new)));
    payloads(53, log(103, true, each.subList(50, 100).toArray(String[]::new)));
    payloads(103, log(133, false, each.subList(100, 130).toArray(String[]::new)));
    List<String> bodies = new ArrayList<>();
    bodies.add(
        records(ids.subList(0, 100).stream().map(id -> record(id, "")).toArray(String[]::new)));
    bodies.add(
        records(ids.subList(100, 130).stream().map(id -> record(id, "")).toArray(String[]::new)));
    lists(bodies);
    TestRun.Read read = TestRun.readAll(opened, ReadRequest.changes(SINCE, Set.of(NAME)));
    assertThat(read.ids()).containsExactlyElementsOf(ids);
    assertThat(sent()).isEqualTo(5);
  }

  @Test
  void oneActionOnManyRecords_isReadInPages_whoseTokensHoldWhatIsLeft() {
    EntitySession opened = withHook(ALL, "");
    String[] ids =
        IntStream.range(0, 150).mapToObj(i -> "rec%014d".formatted(i)).toArray(String[]::new);
    payloads(3, log(4, false, changed(ids)));
    answer(post(LIST), records());
    Page first = opened.read(ReadRequest.changes(SINCE, Set.of(NAME)));
    Page last =
        opened.read(ReadRequest.changes(SINCE, Set.of(NAME)).next((Page.More) first.next()));
    assertThat(last.next()).isInstanceOf(Page.End.class);
    server.verify(1, getRequestedFor(anyUrl()));
    server.verify(2, postRequestedFor(urlEqualTo(LIST)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'payloads':[{'error':true,'code':'INVALID_HOOK'}],'cursor':4,'mightHaveMore':false}",
        "{'payloads':[],'cursor':9,'mightHaveMore':false}",
        "{'payloads':[{'createdTablesById':{'" + TABLE + "':{}}}],'cursor':4,'mightHaveMore':false}"
      })
  void logThatIsBrokenOrCutOff_isReplacedByTheTimes_andTheNextReadIsAFullOne(String body) {
    EntitySession opened = withHook(ALL, "");
    payloads(3, body.replace('\'', '"'));
    answer(post(LIST), records(record(REC1, "")));
    TestRun.Read read = TestRun.readAll(opened, ReadRequest.changes(SINCE, Set.of(NAME)));
    assertThat(read.ids()).containsExactly(REC1);
    assertThat(read.checkpoint()).isNull();
    assertThat(server.getAllServeEvents().get(0).getRequest().getBodyAsString())
        .contains("IS_AFTER(LAST_MODIFIED_TIME(),'2026-09-20T08:59:58Z')");
  }

  @Test
  void checkpointOfAWeekAgo_isNotServedByTheLog_whatItSays() {
    EntitySession opened = withHook(ALL, "");
    payloads(3, log(3, false));
    answer(post(LIST), records());
    String old = SINCE.replace("09-20", "09-13");
    assertThat(TestRun.readAll(opened, ReadRequest.changes(old, Set.of(NAME))).checkpoint())
        .isNull();
  }

  @Test
  void checkpointOfAnotherWebhook_orOfNone_isNotServedByTheLog() {
    EntitySession opened = withHook(ALL, "");
    answer(post(LIST), records());
    for (String since : List.of(SINCE.replace(HOOK, "achYYYYYYYYYYYYYY"), "2026-09-20T09:00:00Z")) {
      assertThat(TestRun.readAll(opened, ReadRequest.changes(since, Set.of(NAME))).checkpoint())
          .isNull();
    }
  }

  @Test
  void withoutTheWebhook_aCheckpointOfTheLogIsOneOfTime() {
    answer(post(LIST), records());
    assertThat(TestRun.readAll(session, ReadRequest.changes(SINCE, Set.of(NAME))).checkpoint())
        .isEqualTo("2026-09-20T10:04:41Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'dataTypes':['tableFields']}",
        "{'dataTypes':['tableData'],'changeTypes':['add','update']}",
        "{'dataTypes':['tableData'],'fromSources':['client']}",
        "{'dataTypes':['tableData'],'recordChangeScope':'viwAAAAAAAAAAAAAA'}",
        "{'dataTypes':['tableData'],'watchDataInFieldIds':['" + NAME + "']}"
      })
  void webhookThatDoesNotTellEverything_isNotUsed(String filters) {
    assertThat(withHook(filters.replace('\'', '"'), "").capabilities().deletes())
        .isEqualTo(DeleteVisibility.SWEEP);
  }

  @Test
  void webhookOfThisTable_isUsed_andOneThatEndedIsNot() {
    String own = ALL.replace("}", ",\"recordChangeScope\":\"" + TABLE + "\",\"changeTypes\":[]}");
    assertThat(withHook(own, "").capabilities().deletes()).isEqualTo(DeleteVisibility.FEED);
    assertThat(withHook(ALL, ",\"isHookEnabled\":false").capabilities().deletes())
        .isEqualTo(DeleteVisibility.SWEEP);
    answer(
        get(HOOKS),
        "{\"webhooks\":[{\"id\":\"%s\",\"expirationTime\":\"2026-09-20T10:00:00.000Z\"}]}"
            .formatted(HOOK));
    assertThat(open(connection().webhook(HOOK)).capabilities().deletes())
        .isEqualTo(DeleteVisibility.SWEEP);
    answer(get(HOOKS), "{\"webhooks\":[]}");
    assertThat(open(connection().webhook(HOOK)).capabilities().deletes())
        .isEqualTo(DeleteVisibility.SWEEP);
  }

  @Test
  void tableThatComputes_isSweptNevertheless() {
    answer(
        get(TABLES),
        schema(
            ",{\"id\":\"fldFFFFFFFFFFFFFF\",\"name\":\"F\",\"type\":\"formula\",\"options\":{}}"));
    EntitySession opened = withHook(ALL, "");
    assertThat(opened.capabilities().deletes()).isEqualTo(DeleteVisibility.SWEEP);
    payloads(3, log(4, false, destroyed(REC3)));
    assertThat(opened.read(ReadRequest.changes(SINCE, Set.of(NAME))).changes())
        .containsExactly(new Page.Removed(Lookup.Gone.because(REC3, Lookup.Reason.DELETED)));
  }

  @Test
  void tokenWithoutTheScope_isToldWhatItLacks() {
    answer(get(HOOKS), 403, error("INVALID_PERMISSIONS", "no"));
    ConnectorException e = failure(() -> open(connection().webhook(HOOK)));
    assertThat(e.kind()).isEqualTo(Kind.PERMISSION);
    assertThat(e).hasMessageContaining("webhook:manage");
  }

  @Test
  void oddCheckpoint_isAProtocolError() {
    for (String odd : List.of("yesterday", "{", "{}", SINCE.replace("3", "1.5"))) {
      assertThat(failure(() -> session.read(ReadRequest.changes(odd, Set.of()))).kind())
          .isEqualTo(Kind.PROTOCOL);
    }
  }
}
