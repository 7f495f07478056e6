package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes cells of records. */
final class RecordWrites {
  private RecordWrites() {}

  /** Checks values by name or id of their fields, and returns what is stored of them. */
  static Map<FieldSpec, @Nullable JsonNode> accept(Writing writing, JsonNode fields) {
    Map<FieldSpec, @Nullable JsonNode> cells = new LinkedHashMap<>();
    fields
        .properties()
        .forEach(
            entry -> {
              FieldSpec field = writing.table().field(entry.getKey());
              cells.put(field, accept(writing, field, entry.getValue()));
            });
    return cells;
  }

  private static @Nullable JsonNode accept(Writing writing, FieldSpec field, JsonNode value) {
    if (field.cells.computed()) {
      throw AirtableError.computed(field);
    }
    return value.isNull() ? null : field.cells.accept(writing, field, value);
  }

  static Row create(Writing writing, JsonNode fields) {
    Map<FieldSpec, @Nullable JsonNode> cells = accept(writing, fields);
    Row row = writing.transaction().create(writing.table());
    write(writing, row, cells);
    return row;
  }

  /**
   * Changes a record.
   *
   * @param replacing whether all that is not mentioned is cleared
   */
  static void update(Writing writing, Row row, JsonNode fields, boolean replacing) {
    Map<FieldSpec, @Nullable JsonNode> cells = new HashMap<>(accept(writing, fields));
    if (replacing) {
      for (FieldSpec field : writing.table().fields) {
        if (!field.cells.computed() && !cells.containsKey(field)) {
          cells.put(field, null);
        }
      }
    }
    write(writing, row, cells);
  }

  private static void write(Writing writing, Row row, Map<FieldSpec, @Nullable JsonNode> cells) {
    cells.forEach((field, cell) -> writing.transaction().write(writing.table(), row, field, cell));
  }
}
