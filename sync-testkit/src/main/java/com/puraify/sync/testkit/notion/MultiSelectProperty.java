package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code multi_select}: a set of options in the order written; new names add options. */
final class MultiSelectProperty implements PropertyType {
  private static final int MOST = 100;

  @Override
  public @Nullable JsonNode accept(
      Writing writing, PropertySpec property, String path, JsonNode value) {
    Shape.array(path, value, writing.limit(MOST));
    Set<String> ids = new LinkedHashSet<>();
    for (int i = 0; i < value.size(); i++) {
      ids.add(Choices.existingOrNew(writing, property, path + "[" + i + "]", value.get(i)).id());
    }
    return ids.isEmpty() ? null : Json.array(ids);
  }

  static List<Option> options(Reading reading, PropertySpec property) {
    List<Option> options = new ArrayList<>();
    JsonNode stored = reading.state().value(property);
    if (stored != null) {
      for (JsonNode id : stored) {
        Option option = property.option(id.asText());
        if (option != null) {
          options.add(option);
        }
      }
    }
    return options;
  }

  @Override
  public JsonNode show(Reading reading, PropertySpec property) {
    ArrayNode shown = Json.array();
    options(reading, property).forEach(option -> shown.add(option.shown()));
    return shown;
  }

  @Override
  public @Nullable Object logical(Reading reading, PropertySpec property) {
    return options(reading, property).stream().map(Option::name).toList();
  }

  @Override
  public JsonNode config(Workspace workspace, PropertySpec property) {
    return Choices.config(property);
  }
}
