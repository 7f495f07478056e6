package com.puraify.sync.testkit.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How records look and how they are listed. */
class RecordsTest extends Fixture {

  @Test
  void values_areStringsWhateverTheirType() {
    SimulatedRecord ada =
        contacts.add(Map.of("visits", 2.5, "newsletter", true, "tags", List.of("red", "blue")));

    JsonNode properties = read(ada, "visits", "newsletter", "tags").path("properties");

    assertThat(properties.path("visits").textValue()).isEqualTo("2.5");
    assertThat(properties.path("newsletter").textValue()).isEqualTo("true");
    assertThat(properties.path("tags").textValue()).isEqualTo("red;blue");
    assertThat(properties.path("hs_object_id").textValue()).isEqualTo(ada.id());
  }

  @Test
  void emptyProperty_isNull_undefinedOneIsAbsent() {
    SimulatedRecord ada = contact("ada@example.com");

    JsonNode properties = read(ada, "visits", "nonsense").path("properties");

    assertThat(properties.has("visits")).isTrue();
    assertThat(properties.path("visits").isNull()).isTrue();
    assertThat(properties.has("nonsense")).isFalse();
  }

  @Test
  void archivedProperty_looksLikeAnUndefinedOne() {
    SimulatedRecord ada = contacts.add(Map.of("visits", 1));
    contacts.archiveProperty("visits");

    assertThat(read(ada, "visits").path("properties").has("visits")).isFalse();
    assertThat(code(update(ada, "{'visits':'2'}"))).isEqualTo("PROPERTY_DOESNT_EXIST");
  }

  @Test
  void nothingAskedFor_givesTheUsualProperties() {
    SimulatedRecord ada = contact("ada@example.com");
    SimulatedRecord deal = sim.deals().add(Map.of("dealname", "d", "dealstage", "qualifiedtobuy"));

    assertThat(names(api.get(CONTACTS + "/" + ada.id()).json()))
        .containsExactlyInAnyOrder(
            "createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname");
    assertThat(names(api.get(DEALS + "/" + deal.id()).json()))
        .containsExactlyInAnyOrder(
            "amount",
            "closedate",
            "createdate",
            "dealname",
            "dealstage",
            "hs_lastmodifieddate",
            "hs_object_id",
            "pipeline");
  }

  @Test
  void somethingAskedFor_givesItAndTheSystemProperties() {
    assertThat(names(read(contact("ada@example.com"), "visits")))
        .containsExactlyInAnyOrder("visits", "createdate", "hs_object_id", "lastmodifieddate");
  }

  private static List<String> names(JsonNode record) {
    List<String> names = new ArrayList<>();
    record.path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void envelope_hasMillisecondsAndAnAddress() {
    SimulatedRecord ada = contact("ada@example.com");
    pass(java.time.Duration.ofMillis(750));
    ada.set("firstname", "Ada");

    JsonNode record = read(ada, "seen");

    assertThat(record.path("createdAt").asText()).isEqualTo("2026-09-20T10:04:37.250Z");
    assertThat(record.path("updatedAt").asText()).isEqualTo("2026-09-20T10:04:38.000Z");
    assertThat(record.path("properties").path("lastmodifieddate").asText())
        .isEqualTo("2026-09-20T10:04:38Z");
    assertThat(record.path("archived").booleanValue()).isFalse();
    assertThat(record.path("url").asText())
        .isEqualTo("https://app.hubspot.com/contacts/62515/record/0-1/" + ada.id());
  }

  @Test
  void list_pagesByIdAndSeesRecordsAddedBehindTheCursor() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(contact("c" + i + "@example.com").id());
    }

    ApiClient.Reply first = api.get(CONTACTS + "?limit=2");
    String after = first.json().path("paging").path("next").path("after").asText();
    ids.add(contact("late@example.com").id());
    ApiClient.Reply rest = api.get(CONTACTS + "?limit=100&after=" + after);

