package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The values of a field of the linked records. */
final class LookupCell extends ComputedCell {

  @Override
  public @Nullable JsonNode show(Viewing viewing, Row row, FieldSpec field) {
    ArrayNode values = Json.array();
    each(
        viewing,
        row,
        field,
        (linked, value) -> {
          if (value.isArray()) {
            value.forEach(values::add);
          } else {
            values.add(value);
          }
        });
    return values.isEmpty() ? null : values;
  }

  @Override
  public @Nullable JsonNode showV2(Viewing viewing, Row row, FieldSpec field) {
    ObjectNode shown = Json.object();
    ObjectNode values = shown.putObject("valuesByLinkedRecordId");
    ArrayNode ids = shown.putArray("linkedRecordIds");
    each(
        viewing,
        row,
        field,
        (linked, value) -> {
          ids.add(linked.id);
          values.set(linked.id, value.isArray() ? value : Json.array().add(value));
        });
    return ids.isEmpty() ? null : shown;
  }

  private static void each(
      Viewing viewing, Row row, FieldSpec field, BiConsumer<Row, JsonNode> consumer) {
    FieldSpec link = viewing.table().find(field.option("recordLinkFieldId"));
    if (link == null) {
      return;
    }
    TableRecord target = viewing.base().linked(link);
    FieldSpec wanted = target.find(field.option("fieldIdInLinkedTable"));
    if (wanted == null) {
      return;
    }
    Viewing there = viewing.on(target);
    for (Row linked : LinkCell.rows(viewing, row, link)) {
      JsonNode value = wanted.cells.show(there, linked, wanted);
      if (value != null) {
        consumer.accept(linked, value);
      }
    }
  }
}
