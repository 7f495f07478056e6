package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Compiles the filter of a query; checks it against the schema as strictly as Notion does. */
final class Filters {
  private static final int DEEPEST = 2;
  private static final int MOST = 100;
  private static final Set<String> TIMESTAMPS = Set.of("created_time", "last_edited_time");

  /** What conditions a filter key takes; several keys share them. */
  private static final Map<String, Conditions> KINDS =
      Map.ofEntries(
          Map.entry("title", Conditions.TEXT),
          Map.entry("rich_text", Conditions.TEXT),
          Map.entry("url", Conditions.TEXT),
          Map.entry("email", Conditions.TEXT),
          Map.entry("phone_number", Conditions.TEXT),
          Map.entry("number", Conditions.NUMBER),
          Map.entry("unique_id", Conditions.NUMBER),
          Map.entry("checkbox", Conditions.CHECKBOX),
          Map.entry("select", Conditions.CHOICE),
          Map.entry("status", Conditions.CHOICE),
          Map.entry("multi_select", Conditions.LIST),
          Map.entry("people", Conditions.LIST),
          Map.entry("created_by", Conditions.LIST),
          Map.entry("last_edited_by", Conditions.LIST),
          Map.entry("relation", Conditions.LIST),
          Map.entry("files", Conditions.EXISTENCE),
          Map.entry("date", Conditions.DATE),
          Map.entry("created_time", Conditions.DATE),
          Map.entry("last_edited_time", Conditions.DATE),
          Map.entry("verification", Conditions.VERIFICATION),
          Map.entry("formula", Conditions.COMPUTED),
          Map.entry("rollup", Conditions.COMPUTED));

  private final Workspace workspace;
  private final DataSourceRecord source;

  Filters(Workspace workspace, DataSourceRecord source) {
    this.workspace = workspace;
    this.source = source;
  }

  Predicate<Reading> compile(String path, JsonNode filter) {
    return filter.isMissingNode() ? reading -> true : node(path, filter, 0);
  }

  private Predicate<Reading> node(String path, JsonNode filter, int depth) {
    Shape.object(path, filter);
    if (filter.has("and") || filter.has("or")) {
      return compound(path, filter, depth);
    }
    if (filter.has("timestamp")) {
      return timestamp(path, filter);
    }
    Shape.defined(path + ".property", filter.path("property"));
    String name = Shape.text(path + ".property", filter.path("property"), 1, 2000);
    PropertySpec property = source.property(name);
    if (property == null) {
      throw NotionError.noProperty(name);
    }
    String key = key(path, filter, Set.of("property", "type"));
    Conditions conditions = KINDS.get(key);
    if (conditions == null) {
      throw Shape.bad(path + "." + key, "not present", filter.path(key));
    }
    if (!key.equals(property.type)) {
      throw NotionError.validation(
          "The property type in the database does not match the property type of the filter"
              + " provided: database property "
              + property.type
              + " does not match filter "
              + key);
    }
    return new Condition(workspace, path + "." + key, filter.path(key))
        .compile(conditions, Extract.of(workspace, property));
  }

  private Predicate<Reading> compound(String path, JsonNode filter, int depth) {
    String operator = filter.has("and") ? "and" : "or";
    Shape.object(path, filter, Set.of(operator));
    String inner = path + "." + operator;
    JsonNode parts = Shape.array(inner, filter.path(operator), MOST);
    if (depth >= DEEPEST) {
      throw Shape.bad(path, "a filter nested at most two levels deep", filter);
    }
    List<Predicate<Reading>> tests = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      tests.add(node(inner + "[" + i + "]", parts.get(i), depth + 1));
    }
    return operator.equals("and")
        ? reading -> tests.stream().allMatch(test -> test.test(reading))
        : reading -> tests.stream().anyMatch(test -> test.test(reading));
  }

  private Predicate<Reading> timestamp(String path, JsonNode filter) {
    String timestamp =
        Shape.oneOf(path + ".timestamp", filter.path("timestamp"), List.copyOf(TIMESTAMPS));
    Shape.object(path, filter, Set.of("timestamp", "type", timestamp));
    Shape.defined(path + "." + timestamp, filter.path(timestamp));
    return new Condition(workspace, path + "." + timestamp, filter.path(timestamp))
        .compile(Conditions.DATE, Extract.timestamp(workspace, timestamp));
  }

  /** Returns the only key of a filter besides these. */
  static String key(String path, JsonNode filter, Set<String> besides) {
    List<String> keys = new ArrayList<>();
    filter.fieldNames().forEachRemaining(keys::add);
    keys.removeAll(besides);
    if (keys.size() != 1) {
      throw Shape.bad(path, "an object with exactly one condition", filter);
    }
    return keys.get(0);
  }
}
