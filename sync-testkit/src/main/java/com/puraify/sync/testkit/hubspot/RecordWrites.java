package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.puraify.sync.testkit.hubspot.HubSpotError.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes and changes records. Every write is checked whole before any of it is carried out. */
final class RecordWrites {
  private final Portal portal;
  private final Links links;

  RecordWrites(Portal portal, Links links) {
    this.portal = portal;
    this.links = links;
  }

  /** Checks a new record. */
  Draft create(ObjectType type, JsonNode row, Writing writing) {
    Map<String, String> changes = accept(type, null, row.path("properties"), writing);
    if (type.properties.containsKey("pipeline") && !changes.containsKey("pipeline")) {
      if (type.pipelines.size() == 1) {
        changes.put("pipeline", type.pipelines.keySet().iterator().next());
      }
    }
    demandRequired(type, changes);
    checkStage(type, null, changes);
    List<Edges.Wish> wishes = links.wishes(type, row.path("associations"));
    checkUnique(type, null, changes, writing);
    return new Draft(type, null, changes, wishes);
  }

  /** Checks a change of a record. */
  Draft update(CrmRecord record, JsonNode row, Writing writing) {
    Map<String, String> changes = accept(record.type, record, row.path("properties"), writing);
    checkStage(record.type, record, changes);
    checkUnique(record.type, record, changes, writing);
    return new Draft(record.type, record, changes, List.of());
  }

  private Map<String, String> accept(
      ObjectType type, @Nullable CrmRecord record, JsonNode properties, Writing writing) {
    if (!properties.isObject()) {
      throw HubSpotError.badInput(
          "Invalid input JSON: some required fields were not set: [properties]");
    }
    Values values = new Values(portal, type, writing.validated);
    Map<String, String> changes = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (Iterator<String> names = properties.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      PropertySpec property = type.property(name);
      if (property == null) {
        problems.add(
            new Problem(name, "PROPERTY_DOESNT_EXIST", "Property \"" + name + "\" does not exist"));
      } else if (!property.isWritable()) {
        problems.add(
            new Problem(
                property.name,
                "READ_ONLY_VALUE",
                "\"" + property.name + "\" is a read only property; its value cannot be set."));
      } else {
        try {
          String current = record == null ? null : record.state.value(property.name);
          changes.put(property.name, values.accept(property, properties.path(name), current));
        } catch (Values.Refused e) {
          problems.add(e.problem());
        }
      }
    }
    if (!problems.isEmpty()) {
      throw HubSpotError.invalid(problems, portal.id);
    }
    if (!writing.author.isPerson()) {
      keepStageForward(type, record, changes);
    }
    return changes;
  }

  /** An app cannot set the lifecycle stage back: HubSpot answers well and keeps what it has. */
  private static void keepStageForward(
      ObjectType type, @Nullable CrmRecord record, Map<String, String> changes) {
    PropertySpec property = type.property("lifecyclestage");
    String current = record == null ? null : record.state.value("lifecyclestage");
    String next = changes.get("lifecyclestage");
    if (property == null || current == null || next == null || next.isEmpty()) {
      return;
    }
    List<String> order = property.options.stream().map(PropertySpec.Option::value).toList();
    if (order.indexOf(next) < order.indexOf(current)) {
      changes.put("lifecyclestage", current);
    }
  }

  private static void demandRequired(ObjectType type, Map<String, String> changes) {
    List<String> missing =
        type.required.stream().filter(name -> isEmpty(changes.get(name))).toList();
    if (missing.isEmpty() && !type.requiredAny.isEmpty()) {
      boolean any = type.requiredAny.stream().anyMatch(name -> !isEmpty(changes.get(name)));
      missing = any ? List.of() : type.requiredAny;
    }
    if (!missing.isEmpty()) {
      throw HubSpotError.badInput(
              "Error creating " + type.shouted() + ". Some required properties were not set.")
          .with("properties", missing);
    }
  }

  private static boolean isEmpty(@Nullable String value) {
    return value == null || value.isEmpty();
  }

  private void checkStage(
      ObjectType type, @Nullable CrmRecord record, Map<String, String> changes) {
    PropertySpec stage = find(type, true);
    PropertySpec pipeline = find(type, false);
    if (stage == null || pipeline == null || type.pipelines.isEmpty()) {
      return;
    }
    if (!changes.containsKey(stage.name) && !changes.containsKey(pipeline.name)) {
      return;
    }
    String stageId = value(record, changes, stage.name);
    Pipeline chosen = type.pipelines.get(value(record, changes, pipeline.name));
    if (!stageId.isEmpty() && chosen != null && chosen.stage(stageId) == null) {
      List<String> options = chosen.stages().stream().map(Pipeline.Stage::id).toList();
      Problem problem = Values.notAllowed(stage, stageId, options).problem();
      throw HubSpotError.invalid(List.of(problem), portal.id);
    }
  }

  private static @Nullable PropertySpec find(ObjectType type, boolean stage) {
    return type.properties.values().stream()
        .filter(property -> stage ? property.isStage() : property.isPipeline())
        .findFirst()
        .orElse(null);
  }

  private static String value(
      @Nullable CrmRecord record, Map<String, String> changes, String name) {
    String changed = changes.get(name);
    if (changed != null) {
      return changed;
    }
    String present = record == null ? null : record.state.value(name);
    return present == null ? "" : present;
  }

