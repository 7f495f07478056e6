package com.puraify.sync.proof.worlds;

import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.connectors.hubspot.HubSpot;
import com.puraify.sync.connectors.hubspot.HubSpotConnection;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.hubspot.HubSpotSimulator;
import com.puraify.sync.testkit.hubspot.SimulatedObject;
import com.puraify.sync.testkit.hubspot.SimulatedRecord;
import com.puraify.sync.testkit.simulator.Fault;
import com.puraify.sync.testkit.simulator.Faults;
import com.puraify.sync.testkit.simulator.Incoming;
import com.puraify.sync.testkit.simulator.RecordedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Contacts in HubSpot, which have unique addresses, or companies, which do not. */
final class HubSpotRemote implements Remote {

  private static final String PREFIX = "x_";

  private final HubSpotSimulator sim;
  private final SimulatedObject records;
  private final boolean contacts;

  HubSpotRemote(SplittableRandom random, ManualTime time) {
    Duration delay = Duration.ofSeconds(random.nextInt(2, 60));
    sim =
        HubSpotSimulator.builder()
            .clock(time)
            .seed(random.nextLong())
            .quirks(
                quirks ->
                    quirks
                        .indexDelay(delay, delay.dividedBy(2))
                        .mergesMakeNewIds(random.nextBoolean())
                        .recordLocks(random.nextInt(3) == 0)
                        .extraFields(random.nextInt(3) == 0)
                        .numbersReformatted(random.nextBoolean())
                        .unchangedWritesCount(random.nextBoolean())
                        .uniqueConflictStatus(random.nextBoolean() ? 400 : 409))
            .start();
    contacts = random.nextBoolean();
    records =
        (contacts ? sim.contacts() : sim.companies())
            .define(
                draft ->
                    draft
                        .number(name(Part.AMOUNT))
                        .choice(name(Part.STAGE), Part.STAGES.toArray(String[]::new))
                        .textarea(name(Part.NOTES))
                        .date(name(Part.DUE))
                        .textarea(name(Part.REMARK)));
  }

  /** Returns a property's name, which must not be one that HubSpot has already. */
  static String name(Part part) {
    return PREFIX + part.id();
  }

  @Override
  public Entity entity(Duration timeout) {
    HubSpotConnection connection =
        HubSpot.connect(Secret.of(sim.token())).baseUri(sim.baseUri()).timeout(timeout);
    return contacts ? connection.contacts() : connection.companies();
  }

  @Override
  public String title() {
    return contacts ? "email" : "name";
  }

  @Override
  public String name(String id) {
    return PREFIX + id;
  }

  @Override
  public Faults faults() {
    return sim.faults();
  }

  @Override
  public List<RecordedRequest> requests() {
    List<RecordedRequest> log = sim.requestLog();
    sim.resetRequests();
    return log;
  }

  @Override
  public Fault ownFault(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> Fault.status(423);
      case 1 -> Fault.status(477).retryAfter(Duration.ofSeconds(40));
      case 2 -> Fault.html(524).afterCommit();
      default -> Fault.meanwhile(() -> sim.otherSearches(5));
    };
  }

  @Override
  public boolean isWrite(Incoming request) {
    return !request.method().equals("GET")
        && !request.path().endsWith("/search")
        && !request.path().endsWith("/read");
  }

  @Override
  public void add(String title, Map<Part, String> values) {
    Map<String, Object> entered = new LinkedHashMap<>();
    entered.put(title(), title);
    values.forEach(
        (part, text) -> {
          Object value = part.entered(text);
          if (value != null) {
            entered.put(name(part), value);
          }
        });
    records.add(entered);
  }

  private Optional<SimulatedRecord> record(String title) {
    return records.records().stream()
        .filter(record -> title.equals(record.value(title())))
        .findFirst();
  }

  @Override
  public boolean set(String title, Part part, String text) {
    Optional<SimulatedRecord> record = record(title);
    record.ifPresent(each -> each.set(name(part), part.entered(text)));
    return record.isPresent();
  }

  @Override
  public boolean remove(String title) {
    Optional<SimulatedRecord> record = record(title);
    record.ifPresent(SimulatedRecord::archive);
    return record.isPresent();
  }

  /** Merges one record into another. */
  @Override
  public boolean peculiar(String title, String other) {
    Optional<SimulatedRecord> loser = record(title);
    Optional<SimulatedRecord> winner = record(other);
    if (loser.isEmpty() || winner.isEmpty() || title.equals(other)) {
      return false;
    }
    winner.get().merge(loser.get());
    return true;
  }

  @Override
  public List<Held> items() {
    List<Held> items = new ArrayList<>();
    for (SimulatedRecord record : records.records()) {
      Map<Part, String> values = new EnumMap<>(Part.class);
      for (Part part : Part.values()) {
        values.put(part, part.shown(record.value(name(part))));
      }
      items.add(new Held(String.valueOf(record.value(title())), values));
    }
    return items;
  }

  @Override
  public void close() {
    sim.close();
  }
}
