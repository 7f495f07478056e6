package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** {@code unique_id}: a number that each page of a data source gets once. */
final class UniqueIdProperty implements PropertyType {

  @Override
  public JsonNode initial(PropertySpec property, DataSourceRecord source) {
    return Json.number((double) source.nextNumber(property));
  }

  @Override
  public JsonNode show(Reading reading, PropertySpec property) {
    JsonNode number = reading.state().value(property);
    ObjectNode shown = Json.object();
    shown.set("prefix", property.config.path("prefix"));
    shown.set("number", number == null ? Json.nothing() : number);
    return shown;
  }

  @Override
  public @Nullable Object logical(Reading reading, PropertySpec property) {
    JsonNode number = reading.state().value(property);
    return number == null ? null : NumberProperty.plain(number);
  }
}
