package com.puraify.sync.testkit.notion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What writes do, and choices. */
class WritesTest extends Fixture {

  @Test
  void create_storesAndEchoesTheWholePage() {
    ApiClient.Reply reply =
        create(
            "{'title':{'title':[{'text':{'content':'Ada'}}]},'Estimate':{'number':2.5},"
                + "'Tags':{'multi_select':[{'name':'red'},{'name':'blue'}]},"
                + "'Owner':{'people':[{'id':'"
                + sim.actor().id()
                + "'}]},"
                + "'Files':{'files':[{'name':'f','external':{'url':'https://e.org/f'}}]},"
                + "'Link':{'url':'https://e.org'},'Billable':{'checkbox':true}}");

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    JsonNode page = reply.json();
    assertThat(page.path("properties").size()).isEqualTo(13);
    assertThat(page.path("created_by").path("id").asText()).isEqualTo(sim.bot().id());
    assertThat(page.path("parent").path("database_id").asText()).isEqualTo(tasks.databaseId());
    SimulatedPage stored = tasks.page("Ada");
    assertThat(stored.id()).isEqualTo(page.path("id").asText());
    assertThat(stored.value("Estimate")).isEqualTo(new BigDecimal("2.5"));
    assertThat(stored.value("Tags")).isEqualTo(List.of("red", "blue"));
    assertThat(stored.value("Owner")).isEqualTo(List.of(sim.actor().id()));
    assertThat(stored.value("Files")).isEqualTo(List.of("https://e.org/f"));
    assertThat(stored.value("Billable")).isEqualTo(true);
    assertThat(stored.value("Status")).isEqualTo("Not started");
    assertThat(stored.value("Notes")).isNull();
  }

  @Test
  void filterProperties_limitTheEcho() {
    ApiClient.Reply reply =
        api.post(
            "/v1/pages?filter_properties=title",
            "{'parent':{'data_source_id':'" + tasks.id() + "'}}");

    assertThat(reply.json().path("properties").fieldNames()).toIterable().containsExactly("Name");
  }

  @Test
  void patch_leavesOtherPropertiesAlone() {
    SimulatedPage page = tasks.add("a", java.util.Map.of("Estimate", 3, "Notes", "keep"));

    JsonNode echoed = write(page, "{'Estimate':{'number':4}}").json();

    assertThat(page.value("Notes")).isEqualTo("keep");
    assertThat(property(echoed, "Notes").get(0).path("plain_text").asText()).isEqualTo("keep");
    assertThat(property(echoed, "Estimate").intValue()).isEqualTo(4);
  }

  @Test
  void arrays_replaceTheWholeValue() {
    SimulatedPage page = tasks.add("a", java.util.Map.of("Tags", List.of("red", "green")));

    write(page, "{'Tags':{'multi_select':[{'name':'blue'}]}}");

    assertThat(page.value("Tags")).isEqualTo(List.of("blue"));
  }

  @Test
  void everyType_canBeCleared() {
    SimulatedPage page =
        tasks.add(
            "a",
            java.util.Map.of(
                "Notes",
                "n",
                "Estimate",
                1,
                "Billable",
                true,
                "Priority",
                "Low",
                "Due",
                "2026-01-01",
                "Link",
                "https://e.org",
                "Tags",
                List.of("red"),
                "Files",
                "https://e.org/f",
                "Owner",
                List.of(sim.actor())));

    ApiClient.Reply reply =
        write(
            page,
            "{'Name':{'title':[]},'Notes':{'rich_text':[]},'Estimate':{'number':null},"
                + "'Billable':{'checkbox':false},'Priority':{'select':null},'Due':{'date':null},"
                + "'Link':{'url':null},'Tags':{'multi_select':[]},'Files':{'files':[]},"
                + "'Owner':{'people':[]}}");

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(property(reply.json(), "Priority").isNull()).isTrue();
    assertThat(property(reply.json(), "Due").isNull()).isTrue();
    assertThat(property(reply.json(), "Tags").isEmpty()).isTrue();
    assertThat(page.title()).isEmpty();
    assertThat(page.value("Notes")).isNull();
    assertThat(page.value("Billable")).isEqualTo(false);
  }

  @Test
  void properties_canBeKeyedById() {
    SimulatedPage page = tasks.add("a");
    String id = tasks.property("Estimate").id();

    assertThat(write(page, "{'" + id + "':{'number':9}}").status()).isEqualTo(200);
    assertThat(page.value("Estimate")).isEqualTo(new BigDecimal(9));
  }

