package com.puraify.sync.testkit.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Associations: one edge, two directions, labels and a primary company. */
class AssociationsTest extends Fixture {
  private static final String BATCH = "/crm/v4/associations/contacts/companies/batch";
  private SimulatedRecord ada;
  private SimulatedRecord works;
  private SimulatedRecord other;

  @BeforeEach
  void fill() {
    ada = contact("ada@example.com");
    works = sim.companies().add(Map.of("name", "Works"));
    other = sim.companies().add(Map.of("name", "Other"));
  }

  private String single(SimulatedRecord from, SimulatedRecord to) {
    return "/crm/v4/objects/contacts/" + from.id() + "/associations/companies/" + to.id();
  }

  private static String spec(int typeId) {
    return "{'associationCategory':'HUBSPOT_DEFINED','associationTypeId':" + typeId + "}";
  }

  private static String pair(String from, String to, String more) {
    return "{'from':{'id':'" + from + "'},'to':{'id':'" + to + "'}" + more + "}";
  }

  private ApiClient.Reply batch(String action, String... inputs) {
    return api.post(BATCH + "/" + action, "{'inputs':[" + String.join(",", inputs) + "]}");
  }

  @Test
  void plainAssociation_isSeenFromBothSides() {
    ApiClient.Reply made =
        api.put(
            "/crm/v4/objects/contacts/"
                + ada.id()
                + "/associations/default/companies/"
                + works.id(),
            "");

    assertThat(made.status()).isEqualTo(200);
    JsonNode there =
        api.get("/crm/v4/objects/contacts/" + ada.id() + "/associations/companies").json();
    JsonNode back =
        api.get("/crm/v4/objects/companies/" + works.id() + "/associations/contacts").json();
    assertThat(there.path("results").path(0).path("toObjectId").longValue())
        .isEqualTo(Long.parseLong(works.id()));
    JsonNode type = there.path("results").path(0).path("associationTypes").path(0);
    assertThat(type.path("category").asText()).isEqualTo("HUBSPOT_DEFINED");
    assertThat(type.path("typeId").intValue()).isEqualTo(279);
    assertThat(type.path("label").isNull()).isTrue();
    assertThat(
            back.path("results").path(0).path("associationTypes").path(0).path("typeId").intValue())
        .isEqualTo(280);
  }

  @Test
  void primary_isPlainAsWellAndMovesToTheNewCompany() {
    ApiClient.Reply made = api.put(single(ada, works), "[" + spec(1) + "]");
    assertThat(made.status()).isEqualTo(201);
    assertThat(Json.texts(made.json().path("labels"))).containsExactly("Primary");
    assertThat(ada.associationTypes(works)).containsExactly(1, 279);
    assertThat(works.associationTypes(ada)).containsExactly(2, 280);
    assertThat(ada.value("associatedcompanyid")).isEqualTo(works.id());

    api.put(single(ada, other), "[" + spec(1) + "]");

    assertThat(ada.associationTypes(works)).containsExactly(279);
    assertThat(ada.associationTypes(other)).containsExactly(1, 279);
    assertThat(ada.value("associatedcompanyid")).isEqualTo(other.id());
  }

  @Test
  void primary_canBeSetFromTheCompanysSide() {
    api.put(
        "/crm/v4/objects/companies/" + works.id() + "/associations/contacts/" + ada.id(),
        "[" + spec(2) + "]");

    assertThat(ada.associationTypes(works)).containsExactly(1, 279);
  }

  @Test
  void firstCompany_becomesPrimaryIfTheQuirkSaysSo() {
    sim.quirks().firstCompanyIsPrimary(true);

    ada.associate(works);
    ada.associate(other);

    assertThat(ada.associationTypes(works)).containsExactly(1, 279);
    assertThat(ada.associationTypes(other)).containsExactly(279);
  }

