package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What select, multi-select and status have in common: options, stored by their ids. */
final class Choices {
  private static final int LONGEST_NAME = 100;
  private static final Set<String> KEYS = Set.of("id", "name", "color", "description");

  private Choices() {}

  /** Finds the existing option that is meant by id, or returns null when a name is given. */
  static @Nullable Option byId(PropertySpec property, String path, JsonNode value) {
    Shape.object(path, value, KEYS);
    JsonNode id = value.path("id");
    if (id.isMissingNode()) {
      return null;
    }
    Option option = property.option(Shape.text(path + ".id", id, 1, LONGEST_NAME));
    if (option == null && !value.has("name")) {
      throw Shape.bad(path + ".id", "the id of an existing option", id);
    }
    return option;
  }

  static String name(Writing writing, String path, JsonNode value) {
    return Shape.text(path + ".name", value.path("name"), 1, writing.limit(LONGEST_NAME));
  }

  /** Returns the option that is meant by id or name, waiting to be added where it is new. */
  static Option existingOrNew(Writing writing, PropertySpec property, String path, JsonNode value) {
    Option known = byId(property, path, value);
    return known == null ? writing.optionNamed(property, name(writing, path, value)) : known;
  }

  static @Nullable Option stored(Reading reading, PropertySpec property) {
    JsonNode stored = reading.state().value(property);
    return stored == null ? null : property.option(stored.asText());
  }

  static JsonNode show(Reading reading, PropertySpec property) {
    Option option = stored(reading, property);
    return option == null ? Json.nothing() : option.shown();
  }

  static ObjectNode config(PropertySpec property) {
    ObjectNode config = Json.object();
    ArrayNode options = config.putArray("options");
    property.options.forEach(option -> options.add(option.configured()));
    return config;
  }
}
