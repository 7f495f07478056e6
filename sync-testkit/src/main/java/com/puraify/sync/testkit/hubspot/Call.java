package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.puraify.sync.testkit.simulator.Incoming;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of the API that has passed the gates.
 *
 * @param parameters the decoded path parameters by name
 * @param body the body, missing when there is none
 * @param app who calls
 */
record Call(
    ApiVersion version, Incoming request, Map<String, String> parameters, JsonNode body, App app) {

  String parameter(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no " + name);
    }
    return value;
  }

  @Nullable String queried(String name) {
    List<String> values = request.query().get(name);
    return values == null || values.get(0).isEmpty() ? null : values.get(0);
  }

  boolean flag(String name) {
    return "true".equals(queried(name));
  }

  /** Returns the values of a query parameter that may be repeated or joined with commas. */
  List<String> list(String name) {
    List<String> all = new ArrayList<>();
    for (String values : request.query().getOrDefault(name, List.of())) {
      for (String value : values.split(",", -1)) {
        if (!value.isBlank()) {
          all.add(value.strip());
        }
      }
    }
    return all;
  }

  /** Returns the limit that the query asks for. */
  int limit(int usual, int most) {
    String text = queried("limit");
    if (text == null) {
      return usual;
    }
    int limit;
    try {
      limit = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw HubSpotError.badInput("Invalid value for limit: " + text);
    }
    if (limit < 1 || limit > most) {
      throw HubSpotError.badInput(
          "The limit parameter must be between 1 and " + most + ", inclusive. Was: " + limit);
    }
    return limit;
  }

  /** Returns the inputs of a batch. */
  List<JsonNode> inputs(int most) {
    JsonNode inputs = body.path("inputs");
    if (!inputs.isArray()) {
      throw HubSpotError.badInput(
          "Invalid input JSON: some required fields were not set: [inputs]");
    }
    if (inputs.size() > most) {
      throw HubSpotError.badInput(
          "The maximum number of inputs supported in a batch request is "
              + most
              + ". Received "
              + inputs.size()
              + ".");
    }
    List<JsonNode> rows = new ArrayList<>();
    for (JsonNode row : inputs) {
      if (!row.isObject()) {
        throw HubSpotError.badInput("Invalid input JSON: every input must be an object.");
      }
      rows.add(row);
    }
    return rows;
  }

  /** Returns a text that the body, or a part of it, must have. */
  static String required(JsonNode part, String name) {
    JsonNode value = part.path(name);
    if (!value.isTextual() && !value.isIntegralNumber()) {
      throw HubSpotError.badInput(
          "Invalid input JSON: some required fields were not set: [" + name + "]");
    }
    return value.asText();
  }

  /** Returns a text that the body, or a part of it, may have, or null. */
  static @Nullable String optional(JsonNode part, String name) {
    JsonNode value = part.path(name);
    return value.isTextual() || value.isIntegralNumber() ? value.asText() : null;
  }

  /** Returns who writes, for the history of what is written. */
  Author author() {
    return Author.app(app.id());
  }
}
