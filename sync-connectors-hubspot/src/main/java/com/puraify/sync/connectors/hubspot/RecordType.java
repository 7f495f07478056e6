package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.Schema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A type of objects with its properties and associations. Immutable. */
final class RecordType {

  private final ObjectType type;
  private final Map<String, Property> properties;
  private final Map<String, Association> associations;

  private RecordType(ObjectType type, List<Property> properties) {
    this.type = type;
    this.properties = new LinkedHashMap<>();
    properties.forEach(property -> this.properties.put(property.name(), property));
    this.associations = new LinkedHashMap<>();
    for (String to : type.associated()) {
      Association association =
          Association.with(to, to.equals(type.id()) ? type.name() : ObjectType.nameOf(to));
      this.associations.put(association.id(), association);
    }
  }

  /**
   * Reads the properties of a type as HubSpot lists them.
   *
   * @throws com.puraify.sync.error.ConnectorException of kind {@code PROTOCOL} if they are none
   */
  static RecordType read(ObjectType type, List<Json> properties) {
    List<Property> read = new ArrayList<>();
    for (Json property : properties) {
      if (!property.at("archived").isTrue()) {
        read.add(PropertyTypes.read(type, property));
      }
    }
    return new RecordType(type, read);
  }

  ObjectType type() {
    return type;
  }

  @Nullable Property property(String name) {
    return properties.get(name);
  }

  @Nullable Association association(String id) {
    return associations.get(id);
  }

  /** Returns the fields with some ids; ids that are not there any more pass. */
  Wanted wanted(Collection<String> ids) {
    return new Wanted(
        properties.values().stream().filter(each -> ids.contains(each.name())).toList(),
        associations.values().stream().filter(each -> ids.contains(each.id())).toList());
  }

  Schema schema() {
    List<Field> fields = new ArrayList<>();
    properties.values().forEach(property -> fields.add(property.field()));
    associations.values().forEach(association -> fields.add(association.field()));
    return Schema.of(type.name(), fields);
  }

  /**
   * Fields that are wanted. Immutable.
   *
   * @param properties the properties among them
   * @param associations the associations among them
   */
  record Wanted(List<Property> properties, List<Association> associations) {

    /** Returns the names of the properties. */
    List<String> names() {
      return properties.stream().map(Property::name).toList();
    }
  }
}
