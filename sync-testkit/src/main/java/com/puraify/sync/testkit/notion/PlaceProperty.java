package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code place}: coordinates with an optional name and address. */
final class PlaceProperty implements PropertyType {
  private static final List<String> TEXTS =
      List.of("name", "address", "aws_place_id", "google_place_id");
  private static final int LONGEST = 2000;

  @Override
  public @Nullable JsonNode accept(
      Writing writing, PropertySpec property, String path, JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    Shape.object(
        path, value, Set.of("lat", "lon", "name", "address", "aws_place_id", "google_place_id"));
    ObjectNode place = Json.object();
    place.set("lat", Json.number(Shape.number(path + ".lat", value.path("lat"))));
    place.set("lon", Json.number(Shape.number(path + ".lon", value.path("lon"))));
    for (String key : TEXTS) {
      JsonNode text = value.path(key);
      boolean none = text.isMissingNode() || text.isNull();
      place.put(key, none ? null : Shape.text(path + "." + key, text, 0, LONGEST));
    }
    return place;
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
