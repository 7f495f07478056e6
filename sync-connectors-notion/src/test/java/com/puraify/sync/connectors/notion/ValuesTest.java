package com.puraify.sync.connectors.notion;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.testkit.notion.SimulatedDataSource;
import com.puraify.sync.testkit.notion.SimulatedPage;
import com.puraify.sync.testkit.notion.SimulatedUser;
import com.puraify.sync.testkit.simulator.Fault;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What people enter in Notion, as it is read. */
class ValuesTest extends SimulatedNotion {

  private final SimulatedDataSource parts =
      sim.addDatabase("Parts", schema -> schema.number("Price"));

  private SimulatedDataSource tasksWithParts() {
    return sim.addDatabase("Tasks", schema -> schema.relation("Parts", parts).people("Team"));
  }

  private static List<Value> references(List<SimulatedPage> pages) {
    return pages.stream().map(page -> Value.reference(page.id())).toList();
  }

  @Test
  void plainTypes() {
    SimulatedUser ada = sim.addPerson("Ada", "ada@example.com");
    SimulatedDataSource tasks =
        sim.addDatabase(
            "Tasks",
            schema ->
                schema
                    .richText("Notes")
                    .number("Estimate")
                    .checkbox("Done")
                    .select("Stage", "Lead", "Won")
                    .status("Status", "Open", "Closed")
                    .multiSelect("Tags", "a", "b")
                    .date("Due")
                    .people("Owner")
                    .url("Link")
                    .uniqueId("Ref", "T")
                    .createdTime("Created")
                    .formula("Double", "number", "2x", page -> new BigDecimal("2.5"))
                    .formula("Label", "string", "l", page -> "x"));
    SimulatedPage page =
        tasks.add(
            "Write",
            Map.of(
                "Notes",
                "line\nline",
                "Estimate",
                2.5,
                "Done",
                true,
                "Stage",
                "Won",
                "Tags",
                List.of("b", "a"),
                "Due",
                "2026-10-01",
                "Owner",
                List.of(ada),
                "Link",
                "https://example.com/?q=1"));
    EntitySession session = open(tasks);
    Fields fields =
        item(
            session,
            page,
            "Name",
            "Notes",
            "Estimate",
            "Done",
            "Stage",
            "Status",
            "Tags",
            "Due",
            "Owner",
            "Link",
            "Ref",
            "Created",
            "Double",
            "Label");
    assertThat(fields.get("title")).isEqualTo(text("Write"));
    assertThat(fields.get(id(session, "Notes"))).isEqualTo(text("line\nline"));
    assertThat(fields.get(id(session, "Estimate"))).isEqualTo(Value.number(new BigDecimal("2.5")));
    assertThat(fields.get(id(session, "Done"))).isEqualTo(Value.TRUE);
    assertThat(fields.get(id(session, "Stage"))).isEqualTo(Value.choice("Won"));
    assertThat(fields.get(id(session, "Status"))).isEqualTo(Value.choice("Open"));
    assertThat(fields.get(id(session, "Tags")))
        .isEqualTo(Value.many(List.of(Value.choice("b"), Value.choice("a"))));
    assertThat(fields.get(id(session, "Due"))).isEqualTo(Value.day(LocalDate.of(2026, 10, 1)));
    assertThat(fields.get(id(session, "Owner")))
        .isEqualTo(Value.many(List.of(Value.reference(ada.id()))));
    assertThat(fields.get(id(session, "Link"))).isEqualTo(text("https://example.com/?q=1"));
    assertThat(fields.get(id(session, "Ref"))).isEqualTo(Value.number(1));
    assertThat(fields.get(id(session, "Created")))
        .isEqualTo(Value.moment(Instant.parse("2026-09-20T10:00:00Z")));
    assertThat(fields.get(id(session, "Double"))).isEqualTo(Value.number(new BigDecimal("2.5")));
    assertThat(fields.get(id(session, "Label"))).isEqualTo(text("x"));
  }

