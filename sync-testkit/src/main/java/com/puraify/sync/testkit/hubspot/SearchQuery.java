package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A search that has passed all limits.
 *
 * @param groups the filters: all of any group must hold
 * @param sortBy the property to sort by, or null for the order of creation
 * @param text what any searchable text must contain, or null
 */
record SearchQuery(
    List<List<SearchFilter>> groups,
    @Nullable String sortBy,
    boolean descending,
    @Nullable String text,
    List<String> properties,
    int limit,
    int offset) {
  static final int LARGEST_PAGE = 200;
  static final int LONGEST = 3_000;
  private static final int USUAL_PAGE = 10;
  private static final int MOST_GROUPS = 5;
  private static final int MOST_FILTERS_IN_GROUP = 6;
  private static final int MOST_FILTERS = 18;

  static SearchQuery parse(Call call, ObjectType type, Portal portal) {
    JsonNode body = call.body();
    if (call.request().bodyText().length() > LONGEST) {
      throw HubSpotError.badInput(
          "The request body is too long: at most " + LONGEST + " characters are allowed.");
    }
    JsonNode sorts = body.path("sorts");
    if (sorts.size() > 1) {
      throw HubSpotError.badInput("Only one sort is allowed.");
    }
    String text = Call.optional(body, "query");
    int limit = integer(body, "limit", USUAL_PAGE);
    if (limit < 0 || limit > LARGEST_PAGE) {
      throw HubSpotError.badInput(
          "The limit must be from 0 to " + LARGEST_PAGE + ", was " + limit + ".");
    }
    int offset = integer(body, "after", 0);
    int cap = portal.quirks.searchCap();
    if (offset < 0 || offset + (long) limit > cap) {
      throw HubSpotError.badInput(
          "Search results are limited to " + cap + ": the offset and the limit go beyond.");
    }
    return new SearchQuery(
        groups(body, type, portal),
        sorts.isEmpty() ? null : sortProperty(sorts.path(0)),
        !sorts.isEmpty() && descending(sorts.path(0)),
        text == null || text.isBlank() ? null : text.strip().toLowerCase(Locale.ROOT),
        Json.texts(body.path("properties")),
        limit,
        offset);
  }

  private static int integer(JsonNode body, String name, int usual) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull() || value.asText().isEmpty()) {
      return usual;
    }
    try {
      return Integer.parseInt(value.asText());
    } catch (NumberFormatException e) {
      throw HubSpotError.badInput("Invalid value for " + name + ": " + value.asText());
    }
  }

  private static String sortProperty(JsonNode sort) {
    if (sort.isTextual()) {
      return sort.asText().startsWith("-") ? sort.asText().substring(1) : sort.asText();
    }
    return Call.required(sort, "propertyName");
  }

  private static boolean descending(JsonNode sort) {
    if (sort.isTextual()) {
      return sort.asText().startsWith("-");
    }
    String direction = sort.path("direction").asText("ASCENDING");
    if (!direction.equals("ASCENDING") && !direction.equals("DESCENDING")) {
      throw HubSpotError.badInput("Invalid sort direction: " + direction);
    }
    return direction.equals("DESCENDING");
  }

  private static List<List<SearchFilter>> groups(JsonNode body, ObjectType type, Portal portal) {
    List<List<SearchFilter>> groups = new ArrayList<>();
    int total = 0;
    for (JsonNode group : body.path("filterGroups")) {
      List<SearchFilter> filters = new ArrayList<>();
      for (JsonNode filter : group.path("filters")) {
        filters.add(SearchFilter.parse(filter, type, portal));
      }
      total += filters.size();
      if (filters.size() > MOST_FILTERS_IN_GROUP) {
        throw HubSpotError.badInput(
            "A filter group may have " + MOST_FILTERS_IN_GROUP + " filters at most.");
      }
      groups.add(filters);
    }
    if (groups.size() > MOST_GROUPS || total > MOST_FILTERS) {
      throw HubSpotError.badInput(
          "A search may have "
              + MOST_GROUPS
              + " filter groups and "
              + MOST_FILTERS
              + " filters at most.");
    }
    return groups;
  }
}
