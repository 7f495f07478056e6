package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.testkit.simulator.Answer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An error answer of the API. */
final class NotionError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient @Nullable ObjectNode additional;
  private final transient @Nullable Duration retryAfter;

  NotionError(
      int status,
      String code,
      String message,
      @Nullable ObjectNode additional,
      @Nullable Duration retryAfter) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.additional = additional;
    this.retryAfter = retryAfter;
  }

  static NotionError validation(String message) {
    return new NotionError(400, "validation_error", message, null, null);
  }

  static NotionError validation(String message, ObjectNode additional) {
    return new NotionError(400, "validation_error", message, additional, null);
  }

  static NotionError notFound(String what, String id) {
    return new NotionError(
        404,
        "object_not_found",
        "Could not find "
            + what
            + " with ID: "
            + id
            + ". Make sure the relevant pages and databases are shared with your integration.",
        null,
        null);
  }

  static NotionError noProperty(String nameOrId) {
    return validation("Could not find property with name or id: " + nameOrId);
  }

  static NotionError inTrash() {
    return validation(
        "Can't edit block that is archived. You must unarchive the block before editing.");
  }

  static NotionError conflict() {
    return usual(409);
  }

  static NotionError restricted(String message, @Nullable ObjectNode additional) {
    return new NotionError(403, "restricted_resource", message, additional, null);
  }

  static NotionError rateLimited(String reason, Duration wait) {
    ObjectNode additional = Json.object().put("rate_limit_reason", reason);
    additional.put("retry_after", Long.toString(seconds(wait)));
    return new NotionError(
        429,
        "rate_limited",
        "You have been rate limited. Please try again in a few minutes.",
        additional,
        wait);
  }

  /** Returns the error that this status usually comes with. */
  static NotionError usual(int status) {
    return switch (status) {
      case 400 -> validation("Validation failed.");
      case 401 -> error(401, "unauthorized", "API token is invalid.");
      case 403 -> restricted("Insufficient permissions for this endpoint.", null);
      case 404 -> error(404, "object_not_found", "Could not find the object with the given ID.");
      case 409 -> error(409, "conflict_error", "Conflict occurred while saving. Please try again.");
      case 429 -> rateLimited("public_api_request_rate_limit", Duration.ofSeconds(1));
      case 500 -> error(500, "internal_server_error", "Unexpected error occurred.");
      case 502 -> error(502, "bad_gateway", "Bad gateway. Please try again later.");
      case 503 -> unavailable(null);
      case 504 -> error(504, "gateway_timeout", "Gateway timeout. Please try again later.");
      case 529 -> error(529, "service_overload", "Notion is overloaded. Please try again later.");
      default -> error(status, "internal_server_error", "Unexpected error occurred.");
    };
  }

  /** Returns a 503 with this additional data. */
  static NotionError unavailable(@Nullable ObjectNode additional) {
    return new NotionError(
        503,
        "service_unavailable",
        "Notion is unavailable, please try again later.",
        additional,
        null);
  }

  /** Returns this error with what is given put in place of its own. */
  NotionError but(
      @Nullable String otherCode, @Nullable String otherMessage, @Nullable Duration wait) {
    NotionError limited = status == 429 && wait != null ? rateLimited(reason(), wait) : this;
    String message = otherMessage == null ? String.valueOf(getMessage()) : otherMessage;
    return new NotionError(
        status,
        otherCode == null ? code : otherCode,
        message,
        limited.additional,
        wait == null ? retryAfter : wait);
  }

  private String reason() {
    return additional == null ? "other" : additional.path("rate_limit_reason").asText("other");
  }

  Answer answer(String requestId) {
    ObjectNode body = Json.object().put("object", "error").put("status", status);
    body.put("code", code).put("message", getMessage());
    if (additional != null) {
      body.set("additional_data", additional);
    }
    body.put("request_id", requestId);
    Answer answer = Answer.of(status, "application/json; charset=utf-8", Json.bytes(body));
    return retryAfter == null
        ? answer
        : answer.withHeader("Retry-After", Long.toString(seconds(retryAfter)));
  }

  private static long seconds(Duration wait) {
    return Math.max(1, wait.plusMillis(999).toSeconds());
  }

  private static NotionError error(int status, String code, String message) {
    return new NotionError(status, code, message, null, null);
  }
}