  private void checkUnique(
      ObjectType type, @Nullable CrmRecord record, Map<String, String> changes, Writing writing) {
    Object row = record == null ? new Object() : record;
    changes.forEach(
        (name, value) -> {
          if (value.isEmpty() || !type.isUnique(name)) {
            return;
          }
          CrmRecord holder = type.byUnique(name, value);
          if (holder != null && holder != record) {
            throw taken(type, record, name, value, holder.idText());
          }
          if (!writing.claim(name, value, row)) {
            throw taken(type, record, name, value, "another input of this batch");
          }
        });
  }

  private HubSpotError taken(
      ObjectType type, @Nullable CrmRecord record, String name, String value, String holder) {
    if (type.isEmail(name)) {
      return HubSpotError.conflict("Contact already exists. Existing ID: " + holder);
    }
    String message =
        "Cannot set PropertyValueCoordinates{portalId="
            + portal.id
            + ", objectTypeId="
            + type.typeId
            + ", propertyName="
            + name
            + ", value="
            + value
            + "} on "
            + (record == null ? "a new record" : record.idText())
            + ". "
            + holder
            + " already has that value.";
    return portal.quirks.uniqueConflictStatus() == 409
        ? HubSpotError.conflict(message)
        : HubSpotError.invalid(
            List.of(new Problem(name, "CONFLICTING_UNIQUE_VALUE", message)), portal.id);
  }

  /** Carries a write out. */
  CrmRecord commit(Draft draft, Writing writing) {
    Instant now = portal.now();
    Map<String, String> changes = new LinkedHashMap<>(draft.changes());
    addConsequences(draft.type(), draft.record(), changes, now);
    CrmRecord record = draft.record();
    if (record != null) {
      change(record, changes, writing.author, now);
      return record;
    }
    CrmRecord made = make(draft.type(), now);
    change(made, changes, writing.author, now);
    portal.webhooks.created(made, writing.author);
    links.link(made, draft.links(), writing.author);
    return made;
  }

  private CrmRecord make(ObjectType type, Instant now) {
    long id = type.nextId(portal.ids);
    Map<String, String> values = new LinkedHashMap<>();
    values.put("hs_object_id", Long.toString(id));
    values.put(type.createdProperty(), Times.value(now));
    RecordState state = new RecordState(values, now, portal.nextState());
    CrmRecord record = new CrmRecord(type, id, now, state);
    type.records.put(id, record);
    return record;
  }

  /** Adds what HubSpot sets by itself when a deal changes its stage. */
  private static void addConsequences(
      ObjectType type, @Nullable CrmRecord record, Map<String, String> changes, Instant now) {
    String stageId = changes.get("dealstage");
    if (stageId == null || !type.properties.containsKey("hs_deal_stage_probability")) {
      return;
    }
    Pipeline pipeline = type.pipelineOf(stageId);
    Pipeline.Stage stage = pipeline == null ? null : pipeline.stage(stageId);
    if (stage == null || stageId.equals(record == null ? null : record.state.value("dealstage"))) {
      return;
    }
    changes.put(
        "hs_deal_stage_probability", stage.probability() == null ? "" : stage.probability());
    changes.put("hs_is_closed", Boolean.toString(stage.closed()));
    if (stage.closed() && !changes.containsKey("closedate")) {
      changes.put("closedate", Times.value(now));
    }
  }

  /** Changes values, whoever wants it, and lets everything follow from it that does. */
  void change(CrmRecord record, Map<String, String> changes, Author author, Instant now) {
    Map<String, String> real = new LinkedHashMap<>();
    changes.forEach(
        (name, value) -> {
          String present = record.state.value(name);
          if (!value.equals(present == null ? "" : present)) {
            real.put(name, value);
          }
        });
    boolean isNew = record.state.value(record.type.modifiedProperty()) == null;
    if (real.isEmpty() && !isNew && !portal.quirks.unchangedWritesCount()) {
      return;
    }
    real.forEach((name, value) -> record.remember(name, new CrmRecord.Written(value, now, author)));
    Map<String, String> all = new LinkedHashMap<>(real);
    all.put(record.type.modifiedProperty(), Times.value(now));
    become(record, all, now, now);
    portal.webhooks.changed(record, real, author);
    planBump(record, author, now);
  }

  /** Changes values without moving the time of change. */
  void mirror(CrmRecord record, Map<String, String> changes) {
    become(record, changes, record.state.updatedAt(), portal.now());
  }

  private void become(
      CrmRecord record, Map<String, String> changes, Instant updatedAt, Instant now) {
    boolean holds = record.isLive();
    if (holds) {
      record.type.hold(record, false);
    }
    record.state = record.state.with(changes, updatedAt, portal.nextState());
    if (holds) {
      record.type.hold(record, true);
    }
    portal.index(record, now);
  }

  private void planBump(CrmRecord record, Author author, Instant now) {
    if (author.equals(Author.calculation()) || portal.quirks.calculatedBump().isZero()) {
      return;
    }
    record.lastWrite++;
    long write = record.lastWrite;
    portal.agenda.plan(
        now.plus(portal.quirks.calculatedBump()),
        time -> {
          if (record.isLive() && record.lastWrite == write) {
            bump(record, time);
          }
        });
  }

  /** Lets the calculated property of a record move, and the time of change with it. */
  void bump(CrmRecord record, Instant at) {
    String name = record.type.calculatedProperty;
    if (name != null) {
      String present = record.state.value(name);
      String next = Long.toString(present == null ? 1 : Long.parseLong(present) + 1);
      change(record, Map.of(name, next), Author.calculation(), at);
    }
  }
}
