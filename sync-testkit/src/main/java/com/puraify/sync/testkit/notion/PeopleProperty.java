package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code people}: a set of user ids; within a page only the first ones are shown, unmarked. */
final class PeopleProperty implements PropertyType {
  private static final int MOST = 100;

  @Override
  public @Nullable JsonNode accept(
      Writing writing, PropertySpec property, String path, JsonNode value) {
    Shape.array(path, value, writing.limit(MOST));
    Set<String> ids = new LinkedHashSet<>();
    for (int i = 0; i < value.size(); i++) {
      String item = path + "[" + i + "]";
      writing.object(item, value.get(i), Set.of("id", "object"));
      String id = Shape.id(item + ".id", value.get(i).path("id"));
      if (!writing.workspace().users.containsKey(id)) {
        throw NotionError.notFound("user", id);
      }
      ids.add(id);
    }
    return ids.isEmpty() ? null : Json.array(ids);
  }

  static List<String> ids(Reading reading, PropertySpec property) {
    JsonNode stored = reading.state().value(property);
    return stored == null ? List.of() : Json.texts(stored);
  }

  @Override
  public JsonNode show(Reading reading, PropertySpec property) {
    ArrayNode shown = Json.array();
    ids(reading, property).stream()
        .limit(reading.inline())
        .forEach(id -> shown.add(UserView.show(reading.workspace(), id)));
    return shown;
  }

  @Override
  public @Nullable Object logical(Reading reading, PropertySpec property) {
    return ids(reading, property);
  }
}
