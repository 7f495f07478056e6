package com.puraify.sync.internal.config;

import com.puraify.sync.connector.Json;
import com.puraify.sync.mapping.Filter;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a document's filters. */
final class FilterReader {

  private FilterReader() {}

  /** Returns the filter, or null if it, or one inside it, does not have the schema's shape. */
  static @Nullable Filter read(Json json) {
    if (json.at("all").isArray()) {
      List<Filter> parts = parts(json.at("all"));
      return parts == null ? null : new Filter.All(parts);
    }
    if (json.at("any").isArray()) {
      List<Filter> parts = parts(json.at("any"));
      return parts == null ? null : new Filter.Any(parts);
    }
    if (json.at("not").isObject()) {
      Filter inner = read(json.at("not"));
      return inner == null ? null : Filter.not(inner);
    }
    String field = json.at("field").textOrNull();
    return field == null ? null : about(field, json);
  }

  private static @Nullable Filter about(String field, Json json) {
    Json empty = json.at("empty");
    if (empty.isBool()) {
      Filter filter = Filter.empty(field);
      return empty.bool() ? filter : Filter.not(filter);
    }
    if (json.at("in").isArray()) {
      List<Value> values = new ArrayList<>();
      json.at("in").elements().forEach(element -> values.add(scalar(element)));
      return Filter.in(field, values);
    }
    Json wanted = json.at("equals");
    return wanted.isMissing() ? null : Filter.equal(field, scalar(wanted));
  }

  private static @Nullable List<Filter> parts(Json array) {
    List<Filter> filters = new ArrayList<>();
    for (Json element : array.elements()) {
      Filter part = read(element);
      if (part == null) {
        return null;
      }
      filters.add(part);
    }
    return filters;
  }

  private static Value scalar(Json json) {
    if (json.isNumber()) {
      return Value.number(json.number());
    }
    return json.isBool() ? Value.bool(json.bool()) : Value.text(json.textOrNull());
  }
}
