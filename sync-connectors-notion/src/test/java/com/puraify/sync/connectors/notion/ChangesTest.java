package com.puraify.sync.connectors.notion;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.testkit.notion.SimulatedDataSource;
import com.puraify.sync.testkit.notion.SimulatedPage;
import com.puraify.sync.testkit.simulator.Fault;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangesTest extends SimulatedNotion {

  private static final Duration LONG = Duration.ofMinutes(10);

  private final SimulatedDataSource tasks =
      sim.addDatabase("Tasks", schema -> schema.number("Estimate"));

  private TestRun.Read changes(EntitySession session, String since) {
    return TestRun.readAll(session, ReadRequest.changes(since, allIds(session)));
  }

  @Test
  void nothingChanged_isOneRequest() {
    addPages(tasks, 3, 5);
    time.advance(LONG);
    EntitySession session = open(tasks);
    String checkpoint = TestRun.readAll(session, Set.of()).checkpoint();
    time.advance(LONG);
    sim.resetRequests();
    assertThat(changes(session, checkpoint).changes()).isEmpty();
    assertThat(sim.requests()).isEqualTo(1);
  }

  @Test
  void editsAndNewRows_areDelivered() {
    SimulatedPage edited = tasks.add("Edited");
    tasks.add("Untouched");
    time.advance(LONG);
    EntitySession session = open(tasks);
    String checkpoint = TestRun.readAll(session, Set.of()).checkpoint();
    time.advance(LONG);
    edited.set("Estimate", 5);
    SimulatedPage added = tasks.add("Added");
    assertThat(changes(session, checkpoint).ids())
        .containsExactlyInAnyOrder(edited.id(), added.id());
  }

  @Test
  void editsOfTheMinuteInWhichAReadRan_areNotMissed() {
    SimulatedPage page = tasks.add("Page");
    time.advance(LONG);
    EntitySession session = open(tasks);
    page.set("Estimate", 1);
    String checkpoint = TestRun.readAll(session, Set.of()).checkpoint();
    page.set("Estimate", 2); // the same last_edited_time
    time.advance(LONG);
    Item item = changes(session, checkpoint).items().get(0);
    assertThat(item.fields().get(id(session, "Estimate"))).isEqualTo(Value.number(2));
  }

  @Test
  void editsThatQueriesShowLate_areNotMissed() {
    SimulatedPage page = tasks.add("Page");
    time.advance(LONG);
    sim.quirks().visibilityLag(Duration.ofMinutes(3));
    NotionConnection slow = connection.visibilityLag(Duration.ofMinutes(3));
    EntitySession session = open(slow, tasks);
    String checkpoint = TestRun.readAll(session, Set.of()).checkpoint();
    String firstCheckpoint = checkpoint;
    page.set("Estimate", 7);
    boolean seen = false;
    for (int i = 0; i < 12 && !seen; i++) {
      TestRun.Read read = changes(session, checkpoint);
      seen =
          read.items().stream()
              .anyMatch(item -> Value.number(7).equals(item.fields().get(id(session, "Estimate"))));
      checkpoint = read.checkpoint();
      time.advance(Duration.ofSeconds(40));
    }
    assertThat(seen).isTrue();
    assertThat(checkpoint).isGreaterThan(firstCheckpoint);
  }

  @Test
  void manySmallReads_missNothing_whereverTheSecondsFall() {
    EntitySession session = open(tasks);
    String checkpoint = TestRun.readAll(session, Set.of()).checkpoint();
    Map<String, Value> known = new HashMap<>();
    SimulatedPage page = tasks.add("Page");
    for (int i = 1; i <= 60; i++) {
      page.set("Estimate", i);
      TestRun.Read read = changes(session, checkpoint);
      for (Item item : read.items()) {
        known.put(item.id(), item.fields().get(id(session, "Estimate")));
      }
      assertThat(known.get(page.id())).isEqualTo(Value.number(i));
      checkpoint = read.checkpoint();
      time.advance(Duration.ofSeconds(7));
    }
  }

  @Test
  void moreChangesThanTheCap_areReadInWindows() {
    sim.quirks().queryCap(50);
    EntitySession session = open(tasks);
    String checkpoint = TestRun.readAll(session, Set.of()).checkpoint();
    time.advance(LONG);
    addPages(tasks, 20, 9);
    TestRun.Read read = changes(session, checkpoint);
    assertThat(read.end()).isInstanceOf(Page.End.class);
    assertThat(read.ids()).containsAll(tasks.pages().stream().map(SimulatedPage::id).toList());
  }

  @Test
  void minuteFullerThanTheCap_leavesTheCheckpointWhereItWas() {
    sim.quirks().queryCap(50);
    EntitySession session = open(tasks);
    String checkpoint = TestRun.readAll(session, Set.of()).checkpoint();
    time.advance(LONG);
    addPages(tasks, 1, 60);
    assertThat(changes(session, checkpoint).end()).isInstanceOf(Page.CutOff.class);
  }

  @Test
  void rowsEditedWhileReading_comeWithTheirEdit_andHideNoOther() {
    sim.quirks().queryCap(50);
    EntitySession session = open(tasks);
    String checkpoint = TestRun.readAll(session, Set.of()).checkpoint();
    addPages(tasks, 30, 6);
    List<SimulatedPage> pages = tasks.pages();
    for (int i = 0; i < 4; i++) {
      SimulatedPage moved = pages.get(i * 40);
      sim.faults().next(Fault.meanwhile(() -> moved.set("Estimate", 99)).on("POST", "/**"));
    }
    TestRun.Read read = changes(session, checkpoint);
    assertThat(read.ids()).containsAll(pages.stream().map(SimulatedPage::id).toList());
  }

  @Test
  void checkpoint_neverGoesBack() {
    EntitySession session = open(tasks);
    String late = "2026-09-21T00:00:00Z";
    assertThat(changes(session, late).checkpoint()).isEqualTo(late);
  }

  @Test
  void checkpoint_isTheServersTimeAtTheFirstPage() {
    addPages(tasks, 1, 150);
    EntitySession session = open(tasks);
    Page first = session.read(ReadRequest.all(Set.of()));
    String begun = time.instant().minus(Duration.ofMinutes(2)).toString();
    time.advance(LONG);
    TestRun.Read rest =
        TestRun.readAll(session, ReadRequest.all(Set.of()).next((Page.More) first.next()));
    assertThat(rest.checkpoint()).isEqualTo(begun);
  }
}
