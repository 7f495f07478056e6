package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an answer shows records.
 *
 * @param byId whether cells are named by the id of their field
 * @param text whether cells are shown as text
 * @param comments whether the number of comments is shown
 * @param only the fields to show, or null for all
 */
record RecordShape(boolean byId, boolean text, boolean comments, @Nullable Set<FieldSpec> only) {

  static RecordShape named(boolean byId) {
    return new RecordShape(byId, false, false, null);
  }

  /** Returns the record; empty cells are not there. */
  ObjectNode show(Viewing viewing, Row row) {
    ObjectNode record = Json.object().put("id", row.id);
    record.put("createdTime", Times.shown(row.created));
    ObjectNode fields = record.putObject("fields");
    for (FieldSpec field : viewing.table().fields) {
      if (only == null || only.contains(field)) {
        JsonNode cell = cell(viewing, row, field);
        if (cell != null) {
          fields.set(byId ? field.id : field.name, cell);
        }
      }
    }
    if (comments) {
      record.put("commentCount", 0);
    }
    if (viewing.workspace().quirks.extraKeys()) {
      record.put("futureKey", true);
    }
    return record;
  }

  private @Nullable JsonNode cell(Viewing viewing, Row row, FieldSpec field) {
    JsonNode shown = field.cells.show(viewing, row, field);
    return shown == null || !text ? shown : Json.text(written(viewing, row, field));
  }

  private static String written(Viewing viewing, Row row, FieldSpec field) {
    try {
      Object value = field.cells.value(viewing, row, field);
      boolean day = value instanceof Instant && field.type.equals("date");
      String text = value instanceof Boolean ? "checked" : FormulaValues.text(value);
      return day ? text.substring(0, 10) : text;
    } catch (FormulaFailure e) {
      return "#ERROR!";
    }
  }
}
