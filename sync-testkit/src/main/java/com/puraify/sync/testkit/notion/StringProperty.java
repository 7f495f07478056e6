package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code url}, {@code email} and {@code phone_number}: a string of one character or more, or null.
 */
final class StringProperty implements PropertyType {
  private final int longest;

  StringProperty(int longest) {
    this.longest = longest;
  }

  @Override
  public @Nullable JsonNode accept(
      Writing writing, PropertySpec property, String path, JsonNode value) {
    return value.isNull() ? null : Json.text(Shape.text(path, value, 1, writing.limit(longest)));
  }

  @Override
  public JsonNode show(Reading reading, PropertySpec property) {
    JsonNode stored = reading.state().value(property);
    return stored == null ? Json.nothing() : stored;
  }

  @Override
  public @Nullable Object logical(Reading reading, PropertySpec property) {
    JsonNode stored = reading.state().value(property);
    return stored == null ? null : stored.textValue();
  }
}
