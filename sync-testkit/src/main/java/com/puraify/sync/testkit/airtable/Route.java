package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.puraify.sync.testkit.simulator.Answer;
import com.puraify.sync.testkit.simulator.PathTemplate;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint.
 *
 * @param kind the method and the path template, such as {@code GET /v0/{baseId}/{tableId}}
 * @param scope the scope that it takes, empty for none, or null when it takes no token at all
 * @param handler answers it; called under the lock of the workspace
 */
record Route(
    String kind, PathTemplate template, @Nullable String scope, Function<Call, Answer> handler) {
  private static final String JSON = "application/json; charset=utf-8";

  /** Returns an endpoint that answers JSON to whoever has a token with the scope. */
  static Route of(String kind, String scope, Function<Call, ? extends JsonNode> handler) {
    return new Route(
        kind,
        PathTemplate.of(kind),
        scope,
        call -> Answer.of(200, JSON, Json.bytes(handler.apply(call))));
  }

  /** Returns an endpoint that asks for no token. */
  static Route open(String kind, Function<Call, Answer> handler) {
    return new Route(kind, PathTemplate.of(kind), null, handler);
  }

  @Nullable Map<String, String> match(String method, String path) {
    return template.match(method, path);
  }

  /** Whether the calls of it count for the plan of the workspace. */
  boolean isBilled() {
    return scope != null && !kind.contains(" /v0/meta/");
  }
}