  @Test
  void newChoice_addsAnOptionWithIdAndColour() {
    SimulatedPage page = tasks.add("a");

    JsonNode value =
        property(write(page, "{'Priority':{'select':{'name':'Urgent'}}}").json(), "Priority");

    assertThat(value.path("id").asText()).isEqualTo(tasks.property("Priority").optionId("Urgent"));
    assertThat(value.path("color").asText()).isNotEmpty();
    assertThat(tasks.property("Priority").options()).containsExactly("Low", "High", "Urgent");
  }

  @Test
  void choices_matchWhateverTheirLetterCase() {
    SimulatedPage page = tasks.add("a");

    write(page, "{'Priority':{'select':{'name':'HIGH'}},'Tags':{'multi_select':[{'name':'RED'}]}}");

    assertThat(page.value("Priority")).isEqualTo("High");
    assertThat(page.value("Tags")).isEqualTo(List.of("red"));
    assertThat(tasks.property("Priority").options()).hasSize(2);
  }

  @Test
  void choices_canBeGivenById() {
    SimulatedPage page = tasks.add("a");
    String id = tasks.property("Priority").optionId("High");

    write(page, "{'Priority':{'select':{'id':'" + id + "'}}}");

    assertThat(page.value("Priority")).isEqualTo("High");
    assertThat(write(page, "{'Priority':{'select':{'id':'nope'}}}").status()).isEqualTo(400);
  }

  @Test
  void commas_areRefusedInChoices() {
    SimulatedPage page = tasks.add("a");

    assertThat(write(page, "{'Tags':{'multi_select':[{'name':'A, b'}]}}").message())
        .isEqualTo("Invalid select option, commas not allowed: A, b");
    assertThat(write(page, "{'Priority':{'select':{'name':'A, b'}}}").message())
        .isEqualTo("Invalid select option, commas not allowed: A, b");
  }

  @Test
  void refusedWrite_addsNoOption() {
    SimulatedPage page = tasks.add("a");

    write(page, "{'Priority':{'select':{'name':'New'}},'Estimate':{'number':'x'}}");

    assertThat(tasks.property("Priority").options()).containsExactly("Low", "High");
  }

  @Test
  void oneNewOptionTwice_isAddedOnce() {
    SimulatedPage page = tasks.add("a");

    write(page, "{'Tags':{'multi_select':[{'name':'New'},{'name':'NEW'}]}}");

    assertThat(page.value("Tags")).isEqualTo(List.of("New"));
    assertThat(tasks.property("Tags").options()).containsExactly("red", "green", "New");
  }

