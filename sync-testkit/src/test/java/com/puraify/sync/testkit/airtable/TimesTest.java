package com.puraify.sync.testkit.airtable;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What moves the last modified time, and what does not. */
class TimesTest extends Fixture {

  private static final String LATER = "2026-09-20T11:04:37.000Z";

  private void hourPasses() {
    clock.advance(Duration.ofHours(1));
  }

  @Test
  void creation_isNoEdit() {
    ApiClient.Reply reply = create("{'Name':'a','Estimate':1}");

    assertThat(reply.fields().has("Edited")).isFalse();
    assertThat(reply.fields().path("Created").asText()).isEqualTo("2026-09-20T10:04:37.000Z");
    assertThat(reply.fields().has("Editor")).isFalse();
  }

  @Test
  void writeOverTheApi_isAnEditOfTheOwner() {
    SimulatedRecord record = tasks.add("a");
    hourPasses();

    ApiClient.Reply reply = api.patch(path(record), "{'fields':{'Estimate':3}}");

    assertThat(reply.fields().path("Edited").asText()).isEqualTo(LATER);
    assertThat(reply.fields().path("Estimated").asText()).isEqualTo(LATER);
    assertThat(record.editor()).contains(sim.owner());
    assertThat(record.createdTime()).isBefore(clock.instant().minusSeconds(3600));
  }

  @Test
  void writeThatChangesNothing_countsOnDemandAlone() {
    SimulatedRecord record = tasks.add(Map.of("Name", "a", "Estimate", 3));
    hourPasses();
    api.patch(path(record), "{'fields':{'Estimate':3.0}}");
    assertThat(record.value("Edited")).isNull();

    sim.quirks().unchangedEditsCount(true);
    api.patch(path(record), "{'fields':{'Estimate':3.0}}");

    assertThat(record.value("Edited")).isEqualTo(LATER);
  }

  @Test
  void editFromTheOtherSideOfALink_countsUnlessSwitchedOff() {
    SimulatedRecord record = tasks.add("a");
    SimulatedRecord project = projects.add("P");
    hourPasses();
    sim.quirks().inverseLinksCount(false);
    project.set("Tasks", List.of(record));
    assertThat(record.value("Project")).isEqualTo(List.of(project.id()));
    assertThat(record.value("Edited")).isNull();

    sim.quirks().inverseLinksCount(true);
    project.set("Tasks", null);

    assertThat(record.value("Edited")).isEqualTo(LATER);
  }

  @Test
  void computedChange_isNoEdit() {
    SimulatedRecord project = projects.add(Map.of("Name", "P", "Budget", 1));
    SimulatedRecord record = tasks.add(Map.of("Name", "a", "Project", List.of(project)));
    hourPasses();

    project.set("Budget", 2);

    assertThat(record.value("Total")).hasToString("2");
    assertThat(record.value("Edited")).isNull();
  }

  @Test
  void times_areCutToSecondsUnlessPrecise() {
    SimulatedRecord record = tasks.add("a");
    record.set("Notes", "n");
    assertThat(record.value("Edited")).isEqualTo("2026-09-20T10:04:37.000Z");
    assertThat(matching("IS_AFTER({Edited},'2026-09-20T10:04:37.000Z')")).isEmpty();

    sim.quirks().preciseTimes(true);

    assertThat(record.value("Edited")).isEqualTo("2026-09-20T10:04:37.250Z");
    assertThat(matching("IS_AFTER({Edited},'2026-09-20T10:04:37.000Z')")).containsExactly("a");
  }
}
