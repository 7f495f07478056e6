package com.puraify.sync.testkit.airtable;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.puraify.sync.testkit.simulator.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Single records, lists and their pages. */
class ReadingTest extends Fixture {

  private void fill(int records) {
    for (int i = 1; i <= records; i++) {
      tasks.add(Map.of("Name", "t" + i, "Estimate", i));
    }
  }

  /** Reads every page, each with the same body but for the offset. */
  private List<String> all(String body, int pageSize) {
    List<String> names = new ArrayList<>();
    String more = "";
    for (int page = 0; page < 100; page++) {
      ApiClient.Reply reply = list("{'pageSize':" + pageSize + more + body + "}");
      assertThat(reply.status()).isEqualTo(200);
      names.addAll(reply.column("Name"));
      if (reply.offset().isEmpty()) {
        return names;
      }
      more = ",'offset':'" + reply.offset() + "'";
    }
    throw new AssertionError("the list does not end");
  }

  @Test
  void emptyCells_areAbsentAndZeroIsNot() {
    ApiClient.Reply reply =
        create(
            "{'Name':'a','Notes':'','Estimate':0,'Done':false,'Tags':[],'Status':null,"
                + "'Project':[]}");

    assertThat(reply.fields().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "Name", "Estimate", "No", "Created", "Creator", "Double", "Total", "Projects in all");
    assertThat(reply.fields().path("Estimate").intValue()).isZero();
    JsonNode read = api.get(path() + "/" + reply.json().path("id").asText()).json();
    assertThat(read).isEqualTo(reply.json());
  }

  @Test
  void record_hasIdTimeAndFields() {
    SimulatedRecord record = tasks.add("a");

    JsonNode json = api.get(path(record)).json();

    assertThat(json.fieldNames()).toIterable().containsExactly("id", "createdTime", "fields");
    assertThat(json.path("id").asText()).matches("rec[A-Za-z0-9]{14}");
    assertThat(json.path("createdTime").asText()).isEqualTo("2026-09-20T10:04:37.000Z");
  }

  @Test
  void tableByName_isTheSameTable() {
    SimulatedRecord record = tasks.add("a");

    ApiClient.Reply reply = api.get("/v0/" + base.id() + "/Tasks/" + record.id());

    assertThat(reply.fields().path("Name").asText()).isEqualTo("a");
  }

