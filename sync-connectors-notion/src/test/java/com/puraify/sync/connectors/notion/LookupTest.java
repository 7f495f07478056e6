package com.puraify.sync.connectors.notion;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Lookup.Gone;
import com.puraify.sync.connector.Lookup.Reason;
import com.puraify.sync.testkit.notion.SimulatedDataSource;
import com.puraify.sync.testkit.notion.SimulatedPage;
import com.puraify.sync.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LookupTest extends SimulatedNotion {

  private final SimulatedDataSource tasks =
      sim.addDatabase("Tasks", schema -> schema.number("Estimate"));
  private final SimulatedPage page = tasks.add("Page", Map.of("Estimate", 3));
  private final EntitySession session = open(tasks);

  private Lookup lookup(String id) {
    return session.lookup(List.of(id), ids(session, "Estimate")).get(0);
  }

  private void assertGone(Reason reason) {
    assertThat(lookup(page.id())).isEqualTo(Gone.because(page.id(), reason));
  }

  @Test
  void pageThatIsThere_isFoundWithOneRequest() {
    Lookup.Found found = (Lookup.Found) lookup(page.id());
    assertThat(found.item().fields().get(id(session, "Estimate"))).isEqualTo(Value.number(3));
    assertThat(found.item().modifiedAt()).isEqualTo(Instant.parse("2026-09-20T10:00:00Z"));
    assertThat(sim.requests()).isEqualTo(1);
  }

  @Test
  void trashedPage_isDeleted() {
    page.trash();
    assertGone(Reason.DELETED);
  }

  @Test
  void archivedPage_isArchived() {
    page.archive();
    assertGone(Reason.ARCHIVED);
  }

  @Test
  void pageMovedToAnotherDataSource_isMoved() {
    page.moveTo(sim.addDatabase("Other", schema -> {}));
    assertGone(Reason.MOVED);
  }

  @Test
  void pageMovedToAnotherDataSourceAndTrashedThere_isMoved_notDeleted() {
    page.moveTo(sim.addDatabase("Other", schema -> {}));
    page.trash();
    assertGone(Reason.MOVED);
  }

  @Test
  void pageMovedUnderAPage_isMoved() {
    page.moveTo(sim.addPage("Elsewhere"));
    assertGone(Reason.MOVED);
  }

  @Test
  void pageDeletedForGood_isGoneForUnknownReason() {
    page.purge();
    assertGone(Reason.UNKNOWN);
  }

  @Test
  void pageNoLongerShared_isGoneForUnknownReason() {
    page.revokeAccess();
    assertGone(Reason.UNKNOWN);
  }

  @Test
  void pageShownByItsIdAlone_isGoneForUnknownReason() {
    page.showPartially(true);
    assertGone(Reason.UNKNOWN);
  }

  @Test
  void whatIsNoNotionId_isGone_withoutACall() {
    assertThat(lookup("row-7")).isEqualTo(Gone.because("row-7", Reason.UNKNOWN));
    assertThat(sim.requests()).isZero();
  }

  @Test
  void noFieldsWanted_asksForTheTitleAlone() {
    Lookup found = session.lookup(List.of(page.id()), Set.of()).get(0);
    assertThat(((Lookup.Found) found).item().fields().isEmpty()).isTrue();
    assertThat(sim.requestLog().get(0).query().get("filter_properties")).containsExactly("title");
  }
}