    assertThat(first.ids()).containsExactlyElementsOf(ids.subList(0, 2));
    assertThat(after).isEqualTo(ids.get(2));
    assertThat(first.json().path("paging").path("next").path("link").asText())
        .endsWith("limit=2&after=" + after);
    assertThat(rest.ids()).containsExactlyElementsOf(ids.subList(2, 6));
    assertThat(rest.json().has("paging")).isFalse();
  }

  @Test
  void list_givesTenUnlessAskedAndHundredAtMost() {
    for (int i = 0; i < 12; i++) {
      contact("c" + i + "@example.com");
    }

    assertThat(api.get(CONTACTS).ids()).hasSize(10);
    assertThat(api.get(CONTACTS + "?limit=101").status()).isEqualTo(400);
    assertThat(api.get(CONTACTS + "?limit=51&propertiesWithHistory=email").status()).isEqualTo(400);
    assertThat(api.get(CONTACTS + "?limit=0").category()).isEqualTo("VALIDATION_ERROR");
    assertThat(api.get(CONTACTS + "?after=x").status()).isEqualTo(400);
  }

  @Test
  void archivedRecord_isListedAndReadWhenAskedForAlone() {
    SimulatedRecord ada = contact("ada@example.com");
    SimulatedRecord bob = contact("bob@example.com");
    ada.archive();

    assertThat(api.get(CONTACTS).ids()).containsExactly(bob.id());
    ApiClient.Reply binned = api.get(CONTACTS + "?archived=true");
    assertThat(binned.ids()).containsExactly(ada.id());
    assertThat(binned.json().path("results").path(0).path("archived").booleanValue()).isTrue();
    assertThat(binned.json().path("results").path(0).path("archivedAt").asText())
        .isEqualTo("2026-09-20T10:04:37.250Z");
    assertThat(api.get(CONTACTS + "/" + ada.id()).status()).isEqualTo(404);
    assertThat(api.get(CONTACTS + "/" + ada.id() + "?archived=true").status()).isEqualTo(200);
  }

  @Test
  void unknownRecord_hasTheErrorsShape() {
    ApiClient.Reply reply = api.get(CONTACTS + "/4711");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.json().path("status").asText()).isEqualTo("error");
    assertThat(reply.category()).isEqualTo("OBJECT_NOT_FOUND");
    assertThat(reply.message()).isEqualTo("resource not found");
    assertThat(reply.json().path("correlationId").asText()).hasSize(36);
    assertThat(reply.header("X-HubSpot-Correlation-Id"))
        .isEqualTo(reply.json().path("correlationId").asText());
  }

  @Test
  void record_isFoundByUniqueProperty() {
    SimulatedRecord ada = contacts.add(Map.of("email", "ada@example.com", "external_id", "x 1"));

    assertThat(api.get(CONTACTS + "/ADA@example.com?idProperty=email").json().path("id").asText())
        .isEqualTo(ada.id());
    assertThat(api.get(CONTACTS + "/x%201?idProperty=external_id").json().path("id").asText())
        .isEqualTo(ada.id());
    assertThat(api.get(CONTACTS + "/Ada?idProperty=firstname").status()).isEqualTo(400);
    assertThat(api.get(CONTACTS + "/y?idProperty=external_id").status()).isEqualTo(404);
  }

  @Test
  void history_isNewestFirstAndNamesItsSource() {
    SimulatedRecord ada = contacts.add(Map.of("firstname", "A"));
    update(ada, "{'firstname':'Ada'}");

    JsonNode history =
        api.get(CONTACTS + "/" + ada.id() + "?propertiesWithHistory=firstname")
            .json()
            .path("propertiesWithHistory")
            .path("firstname");

    assertThat(history.findValuesAsText("value")).containsExactly("Ada", "A");
    assertThat(history.findValuesAsText("sourceType")).containsExactly("INTEGRATION", "CRM_UI");
    assertThat(history.path(0).path("sourceId").asText())
        .isEqualTo(Long.toString(sim.privateAppId()));
    assertThat(history.path(1).path("updatedByUserId").asText()).isEqualTo(sim.actor().userId());
  }

  @Test
  void typesAnswerToAllTheirNames() {
    SimulatedObject pets = sim.addObject("pet", schema -> schema.text("colour"));
    SimulatedRecord rex = pets.add(Map.of("name", "Rex"));

    for (String name : List.of("pet", pets.typeId(), pets.fullyQualifiedName())) {
      assertThat(api.get("/crm/v3/objects/" + name).ids()).containsExactly(rex.id());
      assertThat(api.get("/crm/objects/2026-03/" + name).ids()).containsExactly(rex.id());
    }
    assertThat(api.get("/crm/v3/objects/0-1").status()).isEqualTo(200);
    ApiClient.Reply unknown = api.get("/crm/v3/objects/nonsense");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.message()).isEqualTo("Unable to infer object type from: nonsense");
  }

  @Test
  void addressesMethodsAndBodies_areCheckedFirst() {
    assertThat(api.get("/crm/v3/nonsense").status()).isEqualTo(404);
    assertThat(api.put(CONTACTS, "{}").status()).isEqualTo(405);
    assertThat(api.sendRaw("POST", CONTACTS, "a=b", "text/plain").status()).isEqualTo(415);
    assertThat(api.sendRaw("POST", CONTACTS, "{", "application/json").status()).isEqualTo(400);
    assertThat(api.get(CONTACTS + "?properties=" + "x".repeat(16_001)).status()).isEqualTo(414);
  }
}
