package com.puraify.sync.testkit.airtable;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Creating, updating, replacing, upserting and deleting. */
class WritesTest extends Fixture {

  private static String items(int count) {
    return "[" + "{'fields':{'Name':'x'}},".repeat(count - 1) + "{'fields':{'Name':'x'}}]";
  }

  private String item(SimulatedRecord record, String fields) {
    return "{'id':'" + record.id() + "','fields':" + fields + "}";
  }

  @Test
  void create_isAnswered200WithTheWholeRecord() {
    ApiClient.Reply reply = create("{'Name':'a','Estimate':2}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.fields().path("Double").intValue()).isEqualTo(4);
    assertThat(tasks.record("a").id()).isEqualTo(reply.json().path("id").asText());
  }

  @Test
  void slashAtTheEnd_doesNotMatter() {
    assertThat(api.post(path() + "/", "{'fields':{'Name':'a'}}").status()).isEqualTo(200);
    String body = "{'records':[" + item(tasks.record("a"), "{'Name':'b'}") + "]}";
    assertThat(api.patch(path() + "/", body).status()).isEqualTo(200);
    assertThat(api.patch(path() + "/?", body).status()).isEqualTo(200);
  }

  @Test
  void batchCreate_answersInTheOrderOfTheRequest() {
    ApiClient.Reply reply =
        api.post(
            path(),
            "{'records':[{'fields':{'Name':'a'}},{'fields':{'Name':'b'}}],"
                + "'returnFieldsByFieldId':true}");

    assertThat(reply.column(tasks.field("Name").id())).containsExactly("a", "b");
  }

  @Test
  void moreThanTenRecords_areRefused() {
    assertThat(api.post(path(), "{'records':" + items(10) + "}").status()).isEqualTo(200);
    ApiClient.Reply eleven = api.post(path(), "{'records':" + items(11) + "}");

    assertThat(eleven.status()).isEqualTo(422);
    assertThat(eleven.error()).isEqualTo("INVALID_RECORDS");
    assertThat(tasks.size()).isEqualTo(10);
    assertThat(api.post(path(), "{'records':[]}").error()).isEqualTo("INVALID_RECORDS");
    String ids = "records[]=rec00000000000000&".repeat(11).replace("[]", "%5B%5D");
    assertThat(api.delete(path() + "?" + ids).error()).isEqualTo("INVALID_RECORDS");
  }

  @Test
  void bodyWithoutFields_isRefused() {
    assertThat(api.post(path(), "{}").error()).isEqualTo("INVALID_REQUEST_MISSING_FIELDS");
    assertThat(api.post(path(), "{'fields':[]}").error())
        .isEqualTo("INVALID_REQUEST_MISSING_FIELDS");
    assertThat(api.post(path(), "{'records':[{'Name':'a'}]}").error()).isEqualTo("INVALID_RECORDS");
    assertThat(api.post(path(), "").error()).isEqualTo("INVALID_REQUEST_MISSING_FIELDS");
    assertThat(api.post(path(), "{'fields':{},'idempotencyKey':'x'}").error())
        .isEqualTo("INVALID_REQUEST_UNKNOWN");
  }

  @Test
  void bodyThatIsNoJsonObject_isRefused() {
    assertThat(api.post(path(), "{").status()).isEqualTo(400);
    assertThat(api.post(path(), "[]").error()).isEqualTo("INVALID_REQUEST_BODY");
    assertThat(api.post(path(), "[]").status()).isEqualTo(422);
  }

  @Test
  void batchWithOneBadRecord_writesNothing() {
    ApiClient.Reply reply =
        api.post(
            path(),
            "{'typecast':true,'records':["
                + "{'fields':{'Name':'a','Status':'New','Project':['P']}},"
                + "{'fields':{'Nope':1}}]}");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.error()).isEqualTo("UNKNOWN_FIELD_NAME");
    assertThat(reply.message()).isEqualTo("Unknown field name: \"Nope\"");
    assertThat(tasks.records()).isEmpty();
    assertThat(projects.records()).isEmpty();
    assertThat(tasks.field("Status").choices()).containsExactly("Open", "Closed");
  }