  @Test
  void unknownStatus_isRefused() {
    ApiClient.Reply reply = write(tasks.add("a"), "{'Status':{'status':{'name':'Paused'}}}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message()).startsWith("Invalid status option. ");
    assertThat(tasks.property("Status").options()).hasSize(3);
  }

  @Test
  void emptiedStatus_goesBackToTheDefault() {
    SimulatedPage page = tasks.add("a", java.util.Map.of("Status", "Done"));

    JsonNode value = property(write(page, "{'Status':{'status':null}}").json(), "Status");

    assertThat(value.path("name").asText()).isEqualTo("Not started");
  }

  @Test
  void emptiedStatusWithoutDefault_isEmpty() {
    tasks.property("Status").noDefaultOption();
    SimulatedPage page = tasks.add("a", java.util.Map.of("Status", "Done"));

    assertThat(property(write(page, "{'Status':{'status':null}}").json(), "Status").isNull())
        .isTrue();
  }

  @Test
  void textSpans_runTogetherAndEmptyOnesVanish() {
    SimulatedPage page = tasks.add("a");

    JsonNode spans =
        property(
            write(
                    page,
                    "{'Notes':{'rich_text':[{'text':{'content':'a'}},{'text':{'content':''}},"
                        + "{'text':{'content':'b'}},{'text':{'content':'c'},"
                        + "'annotations':{'bold':true}}]}}")
                .json(),
            "Notes");

    assertThat(spans).hasSize(2);
    assertThat(spans.get(0).path("plain_text").asText()).isEqualTo("ab");
    assertThat(spans.get(1).path("annotations").path("bold").booleanValue()).isTrue();
    assertThat(page.value("Notes")).isEqualTo("abc");
  }

  @Test
  void unchangedEdit_movesTheTimeUnlessTheQuirkIsOff() {
    SimulatedPage page = tasks.add("a", java.util.Map.of("Estimate", 1));
    clock.advance(java.time.Duration.ofMinutes(5));
    write(page, "{'Estimate':{'number':1}}");
    assertThat(page.editedAt()).isEqualTo(clock.instant());
    assertThat(page.editedBy()).isEqualTo(sim.bot().id());

    sim.quirks().unchangedEditsCount(false);
    java.time.Instant before = page.editedAt();
    clock.advance(java.time.Duration.ofMinutes(5));
    write(page, "{'Estimate':{'number':1}}");

    assertThat(page.editedAt()).isEqualTo(before);
  }

  @Test
  void uploadedFile_hasANewAddressInEveryRead() {
    SimulatedPage page = tasks.add("a");
    page.upload("Files", "photo.png");

    JsonNode first = property(read(page), "Files").get(0);
    JsonNode second = property(read(page), "Files").get(0);

    assertThat(first.path("type").asText()).isEqualTo("file");
    assertThat(first.path("file").path("url").asText())
        .isNotEqualTo(second.path("file").path("url").asText());
    assertThat(first.path("file").path("url").asText().split("\\?", 2)[0])
        .isEqualTo(second.path("file").path("url").asText().split("\\?", 2)[0]);
    assertThat(first.path("file").path("expiry_time").asText()).startsWith("2026-09-20T11:04");
  }

  @Test
  void placeAndVerification_roundTrip() {
    SimulatedDataSource wiki =
        sim.addDatabase("Wiki", schema -> schema.place("Where").verification("Checked"));
    SimulatedPage page = wiki.add("a");

    ApiClient.Reply reply =
        write(
            page,
            "{'Where':{'place':{'lat':52.5,'lon':13.4,'name':'B'}},"
                + "'Checked':{'verification':{'state':'verified'}}}");

    assertThat(property(reply.json(), "Where").toString())
        .isEqualTo(
            "{'lat':52.5,'lon':13.4,'name':'B','address':null,'aws_place_id':null,"
                    .replace('\'', '"')
                + "\"google_place_id\":null}");
    assertThat(property(reply.json(), "Checked").path("state").asText()).isEqualTo("verified");
    assertThat(write(page, "{'Where':{'place':{'lat':1}}}").status()).isEqualTo(400);
  }

  @Test
  void pageUnderAPage_hasATitleOnly() {
    SimulatedPage home = sim.addPage("Home");

    ApiClient.Reply reply =
        api.post(
            "/v1/pages",
            "{'parent':{'page_id':'"
                + home.id()
                + "'},'properties':{'title':{'title':[{'text':{'content':'Sub'}}]}}}");

    assertThat(reply.json().path("properties").path("title").path("title")).hasSize(1);
    assertThat(reply.json().path("parent").path("page_id").asText()).isEqualTo(home.id());
    assertThat(
            api.patch(
                    "/v1/pages/" + reply.json().path("id").asText(),
                    "{'properties':{'Estimate':{'number':1}}}")
                .message())
        .isEqualTo("Estimate is not a property that exists.");
  }

  @Test
  void move_carriesValuesOfEqualNameAndType() {
    SimulatedDataSource done =
        sim.addDatabase(
            "Archive", schema -> schema.number("Estimate").select("Priority").url("Notes"));
    SimulatedPage page =
        tasks.add("a", java.util.Map.of("Estimate", 3, "Priority", "High", "Notes", "n"));

    ApiClient.Reply reply =
        api.post(
            "/v1/pages/" + page.id() + "/move",
            "{'parent':{'type':'data_source_id','data_source_id':'" + done.id() + "'}}");

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(tasks.pages()).isEmpty();
    assertThat(done.pages()).containsExactly(page);
    assertThat(page.title()).isEqualTo("a");
    assertThat(page.value("Estimate")).isEqualTo(new BigDecimal(3));
    assertThat(page.value("Priority")).isEqualTo("High");
    assertThat(query("{}").ids()).isEmpty();
    assertThat(query(done, "{}").ids()).containsExactly(page.id());
  }

  @Test
  void content_isStoredAndErased() {
    SimulatedPage page = tasks.add("a");
    String children = "/v1/blocks/" + page.id() + "/children";

    api.patch(children, "{'children':[{'paragraph':{'rich_text':[{'text':{'content':'hi'}}]}}]}");
    assertThat(api.get(children).json().path("results")).hasSize(1);
    api.patch("/v1/pages/" + page.id(), "{'erase_content':true}");

    assertThat(api.get(children).json().path("results")).isEmpty();
  }
}
