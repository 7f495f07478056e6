package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns plain Java values, and values of other properties, into what the API would be sent. */
final class Conversions {
  private static final Set<String> TEXTS = Set.of("title", "rich_text");
  private static final Set<String> CHOICES = Set.of("select", "status");
  private static final Set<String> STRINGS = Set.of("url", "email", "phone_number");

  private Conversions() {}

  /** Returns the API's form of a value for a property of this type. */
  static JsonNode written(String type, @Nullable Object value) {
    if (value instanceof JsonNode node) {
      return node;
    }
    if (value == null) {
      return cleared(type);
    }
    return switch (type) {
      case "title", "rich_text" -> spans(value.toString());
      case "number" -> Json.number(((Number) value).doubleValue());
      case "checkbox" -> BooleanNode.valueOf((Boolean) value);
      case "select", "status" -> Json.object().put("name", value.toString());
      case "multi_select" -> each(value, "name");
      case "people", "relation" -> each(value, "id");
      case "files" -> files(value);
      case "date" -> date(value);
      default -> Json.text(value.toString());
    };
  }

  private static JsonNode cleared(String type) {
    return switch (type) {
      case "title", "rich_text", "multi_select", "people", "relation", "files" -> Json.array();
      case "checkbox" -> BooleanNode.FALSE;
      case "verification" -> Json.object().put("state", "unverified");
      default -> Json.nothing();
    };
  }

  private static ArrayNode spans(String text) {
    ArrayNode spans = Json.array();
    if (!text.isEmpty()) {
      spans.addObject().putObject("text").put("content", text);
    }
    return spans;
  }

  private static ArrayNode each(Object value, String key) {
    ArrayNode all = Json.array();
    Collection<?> items = value instanceof Collection<?> many ? many : List.of(value);
    for (Object item : items) {
      all.addObject().put(key, name(item));
    }
    return all;
  }

  private static String name(Object item) {
    if (item instanceof SimulatedPage page) {
      return page.id();
    }
    return item instanceof SimulatedUser user ? user.id() : item.toString();
  }

  private static ArrayNode files(Object value) {
    ArrayNode all = Json.array();
    Collection<?> items = value instanceof Collection<?> many ? many : List.of(value);
    for (Object item : items) {
      String url = item.toString();
      String name = url.substring(url.lastIndexOf('/') + 1);
      all.addObject()
          .put("name", name.isEmpty() ? url : name)
          .putObject("external")
          .put("url", url);
    }
    return all;
  }

  private static JsonNode date(Object value) {
    if (value instanceof Instant || value instanceof LocalDate || value instanceof OffsetDateTime) {
      return Json.object().put("start", value.toString());
    }
    String[] edges = value.toString().split("/", 2);
    var date = Json.object().put("start", edges[0]);
    return edges.length == 1 ? date : date.put("end", edges[1]);
  }

  /**
   * Returns the stored form of one property's value in another property, or null where it is lost.
   */
  static @Nullable JsonNode carry(
      Reading reading, PropertySpec from, PropertySpec to, Writing writing) {
    JsonNode stored = reading.state().value(from);
    if (stored == null || to.type.equals("unique_id")) {
      return null;
    }
    if (from.type.equals(to.type) && from.options.isEmpty() && to.relation == null) {
      return stored;
    }
    try {
      JsonNode value = recast(from.behaviour().logical(reading, from), to.type);
      return value == null ? null : to.behaviour().accept(writing, to, to.name, value);
    } catch (NotionError e) {
      return null;
    }
  }

  private static @Nullable JsonNode recast(@Nullable Object value, String type) {
    if (value == null) {
      return null;
    }
    boolean list = value instanceof Collection<?>;
    String text =
        list
            ? String.join(", ", ((Collection<?>) value).stream().map(Object::toString).toList())
            : value.toString();
    if (TEXTS.contains(type)) {
      return written(type, text);
    }
    if (type.equals("multi_select")
        || (list && (type.equals("relation") || type.equals("people")))) {
      return written(type, value);
    }
    if (CHOICES.contains(type) || STRINGS.contains(type)) {
      return text.isEmpty() ? null : written(type, text);
    }
    if (type.equals("number")) {
      return number(text);
    }
    return type.equals("date") ? written(type, text) : null;
  }

  private static @Nullable JsonNode number(String text) {
    try {
      double value = Double.parseDouble(text.trim());
      return Double.isFinite(value) ? Json.number(value) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
