package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.puraify.sync.testkit.simulator.Answer;
import com.puraify.sync.testkit.simulator.Fault;
import com.puraify.sync.testkit.simulator.Incoming;
import com.puraify.sync.testkit.simulator.ServedPlatform;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The gates that every request passes, in this order: length of the URL, known path, token, limit
 * of the user, limit of the base, plan, scope, body; then its endpoint.
 */
final class AirtableApi implements ServedPlatform {
  private static final int LONGEST_URL = 16_000;
  private static final int LARGEST_BODY = 10_000_000;
  private static final Grant NOBODY =
      new Grant(new SimulatedCollaborator("", "", ""), Set.of(), Set.of(), null, "");

  private record Matched(Route route, Map<String, String> parameters) {}

  private final Workspace workspace;
  private final Grants grants;
  private final Limits limits;
  private final List<Route> routes;

  AirtableApi(Workspace workspace, Grants grants, Limits limits, List<Route> routes) {
    this.workspace = workspace;
    this.grants = grants;
    this.limits = limits;
    this.routes = routes;
  }

  @Override
  public String kind(Incoming request) {
    Matched matched = match(request);
    return matched == null ? request.method() + " (unknown)" : matched.route.kind();
  }

  /** A slash at the end does not matter: the official client writes to such paths. */
  private @Nullable Matched match(Incoming request) {
    String path = request.path();
    String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    for (Route route : routes) {
      Map<String, String> parameters = route.match(request.method(), bare);
      if (parameters != null) {
        return new Matched(route, parameters);
      }
    }
    return null;
  }

  @Override
  public Answer answer(Incoming request) {
    try {
      return workspace.locked(() -> pass(request));
    } catch (AirtableError e) {
      return e.answer();
    }
  }

  private Answer pass(Incoming request) {
    if (workspace.address.length() + request.target().length() > LONGEST_URL) {
      throw AirtableError.of(414, "REQUEST_URL_TOO_LONG", "The URL is too long.");
    }
    Matched matched = match(request);
    if (matched == null) {
      throw AirtableError.notFound();
    }
    Route route = matched.route;
    String scope = route.scope();
    if (scope == null) {
      return route.handler().apply(new Call(request, matched.parameters, form(request), NOBODY));
    }
    Grant grant = grants.of(request.header("authorization"));
    limits.admitUser(grant.user().id());
    String baseId = matched.parameters.get("baseId");
    if (baseId != null) {
      admit(grant, baseId);
    }
    if (route.isBilled()) {
      limits.bill();
    }
    if (!scope.isEmpty() && !grant.scopes().contains(scope)) {
      throw AirtableError.unseen();
    }
    return route.handler().apply(new Call(request, matched.parameters, body(request), grant));
  }

  private void admit(Grant grant, String baseId) {
    workspace.visible(baseId);
    if (!grant.covers(baseId)) {
      throw AirtableError.unseen();
    }
    limits.admitBase(baseId);
  }

  private static JsonNode form(Incoming request) {
    return Json.text(request.bodyText());
  }

  private static JsonNode body(Incoming request) {
    if (request.body().length == 0) {
      return MissingNode.getInstance();
    }
    if (request.body().length > LARGEST_BODY) {
      throw AirtableError.usual(413);
    }
    String type = request.header("content-type");
    if (type == null || !type.startsWith("application/json")) {
      throw AirtableError.refused("INVALID_REQUEST_BODY", "The body must be application/json");
    }
    JsonNode body;
    try {
      body = Json.parse(request.body());
    } catch (IOException e) {
      throw AirtableError.usual(400);
    }
    if (!body.isObject()) {
      throw AirtableError.refused("INVALID_REQUEST_BODY", "The body must be a JSON object");
    }
    return body;
  }

  @Override
  public Answer failure(Incoming request, Fault.Failure failure, @Nullable Answer committed) {
    return AirtableError.usual(failure.status())
        .but(failure.code(), failure.message(), failure.retryAfter())
        .answer();
  }
}
