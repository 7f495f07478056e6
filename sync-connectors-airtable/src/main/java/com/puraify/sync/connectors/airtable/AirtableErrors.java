package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.HttpAnswer;
import com.puraify.sync.connector.HttpErrors;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.time.Duration;
import java.util.Objects;

/** Understands Airtable's error answers, in both forms that they come in. */
final class AirtableErrors implements HttpErrors {

  /** How long Airtable refuses every call after one too many. */
  static final Duration PENALTY = Duration.ofSeconds(30);

  private static final int LONGEST_MESSAGE = 500;
  private static final String QUOTA = "PUBLIC_API_BILLING_LIMIT_EXCEEDED";

  @Override
  public ConnectorException read(HttpAnswer answer) {
    Json error = answer.body().at("error");
    String type = error.isText() ? error.text() : textOf(error.at("type"));
    AirtableFault fault =
        new AirtableFault(answer.status(), type, shorten(textOf(error.at("message"))));
    Kind kind = kind(fault);
    ConnectorException exception = new ConnectorException(kind, message(kind, fault), fault);
    return kind == Kind.RATE_LIMITED ? exception.withRetryAfter(pause(answer)) : exception;
  }

  private static String textOf(Json json) {
    return Objects.requireNonNullElse(json.textOrNull(), "");
  }

  private static Kind kind(AirtableFault fault) {
    if (fault.type().equals(QUOTA)) {
      return Kind.QUOTA;
    }
    if (fault.isListingLost()) {
      return Kind.STALE;
    }
    int status = fault.status();
    return switch (status) {
      case 401 -> Kind.AUTHENTICATION;
      case 403 -> Kind.PERMISSION;
      case 404 -> Kind.NOT_FOUND;
      case 408, 504 -> Kind.TIMEOUT;
      case 429 -> Kind.RATE_LIMITED;
      default -> status >= 500 ? Kind.UNAVAILABLE : status >= 400 ? Kind.INVALID : Kind.PROTOCOL;
    };
  }

  /** Airtable's penalty is the least; it asks for more time if it wants more. */
  private static Duration pause(HttpAnswer answer) {
    String asked = answer.header("retry-after").orElse("");
    Duration wait =
        asked.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(asked)) : Duration.ZERO;
    return wait.compareTo(PENALTY) > 0 ? wait : PENALTY;
  }

  private static String message(Kind kind, AirtableFault fault) {
    String words =
        !fault.words().isEmpty()
            ? ": " + fault.words()
            : fault.type().isEmpty() ? " without an error of its own" : "";
    return "Airtable answered " + fault.getMessage() + words + advice(kind, fault);
  }

  private static String advice(Kind kind, AirtableFault fault) {
    return switch (kind) {
      case AUTHENTICATION -> "; check that the token is complete and not revoked or expired";
      case PERMISSION ->
          fault.type().equals("INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND")
              ? "; it does not exist, or the token lacks the base or a scope, or its user a right"
                  + " in the base"
              : "; the token needs the scope for it, and its user the right in the base";
      case QUOTA ->
          "; the workspace's calls of this month are used up: they are reset with the month, or"
              + " raised with the plan";
      default -> fault.status() == 413 ? "; the values are too large for one request" : "";
    };
  }

  private static String shorten(String text) {
    return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "…";
  }
}
