package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Updates records that are found by their values, and creates those that are not. All are looked up
 * before the first is written.
 */
final class Upsert {
  private static final int MOST_FIELDS = 3;
  private static final Set<String> MERGEABLE =
      Set.of(
          "singleLineText",
          "multilineText",
          "richText",
          "email",
          "url",
          "phoneNumber",
          "number",
          "currency",
          "percent",
          "duration",
          "rating",
          "singleSelect",
          "multipleSelects",
          "date",
          "dateTime");

  private final Writing writing;
  private final List<FieldSpec> keys;

  Upsert(Writing writing, JsonNode order) {
    this.writing = writing;
    this.keys = keys(writing.table(), order.path("fieldsToMergeOn"));
  }

  private static List<FieldSpec> keys(TableRecord table, JsonNode names) {
    if (!names.isArray() || names.isEmpty() || names.size() > MOST_FIELDS) {
      throw AirtableError.invalid(
          "\"performUpsert.fieldsToMergeOn\" must name 1 to " + MOST_FIELDS + " fields");
    }
    List<FieldSpec> keys = new ArrayList<>();
    for (JsonNode name : names) {
      FieldSpec field = table.field(name.asText());
      if (!MERGEABLE.contains(field.type)) {
        throw AirtableError.invalid(
            "field \"" + field.name + "\" of type " + field.type + " cannot be merged on");
      }
      keys.add(field);
    }
    return keys;
  }

  /** Writes the items; the answer lists the ids of the created and of the updated records. */
  ObjectNode apply(List<JsonNode> items, boolean replacing, List<Row> written) {
    List<@Nullable Row> targets = new ArrayList<>();
    items.forEach(item -> targets.add(target(item)));
    ObjectNode answer = Json.object();
    ArrayNode created = answer.putArray("createdRecords");
    ArrayNode updated = answer.putArray("updatedRecords");
    for (int i = 0; i < items.size(); i++) {
      Row row = targets.get(i);
      JsonNode fields = items.get(i).path("fields");
      if (row == null) {
        row = RecordWrites.create(writing, fields);
        created.add(row.id);
      } else {
        RecordWrites.update(writing, row, fields, replacing);
        updated.add(row.id);
      }
      written.add(row);
    }
    return answer;
  }

  private @Nullable Row target(JsonNode item) {
    if (item.has("id")) {
      return RecordBatch.rows(writing.table(), List.of(item.path("id").asText())).get(0);
    }
    Map<FieldSpec, @Nullable JsonNode> cells = RecordWrites.accept(writing, item.path("fields"));
    if (keys.stream().anyMatch(key -> cells.get(key) == null)) {
      return null;
    }
    List<Row> matches =
        writing.table().rows.values().stream().filter(row -> matches(row, cells)).toList();
    if (matches.size() > 1) {
      throw AirtableError.invalid(
          "cannot upsert: " + matches.size() + " records match the fields to merge on");
    }
    return matches.isEmpty() ? null : matches.get(0);
  }

  private boolean matches(Row row, Map<FieldSpec, @Nullable JsonNode> cells) {
    return keys.stream().allMatch(key -> Objects.equals(row.cell(key), cells.get(key)));
  }
}
