package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Expectation;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.notion.NotionSimulator;
import com.puraify.sync.testkit.notion.SimulatedDataSource;
import com.puraify.sync.testkit.notion.SimulatedPage;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** A simulated workspace on cranked time, and a connection to it. */
abstract class SimulatedNotion {

  static final String QUERY = "POST /v1/data_sources/{data_source_id}/query";
  static final String GET_PAGE = "GET /v1/pages/{page_id}";
  static final String PATCH_PAGE = "PATCH /v1/pages/{page_id}";
  static final String POST_PAGE = "POST /v1/pages";
  static final String GET_SOURCE = "GET /v1/data_sources/{data_source_id}";
  static final String GET_ITEMS = "GET /v1/pages/{page_id}/properties/{property_id}";

  final ManualTime time =
      ManualTime.advancing(Instant.parse("2026-09-20T10:00:30Z"), ManualTime.DEFAULT_SEED);
  final NotionSimulator sim = NotionSimulator.builder().clock(time).start();
  final NotionConnection connection = Notion.connect(Secret.of(sim.token())).baseUri(sim.baseUri());
  final ConnectorContext context = TestRun.context(time);

  @AfterEach
  void stop() {
    sim.close();
  }

  EntitySession open(SimulatedDataSource source) {
    return open(connection, source);
  }

  EntitySession open(NotionConnection by, SimulatedDataSource source) {
    EntitySession session = by.dataSource(source.id()).open(context);
    sim.resetRequests();
    return session;
  }

  static String id(EntitySession session, String name) {
    return session.schema().named(name).map(Field::id).orElseThrow();
  }

  static Set<String> ids(EntitySession session, String... names) {
    return Set.copyOf(Arrays.stream(names).map(name -> id(session, name)).toList());
  }

  static Set<String> allIds(EntitySession session) {
    return Set.copyOf(session.schema().fields().stream().map(Field::id).toList());
  }

  static WriteResult create(EntitySession session, Fields fields) {
    return session
        .write(List.of(new Write.Create("1c9d5d6e-0000-4000-8000-000000000001", fields, List.of())))
        .get(0);
  }

  static WriteResult update(EntitySession session, SimulatedPage page, Fields fields) {
    return session.write(List.of(new Write.Update(page.id(), fields, Expectation.none()))).get(0);
  }

  static WriteResult delete(EntitySession session, SimulatedPage page) {
    return session.write(List.of(new Write.Delete(page.id(), Expectation.none()))).get(0);
  }

  static Fields item(EntitySession session, SimulatedPage page, String... names) {
    Lookup lookup = session.lookup(List.of(page.id()), ids(session, names)).get(0);
    return ((Lookup.Found) lookup).item().fields();
  }

  static Value text(String text) {
    return Value.text(text);
  }

  /** Adds pages, so many in each minute, each with its number as its title. */
  void addPages(SimulatedDataSource source, int minutes, int perMinute) {
    int number = source.allPages().size();
    for (int minute = 0; minute < minutes; minute++) {
      for (int i = 0; i < perMinute; i++) {
        source.add("Page " + number++);
      }
      time.advance(Duration.ofMinutes(1));
    }
  }
}
