package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** {@code status}: one existing option; emptied, it goes back to the default option. */
final class StatusProperty implements PropertyType {

  @Override
  public @Nullable JsonNode accept(
      Writing writing, PropertySpec property, String path, JsonNode value) {
    if (value.isNull()) {
      return property.defaultOptionId == null ? null : Json.text(property.defaultOptionId);
    }
    Option option = Choices.byId(property, path, value);
    if (option == null) {
      String name = Choices.name(writing, path, value);
      option = property.optionNamed(name);
      if (option == null) {
        throw NotionError.validation(
            "Invalid status option. Status option \"" + name + "\" does not exist.");
      }
    }
    return Json.text(option.id());
  }

  @Override
  public @Nullable JsonNode initial(PropertySpec property, DataSourceRecord source) {
    return property.defaultOptionId == null ? null : Json.text(property.defaultOptionId);
  }

  @Override
  public JsonNode show(Reading reading, PropertySpec property) {
    Option option = option(reading, property);
    return option == null ? Json.nothing() : option.shown();
  }

  /** Returns the option that a page has; a deleted one has given way to the default. */
  private static @Nullable Option option(Reading reading, PropertySpec property) {
    Option option = Choices.stored(reading, property);
    String fallback = property.defaultOptionId;
    boolean lost = option == null && reading.state().value(property) != null;
    return lost && fallback != null ? property.option(fallback) : option;
  }

  @Override
  public @Nullable Object logical(Reading reading, PropertySpec property) {
    Option option = option(reading, property);
    return option == null ? null : option.name();
  }

  @Override
  public JsonNode config(Workspace workspace, PropertySpec property) {
    ObjectNode config = Choices.config(property);
    ArrayNode groups = config.putArray("groups");
    for (PropertySpec.Group group : property.groups) {
      ObjectNode shown = groups.addObject().put("id", group.id()).put("name", group.name());
      shown.put("color", group.colour()).set("option_ids", Json.array(group.optionIds()));
    }
    return config;
  }
}
