package com.puraify.sync.testkit.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Batches of records: what they hold, and what becomes of them when a row is bad. */
class BatchTest extends Fixture {

  private ApiClient.Reply batch(String base, String action, String... inputs) {
    return api.post(base + "/batch/" + action, "{'inputs':[" + String.join(",", inputs) + "]}");
  }

  private static String row(String properties) {
    return "{'properties':" + properties + "}";
  }

  private static String traced(String trace, String properties) {
    return "{'objectWriteTraceId':'" + trace + "','properties':" + properties + "}";
  }

  private static String id(SimulatedRecord record) {
    return "{'id':'" + record.id() + "'}";
  }

  private static String change(String id, String properties) {
    return "{'id':'" + id + "','properties':" + properties + "}";
  }

  private static String[] times(int count, String input) {
    return java.util.Collections.nCopies(count, input).toArray(new String[0]);
  }

  @Test
  void moreThanAHundredInputs_areRefused() {
    for (String action : List.of("read", "create", "update", "upsert", "archive")) {
      ApiClient.Reply reply =
          batch(CONTACTS, action, times(101, "{'id':'1','properties':{},'idProperty':'email'}"));
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.category()).isEqualTo("VALIDATION_ERROR");
    }
    assertThat(batch(CONTACTS, "create", times(100, row("{}"))).status()).isEqualTo(201);
    assertThat(
            api.post(
                    CONTACTS + "/batch/read",
                    "{'propertiesWithHistory':['email'],'inputs':["
                        + String.join(",", times(51, "{'id':'1'}"))
                        + "]}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void read_tellsWhatIsMissing_withTheVersionsStatus() {
    SimulatedRecord ada = contact("ada@example.com");
    SimulatedRecord bob = contact("bob@example.com");
    bob.archive();

    for (String base : List.of(CONTACTS, "/crm/objects/2026-03/contacts", NEWEST)) {
      ApiClient.Reply reply = batch(base, "read", id(ada), id(bob), "{'id':'4711'}");
      assertThat(reply.status()).isEqualTo(base.equals(NEWEST) ? 200 : 207);
      assertThat(reply.ids()).containsExactly(ada.id());
      assertThat(reply.json().path("status").asText()).isEqualTo("COMPLETE");
      assertThat(reply.json().path("numErrors").asInt()).isEqualTo(1);
      JsonNode error = reply.json().path("errors").path(0);
      assertThat(error.path("status").asText()).isEqualTo("error");
      assertThat(error.path("category").asText()).isEqualTo("OBJECT_NOT_FOUND");
      assertThat(error.path("message").asText())
          .startsWith("Could not get some CONTACT objects, they may be deleted or not exist.");
      assertThat(Json.texts(error.path("context").path("ids")))
          .containsExactlyInAnyOrder(bob.id(), "4711");
    }
    assertThat(batch(CONTACTS, "read", id(ada)).status()).isEqualTo(200);
    assertThat(batch(CONTACTS, "read", id(ada)).json().has("errors")).isFalse();
    assertThat(batch(CONTACTS, "read?archived=true", id(bob)).ids()).containsExactly(bob.id());
  }

  @Test
  void results_areShuffled() {
    List<String> ids = new ArrayList<>();
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      SimulatedRecord record = contact("c" + i + "@example.com");
      ids.add(record.id());
      inputs.add(id(record));
    }

    List<String> shuffled = batch(CONTACTS, "read", inputs.toArray(new String[0])).ids();
    assertThat(shuffled).isNotEqualTo(ids).containsExactlyInAnyOrderElementsOf(ids);
    sim.quirks().shuffledBatches(false);
    assertThat(batch(CONTACTS, "read", inputs.toArray(new String[0])).ids()).isEqualTo(ids);
  }

  @Test
  void create_withoutTraceIds_isAllOrNothing() {
    SimulatedRecord ada = contact("ada@example.com");

    ApiClient.Reply invalid =
        batch(CONTACTS, "create", row("{'firstname':'x'}"), row("{'visits':'many'}"));
    ApiClient.Reply taken =
        batch(CONTACTS, "create", row("{'firstname':'x'}"), row("{'email':'ADA@example.com'}"));
    ApiClient.Reply half =
        batch(CONTACTS, "create", traced("a", "{'firstname':'x'}"), row("{'visits':'many'}"));
    ApiClient.Reply same =
        batch(CONTACTS, "create", traced("a", "{}"), traced("a", "{'visits':'many'}"));

    assertThat(invalid.status()).isEqualTo(400);
    assertThat(taken.status()).isEqualTo(409);
    assertThat(taken.message()).isEqualTo("Contact already exists. Existing ID: " + ada.id());
    assertThat(half.status()).isEqualTo(400);
    assertThat(same.status()).isEqualTo(400);
    assertThat(contacts.size()).isEqualTo(1);
  }

