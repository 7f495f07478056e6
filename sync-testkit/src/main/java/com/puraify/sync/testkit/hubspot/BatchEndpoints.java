package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The batches of records. A batch of writes is all or nothing unless every input carries a trace id
 * of its own.
 */
final class BatchEndpoints {
  private static final int MOST = 100;
  private static final int MOST_WITH_HISTORY = 50;

  private final Portal portal;
  private final RecordWrites writes;
  private final Removals removals;
  private final RecordView view;

  BatchEndpoints(Portal portal, RecordWrites writes, Removals removals, RecordView view) {
    this.portal = portal;
    this.writes = writes;
    this.removals = removals;
    this.view = view;
  }

  /** One input of a batch of writes. */
  private record Row(JsonNode input, @Nullable String traceId, @Nullable CrmRecord record) {}

  /** Prepares one row of a batch. */
  private interface Preparation {
    Draft prepare(Row row, Writing writing);
  }

  private ObjectType type(Call call) {
    return portal.requireType(call.parameter("objectType"));
  }

  Reply read(Call call) {
    ObjectType type = type(call);
    List<String> histories = Json.texts(call.body().path("propertiesWithHistory"));
    List<String> wanted = Json.texts(call.body().path("properties"));
    String idProperty = Call.optional(call.body(), "idProperty");
    Set<CrmRecord> found = new LinkedHashSet<>();
    Set<String> missing = new TreeSet<>();
    for (JsonNode input : call.inputs(histories.isEmpty() ? MOST : MOST_WITH_HISTORY)) {
      String id = Call.required(input, "id");
      CrmRecord record =
          call.flag("archived") ? binned(type, id) : RecordEndpoints.byName(type, id, idProperty);
      if (record == null) {
        missing.add(id);
      } else {
        found.add(record);
      }
    }
    BatchAnswer answer = new BatchAnswer(portal);
    found.forEach(record -> answer.add(view.show(record, wanted, histories)));
    answer.missing(type, missing);
    return answer.reply(call.version(), 200);
  }

  private static @Nullable CrmRecord binned(ObjectType type, String id) {
    Long number = ObjectType.number(id);
    return number == null ? null : type.archived.get(number);
  }

  Reply create(Call call) {
    ObjectType type = type(call);
    List<Row> rows = new ArrayList<>();
    for (JsonNode input : call.inputs(MOST)) {
      rows.add(new Row(input, Call.optional(input, "objectWriteTraceId"), null));
    }
    return carryOut(
        call,
        rows,
        traced(rows),
        new BatchAnswer(portal),
        201,
        (row, writing) -> writes.create(type, row.input, writing),
        false);
  }

  /** Whether a batch may succeed in part: every input has a trace id that no other has. */
  private static boolean traced(List<Row> rows) {
    Set<String> ids = new HashSet<>();
    return rows.stream().allMatch(row -> row.traceId != null && ids.add(row.traceId));
  }

  private Reply carryOut(
      Call call,
      List<Row> rows,
      boolean partly,
      BatchAnswer answer,
      int status,
      Preparation preparation,
      boolean upsert) {
    Writing writing = Writing.by(call);
    Map<Row, Draft> drafts = new LinkedHashMap<>();
    for (Row row : rows) {
      try {
        drafts.put(row, preparation.prepare(row, writing));
      } catch (HubSpotError e) {
        if (!partly || row.traceId == null) {
          throw e;
        }
        answer.fail(e, row.traceId);
      }
    }
    drafts.forEach(
        (row, draft) -> {
          CrmRecord record = writes.commit(draft, writing);
          var shown = view.written(record, draft.changes().keySet(), row.traceId);
          if (upsert) {
            shown.put("new", draft.record() == null);
          }
          answer.add(shown);
        });
    return answer.reply(call.version(), status);
  }

