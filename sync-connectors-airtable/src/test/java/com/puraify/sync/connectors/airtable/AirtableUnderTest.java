package com.puraify.sync.connectors.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.airtable.AirtableSimulator;
import com.puraify.sync.testkit.airtable.SimulatedBase;
import com.puraify.sync.testkit.airtable.SimulatedField;
import com.puraify.sync.testkit.airtable.SimulatedRecord;
import com.puraify.sync.testkit.airtable.SimulatedTable;
import com.puraify.sync.testkit.simulator.Fault;
import com.puraify.sync.testkit.tck.PlatformUnderTest;
import com.puraify.sync.testkit.tck.Trouble;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import com.puraify.sync.webhook.WebhookSubscriptions.Request;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A simulated base, and a person who works in it. */
final class AirtableUnderTest implements PlatformUnderTest {

  private static final int TARGETS = 80;
  private static final int FOR_EVER = 1_000_000;
  private static final int STARS = 5;
  private static final String TABLE = "/v0/*/*";

  private final ManualTime time =
      ManualTime.advancing(Instant.parse("2026-09-20T10:00:30Z"), ManualTime.DEFAULT_SEED);
  private final AirtableSimulator sim =
      AirtableSimulator.builder().clock(time).quirks(quirks -> quirks.pingsByHand(true)).start();
  private final SimulatedBase base = sim.addBase("Work");
  private final List<String> projects = new ArrayList<>();
  private final List<String> people = new ArrayList<>();
  private final SimulatedTable tasks;
  private final AirtableConnection connection;

  /**
   * Makes a base.
   *
   * @param webhook whether changes are read from the log of a webhook
   */
  AirtableUnderTest(boolean webhook) {
    SimulatedTable source = base.addTable("Projects");
    for (int i = 0; i < TARGETS; i++) {
      projects.add(source.add("Project " + i).id());
      people.add(sim.addPerson("Person " + i, "p" + i + "@example.com").id());
    }
    tasks =
        base.addTable(
            "Tasks",
            table ->
                table
                    .text("Short")
                    .longText("Notes")
                    .richText("Story")
                    .number("Estimate", 2)
                    .currency("Price", 2, "€")
                    .percent("Share", 1)
                    .duration("Length")
                    .rating("Stars", STARS)
                    .checkbox("Done")
                    .select("Stage", "Lead", "Won, at last", "Lost")
                    .multipleSelects("Tags", "a", "b", "c")
                    .date("Due")
                    .dateTime("At")
                    .collaborator("Owner")
                    .collaborators("Team")
                    .link("Projects", source)
                    .url("Address")
                    .email("Mail")
                    .phone("Phone")
                    .barcode("Code")
                    .autoNumber("Ref")
                    .createdTime("Created")
                    .lastModifiedTime("Changed"));
    if (!webhook) {
      tasks.extend(table -> table.formula("Label", "{Name}&'!'", "singleLineText"));
    }
    AirtableConnection plain = Airtable.connect(Secret.of(sim.token())).baseUri(sim.baseUri());
    connection = webhook ? plain.webhook(subscribed(plain)) : plain;
    time.advance(Duration.ofMinutes(3));
  }

  private String subscribed(AirtableConnection plain) {
    Request request = new Request(name(), Set.of(), URI.create("http://127.0.0.1:9/"));
    return plain.subscriptions().orElseThrow().subscribe(TestRun.context(time), request).id();
  }

  private String name() {
    return base.id() + "/" + tasks.id();
  }

  @Override
  public Entity entity() {
    return connection.table(name());
  }

  @Override
  public Optional<Entity> missing() {
    return Optional.of(connection.table(base.id() + "/tbl00000000000000"));
  }

  @Override
  public String create(Fields fields) {
    return tasks.add(plain(fields)).id();
  }

  @Override
  public void update(String id, Fields fields) {
    tasks.record(id).set(plain(fields));
  }

  private static Map<String, @Nullable Object> plain(Fields fields) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    fields.forEach((id, value) -> values.put(id, plain(value)));
    return values;
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
      return AirtableIds.isPerson(reference.id())
          ? JsonNodeFactory.instance.objectNode().put("id", reference.id())
          : reference.id();
    }
    if (value instanceof Value.Day day) {
      return day.value();
    }
    if (value instanceof Value.Moment moment) {
      return moment.value();
    }
    if (value instanceof Value.Opaque) {
      return null; // barcodes, which nobody types
    }
    return value instanceof Value.Many many
        ? many.elements().stream().map(AirtableUnderTest::plain).toList()
        : null;
  }

  @Override
  public void remove(String id) {
    tasks.record(id).delete();
  }

  @Override
  public Map<String, Fields> items() {
    Map<String, Fields> items = new LinkedHashMap<>();
    for (SimulatedRecord record : tasks.records()) {
      Fields.Builder fields = Fields.builder();
      for (String name : tasks.fieldNames()) {
        SimulatedField field = tasks.field(name);
        Value value = value(field.type(), record.value(field.id()));
        if (value != null) {
          fields.put(field.id(), value);
        }
      }
      items.put(record.id(), fields.build());
    }
    return items;
  }

  /** Returns what a person sees, or null where that cannot be told without more ado. */
  private static @Nullable Value value(String type, @Nullable Object shown) {
    return switch (type) {
      case "singleLineText", "multilineText", "url", "email", "phoneNumber" ->
          Value.text((String) shown);
      case "richText" -> Value.text(shown == null ? null : ((String) shown).stripTrailing());
      case "number", "currency", "percent", "duration", "rating" ->
          Value.number((BigDecimal) shown);
      case "checkbox" -> Value.bool(Boolean.TRUE.equals(shown));
      case "singleSelect" -> Value.choice((String) shown);
      case "multipleSelects" -> many(shown, each -> Value.choice((String) each));
      case "multipleRecordLinks" -> many(shown, each -> Value.reference((String) each));
      case "multipleCollaborators" -> many(shown, each -> Value.reference(idOf(each)));
      case "singleCollaborator" -> Value.reference(shown == null ? null : idOf(shown));
      case "date" -> Value.day(shown == null ? null : LocalDate.parse((String) shown));
      case "dateTime" -> Value.moment(shown == null ? null : Instant.parse((String) shown));
      default -> null;
    };
  }

  private static String idOf(Object person) {
    return person instanceof JsonNode json ? json.path("id").asText() : (String) person;
  }

  private static Value many(@Nullable Object shown, Function<Object, Value> element) {
    List<Value> values = new ArrayList<>();
    if (shown instanceof JsonNode json) {
      json.forEach(each -> values.add(element.apply(each)));
    } else if (shown != null) {
      ((List<?>) shown).forEach(each -> values.add(element.apply(each)));
    }
    return Value.many(values);
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
      case "Stars" -> Value.number(1 + number % STARS);
      case "Story" -> Value.text("**story** " + number);
      case "Code" -> null;
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
      case ANSWER_LOST, BATCH_BROKEN -> {
        sim.faults().next(Fault.dropConnection().afterCommit().on("POST", TABLE));
        sim.faults().next(Fault.dropConnection().afterCommit().on("PATCH", TABLE));
      }
      case LISTING_STOPS -> {
        return false; // Airtable's listings have no end but their own
      }
    }
    return true;
  }

  @Override
  public void relieve() {
    sim.faults().clear();
  }

  @Override
  public boolean rename(String field, String name) {
    tasks.field(field).rename(name);
    return true;
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
        new AirtableConnector()
            .connect(
                new ConnectionSettings("project", Secret.of(sim.token()), sim.baseUri(), options)));
  }

  @Override
  public void close() {
    sim.close();
  }
}
