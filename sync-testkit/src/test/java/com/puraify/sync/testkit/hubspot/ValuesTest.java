package com.puraify.sync.testkit.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be written, what it becomes, and how the rest is refused. */
class ValuesTest extends Fixture {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "visits     | '12.50'                    | 12.5",
        "visits     | 12.50                      | 12.5",
        "visits     | '1e3'                      | 1000",
        "visits     | '-.5'                      | -0.5",
        "newsletter | true                       | true",
        "newsletter | 'FALSE'                    | false",
        "plan       | 'Paid'                     | Paid",
        "tags       | 'red;green'                | red;green",
        "tags       | 'red;;red; green'          | red;green",
        "birthday   | '2026-02-28'               | 2026-02-28",
        "birthday   | '1772236800000'            | 2026-02-28",
        "birthday   | 1772236800000              | 2026-02-28",
        "seen       | '2026-02-28T10:00:00Z'     | 2026-02-28T10:00:00Z",
        "seen       | '2026-02-28T10:00:00.120Z' | 2026-02-28T10:00:00.120Z",
        "seen       | '1772272800001'            | 2026-02-28T10:00:00.001Z",
        "email      | ' Ada@Example.COM '        | ada@example.com",
        "firstname  | '  as it is  '             | `  as it is  `"
      })
  void acceptedValue_isKeptInItsForm(String property, String written, String kept) {
    SimulatedRecord ada = contacts.add(Map.of("tags", List.of("blue")));

    ApiClient.Reply reply = update(ada, "{'" + property + "':" + written + "}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(ada.value(property)).isEqualTo(kept);
    assertThat(reply.json().path("properties").path(property).textValue()).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nonsense   | 'x'                    | PROPERTY_DOESNT_EXIST",
        "score      | '1'                    | READ_ONLY_VALUE",
        "createdate | '1'                    | READ_ONLY_VALUE",
        "hs_object_id | '1'                  | READ_ONLY_VALUE",
        "lastmodifieddate | '1'              | READ_ONLY_VALUE",
        "visits     | 'many'                 | INVALID_INTEGER",
        "visits     | '1,5'                  | INVALID_INTEGER",
        "newsletter | 'yes'                  | INVALID_OPTION",
        "plan       | 'paid'                 | INVALID_OPTION",
        "plan       | 'PAID'                 | INVALID_OPTION",
        "tags       | 'red;violet'           | INVALID_OPTION",
        "birthday   | '1772236800001'        | INVALID_DATE",
        "birthday   | '28.02.2026'           | INVALID_DATE",
        "birthday   | '2026-02-28T00:00:00Z' | INVALID_DATE",
        "birthday   | '2026-02-30'           | INVALID_DATE",
        "seen       | 'now'                  | INVALID_LONG",
        "seen       | '2026-02-28'           | INVALID_LONG",
        "email      | 'ada@example'          | INVALID_EMAIL",
        "email      | 'ada'                  | INVALID_EMAIL",
        "hubspot_owner_id | '1'              | INVALID_OWNER_ID"
      })
  void refusedValue_hasItsCode(String property, String written, String code) {
    SimulatedRecord ada = contact("ada@example.com");

    ApiClient.Reply reply = update(ada, "{'firstname':'x','" + property + "':" + written + "}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(code(reply)).isEqualTo(code);
    assertThat(ada.value("firstname")).isNull();
  }

  @Test
  void refusal_embedsTheProblemsAndListsThem() {
    ApiClient.Reply reply = create("{'nonsense':'x','visits':'many'}");

    assertThat(reply.category()).isEqualTo("VALIDATION_ERROR");
    assertThat(reply.message()).startsWith("Property values were not valid: [{");
    JsonNode embedded =
        ApiClient.parse(reply.message().substring("Property values were not valid: ".length()));
    assertThat(embedded).hasSize(2);
    assertThat(embedded.path(0).path("isValid").booleanValue()).isFalse();
    assertThat(embedded.path(0).path("name").asText()).isEqualTo("nonsense");
    assertThat(embedded.path(0).path("error").asText()).isEqualTo("PROPERTY_DOESNT_EXIST");
    assertThat(embedded.path(0).path("message").asText())
        .isEqualTo("Property \"nonsense\" does not exist")
        .isEqualTo(embedded.path(0).path("localizedErrorMessage").asText());
    assertThat(embedded.path(0).path("portalId").longValue()).isEqualTo(62_515);
    assertThat(reply.json().path("errors")).hasSize(2);
    assertThat(reply.json().path("errors").path(1).path("context").path("propertyName").path(0))
        .isEqualTo(Json.array(List.of("visits")).path(0));
  }

  @Test
  void emptyTextAndNull_clear() {
    SimulatedRecord ada = contacts.add(Map.of("visits", 1, "tags", List.of("red")));

    update(ada, "{'visits':'','tags':null}");

    assertThat(ada.value("visits")).isNull();
    assertThat(ada.value("tags")).isNull();
    assertThat(read(ada, "visits").path("properties").path("visits").isNull()).isTrue();
  }

  @Test
  void leadingSemicolon_appends() {
    SimulatedRecord ada = contacts.add(Map.of("tags", List.of("red")));

    update(ada, "{'tags':';blue;red'}");
    assertThat(ada.value("tags")).isEqualTo("red;blue");
    update(ada, "{'tags':'green'}");
    assertThat(ada.value("tags")).isEqualTo("green");
  }

  @Test
  void lifecycleStage_movesForwardAlone_unlessItIsClearedFirst() {
    SimulatedRecord ada = contacts.add(Map.of("lifecyclestage", "customer"));

    ApiClient.Reply back = update(ada, "{'lifecyclestage':'lead'}");
    assertThat(back.status()).isEqualTo(200);
    assertThat(back.json().path("properties").path("lifecyclestage").asText())
        .isEqualTo("customer");
    update(ada, "{'lifecyclestage':''}");
    update(ada, "{'lifecyclestage':'lead'}");
    assertThat(ada.value("lifecyclestage")).isEqualTo("lead");
    update(ada, "{'lifecyclestage':'customer'}");
    ada.set("lifecyclestage", "subscriber");
    assertThat(ada.value("lifecyclestage")).isEqualTo("subscriber");
  }

  @Test
  void requiredProperties_mustBeThereAtCreation() {
    ApiClient.Reply ticket = api.post(TICKETS, "{'properties':{'subject':'s'}}");
    assertThat(ticket.status()).isEqualTo(400);
    assertThat(ticket.message())
        .isEqualTo("Error creating TICKET. Some required properties were not set.");
    assertThat(Json.texts(ticket.json().path("context").path("properties")))
        .containsExactly("hs_pipeline", "hs_pipeline_stage");
    assertThat(api.post(COMPANIES, "{'properties':{'city':'x'}}").status()).isEqualTo(400);
    assertThat(api.post(COMPANIES, "{'properties':{'domain':'x.com'}}").status()).isEqualTo(201);
    assertThat(api.post(DEALS, "{'properties':{'dealname':'d'}}").status()).isEqualTo(400);
    assertThat(create("{}").status()).isEqualTo(201);
    assertThat(api.post(CONTACTS, "{}").status()).isEqualTo(400);
  }

  @Test
  void stage_mustBeOfThePipeline_andBringsMoreWithIt() {
    ApiClient.Reply wrong =
        api.post(DEALS, "{'properties':{'dealname':'d','dealstage':'nonsense'}}");
    assertThat(code(wrong)).isEqualTo("INVALID_OPTION");
    SimulatedRecord deal = sim.deals().add(Map.of("dealname", "d", "dealstage", "qualifiedtobuy"));
    assertThat(deal.value("pipeline")).isEqualTo("default");
    assertThat(deal.value("hs_deal_stage_probability")).isEqualTo("0.4");
    assertThat(deal.value("closedate")).isNull();

    api.patch(DEALS + "/" + deal.id(), "{'properties':{'dealstage':'closedwon'}}");

    assertThat(deal.value("hs_deal_stage_probability")).isEqualTo("1.0");
    assertThat(deal.value("hs_is_closed")).isEqualTo("true");
    assertThat(deal.value("closedate")).isEqualTo("2026-09-20T10:04:37.250Z");
  }

  @Test
  void takenEmail_isAConflictThatNamesTheHolder() {
    SimulatedRecord ada = contact("ada@example.com");

    ApiClient.Reply reply = create("{'email':'ADA@example.com'}");

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.category()).isEqualTo("CONFLICT");
    assertThat(reply.message()).isEqualTo("Contact already exists. Existing ID: " + ada.id());
  }

  @Test
  void companies_areNotOneByDomain() {
    assertThat(api.post(COMPANIES, "{'properties':{'domain':'https://www.X.com/a'}}").status())
        .isEqualTo(201);
    assertThat(api.post(COMPANIES, "{'properties':{'domain':'x.com'}}").status()).isEqualTo(201);
    assertThat(sim.companies().records()).extracting(c -> c.value("domain")).containsOnly("x.com");
  }

  @Test
  void takenUniqueValue_isRefusedWithTheStatusOfTheQuirk() {
    SimulatedRecord ada = contacts.add(Map.of("external_id", "1"));

    ApiClient.Reply usual = create("{'external_id':'1'}");
    sim.quirks().uniqueConflictStatus(409);
    ApiClient.Reply other = create("{'external_id':'1'}");

    assertThat(usual.status()).isEqualTo(400);
    assertThat(code(usual)).isEqualTo("CONFLICTING_UNIQUE_VALUE");
    assertThat(usual.message()).contains(ada.id() + " already has that value.");
    assertThat(other.status()).isEqualTo(409);
    assertThat(update(ada, "{'external_id':'1'}").status()).isEqualTo(200);
  }

  @Test
  void uniqueValueOfAnArchivedRecord_isFreeUntilItsRestoration() {
    SimulatedRecord ada = contacts.add(Map.of("external_id", "1"));
    ada.archive();

    assertThat(create("{'external_id':'1'}").status()).isEqualTo(201);
  }

  @Test
  void textLongerThanTheLimit_isRefused() {
    assertThat(create("{'firstname':'" + "x".repeat(65_536) + "'}").status()).isEqualTo(201);
    assertThat(code(create("{'firstname':'" + "x".repeat(65_537) + "'}")))
        .isEqualTo("VALUE_TOO_LONG");
  }

  @Test
  void administratorsRules_holdInTheNewestVersionAlone() {
    String body = "{'properties':{'nickname':' Countess '}}";
    assertThat(api.post(CONTACTS, body).status()).isEqualTo(201);
    assertThat(api.post("/crm/objects/2026-03/contacts", body).status()).isEqualTo(201);
    assertThat(code(api.post(NEWEST, body))).isEqualTo("MAX_LENGTH");
    ApiClient.Reply trimmed = api.post(NEWEST, "{'properties':{'nickname':' Ada '}}");
    assertThat(trimmed.json().path("properties").path("nickname").asText()).isEqualTo("Ada");
  }

  @Test
  void quirks_changeForms() {
    sim.quirks().numbersReformatted(false).phonesFormatted(true);
    SimulatedRecord ada = contact("ada@example.com");

    update(ada, "{'visits':'12.50','phone':'+44 (0)20-1'}");

    assertThat(ada.value("visits")).isEqualTo("12.50");
    assertThat(ada.value("phone")).isEqualTo("+440201");
  }

  @Test
  void people_areToldWhatIsWrong() {
    assertThatThrownBy(() -> contacts.add(Map.of("visits", "many")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("many was not a valid number");
  }

  @Test
  void removedOption_isKeptButNotAccepted() {
    SimulatedRecord ada = contacts.add(Map.of("plan", "free"));
    contacts.removeOption("plan", "free");

    assertThat(ada.value("plan")).isEqualTo("free");
    assertThat(code(update(ada, "{'plan':'free'}"))).isEqualTo("INVALID_OPTION");
    contacts.addOption("plan", "free");
    assertThat(update(ada, "{'plan':'free'}").status()).isEqualTo(200);
  }
}
