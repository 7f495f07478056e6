package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes of tables and fields, whoever makes them. */
final class SchemaWrites {
  private static final int MOST_FIELDS = 500;
  private static final int LONGEST_DESCRIPTION = 20_000;

  /** The options that a type must be created with. */
  private static final Map<String, List<String>> NEEDED =
      Map.of(
          "number", List.of("precision"),
          "percent", List.of("precision"),
          "currency", List.of("precision", "symbol"),
          "duration", List.of("durationFormat"),
          "rating", List.of("max", "icon", "color"),
          "checkbox", List.of("icon", "color"),
          "singleSelect", List.of("choices"),
          "multipleSelects", List.of("choices"),
          "dateTime", List.of("dateFormat", "timeFormat", "timeZone"),
          "multipleRecordLinks", List.of("linkedTableId"));

  private final Transaction transaction;

  SchemaWrites(Transaction transaction) {
    this.transaction = transaction;
  }

  BaseRecord base() {
    return transaction.base;
  }

  private Ids ids() {
    return transaction.workspace.ids;
  }

  /** Adds a table that has a grid view and no fields yet. */
  TableRecord addTable(String name) {
    BaseRecord base = transaction.base;
    demandNewName(name, base.find(name) != null, "DUPLICATE_TABLE_NAME");
    TableRecord table = new TableRecord(ids().next("tbl"), name);
    table.views.add(new ViewSpec(ids().next("viw"), "Grid view", ViewSpec.GRID, null, List.of()));
    base.tables.put(table.id, table);
    transaction.createdTables.add(table.id);
    transaction.onUndo(() -> base.tables.remove(table.id));
    return table;
  }

  private static void demandNewName(String name, boolean taken, String error) {
    if (name.isBlank() || taken) {
      throw AirtableError.refused(error, "\"" + name + "\" is empty or already used");
    }
  }

  /** Adds a field of a type that the API may create, with all the options that it needs. */
  FieldSpec addByApi(TableRecord table, JsonNode order) {
    String type = order.path("type").asText();
    if (!CellTypes.creatable(type)) {
      throw AirtableError.refused(
          "UNSUPPORTED_FIELD_TYPE_FOR_CREATE",
          "Creating fields of type " + type + " is not possible");
    }
    JsonNode options = order.path("options");
    for (String needed : NEEDED.getOrDefault(type, List.of())) {
      if (!options.has(needed)) {
        throw AirtableError.refused(
            "INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE",
            "Field of type " + type + " needs the option " + needed);
      }
    }
    FieldSpec field =
        addField(
            table,
            order.path("name").asText(),
            type,
            options.isObject() ? (ObjectNode) options.deepCopy() : Json.object());
    describe(table, field, order.path("description"));
    return field;
  }

  /** Adds a field; for a link its other side too, and for choices their ids. */
  FieldSpec addField(TableRecord table, String name, String type, ObjectNode options) {
    if (table.fields.isEmpty() && !CellTypes.canBePrimary(type)) {
      throw AirtableError.refused(
          "INVALID_PRIMARY_FIELD_TYPE", type + " cannot be the first field");
    }
    if (table.fields.size() >= MOST_FIELDS) {
      throw AirtableError.refused("TOO_MANY_FIELDS", "the table has " + MOST_FIELDS + " fields");
    }
    demandNewName(name, table.find(name) != null, "DUPLICATE_OR_EMPTY_FIELD_NAME");
    FieldSpec field = new FieldSpec(ids().next("fld"), name, type, options);
    if (options.has("choices")) {
      JsonNode wanted = options.remove("choices");
      options.putArray("choices");
      for (JsonNode choice : wanted) {
        Choices.add(ids(), field, choice.path("name").asText());
      }
    }
    append(table, field);
    if (field.isLink()) {
      completeLink(table, field);
    }
    return field;
  }

  private void append(TableRecord table, FieldSpec field) {
    table.fields.add(field);
    transaction.changes(table).createdFields.add(field.id);
    transaction.onUndo(() -> table.fields.remove(field));
  }

