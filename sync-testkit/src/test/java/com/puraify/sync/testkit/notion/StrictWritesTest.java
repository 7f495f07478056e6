package com.puraify.sync.testkit.notion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Closed schemas, types, sizes and array limits of page writes. */
class StrictWritesTest extends Fixture {

  private String refusal(String properties) {
    Map<String, Object> before = new TreeMap<>();
    SimulatedPage page = tasks.add("a");
    page.values().forEach((k, v) -> before.put(k, String.valueOf(v)));

    ApiClient.Reply reply = write(page, properties);

    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("validation_error");
    Map<String, Object> after = new TreeMap<>();
    page.values().forEach((k, v) -> after.put(k, String.valueOf(v)));
    assertThat(after).isEqualTo(before);
    return reply.message();
  }

  private static String list(String item, int count) {
    return "[" + String.join(",", Collections.nCopies(count, item)) + "]";
  }

  @Test
  void unknownBodyKey_isRefused() {
    ApiClient.Reply reply = api.patch("/v1/pages/" + tasks.add("a").id(), "{'foo':'bar'}");

    assertThat(reply.message())
        .isEqualTo(
            "body failed validation: body.foo should be not present, instead was `\"bar\"`.");
  }

  @Test
  void archived_belongsToTheOlderVersionOnly() {
    SimulatedPage page = tasks.add("a");

    assertThat(api.patch("/v1/pages/" + page.id(), "{'archived':true}").message())
        .isEqualTo(
            "body failed validation: body.archived should be not present, instead was `true`.");
    assertThat(olderApi().patch("/v1/pages/" + page.id(), "{'archived':true}").status())
        .isEqualTo(200);
    assertThat(page.inTrash()).isTrue();
  }

  @Test
  void archivedInAnswers_belongsToTheOlderVersionOnly() {
    SimulatedPage page = tasks.add("a");

    assertThat(read(page).has("archived")).isFalse();
    assertThat(olderApi().get("/v1/pages/" + page.id()).json().path("archived").isBoolean())
        .isTrue();
  }

  @Test
  void unknownProperty_isRefused() {
    assertThat(refusal("{'Estimate':{'number':1},'Nope':{'number':1}}"))
        .isEqualTo("Nope is not a property that exists.");
  }

  @Test
  void unknownProperty_isIgnoredByTheQuirk() {
    sim.quirks().unknownPropertiesIgnored(true);
    SimulatedPage page = tasks.add("a");

    assertThat(write(page, "{'Nope':{'number':1}}").status()).isEqualTo(200);
    assertThat(read(page).path("properties").has("Nope")).isFalse();
  }

  @Test
  void otherType_isRefused() {
    assertThat(refusal("{'Estimate':{'rich_text':[]}}"))
        .isEqualTo("Estimate is expected to be number.");
    assertThat(refusal("{'Estimate':{'type':'checkbox','number':1}}"))
        .isEqualTo("Estimate is expected to be number.");
  }

  @Test
  void missingValue_isRefused() {
    assertThat(refusal("{'Estimate':{}}"))
        .isEqualTo(
            "body failed validation: body.properties.Estimate.number should be defined,"
                + " instead was `undefined`.");
  }

  @Test
  void wrongJsonTypes_areRefused() {
    assertThat(refusal("{'Estimate':{'number':'1'}}"))
        .isEqualTo(
            "body failed validation: body.properties.Estimate.number should be a number,"
                + " instead was `\"1\"`.");
    assertThat(refusal("{'Billable':{'checkbox':null}}")).contains("should be a boolean");
    assertThat(refusal("{'Name':{'title':'a'}}")).contains("should be an array");
    assertThat(refusal("{'Tags':{'multi_select':null}}")).contains("should be an array");
    assertThat(refusal("{'Priority':{'select':'High'}}")).contains("should be an object");
    assertThat(refusal("{'Link':{'url':1}}")).contains("should be a string");
  }

  @Test
  void textOver2000Units_isRefusedInNotionsWords() {
    String text = "x".repeat(2500);

    assertThat(refusal("{'Notes':{'rich_text':[{'text':{'content':'" + text + "'}}]}}"))
        .isEqualTo(
            "body failed validation: body.properties.Notes.rich_text[0].text.content.length"
                + " should be ≤ `2000`, instead was `2500`.");
  }

  @Test
  void textLength_isCountedInUtf16Units() {
    SimulatedPage page = tasks.add("a");

    assertThat(write(page, text("😀".repeat(1000))).status()).isEqualTo(200);
    assertThat(write(page, text("😀".repeat(1000) + "x")).status()).isEqualTo(400);
  }

  private static String text(String content) {
    return "{'Notes':{'rich_text':[{'text':{'content':'" + content + "'}}]}}";
  }

  @Test
  void halfASurrogatePair_isRefused() {
    assertThat(refusal(text("\\ud83d"))).contains("well-formed");
  }

  @Test
  void arraysOver100_areRefused() {
    assertThat(refusal("{'Notes':{'rich_text':" + list("{'text':{'content':'x'}}", 101) + "}}"))
        .isEqualTo(
            "body failed validation: body.properties.Notes.rich_text.length should be ≤ `100`,"
                + " instead was `101`.");
    assertThat(refusal("{'Tags':{'multi_select':" + list("{'name':'x'}", 101) + "}}"))
        .contains("≤ `100`");
    assertThat(
            refusal("{'Owner':{'people':" + list("{'id':'" + sim.actor().id() + "'}", 101) + "}}"))
        .contains("≤ `100`");
  }