  @Test
  void failedBatch_takesBackWhatItHadChanged() {
    SimulatedRecord project = projects.add("P");
    SimulatedRecord first = tasks.add(Map.of("Name", "a", "Project", List.of(project)));
    SimulatedRecord second = tasks.add("b");

    ApiClient.Reply reply =
        api.patch(
            path(),
            "{'records':["
                + item(first, "{'Name':'z','Project':[]}")
                + ","
                + item(second, "{'Estimate':'many'}")
                + "]}");

    assertThat(reply.error()).isEqualTo("INVALID_VALUE_FOR_COLUMN");
    assertThat(first.value("Name")).isEqualTo("a");
    assertThat(first.editedTime()).isEmpty();
    assertThat(project.value("Tasks")).isEqualTo(List.of(first.id()));
  }

  @Test
  void patch_changesWhatItNames() {
    SimulatedRecord record = tasks.add(Map.of("Name", "a", "Estimate", 1, "Notes", "n"));

    ApiClient.Reply one = api.patch(path(record), "{'fields':{'Estimate':2}}");
    ApiClient.Reply batch =
        api.patch(path(), "{'records':[" + item(record, "{'Notes':null}") + "]}");

    assertThat(one.fields().path("Notes").asText()).isEqualTo("n");
    assertThat(batch.json().path("records").path(0).path("fields").has("Notes")).isFalse();
    assertThat(record.value("Name")).isEqualTo("a");
  }

  @Test
  void put_clearsWhatItDoesNotName() {
    SimulatedRecord project = projects.add("P");
    SimulatedRecord record =
        tasks.add(Map.of("Name", "a", "Estimate", 1, "Project", List.of(project)));

    ApiClient.Reply reply = api.put(path(record), "{'fields':{'Notes':'n'}}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(record.values()).containsKeys("Notes", "No", "Created");
    assertThat(record.values()).doesNotContainKeys("Name", "Estimate", "Project");
    assertThat(project.value("Tasks")).isNull();
    api.put(path(), "{'records':[" + item(record, "{'Name':'b'}") + "]}");
    assertThat(record.value("Notes")).isNull();
  }

  @Test
  void batchUpdateOfAMissingRecord_failsWhole() {
    SimulatedRecord record = tasks.add("a");
    String missing = "{'id':'rec00000000000000','fields':{'Name':'y'}}";

    ApiClient.Reply reply =
        api.patch(path(), "{'records':[" + item(record, "{'Name':'z'}") + "," + missing + "]}");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.error()).isEqualTo("ROW_DOES_NOT_EXIST");
    assertThat(reply.message())
        .isEqualTo("Record ID rec00000000000000 does not exist in this table");
    assertThat(record.value("Name")).isEqualTo("a");
  }

  @Test
  void sameRecordTwice_isRefused() {
    SimulatedRecord record = tasks.add("a");
    String item = item(record, "{'Name':'z'}");

    assertThat(api.patch(path(), "{'records':[" + item + "," + item + "]}").error())
        .isEqualTo("INVALID_RECORDS");
  }

  @Test
  void delete_isAnsweredWithTheIds() {
    SimulatedRecord first = tasks.add("a");
    SimulatedRecord second = tasks.add("b");
    SimulatedRecord third = tasks.add("c");

    ApiClient.Reply one = api.delete(path(first));
    ApiClient.Reply batch =
        api.delete(path() + "?records%5B%5D=" + second.id() + "&records%5B%5D=" + third.id());

    assertThat(one.text()).isEqualTo("{\"id\":\"" + first.id() + "\",\"deleted\":true}");
    assertThat(batch.ids()).containsExactly(second.id(), third.id());
    assertThat(batch.json().path("records").path(1).path("deleted").booleanValue()).isTrue();
    assertThat(tasks.records()).isEmpty();
    assertThat(api.delete(path(first)).error()).isEqualTo("MODEL_ID_NOT_FOUND");
  }

  @Test
  void batchDeleteOfAMissingRecord_deletesNothing() {
    SimulatedRecord record = tasks.add("a");

    ApiClient.Reply reply =
        api.delete(path() + "?records%5B%5D=" + record.id() + "&records%5B%5D=rec00000000000000");

    assertThat(reply.error()).isEqualTo("ROW_DOES_NOT_EXIST");
    assertThat(record.exists()).isTrue();
  }

  private ApiClient.Reply upsert(String keys, String... fields) {
    String records =
        List.of(fields).stream()
            .map(each -> "{'fields':" + each + "}")
            .collect(Collectors.joining(","));
    return api.patch(
        path(), "{'performUpsert':{'fieldsToMergeOn':[" + keys + "]},'records':[" + records + "]}");
  }

