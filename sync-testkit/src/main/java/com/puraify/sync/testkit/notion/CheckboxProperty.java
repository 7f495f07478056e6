package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import org.jspecify.annotations.Nullable;

/** {@code checkbox}: true is stored, false is empty. */
final class CheckboxProperty implements PropertyType {

  @Override
  public @Nullable JsonNode accept(
      Writing writing, PropertySpec property, String path, JsonNode value) {
    return Shape.bool(path, value) ? BooleanNode.TRUE : null;
  }

  @Override
  public JsonNode show(Reading reading, PropertySpec property) {
    return BooleanNode.valueOf(reading.state().value(property) != null);
  }

  @Override
  public @Nullable Object logical(Reading reading, PropertySpec property) {
    return reading.state().value(property) != null;
  }
}
