package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.hubspot.HubSpotSimulator;
import com.puraify.sync.testkit.hubspot.SimulatedObject;
import com.puraify.sync.testkit.hubspot.SimulatedRecord;
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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A simulated account, and a person who works in it. */
final class HubSpotUnderTest implements PlatformUnderTest {

  private static final int OTHERS = 80;
  private static final int FOR_EVER = 1_000_000;
  private static final String PREFIX = "associations.";

  private final ManualTime time =
      ManualTime.advancing(Instant.parse("2026-09-20T10:00:30Z"), ManualTime.DEFAULT_SEED);
  private final HubSpotSimulator sim = HubSpotSimulator.builder().clock(time).start();
  private final Map<String, String> kinds = new LinkedHashMap<>();
  private final Map<String, List<String>> others = new LinkedHashMap<>();
  private final List<String> owners = new ArrayList<>();
  private final SimulatedObject objects;
  private final HubSpotConnection connection;

  private HubSpotUnderTest(boolean custom) {
    this.objects = custom ? pets() : contacts();
    this.connection =
        HubSpot.connect(Secret.of(sim.token()))
            .baseUri(sim.baseUri())
            .version(custom ? HubSpotVersion.V2026_09 : HubSpotVersion.V3);
    for (int i = 0; i < OTHERS; i++) {
      owners.add(sim.addOwner("owner" + i + "@example.com", "Owner", "No. " + i).id());
      add("0-2", sim.companies().add(Map.of("name", "Company " + i)));
      add(
          "0-3",
          sim.deals()
              .add(
                  Map.of(
                      "dealname", "Deal " + i, "dealstage", "closedwon", "pipeline", "default")));
      add(
          "0-5",
          sim.tickets()
              .add(Map.of("subject", "Ticket " + i, "hs_pipeline", "0", "hs_pipeline_stage", "1")));
      if (custom) {
        add("0-1", sim.contacts().add(Map.of("firstname", "Contact " + i)));
      }
    }
    time.advance(Duration.ofMinutes(3));
  }

  static HubSpotUnderTest withCustomObjects() {
    return new HubSpotUnderTest(true);
  }

  static HubSpotUnderTest withContacts() {
    return new HubSpotUnderTest(false);
  }

  private void add(String type, SimulatedRecord record) {
    others.computeIfAbsent(type, key -> new ArrayList<>()).add(record.id());
  }

  private SimulatedObject contacts() {
    for (String name : List.of("firstname", "lastname", "email", "phone", "company", "jobtitle")) {
      kinds.put(name, "text");
    }
    kinds.put("lifecyclestage", "choice");
    kinds.put("hubspot_owner_id", "owner");
    return sim.contacts();
  }

  private SimulatedObject pets() {
    kinds.putAll(
        Map.of(
            "name", "text",
            "notes", "text",
            "weight", "number",
            "chip", "number",
            "born", "day",
            "seen", "moment",
            "tame", "bool",
            "kind", "choice",
            "tags", "choices",
            "keeper", "owner"));
    kinds.put("code", "text");
    kinds.put("hubspot_owner_id", "owner");
    return sim.addObject(
        "pet",
        schema ->
            schema
                .textarea("notes")
                .number("weight")
                .uniqueNumber("chip")
                .date("born")
                .datetime("seen")
                .bool("tame")
                .choice("kind", "cat", "dog", "snake")
                .choices("tags", "a", "b", "c", "d")
                .owner("keeper")
                .uniqueText("code")
                .calculated("age")
                .required("name"));
  }

  @Override
  public Entity entity() {
    return connection.objects(objects.typeId());
  }

  @Override
  public Optional<Entity> missing() {
    return Optional.of(connection.objects("2-99999999"));
  }

  @Override
  public String create(Fields fields) {
    SimulatedRecord record = objects.add(properties(fields, true));
    associate(record, fields);
    return record.id();
  }

  @Override
  public void update(String id, Fields fields) {
    SimulatedRecord record = objects.record(id);
    Map<String, @Nullable Object> properties = properties(fields, false);
    if (!properties.isEmpty()) {
      record.set(properties);
    }
    associate(record, fields);
  }

