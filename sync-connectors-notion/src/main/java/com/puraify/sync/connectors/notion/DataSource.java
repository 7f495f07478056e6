package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.value.Schema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A data source: its id, its name, and its properties by their stable ids. Immutable. */
final class DataSource {

  /** The id that the title property has in every data source. */
  static final String TITLE = "title";

  private final String id;
  private final String name;
  private final @Nullable String databaseId;
  private final List<Property> properties;
  private final Map<String, Property> byId = new HashMap<>();

  private DataSource(
      String id, String name, @Nullable String databaseId, List<Property> properties) {
    this.id = id;
    this.name = name;
    this.databaseId = databaseId;
    this.properties = List.copyOf(properties);
    for (Property property : properties) {
      byId.putIfAbsent(NotionIds.decoded(property.id()), property);
    }
    for (Property property : properties) {
      byId.put(property.id(), property);
    }
  }

  /**
   * Reads a data source as Notion returns it.
   *
   * @throws ConnectorException of kind {@code PROTOCOL} if it is none
   */
  static DataSource read(Json json) {
    List<Property> properties = new ArrayList<>();
    json.at("properties")
        .members()
        .forEach((name, property) -> properties.add(PropertyTypes.read(name, property)));
    String database = json.at("parent", "database_id").textOrNull();
    return new DataSource(
        NotionIds.normal(json.at("id").text()),
        nameOf(json),
        database == null ? null : NotionIds.normal(database),
        properties);
  }

  /** Returns what people call a data source or a database. */
  static String nameOf(Json json) {
    String name = json.at("name").textOrNull();
    return name != null ? name : TextCodec.plain(json.at("title"));
  }

  String id() {
    return id;
  }

  String name() {
    return name;
  }

  @Nullable String databaseId() {
    return databaseId;
  }

  List<Property> properties() {
    return properties;
  }

  /** Returns the property with an id, percent-encoded or not, or null. */
  @Nullable Property property(String propertyId) {
    return byId.get(propertyId);
  }

  /** Returns the relation that a property is computed over, or null if it is none. */
  @Nullable Property relationOf(Property property) {
    String relation = property.codec().relation();
    return relation == null ? null : property(relation);
  }

  /** Returns those of the properties whose ids are given; ids that are not there any more pass. */
  List<Property> wanted(Collection<String> ids) {
    return properties.stream().filter(property -> ids.contains(property.id())).toList();
  }

  Schema schema() {
    return Schema.of(name, properties.stream().map(Property::field).toList());
  }
}
