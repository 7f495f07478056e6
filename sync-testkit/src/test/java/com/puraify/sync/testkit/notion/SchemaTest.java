package com.puraify.sync.testkit.notion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Databases, data sources and their schemas over the API; search and users. */
class SchemaTest extends Fixture {

  private ApiClient.Reply patch(String properties) {
    return api.patch("/v1/data_sources/" + tasks.id(), "{'properties':" + properties + "}");
  }

  private JsonNode option(String property, int index) {
    return api.get("/v1/data_sources/" + tasks.id())
        .json()
        .path("properties")
        .path(property)
        .path(tasks.property(property).type())
        .path("options")
        .path(index);
  }

  @Test
  void dataSource_showsItsSchema() {
    JsonNode source = api.get("/v1/data_sources/" + tasks.id()).json();

    assertThat(source.path("object").asText()).isEqualTo("data_source");
    assertThat(source.path("title").get(0).path("plain_text").asText()).isEqualTo("Tasks");
    assertThat(source.path("parent").path("database_id").asText()).isEqualTo(tasks.databaseId());
    assertThat(source.path("properties").path("Name").path("id").asText()).isEqualTo("title");
    assertThat(source.path("properties").path("Estimate").path("number").path("format").asText())
        .isEqualTo("number");
    assertThat(source.path("in_trash").booleanValue()).isFalse();
    assertThat(source.has("archived")).isFalse();
  }

  @Test
  void database_isCreatedWithItsInitialDataSource() {
    SimulatedPage home = sim.addPage("Home");

    ApiClient.Reply reply =
        api.post(
            "/v1/databases",
            "{'parent':{'type':'page_id','page_id':'"
                + home.id()
                + "'},'title':[{'text':{'content':'New'}}],'initial_data_source':{'properties':"
                + "{'Title':{'title':{}},'N':{'number':{'format':'euro'}},'S':{'status':{}}}}}");

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    SimulatedDataSource created = sim.dataSource("New");
    assertThat(reply.json().path("data_sources").get(0).path("id").asText())
        .isEqualTo(created.id());
    assertThat(reply.json().has("properties")).isFalse();
    assertThat(created.propertyNames()).containsExactly("Title", "N", "S");
    assertThat(created.property("S").options())
        .containsExactly("Not started", "In progress", "Done");
  }

  @Test
  void topLevelProperties_haveNoEffect() {
    SimulatedPage home = sim.addPage("Home");

    api.post(
        "/v1/databases",
        "{'parent':{'type':'page_id','page_id':'"
            + home.id()
            + "'},'title':[{'text':{'content':'New'}}],'properties':{'N':{'number':{}}}}");

    assertThat(sim.dataSource("New").propertyNames()).containsExactly("Name");
  }

