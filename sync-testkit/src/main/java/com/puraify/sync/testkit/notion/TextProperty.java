package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** {@code title} and {@code rich_text}: stored as the spans that are shown. */
final class TextProperty implements PropertyType {

  @Override
  public @Nullable JsonNode accept(
      Writing writing, PropertySpec property, String path, JsonNode value) {
    JsonNode spans = RichText.accept(writing, path, value);
    return spans.isEmpty() ? null : spans;
  }

  @Override
  public JsonNode show(Reading reading, PropertySpec property) {
    return RichText.show(reading, reading.state().value(property));
  }

  @Override
  public @Nullable Object logical(Reading reading, PropertySpec property) {
    String plain = RichText.plain(show(reading, property));
    return plain.isEmpty() ? null : plain;
  }
}
