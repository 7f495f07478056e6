package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Several choices in the order given, shown by their names. */
final class MultipleSelectCell extends StoredCell {

  @Override
  public @Nullable JsonNode accept(Writing writing, FieldSpec field, JsonNode value) {
    Set<String> ids = new LinkedHashSet<>();
    for (String name : names(writing, field, value)) {
      ids.add(Choices.id(writing, field, name));
    }
    return ids.isEmpty() ? null : Json.array(ids);
  }

  private static List<String> names(Writing writing, FieldSpec field, JsonNode value) {
    if (value.isTextual() && writing.typecast()) {
      return Stream.of(value.asText().split(",", -1))
          .map(String::trim)
          .filter(name -> !name.isEmpty())
          .toList();
    }
    if (!value.isArray()) {
      throw AirtableError.badValue(field);
    }
    for (JsonNode item : value) {
      if (!item.isTextual() || item.asText().isEmpty()) {
        throw AirtableError.badValue(field);
      }
    }
    return Json.texts(value);
  }

  @Override
  @Nullable JsonNode shown(Viewing viewing, FieldSpec field, JsonNode stored) {
    ArrayNode names = Json.array();
    for (JsonNode id : stored) {
      JsonNode name = Choices.name(field, id);
      if (name != null) {
        names.add(name);
      }
    }
    return names.isEmpty() ? null : names;
  }

  @Override
  @Nullable JsonNode shownV2(Viewing viewing, FieldSpec field, JsonNode stored) {
    ArrayNode choices = Json.array();
    for (JsonNode id : stored) {
      JsonNode choice = field.choice("id", id.asText());
      if (choice != null) {
        choices.add(choice.deepCopy());
      }
    }
    return choices;
  }

  @Override
  @Nullable Object valueOf(Viewing viewing, FieldSpec field, JsonNode stored) {
    JsonNode names = shown(viewing, field, stored);
    return names == null ? null : FormulaValues.ofJson(names);
  }
}
