package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a filter or a sort finds its value in a page.
 *
 * @param value the plain value: text, BigDecimal, Boolean, list of texts, or null
 * @param time the point in time, for those that are one
 * @param shown the value as the API shows it
 */
record Extract(
    Function<Reading, @Nullable Object> value,
    Function<Reading, @Nullable Instant> time,
    Function<Reading, JsonNode> shown) {

  static Extract of(Workspace workspace, PropertySpec property) {
    if (property.type.equals("created_time") || property.type.equals("last_edited_time")) {
      return timestamp(workspace, property.type);
    }
    PropertyType type = property.behaviour();
    return new Extract(
        reading -> type.logical(reading, property),
        reading -> time(type.show(reading, property)),
        reading -> type.show(reading, property));
  }

  /**
   * Finds one of the page's own timestamps: the minute that is shown, or by a quirk the exact time.
   */
  static Extract timestamp(Workspace workspace, String name) {
    Function<Reading, @Nullable Instant> time =
        reading -> {
          Instant exact =
              name.equals("created_time") ? reading.page().createdAt : reading.state().editedAt();
          return workspace.quirks.preciseTimes() ? exact : exact.truncatedTo(ChronoUnit.MINUTES);
        };
    return new Extract(
        reading -> String.valueOf(time.apply(reading)),
        time,
        reading -> Json.text(String.valueOf(time.apply(reading))));
  }

  private static @Nullable Instant time(JsonNode shown) {
    JsonNode date = shown.path("date").isObject() ? shown.path("date") : shown;
    JsonNode start = date.isTextual() ? date : date.path("start");
    return start.isTextual() ? Dates.tryInstant(start.textValue()) : null;
  }

  /** Returns the values as texts: none, one or many. */
  List<String> texts(Reading reading) {
    Object found = value.apply(reading);
    if (found == null) {
      return List.of();
    }
    return found instanceof Collection<?> many
        ? many.stream().map(Object::toString).toList()
        : List.of(found.toString());
  }

  boolean isEmpty(Reading reading) {
    Object found = value.apply(reading);
    return found == null || (found instanceof Collection<?> many && many.isEmpty());
  }
}
