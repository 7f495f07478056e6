package com.puraify.sync.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.testkit.hubspot.SimulatedRecord;
import com.puraify.sync.testkit.simulator.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads of what changed. */
class ChangesTest extends SimulatedHubSpot {

  private static final Set<String> NAME = Set.of("firstname");

  @BeforeEach
  void nothingMovesByItself() {
    sim.quirks().calculatedBump(Duration.ZERO);
  }

  private static TestRun.Read changes(EntitySession session, String since, Set<String> fields) {
    return TestRun.readAll(session, ReadRequest.changes(since, fields));
  }

  private String checkpoint(EntitySession session) {
    String checkpoint = TestRun.readAll(session, NAME).checkpoint();
    sim.resetRequests();
    return checkpoint;
  }

  @ParameterizedTest
  @EnumSource(HubSpotVersion.class)
  void contactsAndOthers_areSearchedByTheTimeThatTheyHave(HubSpotVersion version) {
    SimulatedRecord ada = sim.contacts().add(Map.of("firstname", "Ada"));
    SimulatedRecord acme = sim.companies().add(Map.of("name", "Acme"));
    settle();
    EntitySession contacts = open(connection.version(version), sim.contacts());
    EntitySession companies = open(connection.version(version), sim.companies());
    String before = time.instant().minusSeconds(1).toString();
    ada.set("firstname", "Ada Augusta");
    acme.set("name", "Acme Inc.");
    settle();
    assertThat(changes(contacts, before, NAME).ids()).containsExactly(ada.id());
    assertThat(changes(companies, before, Set.of("name")).ids()).containsExactly(acme.id());
  }

  @Test
  void nothingChanged_isOneSearch() {
    addContacts(5);
    settle();
    EntitySession session = open(sim.contacts());
    String since = checkpoint(session);
    settle();
    assertThat(changes(session, since, NAME).ids()).isEmpty();
    assertThat(sim.requests(SEARCH)).isEqualTo(1);
    assertThat(sim.requests()).isEqualTo(1);
  }

  @Test
  void aHundredChanges_areOneSearchAndOneBatch() {
    List<SimulatedRecord> added = addContacts(300);
    settle();
    EntitySession session = open(sim.contacts());
    String since = checkpoint(session);
    added.subList(0, 100).forEach(each -> each.set("firstname", "changed"));
    settle();
    sim.resetRequests();
    assertThat(changes(session, since, NAME).ids())
        .containsExactlyInAnyOrderElementsOf(ids(added.subList(0, 100)));
    assertThat(sim.requests()).isEqualTo(2);
  }

