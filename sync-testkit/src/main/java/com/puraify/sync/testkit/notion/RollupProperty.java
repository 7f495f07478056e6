package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code rollup}: computed over related pages; within a page over the first ones only. */
final class RollupProperty implements PropertyType {
  static final List<String> FUNCTIONS =
      List.of(
          "count",
          "count_values",
          "empty",
          "not_empty",
          "unique",
          "show_unique",
          "percent_empty",
          "percent_not_empty",
          "sum",
          "average",
          "median",
          "min",
          "max",
          "range",
          "earliest_date",
          "latest_date",
          "date_range",
          "checked",
          "unchecked",
          "percent_checked",
          "percent_unchecked",
          "count_per_group",
          "percent_per_group",
          "show_original");

  static final Set<String> UNSUPPORTED =
      Set.of("unique", "show_unique", "median", "count_per_group", "percent_per_group");

  private static final int LONGEST_ARRAY = 100;

  @Override
  public JsonNode show(Reading reading, PropertySpec property) {
    List<PageRecord> related = related(reading, property);
    return value(reading, property, related.subList(0, Math.min(reading.inline(), related.size())));
  }

  static @Nullable PropertySpec relation(Reading reading, PropertySpec property) {
    DataSourceRecord source = reading.workspace().sourceOf(reading.state());
    return source == null || property.rollup == null
        ? null
        : source.property(property.rollup.relationId());
  }

  static List<PageRecord> related(Reading reading, PropertySpec property) {
    PropertySpec relation = relation(reading, property);
    return relation == null ? List.of() : reading.related(relation);
  }

  /** Returns the property of the related pages that is rolled up, or null when it is gone. */
  static @Nullable PropertySpec target(Reading reading, PropertySpec property) {
    PropertySpec relation = relation(reading, property);
    if (relation == null || relation.relation == null || property.rollup == null) {
      return null;
    }
    DataSourceRecord other = reading.workspace().dataSources.get(relation.relation.dataSourceId());
    return other == null ? null : other.property(property.rollup.targetId());
  }

  /** Computes the rollup over exactly these pages. */
  static ObjectNode value(Reading reading, PropertySpec property, List<PageRecord> pages) {
    PropertySpec target = target(reading, property);
    String function = property.rollup == null ? "count" : property.rollup.function();
    ObjectNode shown = Json.object();
    if (target == null || UNSUPPORTED.contains(function)) {
      shown.put("type", "unsupported").putObject("unsupported");
    } else if (function.equals("show_original")) {
      var array = shown.put("type", "array").putArray("array");
      pages.stream()
          .limit(LONGEST_ARRAY)
          .forEach(page -> array.add(item(reading.at(page), target)));
    } else {
      List<Reading> readings = pages.stream().map(reading::at).toList();
      shown.setAll(RollupFunctions.compute(function, readings, target));
    }
    return shown.put("function", function);
  }

  private static ObjectNode item(Reading reading, PropertySpec target) {
    ObjectNode item = Json.object().put("type", target.type);
    return item.set(target.type, target.behaviour().show(reading, target));
  }

  @Override
  public @Nullable Object logical(Reading reading, PropertySpec property) {
    ObjectNode shown = value(reading, property, related(reading, property));
    JsonNode value = shown.path(shown.path("type").asText());
    if (value.isNumber()) {
      return NumberProperty.plain(value);
    }
    if (value.isNull()) {
      return null;
    }
    return shown.path("type").asText().equals("date")
        ? DateProperty.plain(value)
        : value.toString();
  }

  @Override
  public JsonNode config(Workspace workspace, PropertySpec property) {
    ObjectNode config = Json.object();
    PropertySpec.Rollup rollup = property.rollup;
    if (rollup != null) {
      config.put("function", rollup.function());
      config.put("relation_property_id", PropertySpec.encode(rollup.relationId()));
      config.put("rollup_property_id", PropertySpec.encode(rollup.targetId()));
      names(workspace, property, rollup, config);
    }
    return config;
  }

  private static void names(
      Workspace workspace, PropertySpec property, PropertySpec.Rollup rollup, ObjectNode config) {
    for (DataSourceRecord source : workspace.dataSources.values()) {
      PropertySpec relation =
          source.properties.contains(property) ? source.property(rollup.relationId()) : null;
      if (relation != null && relation.relation != null) {
        config.put("relation_property_name", relation.name);
        DataSourceRecord other = workspace.dataSources.get(relation.relation.dataSourceId());
        PropertySpec target = other == null ? null : other.property(rollup.targetId());
        config.put("rollup_property_name", target == null ? null : target.name);
      }
    }
  }
}
