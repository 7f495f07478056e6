package com.puraify.sync.testkit.notion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people do behind the back of a client. */
class PeopleTest extends Fixture {

  private JsonNode schema(String property) {
    return api.get("/v1/data_sources/" + tasks.id()).json().path("properties").path(property);
  }

  @Test
  void edits_carryThePersonAsTheirAuthor() {
    SimulatedUser grace = sim.addPerson("Grace", "grace@example.com");
    SimulatedPage page = tasks.add("a");
    sim.actAs(grace);
    page.set("Estimate", 1);

    assertThat(read(page).path("last_edited_by").path("id").asText()).isEqualTo(grace.id());
    write(page, "{'Estimate':{'number':2}}");
    assertThat(read(page).path("last_edited_by").path("id").asText()).isEqualTo(sim.bot().id());
    assertThat(read(page).path("created_by").path("id").asText()).isNotEqualTo(sim.bot().id());
  }

  @Test
  void raceWithinAMinute_leavesOneTimeStamp() {
    SimulatedPage page = tasks.add("a");
    JsonNode written = write(page, "{'Estimate':{'number':2}}").json();
    page.set("Estimate", 3);

    assertThat(read(page).path("last_edited_time")).isEqualTo(written.path("last_edited_time"));
    assertThat(property(read(page), "Estimate").intValue()).isEqualTo(3);
  }

  @Test
  void people_areNotBoundByTheLimitsOfTheApi() {
    SimulatedPage page = tasks.add("a");

    page.set("Notes", "x".repeat(5000));

    assertThat(property(read(page), "Notes").get(0).path("plain_text").asText()).hasSize(5000);
  }

  @Test
  void values_takeAndGivePlainJava() {
    SimulatedPage page =
        tasks.add(
            "a",
            Map.of(
                "Due",
                LocalDate.of(2026, 3, 1),
                "Estimate",
                100,
                "Owner",
                List.of(sim.actor()),
                "Billable",
                true));

    assertThat(page.values())
        .containsEntry("Due", "2026-03-01")
        .containsEntry("Estimate", new java.math.BigDecimal("100"))
        .containsEntry("Owner", List.of(sim.actor().id()))
        .containsEntry("Mail", null);
    page.set("Due", "2026-03-01/2026-03-04");
    assertThat(page.value("Due")).isEqualTo("2026-03-01/2026-03-04");
    assertThat(page.json("Due").path("end").asText()).isEqualTo("2026-03-04");
  }

