package com.puraify.sync.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.MemoryPlatform;
import com.puraify.sync.testkit.hubspot.HubSpotSimulator;
import com.puraify.sync.testkit.hubspot.SimulatedRecord;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many requests a sync takes, beside the fewest that can do. */
class RequestCountTest {

  private static final int ITEMS = 10_000;
  private static final int PAGES = ITEMS / 100;

  private final ManualTime time = ManualTime.advancing();
  private final HubSpotSimulator sim =
      HubSpotSimulator.builder()
          .clock(time)
          .quirks(quirks -> quirks.calculatedBump(Duration.ZERO))
          .start();
  private final MemoryEntity people =
      MemoryPlatform.named("host", time)
          .entity(
              Schema.of(
                  "people", Field.of("mail", FieldType.text()), Field.of("name", FieldType.text())))
          .idPrefix("p")
          .build();
  private final SyncEngine engine = SyncEngine.builder().time(time).singleThreaded().build();
  private final SyncConfig config =
      SyncConfig.between(
              people, HubSpot.connect(Secret.of(sim.token())).baseUri(sim.baseUri()).contacts())
          .id("people")
          .mapping(
              SchemaMapping.builder()
                  .matchOn("mail", "email")
                  .field("mail", "email")
                  .field("name", "firstname")
                  .build())
          .build();

  @AfterEach
  void stop() {
    engine.close();
    sim.close();
  }

  private long requests(long synced) {
    time.advance(Duration.ofMinutes(10));
    sim.resetRequests();
    SyncReport report = engine.sync(config).orThrow();
    assertThat(report.syncedItems()).isEqualTo(synced);
    return sim.requests();
  }

  @Test
  void firstRead_changesAndIdle_takeTheFewest() {
    List<SimulatedRecord> added = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      added.add(sim.contacts().add(Map.of("email", "p" + i + "@example.com", "firstname", "x")));
    }
    assertThat(requests(ITEMS)).isLessThanOrEqualTo((1 + PAGES) * 102 / 100);
    added.subList(0, 100).forEach(each -> each.set("firstname", "y"));
    assertThat(requests(100)).isEqualTo(1 + 1 + 1); // definitions, search, batch
    assertThat(requests(0)).isEqualTo(1 + 1);
  }

  @Test
  void firstWrite_changesAndIdle_takeTheFewest() {
    for (int i = 0; i < ITEMS; i++) {
      people.put(Fields.of("mail", Value.text("p" + i + "@example.com"), "name", Value.text("x")));
    }
    assertThat(requests(ITEMS)).isLessThanOrEqualTo((1 + 1 + PAGES) * 102 / 100);
    assertThat(sim.contacts().size()).isEqualTo(ITEMS);
    time.advance(Duration.ofMinutes(10));
    engine.sync(config).orThrow(); // sees what it wrote itself
    for (int i = 1; i <= 100; i++) {
      people.edit("p" + i, Fields.of("name", Value.text("y")));
    }
    assertThat(requests(100)).isEqualTo(1 + 1 + 1); // definitions, search, batch
    time.advance(Duration.ofMinutes(10));
    engine.sync(config).orThrow();
    assertThat(requests(0)).isEqualTo(1 + 1);
  }
}
