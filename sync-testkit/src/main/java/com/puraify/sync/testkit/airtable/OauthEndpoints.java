package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.testkit.simulator.Answer;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * OAuth: a page that grants at once what it is asked for, and tokens that live an hour and are both
 * replaced by a refresh. Guarded by the lock of the workspace.
 */
final class OauthEndpoints {
  private static final Duration CODE_LIFE = Duration.ofMinutes(5);
  private static final Duration ACCESS_LIFE = Duration.ofHours(1);
  private static final Duration REFRESH_LIFE = Duration.ofDays(60);

  /** An integration; without a secret it sends its id alone. */
  record Client(String id, @Nullable String secret) {}

  private record Code(
      String client, String redirect, String challenge, Set<String> scopes, Instant until) {}

  private record Pair(String client, String access, Set<String> scopes, Instant until) {}

  private final Workspace workspace;
  private final Grants grants;
  private final Map<String, Client> clients = new HashMap<>();
  private final Map<String, Code> codes = new HashMap<>();
  private final Map<String, Pair> refreshTokens = new HashMap<>();

  OauthEndpoints(Workspace workspace, Grants grants) {
    this.workspace = workspace;
    this.grants = grants;
  }

  Client register(boolean secret) {
    Client client =
        new Client(workspace.ids.passing("oap"), secret ? workspace.ids.secret(64) : null);
    clients.put(client.id, client);
    return client;
  }

  /** Grants and sends the browser back with a code. */
  Answer authorize(Call call) {
    Map<String, String> asked = new HashMap<>();
    call.request().query().forEach((name, values) -> asked.put(name, values.get(0)));
    String redirect = asked.getOrDefault("redirect_uri", "");
    for (String needed : List.of("client_id", "redirect_uri", "scope", "state", "code_challenge")) {
      if (asked.getOrDefault(needed, "").isEmpty()) {
        return refused(400, "invalid_request", needed + " is missing");
      }
    }
    Set<String> scopes = Set.of(asked.getOrDefault("scope", "").trim().split(" +", -1));
    if (!clients.containsKey(asked.getOrDefault("client_id", ""))) {
      return refused(400, "unauthorized_client", "unknown client");
    }
    if (!"code".equals(asked.get("response_type"))
        || !"S256".equals(asked.get("code_challenge_method"))
        || !Grant.ALL_SCOPES.containsAll(scopes)) {
      return refused(400, "invalid_request", "response_type, code_challenge_method or scope");
    }
    String code = workspace.ids.secret(64);
    codes.put(
        code,
        new Code(
            asked.getOrDefault("client_id", ""),
            redirect,
            asked.getOrDefault("code_challenge", ""),
            scopes,
            workspace.now().plus(CODE_LIFE)));
    String state = URLEncoder.encode(asked.getOrDefault("state", ""), StandardCharsets.UTF_8);
    String back = redirect + (redirect.contains("?") ? "&" : "?");
    return Answer.of(302, "text/plain", "")
        .withHeader("Location", back + "code=" + code + "&state=" + state);
  }

  /** Exchanges a code, or a refresh token, for a pair of tokens. */
  Answer token(Call call) {
    Map<String, String> form = form(call.request().bodyText());
    Client client = client(call, form);
    if (client == null) {
      return refused(401, "invalid_client", "unknown client or wrong secret");
    }
    String type = form.getOrDefault("grant_type", "");
    return switch (type) {
      case "authorization_code" -> exchange(client, form);
      case "refresh_token" -> refresh(client, form);
      default -> refused(400, "unsupported_grant_type", "unknown grant type");
    };
  }

  private @Nullable Client client(Call call, Map<String, String> form) {
    String header = call.request().header("authorization");
    String id = form.getOrDefault("client_id", "");
    String secret = null;
    if (header != null && header.startsWith("Basic ")) {
      String pair = decoded(header.substring("Basic ".length()));
      int colon = pair.indexOf(':');
      id = colon < 0 ? pair : pair.substring(0, colon);
      secret = pair.substring(colon + 1);
    }
    Client client = clients.get(id);
    return client != null && Objects.equals(client.secret, secret) ? client : null;
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // What cannot be read names no client.
      return "";
    }
  }

  private Answer exchange(Client client, Map<String, String> form) {
    Code code = codes.remove(form.getOrDefault("code", ""));
    if (code == null
        || !code.client.equals(client.id)
        || workspace.now().isAfter(code.until)
        || !code.redirect.equals(form.get("redirect_uri"))
        || !code.challenge.equals(challenge(form.getOrDefault("code_verifier", "")))) {
      return refused(400, "invalid_grant", "the code or its verifier is not valid");
    }
    return issue(client.id, code.scopes);
  }

  private Answer refresh(Client client, Map<String, String> form) {
    Pair pair = refreshTokens.get(form.getOrDefault("refresh_token", ""));
    if (pair == null || !pair.client.equals(client.id) || !workspace.now().isBefore(pair.until)) {
      return refused(400, "invalid_grant", "the refresh token is not valid");
    }
    refreshTokens.remove(form.getOrDefault("refresh_token", ""));
    grants.revoke(pair.access);
    return issue(client.id, pair.scopes);
  }

  /** Makes a pair of tokens for an integration. */
  OauthTokens pair(String client, Set<String> scopes) {
    Instant now = workspace.now();
    String access = "oaa" + workspace.ids.secret(60);
    String refresh = "oar" + workspace.ids.secret(60);
    grants.put(access, new Grant(workspace.owner, scopes, Set.of(), now.plus(ACCESS_LIFE), client));
    refreshTokens.put(refresh, new Pair(client, access, scopes, now.plus(REFRESH_LIFE)));
    Client known = clients.get(client);
    return new OauthTokens(client, known == null ? null : known.secret, access, refresh);
  }

  private Answer issue(String client, Set<String> scopes) {
    OauthTokens tokens = pair(client, scopes);
    ObjectNode answer = Json.object().put("access_token", tokens.accessToken());
    answer.put("refresh_token", tokens.refreshToken()).put("token_type", "Bearer");
    answer.put("scope", String.join(" ", scopes.stream().sorted().toList()));
    answer.put("expires_in", ACCESS_LIFE.toSeconds());
    answer.put("refresh_expires_in", REFRESH_LIFE.toSeconds());
    return json(200, answer);
  }

  private static String challenge(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Map<String, String> form(String text) {
    Map<String, String> form = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(
            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return form;
  }

  private static Answer refused(int status, String error, String description) {
    return json(status, Json.object().put("error", error).put("error_description", description));
  }

  private static Answer json(int status, ObjectNode body) {
    return Answer.of(status, "application/json; charset=utf-8", Json.bytes(body));
  }
}
