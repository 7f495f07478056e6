package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates and changes schemas, for the API and for people alike. */
final class SchemaWrites {
  private static final int MOST_PROPERTIES = 500;
  private static final Set<String> COMMON_KEYS = Set.of("name", "description", "type");

  private final Workspace workspace;
  private final SchemaTypes types;

  SchemaWrites(Workspace workspace) {
    this.workspace = workspace;
    this.types = new SchemaTypes(workspace, this);
  }

  /** Gives a new data source its properties; without any it gets a title called Name. */
  void create(DataSourceRecord source, String path, JsonNode properties) {
    if (properties.isMissingNode()) {
      source.properties.add(new PropertySpec("title", "Name", "title"));
      return;
    }
    Shape.object(path, properties);
    List<Runnable> changes = new ArrayList<>();
    // A rollup may name a relation that comes with the same request.
    List<Runnable> rollups = new ArrayList<>();
    int titles = 0;
    for (Map.Entry<String, JsonNode> entry : properties.properties()) {
      String inner = path + "." + entry.getKey();
      titles += entry.getValue().has("title") ? 1 : 0;
      Runnable addition = addition(source, inner, entry.getKey(), entry.getValue());
      (entry.getValue().has("rollup") ? rollups : changes).add(addition);
    }
    if (titles != 1) {
      throw NotionError.validation(
          titles == 0 ? "Title is not provided" : "Only one title property is allowed");
    }
    changes.forEach(Runnable::run);
    rollups.forEach(Runnable::run);
  }

