package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.notion.NotionQuirks;
import com.puraify.sync.testkit.notion.NotionSimulator;
import com.puraify.sync.testkit.notion.SimulatedDataSource;
import com.puraify.sync.testkit.notion.SimulatedPage;
import com.puraify.sync.testkit.notion.SimulatedProperty;
import com.puraify.sync.testkit.notion.SimulatedUser;
import com.puraify.sync.testkit.simulator.Fault;
import com.puraify.sync.testkit.tck.PlatformUnderTest;
import com.puraify.sync.testkit.tck.Trouble;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A simulated workspace, and a person who works in it. */
final class NotionUnderTest implements PlatformUnderTest {

  private static final int PROJECTS = 80;
  private static final int FOR_EVER = 1_000_000;

  private final ManualTime time =
      ManualTime.advancing(Instant.parse("2026-09-20T10:00:30Z"), ManualTime.DEFAULT_SEED);
  private final NotionSimulator sim =
      NotionSimulator.builder()
          .clock(time)
          .quirks(quirks -> quirks.visibilityLag(Duration.ofSeconds(30)))
          .start();
  private final NotionConnection connection =
      Notion.connect(Secret.of(sim.token())).baseUri(sim.baseUri());
  private final List<String> projects = new ArrayList<>();
  private final List<String> people = new ArrayList<>();
  private final SimulatedDataSource tasks;

  NotionUnderTest() {
    SimulatedDataSource source = sim.addDatabase("Projects", schema -> {});
    for (int i = 0; i < PROJECTS; i++) {
      projects.add(source.add("Project " + i).id());
      SimulatedUser person = sim.addPerson("Person " + i, "p" + i + "@example.com");
      people.add(person.id());
    }
    tasks =
        sim.addDatabase(
            "Tasks",
            schema ->
                schema
                    .richText("Notes")
                    .number("Estimate")
                    .checkbox("Done")
                    .select("Stage", "Lead", "Won", "Lost")
                    .status("Status", "Open", "Doing", "Closed")
                    .multiSelect("Tags", "a", "b", "c")
                    .date("Due")
                    .people("Owner")
                    .relation("Projects", source)
                    .url("Address")
                    .email("Mail")
                    .phone("Phone")
                    .uniqueId("Ref", "T")
                    .createdTime("Created")
                    .formula("Label", "string", "l", page -> page.title() + "!"));
    time.advance(Duration.ofMinutes(3));
  }

  @Override
  public Entity entity() {
    return connection.dataSource(tasks.id());
  }

  @Override
  public Optional<Entity> missing() {
    return Optional.of(connection.dataSource("0badc0de-0000-4000-8000-000000000000"));
  }

  @Override
  public String create(Fields fields) {
    Map<String, Object> values = new LinkedHashMap<>();
    fields.forEach(
        (id, value) -> {
          if (!value.isNull()) {
            values.put(id, plain(value));
          }
        });
    Object title = values.remove("title");
    return tasks.add(title == null ? "" : title.toString(), values).id();
  }

  @Override
  public void update(String id, Fields fields) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    fields.forEach((field, value) -> values.put(field, plain(value)));
    sim.page(id).set(values);
  }

  private static @Nullable Object plain(Value value) {
    if (value instanceof Value.Text text) {
      return text.value();
    }
    if (value instanceof Value.Num number) {
      return number.value();
    }
    if (value instanceof Value.Bool bool) {
      return bool.value();
    }
    if (value instanceof Value.Choice choice) {
      return choice.name();
    }
    if (value instanceof Value.Reference reference) {
      return reference.id();
    }
    if (value instanceof Value.Day day) {
      return day.value();
    }
    if (value instanceof Value.Moment moment) {
      return moment.value();
    }
    return value instanceof Value.Many many
        ? many.elements().stream().map(NotionUnderTest::plain).toList()
        : null;
  }

  @Override
  public void remove(String id) {
    sim.page(id).trash();
  }

  @Override
  public Map<String, Fields> items() {
    Map<String, Fields> items = new LinkedHashMap<>();
    for (SimulatedPage page : tasks.pages()) {
      Fields.Builder fields = Fields.builder();
      for (String name : tasks.propertyNames()) {
        SimulatedProperty property = tasks.property(name);
        Value value = value(property.type(), page.value(property.id()));
        if (value != null) {
          fields.put(property.id(), value);
        }
      }
      items.put(page.id(), fields.build());
    }
    return items;
  }

  /** Returns what a person sees, or null where that cannot be told without more ado. */
  private static @Nullable Value value(String type, @Nullable Object shown) {
    return switch (type) {
      case "title", "rich_text", "url", "email", "phone_number" -> Value.text((String) shown);
      case "number" -> Value.number((BigDecimal) shown);
      case "checkbox" -> Value.bool(Boolean.TRUE.equals(shown));
      case "select", "status" -> Value.choice((String) shown);
      case "multi_select" -> many(shown, Value::choice);
      case "people", "relation" -> many(shown, Value::reference);
      default -> null;
    };
  }

  private static Value many(@Nullable Object shown, Function<String, Value> element) {
    List<?> all = shown == null ? List.of() : (List<?>) shown;
    return Value.many(all.stream().map(each -> element.apply((String) each)).toList());
  }

  @Override
  public @Nullable Value sample(Field field, int number) {
    if (field.type() instanceof FieldType.Reference reference) {
      List<String> targets = reference.toPeople() ? people : projects;
      return Value.reference(targets.get(number % targets.size()));
    }
    return switch (field.name()) {
      case "Mail" -> Value.text("mail" + number + "@example.com");
      case "Address" -> Value.text("https://example.com/" + number);
      default -> PlatformUnderTest.super.sample(field, number);
    };
  }

  @Override
  public Optional<ManualTime> time() {
    return Optional.of(time);
  }

  @Override
  public boolean trouble(Trouble trouble) {
    switch (trouble) {
      case DOWN -> sim.faults().next(Fault.status(503).times(FOR_EVER));
      case REFUSED -> sim.faults().next(Fault.status(401).times(FOR_EVER));
      case ANSWER_LOST -> {
        sim.faults().next(Fault.dropConnection().afterCommit().on("POST", "/v1/pages"));
        sim.faults().next(Fault.dropConnection().afterCommit().on("PATCH", "/v1/pages/*"));
      }
      case LISTING_STOPS -> sim.quirks().queryCap(Trouble.LISTED);
      case BATCH_BROKEN -> {
        return false;
      }
    }
    return true;
  }

  @Override
  public void relieve() {
    sim.faults().clear();
    sim.quirks().queryCap(NotionQuirks.DEFAULT_QUERY_CAP);
  }

  @Override
  public boolean lose(String id, Lookup.Reason how, @Nullable String into) {
    SimulatedPage page = sim.page(id);
    switch (how) {
      case ARCHIVED -> page.archive();
      case MOVED -> page.moveTo(sim.dataSource("Projects"));
      case UNKNOWN -> page.revokeAccess();
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean rename(String field, String name) {
    tasks.property(field).rename(name);
    return true;
  }

  @Override
  public Optional<Boolean> inTrash(String id) {
    return Optional.of(sim.page(id).inTrash());
  }

  @Override
  public Optional<String> secret() {
    return Optional.of(sim.token());
  }

  @Override
  public OptionalLong requests() {
    return OptionalLong.of(sim.requests());
  }

  @Override
  public Optional<Connection> connect(Map<String, String> options) {
    return Optional.of(
        new NotionConnector()
            .connect(
                new ConnectionSettings("project", Secret.of(sim.token()), sim.baseUri(), options)));
  }

  @Override
  public void close() {
    sim.close();
  }
}