  @Test
  void dataSourceWithoutTitle_isRefused() {
    ApiClient.Reply reply =
        api.post(
            "/v1/data_sources",
            "{'parent':{'type':'database_id','database_id':'"
                + tasks.databaseId()
                + "'},'properties':{'N':{'number':{}}}}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(api.get("/v1/databases/" + tasks.databaseId()).json().path("data_sources"))
        .hasSize(1);
  }

  @Test
  void patch_renamesRemovesAddsAndRetypes() {
    SimulatedPage page = tasks.add("a", Map.of("Estimate", 3, "Notes", "5"));
    String id = tasks.property("Estimate").id();

    ApiClient.Reply reply =
        patch(
            "{'"
                + id
                + "':{'name':'Effort'},'Phone':null,'New':{'date':{}},'Notes':{'number':{}}}");

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(tasks.propertyNames()).contains("Effort", "New").doesNotContain("Phone", "Estimate");
    assertThat(page.value("Effort")).isEqualTo(new java.math.BigDecimal(3));
    assertThat(page.value("Notes")).isEqualTo(new java.math.BigDecimal(5));
  }

  @Test
  void titleProperty_cannotBeRemovedOrRetyped() {
    assertThat(patch("{'Name':null}").status()).isEqualTo(400);
    assertThat(patch("{'Name':{'rich_text':{}}}").status()).isEqualTo(400);
    assertThat(patch("{'Notes':{'title':{}}}").status()).isEqualTo(400);
    assertThat(patch("{'Name':{'name':'Title'}}").status()).isEqualTo(200);
  }

  @Test
  void refusedPatch_changesNothing() {
    ApiClient.Reply reply = patch("{'Estimate':{'name':'Effort'},'Name':null}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(tasks.propertyNames()).contains("Estimate").doesNotContain("Effort");
  }

  @Test
  void options_areReplaced() {
    SimulatedPage page = tasks.add("a", Map.of("Priority", "Low"));

    patch("{'Priority':{'select':{'options':[{'name':'High'},{'name':'Top','color':'red'}]}}}");

    assertThat(tasks.property("Priority").options()).containsExactly("High", "Top");
    assertThat(option("Priority", 1).path("color").asText()).isEqualTo("red");
    assertThat(page.value("Priority")).isNull();
  }

  @Test
  void renamingAnOption_isSilentlyIgnored() {
    String id = tasks.property("Priority").optionId("High");

    ApiClient.Reply reply =
        patch("{'Priority':{'select':{'options':[{'id':'" + id + "','name':'Top'}]}}}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(tasks.property("Priority").options()).containsExactly("High");
  }

  @Test
  void recolouringAnOption_isRefused() {
    String colour = option("Priority", 0).path("color").asText();
    String other = colour.equals("red") ? "blue" : "red";

    ApiClient.Reply reply =
        patch("{'Priority':{'select':{'options':[{'name':'Low','color':'" + other + "'}]}}}");

    assertThat(reply.message()).isEqualTo("Cannot update color of select with name: Low.");
    assertThat(
            patch("{'Priority':{'select':{'options':[{'name':'Low','color':'" + colour + "'}]}}}")
                .status())
        .isEqualTo(200);
  }

  @Test
  void badOptions_areRefused() {
    assertThat(patch("{'Priority':{'select':{'options':[{'name':'a,b'}]}}}").message())
        .isEqualTo("Invalid select option, commas not allowed: a,b");
    assertThat(patch("{'Priority':{'select':{'options':[{'name':'a'},{'name':'A'}]}}}").status())
        .isEqualTo(400);
    String many = "{'name':'o%d'}";
    StringBuilder options = new StringBuilder();
    for (int i = 0; i < 101; i++) {
      options.append(i == 0 ? "" : ",").append(many.replace("%d", Integer.toString(i)));
    }
    assertThat(patch("{'Priority':{'select':{'options':[" + options + "]}}}").message())
        .contains("≤ `100`");
  }

  @Test
  void newStatusOptions_landInToDo() {
    patch(
        "{'Status':{'status':{'options':[{'name':'Not started'},{'name':'In progress'},"
            + "{'name':'Done'},{'name':'Paused'}],'groups':[]}}}");

    JsonNode groups =
        api.get("/v1/data_sources/" + tasks.id())
            .json()
            .path("properties")
            .path("Status")
            .path("status")
            .path("groups");
    assertThat(groups).hasSize(3);
    assertThat(groups.get(0).path("name").asText()).isEqualTo("To-do");
    assertThat(groups.get(0).path("option_ids").get(1).asText())
        .isEqualTo(tasks.property("Status").optionId("Paused"));
    assertThat(groups.get(2).path("option_ids").get(0).asText())
        .isEqualTo(tasks.property("Status").optionId("Done"));
  }

  @Test
  void twoWayRelation_addsAPropertyToTheOtherSide() {
    SimulatedDataSource projects = sim.addDatabase("Projects", schema -> schema.number("Budget"));

    patch(
        "{'Project':{'relation':{'data_source_id':'"
            + projects.id()
            + "','type':'dual_property','dual_property':{'synced_property_name':'Tasks'}}}}");
    patch(
        "{'Sum':{'rollup':{'function':'sum','relation_property_name':'Project',"
            + "'rollup_property_name':'Budget'}}}");

    assertThat(projects.propertyNames()).contains("Tasks");
    SimulatedPage project = projects.add("p", Map.of("Budget", 4));
    SimulatedPage page = tasks.add("a");
    JsonNode shown = write(page, "{'Project':{'relation':[{'id':'" + project.id() + "'}]}}").json();
    assertThat(property(shown, "Sum").path("number").intValue()).isEqualTo(4);
    assertThat(project.value("Tasks")).isEqualTo(java.util.List.of(page.id()));
    JsonNode config =
        api.get("/v1/data_sources/" + tasks.id()).json().path("properties").path("Sum");
    assertThat(config.path("rollup").path("relation_property_name").asText()).isEqualTo("Project");
  }

  @Test
  void rollupMayComeWithItsRelation_butNotWithoutATarget() {
    SimulatedDataSource projects = sim.addDatabase("Projects", schema -> schema.number("Budget"));
    String relation =
        "'Project':{'relation':{'data_source_id':'" + projects.id() + "','single_property':{}}}";
    String rollup =
        "{'rollup':{'function':'sum','relation_property_name':'Project',"
            + "'rollup_property_name':'%s'}}";

    assertThat(patch("{'Sum':" + rollup.replace("%s", "Budget") + "," + relation + "}").status())
        .isEqualTo(200);
    assertThat(patch("{'New':{'date':{}},'Bad':" + rollup.replace("%s", "Nope") + "}").message())
        .isEqualTo("Could not find property with name or id: Nope");
    assertThat(tasks.propertyNames()).contains("Project", "Sum").doesNotContain("New", "Bad");
  }

  @Test
  void formulaOverTheApi_readsAsUnsupported() {
    patch("{'F':{'formula':{'expression':'1 + 1'}}}");

    assertThat(property(read(tasks.add("a")), "F").path("type").asText()).isEqualTo("unsupported");
  }

  @Test
  void unknownDefinition_isRefused() {
    assertThat(patch("{'X':{'hologram':{}}}").status()).isEqualTo(400);
    assertThat(patch("{'X':{'date':{'format':'x'}}}").status()).isEqualTo(400);
    assertThat(patch("{'X':{'date':{},'number':{}}}").status()).isEqualTo(400);
    assertThat(patch("{'X':null}").status()).isEqualTo(400);
  }

  @Test
  void titleAndTrash_arePatched() {
    String path = "/v1/data_sources/" + tasks.id();

    assertThat(api.patch(path, "{'title':[{'text':{'content':'Jobs'}}]}").status()).isEqualTo(200);
    assertThat(tasks.title()).isEqualTo("Jobs");
    assertThat(api.patch(path, "{'in_trash':true}").json().path("in_trash").booleanValue())
        .isTrue();
    assertThat(
            api.patch("/v1/databases/" + tasks.databaseId(), "{'is_inline':true}")
                .json()
                .path("is_inline")
                .booleanValue())
        .isTrue();
  }

  @Test
  void search_findsByTitleAndKind() {
    SimulatedPage page = tasks.add("Find me");

    assertThat(api.post("/v1/search", "{'query':'find'}").ids()).containsExactly(page.id());
    assertThat(
            api.post(
                    "/v1/search",
                    "{'query':'tasks','filter':{'property':'object','value':'data_source'}}")
                .ids())
        .containsExactly(tasks.id());
    assertThat(
            api.post("/v1/search", "{'filter':{'property':'object','value':'database'}}").status())
        .isEqualTo(400);
    page.trash();
    assertThat(api.post("/v1/search", "{'query':'find'}").ids()).isEmpty();
    assertThat(api.post("/v1/search", "{'query':'find','filter':{'in_trash':true}}").ids())
        .containsExactly(page.id());
  }

  @Test
  void search_isPagedAndLags() {
    for (int i = 0; i < 5; i++) {
      tasks.add("Row " + i);
    }
    JsonNode first = api.post("/v1/search", "{'query':'row','page_size':3}").json();
    ApiClient.Reply rest =
        api.post(
            "/v1/search",
            "{'query':'row','start_cursor':'" + first.path("next_cursor").asText() + "'}");

    assertThat(first.path("results")).hasSize(3);
    assertThat(rest.ids()).hasSize(2);
    sim.quirks().visibilityLag(java.time.Duration.ofSeconds(5));
    tasks.add("Row new");
    assertThat(api.post("/v1/search", "{'query':'row new'}").ids()).isEmpty();
    clock.advance(java.time.Duration.ofSeconds(5));
    assertThat(api.post("/v1/search", "{'query':'row new'}").ids()).hasSize(1);
  }

  @Test
  void users_areListedWithoutGuests() {
    SimulatedUser guest = sim.addGuest("Guest", "guest@example.com");
    SimulatedUser person = sim.addPerson("Grace", "grace@example.com");

    ApiClient.Reply list = api.get("/v1/users?page_size=2");

    assertThat(list.json().path("has_more").booleanValue()).isTrue();
    assertThat(api.get("/v1/users").ids()).contains(person.id(), sim.bot().id());
    assertThat(api.get("/v1/users").ids()).doesNotContain(guest.id());
    assertThat(api.get("/v1/users/" + guest.id()).json().path("person").path("email").asText())
        .isEqualTo("guest@example.com");
    JsonNode me = api.get("/v1/users/me").json();
    assertThat(me.path("id").asText()).isEqualTo(sim.bot().id());
    assertThat(me.path("bot").path("workspace_id").asText()).isEqualTo(sim.workspaceId());
  }
}