  @Test
  void childrenOver100_areRefused() {
    ApiClient.Reply reply =
        api.post(
            "/v1/pages",
            "{'parent':{'data_source_id':'"
                + tasks.id()
                + "'},'children':"
                + list("{'paragraph':{'rich_text':[]}}", 101)
                + "}");

    assertThat(reply.message())
        .isEqualTo(
            "body failed validation: body.children.length should be ≤ `100`, instead was"
                + " `101`.");
    assertThat(tasks.pages()).isEmpty();
  }

  @Test
  void emptyStrings_areRefusedWhereOneCharacterIsTheLeast() {
    for (String properties :
        new String[] {
          "{'Link':{'url':''}}",
          "{'Mail':{'email':''}}",
          "{'Phone':{'phone_number':''}}",
          "{'Priority':{'select':{'name':''}}}"
        }) {
      assertThat(refusal(properties)).contains("should be ≥ `1`");
    }
  }

  @Test
  void longStrings_areRefused() {
    assertThat(refusal("{'Link':{'url':'" + "u".repeat(2001) + "'}}")).contains("≤ `2000`");
    assertThat(refusal("{'Mail':{'email':'" + "m".repeat(201) + "'}}")).contains("≤ `200`");
  }

  @Test
  void echoedKeys_areRefusedUnlessTheQuirkIgnoresThem() {
    String echo = "{'Estimate':{'id':'abc','type':'number','number':4}}";
    assertThat(refusal(echo)).contains("body.properties.Estimate.id should be not present");

    sim.quirks().echoesIgnored(true);

    SimulatedPage page = tasks.add("b");
    assertThat(write(page, echo).status()).isEqualTo(200);
    assertThat(page.value("Estimate")).isEqualTo(new java.math.BigDecimal(4));
  }

  @Test
  void readOnlyTypes_areRefused() {
    SimulatedDataSource other =
        sim.addDatabase(
            "Others",
            schema ->
                schema
                    .createdTime("Made")
                    .lastEditedTime("Edited")
                    .createdBy("By")
                    .lastEditedBy("Editor")
                    .uniqueId("Ref", "T")
                    .button("Go")
                    .formula("Twice", "number", "1+1", page -> 2));
    SimulatedPage page = other.add("a");
    for (String write :
        new String[] {
          "{'Made':{'created_time':'2026-01-01T00:00:00Z'}}",
          "{'Edited':{'last_edited_time':'2026-01-01T00:00:00Z'}}",
          "{'By':{'created_by':{'id':'" + sim.actor().id() + "'}}}",
          "{'Editor':{'last_edited_by':{'id':'" + sim.actor().id() + "'}}}",
          "{'Ref':{'unique_id':{'number':7}}}",
          "{'Go':{'button':{}}}",
          "{'Twice':{'formula':{'number':3}}}"
        }) {
      ApiClient.Reply reply = write(page, write);

      assertThat(reply.status()).as(write).isEqualTo(400);
      assertThat(reply.message()).contains("should be not present");
    }
  }

  @Test
  void unknownPeopleAndParents_areNotFound() {
    String unknown = "00000000-0000-4000-8000-000000000000";

    assertThat(write(tasks.add("a"), "{'Owner':{'people':[{'id':'" + unknown + "'}]}}").status())
        .isEqualTo(404);
    assertThat(api.post("/v1/pages", "{'parent':{'data_source_id':'" + unknown + "'}}").status())
        .isEqualTo(404);
    assertThat(api.post("/v1/pages", "{}").message()).contains("body.parent should be defined");
  }

  @Test
  void numbers_areJavaScriptDoubles() {
    SimulatedPage page = tasks.add("a");

    write(page, "{'Estimate':{'number':12345678901234567890}}");
    assertThat(property(read(page), "Estimate").toString()).isEqualTo("12345678901234567000");
    write(page, "{'Estimate':{'number':8.0}}");
    assertThat(property(read(page), "Estimate").toString()).isEqualTo("8");
    write(page, "{'Estimate':{'number':0.1}}");
    assertThat(property(read(page), "Estimate").toString()).isEqualTo("0.1");
    assertThat(write(page, "{'Estimate':{'number':1e999}}").status()).isEqualTo(400);
  }

  @Test
  void missingCapability_isRestricted() {
    sim.quirks().capabilities(java.util.Set.of(NotionQuirks.Capability.READ));

    ApiClient.Reply reply = create("{}");

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.code()).isEqualTo("restricted_resource");
    assertThat(query("{}").status()).isEqualTo(200);
    assertThat(api.get("/v1/users").status()).isEqualTo(403);
    assertThat(api.get("/v1/users/me").status()).isEqualTo(200);
  }

  @Test
  void blockLimit_refusesCreatesOnly() {
    SimulatedPage page = tasks.add("a");
    sim.quirks().blockLimitReached(true);

    ApiClient.Reply reply = create("{}");

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.json().path("additional_data").path("block_limit").asText())
        .isEqualTo("block_creation");
    assertThat(write(page, "{'Estimate':{'number':1}}").status()).isEqualTo(200);
  }
}
