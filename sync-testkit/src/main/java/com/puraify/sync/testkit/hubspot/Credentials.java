package com.puraify.sync.testkit.hubspot;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All tokens that were ever valid, and whose they are. Thread-safe. */
final class Credentials {
  static final long PRIVATE_APP_ID = 31_337_001L;
  static final Duration LIFE = Duration.ofMinutes(30);
  private static final long FIRST_OAUTH_APP_ID = 2_000_001L;

  /** An OAuth app that an account has installed. */
  static final class Installed {
    final App app;
    final String clientId;
    final String clientSecret;
    final String redirectUri;
    String refreshToken;
    @Nullable String code;
    boolean revoked;

    Installed(App app, String clientId, String clientSecret, String redirectUri, String refresh) {
      this.app = app;
      this.clientId = clientId;
      this.clientSecret = clientSecret;
      this.redirectUri = redirectUri;
      this.refreshToken = refresh;
    }
  }

  /** One access token. */
  record Access(Installed installed, Instant expiresAt) {}

  private final InstantSource clock;
  private final Ids ids;
  private final App privateApp = new App(PRIVATE_APP_ID, null);
  private final Map<String, Installed> byRefreshToken = new HashMap<>();
  private final Map<String, Access> accessTokens = new HashMap<>();
  private String privateToken;
  private long nextApp = FIRST_OAUTH_APP_ID;

  Credentials(InstantSource clock, Ids ids, String privateToken) {
    this.clock = clock;
    this.ids = ids;
    this.privateToken = privateToken;
  }

  synchronized String privateToken() {
    return privateToken;
  }

  /** Makes the old private token useless. */
  synchronized String rotatePrivateToken() {
    privateToken = "pat-na1-" + ids.correlation();
    return privateToken;
  }

  App privateApp() {
    return privateApp;
  }

  synchronized Installed install(Set<String> scopes, String redirectUri) {
    App app = new App(nextApp++, Set.copyOf(scopes));
    Installed installed =
        new Installed(app, ids.correlation(), ids.correlation(), redirectUri, ids.correlation());
    installed.code = ids.correlation();
    byRefreshToken.put(installed.refreshToken, installed);
    return installed;
  }

  synchronized void revoke(Installed installed) {
    installed.revoked = true;
  }

  synchronized @Nullable Installed byRefreshToken(String token) {
    Installed installed = byRefreshToken.get(token);
    return installed == null || installed.revoked ? null : installed;
  }

  synchronized @Nullable Installed byClientId(String clientId) {
    return byRefreshToken.values().stream()
        .filter(installed -> installed.clientId.equals(clientId))
        .findFirst()
        .orElse(null);
  }

  synchronized @Nullable Installed byCode(String code) {
    return byRefreshToken.values().stream()
        .filter(installed -> code.equals(installed.code) && !installed.revoked)
        .findFirst()
        .orElse(null);
  }

  synchronized @Nullable Access access(String token) {
    return accessTokens.get(token);
  }

  /** Returns a new access token. */
  synchronized String grant(Installed installed, boolean rotate) {
    if (rotate) {
      byRefreshToken.remove(installed.refreshToken);
      installed.refreshToken = ids.correlation();
      byRefreshToken.put(installed.refreshToken, installed);
    }
    installed.code = null;
    String token = "C" + ids.secret();
    accessTokens.put(token, new Access(installed, clock.instant().plus(LIFE)));
    return token;
  }

  /** Returns who a request comes from, or refuses it. */
  synchronized App authenticate(@Nullable String header) {
    String token = header != null && header.startsWith("Bearer ") ? header.substring(7) : "";
    if (token.equals(privateToken)) {
      return privateApp;
    }
    Access access = accessTokens.get(token);
    if (access == null || access.installed.revoked) {
      throw HubSpotError.unauthenticated();
    }
    Instant now = clock.instant();
    if (!now.isBefore(access.expiresAt)) {
      throw HubSpotError.expired(Duration.between(access.expiresAt, now).toSeconds());
    }
    return access.installed.app;
  }
}
