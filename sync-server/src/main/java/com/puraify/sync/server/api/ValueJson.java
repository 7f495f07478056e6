package com.puraify.sync.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.server.http.JsonText;
import com.puraify.sync.server.http.ProblemException;
import com.puraify.sync.server.http.ProblemException.Finding;
import com.puraify.sync.server.http.ProblemType;
import com.puraify.sync.value.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How values look as JSON: an object with {@code type} and {@code value}, so that what was read can
 * be sent back as it is.
 */
final class ValueJson {

  private static final String TYPES =
      "text, number, bool, day, moment, choice, reference, many, struct, json or empty";

  private ValueJson() {}

  static JsonNode of(@Nullable Value value) {
    ObjectNode node = JsonText.object();
    if (value instanceof Value.Text text) {
      node.put("type", "text").put("value", text.value());
    } else if (value instanceof Value.Num number) {
      node.put("type", "number").put("value", number.value());
    } else if (value instanceof Value.Bool bool) {
      node.put("type", "bool").put("value", bool.value());
    } else if (value instanceof Value.Day day) {
      node.put("type", "day").put("value", day.value().toString());
    } else if (value instanceof Value.Moment moment) {
      node.put("type", "moment").put("value", moment.value().toString());
    } else if (value instanceof Value.Choice choice) {
      node.put("type", "choice").put("value", choice.name());
    } else if (value instanceof Value.Reference reference) {
      node.put("type", "reference").put("value", reference.id());
    } else if (value instanceof Value.Many many) {
      ArrayNode elements = node.put("type", "many").putArray("value");
      many.elements().forEach(element -> elements.add(of(element)));
    } else if (value instanceof Value.Struct struct) {
      ObjectNode parts = node.put("type", "struct").putObject("value");
      struct.parts().forEach((name, part) -> parts.set(name, of(part)));
    } else if (value instanceof Value.Opaque opaque) {
      node.put("type", "json").put("value", opaque.json());
    } else {
      node.put("type", "empty").putNull("value");
    }
    return node;
  }

  /**
   * Returns the value that some JSON stands for.
   *
   * @param pointer where it stands, for the problem
   * @throws ProblemException if it is none
   */
  static Value read(JsonNode json, String pointer) {
    JsonNode value = json.path("value");
    try {
      return switch (json.path("type").asText()) {
        case "text" -> Value.text(text(value, pointer));
        case "number" -> {
          if (!value.isNumber()) {
            throw wrong(pointer + "/value", "must be a number");
          }
          yield Value.number(value.decimalValue());
        }
        case "bool" -> {
          if (!value.isBoolean()) {
            throw wrong(pointer + "/value", "must be true or false");
          }
          yield Value.bool(value.booleanValue());
        }
        case "day" -> Value.day(LocalDate.parse(text(value, pointer)));
        case "moment" -> Value.moment(Instant.parse(text(value, pointer)));
        case "choice" -> Value.choice(text(value, pointer));
        case "reference" -> Value.reference(text(value, pointer));
        case "json" -> new Value.Opaque(text(value, pointer));
        case "many" -> {
          List<Value> elements = new ArrayList<>();
          for (int i = 0; i < value.size(); i++) {
            elements.add(read(value.path(i), pointer + "/value/" + i));
          }
          yield Value.many(elements);
        }
        case "struct" -> {
          Map<String, Value> parts = new LinkedHashMap<>();
          value
              .properties()
              .forEach(
                  part ->
                      parts.put(
                          part.getKey(),
                          read(part.getValue(), pointer + "/value/" + part.getKey())));
          yield new Value.Struct(parts);
        }
        case "empty" -> Value.NULL;
        default ->
            throw wrong(pointer, "must be an object with a type (" + TYPES + ") and a value");
      };
    } catch (DateTimeException e) {
      throw wrong(
              pointer + "/value",
              "must be a day as 2026-01-31 or a moment as" + " 2026-01-31T12:00:00Z")
          .because(e);
    }
  }

  private static String text(JsonNode value, String pointer) {
    if (!value.isTextual()) {
      throw wrong(pointer + "/value", "must be a string");
    }
    return value.textValue();
  }

  private static ProblemException wrong(String pointer, String message) {
    return ProblemException.of(
            ProblemType.INVALID_REQUEST, "the value cannot be used", "see the problems")
        .with(List.of(new Finding(pointer, message)));
  }
}
