package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a list of records is asked for, whether in the query of a GET or in the body of a POST.
 *
 * @param maxRecords the most records over all pages
 * @param offset where to go on, empty for the start
 * @param view the name or id of a view, empty for none
 * @param filter a formula, empty for none
 */
record ListQuery(
    int pageSize,
    int maxRecords,
    String offset,
    String view,
    String filter,
    List<SortKey> sorts,
    RecordShape shape) {
  private static final int LARGEST_PAGE = 100;
  private static final Pattern SORT = Pattern.compile("sort\\[([0-9]+)]\\[(field|direction)]");

  static ListQuery of(Call call, TableRecord table, boolean posted) {
    JsonNode given = posted ? posted(call) : queried(call);
    Set<String> names = new LinkedHashSet<>(Json.texts(array(given, "fields")));
    Set<FieldSpec> only = new LinkedHashSet<>();
    names.forEach(name -> only.add(table.field(name)));
    RecordShape shape =
        new RecordShape(
            flag(given, "returnFieldsByFieldId"),
            isText(call, given.path("cellFormat").asText("json")),
            comments(array(given, "recordMetadata")),
            given.has("fields") ? only : null);
    return new ListQuery(
        number(given, "pageSize", LARGEST_PAGE, LARGEST_PAGE),
        number(given, "maxRecords", Integer.MAX_VALUE, Integer.MAX_VALUE),
        text(given, "offset"),
        text(given, "view"),
        text(given, "filterByFormula"),
        sorts(array(given, "sort")),
        shape);
  }

  /** Returns what must not change from page to page. */
  String fingerprint(TableRecord table) {
    return String.join("\n", table.id, view, filter, sorts.toString(), maxRecords + "");
  }

  /**
   * Checks the keys of a body. The official client sends {@code method}, {@code timeZone} and
   * {@code userLocale} along, which mean nothing here.
   */
  private static JsonNode posted(Call call) {
    call.keys(
        "pageSize",
        "maxRecords",
        "offset",
        "view",
        "sort",
        "filterByFormula",
        "fields",
        "cellFormat",
        "returnFieldsByFieldId",
        "recordMetadata",
        "method",
        "timeZone",
        "userLocale");
    return call.body();
  }

  /** Returns the query of a GET in the form of the body of a POST. */
  private static JsonNode queried(Call call) {
    ObjectNode given = Json.object();
    for (String name : List.of("offset", "view", "filterByFormula", "cellFormat")) {
      put(given, name, call.queried(name));
    }
    for (String name : List.of("pageSize", "maxRecords")) {
      String value = call.queried(name);
      if (value != null) {
        given.put(name, whole(name, value));
      }
    }
    if (call.queriedTrue("returnFieldsByFieldId")) {
      given.put("returnFieldsByFieldId", true);
    }
    for (String name : List.of("fields", "recordMetadata")) {
      List<String> values = call.queriedAll(name);
      if (!values.isEmpty()) {
        given.set(name, Json.array(values));
      }
    }
    Map<Integer, ObjectNode> sorts = new TreeMap<>();
    call.request()
        .query()
        .forEach(
            (name, values) -> {
              Matcher key = SORT.matcher(name);
              if (key.matches()) {
                sorts
                    .computeIfAbsent(whole(name, key.group(1)), i -> Json.object())
                    .put(key.group(2), values.get(0));
              }
            });
    given.putArray("sort").addAll(sorts.values());
    return given;
  }

  private static void put(ObjectNode target, String name, @Nullable String value) {
    if (value != null) {
      target.put(name, value);
    }
  }

  private static int whole(String name, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw AirtableError.invalid("\"" + name + "\" must be a whole number");
    }
  }

  static boolean isText(Call call) {
    String format = call.queried("cellFormat");
    return isText(call, format == null ? "json" : format);
  }

  /** Whether cells are to be text, which takes a time zone and a locale in the query string. */
  private static boolean isText(Call call, String format) {
    if (format.equals("json")) {
      return false;
    }
    String zone = call.queried("timeZone");
    if (!format.equals("string") || zone == null || call.queried("userLocale") == null) {
      throw AirtableError.invalid(
          "cellFormat must be json, or string with timeZone and userLocale in the query string");
    }
    Times.zone(zone);
    return true;
  }

  private static boolean comments(JsonNode names) {
    for (JsonNode name : names) {
      if (!name.asText().equals("commentCount")) {
        throw AirtableError.invalid("recordMetadata can be commentCount only");
      }
    }
    return !names.isEmpty();
  }

  private static JsonNode array(JsonNode given, String name) {
    JsonNode value = given.path(name);
    if (!value.isMissingNode() && !value.isArray()) {
      throw AirtableError.invalid("\"" + name + "\" must be an array");
    }
    return value;
  }

  private static boolean flag(JsonNode given, String name) {
    JsonNode value = given.path(name);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw AirtableError.invalid("\"" + name + "\" must be a boolean");
    }
    return value.booleanValue();
  }

  private static String text(JsonNode given, String name) {
    JsonNode value = given.path(name);
    if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
      throw AirtableError.invalid("\"" + name + "\" must be a text");
    }
    return value.isTextual() ? value.asText() : "";
  }

  private static int number(JsonNode given, String name, int usual, int most) {
    JsonNode value = given.path(name);
    if (value.isMissingNode()) {
      return usual;
    }
    if (!value.isInt() || value.intValue() < 1 || value.intValue() > most) {
      throw AirtableError.invalid("\"" + name + "\" must be a whole number from 1 to " + most);
    }
    return value.intValue();
  }

  private static List<SortKey> sorts(JsonNode array) {
    List<SortKey> sorts = new ArrayList<>();
    for (JsonNode item : array) {
      String direction = item.path("direction").asText("asc");
      if (!item.path("field").isTextual() || !Set.of("asc", "desc").contains(direction)) {
        throw AirtableError.invalid("a sort has a field, and the direction asc or desc");
      }
      sorts.add(new SortKey(item.path("field").asText(), direction.equals("desc")));
    }
    return sorts;
  }
}
