package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Expectation;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.hubspot.HubSpotSimulator;
import com.puraify.sync.testkit.hubspot.SimulatedObject;
import com.puraify.sync.testkit.hubspot.SimulatedRecord;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** A simulated account on cranked time, and a connection to it. */
abstract class SimulatedHubSpot {

  static final String LIST = "GET /crm/objects/2026-09/{objectType}";
  static final String ONE = "GET /crm/objects/2026-09/{objectType}/{objectId}";
  static final String SEARCH = "POST /crm/objects/2026-09/{objectType}/search";
  static final String BATCH_READ = "POST /crm/objects/2026-09/{objectType}/batch/read";
  static final String BATCH_CREATE = "POST /crm/objects/2026-09/{objectType}/batch/create";
  static final String BATCH_UPDATE = "POST /crm/objects/2026-09/{objectType}/batch/update";
  static final String BATCH_UPSERT = "POST /crm/objects/2026-09/{objectType}/batch/upsert";
  static final String BATCH_ARCHIVE = "POST /crm/objects/2026-09/{objectType}/batch/archive";
  static final String PAIR =
      "POST /crm/associations/2026-09/{fromObjectType}/{toObjectType}/batch/";

  final ManualTime time =
      ManualTime.advancing(Instant.parse("2026-09-20T10:00:30Z"), ManualTime.DEFAULT_SEED);
  final HubSpotSimulator sim = HubSpotSimulator.builder().clock(time).start();
  final HubSpotConnection connection =
      HubSpot.connect(Secret.of(sim.token())).baseUri(sim.baseUri());
  final ConnectorContext context = TestRun.context(time);

  private int keys;

  @AfterEach
  void stop() {
    sim.close();
  }

  EntitySession open(SimulatedObject object) {
    return open(connection, object);
  }

  EntitySession open(HubSpotConnection by, SimulatedObject object) {
    EntitySession session = by.objects(object.typeId()).open(context);
    sim.resetRequests();
    return session;
  }

  /** Adds contacts, each with its number as its first name. */
  List<SimulatedRecord> addContacts(int count) {
    List<SimulatedRecord> added = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      added.add(sim.contacts().add(Map.of("firstname", "No. " + i)));
    }
    return added;
  }

  /** Lets the search index catch up with what was done. */
  void settle() {
    time.advance(Duration.ofMinutes(3));
  }

  Write.Create newItem(Fields fields, String... matchFields) {
    return new Write.Create(
        "1c9d5d6e-0000-4000-8000-%012d".formatted(++keys), fields, Arrays.asList(matchFields));
  }

  WriteResult create(EntitySession session, Fields fields) {
    return session.write(List.of(newItem(fields))).get(0);
  }

  static Write.Update change(String id, Fields fields) {
    return new Write.Update(id, fields, Expectation.none());
  }

  static WriteResult update(EntitySession session, SimulatedRecord record, Fields fields) {
    return session.write(List.of(change(record.id(), fields))).get(0);
  }

  static Lookup look(EntitySession session, String id, String... fields) {
    return session.lookup(List.of(id), Set.of(fields)).get(0);
  }

  static Fields item(EntitySession session, SimulatedRecord record, String... fields) {
    return ((Lookup.Found) look(session, record.id(), fields)).item().fields();
  }

  static Value text(String text) {
    return Value.text(text);
  }

  static Value choices(String... names) {
    return Value.many(Arrays.stream(names).map(Value::choice).toList());
  }

  static Value references(SimulatedRecord... records) {
    return Value.many(Arrays.stream(records).map(each -> Value.reference(each.id())).toList());
  }

  static List<String> ids(List<SimulatedRecord> records) {
    return records.stream().map(SimulatedRecord::id).toList();
  }
}
