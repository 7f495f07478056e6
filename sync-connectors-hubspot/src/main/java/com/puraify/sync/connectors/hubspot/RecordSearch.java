package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.HttpAnswer;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Searches for objects, page by page in the order of their ids.
 *
 * <p>HubSpot ends a search after 10,000 objects, and pages by counting, so that objects which come
 * and go meanwhile shift the others. So each page is a search of its own, for the ids after the
 * last one: it is never far from its beginning, nothing shifts, and any number of objects may share
 * one time.
 *
 * <p>The index lags behind: what is found is just that these objects may fit, and they are read by
 * their ids afterwards.
 */
final class RecordSearch {

  private static final String ID = "hs_object_id";

  /** How long the body of a search may be. */
  private static final int LONGEST = 3_000;

  private final HubSpotApi api;
  private final String type;

  RecordSearch(HubSpotApi api, String type) {
    this.api = api;
    this.type = type;
  }

  /**
   * What a page of a search found.
   *
   * @param objects what was found, in the order of the ids
   * @param serverTime HubSpot's clock
   * @param last the id after which it goes on, or null if it does not
   */
  record Found(List<Json> objects, Optional<Instant> serverTime, @Nullable String last) {}

  /**
   * Searches for a page of objects.
   *
   * @param ways the ways in which an object fits, each as conditions that hold together
   * @param properties the properties that are wanted
   * @param after the id after which it goes on, or null for the first page
   */
  Found page(List<List<Json>> ways, List<String> properties, @Nullable String after) {
    List<Json> groups = new ArrayList<>();
    for (List<Json> way : ways) {
      List<Json> filters = new ArrayList<>(way);
      if (after != null) {
        filters.add(filter(ID, "GT", after));
      }
      groups.add(Json.object(o -> o.put("filters", Json.array(filters))));
    }
    Json body =
        Json.object(
            o ->
                o.put("filterGroups", Json.array(groups))
                    .put(
                        "sorts",
                        Json.array(
                            Json.object(
                                sort ->
                                    sort.put("propertyName", ID).put("direction", "ASCENDING"))))
                    .put("properties", HubSpotApi.texts(properties))
                    .put("limit", HubSpotApi.SEARCH_PAGE));
    if (body.toString().length() > LONGEST) {
      throw new ConnectorException(
          Kind.UNSUPPORTED, "the search is longer than the " + LONGEST + " characters it may have");
    }
    HttpAnswer answer = api.search(type, body);
    List<Json> objects = answer.body().at("results").elements();
    String last = after;
    for (Json object : objects) {
      String id = RecordReader.id(object);
      if (!RecordIds.isAfter(id, last)) {
        throw new ConnectorException(
            Kind.PROTOCOL,
            "HubSpot's search does not keep the order of ids: " + id + " comes after " + last);
      }
      last = id;
    }
    boolean more = !answer.body().at("paging", "next").isNull() && !objects.isEmpty();
    return new Found(objects, answer.serverTime(), more ? last : null);
  }

  /** Returns a condition on one property. */
  static Json filter(String property, String operator, String value) {
    return Json.object(
        o -> o.put("propertyName", property).put("operator", operator).put("value", value));
  }

  /** Returns the condition that a property holds one of several values. */
  static Json in(String property, List<String> values) {
    return Json.object(
        o ->
            o.put("propertyName", property)
                .put("operator", "IN")
                .put("values", HubSpotApi.texts(values)));
  }

  /** Returns the condition that a property is within two values, both inclusive. */
  static Json between(String property, String low, String high) {
    return Json.object(
        o ->
            o.put("propertyName", property)
                .put("operator", "BETWEEN")
                .put("value", low)
                .put("highValue", high));
  }

  /** Returns the condition that a property is empty. */
  static Json empty(String property) {
    return Json.object(o -> o.put("propertyName", property).put("operator", "NOT_HAS_PROPERTY"));
  }

  /** Returns a point in time as searches take it; never 1970 itself, upon which HubSpot fails. */
  static String time(Instant time) {
    return Long.toString(Math.max(1_000, time.toEpochMilli()));
  }
}