  @Test
  void longRelation_isCompleted() {
    SimulatedDataSource tasks = tasksWithParts();
    List<SimulatedPage> all = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      all.add(parts.add("Part " + i));
    }
    SimulatedPage page = tasks.add("Task", Map.of("Parts", all.subList(0, 100)));
    page.set("Parts", all);
    EntitySession session = open(tasks);
    Value value = item(session, page, "Parts").get(id(session, "Parts"));
    assertThat(value).isEqualTo(Value.many(references(all)));
    assertThat(sim.requests(GET_ITEMS)).isEqualTo(2);
  }

  @Test
  void longRelationThatIsNotWanted_costsNothing() {
    SimulatedDataSource tasks = tasksWithParts();
    List<SimulatedPage> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      all.add(parts.add("Part " + i));
    }
    tasks.add("Task", Map.of("Parts", all));
    EntitySession session = open(tasks);
    TestRun.readAll(session, ids(session, "Name"));
    assertThat(sim.requests()).isEqualTo(1);
  }

  @Test
  void manyPeople_areCompleted() {
    SimulatedDataSource tasks = tasksWithParts();
    List<SimulatedUser> people = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      people.add(sim.addPerson("P" + i, "p" + i + "@example.com"));
    }
    SimulatedPage page = tasks.add("Task", Map.of("Team", people));
    EntitySession session = open(tasks);
    Value.Many team = (Value.Many) item(session, page, "Team").get(id(session, "Team"));
    assertThat(team.elements()).hasSize(40);
  }

  @Test
  void textWithManyMentions_isCompleted() {
    SimulatedDataSource notes = sim.addDatabase("Notes", schema -> schema.richText("Text"));
    SimulatedPage other = notes.add("Other");
    SimulatedPage page = notes.add("Page");
    String mention =
        "{\"type\":\"mention\",\"mention\":{\"type\":\"page\",\"page\":{\"id\":\""
            + other.id()
            + "\"}}}";
    String spans = "[" + String.join(",", Collections.nCopies(30, mention)) + "]";
    EntitySession session = open(notes);
    Notion.connect(Secret.of(sim.token()))
        .baseUri(sim.baseUri())
        .api(context)
        .updatePage(
            page.id(), Json.parse("{\"properties\":{\"Text\":{\"rich_text\":" + spans + "}}}"));
    Value text = item(session, page, "Text").get(id(session, "Text"));
    assertThat(text).isEqualTo(text("Other".repeat(30)));
  }

  @Test
  void pageThatVanishesWhileItIsCompleted_isGone() {
    SimulatedDataSource tasks = tasksWithParts();
    List<SimulatedPage> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      all.add(parts.add("Part " + i));
    }
    SimulatedPage page = tasks.add("Task", Map.of("Parts", all));
    EntitySession session = open(tasks);
    sim.faults()
        .next(Fault.meanwhile(page::purge).on("GET", "/v1/pages/{id}/properties/{property}"));
    TestRun.Read read = TestRun.readAll(session, ids(session, "Parts"));
    assertThat(read.items()).isEmpty();
    assertThat(read.changes()).hasSize(1);
  }

  @Test
  void emptyRelation_makesSureOnce_thatItsTargetIsShared() {
    SimulatedDataSource tasks = tasksWithParts();
    addPages(tasks, 1, 120);
    EntitySession session = open(tasks);
    TestRun.Read read = TestRun.readAll(session, ids(session, "Parts"));
    assertThat(read.items())
        .allMatch(i -> Value.many(List.of()).equals(i.fields().get(id(session, "Parts"))));
    assertThat(sim.requestCounts()).isEqualTo(Map.of(QUERY, 2L, GET_SOURCE, 1L));
  }

  @Test
  void relationToDataSourceThatIsNotShared_isNotTakenForEmpty_norWritten() {
    SimulatedDataSource tasks = tasksWithParts();
    SimulatedPage part = parts.add("Part");
    SimulatedPage page = tasks.add("Task", Map.of("Parts", List.of(part)));
    EntitySession session = open(tasks);
    String field = id(session, "Parts");
    parts.revokeAccess();
    Lookup found = session.lookup(List.of(page.id()), Set.of(field)).get(0);
    assertThat(((Lookup.Found) found).item().fields().mentions(field)).isFalse();
    sim.resetRequests();
    WriteResult result = update(session, page, Fields.of(field, Value.many(List.of())));
    assertThat(result)
        .isInstanceOfSatisfying(
            WriteResult.Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(WriteResult.Reason.FORBIDDEN);
              assertThat(rejected.field()).isEqualTo(field);
            });
    assertThat(sim.requests()).isZero();
  }

  @Test
  void uploadedFile_isTheSameWhenItsSignatureIsRenewed() {
    SimulatedDataSource notes = sim.addDatabase("Notes", schema -> schema.files("Files"));
    SimulatedPage page = notes.add("Page", Map.of("Files", "https://example.com/a.pdf"));
    page.upload("Files", "b.pdf");
    EntitySession session = open(notes);
    Value first = item(session, page, "Files").get(id(session, "Files"));
    time.advance(Duration.ofHours(2));
    Value second = item(session, page, "Files").get(id(session, "Files"));
    assertThat(second).isEqualTo(first);
    assertThat(((Value.Opaque) first).json())
        .contains("\"type\":\"external\",\"url\":\"https://example.com/a.pdf\"")
        .contains("\"path\":")
        .doesNotContain("?");
  }

  @Test
  void rollups() {
    SimulatedPage cheap = parts.add("Cheap", Map.of("Price", 1.5));
    SimulatedPage dear = parts.add("Dear", Map.of("Price", 10));
    SimulatedDataSource tasks =
        sim.addDatabase(
            "Tasks",
            schema ->
                schema
                    .relation("Parts", parts)
                    .rollup("Sum", "sum", "Parts", "Price")
                    .rollup("Names", "show_original", "Parts", "Name"));
    SimulatedPage page = tasks.add("Task", Map.of("Parts", List.of(cheap, dear)));
    EntitySession session = open(tasks);
    Fields fields = item(session, page, "Sum", "Names");
    assertThat(fields.get(id(session, "Sum"))).isEqualTo(Value.number(new BigDecimal("11.5")));
    assertThat(fields.get(id(session, "Names")))
        .isEqualTo(new Value.Opaque("[\"Cheap\",\"Dear\"]"));
  }

  @Test
  void rollupsOverMoreThan25Pages_areComputedOverAll() {
    List<SimulatedPage> all = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      all.add(parts.add("Part " + i, Map.of("Price", 1)));
    }
    SimulatedDataSource tasks =
        sim.addDatabase(
            "Tasks",
            schema ->
                schema
                    .relation("Parts", parts)
                    .rollup("Sum", "sum", "Parts", "Price")
                    .rollup("Names", "show_original", "Parts", "Name"));
    SimulatedPage page = tasks.add("Task", Map.of("Parts", all.subList(0, 100)));
    page.set("Parts", all);
    EntitySession session = open(tasks);
    Fields fields = item(session, page, "Sum", "Names");

    assertThat(fields.get(id(session, "Sum"))).isEqualTo(Value.number(130));
    assertThat(((Value.Opaque) Objects.requireNonNull(fields.get(id(session, "Names")))).json())
        .contains("\"Part 0\"", "\"Part 129\"");
    assertThat(sim.requests(GET_ITEMS)).isEqualTo(2 * 2); // two pages of items for each
  }
}