  /**
   * Updates records. Ids that were merged away, and ids that are no numbers, are left out without a
   * word.
   */
  Reply update(Call call) {
    ObjectType type = type(call);
    List<Row> all = new ArrayList<>();
    List<Row> present = new ArrayList<>();
    Set<String> missing = new TreeSet<>();
    Set<String> seen = new HashSet<>();
    for (JsonNode input : call.inputs(MOST)) {
      String id = Call.required(input, "id");
      String idProperty = Call.optional(input, "idProperty");
      if (!seen.add(id)) {
        throw duplicateIds(id);
      }
      CrmRecord record = updated(type, id, idProperty);
      Row row = new Row(input, Call.optional(input, "objectWriteTraceId"), record);
      all.add(row);
      if (record != null) {
        present.add(row);
      } else if (idProperty != null || isMissing(type, id)) {
        missing.add(id);
      }
    }
    BatchAnswer answer = new BatchAnswer(portal);
    answer.missing(type, missing);
    return carryOut(
        call,
        present,
        traced(all),
        answer,
        200,
        (row, writing) -> writes.update(known(row), row.input, writing),
        false);
  }

  private static CrmRecord known(Row row) {
    if (row.record == null) {
      throw new IllegalStateException("the row has no record");
    }
    return row.record;
  }

  private @Nullable CrmRecord updated(ObjectType type, String id, @Nullable String idProperty) {
    if (idProperty == null) {
      Long number = ObjectType.number(id);
      return number == null ? null : type.records.get(number);
    }
    if (type.isEmail(idProperty)) {
      throw notUnique(type, idProperty);
    }
    return named(type, idProperty, id);
  }

  private static boolean isMissing(ObjectType type, String id) {
    Long number = ObjectType.number(id);
    return number != null && type.survivor(number) == number;
  }

  private @Nullable CrmRecord named(ObjectType type, String idProperty, String id) {
    if (!type.isUnique(idProperty)) {
      throw notUnique(type, idProperty);
    }
    return type.byUnique(idProperty, id);
  }

  private HubSpotError notUnique(ObjectType type, String idProperty) {
    return HubSpotError.badInput(
        "Unable to perform update/upsert by non-unique "
            + type.typeId
            + " property "
            + idProperty
            + " in portal ID "
            + portal.id);
  }

  private static HubSpotError duplicateIds(String id) {
    return HubSpotError.badInput(
        "Duplicate IDs found in batch input: [" + id + "]. IDs must be unique");
  }

  /**
   * Makes or updates records by a unique property. By e-mail address it is all or nothing, whatever
   * the trace ids, and every row must be whole.
   */
  Reply upsert(Call call) {
    ObjectType type = type(call);
    List<Row> rows = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    boolean byEmail = false;
    for (JsonNode input : call.inputs(MOST)) {
      String id = Call.required(input, "id");
      String idProperty = Call.required(input, "idProperty");
      CrmRecord record = named(type, idProperty, id);
      byEmail |= type.isEmail(idProperty);
      if (!seen.add(idProperty + "\n" + id)) {
        throw duplicateIds(id);
      }
      if (type.isEmail(idProperty) && !input.path("properties").has("email")) {
        throw HubSpotError.badInput(
            "Partial upserts are not supported when using email as the idProperty.");
      }
      rows.add(new Row(named(input, idProperty, id, record), trace(input), record));
    }
    return carryOut(
        call,
        rows,
        !byEmail && traced(rows),
        new BatchAnswer(portal),
        200,
        (row, writing) ->
            row.record == null
                ? writes.create(type, row.input, writing)
                : writes.update(row.record, row.input, writing),
        true);
  }

  private static @Nullable String trace(JsonNode input) {
    return Call.optional(input, "objectWriteTraceId");
  }

  /** Returns a row of an upsert in which a record to be made has the value that names it. */
  private static JsonNode named(
      JsonNode input, String idProperty, String id, @Nullable CrmRecord record) {
    if (record != null || !input.path("properties").isObject()) {
      return input;
    }
    if (input.path("properties").has(idProperty)) {
      return input;
    }
    JsonNode copy = input.deepCopy();
    ((com.fasterxml.jackson.databind.node.ObjectNode) copy.path("properties")).put(idProperty, id);
    return copy;
  }

  /** Archives records; ids of none are archived enough. */
  Reply archive(Call call) {
    ObjectType type = type(call);
    for (JsonNode input : call.inputs(MOST)) {
      Long id = ObjectType.number(Call.required(input, "id"));
      CrmRecord record = id == null ? null : type.records.get(id);
      if (record != null) {
        removals.archive(record, call.author());
      }
    }
    return Reply.noContent();
  }
}
