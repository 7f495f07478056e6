package com.puraify.sync.testkit.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Properties, schemas, pipelines and owners. */
class SchemaTest extends Fixture {
  private static final String PROPERTIES = "/crm/v3/properties/contacts";

  private JsonNode property(String name) {
    return api.get(PROPERTIES + "/" + name).json();
  }

  @Test
  void properties_areOneListInAllVersions() {
    for (String path :
        List.of(PROPERTIES, "/crm/properties/2026-03/contacts", "/crm/properties/2026-09/0-1")) {
      JsonNode body = api.get(path).json();
      assertThat(body.has("paging")).isFalse();
      assertThat(body.path("results").findValuesAsText("name"))
          .contains("email", "lastmodifieddate", "external_id", "tags")
          .doesNotContain("hs_lastmodifieddate");
    }
    assertThat(api.get("/crm/v3/properties/deals").json().findValuesAsText("name"))
        .contains("hs_lastmodifieddate")
        .doesNotContain("lastmodifieddate");
  }

  @Test
  void definition_tellsTypeUniquenessAndWritability() {
    JsonNode key = property("external_id");
    assertThat(key.path("type").asText()).isEqualTo("string");
    assertThat(key.path("fieldType").asText()).isEqualTo("text");
    assertThat(key.path("hasUniqueValue").booleanValue()).isTrue();
    assertThat(key.path("hubspotDefined").booleanValue()).isFalse();
    assertThat(key.path("modificationMetadata").path("readOnlyValue").booleanValue()).isFalse();
    JsonNode score = property("score");
    assertThat(score.path("calculated").booleanValue()).isTrue();
    assertThat(score.path("modificationMetadata").path("readOnlyValue").booleanValue()).isTrue();
    assertThat(property("createdate").path("modificationMetadata").path("readOnlyValue"))
        .isEqualTo(score.path("modificationMetadata").path("readOnlyValue"));
    JsonNode tags = property("tags");
    assertThat(tags.path("type").asText()).isEqualTo("enumeration");
    assertThat(tags.path("fieldType").asText()).isEqualTo("checkbox");
    assertThat(tags.path("options").findValuesAsText("value"))
        .containsExactly("red", "green", "blue");
    assertThat(tags.path("options").findValuesAsText("label"))
        .containsExactly("RED", "GREEN", "BLUE");
    assertThat(property("birthday").path("type").asText()).isEqualTo("date");
    assertThat(property("seen").path("fieldType").asText()).isEqualTo("date");
    assertThat(property("hubspot_owner_id").path("referencedObjectType").asText())
        .isEqualTo("OWNER");
  }

  @Test
  void property_isMadeChangedAndArchived() {
    ApiClient.Reply made =
        api.post(
            PROPERTIES,
            "{'name':'colour','label':'Colour','type':'enumeration','fieldType':'select',"
                + "'groupName':'contactinformation','options':[{'label':'Red','value':'r'}]}");
    assertThat(made.status()).isEqualTo(201);
    SimulatedRecord ada = contacts.add(Map.of("colour", "r"));

    api.patch(PROPERTIES + "/colour", "{'label':'Color'}");
    assertThat(property("colour").path("label").asText()).isEqualTo("Color");
    assertThat(property("colour").path("options")).hasSize(1);
    assertThat(api.delete(PROPERTIES + "/colour").status()).isEqualTo(204);
    assertThat(api.get(PROPERTIES + "/colour").status()).isEqualTo(404);
    assertThat(api.get(PROPERTIES + "?archived=true").json().findValuesAsText("name"))
        .containsExactly("colour");
    assertThat(read(ada, "colour").path("properties").has("colour")).isFalse();
  }

  @Test
  void badDefinitions_areRefused() {
    String body = "{'name':'%s','label':'L','type':'%s','fieldType':'%s','groupName':'g'%s}";
    assertThat(api.post(PROPERTIES, String.format(body, "Bad Name", "string", "text", "")).status())
        .isEqualTo(400);
    assertThat(api.post(PROPERTIES, String.format(body, "x", "number", "text", "")).status())
        .isEqualTo(400);
    assertThat(api.post(PROPERTIES, String.format(body, "tags", "string", "text", "")).status())
        .isEqualTo(409);
    assertThat(api.post(PROPERTIES, "{'name':'x'}").status()).isEqualTo(400);
    for (int i = 0; i < 9; i++) {
      String unique = ",'hasUniqueValue':true";
      assertThat(
              api.post(PROPERTIES, String.format(body, "k" + i, "string", "text", unique)).status())
          .isEqualTo(201);
    }
    assertThat(
            api.post(
                    PROPERTIES,
                    String.format(body, "k9", "string", "text", ",'hasUniqueValue':true"))
                .status())
        .isEqualTo(400);
    assertThat(api.delete(PROPERTIES + "/email").status()).isEqualTo(400);
  }

