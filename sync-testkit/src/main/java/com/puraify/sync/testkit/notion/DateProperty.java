package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** {@code date}: a day or a minute, or a range of two. */
final class DateProperty implements PropertyType {

  @Override
  public @Nullable JsonNode accept(
      Writing writing, PropertySpec property, String path, JsonNode value) {
    return value.isNull() ? null : Dates.accept(path, value);
  }

  @Override
  public JsonNode show(Reading reading, PropertySpec property) {
    JsonNode stored = reading.state().value(property);
    return stored == null ? Json.nothing() : stored;
  }

  @Override
  public @Nullable Object logical(Reading reading, PropertySpec property) {
    JsonNode stored = reading.state().value(property);
    return stored == null ? null : plain(stored);
  }

  /** Returns the start, and after a slash the end of a range. */
  static String plain(JsonNode date) {
    String start = date.path("start").asText();
    JsonNode end = date.path("end");
    return end.isTextual() ? start + "/" + end.textValue() : start;
  }
}