  @Test
  void impossibleEdits_fail() {
    SimulatedPage page = tasks.add("a");

    assertThatThrownBy(() -> page.set("Nope", 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> page.set("Status", "Nope"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tasks.property("Nope")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sim.dataSource("Nope")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void renamedProperty_keepsItsIdAndValues() {
    SimulatedPage page = tasks.add("a", Map.of("Estimate", 3));
    String id = tasks.property("Estimate").id();

    tasks.property("Estimate").rename("Effort");

    assertThat(schema("Effort").path("id").asText()).isEqualTo(id);
    assertThat(property(read(page), "Effort").intValue()).isEqualTo(3);
    assertThat(write(page, "{'Estimate':{'number':1}}").status()).isEqualTo(400);
    assertThat(write(page, "{'" + id + "':{'number':1}}").status()).isEqualTo(200);
  }

  @Test
  void retypedProperty_convertsWhatItCan() {
    SimulatedPage good = tasks.add("a", Map.of("Notes", "12"));
    SimulatedPage bad = tasks.add("b", Map.of("Notes", "many"));

    tasks.property("Notes").retype("number");

    assertThat(schema("Notes").path("type").asText()).isEqualTo("number");
    assertThat(property(read(good), "Notes").intValue()).isEqualTo(12);
    assertThat(property(read(bad), "Notes").isNull()).isTrue();
    tasks.property("Notes").retype("select");
    assertThat(good.value("Notes")).isEqualTo("12");
    assertThat(tasks.property("Notes").options()).containsExactly("12");
  }

  @Test
  void deletedProperty_isGoneFromSchemaAndPages() {
    SimulatedPage page = tasks.add("a", Map.of("Estimate", 3));

    tasks.property("Estimate").delete();

    assertThat(schema("Estimate").isMissingNode()).isTrue();
    assertThat(read(page).path("properties").has("Estimate")).isFalse();
    assertThat(query("{'filter':{'property':'Estimate','number':{'equals':3}}}").status())
        .isEqualTo(400);
  }

  @Test
  void renamedOption_showsInPagesWithoutAnEdit() {
    SimulatedPage page = tasks.add("a", Map.of("Priority", "High"));
    String id = tasks.property("Priority").optionId("High");
    java.time.Instant before = page.editedAt();
    clock.advance(java.time.Duration.ofMinutes(3));

    tasks.property("Priority").renameOption("High", "Top");

    JsonNode value = property(read(page), "Priority");
    assertThat(value.path("name").asText()).isEqualTo("Top");
    assertThat(value.path("id").asText()).isEqualTo(id);
    assertThat(page.editedAt()).isEqualTo(before);
  }

  @Test
  void deletedOption_leavesPagesEmptyOrAtTheDefault() {
    SimulatedPage page = tasks.add("a", Map.of("Priority", "High", "Status", "Done"));

    tasks.property("Priority").deleteOption("High");
    tasks.property("Status").deleteOption("Done");

    assertThat(property(read(page), "Priority").isNull()).isTrue();
    assertThat(property(read(page), "Status").path("name").asText()).isEqualTo("Not started");
  }

  @Test
  void addedOption_canBeWritten() {
    tasks.property("Status").addOption("Paused");

    assertThat(write(tasks.add("a"), "{'Status':{'status':{'name':'Paused'}}}").status())
        .isEqualTo(200);
    JsonNode todo = schema("Status").path("status").path("groups").get(0);
    assertThat(todo.path("option_ids")).hasSize(2);
  }

  @Test
  void secondDataSource_breaksTheDatabaseAsAParent() {
    String body = "{'parent':{'database_id':'" + tasks.databaseId() + "'}}";
    assertThat(api.post("/v1/pages", body).status()).isEqualTo(200);

    SimulatedDataSource second = tasks.addSibling("More", schema -> schema.number("N"));

    ApiClient.Reply reply = api.post("/v1/pages", body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("additional_data").path("error_type").asText())
        .isEqualTo("multiple_data_sources_for_database");
    assertThat(api.get("/v1/databases/" + tasks.databaseId()).json().path("data_sources"))
        .extracting(source -> source.path("id").asText())
        .containsExactly(tasks.id(), second.id());
  }

  @Test
  void laterUniqueIds_numberThePagesThatExist() {
    SimulatedPage first = tasks.add("a");
    tasks.extend(schema -> schema.uniqueId("Ref", "T"));
    SimulatedPage second = tasks.add("b");

    assertThat(property(read(first), "Ref").toString())
        .isEqualTo("{\"prefix\":\"T\",\"number\":1}");
    assertThat(second.value("Ref")).isEqualTo(new java.math.BigDecimal(2));
  }

  @Test
  void removedPerson_isKnownByIdOnly() {
    SimulatedUser grace = sim.addPerson("Grace", "grace@example.com");
    SimulatedPage page = tasks.add("a", Map.of("Owner", List.of(grace)));

    sim.removePerson(grace);

    assertThat(property(read(page), "Owner").get(0).toString())
        .isEqualTo("{\"object\":\"user\",\"id\":\"" + grace.id() + "\"}");
    assertThat(api.get("/v1/users").ids()).doesNotContain(grace.id());
  }

  @Test
  void moveByAPerson_leavesTheDataSource() {
    SimulatedDataSource other = sim.addDatabase("Other", schema -> schema.number("Estimate"));
    SimulatedPage page = tasks.add("a", Map.of("Estimate", 5));

    page.moveTo(other);

    assertThat(read(page).path("parent").path("data_source_id").asText()).isEqualTo(other.id());
    assertThat(query("{}").ids()).isEmpty();
    assertThat(page.value("Estimate")).isEqualTo(new java.math.BigDecimal(5));
    page.moveTo(sim.addPage("Home"));
    assertThat(read(page).path("properties").size()).isEqualTo(1);
    assertThat(page.title()).isEqualTo("a");
  }
}
