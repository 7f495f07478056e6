package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.testkit.simulator.Answer;
import com.puraify.sync.testkit.simulator.Fault;
import com.puraify.sync.testkit.simulator.Incoming;
import com.puraify.sync.testkit.simulator.ServedPlatform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The gates that every request passes, in this order: known path, token, version, rate limit,
 * capability, body; then its endpoint.
 */
final class NotionApi implements ServedPlatform {
  private static final String JSON = "application/json; charset=utf-8";
  private static final int LARGEST_BODY = 500_000;
  private static final int DEADLINE_MILLIS = 55_000;
  private static final Set<String> WRITES = Set.of("PATCH", "DELETE", "POST");

  private record Matched(Route route, Map<String, String> parameters) {}

  private final Workspace workspace;
  private final Limits limits;
  private final String token;
  private final List<Route> routes;
  private final Set<String> busyPages = ConcurrentHashMap.newKeySet();

  NotionApi(Workspace workspace, Limits limits, String token, List<Route> routes) {
    this.workspace = workspace;
    this.limits = limits;
    this.token = token;
    this.routes = routes;
  }

  @Override
  public String kind(Incoming request) {
    Matched matched = match(request);
    return matched == null ? request.method() + " (unknown)" : matched.route.kind();
  }

  private @Nullable Matched match(Incoming request) {
    for (Route route : routes) {
      Map<String, String> parameters = route.match(request.method(), request.path());
      if (parameters != null) {
        return new Matched(route, parameters);
      }
    }
    return null;
  }

  /** Lets one write at a time through to a page; the second is a conflict. */
  @Override
  public Answer around(Incoming request, Supplier<Answer> rest) {
    String page = writtenPage(request);
    if (page == null || !workspace.quirks.conflicts()) {
      return rest.get();
    }
    if (!busyPages.add(page)) {
      return NotionError.conflict().answer(workspace.ids.request());
    }
    try {
      return rest.get();
    } finally {
      busyPages.remove(page);
    }
  }

  private @Nullable String writtenPage(Incoming request) {
    Matched matched = WRITES.contains(request.method()) ? match(request) : null;
    String id = matched == null ? null : matched.parameters.get("page_id");
    if (matched != null && id == null && request.method().equals("DELETE")) {
      id = matched.parameters.get("block_id");
    }
    return id == null ? null : Shape.tryId(id);
  }

  @Override
  public Answer answer(Incoming request) {
    String requestId = workspace.ids.request();
    try {
      ObjectNode body = pass(request);
      if (workspace.quirks.extraFields()) {
        body.put("x_future_flag", true);
      }
      body.put("request_id", requestId);
      return Answer.of(200, JSON, Json.bytes(body)).withHeader("x-notion-request-id", requestId);
    } catch (NotionError e) {
      return e.answer(requestId).withHeader("x-notion-request-id", requestId);
    }
  }

  private ObjectNode pass(Incoming request) {
    Matched matched = match(request);
    if (matched == null) {
      throw new NotionError(400, "invalid_request_url", "Invalid request URL.", null, null);
    }
    if (!("Bearer " + token).equals(request.header("authorization"))) {
      throw NotionError.usual(401);
    }
    ApiVersion version = version(request, matched);
    limits.admit();
    NotionQuirks.Capability needs = matched.route.needs();
    if (needs != null && !workspace.quirks.may(needs)) {
      throw NotionError.usual(403);
    }
    Call call = new Call(version, request, matched.parameters, body(request));
    return workspace.locked(() -> matched.route.handler().apply(call));
  }

  private ApiVersion version(Incoming request, Matched matched) {
    String header = request.header("notion-version");
    if (header == null) {
      throw new NotionError(
          400,
          "missing_version",
          "Notion-Version header failed validation: Notion-Version header should be defined,"
              + " instead was `undefined`.",
          null,
          null);
    }
    ApiVersion version = ApiVersion.of(header);
    if (version != null) {
      return version;
    }
    if (header.equals(ApiVersion.BEFORE_DATA_SOURCES)) {
      workspace.locked(() -> refuseSeveralSources(matched));
    }
    throw NotionError.validation(
        "Notion-Version header failed validation: Notion-Version header should be `\""
            + String.join("\"`, `\"", ApiVersion.headers())
            + "\"`, instead was `\""
            + header
            + "\"`.");
  }

  private void refuseSeveralSources(Matched matched) {
    String id = Shape.tryId(matched.parameters.getOrDefault("database_id", ""));
    DatabaseRecord database = id == null ? null : workspace.databases.get(id);
    if (database != null && database.dataSources.size() > 1) {
      throw severalSources(database);
    }
  }

  static NotionError severalSources(DatabaseRecord database) {
    ObjectNode additional = Json.object();
    additional.put("error_type", "multiple_data_sources_for_database");
    additional.put("database_id", database.id);
    ArrayNode children = additional.putArray("child_data_source_ids");
    database.dataSources.forEach(source -> children.add(source.id));
    additional.put("minimum_api_version", "2025-09-03");
    return NotionError.validation(
        "Databases with multiple data sources are not supported in this API version.", additional);
  }

  private static JsonNode body(Incoming request) {
    if (request.body().length == 0) {
      return request.method().equals("GET") || request.method().equals("DELETE")
          ? MissingNode.getInstance()
          : Json.object();
    }
    if (request.body().length > LARGEST_BODY) {
      throw NotionError.validation("Request body is too large. The maximum size is 500 KB.");
    }
    String type = request.header("content-type");
    try {
      if (type != null && type.startsWith("application/json")) {
        return Shape.object("body", Json.parse(request.body()));
      }
    } catch (IOException e) {
      throw invalidJson();
    }
    throw invalidJson();
  }

  private static NotionError invalidJson() {
    return new NotionError(400, "invalid_json", "Error parsing JSON body.", null, null);
  }

  @Override
  public Answer failure(Incoming request, Fault.Failure failure, @Nullable Answer committed) {
    NotionError error =
        failure.status() == 503 && committed != null && failure.hints()
            ? NotionError.unavailable(hints(request, committed))
            : NotionError.usual(failure.status());
    return error
        .but(failure.code(), failure.message(), failure.retryAfter())
        .answer(workspace.ids.request());
  }

  /** Returns what a 503 after the commit says: to read again, and what was created. */
  private ObjectNode hints(Incoming request, Answer committed) {
    ObjectNode additional = Json.object();
    if (committed.status() != 200) {
      return additional;
    }
    if (kind(request).equals("POST /v1/pages")) {
      additional.put("committed_resource_id", id(committed));
    }
    additional.put("elapsed_ms", Integer.toString(DEADLINE_MILLIS + 12));
    additional.put("deadline_ms", Integer.toString(DEADLINE_MILLIS));
    additional
        .putArray("retry_guidance")
        .add("The write may have been committed.")
        .add("Read the resource again instead of repeating the write.");
    return additional;
  }

  private static String id(Answer committed) {
    try (InputStream body = committed.body().get()) {
      return Json.parse(body.readAllBytes()).path("id").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
