package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.HttpAnswer;
import com.puraify.sync.connector.HttpErrors;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Understands HubSpot's error answers, those of its OAuth, and those of the proxy before it. */
final class HubSpotErrors implements HttpErrors {

  /** How long the record is locked that too many write at once. */
  private static final Duration LOCKED = Duration.ofSeconds(2);

  private final ZoneId timeZone;

  /**
   * Creates an understanding.
   *
   * @param timeZone the account's, at whose midnight the daily allowance is renewed
   */
  HubSpotErrors(ZoneId timeZone) {
    this.timeZone = timeZone;
  }

  @Override
  public ConnectorException read(HttpAnswer answer) {
    Json body = answer.body();
    HubSpotFault fault = new HubSpotFault(answer.status(), Problem.read(body));
    Kind kind = kind(answer.status(), body);
    return new ConnectorException(kind, message(kind, fault, answer), fault)
        .withRetryAfter(wait(kind, answer));
  }

  private static Kind kind(int status, Json body) {
    if (isBadGrant(body)) {
      return Kind.AUTHENTICATION;
    }
    return switch (status) {
      case 401 -> Kind.AUTHENTICATION;
      case 403 -> Kind.PERMISSION;
      case 404 -> Kind.NOT_FOUND;
      case 405 -> Kind.UNSUPPORTED;
      case 408, 504, 524 -> Kind.TIMEOUT;
      case 414, 415 -> Kind.PROTOCOL;
      case 423, 477 -> Kind.UNAVAILABLE;
      case 429 -> isDaily(body) ? Kind.QUOTA : Kind.RATE_LIMITED;
      default -> status >= 500 ? Kind.UNAVAILABLE : status >= 400 ? Kind.INVALID : Kind.PROTOCOL;
    };
  }

  /** The grant or its refresh token is not taken any more: only a person can renew it. */
  private static boolean isBadGrant(Json body) {
    return "BAD_REFRESH_TOKEN".equals(body.at("status").textOrNull())
        || "invalid_grant".equals(body.at("error").textOrNull());
  }

  private static boolean isDaily(Json body) {
    return limit(body).contains("daily");
  }

  /** Returns which limit was reached, in HubSpot's words; some answers leave the policy out. */
  private static String limit(Json body) {
    return (Objects.requireNonNullElse(body.at("policyName").textOrNull(), "")
            + " "
            + Objects.requireNonNullElse(body.at("message").textOrNull(), ""))
        .toLowerCase(Locale.ROOT);
  }

  private @Nullable Duration wait(Kind kind, HttpAnswer answer) {
    if (answer.header("retry-after").isPresent()) {
      return null; // the engine reads it
    }
    if (answer.status() == 423) {
      return LOCKED;
    }
    if (kind == Kind.QUOTA) {
      return answer.serverTime().map(this::untilMidnight).orElse(null);
    }
    if (kind != Kind.RATE_LIMITED) {
      return null;
    }
    String limit = limit(answer.body());
    if (limit.contains("ten_secondly")) {
      return Duration.ofSeconds(10);
    }
    return limit.contains("secondly") ? Duration.ofSeconds(1) : null;
  }

  private Duration untilMidnight(Instant now) {
    ZonedDateTime here = now.atZone(timeZone);
    return Duration.between(here, here.toLocalDate().plusDays(1).atStartOfDay(timeZone));
  }

  private static String message(Kind kind, HubSpotFault fault, HttpAnswer answer) {
    Json body = answer.body();
    String words = fault.problem().words();
    if (words.isEmpty()) {
      words =
          Problem.shorten(
              Objects.requireNonNullElse(body.at("error_description").textOrNull(), ""));
    }
    StringBuilder message = new StringBuilder("HubSpot answered ").append(fault.getMessage());
    message.append(words.isEmpty() ? " without an error of its own" : ": " + words);
    message.append(advice(kind, answer));
    String correlation = body.at("correlationId").textOrNull();
    if (correlation != null) {
      message.append(" (correlation ").append(Problem.shorten(correlation)).append(')');
    }
    return message.toString();
  }

  private static String advice(Kind kind, HttpAnswer answer) {
    return switch (kind) {
      case AUTHENTICATION ->
          isBadGrant(answer.body())
              ? "; the account has to authorise the app anew"
              : "; check that the token is the app's current one, and that the app and the user"
                  + " who made it are still active";
      case PERMISSION -> scopes(answer.body());
      case QUOTA ->
          "; the account's calls for today are used up, by all its private apps together; they are"
              + " renewed at midnight in the account's time zone";
      case UNAVAILABLE ->
          answer.status() == 477 ? "; HubSpot is moving the account to another data centre" : "";
      default -> "";
    };
  }

  private static String scopes(Json body) {
    Set<String> scopes = new LinkedHashSet<>();
    for (Json each : body.at("errors").elements()) {
      scopes.addAll(Problem.texts(each.at("context"), "requiredGranularScopes"));
      scopes.addAll(Problem.texts(each.at("context"), "requiredScopes"));
    }
    return scopes.isEmpty()
        ? ""
        : "; grant the app one of these scopes: " + Problem.shorten(String.join(", ", scopes));
  }
}