  private static Map<String, @Nullable Object> properties(Fields fields, boolean creating) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    fields.forEach(
        (id, value) -> {
          if (!id.startsWith(PREFIX) && !(creating && value.isNull())) {
            values.put(id, plain(value));
          }
        });
    return values;
  }

  private void associate(SimulatedRecord record, Fields fields) {
    fields.forEach(
        (id, value) -> {
          if (!id.startsWith(PREFIX)) {
            return;
          }
          SimulatedObject others = sim.object(id.substring(PREFIX.length()));
          List<String> wanted = new ArrayList<>();
          if (value instanceof Value.Many many) {
            many.elements().forEach(each -> wanted.add(((Value.Reference) each).id()));
          } else if (value instanceof Value.Reference one) {
            wanted.add(one.id());
          }
          for (String held : record.associated(others)) {
            if (!wanted.contains(held)) {
              record.dissociate(others.record(held));
            }
          }
          wanted.forEach(each -> record.associate(others.record(each)));
        });
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
        ? many.elements().stream().map(HubSpotUnderTest::plain).toList()
        : null;
  }

  @Override
  public void remove(String id) {
    objects.record(id).archive();
  }

  @Override
  public Map<String, Fields> items() {
    Map<String, Fields> items = new LinkedHashMap<>();
    for (SimulatedRecord record : objects.records()) {
      Fields.Builder fields = Fields.builder();
      kinds.forEach((name, kind) -> fields.put(name, value(kind, record.value(name))));
      for (String type : others.keySet()) {
        fields.put(
            PREFIX + type,
            Value.many(
                record.associated(sim.object(type)).stream().map(Value::reference).toList()));
      }
      items.put(record.id(), fields.build());
    }
    return items;
  }

  private static Value value(String kind, @Nullable String shown) {
    if (shown == null) {
      return kind.equals("choices") ? Value.many(List.of()) : Value.NULL;
    }
    return switch (kind) {
      case "number" -> Value.number(new BigDecimal(shown));
      case "day" -> Value.day(LocalDate.parse(shown));
      case "moment" -> Value.moment(Instant.parse(shown));
      case "bool" -> Value.bool(shown.equals("true"));
      case "choice" -> Value.choice(shown);
      case "choices" ->
          Value.many(List.of(shown.split(";", -1)).stream().map(Value::choice).toList());
      case "owner" -> Value.reference(shown);
      default -> Value.text(shown);
    };
  }

  @Override
  public @Nullable Value sample(Field field, int number) {
    if (field.type() instanceof FieldType.Reference reference) {
      List<String> targets = reference.toPeople() ? owners : others.get(reference.entity());
      return targets == null ? null : Value.reference(targets.get(number % targets.size()));
    }
    return switch (field.id()) {
      case "email" -> Value.text("mail" + number + "@example.com");
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
      case ANSWER_LOST ->
          sim.faults()
              .next(
                  Fault.dropConnection()
                      .afterCommit()
                      .when(
                          call ->
                              call.path().endsWith("/batch/create")
                                  || call.path().endsWith("/batch/update")));
      default -> {
        return false; // lists are not cut off, and batches are carried out in one step
      }
    }
    return true;
  }

  @Override
  public void relieve() {
    sim.faults().clear();
  }

  @Override
  public boolean lose(String id, Lookup.Reason how, @Nullable String into) {
    switch (how) {
      case MERGED -> objects.record(String.valueOf(into)).merge(objects.record(id));
      case UNKNOWN -> objects.record(id).purge();
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean rename(String field, String name) {
    objects.relabel(field, name);
    return true;
  }

  @Override
  public Optional<Boolean> inTrash(String id) {
    return Optional.of(objects.record(id).isArchived());
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
        new HubSpotConnector()
            .connect(
                new ConnectionSettings("project", Secret.of(sim.token()), sim.baseUri(), options)));
  }

  @Override
  public void close() {
    sim.close();
  }
}
