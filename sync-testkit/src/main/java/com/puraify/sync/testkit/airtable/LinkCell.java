package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Links to records of a table; the other side is kept equal by the transaction. */
final class LinkCell extends StoredCell {

  @Override
  public @Nullable JsonNode accept(Writing writing, FieldSpec field, JsonNode value) {
    TableRecord target = writing.base().linked(field);
    Set<String> ids = new LinkedHashSet<>();
    for (JsonNode item : items(writing, field, value)) {
      ids.add(id(writing, field, target, item));
    }
    return ids.isEmpty() ? null : Json.array(ids);
  }

  private static List<JsonNode> items(Writing writing, FieldSpec field, JsonNode value) {
    List<JsonNode> items = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(items::add);
      return items;
    }
    if (!value.isTextual() || !writing.typecast()) {
      throw AirtableError.badValue(field);
    }
    for (String name : value.asText().split(",", -1)) {
      if (!name.isBlank()) {
        items.add(Json.text(name.trim()));
      }
    }
    return items;
  }

  private static String id(Writing writing, FieldSpec field, TableRecord target, JsonNode item) {
    JsonNode given = item.isObject() ? item.path("id") : item;
    if (!given.isTextual()) {
      throw AirtableError.badValue(field);
    }
    String text = given.asText();
    if (target.rows.containsKey(text)) {
      return text;
    }
    if (Ids.is("rec", text)) {
      throw AirtableError.noRow(text);
    }
    if (!writing.typecast()) {
      throw AirtableError.badValue(field);
    }
    return findOrCreate(writing, target, text);
  }

  private static String findOrCreate(Writing writing, TableRecord target, String name) {
    Viewing viewing = Viewing.of(writing.workspace(), writing.base(), target);
    FieldSpec primary = target.primary();
    for (Row row : target.rows.values()) {
      if (FormulaValues.text(primary.cells.value(viewing, row, primary)).equals(name)) {
        return row.id;
      }
    }
    if (primary.cells.computed()) {
      throw AirtableError.computed(primary);
    }
    Writing there = new Writing(writing.transaction(), target, true);
    JsonNode content = primary.cells.accept(there, primary, Json.text(name));
    Row row = writing.transaction().create(target);
    writing.transaction().write(target, row, primary, content);
    return row.id;
  }

  /** Returns the records that a cell links to. */
  static List<Row> rows(Viewing viewing, Row row, FieldSpec link) {
    TableRecord target = viewing.base().linked(link);
    List<Row> rows = new ArrayList<>();
    for (String id : Transaction.links(row.cell(link))) {
      Row linked = target.rows.get(id);
      if (linked != null) {
        rows.add(linked);
      }
    }
    return rows;
  }

  @Override
  @Nullable JsonNode shownV2(Viewing viewing, FieldSpec field, JsonNode stored) {
    TableRecord target = viewing.base().linked(field);
    ArrayNode shown = Json.array();
    for (JsonNode id : stored) {
      Row row = target.rows.get(id.asText());
      if (row != null) {
        shown.addObject().put("id", row.id).put("name", name(viewing.on(target), row));
      }
    }
    return shown;
  }

  @Override
  @Nullable Object valueOf(Viewing viewing, FieldSpec field, JsonNode stored) {
    TableRecord target = viewing.base().linked(field);
    List<Object> names = new ArrayList<>();
    for (JsonNode id : stored) {
      Row row = target.rows.get(id.asText());
      if (row != null) {
        names.add(name(viewing.on(target), row));
      }
    }
    return names;
  }

  private static String name(Viewing viewing, Row row) {
    FieldSpec primary = viewing.table().primary();
    return FormulaValues.text(primary.cells.value(viewing, row, primary));
  }
}
