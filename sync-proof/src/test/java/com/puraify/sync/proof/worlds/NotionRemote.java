package com.puraify.sync.proof.worlds;

import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.connectors.notion.Notion;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.notion.NotionSimulator;
import com.puraify.sync.testkit.notion.SimulatedDataSource;
import com.puraify.sync.testkit.notion.SimulatedPage;
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

/** Pages of a data source in Notion. */
final class NotionRemote implements Remote {

  private static final String TITLE = "Title";

  private final NotionSimulator sim;
  private final SimulatedDataSource pages;

  NotionRemote(SplittableRandom random, ManualTime time) {
    Duration lag = Duration.ofSeconds(random.nextInt(3) == 0 ? random.nextInt(1, 55) : 0);
    sim =
        NotionSimulator.builder()
            .clock(time)
            .seed(random.nextLong())
            .quirks(
                quirks ->
                    quirks
                        .visibilityLag(lag)
                        .shortPages(random.nextInt(3) == 0)
                        .extraFields(random.nextInt(3) == 0)
                        .unchangedEditsCount(random.nextBoolean())
                        .preciseTimes(random.nextBoolean()))
            .start();
    pages =
        sim.addDatabase(
            "Tasks",
            draft ->
                draft
                    .title(TITLE)
                    .number(Part.AMOUNT.id())
                    .select(Part.STAGE.id(), Part.STAGES.toArray(String[]::new))
                    .richText(Part.NOTES.id())
                    .date(Part.DUE.id())
                    .richText(Part.REMARK.id()));
  }

  @Override
  public Entity entity(Duration timeout) {
    return Notion.connect(Secret.of(sim.token()))
        .baseUri(sim.baseUri())
        .timeout(timeout)
        .dataSource(pages.id());
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
      case 0 -> Fault.status(409).code("conflict_error");
      case 1 -> Fault.status(503).code("service_unavailable").afterCommit();
      default -> Fault.status(429).code("rate_limited").retryAfter(Duration.ofSeconds(20));
    };
  }

  @Override
  public boolean isWrite(Incoming request) {
    return request.method().equals("PATCH") || request.path().endsWith("/pages");
  }

  @Override
  public void add(String title, Map<Part, String> values) {
    Map<String, Object> entered = new LinkedHashMap<>();
    values.forEach(
        (part, text) -> {
          Object value = part.entered(text);
          if (value != null) {
            entered.put(part.id(), value);
          }
        });
    pages.add(title, entered);
  }

  private Optional<SimulatedPage> page(String title) {
    return pages.pages().stream().filter(page -> page.title().equals(title)).findFirst();
  }

  @Override
  public boolean set(String title, Part part, String text) {
    Optional<SimulatedPage> page = page(title);
    page.ifPresent(each -> each.set(part.id(), part.entered(text)));
    return page.isPresent();
  }

  @Override
  public boolean remove(String title) {
    Optional<SimulatedPage> page = page(title);
    page.ifPresent(SimulatedPage::trash);
    return page.isPresent();
  }

  /** Puts the page into the trash, and takes it out again. */
  @Override
  public boolean peculiar(String title, String other) {
    Optional<SimulatedPage> page = page(title);
    page.ifPresent(
        each -> {
          each.trash();
          each.restore();
        });
    return page.isPresent();
  }

  @Override
  public List<Held> items() {
    List<Held> items = new ArrayList<>();
    for (SimulatedPage page : pages.pages()) {
      Map<Part, String> values = new EnumMap<>(Part.class);
      for (Part part : Part.values()) {
        @Nullable Object value = page.value(part.id());
        values.put(part, part.shown(value));
      }
      items.add(new Held(page.title(), values));
    }
    return items;
  }

  @Override
  public void close() {
    sim.close();
  }
}