  @Test
  void editsThatTheIndexShowsLate_areNotMissed() {
    sim.quirks().indexDelay(Duration.ofSeconds(90), Duration.ofSeconds(20));
    List<SimulatedRecord> added = addContacts(20);
    settle();
    EntitySession session = open(sim.contacts());
    String since = checkpoint(session);
    for (SimulatedRecord each : added) {
      each.set("firstname", "late");
      time.advance(Duration.ofSeconds(45));
      TestRun.Read read = changes(session, since, NAME);
      since = read.checkpoint();
    }
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      time.advance(Duration.ofSeconds(45));
      TestRun.Read read = changes(session, since, NAME);
      seen.addAll(read.ids());
      since = read.checkpoint();
    }
    assertThat(seen).contains(added.get(19).id(), added.get(18).id());
  }

  @Test
  void checkpoint_staysBehindTheServersTimeByTheLag() {
    EntitySession session = open(connection.visibilityLag(Duration.ofMinutes(7)), sim.contacts());
    Instant first = time.instant();
    assertThat(Instant.parse(checkpoint(session))).isBeforeOrEqualTo(first.minusSeconds(420));
  }

  @Test
  void moreChangesOfOneMillisecondThanASearchHolds_areAllRead_andTheReadEnds() {
    sim.quirks().searchCap(400);
    List<SimulatedRecord> added = addContacts(1_050);
    settle();
    EntitySession session = open(sim.contacts());
    String since = checkpoint(session);
    Instant now = time.instant();
    added.forEach(each -> each.set("firstname", "bulk"));
    assertThat(time.instant()).isEqualTo(now);
    settle();
    assertThat(changes(session, since, NAME).ids())
        .containsExactlyInAnyOrderElementsOf(ids(added))
        .doesNotHaveDuplicates();
    assertThat(sim.requests(SEARCH)).isEqualTo(6);
  }

  @Test
  void objectsThatChangeWhileTheyAreRead_areLeftToTheNextRead() {
    List<SimulatedRecord> added = addContacts(250);
    settle();
    EntitySession session = open(sim.contacts());
    String since = checkpoint(session);
    added.forEach(each -> each.set("firstname", "one"));
    settle();
    ReadRequest request = ReadRequest.changes(since, NAME);
    Page first = session.read(request);
    List<String> seen = new ArrayList<>(first.changes().stream().map(Page.Change::id).toList());
    time.advance(Duration.ofMinutes(1));
    SimulatedRecord moved = added.get(249);
    moved.set("firstname", "two");
    Page second = session.read(request.next((Page.More) first.next()));
    second.changes().forEach(each -> seen.add(each.id()));
    assertThat(seen).hasSize(249).doesNotContain(moved.id());
    settle();
    String next = ((Page.End) second.next()).checkpoint();
    TestRun.Read later = changes(session, next, NAME);
    assertThat(later.ids()).contains(moved.id());
    assertThat(later.items())
        .filteredOn(item -> item.id().equals(moved.id()))
        .extracting(item -> item.fields().get("firstname"))
        .containsExactly(text("two"));
  }

  @Test
  void beginningOfTime_isNoBoundThatHubSpotFailsUpon() {
    List<SimulatedRecord> added = addContacts(2);
    settle();
    assertThat(changes(open(sim.contacts()), "1970-01-01T00:00:00Z", NAME).ids())
        .containsExactlyElementsOf(ids(added));
  }

  @Test
  void valuesAreThoseOfNow_notOfTheIndex() {
    SimulatedRecord ada = sim.contacts().add(Map.of("firstname", "Ada"));
    settle();
    EntitySession session = open(sim.contacts());
    String since = checkpoint(session);
    ada.set("firstname", "Augusta");
    time.advance(Duration.ofSeconds(20));
    ada.set("firstname", "Ada Augusta"); // the index still has Augusta
    TestRun.Read read = changes(session, since, NAME);
    assertThat(read.items())
        .allSatisfy(
            item -> assertThat(item.fields().get("firstname")).isEqualTo(text("Ada Augusta")));
  }

  @Test
  void calculatedProperties_moveTheTimeOfChange_andAreReadAsNoise() {
    SimulatedRecord ada = sim.contacts().add(Map.of("firstname", "Ada"));
    settle();
    EntitySession session = open(sim.contacts());
    String since = checkpoint(session);
    time.advance(Duration.ofMinutes(10));
    ada.recalculate();
    settle();
    assertThat(changes(session, since, NAME).items())
        .extracting(item -> item.fields().get("firstname"))
        .containsExactly(text("Ada"));
  }

  @Test
  void changedAssociations_areSeenByAFullReadAlone() {
    SimulatedRecord ada = sim.contacts().add(Map.of("firstname", "Ada"));
    SimulatedRecord acme = sim.companies().add(Map.of("name", "Acme"));
    settle();
    EntitySession session = open(sim.contacts());
    Set<String> companies = Set.of("associations.0-2");
    String since = checkpoint(session);
    time.advance(Duration.ofMinutes(10));
    ada.associate(acme);
    settle();
    TestRun.Read changed = changes(session, since, companies);
    assertThat(changed.ids()).isEmpty();
    assertThat(TestRun.readAll(session, companies).items())
        .extracting(item -> item.fields().get("associations.0-2"))
        .containsExactly(references(acme));
  }

  @Test
  void archiving_isNotSeenByAReadOfChanges_butByAFullOne() {
    List<SimulatedRecord> added = addContacts(2);
    settle();
    EntitySession session = open(sim.contacts());
    String since = checkpoint(session);
    time.advance(Duration.ofMinutes(10));
    added.get(0).archive();
    settle();
    assertThat(changes(session, since, NAME).ids()).isEmpty();
    assertThat(TestRun.readAll(session, NAME).ids()).containsExactly(added.get(1).id());
  }

  @Test
  void searches_keepToFiveASecond_alsoWhenOthersSearch() {
    List<SimulatedRecord> added = addContacts(2_400);
    settle();
    EntitySession session = open(sim.contacts());
    added.forEach(each -> each.set("firstname", "all"));
    settle();
    Instant begun = time.instant();
    TestRun.Read read = changes(session, "2026-09-20T10:00:00Z", NAME);
    assertThat(read.ids()).hasSize(2_400);
    assertThat(sim.requests(SEARCH)).isEqualTo(12);
    assertThat(Duration.between(begun, time.instant()))
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
    sim.otherSearches(5);
    sim.resetRequests();
    changes(session, time.instant().toString(), NAME);
    assertThat(sim.requests(SEARCH)).isEqualTo(2); // refused once, and waited for
  }

  @Test
  void overloadedSearch_isRepeated() {
    addContacts(1);
    settle();
    EntitySession session = open(sim.contacts());
    sim.faults().next(Fault.status(502));
    assertThat(changes(session, "2026-09-20T10:00:00Z", NAME).ids()).hasSize(1);
  }
}
