package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** The records that the body of a write names. */
final class RecordBatch {
  /** The most records of one request. */
  static final int MOST = 10;

  private RecordBatch() {}

  /** Returns the items of {@code records}, each with its fields. */
  static List<JsonNode> items(Call call, String... keys) {
    JsonNode records = call.body().path("records");
    if (!records.isArray()) {
      throw AirtableError.badRecords("\"records\" must be an array");
    }
    size(records.size());
    List<JsonNode> items = new ArrayList<>();
    for (JsonNode item : records) {
      if (!item.path("fields").isObject()) {
        throw AirtableError.badRecords("every record must have \"fields\"");
      }
      for (Iterator<String> names = item.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        if (!List.of(keys).contains(name)) {
          throw AirtableError.badRecords("a record has the unknown key \"" + name + "\"");
        }
      }
      items.add(item);
    }
    return items;
  }

  static void size(int records) {
    if (records < 1 || records > MOST) {
      throw AirtableError.badRecords(
          "a request takes 1 to " + MOST + " records, and this one has " + records);
    }
  }

  /** Returns the fields of a request for a single record. */
  static JsonNode fields(Call call) {
    JsonNode fields = call.body().path("fields");
    if (!fields.isObject()) {
      throw AirtableError.refused(
          "INVALID_REQUEST_MISSING_FIELDS", "Could not find field \"fields\" in the request body");
    }
    return fields;
  }

  /** Returns the records with these ids, which must be different and exist. */
  static List<Row> rows(TableRecord table, List<String> ids) {
    Set<String> seen = new HashSet<>();
    List<Row> rows = new ArrayList<>();
    for (String id : ids) {
      if (!Ids.is("rec", id)) {
        throw AirtableError.badRecords("\"" + id + "\" is not a record id");
      }
      if (!seen.add(id)) {
        throw AirtableError.badRecords("record " + id + " is named twice");
      }
      Row row = table.rows.get(id);
      if (row == null) {
        throw AirtableError.noRow(id);
      }
      rows.add(row);
    }
    return rows;
  }
}