  @Test
  void malformedIds_areNotFoundInTheBareForm() {
    for (String path :
        List.of("/v0/appShort/Tasks", path() + "/recShort", "/v0/nothing", "/v1/" + base.id())) {
      ApiClient.Reply reply = api.get(path);
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.text()).isEqualTo("{\"error\":\"NOT_FOUND\"}");
    }
  }

  @Test
  void unknownBaseOrTableId_isForbidden() {
    for (String path :
        List.of("/v0/app00000000000000/Tasks", "/v0/" + base.id() + "/tbl00000000000000")) {
      ApiClient.Reply reply = api.get(path);
      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.error()).isEqualTo("INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND");
    }
  }

  @Test
  void unknownTableName_isNotFound() {
    ApiClient.Reply reply = api.get("/v0/" + base.id() + "/Nothing");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.error()).isEqualTo("TABLE_NOT_FOUND");
    assertThat(reply.message())
        .isEqualTo("Could not find table Nothing in application " + base.id());
  }

  @Test
  void missingRecord_isModelIdNotFound() {
    ApiClient.Reply reply = api.get(path() + "/rec00000000000000");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.error()).isEqualTo("MODEL_ID_NOT_FOUND");
    assertThat(reply.message()).isEqualTo("Record not found");
  }

  @Test
  void pages_holdAHundredAndAnOpaqueOffset() {
    fill(205);

    ApiClient.Reply first = list("{}");

    assertThat(first.ids()).hasSize(100);
    assertThat(first.offset()).matches("itr[A-Za-z0-9]{14}/rec[A-Za-z0-9]{14}");
    assertThat(new HashSet<>(all("", 100))).hasSize(205);
    assertThat(all("", 7)).hasSize(205).doesNotHaveDuplicates();
  }

  @Test
  void pageSizeOver100_isRefused() {
    for (String size : List.of("101", "0", "1.5", "'10'")) {
      ApiClient.Reply reply = list("{'pageSize':" + size + "}");
      assertThat(reply.status()).isEqualTo(422);
      assertThat(reply.error()).isEqualTo("INVALID_REQUEST_UNKNOWN");
    }
    assertThat(api.get(path() + "?pageSize=101").status()).isEqualTo(422);
  }

  @Test
  void maxRecords_isTheMostOverAllPages() {
    fill(9);

    assertThat(all(",'maxRecords':5", 2)).hasSize(5);
  }

  @Test
  void list_freezesSetAndOrderAndReadsValuesFresh() {
    fill(4);
    String query = ",'sort':[{'field':'Estimate'}],'filterByFormula':'{Estimate}<=4'";
    ApiClient.Reply first = list("{'pageSize':1" + query + "}");
    tasks.record("t2").set("Estimate", 99);
    tasks.record("t3").delete();
    tasks.add(Map.of("Name", "late", "Estimate", 2));

    List<String> rest = new ArrayList<>();
    List<String> estimates = new ArrayList<>();
    String offset = first.offset();
    while (!offset.isEmpty()) {
      ApiClient.Reply next = list("{'pageSize':1" + query + ",'offset':'" + offset + "'}");
      rest.addAll(next.column("Name"));
      estimates.addAll(next.column("Estimate"));
      offset = next.offset();
    }

    assertThat(first.column("Name")).containsExactly("t1");
    assertThat(rest).containsExactly("t2", "t4");
    assertThat(estimates).containsExactly("99", "4");
  }

  @Test
  void iteratorThatWasNotAskedForLong_isGone() {
    fill(3);
    String offset = list("{'pageSize':1}").offset();
    clock.advance(Duration.ofMinutes(4));
    offset = list("{'pageSize':1,'offset':'" + offset + "'}").offset();
    clock.advance(Duration.ofMinutes(6));

    ApiClient.Reply reply = list("{'pageSize':1,'offset':'" + offset + "'}");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.error()).isEqualTo("LIST_RECORDS_ITERATOR_NOT_AVAILABLE");
  }

  @Test
  void iterators_canBeLostOnDemand() {
    fill(3);
    String offset = list("{'pageSize':1}").offset();
    sim.quirks().iteratorsLost(true);
    assertThat(list("{'pageSize':1,'offset':'" + offset + "'}").error())
        .isEqualTo("LIST_RECORDS_ITERATOR_NOT_AVAILABLE");
    sim.quirks().iteratorsLost(false);
    assertThat(list("{'pageSize':1,'offset':'" + offset + "'}").status()).isEqualTo(200);

    sim.loseIterators();

    assertThat(list("{'pageSize':1,'offset':'" + offset + "'}").error())
        .isEqualTo("LIST_RECORDS_ITERATOR_NOT_AVAILABLE");
  }

  @Test
  void garbageOffset_isInvalid() {
    fill(3);
    String offset = list("{'pageSize':1}").offset();

    assertThat(list("{'offset':'garbage'}").error()).isEqualTo("INVALID_OFFSET_VALUE");
    assertThat(list("{'pageSize':1,'maxRecords':2,'offset':'" + offset + "'}").error())
        .isEqualTo("INVALID_OFFSET_VALUE");
    assertThat(api.post(path(projects) + "/listRecords", "{'offset':'" + offset + "'}").error())
        .isEqualTo("INVALID_OFFSET_VALUE");
  }

  @Test
  void shortPages_stillEnd() {
    fill(10);
    sim.quirks().shortPages(true);

    assertThat(all("", 4)).hasSize(10).doesNotHaveDuplicates();
    assertThat(sim.requests("POST /v0/{baseId}/{tableId}/listRecords")).isGreaterThan(4);
  }

  @Test
  void sorts_goByTypeAndPutEmptyCellsFirst() {
    tasks.add(Map.of("Name", "b", "Estimate", 10, "Status", "Closed"));
    tasks.add(Map.of("Name", "A", "Estimate", 9, "Status", "Open"));
    tasks.add(Map.of("Name", "c"));

    assertThat(all(",'sort':[{'field':'Name'}]", 100)).containsExactly("A", "b", "c");
    assertThat(all(",'sort':[{'field':'Estimate'}]", 100)).containsExactly("c", "A", "b");
    assertThat(all(",'sort':[{'field':'Estimate','direction':'desc'}]", 100))
        .containsExactly("b", "A", "c");
    assertThat(all(",'sort':[{'field':'Status'},{'field':'Name'}]", 100))
        .containsExactly("c", "A", "b");
    assertThat(list("{'sort':[{'field':'Nope'}]}").error()).isEqualTo("UNKNOWN_FIELD_NAME");
    assertThat(list("{'sort':[{'field':'Name','direction':'up'}]}").status()).isEqualTo(422);
  }

  @Test
  void getAndPost_takeTheSameQuery() {
    fill(5);
    String get =
        path()
            + "?fields%5B%5D=Name&fields%5B%5D="
            + tasks.field("Estimate").id()
            + "&sort%5B0%5D%5Bfield%5D=Estimate&sort%5B0%5D%5Bdirection%5D=desc&maxRecords=2"
            + "&returnFieldsByFieldId=true&filterByFormula="
            + ApiClient.encode("{Estimate}>2");
    String post =
        "{'fields':['Name','Estimate'],'sort':[{'field':'Estimate','direction':'desc'}],"
            + "'maxRecords':2,'returnFieldsByFieldId':true,'filterByFormula':'{Estimate}>2'}";

    JsonNode got = api.get(get).json();

    assertThat(got).isEqualTo(list(post).json());
    assertThat(got.path("records").path(0).path("fields").fieldNames())
        .toIterable()
        .containsExactly(tasks.field("Name").id(), tasks.field("Estimate").id());
    assertThat(got.path("records").size()).isEqualTo(2);
  }

  @Test
  void unknownFieldOrKey_isRefused() {
    assertThat(list("{'fields':['Nope']}").message()).isEqualTo("Unknown field name: \"Nope\"");
    assertThat(list("{'limit':1}").error()).isEqualTo("INVALID_REQUEST_UNKNOWN");
    assertThat(list("{'fields':'Name'}").error()).isEqualTo("INVALID_REQUEST_UNKNOWN");
  }

  @Test
  void textFormat_takesZoneAndLocaleFromTheQueryAlone() {
    tasks.add(Map.of("Name", "a", "Estimate", 2.5, "Tags", List.of("red", "blue"), "Done", true));

    assertThat(list("{'cellFormat':'string','timeZone':'utc','userLocale':'en'}").error())
        .isEqualTo("INVALID_REQUEST_UNKNOWN");
    ApiClient.Reply reply =
        api.post(path() + "/listRecords?timeZone=utc&userLocale=en", "{'cellFormat':'string'}");
    JsonNode fields = reply.json().path("records").path(0).path("fields");
    assertThat(fields.path("Estimate").textValue()).isEqualTo("2.5");
    assertThat(fields.path("Tags").textValue()).isEqualTo("red, blue");
    assertThat(fields.path("Done").textValue()).isEqualTo("checked");
  }

  @Test
  void urlOver16000Letters_isRefusedAndPostIsNot() {
    String formula = "OR(" + "RECORD_ID()='rec00000000000000',".repeat(500) + "FALSE())";

    ApiClient.Reply get = api.get(path() + "?filterByFormula=" + ApiClient.encode(formula));
    ApiClient.Reply post =
        api.sendRaw("POST", path() + "/listRecords", "{\"filterByFormula\":\"" + formula + "\"}");

    assertThat(get.status()).isEqualTo(414);
    assertThat(post.status()).isEqualTo(200);
  }

  @Test
  void view_filtersAndOrdersUnlessSorted() {
    fill(3);
    String view = tasks.addView("Large", "{Estimate}>1", List.of("Estimate"), true);

    assertThat(all(",'view':'" + view + "'", 1)).containsExactly("t3", "t2");
    assertThat(all(",'view':'Large','sort':[{'field':'Estimate'}]", 100))
        .containsExactly("t2", "t3");
    assertThat(all(",'view':'Large','filterByFormula':'{Estimate}<3'", 100)).containsExactly("t2");
    assertThat(list("{'view':'Nope'}").error()).isEqualTo("VIEW_NAME_NOT_FOUND");
    assertThat(list("{'view':'viw00000000000000'}").error()).isEqualTo("VIEW_ID_NOT_FOUND");
  }

  @Test
  void unsortedLists_areInNoParticularOrder() {
    fill(20);

    assertThat(all("", 100)).isNotEqualTo(all("", 100));
  }

  @Test
  void extraKeys_appearEverywhere() {
    tasks.add("a");
    sim.quirks().extraKeys(true);

    JsonNode list = list("{}").json();

    assertThat(list.has("futureKey")).isTrue();
    assertThat(list.path("records").path(0).has("futureKey")).isTrue();
  }

  @Test
  void commentCount_isShownWhenAskedFor() {
    tasks.add("a");

    JsonNode record = list("{'recordMetadata':['commentCount']}").json().path("records").path(0);

    assertThat(record.path("commentCount").intValue()).isZero();
    assertThat(record.has("commentCount")).isTrue();
    assertThat(list("{'recordMetadata':['stars']}").status()).isEqualTo(422);
  }

  @Test
  void personBetweenTwoPages_canBeSimulated() {
    fill(2);
    sim.faults().next(Fault.meanwhile(() -> tasks.record("t1").delete()).afterCommit());

    assertThat(list("{}").ids()).hasSize(2);
    assertThat(list("{}").ids()).hasSize(1);
  }
}
