package com.puraify.sync.testkit.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Faults and counters for tests in any language. {@code POST /__simulator/fault} takes {@code
 * {"status":503,"count":2,"retryAfter":1,"body":…}}; {@code DELETE /__simulator/fault} forgets what
 * still waits; {@code GET /__simulator/requests} answers the counters and {@code DELETE} resets
 * them.
 */
final class ControlEndpoint {
  static final String ROOT = "/__simulator";

  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> KEYS = Set.of("status", "count", "retryAfter", "body");
  private static final int MAX_COUNT = 1_000_000;
  private static final int MAX_RETRY_AFTER = 86_400;

  private final Faults faults;
  private final RequestLog log;

  ControlEndpoint(Faults faults, RequestLog log) {
    this.faults = faults;
    this.log = log;
  }

  Answer answer(Incoming request) {
    try {
      return switch (request.method() + " " + request.path().substring(ROOT.length())) {
        case "POST /fault" -> queue(request);
        case "DELETE /fault" -> {
          faults.clear();
          yield json(200, JsonNodeFactory.instance.objectNode().put("waiting", 0));
        }
        case "GET /requests" -> requests();
        case "DELETE /requests" -> {
          log.clear();
          yield requests();
        }
        default ->
            throw new IllegalArgumentException(
                "unknown control request; known are POST and DELETE /__simulator/fault, "
                    + "GET and DELETE /__simulator/requests");
      };
    } catch (IllegalArgumentException e) {
      ObjectNode error = JsonNodeFactory.instance.objectNode();
      return json(400, error.put("error", e.getMessage()));
    }
  }

  private Answer requests() {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("total", log.total());
    ObjectNode kinds = body.putObject("kinds");
    log.counts().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> kinds.put(e.getKey(), e.getValue()));
    return json(200, body);
  }

  private Answer queue(Incoming request) {
    JsonNode order = parse(request);
    for (Iterator<String> keys = order.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "unknown key \"" + key + "\"; known are status, count, retryAfter, body");
      }
    }
    int status = integer(order, "status", 400, 599);
    int count = integer(order, "count", 1, MAX_COUNT);
    Fault fault = fault(status, order.path("body")).times(count);
    if (!order.path("retryAfter").isMissingNode()) {
      fault =
          fault.retryAfter(Duration.ofSeconds(integer(order, "retryAfter", 0, MAX_RETRY_AFTER)));
    }
    faults.next(fault);
    return json(200, JsonNodeFactory.instance.objectNode().put("waiting", faults.waiting()));
  }

  private static Fault fault(int status, JsonNode body) {
    if (body.isMissingNode()) {
      return Fault.status(status);
    }
    return body.isTextual()
        ? Fault.body(status, "text/html; charset=utf-8", body.textValue())
        : Fault.body(status, "application/json; charset=utf-8", body.toString());
  }

  private static JsonNode parse(Incoming request) {
    try {
      JsonNode order = JSON.readTree(request.body());
      if (order.isObject()) {
        return order;
      }
      throw new IllegalArgumentException("the body must be a JSON object");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the body is not JSON: see line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr(),
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException("the body is not JSON", e);
    }
  }

  private static int integer(JsonNode order, String key, int least, int most) {
    JsonNode value = order.path(key);
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < least
        || value.intValue() > most) {
      throw new IllegalArgumentException(
          "\""
              + key
              + "\" must be a whole number from "
              + least
              + " to "
              + most
              + ", was "
              + (value.isMissingNode() ? "missing" : value.toString()));
    }
    return value.intValue();
  }

  private static Answer json(int status, JsonNode body) {
    return Answer.of(status, "application/json; charset=utf-8", body.toString());
  }
}
