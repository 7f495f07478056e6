package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A data source: a schema and the pages in it. Guarded by the lock of the workspace. */
final class DataSourceRecord {
  final String id;
  final Instant createdAt;
  final String createdBy;
  final List<PropertySpec> properties = new ArrayList<>();

  /** The pages that are in here, or were when a lagging reader looks. */
  final Set<PageRecord> pages = new LinkedHashSet<>();

  String databaseId;
  JsonNode title;
  JsonNode icon = Json.nothing();
  Instant editedAt;
  String editedBy;
  boolean inTrash;
  boolean wiki;

  private final Map<String, Long> lastNumbers = new HashMap<>();

  DataSourceRecord(String id, String databaseId, JsonNode title, Instant at, String by) {
    this.id = id;
    this.databaseId = databaseId;
    this.title = title;
    this.createdAt = at;
    this.createdBy = by;
    this.editedAt = at;
    this.editedBy = by;
  }

  /** Finds a property by its id, encoded or not, or else by its name. */
  @Nullable PropertySpec property(String nameOrId) {
    for (PropertySpec property : properties) {
      if (property.id.equals(nameOrId) || property.encodedId().equals(nameOrId)) {
        return property;
      }
    }
    return propertyNamed(nameOrId);
  }

  @Nullable PropertySpec propertyNamed(String name) {
    return properties.stream().filter(p -> p.name.equals(name)).findFirst().orElse(null);
  }

  PropertySpec titleProperty() {
    return properties.stream().filter(p -> p.type.equals("title")).findFirst().orElseThrow();
  }

  String name() {
    return RichText.plain(title);
  }

  /** Returns the next number of a unique id property, starting with 1. */
  long nextNumber(PropertySpec property) {
    return lastNumbers.merge(property.id, 1L, Long::sum);
  }
}