  @Test
  void create_withTraceIds_refusesBadRowsAlone() {
    contact("ada@example.com");

    for (String base : List.of(CONTACTS, NEWEST)) {
      ApiClient.Reply reply =
          batch(
              base,
              "create",
              traced("a", "{'firstname':'x'}"),
              traced("b", "{'visits':'many'}"),
              traced("c", "{'email':'ada@example.com'}"));

      assertThat(reply.status()).isEqualTo(base.equals(NEWEST) ? 201 : 207);
      assertThat(reply.json().path("results").findValuesAsText("objectWriteTraceId"))
          .containsExactly("a");
      assertThat(reply.json().path("numErrors").asInt()).isEqualTo(2);
      JsonNode errors = reply.json().path("errors");
      assertThat(errors.path(0).path("context").path("objectWriteTraceId").path(0).asText())
          .isEqualTo("b");
      assertThat(errors.path(0).path("category").asText()).isEqualTo("VALIDATION_ERROR");
      assertThat(errors.path(1).path("context").path("objectWriteTraceId").path(0).asText())
          .isEqualTo("c");
      assertThat(errors.path(1).path("category").asText()).isEqualTo("CONFLICT");
    }
    assertThat(contacts.size()).isEqualTo(3);
  }

  @Test
  void create_refusesTheSecondOfTwoEqualKeysInOneBatch() {
    ApiClient.Reply reply =
        batch(
            CONTACTS,
            "create",
            traced("a", "{'external_id':'1'}"),
            traced("b", "{'external_id':'1'}"));

    assertThat(reply.status()).isEqualTo(207);
    assertThat(reply.ids()).hasSize(1);
    assertThat(reply.json().path("errors").path(0).path("errors").path(0).path("code").asText())
        .isEqualTo("CONFLICTING_UNIQUE_VALUE");
  }

  @Test
  void update_tellsMissingIdsAndKeepsSilentAboutMergedOnes() {
    SimulatedRecord ada = contact("ada@example.com");
    SimulatedRecord bob = contact("bob@example.com");
    SimulatedRecord old = contact("old@example.com");
    ada.merge(old);

    ApiClient.Reply reply =
        batch(
            CONTACTS,
            "update",
            change(bob.id(), "{'firstname':'Bob'}"),
            change(old.id(), "{'firstname':'Old'}"),
            change("ada@example.com", "{'firstname':'Ada'}"),
            change("4711", "{'firstname':'No'}"));

    assertThat(reply.status()).isEqualTo(207);
    assertThat(reply.ids()).containsExactly(bob.id());
    assertThat(reply.json().path("errors")).hasSize(1);
    assertThat(Json.texts(reply.json().path("errors").path(0).path("context").path("ids")))
        .containsExactly("4711");
    assertThat(ada.value("firstname")).isNull();
    ApiClient.Reply silent = batch(CONTACTS, "update", change(old.id(), "{'firstname':'Old'}"));
    assertThat(silent.status()).isEqualTo(200);
    assertThat(silent.ids()).isEmpty();
  }

  @Test
  void singleUpdate_worksUnderAMergedId() {
    SimulatedRecord ada = contact("ada@example.com");
    SimulatedRecord old = contact("old@example.com");
    ada.merge(old);

    assertThat(update(old, "{'firstname':'Ada'}").json().path("id").asText()).isEqualTo(ada.id());
    assertThat(ada.value("firstname")).isEqualTo("Ada");
  }

  @Test
  void update_isAllOrNothingWithoutTraceIds() {
    SimulatedRecord ada = contact("ada@example.com");
    SimulatedRecord bob = contact("bob@example.com");
    String good = "{'id':'" + ada.id() + "','properties':{'visits':'1'}%s}";
    String bad = "{'id':'" + bob.id() + "','properties':{'visits':'many'}%s}";

    ApiClient.Reply whole =
        batch(CONTACTS, "update", String.format(good, ""), String.format(bad, ""));
    assertThat(whole.status()).isEqualTo(400);
    assertThat(ada.value("visits")).isNull();
    ApiClient.Reply partly =
        batch(
            CONTACTS,
            "update",
            String.format(good, ",'objectWriteTraceId':'0'"),
            String.format(bad, ",'objectWriteTraceId':'1'"));
    assertThat(partly.status()).isEqualTo(207);
    assertThat(partly.ids()).containsExactly(ada.id());
    assertThat(ada.value("visits")).isEqualTo("1");
  }

