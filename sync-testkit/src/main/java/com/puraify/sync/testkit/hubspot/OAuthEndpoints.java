package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.testkit.simulator.Incoming;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The token endpoints: forms in, JSON out, errors of their own shape. */
final class OAuthEndpoints {
  private final Portal portal;
  private final Credentials credentials;

  OAuthEndpoints(Portal portal, Credentials credentials) {
    this.portal = portal;
    this.credentials = credentials;
  }

  Reply token(Call call) {
    return exchange(call, false);
  }

  /** The newer endpoints tell more about the token. */
  Reply detailedToken(Call call) {
    return exchange(call, true);
  }

  private Reply exchange(Call call, boolean detailed) {
    Map<String, String> form = form(call.request());
    String grantType = form.getOrDefault("grant_type", "");
    Credentials.Installed installed =
        switch (grantType) {
          case "refresh_token" -> byRefreshToken(form);
          case "authorization_code" -> byCode(form);
          default ->
              throw refused(
                  "unsupported_grant_type", "BAD_GRANT_TYPE", "bad grant_type: " + grantType);
        };
    if (!installed.clientId.equals(form.get("client_id"))
        || !installed.clientSecret.equals(form.get("client_secret"))) {
      throw refused("invalid_client", "BAD_CLIENT_ID", "missing or unknown client id or secret");
    }
    boolean rotate = grantType.equals("refresh_token") && portal.quirks.refreshTokensRotate();
    String access = credentials.grant(installed, rotate);
    ObjectNode body = Json.object().put("token_type", "bearer");
    body.put("refresh_token", installed.refreshToken).put("access_token", access);
    body.put("expires_in", Credentials.LIFE.toSeconds());
    if (detailed) {
      body.put("hub_id", portal.id).put("user_id", portal.people.userId());
      body.set("scopes", Json.array(scopes(installed.app)));
    }
    return Reply.ok(body);
  }

  private Credentials.Installed byRefreshToken(Map<String, String> form) {
    Credentials.Installed installed =
        credentials.byRefreshToken(form.getOrDefault("refresh_token", ""));
    if (installed == null) {
      throw refused("invalid_grant", "BAD_REFRESH_TOKEN", "missing or invalid refresh token");
    }
    return installed;
  }

  private Credentials.Installed byCode(Map<String, String> form) {
    Credentials.Installed installed = credentials.byCode(form.getOrDefault("code", ""));
    if (installed == null) {
      throw refused("invalid_grant", "BAD_AUTH_CODE", "missing or unknown auth code");
    }
    if (!installed.redirectUri.equals(form.get("redirect_uri"))) {
      throw refused("redirect_uri_mismatch", "MISMATCH_REDIRECT_URI", "the redirect URI differs");
    }
    return installed;
  }

  private static HubSpotError refused(String error, String status, String message) {
    ObjectNode body = Json.object().put("error", error).put("error_description", message);
    return HubSpotError.odd(400, body.put("status", status).put("message", message));
  }

  /** Tells about the access token in the path. */
  Reply accessToken(Call call) {
    String token = call.parameter("token");
    Credentials.Access access = credentials.access(token);
    if (access == null || access.installed().revoked) {
      throw HubSpotError.of(404, null, "the access token is unknown");
    }
    ObjectNode body = Json.object().put("token", token).put("hub_id", portal.id);
    body.put("app_id", access.installed().app.id()).put("token_type", "access");
    body.put("user_id", portal.people.userId());
    body.put(
        "expires_in",
        java.time.Duration.between(portal.clock.instant(), access.expiresAt()).toSeconds());
    body.set("scopes", Json.array(scopes(access.installed().app)));
    return Reply.ok(body);
  }

  /** Tells about a token in a form. */
  Reply introspect(Call call) {
    Credentials.Access access = credentials.access(form(call.request()).getOrDefault("token", ""));
    boolean active =
        access != null
            && !access.installed().revoked
            && portal.clock.instant().isBefore(access.expiresAt());
    ObjectNode body = Json.object().put("active", active);
    if (access != null && active) {
      body.put("hub_id", portal.id).put("client_id", access.installed().clientId);
      body.set("scopes", Json.array(scopes(access.installed().app)));
    }
    return Reply.ok(body);
  }

  /** Revokes the refresh token in a form, and all that came of it. */
  Reply revoke(Call call) {
    Credentials.Installed installed =
        credentials.byRefreshToken(form(call.request()).getOrDefault("token", ""));
    if (installed != null) {
      credentials.revoke(installed);
    }
    return Reply.noContent();
  }

  /** Tells whose a private app's token is. */
  Reply privateToken(Call call) {
    if (!credentials.privateToken().equals(Call.optional(call.body(), "tokenKey"))) {
      throw HubSpotError.of(404, null, "the token is unknown");
    }
    ObjectNode body = Json.object().put("userId", portal.people.userId());
    body.put("hubId", portal.id).put("appId", Credentials.PRIVATE_APP_ID);
    body.putArray("scopes");
    return Reply.ok(body);
  }

  /** Tells about the account. */
  Reply account(Call call) {
    ObjectNode body = Json.object().put("portalId", portal.id).put("accountType", "STANDARD");
    body.put("timeZone", portal.zone.getId()).put("companyCurrency", "USD");
    body.putArray("additionalCurrencies");
    body.put("uiDomain", "app.hubspot.com").put("dataHostingLocation", "na1");
    return Reply.ok(body);
  }

  private static Iterable<String> scopes(App app) {
    return app.scopes() == null ? java.util.List.of() : new java.util.TreeSet<>(app.scopes());
  }

  private static Map<String, String> form(Incoming request) {
    String type = request.header("content-type");
    if (type == null || !type.startsWith("application/x-www-form-urlencoded")) {
      throw HubSpotError.of(415, null, "Unsupported Media Type");
    }
    Map<String, String> form = new HashMap<>();
    for (String pair : request.bodyText().split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return form;
  }

  private static String decoded(@Nullable String text) {
    return text == null ? "" : URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
