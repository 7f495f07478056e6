package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A type that no client knows yet: people store any JSON in it, the API only shows it. */
final class OpaqueProperty implements PropertyType {

  @Override
  public @Nullable JsonNode accept(
      Writing writing, PropertySpec property, String path, JsonNode value) {
    if (writing.byPerson()) {
      return value.isNull() ? null : value.deepCopy();
    }
    throw Shape.bad(path, "not present", value);
  }

  @Override
  public JsonNode show(Reading reading, PropertySpec property) {
    JsonNode stored = reading.state().value(property);
    return stored == null ? Json.nothing() : stored;
  }

  @Override
  public @Nullable Object logical(Reading reading, PropertySpec property) {
    JsonNode stored = reading.state().value(property);
    return stored == null ? null : stored.toString();
  }
}
