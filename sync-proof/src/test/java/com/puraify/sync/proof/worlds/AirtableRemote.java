package com.puraify.sync.proof.worlds;

import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.connectors.airtable.Airtable;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.airtable.AirtableSimulator;
import com.puraify.sync.testkit.airtable.SimulatedBase;
import com.puraify.sync.testkit.airtable.SimulatedRecord;
import com.puraify.sync.testkit.airtable.SimulatedTable;
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
import org.jspecify.annotations.Nullable;

/** Records of a table in Airtable. */
final class AirtableRemote implements Remote {

  private static final String TITLE = "Name";

  private final AirtableSimulator sim;
  private final SimulatedBase base;
  private final SimulatedTable records;

  AirtableRemote(SplittableRandom random, ManualTime time) {
    sim =
        AirtableSimulator.builder()
            .clock(time)
            .seed(random.nextLong())
            .quirks(
                quirks ->
                    quirks
                        .shortPages(random.nextInt(3) == 0)
                        .extraKeys(random.nextInt(3) == 0)
                        .blankUntilEdited(random.nextBoolean())
                        .preciseTimes(random.nextBoolean())
                        .unchangedEditsCount(random.nextBoolean()))
            .start();
    base = sim.addBase("Work");
    boolean dated = random.nextBoolean();
    records =
        base.addTable(
            "Tasks",
            draft -> {
              draft
                  .number(Part.AMOUNT.id(), 2)
                  .select(Part.STAGE.id(), Part.STAGES.toArray(String[]::new))
                  .longText(Part.NOTES.id())
                  .date(Part.DUE.id())
                  .longText(Part.REMARK.id());
              if (dated) {
                draft.lastModifiedTime("Touched");
              }
            });
  }

  @Override
  public Entity entity(Duration timeout) {
    return Airtable.connect(Secret.of(sim.token()))
        .baseUri(sim.baseUri())
        .timeout(timeout)
        .table(base.id() + "/" + records.id());
  }

  @Override
  public String title() {
    return TITLE;
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
    return switch (random.nextInt(3)) {
      case 0 -> Fault.meanwhile(sim::loseIterators);
      case 1 -> Fault.meanwhile(() -> sim.otherTraffic(base, 10));
      default -> Fault.status(429);
    };
  }

  @Override
  public boolean isWrite(Incoming request) {
    return !request.method().equals("GET") && !request.path().endsWith("/listRecords");
  }

  @Override
  public void add(String title, Map<Part, String> values) {
    Map<String, Object> entered = new LinkedHashMap<>();
    entered.put(TITLE, title);
    values.forEach(
        (part, text) -> {
          Object value = part.entered(text);
          if (value != null) {
            entered.put(part.id(), value);
          }
        });
    records.add(entered);
  }

  private Optional<SimulatedRecord> record(String title) {
    return records.records().stream()
        .filter(record -> title.equals(record.value(TITLE)))
        .findFirst();
  }

  @Override
  public boolean set(String title, Part part, String text) {
    Optional<SimulatedRecord> record = record(title);
    record.ifPresent(each -> each.set(part.id(), part.entered(text)));
    return record.isPresent();
  }

  @Override
  public boolean remove(String title) {
    Optional<SimulatedRecord> record = record(title);
    record.ifPresent(SimulatedRecord::delete);
    return record.isPresent();
  }

  /** Somebody else uses the base, so that our calls are refused for half a minute. */
  @Override
  public boolean peculiar(String title, String other) {
    sim.otherTraffic(base, 6);
    return true;
  }

  @Override
  public List<Held> items() {
    List<Held> items = new ArrayList<>();
    for (SimulatedRecord record : records.records()) {
      Map<Part, String> values = new EnumMap<>(Part.class);
      for (Part part : Part.values()) {
        @Nullable Object value = record.value(part.id());
        values.put(part, part.shown(value));
      }
      items.add(new Held(String.valueOf(record.value(TITLE)), values));
    }
    return items;
  }

  @Override
  public void close() {
    sim.close();
  }
}
