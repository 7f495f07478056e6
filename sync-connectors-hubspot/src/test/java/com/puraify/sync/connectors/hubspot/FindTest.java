package com.puraify.sync.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.testkit.hubspot.SimulatedObject;
import com.puraify.sync.testkit.hubspot.SimulatedRecord;
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
import org.junit.jupiter.api.Test;

/** Finding objects by what they hold, and by when they were created. */
class FindTest extends SimulatedHubSpot {

  private static List<String> find(EntitySession session, String field, Value... values) {
    return ids(session, new FindRequest(null, field, List.of(values), Set.of(field)));
  }

  private static List<String> ids(EntitySession session, FindRequest request) {
    return session.find(request).stream().map(Item::id).toList();
  }

  @Test
  void addresses_areFoundInAnyCase() {
    SimulatedRecord ada = sim.contacts().add(Map.of("email", "ada@example.com"));
    sim.contacts().add(Map.of("email", "bob@example.com"));
    settle();
    EntitySession session = open(sim.contacts());
    assertThat(find(session, "email", text("Ada@Example.COM"))).containsExactly(ada.id());
    assertThat(sim.requests(SEARCH)).isEqualTo(1);
    assertThat(sim.requests(BATCH_READ)).isEqualTo(1);
  }

  @Test
  void manyTexts_areSearchedForInListsThatASearchTakes() {
    List<SimulatedRecord> added = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      added.add(
          sim.contacts().add(Map.of("email", "Somebody.With.A.Long.Name." + i + "@example.com")));
      values.add(text("Somebody.With.A.Long.Name." + i + "@example.com"));
    }
    settle();
    EntitySession session = open(sim.contacts());
    assertThat(find(session, "email", values.toArray(new Value[0])))
        .containsExactlyInAnyOrderElementsOf(ids(added));
    assertThat(sim.requestLog())
        .filteredOn(request -> request.kind().equals(SEARCH))
        .hasSizeGreaterThan(2);
  }

  @Test
  void everyType_isFoundByItsValues() {
    SimulatedObject pets =
        sim.addObject(
            "pet",
            schema ->
                schema
                    .number("weight")
                    .date("born")
                    .datetime("seen")
                    .bool("tame")
                    .choice("kind", "cat", "Dog")
                    .choices("tags", "a", "B"));
    SimulatedRecord tom =
        pets.add(
            Map.of(
                "name", "Tom",
                "weight", "4.50",
                "born", "2020-02-29",
                "seen", "2026-01-02T03:04:05.006Z",
                "tame", true,
                "kind", "Dog",
                "tags", "a;B"));
    SimulatedRecord blank = pets.add(Map.of("name", "Nobody"));
    settle();
    EntitySession session = open(pets);
    assertThat(find(session, "weight", Value.number(new BigDecimal("4.5"))))
        .containsExactly(tom.id());
    assertThat(find(session, "born", Value.day(LocalDate.of(2020, 2, 29))))
        .containsExactly(tom.id());
    assertThat(find(session, "seen", Value.moment(Instant.parse("2026-01-02T03:04:05.006Z"))))
        .containsExactly(tom.id());
    assertThat(find(session, "tame", Value.TRUE)).containsExactly(tom.id());
    assertThat(find(session, "kind", Value.choice("Dog"))).containsExactly(tom.id());
    assertThat(find(session, "tags", choices("B", "a"))).containsExactly(tom.id());
    assertThat(find(session, "tags", choices())).containsExactly(blank.id());
    assertThat(find(session, "weight", Value.NULL)).containsExactly(blank.id());
    assertThat(find(session, "kind", Value.choice("dog"))).isEmpty();
    assertThat(find(session, "name", text("tom"), Value.NULL)).containsExactly(tom.id());
  }

  @Test
  void textsThatSearchMayNotUnderstand_areLookedForAmongEverything() {
    List<SimulatedRecord> added = addContacts(3);
    added.get(0).set("firstname", " blanks ");
    added.get(1).set("firstname", "Zoë");
    EntitySession session = open(sim.contacts());
    assertThat(find(session, "firstname", text("Zoe\u0308"), text(" blanks ")))
        .contains(added.get(0).id(), added.get(1).id());
    assertThat(sim.requests(LIST)).isEqualTo(1);
    assertThat(sim.requests(SEARCH)).isZero();
  }

  @Test
  void createdSince_isFoundOnceTheIndexHasIt() {
    addContacts(2);
    time.advance(Duration.ofHours(1));
    Instant since = time.instant();
    SimulatedRecord late = sim.contacts().add(Map.of("firstname", "Late"));
    settle();
    EntitySession session = open(sim.contacts());
    assertThat(ids(session, new FindRequest(since, null, List.of(), Set.of("firstname"))))
        .containsExactly(late.id());
    assertThat(ids(session, new FindRequest(since, "firstname", List.of(text("no. 1")), Set.of())))
        .isEmpty();
  }

  @Test
  void createdSince_ofCustomObjects_isTheirOwnProperty() {
    SimulatedObject pets = sim.addObject("pet", schema -> {});
    SimulatedRecord tom = pets.add(Map.of("name", "Tom"));
    settle();
    assertThat(
            ids(
                open(pets),
                new FindRequest(
                    Instant.parse("2026-09-20T00:00:00Z"), null, List.of(), Set.of("name"))))
        .containsExactly(tom.id());
  }

  @Test
  void everything_isListed() {
    List<SimulatedRecord> added = addContacts(120);
    EntitySession session = open(sim.contacts());
    assertThat(ids(session, new FindRequest(null, null, List.of(), Set.of())))
        .containsExactlyElementsOf(ids(added));
    assertThat(sim.requests()).isEqualTo(2);
  }
}