  private void completeLink(TableRecord table, FieldSpec field) {
    TableRecord target = transaction.base.tables.get(field.option("linkedTableId"));
    if (target == null) {
      throw AirtableError.refused(
          "INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE", "the linked table does not exist");
    }
    String inverseName = field.option("inverseName");
    field.options.remove("inverseName");
    field.options.put("isReversed", false);
    if (!field.options.has("prefersSingleRecordLink")) {
      field.options.put("prefersSingleRecordLink", false);
    }
    if (field.options.path("oneWay").booleanValue()) {
      field.options.remove("oneWay");
      return;
    }
    ObjectNode options = Json.object().put("linkedTableId", table.id).put("isReversed", false);
    options.put("prefersSingleRecordLink", false).put("inverseLinkFieldId", field.id);
    String name = free(target, inverseName.isEmpty() ? table.name : inverseName);
    FieldSpec inverse = new FieldSpec(ids().next("fld"), name, field.type, options);
    field.options.put("inverseLinkFieldId", inverse.id);
    append(target, inverse);
  }

  private static String free(TableRecord table, String wanted) {
    String name = wanted;
    for (int i = 2; table.find(name) != null; i++) {
      name = wanted + " " + i;
    }
    return name;
  }

  void rename(TableRecord table, String name) {
    if (name.equals(table.name)) {
      return;
    }
    demandNewName(name, transaction.base.find(name) != null, "DUPLICATE_TABLE_NAME");
    noteTable(table);
    String before = table.name;
    transaction.onUndo(() -> table.name = before);
    table.name = name;
  }

  void describe(TableRecord table, JsonNode description) {
    noteTable(table);
    String before = table.description;
    transaction.onUndo(() -> table.description = before);
    table.description = text(description);
  }

  private void noteTable(TableRecord table) {
    TableChanges changes = transaction.changes(table);
    if (changes.changedMetadata == null) {
      changes.changedMetadata = new TableChanges.Metadata(table.name, table.description);
    }
  }

  void rename(TableRecord table, FieldSpec field, String name) {
    if (name.equals(field.name)) {
      return;
    }
    demandNewName(name, table.find(name) != null, "DUPLICATE_OR_EMPTY_FIELD_NAME");
    noteField(table, field);
    String before = field.name;
    transaction.onUndo(() -> field.name = before);
    field.name = name;
  }

  void describe(TableRecord table, FieldSpec field, JsonNode description) {
    if (description.isMissingNode()) {
      return;
    }
    noteField(table, field);
    String before = field.description;
    transaction.onUndo(() -> field.description = before);
    field.description = text(description);
  }

  /** Remembers what a field was before it is changed. */
  void noteField(TableRecord table, FieldSpec field) {
    TableChanges changes = transaction.changes(table);
    if (!changes.createdFields.contains(field.id)) {
      changes.changedFields.putIfAbsent(
          field.id, new TableChanges.Metadata(field.name, field.description));
    }
  }

  private static @Nullable String text(JsonNode description) {
    String text = description.asText();
    if (text.length() > LONGEST_DESCRIPTION) {
      throw AirtableError.invalid("a description has at most " + LONGEST_DESCRIPTION + " letters");
    }
    return description.isTextual() && !text.isEmpty() ? text : null;
  }

  /** Deletes a field with its cells, and the other side of a link. */
  void delete(TableRecord table, FieldSpec field) {
    if (table.primary() == field) {
      throw AirtableError.invalid("the primary field cannot be deleted");
    }
    if (field.isLink()) {
      TableRecord target = transaction.base.linked(field);
      FieldSpec inverse = target.find(field.option("inverseLinkFieldId"));
      if (inverse != null) {
        remove(target, inverse);
      }
    }
    remove(table, field);
  }

  private void remove(TableRecord table, FieldSpec field) {
    table.fields.remove(field);
    table.rows.values().forEach(row -> row.cells.remove(field.id));
    transaction.changes(table).destroyedFields.add(field.id);
  }

  /** Deletes a table, and the links to it. */
  void delete(TableRecord table) {
    for (TableRecord other : transaction.base.tables.values()) {
      if (other != table) {
        List<FieldSpec> links =
            other.fields.stream()
                .filter(f -> f.isLink() && f.option("linkedTableId").equals(table.id))
                .toList();
        links.forEach(field -> remove(other, field));
      }
    }
    transaction.base.tables.remove(table.id);
    transaction.tables.remove(table.id);
    transaction.destroyedTables.add(table.id);
  }
}