  @Test
  void upsert_createsAndUpdatesByTheKey() {
    SimulatedRecord known = tasks.add(Map.of("Name", "a", "Notes", "n"));

    ApiClient.Reply reply =
        upsert("'Name'", "{'Name':'a','Estimate':1}", "{'Name':'b','Estimate':2}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.column("Name")).containsExactly("a", "b");
    assertThat(reply.json().path("updatedRecords").path(0).asText()).isEqualTo(known.id());
    assertThat(reply.json().path("createdRecords").path(0).asText())
        .isEqualTo(tasks.record("b").id());
    assertThat(known.value("Notes")).isEqualTo("n");
    assertThat(upsert("'Name'", "{'Name':'b','Estimate':2}").json().path("createdRecords").size())
        .isZero();
  }

  @Test
  void upsertWithPut_clearsTheRest() {
    SimulatedRecord known = tasks.add(Map.of("Name", "a", "Notes", "n"));

    api.put(
        path(),
        "{'performUpsert':{'fieldsToMergeOn':['Name']},'records':[{'fields':{'Name':'a'}}]}");

    assertThat(known.value("Notes")).isNull();
  }

  @Test
  void upsertThatFindsSeveral_failsWhole() {
    tasks.add("a");
    tasks.add("a");

    ApiClient.Reply reply = upsert("'Name'", "{'Name':'new'}", "{'Name':'a'}");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.error()).isEqualTo("INVALID_REQUEST_UNKNOWN");
    assertThat(tasks.size()).isEqualTo(2);
  }

  @Test
  void upsertWithABlankKey_createsEveryTime() {
    for (int i = 1; i <= 2; i++) {
      assertThat(upsert("'Name'", "{'Estimate':1}", "{'Name':null}", "{'Name':''}").status())
          .isEqualTo(200);
      assertThat(tasks.size()).isEqualTo(3 * i);
    }
  }

  @Test
  void upsertOfARecordWithAnId_goesByTheId() {
    SimulatedRecord known = tasks.add("a");
    tasks.add("b");
    String start = "{'performUpsert':{'fieldsToMergeOn':['Name']},'records':[";

    api.patch(path(), start + item(known, "{'Name':'b','Estimate':1}") + "]}");
    ApiClient.Reply missing =
        api.patch(path(), start + "{'id':'rec00000000000000','fields':{'Name':'b'}}]}");

    assertThat(known.value("Name")).isEqualTo("b");
    assertThat(missing.error()).isEqualTo("ROW_DOES_NOT_EXIST");
    assertThat(tasks.size()).isEqualTo(2);
  }

  @Test
  void upsertKeys_areOneToThreeFieldsThatAreNotComputed() {
    assertThat(upsert("'Name','Notes','Mail'", "{'Name':'a'}").status()).isEqualTo(200);
    assertThat(upsert("'Name','Notes','Mail','Estimate'", "{'Name':'a'}").status()).isEqualTo(422);
    assertThat(upsert("", "{'Name':'a'}").status()).isEqualTo(422);
    assertThat(upsert("'Double'", "{'Name':'a'}").status()).isEqualTo(422);
    assertThat(upsert("'Project'", "{'Name':'a'}").status()).isEqualTo(422);
    assertThat(upsert("'Nope'", "{'Name':'a'}").error()).isEqualTo("UNKNOWN_FIELD_NAME");
    assertThat(tasks.size()).isEqualTo(1);
  }

  @Test
  void upsertOnSeveralKeys_matchesAllOfThem() {
    SimulatedRecord known = tasks.add(Map.of("Name", "a", "Estimate", 1, "Status", "Open"));
    String keys = "'Name','Estimate','" + tasks.field("Status").id() + "'";

    upsert(keys, "{'Name':'a','Estimate':1.0,'Status':'Open','Notes':'same'}");
    upsert(keys, "{'Name':'a','Estimate':2,'Status':'Open','Notes':'other'}");

    assertThat(known.value("Notes")).isEqualTo("same");
    assertThat(tasks.size()).isEqualTo(2);
  }

  @Test
  void permissionToRead_doesNotWrite() {
    base.permit(Permission.READ);

    ApiClient.Reply reply = create("{'Name':'a'}");

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.error()).isEqualTo("INVALID_PERMISSIONS");
    assertThat(list("{}").status()).isEqualTo(200);
    base.permit(Permission.NONE);
    assertThat(list("{}").error()).isEqualTo("INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND");
  }

  @Test
  void readAfterWrite_isImmediate() {
    String id = create("{'Name':'a'}").json().path("id").asText();

    assertThat(matching("RECORD_ID()='" + id + "'")).containsExactly("a");
  }
}