  /** Changes properties by name or id; nothing happens unless everything is allowed. */
  void patch(DataSourceRecord source, String path, JsonNode properties) {
    Shape.object(path, properties);
    List<Runnable> changes = new ArrayList<>();
    // A rollup may name a relation that comes with the same request.
    List<Runnable> rollups = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Map.Entry<String, JsonNode> entry : properties.properties()) {
      String inner = path + "." + entry.getKey();
      JsonNode node = entry.getValue();
      PropertySpec property = source.property(entry.getKey());
      if (property == null) {
        if (node.isNull()) {
          throw NotionError.noProperty(entry.getKey());
        }
        Runnable addition = addition(source, inner, entry.getKey(), node);
        (node.has("rollup") ? rollups : changes).add(addition);
      } else if (node.isNull()) {
        changes.add(removal(source, property));
      } else {
        changes.add(change(source, inner, property, node, names));
      }
    }
    changes.forEach(Runnable::run);
    rollups.forEach(Runnable::run);
    workspace.touched();
    workspace.events.schemaChanged(source, workspace.bot.id());
  }

  private Runnable addition(DataSourceRecord source, String path, String name, JsonNode node) {
    String type = type(path, node);
    if (type == null) {
      throw NotionError.noProperty(name);
    }
    if (type.equals("title") && source.properties.stream().anyMatch(p -> p.type.equals("title"))) {
      throw NotionError.validation("Only one title property is allowed");
    }
    if (source.properties.size() >= MOST_PROPERTIES) {
      throw NotionError.validation("A data source can have at most 500 properties.");
    }
    String description = description(path, node);
    PropertySpec property =
        new PropertySpec(type.equals("title") ? "title" : newId(source), name, type);
    property.description = description;
    Runnable configured = types.configure(source, path + "." + type, property, node.path(type));
    return () -> {
      source.properties.add(property);
      configured.run();
      fill(source, property);
    };
  }

  private Runnable change(
      DataSourceRecord source,
      String path,
      PropertySpec property,
      JsonNode node,
      Set<String> newNames) {
    String type = type(path, node);
    String name =
        node.has("name") ? Shape.text(path + ".name", node.path("name"), 1, 2000) : property.name;
    PropertySpec other = source.propertyNamed(name);
    if ((other != null && other != property) || !newNames.add(name)) {
      throw NotionError.validation("A property named " + name + " already exists.");
    }
    String description = node.has("description") ? description(path, node) : property.description;
    String newType = type == null || type.equals(property.type) ? null : type;
    if (newType != null && (property.type.equals("title") || newType.equals("title"))) {
      throw NotionError.validation("Cannot change the type of the title property.");
    }
    PropertySpec configurable =
        newType == null ? property : new PropertySpec(property.id, name, newType);
    Runnable configured =
        type == null
            ? () -> {}
            : types.configure(source, path + "." + type, configurable, node.path(type));
    return () -> {
      property.name = name;
      property.description = description;
      if (newType == null) {
        configured.run();
      } else {
        retype(source, property, newType);
        types.configure(source, path, property, node.path(newType)).run();
        fill(source, property);
      }
    };
  }

  private Runnable removal(DataSourceRecord source, PropertySpec property) {
    if (property.type.equals("title")) {
      throw NotionError.validation("Cannot delete the title property.");
    }
    return () -> remove(source, property);
  }

  /** Deletes a property with its values; the other side of a two-way relation becomes one-way. */
  void remove(DataSourceRecord source, PropertySpec property) {
    source.properties.remove(property);
    PropertySpec.Relation relation = property.relation;
    if (relation != null && relation.syncedPropertyId() != null) {
      DataSourceRecord target = workspace.dataSources.get(relation.dataSourceId());
      PropertySpec other = target == null ? null : target.property(relation.syncedPropertyId());
      if (other != null && other != property) {
        other.relation = new PropertySpec.Relation(source.id, null);
      }
    }
    setAll(source, property, null);
  }

  /** Changes the type of a property; values are converted where they can be, and lost otherwise. */
  void retype(DataSourceRecord source, PropertySpec property, String type) {
    PropertySpec before = new PropertySpec(property.id, property.name, property.type);
    before.options.addAll(property.options);
    before.relation = property.relation;
    before.rollup = property.rollup;
    before.formula = property.formula;
    property.type = type;
    property.relation = null;
    property.rollup = null;
    property.formula = null;
    property.config = Json.object();
    boolean choice = type.equals("select") || type.equals("multi_select");
    if (!choice) {
      property.options.clear();
    }
    property.groups.clear();
    Writing writing = new Writing(workspace, true);
    for (PageRecord page : List.copyOf(source.pages)) {
      JsonNode value =
          Conversions.carry(Reading.byPerson(workspace, page), before, property, writing);
      writing.commit();
      set(page, property, value);
    }
  }

  /** Gives a new property's first values to the pages that exist. */
  void fill(DataSourceRecord source, PropertySpec property) {
    for (PageRecord page : List.copyOf(source.pages)) {
      JsonNode initial = property.behaviour().initial(property, source);
      if (initial != null && page.state().value(property) == null) {
        set(page, property, initial);
      }
    }
  }

  private void setAll(DataSourceRecord source, PropertySpec property, @Nullable JsonNode value) {
    List.copyOf(source.pages).forEach(page -> set(page, property, value));
  }

  private void set(PageRecord page, PropertySpec property, @Nullable JsonNode value) {
    Map<String, @Nullable JsonNode> change = new LinkedHashMap<>();
    change.put(property.id, value);
    workspace.change(page, page.state().withValues(change));
  }

  String newId(DataSourceRecord source) {
    String id = workspace.ids.property();
    return source.property(id) == null ? id : newId(source);
  }

  private static @Nullable String description(String path, JsonNode node) {
    JsonNode text = node.path("description");
    boolean none = text.isMissingNode() || text.isNull();
    return none ? null : Shape.text(path + ".description", text, 1, 280);
  }

  /**
   * Returns the type that a definition names with its key, or null when it has only common keys.
   */
  private static @Nullable String type(String path, JsonNode node) {
    Shape.object(path, node);
    String type = null;
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (COMMON_KEYS.contains(entry.getKey())) {
        continue;
      }
      if (type != null || !SchemaTypes.isDefinable(entry.getKey())) {
        throw Shape.bad(path + "." + entry.getKey(), "not present", entry.getValue());
      }
      type = entry.getKey();
    }
    JsonNode stated = node.path("type");
    if (!stated.isMissingNode() && !stated.asText().equals(type)) {
      throw Shape.bad(path + "." + stated.asText(), "defined", null);
    }
    return type;
  }
}
