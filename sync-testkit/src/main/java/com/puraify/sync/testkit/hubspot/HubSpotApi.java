package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.puraify.sync.testkit.simulator.Answer;
import com.puraify.sync.testkit.simulator.Fault;
import com.puraify.sync.testkit.simulator.Incoming;
import com.puraify.sync.testkit.simulator.ServedPlatform;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The gates that every request passes, in this order: length of the address, known path and method,
 * token, migration, rate limits, scopes, body; then its endpoint.
 */
final class HubSpotApi implements ServedPlatform {
  private static final int LONGEST_ADDRESS = 16_000;
  private static final Set<String> WRITES = Set.of("PATCH", "DELETE");

  private record Matched(Route route, Map<String, String> parameters) {}

  private final Portal portal;
  private final Limits limits;
  private final Credentials credentials;
  private final List<Route> routes;
  private final Set<String> busyRecords = ConcurrentHashMap.newKeySet();

  HubSpotApi(Portal portal, Limits limits, Credentials credentials, List<Route> routes) {
    this.portal = portal;
    this.limits = limits;
    this.credentials = credentials;
    this.routes = routes;
  }

  @Override
  public String kind(Incoming request) {
    Matched matched = match(request.method(), request.path());
    return matched == null ? request.method() + " (unknown)" : matched.route.kind();
  }

  private @Nullable Matched match(@Nullable String method, String path) {
    for (Route route : routes) {
      if (method == null || route.method().equals(method)) {
        Map<String, String> parameters = route.match(path);
        if (parameters != null) {
          return new Matched(route, parameters);
        }
      }
    }
    return null;
  }

  /** Lets one write at a time through to a record when locks are on; the second finds it locked. */
  @Override
  public Answer around(Incoming request, Supplier<Answer> rest) {
    String record =
        WRITES.contains(request.method()) && portal.quirks.recordLocks() ? request.path() : null;
    if (record == null) {
      return rest.get();
    }
    if (!busyRecords.add(record)) {
      return HubSpotError.usual(423).answer(portal.ids.correlation());
    }
    try {
      return rest.get();
    } finally {
      busyRecords.remove(record);
    }
  }

  @Override
  public Answer answer(Incoming request) {
    String correlationId = portal.ids.correlation();
    Matched matched = match(request.method(), request.path());
    Answer answer;
    try {
      answer = pass(request, matched).answer();
    } catch (HubSpotError e) {
      answer = e.answer(correlationId);
    }
    return withHeaders(answer, request, matched)
        .withHeader("X-HubSpot-Correlation-Id", correlationId);
  }

  private Answer withHeaders(Answer bare, Incoming request, @Nullable Matched matched) {
    if (matched == null || bare.status() == 401 || matched.route.access() == Route.Access.OPEN) {
      return bare;
    }
    Answer answer = bare;
    App app = credentials.authenticate(request.header("authorization"));
    for (var header : limits.headers(app, matched.route.limit()).entrySet()) {
      answer = answer.withHeader(header.getKey(), header.getValue());
    }
    return answer;
  }

  private Reply pass(Incoming request, @Nullable Matched matched) {
    if (addressLength(request) > LONGEST_ADDRESS) {
      throw HubSpotError.of(414, null, "URI Too Long");
    }
    if (matched == null) {
      throw match(null, request.path()) == null
          ? HubSpotError.of(404, null, "Unable to find a handler for " + request.path())
          : HubSpotError.of(405, null, "Method not allowed");
    }
    Route route = matched.route;
    App app =
        route.access() == Route.Access.OPEN
            ? credentials.privateApp()
            : credentials.authenticate(request.header("authorization"));
    Duration migration = portal.locked(this::migration);
    if (!migration.isZero()) {
      throw HubSpotError.migrating(migration);
    }
    limits.admit(app, route.limit());
    Call call = new Call(route.version(), request, matched.parameters, body(request), app);
    return portal.locked(
        () -> {
          demandScopes(route, call);
          return route.handler().apply(call);
        });
  }

  private static int addressLength(Incoming request) {
    int length = request.path().length();
    for (Map.Entry<String, List<String>> parameter : request.query().entrySet()) {
      for (String value : parameter.getValue()) {
        length += parameter.getKey().length() + value.length() + 2;
      }
    }
    return length;
  }

  private Duration migration() {
    Instant until = portal.migratingUntil;
    Instant now = portal.now();
    return until == null || !now.isBefore(until) ? Duration.ZERO : Duration.between(now, until);
  }

  private void demandScopes(Route route, Call call) {
    Route.Access access = route.access();
    if (access == Route.Access.OPEN || access == Route.Access.ANY) {
      return;
    }
    if (access == Route.Access.OWNERS) {
      demand(call.app(), Set.of("crm.objects.owners.read"));
      return;
    }
    for (String parameter : List.of("objectType", "fromObjectType", "toObjectType")) {
      String name = call.parameters().get(parameter);
      if (name != null) {
        demand(call.app(), scopes(portal.requireType(name), access));
      }
    }
  }

  private static Set<String> scopes(ObjectType type, Route.Access access) {
    String name = type.scope();
    Set<String> anyOf = new TreeSet<>();
    if (name.equals("tickets")) {
      anyOf.add("tickets");
    }
    switch (access) {
      case READ -> anyOf.add("crm.objects." + name + ".read");
      case WRITE -> anyOf.add("crm.objects." + name + ".write");
      case READ_SCHEMA -> {
        anyOf.add("crm.schemas." + name + ".read");
        anyOf.add("crm.objects." + name + ".read");
      }
      default -> anyOf.add("crm.schemas." + name + ".write");
    }
    return anyOf;
  }

  private void demand(App app, Set<String> anyOf) {
    if (!app.may(anyOf, portal.quirks)) {
      throw HubSpotError.missingScopes(anyOf);
    }
  }

  private static JsonNode body(Incoming request) {
    if (request.body().length == 0) {
      return request.method().equals("GET") || request.method().equals("DELETE")
          ? MissingNode.getInstance()
          : Json.object();
    }
    String type = request.header("content-type");
    if (type != null && type.startsWith("application/x-www-form-urlencoded")) {
      return MissingNode.getInstance();
    }
    if (type == null || !type.startsWith("application/json")) {
      throw HubSpotError.of(415, null, "Unsupported Media Type");
    }
    try {
      return Json.parse(request.body());
    } catch (IOException e) {
      throw HubSpotError.badInput("Invalid input JSON: it cannot be parsed.");
    }
  }

  @Override
  public Answer failure(Incoming request, Fault.Failure failure, @Nullable Answer committed) {
    HubSpotError error =
        HubSpotError.usual(failure.status())
            .but(failure.code(), failure.message(), failure.retryAfter());
    String correlationId = portal.ids.correlation();
    return error.answer(correlationId).withHeader("X-HubSpot-Correlation-Id", correlationId);
  }
}
