package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.HttpAnswer;
import com.puraify.sync.connector.HttpErrors;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Understands Notion's error answers, and those of the proxy in front of it. */
final class NotionErrors implements HttpErrors {

  private static final int LONGEST_MESSAGE = 500;

  @Override
  public ConnectorException read(HttpAnswer answer) {
    Json body = answer.body();
    Json more = body.at("additional_data");
    String code = Objects.requireNonNullElse(body.at("code").textOrNull(), "");
    String words = shorten(Objects.requireNonNullElse(body.at("message").textOrNull(), ""));
    String committed = more.at("committed_resource_id").textOrNull();
    NotionFault fault =
        new NotionFault(
            answer.status(), code, words, committed == null ? null : NotionIds.normal(committed));
    Kind kind = kind(answer.status(), code, more);
    ConnectorException exception =
        new ConnectorException(kind, message(kind, fault, answer, more), fault);
    Duration wait = wait(more);
    if (wait != null) {
      exception = exception.withRetryAfter(wait);
    }
    return committed == null ? exception : exception.withEffectPossible();
  }

  private static Kind kind(int status, String code, Json more) {
    if (more.at("block_limit").isText() || code.equals("row_limit_exceeded")) {
      return Kind.QUOTA;
    }
    return switch (status) {
      case 401 -> Kind.AUTHENTICATION;
      case 403 -> Kind.PERMISSION;
      case 404 -> Kind.NOT_FOUND;
      case 409 -> Kind.STALE;
      case 429 -> isBlocked(more) ? Kind.PERMISSION : Kind.RATE_LIMITED;
      case 529 -> Kind.RATE_LIMITED;
      case 408, 504 -> Kind.TIMEOUT;
      default -> status >= 500 ? Kind.UNAVAILABLE : status >= 400 ? Kind.INVALID : Kind.PROTOCOL;
    };
  }

  private static String message(Kind kind, NotionFault fault, HttpAnswer answer, Json more) {
    String advice =
        switch (kind) {
          case AUTHENTICATION ->
              "; check that the token is the integration's current secret, or renew it";
          case NOT_FOUND -> "; it does not exist, or is not shared with the integration";
          case QUOTA ->
              more.at("block_limit").isText()
                  ? "; a workspace with several members on Notion's free plan takes 1,000 blocks in"
                      + " all, and it holds them: nothing more can be created there until its plan"
                      + " is raised"
                  : "; the data source takes no more rows";
          case PERMISSION ->
              isBlocked(more)
                  ? "; Notion blocks this integration's requests and waiting does not help: ask"
                      + " Notion's support"
                  : "";
          default -> "";
        };
    return "Notion answered " + fault.getMessage() + words(fault) + advice + reference(answer);
  }

  private static String words(NotionFault fault) {
    if (!fault.words().isEmpty()) {
      return ": " + fault.words();
    }
    return fault.code().isEmpty() ? " without an error of its own" : "";
  }

  private static String reference(HttpAnswer answer) {
    String request =
        answer
            .header("x-notion-request-id")
            .or(() -> Optional.ofNullable(answer.body().at("request_id").textOrNull()))
            .orElse(null);
    if (request != null) {
      return " (request " + shorten(request) + ")";
    }
    return answer.header("cf-ray").map(ray -> " (edge ray " + shorten(ray) + ")").orElse("");
  }

  private static boolean isBlocked(Json more) {
    return "public_api_request_blocked".equals(more.at("rate_limit_reason").textOrNull());
  }

  private static @Nullable Duration wait(Json more) {
    Json seconds = more.at("retry_after");
    String text =
        seconds.isNumber() ? seconds.number().toBigInteger().toString() : seconds.textOrNull();
    return text != null && text.matches("\\d{1,6}")
        ? Duration.ofSeconds(Long.parseLong(text))
        : null;
  }

  private static String shorten(String text) {
    return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "…";
  }
}
