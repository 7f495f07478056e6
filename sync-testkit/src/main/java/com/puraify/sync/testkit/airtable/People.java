package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What people can do in Airtable's own interface: the part behind the Java handles. */
final class People {
  final Workspace workspace;

  People(Workspace workspace) {
    this.workspace = workspace;
  }

  <T extends @Nullable Object> T read(String baseId, Function<BaseRecord, T> work) {
    return workspace.locked(() -> work.apply(base(baseId)));
  }

  private BaseRecord base(String baseId) {
    BaseRecord base = workspace.bases.get(baseId);
    if (base == null) {
      throw new IllegalStateException("the base " + baseId + " is gone");
    }
    return base;
  }

  /** Carries out an action of the acting person; what is refused is a mistake of the caller. */
  <T extends @Nullable Object> T act(String baseId, Function<Transaction, T> work) {
    try {
      return workspace.locked(
          () -> workspace.transact(base(baseId), Workspace.BY_PERSON, workspace.actor, work));
    } catch (AirtableError e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  static TableRecord table(BaseRecord base, String tableId) {
    TableRecord table = base.tables.get(tableId);
    if (table == null) {
      throw new IllegalStateException("the table " + tableId + " is gone");
    }
    return table;
  }

  static Row row(TableRecord table, String recordId) {
    Row row = table.rows.get(recordId);
    if (row == null) {
      throw new IllegalStateException("the record " + recordId + " is gone");
    }
    return row;
  }

  /**
   * Writes cells as a person does; cells of buttons, AI text and unknown types are put as given.
   */
  static Row write(
      Writing writing, @Nullable Row existing, Map<String, ? extends @Nullable Object> values) {
    ObjectNode fields = Json.object();
    Map<FieldSpec, JsonNode> given = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          FieldSpec field = TableDraft.find(writing.table(), name);
          if (field.cells instanceof GivenCell) {
            given.put(field, json(value));
          } else {
            fields.set(field.id, json(value));
          }
        });
    Row row = existing;
    if (row == null) {
      row = RecordWrites.create(writing, fields);
    } else {
      RecordWrites.update(writing, row, fields, false);
    }
    for (Map.Entry<FieldSpec, JsonNode> cell : given.entrySet()) {
      JsonNode value = cell.getValue();
      writing
          .transaction()
          .write(writing.table(), row, cell.getKey(), value.isNull() ? null : value);
    }
    return row;
  }

  /** Returns the JSON that the API would take for a value. */
  static JsonNode json(@Nullable Object value) {
    if (value == null) {
      return Json.nothing();
    }
    if (value instanceof JsonNode json) {
      return json;
    }
    if (value instanceof Number number) {
      return Json.number(number.doubleValue());
    }
    if (value instanceof Boolean flag) {
      return Json.bool(flag);
    }
    if (value instanceof SimulatedCollaborator user) {
      return Json.object().put("id", user.id());
    }
    if (value instanceof SimulatedRecord record) {
      return Json.text(record.id());
    }
    if (value instanceof Collection<?> several) {
      ArrayNode array = Json.array();
      several.forEach(each -> array.add(json(each)));
      return array;
    }
    if (value instanceof String
        || value instanceof Instant
        || value instanceof LocalDate
        || value instanceof OffsetDateTime) {
      return Json.text(value.toString());
    }
    throw new IllegalArgumentException("no field holds a " + value.getClass().getSimpleName());
  }

  /** Returns the plain Java of what a cell shows. */
  static @Nullable Object plain(@Nullable JsonNode shown) {
    if (shown == null || shown.isNull()) {
      return null;
    }
    if (shown.isNumber()) {
      return shown.decimalValue().stripTrailingZeros();
    }
    if (shown.isBoolean()) {
      return shown.booleanValue();
    }
    if (shown.isArray()) {
      List<@Nullable Object> items = new ArrayList<>();
      shown.forEach(item -> items.add(plain(item)));
      return items;
    }
    return shown.isObject() ? shown : shown.asText();
  }
}
