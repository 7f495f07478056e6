package com.puraify.sync.internal.http;

import com.puraify.sync.connector.HttpAnswer;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.connector.OAuthSettings;
import com.puraify.sync.connector.OAuthSettings.ClientAuthentication;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.host.TimeSource;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where an OAuth grant is renewed. No message of it repeats what was sent or received.
 *
 * <p>Asking again after a lost answer is all that can be done: if the platform did renew the
 * tokens, the old ones are void and it says so, else it renews them now.
 */
final class TokenEndpoint {

  private static final int ATTEMPTS = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_BYTES = 1 << 20;

  private final HttpTransport transport;
  private final OAuthSettings settings;
  private final HttpSettings reading;
  private final TimeSource time;
  private final Backoff backoff;

  /**
   * What came of asking.
   *
   * @param grant the renewed grant; empty if the platform says that the old one is void
   * @param answerLost whether an earlier attempt may have been heard, though its answer was not
   */
  record Renewal(Optional<Grant> grant, boolean answerLost) {}

  TokenEndpoint(HttpTransport transport, OAuthSettings settings, TimeSource time) {
    this.transport = transport;
    this.settings = settings;
    this.time = time;
    this.backoff = new Backoff(time);
    this.reading =
        HttpSettings.builder(settings.credentialName(), "", settings.tokenEndpoint())
            .timeout(TIMEOUT)
            .maxBytes(MAX_BYTES)
            .build();
  }

  /**
   * Renews a grant.
   *
   * @throws ConnectorException of kind {@code AUTHENTICATION} if the platform does not know the
   *     client; {@code UNAVAILABLE} if it gave no answer that tells
   */
  Renewal renew(Grant grant, Lane lane) {
    boolean answerLost = false;
    for (int attempt = 1; ; attempt++) {
      try {
        Instant asked = time.instant();
        Optional<HttpAnswer> answer = judged(ask(grant, lane));
        return new Renewal(answer.map(each -> grant.renewed(each.body(), asked)), answerLost);
      } catch (ConnectorException e) {
        answerLost |= e.effectPossible();
        if (e.kind() != Kind.UNAVAILABLE || attempt == ATTEMPTS) {
          throw e;
        }
        lane.cancellation().sleep(e.retryAfter().orElse(backoff.after(attempt)));
      }
    }
  }

  private HttpAnswer ask(Grant grant, Lane lane) {
    lane.cancellation().check();
    lane.counter().run();
    HttpResponse<Body> response;
    try {
      response = transport.exchange(request(grant), TIMEOUT, MAX_BYTES, lane.cancellation());
    } catch (IOException e) {
      ConnectorException failure = Failures.of(e);
      ConnectorException unavailable =
          failed(
              failure.kind() == Kind.PROTOCOL ? Kind.PROTOCOL : Kind.UNAVAILABLE,
              failure.getMessage());
      throw failure.effectPossible() ? unavailable.withEffectPossible() : unavailable;
    }
    try {
      return Answers.read(response, reading);
    } catch (ConnectorException e) {
      if (response.statusCode() / 100 == 2) {
        throw failed(Kind.UNAVAILABLE, e.getMessage()).withEffectPossible();
      }
      return Answers.withoutBody(response); // error pages are often HTML; the status still tells
    }
  }

  /** Returns a good answer, or nothing if it says that the grant is void. */
  private Optional<HttpAnswer> judged(HttpAnswer answer) {
    int status = answer.status();
    if (status / 100 == 2) {
      return Optional.of(answer);
    }
    if (status == 429 || status == 408 || status >= 500) {
      ConnectorException busy = failed(Kind.UNAVAILABLE, "it answered " + status);
      busy = busy.withRetryAfter(RetryAfter.of(answer, time).orElse(null));
      throw status == 429 ? busy : busy.withEffectPossible();
    }
    String error = answer.body().at("error").textOrNull();
    String hint = answer.body().at("status").textOrNull();
    if ("invalid_grant".equals(error) || "BAD_REFRESH_TOKEN".equals(hint)) {
      return Optional.empty();
    }
    throw failed(
        Kind.AUTHENTICATION,
        "it answered "
            + status
            + ("invalid_client".equals(error) ? ", and does not know the client" : "")
            + "; check client_id and client_secret in the credential '"
            + settings.credentialName()
            + "' of project '"
            + settings.project()
            + "'");
  }

  private ConnectorException failed(Kind kind, @Nullable String why) {
    return new ConnectorException(
        kind, "the OAuth tokens for " + settings.credentialName() + " were not renewed: " + why);
  }

  private HttpRequest request(Grant grant) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", String.valueOf(grant.refreshToken()));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(settings.tokenEndpoint())
            .version(
                "https".equals(settings.tokenEndpoint().getScheme())
                    ? HttpClient.Version.HTTP_2
                    : HttpClient.Version.HTTP_1_1)
            .setHeader("Accept", "application/json")
            .setHeader("User-Agent", Requests.USER_AGENT)
            .setHeader("Content-Type", "application/x-www-form-urlencoded");
    String secret = grant.clientSecret();
    if (settings.client() == ClientAuthentication.BASIC && secret != null) {
      String pair = encoded(grant.clientId()) + ":" + encoded(secret);
      request.setHeader(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    } else {
      form.put("client_id", grant.clientId());
      if (secret != null) {
        form.put("client_secret", secret);
      }
    }
    String body =
        form.entrySet().stream()
            .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&"));
    return request.POST(HttpRequest.BodyPublishers.ofString(body)).build();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
