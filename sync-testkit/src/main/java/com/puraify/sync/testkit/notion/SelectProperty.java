package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** {@code select}: one option; a new name adds an option. */
final class SelectProperty implements PropertyType {

  @Override
  public @Nullable JsonNode accept(
      Writing writing, PropertySpec property, String path, JsonNode value) {
    return value.isNull()
        ? null
        : Json.text(Choices.existingOrNew(writing, property, path, value).id());
  }

  @Override
  public JsonNode show(Reading reading, PropertySpec property) {
    return Choices.show(reading, property);
  }

  @Override
  public @Nullable Object logical(Reading reading, PropertySpec property) {
    Option option = Choices.stored(reading, property);
    return option == null ? null : option.name();
  }

  @Override
  public JsonNode config(Workspace workspace, PropertySpec property) {
    return Choices.config(property);
  }
}
