package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.testkit.simulator.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An error answer of the API, or the error of one row of a batch. */
final class HubSpotError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * What is wrong with one value.
   *
   * @param property the property's name
   * @param code such as {@code INVALID_OPTION}
   */
  record Problem(String property, String code, String message) {}

  private final int status;
  private final transient ObjectNode body;
  private final transient @Nullable Duration retryAfter;

  private HubSpotError(int status, ObjectNode body, @Nullable Duration retryAfter) {
    super(body.path("message").asText(), null, false, false);
    this.status = status;
    this.body = body;
    this.retryAfter = retryAfter;
  }

  static HubSpotError of(int status, @Nullable String category, String message) {
    ObjectNode body = Json.object().put("status", "error").put("message", message);
    if (category != null) {
      body.put("category", category);
    }
    return new HubSpotError(status, body, null);
  }

  /** Returns an error whose body has another shape than usual. */
  static HubSpotError odd(int status, ObjectNode body) {
    return new HubSpotError(status, body, null);
  }

  static HubSpotError badInput(String message) {
    return of(400, "VALIDATION_ERROR", message);
  }

  static HubSpotError conflict(String message) {
    return of(409, "CONFLICT", message);
  }

  static HubSpotError notFound(String id) {
    return of(404, "OBJECT_NOT_FOUND", "resource not found").with("id", List.of(id));
  }

  static HubSpotError noProperty(String name) {
    return of(404, "OBJECT_NOT_FOUND", "Property '" + name + "' not found");
  }

  static HubSpotError noType(String name) {
    return badInput("Unable to infer object type from: " + name);
  }

  static HubSpotError unauthenticated() {
    return of(
        401,
        "INVALID_AUTHENTICATION",
        "Authentication credentials not found. This API supports OAuth 2.0 authentication and you"
            + " can find more details at"
            + " https://developers.hubspot.com/docs/methods/auth/oauth-overview");
  }

  static HubSpotError expired(long seconds) {
    return of(
        401,
        "EXPIRED_AUTHENTICATION",
        "The OAuth token used to make this call expired " + seconds + " second(s) ago.");
  }

  static HubSpotError missingScopes(Collection<String> anyOf) {
    HubSpotError error =
        of(
            403,
            "MISSING_SCOPES",
            "This app hasn't been granted all required scopes to make this call. Read more about"
                + " required scopes here: https://developers.hubspot.com/scopes.");
    ObjectNode detail = error.body.putArray("errors").addObject();
    detail.put("message", "One or more of the following scopes are required.");
    detail.putObject("context").set("requiredGranularScopes", Json.array(anyOf));
    error.body.putObject("links").put("scopes", "https://developers.hubspot.com/scopes");
    return error;
  }

  /** Returns the refusal of a row's values: the message embeds JSON, and the list repeats it. */
  static HubSpotError invalid(List<Problem> problems, long portalId) {
    ArrayNode embedded = Json.array();
    for (Problem problem : problems) {
      embedded
          .addObject()
          .put("isValid", false)
          .put("message", problem.message)
          .put("error", problem.code)
          .put("name", problem.property)
          .put("localizedErrorMessage", problem.message)
          .put("portalId", portalId);
    }
    String text = new String(Json.bytes(embedded), StandardCharsets.UTF_8);
    HubSpotError error = badInput("Property values were not valid: " + text);
    ArrayNode errors = error.body.putArray("errors");
    for (Problem problem : problems) {
      ObjectNode detail = errors.addObject();
      detail.put("message", problem.message).put("code", problem.code);
      detail.putObject("context").putArray("propertyName").add(problem.property);
    }
    return error;
  }

  static HubSpotError tooManyInTenSeconds(String group) {
    return limited("ten_secondly_rolling", "TEN_SECONDLY_ROLLING", group);
  }

  static HubSpotError tooManyToday(String group) {
    return limited("daily", "DAILY", group);
  }

  private static HubSpotError limited(String limit, String policy, String group) {
    ObjectNode body = Json.object().put("status", "error");
    body.put("message", "You have reached your " + limit + " limit.");
    body.put("errorType", "RATE_LIMIT").put("policyName", policy).put("groupName", group);
    return odd(429, body);
  }

  /** Returns the refusal of one search too many: it names no policy. */
  static HubSpotError tooManySearches() {
    ObjectNode body = Json.object().put("status", "error");
    body.put("message", "You have reached your secondly limit.").put("errorType", "RATE_LIMIT");
    return odd(429, body);
  }

  static HubSpotError migrating(Duration left) {
    HubSpotError error =
        of(477, "MIGRATION_IN_PROGRESS", "A data hosting migration is in progress.");
    return new HubSpotError(477, error.body, left);
  }

  /** Returns the error that this status usually comes with. */
  static HubSpotError usual(int status) {
    return switch (status) {
      case 400 -> badInput("There was a problem with the request.");
      case 401 -> unauthenticated();
      case 403 -> missingScopes(List.of("crm.objects.contacts.write"));
      case 404 -> of(404, "OBJECT_NOT_FOUND", "resource not found");
      case 409 -> conflict("Conflict.");
      case 423 -> of(423, "LOCKED", "This record is locked. Please try again later.");
      case 429 -> tooManyInTenSeconds("publicapi:private-app");
      case 477 -> migrating(Duration.ofHours(1));
      case 500 -> of(500, "INTERNAL_ERROR", "internal error");
      case 502, 504 -> of(status, null, "Timeout hit before processing finished");
      case 503 -> of(503, null, "Service temporarily unavailable");
      default -> of(status, null, "The request could not be completed.");
    };
  }

  /** Returns this error with one more entry in its context. */
  HubSpotError with(String key, Collection<String> values) {
    ObjectNode context =
        body.path("context").isObject()
            ? (ObjectNode) body.path("context")
            : body.putObject("context");
    context.set(key, Json.array(values));
    return this;
  }

  HubSpotError subCategory(String value) {
    body.put("subCategory", value);
    return this;
  }

  /** Returns this error with what a fault says instead. */
  HubSpotError but(
      @Nullable String code, @Nullable String message, @Nullable Duration otherRetryAfter) {
    HubSpotError other = this;
    if (status == 429 && "DAILY".equals(code)) {
      other = tooManyToday("publicapi:private-app");
    } else if (status == 429 && "SECONDLY".equals(code)) {
      other = tooManySearches();
    } else if (code != null) {
      other.body.put(status == 429 ? "policyName" : "category", code);
    }
    if (message != null) {
      other.body.put("message", message);
    }
    return new HubSpotError(
        status, other.body, otherRetryAfter == null ? retryAfter : otherRetryAfter);
  }

  int status() {
    return status;
  }

  /** Returns the error of one row, for the list in a batch's answer. */
  ObjectNode row() {
    return body.deepCopy();
  }

  Answer answer(String correlationId) {
    ObjectNode whole = body.deepCopy();
    whole.put("correlationId", correlationId);
    Answer answer = Answer.of(status, Reply.JSON, Json.bytes(whole));
    return retryAfter == null
        ? answer
        : answer.withHeader("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
  }
}