  @Test
  void administratorsRules_areListed() {
    JsonNode results = api.get("/crm/v3/property-validations/0-1").json().path("results");

    assertThat(results.findValuesAsText("propertyName")).containsExactly("nickname");
    assertThat(results.findValuesAsText("ruleType")).containsExactly("MAX_LENGTH", "WHITESPACE");
  }

  @Test
  void batchRead_ofProperties() {
    ApiClient.Reply reply =
        api.post(PROPERTIES + "/batch/read", "{'inputs':[{'name':'tags'},{'name':'nonsense'}]}");

    assertThat(reply.status()).isEqualTo(207);
    assertThat(reply.json().path("results").findValuesAsText("name")).containsExactly("tags");
  }

  @Test
  void schemas_areThoseOfCustomObjects() {
    SimulatedObject pets =
        sim.addObject("pet", schema -> schema.uniqueText("chip").required("name"));

    for (String path :
        List.of(
            "/crm/v3/schemas",
            "/crm-object-schemas/v3/schemas",
            "/crm-object-schemas/2026-03/schemas")) {
      JsonNode schema = api.get(path).json().path("results").path(0);
      assertThat(schema.path("objectTypeId").asText()).isEqualTo(pets.typeId());
      assertThat(schema.path("name").asText()).isEqualTo("pet");
      assertThat(schema.path("fullyQualifiedName").asText())
          .isEqualTo(pets.fullyQualifiedName())
          .isEqualTo("p62515_pet");
      assertThat(schema.path("labels").path("plural").asText()).isEqualTo("pets");
      assertThat(schema.path("properties").findValuesAsText("name"))
          .contains("name", "chip", "hs_lastmodifieddate", "hs_createdate");
      assertThat(Json.texts(schema.path("requiredProperties"))).containsExactly("name");
    }
    assertThat(api.post("/crm/v3/objects/pet", "{'properties':{'chip':'1'}}").message())
        .isEqualTo("Error creating PET. Some required properties were not set.");
    assertThat(api.get("/crm/v3/schemas/contacts").json().path("objectTypeId").asText())
        .isEqualTo("0-1");
  }

  @Test
  void schema_canBeMadeOverHttp() {
    ApiClient.Reply made =
        api.post(
            "/crm/v3/schemas",
            "{'name':'car','labels':{'singular':'Car','plural':'Cars'},"
                + "'primaryDisplayProperty':'plate','requiredProperties':['plate'],"
                + "'properties':[{'name':'plate','label':'Plate','type':'string',"
                + "'fieldType':'text','hasUniqueValue':true}]}");

    assertThat(made.status()).isEqualTo(201);
    String typeId = made.json().path("objectTypeId").asText();
    assertThat(api.post("/crm/v3/objects/" + typeId, "{'properties':{'plate':'HH-1'}}").status())
        .isEqualTo(201);
    assertThat(api.post("/crm/v3/schemas", "{'name':'car'}").status()).isEqualTo(409);
  }

  @Test
  void pipelines_haveStagesWhoseIdsAreStored() {
    JsonNode deals = api.get("/crm/v3/pipelines/deals").json().path("results").path(0);
    assertThat(deals.path("id").asText()).isEqualTo("default");
    assertThat(deals.path("stages").findValuesAsText("id")).contains("closedwon");
    assertThat(deals.path("stages").path(0).path("metadata").path("probability").asText())
        .isEqualTo("0.2");
    JsonNode tickets = api.get("/crm/pipelines/2026-03/tickets/0").json();
    assertThat(tickets.path("stages").path(3).path("metadata").path("ticketState").asText())
        .isEqualTo("CLOSED");
    assertThat(api.get("/crm/v3/pipelines/deals/nonsense").status()).isEqualTo(404);
    assertThat(
            api.get("/crm/v3/properties/deals/dealstage")
                .json()
                .path("options")
                .findValuesAsText("value"))
        .contains("closedwon");
  }

  @Test
  void owners_arePagedAndFoundByEmail() {
    SimulatedOwner grace = sim.addOwner("grace@example.com", "Grace", "Person");

    JsonNode first = api.get("/crm/v3/owners/?limit=1").json();
    assertThat(first.path("results")).hasSize(1);
    String after = first.path("paging").path("next").path("after").asText();
    assertThat(api.get("/crm/v3/owners?limit=1&after=" + after).ids()).containsExactly(grace.id());
    assertThat(api.get("/crm/owners/2026-03?email=Grace@example.com").ids())
        .containsExactly(grace.id());
    JsonNode owner = api.get("/crm/v3/owners/" + grace.id()).json();
    assertThat(owner.path("userId").asText()).isEqualTo(grace.userId()).isNotEqualTo(grace.id());
    SimulatedRecord ada = contacts.add(Map.of("hubspot_owner_id", grace.id()));
    assertThat(ada.value("hubspot_owner_id")).isEqualTo(grace.id());
    sim.actAs(grace);
    assertThat(sim.actor()).isEqualTo(grace);
  }
}
