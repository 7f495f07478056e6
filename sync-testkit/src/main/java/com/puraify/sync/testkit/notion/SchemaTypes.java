package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks and applies what a schema definition says about one type. */
final class SchemaTypes {
  private static final Set<String> DEFINABLE_ONLY = Set.of("location", "last_visited_time");
  private static final int LONGEST = 2000;

  private final Workspace workspace;
  private final SchemaWrites schema;

  SchemaTypes(Workspace workspace, SchemaWrites schema) {
    this.workspace = workspace;
    this.schema = schema;
  }

  static boolean isDefinable(String type) {
    return PropertyTypes.isKnown(type) || DEFINABLE_ONLY.contains(type);
  }

  /** Checks a definition and returns what applies it to the property. */
  Runnable configure(DataSourceRecord source, String path, PropertySpec property, JsonNode node) {
    Shape.object(path, node);
    return switch (property.type) {
      case "select", "multi_select", "status" ->
          new OptionWrites(workspace).configure(path, property, node);
      case "number" -> number(path, property, node);
      case "unique_id" -> uniqueId(path, property, node);
      case "formula" -> formula(path, property, node);
      case "relation" -> relation(source, path, property, node);
      case "rollup" -> rollup(source, path, property, node);
      default -> {
        Shape.object(path, node, Set.of());
        yield () -> {};
      }
    };
  }

  private static Runnable number(String path, PropertySpec property, JsonNode node) {
    Shape.object(path, node, Set.of("format"));
    String format =
        node.has("format")
            ? Shape.text(path + ".format", node.path("format"), 1, 100)
            : property.config.path("format").asText("number");
    return () -> property.config = Json.object().put("format", format);
  }

  private static Runnable uniqueId(String path, PropertySpec property, JsonNode node) {
    Shape.object(path, node, Set.of("prefix"));
    JsonNode prefix = node.path("prefix");
    boolean none = prefix.isMissingNode() || prefix.isNull();
    String text = none ? null : Shape.text(path + ".prefix", prefix, 1, 100);
    return () -> property.config = Json.object().put("prefix", text);
  }

  private static Runnable formula(String path, PropertySpec property, JsonNode node) {
    Shape.object(path, node, Set.of("expression"));
    String expression =
        node.has("expression")
            ? Shape.text(path + ".expression", node.path("expression"), 0, LONGEST)
            : "";
    return () -> property.formula = new PropertySpec.Formula(expression, "string", null);
  }

  private Runnable relation(
      DataSourceRecord source, String path, PropertySpec property, JsonNode node) {
    Shape.object(
        path,
        node,
        Set.of("data_source_id", "database_id", "type", "single_property", "dual_property"));
    String targetId = Shape.id(path + ".data_source_id", node.path("data_source_id"));
    DataSourceRecord target = workspace.visibleSource(targetId);
    boolean dual = node.has("dual_property") || node.path("type").asText().equals("dual_property");
    JsonNode wanted = node.path("dual_property").path("synced_property_name");
    String name =
        wanted.isTextual()
            ? wanted.textValue()
            : "Related to " + source.name() + " (" + property.name + ")";
    PropertySpec.Relation old = property.relation;
    boolean kept =
        old != null
            && old.dataSourceId().equals(targetId)
            && dual == (old.syncedPropertyId() != null);
    return kept ? () -> {} : () -> relate(source, property, target, dual ? name : null);
  }

  /** Points a relation at a data source; with a name given, the other side gets a property too. */
  void relate(
      DataSourceRecord source,
      PropertySpec property,
      DataSourceRecord target,
      @Nullable String backName) {
    String backId = null;
    if (backName != null) {
      backId = schema.newId(target);
      String free = backName;
      for (int i = 1; target.propertyNamed(free) != null; i++) {
        free = backName + " " + i;
      }
      PropertySpec back = new PropertySpec(backId, free, "relation");
      back.relation = new PropertySpec.Relation(source.id, property.id);
      target.properties.add(back);
    }
    property.relation = new PropertySpec.Relation(target.id, backId);
  }

  private Runnable rollup(
      DataSourceRecord source, String path, PropertySpec property, JsonNode node) {
    Shape.object(
        path,
        node,
        Set.of(
            "function",
            "relation_property_name",
            "relation_property_id",
            "rollup_property_name",
            "rollup_property_id"));
    String function =
        Shape.oneOf(path + ".function", node.path("function"), RollupProperty.FUNCTIONS);
    String relation = either(path, node, "relation_property");
    String target = either(path, node, "rollup_property");
    if (source.property(relation) != null) {
      resolve(source, relation, target);
    }
    return () -> roll(source, property, function, relation, target);
  }

  private static String either(String path, JsonNode node, String key) {
    String suffix = node.has(key + "_id") ? "_id" : "_name";
    return Shape.text(path + "." + key + suffix, node.path(key + suffix), 1, LONGEST);
  }

  /** Lets a rollup sum up a property of the related pages, both given by name or id. */
  void roll(
      DataSourceRecord source,
      PropertySpec property,
      String function,
      String relationNameOrId,
      String targetNameOrId) {
    PropertySpec target = resolve(source, relationNameOrId, targetNameOrId);
    String relationId = SimulatedDataSource.find(source, relationNameOrId).id;
    property.rollup = new PropertySpec.Rollup(function, relationId, target.id);
  }

  private PropertySpec resolve(
      DataSourceRecord source, String relationNameOrId, String targetNameOrId) {
    PropertySpec relation = source.property(relationNameOrId);
    if (relation == null || relation.relation == null) {
      throw NotionError.noProperty(relationNameOrId);
    }
    DataSourceRecord other = workspace.dataSources.get(relation.relation.dataSourceId());
    PropertySpec target = other == null ? null : other.property(targetNameOrId);
    if (target == null) {
      throw NotionError.noProperty(targetNameOrId);
    }
    return target;
  }

  /** Returns the groups of a new status property. */
  static List<String> statusGroups() {
    return List.of("To-do", "In progress", "Complete");
  }
}
