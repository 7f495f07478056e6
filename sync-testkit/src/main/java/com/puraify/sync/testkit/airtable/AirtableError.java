package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.testkit.simulator.Answer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An error answer of the API. */
final class AirtableError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String JSON = "application/json; charset=utf-8";

  private final int status;
  private final String type;
  private final boolean bare;
  private final transient @Nullable Duration retryAfter;

  private AirtableError(
      int status,
      String type,
      @Nullable String message,
      boolean bare,
      @Nullable Duration retryAfter) {
    super(message, null, false, false);
    this.status = status;
    this.type = type;
    this.bare = bare;
    this.retryAfter = retryAfter;
  }

  static AirtableError of(int status, String type, @Nullable String message) {
    return new AirtableError(status, type, message, false, null);
  }

  /** Returns a 422, which is what Airtable answers to nearly all that is wrong in a request. */
  static AirtableError refused(String type, @Nullable String message) {
    return of(422, type, message);
  }

  /** Returns the error of parameters that fail validation. */
  static AirtableError invalid(String message) {
    return refused("INVALID_REQUEST_UNKNOWN", "Invalid request: " + message);
  }

  static AirtableError notFound() {
    return new AirtableError(404, "NOT_FOUND", null, true, null);
  }

  static AirtableError recordNotFound() {
    return of(404, "MODEL_ID_NOT_FOUND", "Record not found");
  }

  static AirtableError unseen() {
    return of(
        403,
        "INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND",
        "Invalid permissions, or the requested model was not found. Check that both your user and"
            + " your token have the required permissions, and that the model names and/or ids are"
            + " correct.");
  }

  static AirtableError forbidden(String what) {
    return of(403, "INVALID_PERMISSIONS", "You are not permitted to perform this operation" + what);
  }

  static AirtableError noRow(String id) {
    return refused("ROW_DOES_NOT_EXIST", "Record ID " + id + " does not exist in this table");
  }

  static AirtableError unknownField(String name) {
    return refused("UNKNOWN_FIELD_NAME", "Unknown field name: \"" + name + "\"");
  }

  static AirtableError badValue(FieldSpec field) {
    return refused(
        "INVALID_VALUE_FOR_COLUMN",
        "Field \"" + field.name + "\" cannot accept the provided value");
  }

  static AirtableError computed(FieldSpec field) {
    return refused(
        "INVALID_VALUE_FOR_COLUMN",
        "Field \"" + field.name + "\" cannot accept a value because the field is computed");
  }

  static AirtableError badRecords(String message) {
    return refused("INVALID_RECORDS", message);
  }

  static AirtableError badFormula(String message) {
    return refused(
        "INVALID_FILTER_BY_FORMULA", "The formula for filtering records is invalid: " + message);
  }

  static AirtableError rateLimited() {
    return of(
        429,
        "RATE_LIMIT_REACHED",
        "Rate limit exceeded. Please try again later. You will have to wait 30 seconds before"
            + " subsequent requests will succeed.");
  }

  static AirtableError quotaExceeded() {
    return of(
        429,
        "PUBLIC_API_BILLING_LIMIT_EXCEEDED",
        "The workspace has used up the API calls of its plan for this month.");
  }

  /** Returns the error that this status usually comes with. */
  static AirtableError usual(int status) {
    return switch (status) {
      case 400 -> of(400, "INVALID_REQUEST_BODY", "Could not parse request body");
      case 401 -> of(401, "AUTHENTICATION_REQUIRED", "Authentication required");
      case 403 -> unseen();
      case 404 -> notFound();
      case 413 -> of(413, "REQUEST_TOO_LARGE", "Request body is too large");
      case 422 -> invalid("the request could not be processed");
      case 429 -> rateLimited();
      case 502 -> of(502, "BAD_GATEWAY", null);
      case 503 -> of(503, "RETRIABLE_ERROR", "Service unavailable. Try again.");
      default -> of(status, "SERVER_ERROR", null);
    };
  }

  /** Returns this error with what is given put in place of its own. */
  AirtableError but(
      @Nullable String otherType, @Nullable String otherMessage, @Nullable Duration wait) {
    return new AirtableError(
        status,
        otherType == null ? type : otherType,
        otherMessage == null ? getMessage() : otherMessage,
        bare && otherType == null && otherMessage == null,
        wait == null ? retryAfter : wait);
  }

  Answer answer() {
    ObjectNode body = Json.object();
    if (bare) {
      body.put("error", type);
    } else {
      ObjectNode error = body.putObject("error").put("type", type);
      if (getMessage() != null) {
        error.put("message", getMessage());
      }
    }
    Answer answer = Answer.of(status, JSON, Json.bytes(body));
    return retryAfter == null
        ? answer
        : answer.withHeader("Retry-After", Long.toString(retryAfter.toSeconds()));
  }
}
