package com.puraify.sync.connectors.notion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.testkit.notion.SimulatedDataSource;
import com.puraify.sync.testkit.notion.SimulatedPage;
import com.puraify.sync.testkit.notion.SimulatedUser;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FindTest extends SimulatedNotion {

  private final SimulatedDataSource tasks =
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
                  .relationToSelf("Parent")
                  .email("Mail")
                  .uniqueId("Ref", "T")
                  .formula("Label", "string", "l", page -> "x"));
  private final EntitySession session = open(tasks);

  private List<String> find(@Nullable Instant since, String name, Value... values) {
    return session
        .find(new FindRequest(since, id(session, name), List.of(values), Set.of("title")))
        .stream()
        .map(Item::id)
        .toList();
  }

  @Test
  void titles_areAskedForAHundredAtATime() {
    addPages(tasks, 3, 100);
    List<Value> wanted = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      wanted.add(text("Page " + i));
    }
    List<Item> found = session.find(new FindRequest(null, "title", wanted, Set.of("title")));
    assertThat(found).hasSize(250);
    assertThat(sim.requests()).isEqualTo(3);
  }

  @Test
  void eachType_findsWhatHoldsTheValue() {
    SimulatedUser ada = sim.addPerson("Ada", "ada@example.com");
    SimulatedPage parent = tasks.add("Parent");
    String hit =
        tasks
            .add(
                "Hit",
                Map.of(
                    "Notes",
                    "n",
                    "Estimate",
                    0.1 + 0.2,
                    "Done",
                    true,
                    "Stage",
                    "Won",
                    "Status",
                    "Closed",
                    "Tags",
                    List.of("b", "a"),
                    "Due",
                    "2026-10-01T09:30:00Z",
                    "Owner",
                    List.of(ada),
                    "Parent",
                    List.of(parent),
                    "Mail",
                    "a@example.com"))
            .id();
    assertThat(find(null, "Notes", text("n"))).containsExactly(hit);
    assertThat(find(null, "Estimate", Value.number(new BigDecimal("0.3")))).containsExactly(hit);
    assertThat(find(null, "Done", Value.TRUE)).containsExactly(hit);
    assertThat(find(null, "Stage", Value.choice("won"))).containsExactly(hit);
    assertThat(find(null, "Status", Value.choice("Closed"))).containsExactly(hit);
    assertThat(find(null, "Tags", Value.many(List.of(Value.choice("a"), Value.choice("b")))))
        .containsExactly(hit);
    assertThat(find(null, "Due", Value.moment(Instant.parse("2026-10-01T09:30:44Z"))))
        .containsExactly(hit);
    assertThat(find(null, "Due", Value.day(LocalDate.of(2026, 10, 1)))).contains(hit);
    assertThat(find(null, "Owner", Value.many(List.of(Value.reference(ada.id())))))
        .containsExactly(hit);
    assertThat(find(null, "Parent", Value.many(List.of(Value.reference(parent.id())))))
        .containsExactly(hit);
    assertThat(find(null, "Mail", text("a@example.com"))).containsExactly(hit);
    assertThat(find(null, "Ref", Value.number(2))).containsExactly(hit);
    assertThat(sim.requests()).isEqualTo(12);
  }

  @Test
  void emptyValues_findWhatIsEmpty() {
    String empty = tasks.add("Empty").id();
    tasks.add("Full", Map.of("Notes", "n", "Estimate", 1, "Tags", List.of("a")));
    assertThat(find(null, "Notes", Value.NULL)).containsExactly(empty);
    assertThat(find(null, "Estimate", Value.NULL)).containsExactly(empty);
    assertThat(find(null, "Tags", Value.many(List.of()))).containsExactly(empty);
  }

  @Test
  void createdSince_narrowsTheSearch_ofNumbersToo() {
    tasks.add("Old", Map.of("Notes", "n", "Estimate", 5));
    time.advance(Duration.ofMinutes(5));
    Instant since = time.instant();
    String fresh = tasks.add("New", Map.of("Notes", "n", "Estimate", 5)).id();
    assertThat(find(since, "Notes", text("n"))).containsExactly(fresh);
    assertThat(find(since, "Estimate", Value.number(5), Value.number(6))).containsExactly(fresh);
    assertThat(session.find(new FindRequest(since, null, List.of(), Set.of())))
        .extracting(Item::id)
        .containsExactly(fresh);
  }

  @Test
  void textInAnotherUnicodeForm_isFound() {
    String hit = tasks.add("Cafe\u0301").id();
    assertThat(find(null, "Name", text("Caf\u00e9"))).containsExactly(hit);
  }

  @Test
  void textLongerThanAFilterTakes_isFoundByItsBeginning() {
    String longText = "x".repeat(2_500);
    SimulatedPage page = tasks.add("Long");
    update(session, page, Fields.of(id(session, "Notes"), text(longText)));
    assertThat(find(null, "Notes", text(longText))).containsExactly(page.id());
  }

  @Test
  void optionThatDoesNotExist_isHeldByNothing() {
    tasks.add("Page", Map.of("Stage", "Won"));
    assertThat(find(null, "Stage", Value.choice("Nobody"))).isEmpty();
    assertThat(sim.requests(QUERY)).isZero();
  }

  @Test
  void optionAddedSinceTheSchemaWasRead_isFound() {
    String hit = tasks.add("Page", Map.of("Stage", "Fresh")).id();
    assertThat(find(null, "Stage", Value.choice("Fresh"))).containsExactly(hit);
  }

  @Test
  void fieldThatCannotBeSearched_bringsEverything() {
    addPages(tasks, 1, 3);
    assertThat(find(null, "Label", text("x"))).hasSize(3);
  }

  @Test
  void moreThanTheCap_isFoundInWindows_orRefused() {
    sim.quirks().queryCap(20);
    addPages(tasks, 15, 4);
    assertThat(find(null, "Done", Value.FALSE)).hasSize(60);
    addPages(tasks, 1, 30);
    assertThatThrownBy(() -> find(null, "Done", Value.FALSE))
        .isInstanceOfSatisfying(
            ConnectorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED));
  }
}
