package com.puraify.sync.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.connectors.airtable.Airtable;
import com.puraify.sync.connectors.hubspot.HubSpot;
import com.puraify.sync.connectors.notion.Notion;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.jdbc.JdbcStateStore;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.airtable.AirtableSimulator;
import com.puraify.sync.testkit.airtable.SimulatedBase;
import com.puraify.sync.testkit.airtable.SimulatedTable;
import com.puraify.sync.testkit.hubspot.HubSpotSimulator;
import com.puraify.sync.testkit.hubspot.SimulatedRecord;
import com.puraify.sync.testkit.notion.NotionSimulator;
import com.puraify.sync.testkit.notion.SimulatedDataSource;
import com.puraify.sync.testkit.simulator.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two outside platforms kept equal with each other, both edited, no table of one's own. */
class BetweenPlatformsTest {

  @TempDir Path folder;

  private final ManualTime time = ManualTime.advancing();
  private final NotionSimulator notion = NotionSimulator.builder().clock(time).start();
  private final AirtableSimulator airtable = AirtableSimulator.builder().clock(time).start();
  private final HubSpotSimulator hubspot = HubSpotSimulator.builder().clock(time).start();
  private final SimulatedBase base = airtable.addBase("Work");

  @AfterEach
  void stop() {
    notion.close();
    airtable.close();
    hubspot.close();
  }

  private Entity table(SimulatedTable table) {
    return Airtable.connect(Secret.of(airtable.token()))
        .baseUri(airtable.baseUri())
        .table(base.id() + "/" + table.id());
  }

  /** Runs a sync with an engine of its own, as a process that is started anew would. */
  private SyncReport sync(SyncConfig config) {
    time.advance(Duration.ofMinutes(10));
    try (JdbcStateStore store = JdbcStateStore.sqlite(folder.resolve("state.db"));
        SyncEngine engine = SyncEngine.builder().state(store).time(time).singleThreaded().build()) {
      return engine.sync(config);
    }
  }

  @Test
  void notionAndAirtable_bothEdited_endEqual_andTheLastRunWritesNothing() {
    SimulatedDataSource pages =
        notion.addDatabase(
            "Tasks",
            draft -> draft.title("Title").richText("Notes").number("Estimate").checkbox("Done"));
    SimulatedTable records =
        base.addTable(
            "Tasks", draft -> draft.longText("Notes").number("Estimate", 1).checkbox("Done"));
    SyncConfig config =
        SyncConfig.between(
                table(records),
                Notion.connect(Secret.of(notion.token()))
                    .baseUri(notion.baseUri())
                    .dataSource(pages.id()))
            .id("tasks")
            .sweepEvery(Duration.ZERO)
            .mapping(
                SchemaMapping.builder()
                    .matchOn("Name", "Title")
                    .field("Name", "Title")
                    .field("Notes", "Notes")
                    .field("Estimate", "Estimate")
                    .field("Done", "Done")
                    .build())
            .build();
    pages.add("Plan", Map.of("Notes", "first", "Estimate", 2.5));
    pages.add("Both", Map.of("Notes", "from Notion"));
    records.add(Map.of("Name", "Both", "Estimate", 4));
    records.add(Map.of("Name", "Build", "Done", true));

    assertThat(sync(config).status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(pages.pages()).hasSize(3);
    assertThat(records.records()).hasSize(3);
    assertThat(records.record("Plan").value("Notes")).isEqualTo("first");
    assertThat(pages.page("Build").value("Done")).isEqualTo(true);
    assertThat(records.record("Both").value("Notes")).isEqualTo("from Notion");

    time.advance(Duration.ofMinutes(10));
    pages.page("Plan").set("Notes", "second");
    records.record("Plan").set("Done", true);
    records.record("Both").delete();
    notion.faults().next(Fault.dropConnection().afterCommit().when(call -> isWrite(call.method())));
    sync(config);
    sync(config);
    sync(config);
    assertThat(records.record("Plan").value("Notes")).isEqualTo("second");
    assertThat(pages.page("Plan").value("Done")).isEqualTo(true);
    assertThat(pages.pages()).hasSize(2);
    assertThat(records.records()).hasSize(2);
    assertThat(sync(config).syncedItems()).isZero();
  }

  private static boolean isWrite(String method) {
    return method.equals("PATCH");
  }

  @Test
  void airtableAndHubSpot_bothEdited_endEqual_andTheLastRunWritesNothing() {
    SimulatedTable people =
        base.addTable("People", draft -> draft.email("Mail").text("First name").text("City"));
    SyncConfig config =
        SyncConfig.between(
                table(people),
                HubSpot.connect(Secret.of(hubspot.token())).baseUri(hubspot.baseUri()).contacts())
            .id("people")
            .sweepEvery(Duration.ZERO)
            .mapping(
                SchemaMapping.builder()
                    .matchOn("Mail", "email")
                    .field("Mail", "email")
                    .field("First name", "firstname")
                    .field("City", "city")
                    .build())
            .build();
    people.add(Map.of("Mail", "Ada@Example.com", "First name", "Ada"));
    people.add(Map.of("Mail", "bob@example.com", "City", "Rome"));
    SimulatedRecord ada =
        hubspot.contacts().add(Map.of("email", "ada@example.com", "city", "Oslo"));
    hubspot.contacts().add(Map.of("email", "eve@example.com", "firstname", "Eve"));
    airtable
        .faults()
        .next(Fault.dropConnection().afterCommit().when(call -> call.method().equals("POST")));

    for (int i = 0; i < 4; i++) {
      sync(config);
    }
    assertThat(people.records()).hasSize(3);
    assertThat(hubspot.contacts().records()).hasSize(3);
    assertThat(ada.value("firstname")).isEqualTo("Ada");
    assertThat(cities(people)).containsExactlyInAnyOrder("Oslo", "Rome", "null");

    ada.set("city", "Bergen");
    hubspot.contacts().record("email", "bob@example.com").set("firstname", "Bob");
    people.records().stream()
        .filter(each -> "Eve".equals(each.value("First name")))
        .forEach(each -> each.set("City", "Paris"));
    sync(config);
    sync(config);
    assertThat(cities(people)).containsExactlyInAnyOrder("Bergen", "Rome", "Paris");
    assertThat(hubspot.contacts().record("email", "eve@example.com").value("city"))
        .isEqualTo("Paris");
    assertThat(sync(config).syncedItems()).isZero();
  }

  private static List<String> cities(SimulatedTable people) {
    return people.records().stream().map(each -> String.valueOf(each.value("City"))).toList();
  }
}
