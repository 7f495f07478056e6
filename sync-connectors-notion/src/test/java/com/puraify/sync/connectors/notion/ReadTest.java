package com.puraify.sync.connectors.notion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Lookup.Gone;
import com.puraify.sync.connector.Lookup.Reason;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.testkit.notion.SimulatedDataSource;
import com.puraify.sync.testkit.notion.SimulatedPage;
import com.puraify.sync.testkit.simulator.Fault;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadTest extends SimulatedNotion {

  private static final Set<String> NOTHING = Set.of();

  private final SimulatedDataSource tasks =
      sim.addDatabase("Tasks", schema -> schema.number("Estimate").richText("Notes"));

  private String[] everyId() {
    return tasks.pages().stream().map(SimulatedPage::id).toArray(String[]::new);
  }

  @Test
  void emptyDataSource_isOneRequest_andAnEnd() {
    EntitySession session = open(tasks);
    TestRun.Read read = TestRun.readAll(session, NOTHING);
    assertThat(read.changes()).isEmpty();
    assertThat(read.checkpoint()).isEqualTo("2026-09-20T09:58:30Z");
    assertThat(sim.requests()).isEqualTo(1);
  }

  @Test
  void fullRead_takesARequestPerHundredRows() {
    addPages(tasks, 5, 50);
    EntitySession session = open(tasks);
    TestRun.Read read = TestRun.readAll(session, allIds(session));
    assertThat(read.ids()).containsExactlyInAnyOrder(everyId());
    assertThat(sim.requests()).isEqualTo(3);
  }

  @Test
  void justIds_asksForTheTitleAlone() {
    addPages(tasks, 1, 1);
    EntitySession session = open(tasks);
    TestRun.Read read = TestRun.readAll(session, NOTHING);
    assertThat(read.items().get(0).fields().isEmpty()).isTrue();
    assertThat(sim.requestLog().get(0).query().get("filter_properties")).containsExactly("title");
  }

  @Test
  void someFields_areAskedForByTheirIds() {
    tasks.add("One", Map.of("Estimate", 3, "Notes", "n"));
    EntitySession session = open(tasks);
    TestRun.Read read = TestRun.readAll(session, ids(session, "Estimate"));
    assertThat(read.items().get(0).fields().ids()).containsExactly(id(session, "Estimate"));
    assertThat(sim.requestLog().get(0).query().get("filter_properties")).hasSize(1);
  }

  @Test
  void pastTheCap_readingGoesOnInWindows_andBringsEachRowOnce() {
    sim.quirks().queryCap(50);
    addPages(tasks, 26, 7);
    EntitySession session = open(tasks);
    TestRun.Read read = TestRun.readAll(session, NOTHING);
    assertThat(read.end()).isInstanceOf(Page.End.class);
    assertThat(read.ids()).containsExactlyInAnyOrder(everyId());
    assertThat(sim.requests()).isEqualTo(4); // which is what 182 rows in windows of 50 take
  }

  @Test
  void exactlyAtTheCap_nothingIsMissing() {
    sim.quirks().queryCap(50);
    addPages(tasks, 10, 5);
    EntitySession session = open(tasks);
    assertThat(TestRun.readAll(session, NOTHING).ids()).containsExactlyInAnyOrder(everyId());
  }

  @Test
  void minuteFullerThanTheCap_cutsTheReadOff() {
    sim.quirks().queryCap(50);
    addPages(tasks, 3, 5);
    addPages(tasks, 1, 60);
    EntitySession session = open(tasks);
    TestRun.Read read = TestRun.readAll(session, NOTHING);
    assertThat(read.end())
        .isInstanceOfSatisfying(
            Page.CutOff.class,
            cutOff -> assertThat(cutOff.reason()).contains("query_result_limit_reached"));
    assertThat(read.ids()).hasSizeGreaterThanOrEqualTo(50);
  }

  @Test
  void shortAndEmptyPages_areNoEnd() {
    sim.quirks().shortPages(true);
    addPages(tasks, 3, 80);
    EntitySession session = open(tasks);
    assertThat(TestRun.readAll(session, NOTHING).ids()).containsExactlyInAnyOrder(everyId());
  }

  @Test
  void overload_isMetWithSmallerPages() {
    sim.quirks().timeoutAbovePageSize(25);
    addPages(tasks, 2, 50);
    EntitySession session = open(tasks);
    TestRun.Read read = TestRun.readAll(session, NOTHING);
    assertThat(read.ids()).containsExactlyInAnyOrder(everyId());
    assertThat(sim.requests()).isEqualTo(2 + 4); // 100 and 50 are refused, then 25 stays
  }

  @Test
  void overloadThatAsksForLessThanTheSmallestPage_isAnError() {
    sim.quirks().timeoutAbovePageSize(5);
    addPages(tasks, 1, 20);
    EntitySession session = open(tasks);
    assertThatThrownBy(() -> TestRun.readAll(session, NOTHING))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.TIMEOUT);
              assertThat(e.effectPossible()).isFalse();
            });
  }

  @Test
  void brokenConnection_isRepeatedAtTheSameSize() {
    addPages(tasks, 1, 20);
    EntitySession session = open(tasks);
    sim.faults().next(Fault.cutConnection());
    assertThat(TestRun.readAll(session, NOTHING).ids()).containsExactlyInAnyOrder(everyId());
    assertThat(sim.requestLog().get(1).body()).contains("\"page_size\":100");
  }

  @Test
  void expiredCursor_goesOnFromTheLastRow() {
    addPages(tasks, 30, 10);
    EntitySession session = open(tasks);
    Page first = session.read(ReadRequest.all(NOTHING));
    sim.expireCursors();
    TestRun.Read rest =
        TestRun.readAll(session, ReadRequest.all(NOTHING).next((Page.More) first.next()));
    Set<String> seen = new HashSet<>(rest.ids());
    first.changes().forEach(change -> seen.add(change.id()));
    assertThat(seen).containsExactlyInAnyOrder(everyId());
    assertThat(sim.requests()).isEqualTo(1 + 1 + 3);
  }

  @Test
  void cursorThatExpiresAgainAndAgain_isAnError_notALoop() {
    addPages(tasks, 1, 150);
    EntitySession session = open(tasks);
    Page first = session.read(ReadRequest.all(NOTHING));
    sim.expireCursors();
    Page second = session.read(ReadRequest.all(NOTHING).next((Page.More) first.next()));
    sim.expireCursors();
    ReadRequest third = ReadRequest.all(NOTHING).next((Page.More) second.next());
    assertThatThrownBy(() -> session.read(third))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("start_cursor");
  }

  @Test
  void pageAskedForTwice_comesWhole() {
    sim.quirks().queryCap(50);
    addPages(tasks, 20, 5);
    EntitySession session = open(tasks);
    Page first = session.read(ReadRequest.all(NOTHING));
    ReadRequest second = ReadRequest.all(NOTHING).next((Page.More) first.next());
    assertThat(session.read(second)).isEqualTo(session.read(second));
  }

  @Test
  void rowsAddedWhileReading_doNotHideOthers() {
    addPages(tasks, 12, 20);
    String[] before = everyId();
    EntitySession session = open(tasks);
    sim.faults().next(Fault.meanwhile(() -> tasks.pages().get(0).trash()).on("POST", "/**"));
    sim.faults().next(Fault.meanwhile(() -> tasks.add("New")).on("POST", "/**"));
    TestRun.Read read = TestRun.readAll(session, NOTHING);
    assertThat(read.ids()).containsAll(Arrays.asList(before).subList(1, before.length));
  }

  @Test
  void pageShownByItsIdAlone_isGoneForUnknownReason() {
    SimulatedPage hidden = tasks.add("Hidden");
    hidden.showPartially(true);
    EntitySession session = open(tasks);
    TestRun.Read read = TestRun.readAll(session, allIds(session));
    assertThat(read.changes())
        .containsExactly(new Page.Removed(Gone.because(hidden.id(), Reason.UNKNOWN)));
  }

  @Test
  void fieldsThatNobodyKnows_areIgnored() {
    sim.quirks().extraFields(true);
    addPages(tasks, 1, 2);
    EntitySession session = open(tasks);
    assertThat(TestRun.readAll(session, allIds(session)).items()).hasSize(2);
  }

  @Test
  void renamedProperty_goesOnUnderItsId() {
    tasks.add("One", Map.of("Estimate", 3));
    EntitySession session = open(tasks);
    String estimate = id(session, "Estimate");
    tasks.property("Estimate").rename("Effort");
    TestRun.Read read = TestRun.readAll(session, Set.of(estimate));
    assertThat(read.items().get(0).fields().get(estimate)).isEqualTo(Value.number(3));
  }

  @Test
  void retypedProperty_isReadAgain_neverMisread() {
    tasks.add("One", Map.of("Estimate", 3));
    EntitySession session = open(tasks);
    Set<String> estimate = ids(session, "Estimate");
    tasks.property("Estimate").retype("rich_text");
    assertThatThrownBy(() -> TestRun.readAll(session, estimate))
        .isInstanceOfSatisfying(ConnectorException.class, e -> assertThat(e.isTransient()).isTrue())
        .hasMessageContaining("schema changed");
  }

  @Test
  void rateLimit_isKept() {
    addPages(tasks, 1, 1);
    sim.quirks().rateLimit(10);
    EntitySession session = open(connection.callsPerMinute(10), tasks);
    for (int i = 0; i < 35; i++) {
      session.read(ReadRequest.all(NOTHING));
    }
    assertThat(sim.requests()).isEqualTo(35);
    assertThat(sim.requestLog()).allMatch(request -> request.status() == 200);
  }

  @Test
  void tooManyRequestsOfOthers_areWaitedOut() {
    addPages(tasks, 1, 1);
    EntitySession session = open(tasks);
    sim.faults().next(Fault.status(429).retryAfter(Duration.ofSeconds(17)));
    sim.faults().next(Fault.status(529));
    assertThat(TestRun.readAll(session, NOTHING).ids()).containsExactly(everyId());
  }
}
