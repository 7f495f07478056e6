package com.puraify.sync.testkit.notion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Relations, rollups, formulas, and the endpoint that gives the full value of a property. */
class RelationsTest extends Fixture {
  private SimulatedDataSource projects;

  @BeforeEach
  void relate() {
    projects = sim.addDatabase("Projects", schema -> schema.number("Budget").checkbox("Paid"));
    tasks.extend(
        schema ->
            schema
                .relation("Projects", projects, "Tasks")
                .rollup("Total", "sum", "Projects", "Budget")
                .rollup("Names", "show_original", "Projects", "Name"));
  }

  private List<SimulatedPage> projects(int count) {
    List<SimulatedPage> pages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pages.add(projects.add("P" + i, Map.of("Budget", 1)));
    }
    return pages;
  }

  private JsonNode item(SimulatedPage page, String property, String query) {
    ApiClient.Reply reply =
        api.get("/v1/pages/" + page.id() + "/properties/" + tasks.property(property).id() + query);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  @Test
  void moreThan25Relations_areCutWithHasMore() {
    SimulatedPage page = tasks.add("a", Map.of("Projects", projects(26)));

    JsonNode relation = read(page).path("properties").path("Projects");

    assertThat(relation.path("relation")).hasSize(25);
    assertThat(relation.path("has_more").booleanValue()).isTrue();
  }

  @Test
  void exactly25Relations_areAllThere() {
    SimulatedPage page = tasks.add("a", Map.of("Projects", projects(25)));

    JsonNode relation = read(page).path("properties").path("Projects");

    assertThat(relation.path("relation")).hasSize(25);
    assertThat(relation.path("has_more").booleanValue()).isFalse();
  }

  @Test
  void propertyEndpoint_pagesThroughAllRelations() {
    List<SimulatedPage> all = projects(120);
    SimulatedPage page = tasks.add("a", Map.of("Projects", all));

    JsonNode first = item(page, "Projects", "");
    JsonNode second = item(page, "Projects", "?start_cursor=" + first.path("next_cursor").asText());

    assertThat(first.path("results")).hasSize(100);
    assertThat(first.path("has_more").booleanValue()).isTrue();
    assertThat(first.path("property_item").path("next_url").asText())
        .startsWith(sim.baseUri().toString());
    assertThat(second.path("results")).hasSize(20);
    assertThat(second.path("property_item").path("next_url").isNull()).isTrue();
    assertThat(second.path("results").get(19).path("relation").path("id").asText())
        .isEqualTo(all.get(119).id());
    assertThat(second.path("results").get(19).path("id").asText())
        .isEqualTo(tasks.property("Projects").id());
  }

  @Test
  void morePeopleThan25_areCutWithoutAMark() {
    List<SimulatedUser> people = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      people.add(sim.addPerson("P" + i, "p" + i + "@example.com"));
    }
    SimulatedPage page = tasks.add("a", Map.of("Owner", people));

    assertThat(property(read(page), "Owner")).hasSize(25);
    assertThat(read(page).path("properties").path("Owner").has("has_more")).isFalse();
    assertThat(item(page, "Owner", "").path("results")).hasSize(30);
  }

  @Test
  void textAndTitle_areListsOnThePropertyEndpoint() {
    SimulatedPage page = tasks.add("a");

    JsonNode empty = item(page, "Notes", "");
    JsonNode title = item(page, "Name", "");

    assertThat(empty.path("object").asText()).isEqualTo("list");
    assertThat(empty.path("type").asText()).isEqualTo("property_item");
    assertThat(empty.path("results")).isEmpty();
    assertThat(empty.path("property_item").path("rich_text").isObject()).isTrue();
    assertThat(title.path("results").get(0).path("title").path("plain_text").asText())
        .isEqualTo("a");
  }

  @Test
  void otherTypes_areSingleItemsOnThePropertyEndpoint() {
    SimulatedPage page = tasks.add("a", Map.of("Estimate", 4));

    JsonNode item = item(page, "Estimate", "");

    assertThat(item.path("object").asText()).isEqualTo("property_item");
    assertThat(item.path("number").intValue()).isEqualTo(4);
  }

  @Test
  void doublyEncodedPropertyId_isNotFound() {
    SimulatedPage page = tasks.add("a");
    String id =
        tasks.propertyNames().stream()
            .map(name -> tasks.property(name).id())
            .filter(encoded -> encoded.contains("%"))
            .findFirst()
            .orElseThrow();
    String path = "/v1/pages/" + page.id() + "/properties/";

    assertThat(api.get(path + id).status()).isEqualTo(200);
    assertThat(api.get(path + id.replace("%", "%25")).status()).isEqualTo(400);
  }

  @Test
  void cursorOfAnotherProperty_isRefused() {
    SimulatedPage page = tasks.add("a", Map.of("Projects", projects(3)));
    String cursor = item(page, "Projects", "?page_size=1").path("next_cursor").asText();

    ApiClient.Reply reply =
        api.get(
            "/v1/pages/"
                + page.id()
                + "/properties/"
                + tasks.property("Owner").id()
                + "?start_cursor="
                + cursor);

    assertThat(reply.message()).isEqualTo("The start_cursor provided is invalid: " + cursor);
  }

  @Test
  void twoWayRelation_isKeptOnBothSides() {
    SimulatedPage one = projects.add("one");
    SimulatedPage two = projects.add("two");
    SimulatedPage page = tasks.add("a");

    write(page, "{'Projects':{'relation':[{'id':'" + one.id() + "'}]}}");
    assertThat(one.value("Tasks")).isEqualTo(List.of(page.id()));
    write(page, "{'Projects':{'relation':[{'id':'" + two.id() + "'}]}}");
    assertThat(one.value("Tasks")).isEqualTo(List.of());
    assertThat(two.value("Tasks")).isEqualTo(List.of(page.id()));
    two.set("Tasks", List.of());

    assertThat(page.value("Projects")).isEqualTo(List.of());
  }

  @Test
  void backReference_movesTheOtherPagesTimeByQuirkOnly() {
    SimulatedPage one = projects.add("one");
    SimulatedPage page = tasks.add("a");
    clock.advance(java.time.Duration.ofMinutes(2));
    java.time.Instant before = one.editedAt();

    page.set("Projects", List.of(one));
    assertThat(one.editedAt()).isEqualTo(before);
    sim.quirks().backReferencesCount(true);
    page.set("Projects", List.of());

    assertThat(one.editedAt()).isEqualTo(clock.instant());
  }

  @Test
  void relationToAForeignPage_isRefused() {
    SimulatedPage page = tasks.add("a");

    assertThat(write(page, "{'Projects':{'relation':[{'id':'" + page.id() + "'}]}}").status())
        .isEqualTo(400);
    assertThat(
            write(page, "{'Projects':{'relation':[{'id':'00000000-0000-4000-8000-000000000000'}]}}")
                .status())
        .isEqualTo(404);
  }

  @Test
  void relatedDataSourceOutOfSight_readsAsEmpty() {
    SimulatedPage page = tasks.add("a", Map.of("Projects", projects(2)));

    projects.revokeAccess();

    JsonNode relation = read(page).path("properties").path("Projects");
    assertThat(relation.path("relation")).isEmpty();
    assertThat(relation.path("has_more").booleanValue()).isFalse();
    assertThat((List<?>) page.value("Projects")).hasSize(2);
  }

  @Test
  void trashedTarget_isNotShown() {
    SimulatedPage one = projects.add("one");
    SimulatedPage page = tasks.add("a", Map.of("Projects", List.of(one)));

    one.trash();
    assertThat(property(read(page), "Projects")).isEmpty();
    one.restore();

    assertThat(property(read(page), "Projects")).hasSize(1);
  }

  @Test
  void rollupInAPage_seesOnly25() {
    SimulatedPage page = tasks.add("a", Map.of("Projects", projects(30)));

    JsonNode total = property(read(page), "Total");

    assertThat(total.path("number").intValue()).isEqualTo(25);
    assertThat(total.path("function").asText()).isEqualTo("sum");
    assertThat(page.value("Total")).isEqualTo(new java.math.BigDecimal(30));
  }

  @Test
  void rollupOnThePropertyEndpoint_isIncompleteUntilTheLastPage() {
    SimulatedPage page = tasks.add("a", Map.of("Projects", projects(30)));

    JsonNode first = item(page, "Total", "?page_size=20");
    JsonNode last =
        item(page, "Total", "?page_size=20&start_cursor=" + first.path("next_cursor").asText());

    JsonNode early = first.path("property_item").path("rollup");
    assertThat(early.path("type").asText()).isEqualTo("incomplete");
    JsonNode done = last.path("property_item").path("rollup");
    assertThat(done.path("type").asText()).isEqualTo("number");
    assertThat(done.path("number").intValue()).isEqualTo(30);
  }

  @Test
  void originals_areTheResultsOfThePropertyEndpoint() {
    SimulatedPage page = tasks.add("a", Map.of("Projects", projects(2)));

    JsonNode item = item(page, "Names", "");

    assertThat(item.path("results").get(1).path("title").get(0).path("plain_text").asText())
        .isEqualTo("P1");
    assertThat(property(read(page), "Names").path("array")).hasSize(2);
  }

  @Test
  void rollupFunctions_computeWhatTheySay() {
    SimulatedPage a = projects.add("a", Map.of("Budget", 2, "Paid", true));
    SimulatedPage b = projects.add("b", Map.of("Budget", 8));
    SimulatedPage c = projects.add("c");
    Map<String, String> wanted =
        Map.ofEntries(
            Map.entry("count", "3"),
            Map.entry("count_values", "2"),
            Map.entry("empty", "1"),
            Map.entry("not_empty", "2"),
            Map.entry("sum", "10"),
            Map.entry("average", "5"),
            Map.entry("min", "2"),
            Map.entry("max", "8"),
            Map.entry("range", "6"));
    wanted
        .keySet()
        .forEach(
            function ->
                tasks.extend(schema -> schema.rollup(function, function, "Projects", "Budget")));
    tasks.extend(schema -> schema.rollup("share", "percent_checked", "Projects", "Paid"));
    tasks.extend(schema -> schema.rollup("odd", "median", "Projects", "Budget"));
    SimulatedPage page = tasks.add("t", Map.of("Projects", List.of(a, b, c)));

    JsonNode shown = read(page);

    wanted.forEach(
        (function, value) ->
            assertThat(property(shown, function).path("number").toString())
                .as(function)
                .isEqualTo(value));
    assertThat(property(shown, "share").path("number").doubleValue()).isEqualTo(1 / 3.0);
    assertThat(property(shown, "odd").path("type").asText()).isEqualTo("unsupported");
  }

  @Test
  void dateRollups_findTheEnds() {
    projects.extend(schema -> schema.date("When"));
    SimulatedPage a = projects.add("a", Map.of("When", "2026-03-01"));
    SimulatedPage b = projects.add("b", Map.of("When", "2026-01-01"));
    tasks.extend(
        schema ->
            schema
                .rollup("First", "earliest_date", "Projects", "When")
                .rollup("Span", "date_range", "Projects", "When"));
    SimulatedPage page = tasks.add("t", Map.of("Projects", List.of(a, b)));

    assertThat(page.value("First")).isEqualTo("2026-01-01");
    assertThat(page.value("Span")).isEqualTo("2026-01-01/2026-03-01");
  }

  @Test
  void formula_isComputedByItsFunction() {
    tasks.extend(
        schema ->
            schema
                .formula(
                    "Twice",
                    "number",
                    "prop(\"Estimate\") * 2",
                    page -> page.value("Estimate") instanceof Number n ? n.doubleValue() * 2 : null)
                .formula("Big", "boolean", "…", page -> page.title().length() > 3));
    SimulatedPage page = tasks.add("long", Map.of("Estimate", 4));

    assertThat(property(read(page), "Twice").toString())
        .isEqualTo("{\"type\":\"number\",\"number\":8}");
    assertThat(property(read(page), "Big").path("boolean").booleanValue()).isTrue();
    page.set("Estimate", null);
    assertThat(property(read(page), "Twice").path("number").isNull()).isTrue();
  }

  @Test
  void moreThan25Mentions_areCutInAPage() {
    StringBuilder spans = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      spans
          .append(i == 0 ? "" : ",")
          .append("{'mention':{'user':{'id':'" + sim.actor().id() + "'}}}");
    }
    SimulatedPage page = tasks.add("a");

    write(page, "{'Notes':{'rich_text':[" + spans + "]}}");

    assertThat(property(read(page), "Notes")).hasSize(25);
    assertThat(item(page, "Notes", "").path("results")).hasSize(30);
  }

  @Test
  void pageMention_readsAsThePresentTitle() {
    SimulatedPage target = projects.add("Old");
    SimulatedPage page = tasks.add("a");
    write(page, "{'Notes':{'rich_text':[{'mention':{'page':{'id':'" + target.id() + "'}}}]}}");
    String before = read(page).path("last_edited_time").asText();

    target.set("Name", "New");
    clock.advance(java.time.Duration.ofMinutes(3));

    assertThat(property(read(page), "Notes").get(0).path("plain_text").asText()).isEqualTo("New");
    assertThat(read(page).path("last_edited_time").asText()).isEqualTo(before);
  }
}
