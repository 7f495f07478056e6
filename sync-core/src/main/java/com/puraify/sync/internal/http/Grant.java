package com.puraify.sync.internal.http;

import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A credential as the engine uses it: a plain token, or the tokens of an OAuth grant. Immutable;
 * never shown.
 */
final class Grant {

  private final Secret secret;
  private final Json members;

  private Grant(Secret secret, Json members) {
    this.secret = secret;
    this.members = members;
  }

  /**
   * Reads a credential.
   *
   * @throws ConfigurationException if it begins like JSON and is none
   */
  static Grant of(Secret secret) {
    String text = secret.reveal().strip();
    if (!text.startsWith("{")) {
      return new Grant(secret, Json.MISSING);
    }
    try {
      return new Grant(secret, Json.parse(text));
    } catch (ConnectorException e) {
      // Nothing of the parser's message: it quotes what it stumbled upon.
      throw new ConfigurationException(
          "credential", "begins like JSON and is none; store the OAuth tokens as a JSON object");
    }
  }

  /** Returns the whole, to be kept. */
  Secret secret() {
    return secret;
  }

  /** Returns what tells this credential from others. */
  String print() {
    return secret.account();
  }

  /** Returns the token to call with, or null if there is none yet. */
  @Nullable String accessToken() {
    return members.isMissing() ? secret.reveal() : member("access_token");
  }

  /** Returns what the tokens are renewed with, or null if they are not. */
  @Nullable String refreshToken() {
    return member("refresh_token");
  }

  /**
   * Returns the client's id.
   *
   * @throws ConfigurationException if there is none
   */
  String clientId() {
    String id = member("client_id");
    if (id == null) {
      throw new ConfigurationException(
          "credential", "has a refresh_token and no client_id; store both");
    }
    return id;
  }

  /** Returns the client's secret, or null if it has none. */
  @Nullable String clientSecret() {
    return member("client_secret");
  }

  /**
   * Returns when the token to call with expires, or null if nobody said.
   *
   * @throws ConfigurationException if it is no time
   */
  @Nullable Instant expires() {
    Json at = members.at("expires_at");
    try {
      return at.isNumber()
          ? Instant.ofEpochSecond(at.number().longValueExact())
          : at.isText() ? Instant.parse(at.text()) : null;
    } catch (DateTimeException | ArithmeticException e) {
      throw new ConfigurationException(
          "credential",
          "has an expires_at that is neither a time such as 2026-01-31T12:00:00Z nor a whole"
              + " number of seconds since 1970");
    }
  }

  /**
   * Returns the grant that a token endpoint's answer makes of this one.
   *
   * @param answer what it answered
   * @param asked when it was asked
   * @throws ConnectorException of kind {@code PROTOCOL} if there is no token in the answer
   */
  Grant renewed(Json answer, Instant asked) {
    if (!answer.at("access_token").isText() || answer.at("access_token").text().isBlank()) {
      throw new ConnectorException(
          ConnectorException.Kind.PROTOCOL, "the token endpoint's answer has no access_token");
    }
    Map<String, Json> renewed = new LinkedHashMap<>(members.members());
    renewed.put("access_token", answer.at("access_token"));
    if (answer.at("refresh_token").isText() && !answer.at("refresh_token").text().isBlank()) {
      renewed.put("refresh_token", answer.at("refresh_token"));
    }
    renewed.remove("expires_at");
    Json seconds = answer.at("expires_in");
    if (seconds.isNumber() && seconds.number().compareTo(BigDecimal.ZERO) > 0) {
      Instant expires = asked.plusSeconds(seconds.number().longValue());
      renewed.put("expires_at", Json.of(expires.toString()));
    }
    Json json = Json.object(renewed);
    return new Grant(Secret.of(json.toString()), json);
  }

  private @Nullable String member(String name) {
    String text = members.at(name).textOrNull();
    return text == null || text.isBlank() ? null : text;
  }

  @Override
  public String toString() {
    return "Grant[***]";
  }
}