  @Test
  void typeOfTheOtherDirection_isRefused() {
    ApiClient.Reply reply = api.put(single(ada, works), "[" + spec(280) + "]");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message())
        .isEqualTo("280 is not a valid association type between contacts and companies");
    assertThat(reply.json().path("subCategory").asText())
        .isEqualTo("crm.associations.INVALID_ASSOCIATION_TYPE");
    assertThat(ada.associationTypes(works)).isEmpty();
  }

  @Test
  void delete_takesEverythingAway() {
    ada.associate(works, 1);

    assertThat(api.delete(single(ada, works)).status()).isEqualTo(204);
    assertThat(api.delete(single(ada, works)).status()).isEqualTo(204);
    assertThat(ada.associationTypes(works)).isEmpty();
    assertThat(works.associationTypes(ada)).isEmpty();
    assertThat(ada.value("associatedcompanyid")).isNull();
  }

  @Test
  void labels_areDefinedAndTakenAway_andThePlainOneTakesAllWithIt() {
    ApiClient.Reply defined =
        api.post(
            "/crm/v4/associations/contacts/companies/labels",
            "{'label':'Adviser','name':'adviser','inverseLabel':'Advised by'}");
    int there = defined.json().path("results").path(0).path("typeId").intValue();
    int back = defined.json().path("results").path(1).path("typeId").intValue();
    String label = "{'associationCategory':'USER_DEFINED','associationTypeId':" + there + "}";
    api.put(single(ada, works), "[" + label + "]");
    assertThat(ada.associationTypes(works)).containsExactlyInAnyOrder(279, there);
    assertThat(works.associationTypes(ada)).containsExactlyInAnyOrder(280, back);

    String types = ",'types':[%s]";
    batch("labels/archive", pair(ada.id(), works.id(), String.format(types, label)));
    assertThat(ada.associationTypes(works)).containsExactly(279);
    api.put(single(ada, works), "[" + label + "]");
    batch("labels/archive", pair(ada.id(), works.id(), String.format(types, spec(279))));
    assertThat(ada.associationTypes(works)).isEmpty();
  }

  @Test
  void labels_areListedRenamedAndDeleted() {
    String path = "/crm/v4/associations/contacts/companies/labels";
    int id = contacts.defineLabel(sim.companies(), "Adviser", "Advised by");

    assertThat(api.get(path).json().path("results").findValuesAsText("typeId"))
        .containsExactlyInAnyOrder("279", "1", Integer.toString(id));
    assertThat(api.put(path, "{'associationTypeId':" + id + ",'label':'Helper'}").status())
        .isEqualTo(204);
    assertThat(api.get(path).text()).contains("Helper").doesNotContain("Adviser");
    assertThat(api.delete(path + "/" + id).status()).isEqualTo(204);
    assertThat(api.delete(path + "/279").status()).isEqualTo(404);
    assertThat(api.get(path).json().path("results")).hasSize(2);
  }

  @Test
  void batchRead_pagesPerRecordAndTellsWhoHasNone() {
    sim.quirks().associationPage(2);
    SimulatedRecord bob = contact("bob@example.com");
    SimulatedRecord third = sim.companies().add(Map.of("name", "Third"));
    for (SimulatedRecord company : List.of(works, other, third)) {
      ada.associate(company);
    }

    ApiClient.Reply reply = batch("read", "{'id':'" + ada.id() + "'}", "{'id':'" + bob.id() + "'}");
    assertThat(reply.status()).isEqualTo(207);
    JsonNode result = reply.json().path("results").path(0);
    assertThat(result.path("from").path("id").asText()).isEqualTo(ada.id());
    assertThat(result.path("to")).hasSize(2);
    String after = result.path("paging").path("next").path("after").asText();
    JsonNode error = reply.json().path("errors").path(0);
    assertThat(error.path("subCategory").asText())
        .isEqualTo("crm.associations.NO_ASSOCIATIONS_FOUND");
    assertThat(Json.texts(error.path("context").path("fromObjectId"))).containsExactly(bob.id());
    ApiClient.Reply rest = batch("read", "{'id':'" + ada.id() + "','after':'" + after + "'}");
    assertThat(rest.json().path("results").path(0).path("to")).hasSize(1);
    assertThat(rest.json().path("results").path(0).has("paging")).isFalse();
  }

  @Test
  void batchCreate_tellsBadPairsAlone() {
    for (String version : new String[] {"v4", "2026-09"}) {
      String path =
          version.equals("v4") ? BATCH : "/crm/associations/2026-09/contacts/companies/batch";
      ApiClient.Reply reply =
          api.post(
              path + "/create",
              "{'inputs':["
                  + pair(ada.id(), works.id(), ",'types':[" + spec(279) + "]")
                  + ","
                  + pair(ada.id(), "4711", ",'types':[" + spec(279) + "]")
                  + ","
                  + pair(ada.id(), other.id(), ",'types':[" + spec(4) + "]")
                  + "]}");
      assertThat(reply.status()).isEqualTo(version.equals("v4") ? 207 : 201);
      assertThat(reply.json().path("results")).hasSize(1);
      assertThat(reply.json().path("errors")).hasSize(2);
      assertThat(ada.associated(sim.companies())).containsExactly(works.id());
    }
    assertThat(batch("create", pair(ada.id(), works.id(), ",'types':[" + spec(1) + "]")).status())
        .isEqualTo(201);
  }

  @Test
  void batchAssociateAndArchive() {
    assertThat(batch("associate/default", pair(ada.id(), works.id(), "")).status()).isEqualTo(200);
    assertThat(ada.associationTypes(works)).containsExactly(279);

    ApiClient.Reply gone =
        batch("archive", "{'from':{'id':'" + ada.id() + "'},'to':[{'id':'" + works.id() + "'}]}");
    assertThat(gone.status()).isEqualTo(204);
    assertThat(ada.associationTypes(works)).isEmpty();
  }

  @Test
  void batchLimits_areThoseOfAssociations() {
    assertThat(batch("read", many(1_000, "{'id':'1'}")).status()).isEqualTo(207);
    assertThat(batch("read", many(1_001, "{'id':'1'}")).status()).isEqualTo(400);
    assertThat(batch("archive", many(2_001, "{'from':{'id':'1'},'to':[]}")).status())
        .isEqualTo(400);
    assertThat(batch("archive", many(2_000, "{'from':{'id':'1'},'to':[]}")).status())
        .isEqualTo(204);
  }

  private static String[] many(int count, String input) {
    return Collections.nCopies(count, input).toArray(new String[0]);
  }

  @Test
  void recordsShowAssociationsInTheOldWords() {
    ada.associate(works, 1);
    ada.associate(other);

    JsonNode shown =
        api.get(CONTACTS + "/" + ada.id() + "?associations=companies,deals")
            .json()
            .path("associations");

    assertThat(shown.has("deals")).isFalse();
    List<String> types = new ArrayList<>();
    shown
        .path("companies")
        .path("results")
        .forEach(one -> types.add(one.path("id").asText() + " " + one.path("type").asText()));
    assertThat(types)
        .containsExactly(
            works.id() + " contact_to_company",
            works.id() + " contact_to_company_unlabeled",
            other.id() + " contact_to_company_unlabeled");
  }

  @Test
  void newRecord_mayBringItsAssociations() {
    ApiClient.Reply made =
        api.post(
            CONTACTS,
            "{'properties':{},'associations':[{'to':{'id':'"
                + works.id()
                + "'},'types':["
                + spec(1)
                + "]}]}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(contacts.record(made.json().path("id").asText()).value("associatedcompanyid"))
        .isEqualTo(works.id());
    ApiClient.Reply bad =
        api.post(
            CONTACTS,
            "{'properties':{},'associations':[{'to':{'id':'4711'},'types':[" + spec(1) + "]}]}");
    assertThat(bad.status()).isEqualTo(404);
    assertThat(contacts.size()).isEqualTo(2);
  }

  @Test
  void customObjects_haveTypesOfTheirOwn() {
    SimulatedObject pets = sim.addObject("pet", schema -> schema.text("colour"));
    SimulatedRecord rex = pets.add(Map.of("name", "Rex"));
    JsonNode label =
        api.get("/crm/v4/associations/" + pets.typeId() + "/contacts/labels")
            .json()
            .path("results")
            .path(0);
    assertThat(label.path("category").asText()).isEqualTo("USER_DEFINED");

    rex.associate(ada);

    assertThat(rex.associationTypes(ada)).containsExactly(label.path("typeId").intValue());
    assertThat(ada.associated(pets)).containsExactly(rex.id());
  }

  @Test
  void archivedEnd_isNotShown() {
    ada.associate(works);
    works.archive();
    assertThat(ada.associated(sim.companies())).isEmpty();

    works.restore();
    assertThat(ada.associated(sim.companies())).containsExactly(works.id());
  }
}