  @Test
  void update_byEmailOrByNoUniqueProperty_isRefused() {
    contact("ada@example.com");
    String input = "{'id':'ada@example.com','idProperty':'%s','properties':{'visits':'1'}}";

    ApiClient.Reply byEmail = batch(CONTACTS, "update", String.format(input, "email"));
    assertThat(byEmail.status()).isEqualTo(400);
    assertThat(byEmail.message())
        .isEqualTo(
            "Unable to perform update/upsert by non-unique 0-1 property email in portal ID 62515");
    assertThat(batch(CONTACTS, "update", String.format(input, "firstname")).status())
        .isEqualTo(400);
    assertThat(batch(CONTACTS, "update", String.format(input, "hs_object_id")).status())
        .isEqualTo(400);
  }

  @Test
  void equalIds_areRefused() {
    SimulatedRecord ada = contact("ada@example.com");
    String input = change(ada.id(), "{'visits':'1'}");

    assertThat(batch(CONTACTS, "update", input, input).message()).startsWith("Duplicate IDs found");
    assertThat(ada.value("visits")).isNull();
  }

  @Test
  void upsert_makesAndUpdates_andSaysWhich() {
    SimulatedRecord ada = contacts.add(Map.of("external_id", "a"));
    String input = "{'id':'%s','idProperty':'external_id','properties':{'visits':'1'}}";

    ApiClient.Reply reply =
        batch(CONTACTS, "upsert", String.format(input, "a"), String.format(input, "b"));

    assertThat(reply.status()).isEqualTo(200);
    for (JsonNode result : reply.json().path("results")) {
      assertThat(result.path("new").booleanValue())
          .isEqualTo(!result.path("id").asText().equals(ada.id()));
    }
    assertThat(contacts.record("external_id", "b").value("visits")).isEqualTo("1");
    assertThat(contacts.size()).isEqualTo(2);
  }

  @Test
  void upsert_byCustomPropertyMayFailInPart() {
    String input =
        "{'id':'%s','idProperty':'external_id','objectWriteTraceId':'%s','properties':{'visits':"
            + "'%s'}}";

    ApiClient.Reply reply =
        batch(
            CONTACTS,
            "upsert",
            String.format(input, "a", "0", "1"),
            String.format(input, "b", "1", "many"));

    assertThat(reply.status()).isEqualTo(207);
    assertThat(reply.ids()).hasSize(1);
  }

  @Test
  void upsert_byEmailIsAllOrNothingAndWantsWholeRows() {
    String input =
        "{'id':'%s','idProperty':'email','objectWriteTraceId':'%s','properties':{%s'visits':'%s'}}";

    ApiClient.Reply partial =
        batch(CONTACTS, "upsert", String.format(input, "a@example.com", "0", "", "1"));
    ApiClient.Reply mixed =
        batch(
            CONTACTS,
            "upsert",
            String.format(input, "a@example.com", "0", "'email':'a@example.com',", "1"),
            String.format(input, "b@example.com", "1", "'email':'b@example.com',", "many"));
    assertThat(contacts.size()).isZero();
    ApiClient.Reply whole =
        batch(
            CONTACTS,
            "upsert",
            String.format(input, "a@example.com", "0", "'email':'a@example.com',", "1"));

    assertThat(partial.status()).isEqualTo(400);
    assertThat(partial.message())
        .isEqualTo("Partial upserts are not supported when using email as the idProperty.");
    assertThat(mixed.status()).isEqualTo(400);
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.json().path("results").path(0).path("new").booleanValue()).isTrue();
  }

  @Test
  void upsert_byNoUniqueProperty_isRefused() {
    ApiClient.Reply reply =
        batch(
            CONTACTS, "upsert", "{'id':'1','idProperty':'hs_object_id','properties':{'visits':1}}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message()).contains("non-unique 0-1 property hs_object_id");
  }

  @Test
  void archive_is204WhateverTheIds() {
    SimulatedRecord ada = contact("ada@example.com");

    assertThat(batch(CONTACTS, "archive", id(ada), "{'id':'4711'}").status()).isEqualTo(204);
    assertThat(batch(CONTACTS, "archive", id(ada)).status()).isEqualTo(204);
    assertThat(ada.isArchived()).isTrue();
  }

  @Test
  void mergedId_isReadAsTheWinnerOnce() {
    SimulatedRecord ada = contact("ada@example.com");
    SimulatedRecord old = contact("old@example.com");
    ada.merge(old);

    assertThat(batch(CONTACTS, "read", id(old)).ids()).containsExactly(ada.id());
    assertThat(batch(CONTACTS, "read", id(old), id(ada)).ids()).containsExactly(ada.id());
  }
}
