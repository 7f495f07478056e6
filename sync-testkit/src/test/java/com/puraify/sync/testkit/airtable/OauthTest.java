package com.puraify.sync.testkit.airtable;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** OAuth tokens and their refresh. */
class OauthTest extends Fixture {

  private ApiClient.Reply token(OauthTokens tokens, String form) {
    String basic = tokens.clientId() + ":" + tokens.clientSecret();
    return ApiClient.send(
        HttpRequest.newBuilder(URI.create(sim.baseUri() + "/oauth2/v1/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)))
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  private ApiClient.Reply refresh(OauthTokens tokens, String refreshToken) {
    return token(tokens, "grant_type=refresh_token&refresh_token=" + refreshToken);
  }

  private int statusWith(String accessToken) {
    return new ApiClient(sim.baseUri(), accessToken).get("/v0/meta/bases").status();
  }

  private OauthTokens grant() {
    return sim.grantOauth(Set.of("schema.bases:read", "user.email:read"));
  }

  @Test
  void accessToken_opensWhatItsScopesSayForAnHour() {
    OauthTokens tokens = grant();

    assertThat(statusWith(tokens.accessToken())).isEqualTo(200);
    ApiClient app = new ApiClient(sim.baseUri(), tokens.accessToken());
    assertThat(app.get(path()).status()).isEqualTo(403);
    JsonNode me = app.get("/v0/meta/whoami").json();
    assertThat(me.path("scopes").toString())
        .isEqualTo("[\"schema.bases:read\",\"user.email:read\"]");
    assertThat(me.path("email").asText()).isEqualTo(sim.owner().email());
    clock.advance(Duration.ofMinutes(60));
    assertThat(app.get("/v0/meta/whoami").error()).isEqualTo("AUTHENTICATION_REQUIRED");
  }

  @Test
  void refresh_replacesBothTokensAtOnce() {
    OauthTokens tokens = grant();

    JsonNode next = refresh(tokens, tokens.refreshToken()).json();

    assertThat(next.path("token_type").asText()).isEqualTo("Bearer");
    assertThat(next.path("expires_in").intValue()).isEqualTo(3600);
    assertThat(next.path("refresh_expires_in").intValue()).isEqualTo(5_184_000);
    assertThat(next.path("scope").asText()).isEqualTo("schema.bases:read user.email:read");
    assertThat(statusWith(tokens.accessToken())).isEqualTo(401);
    assertThat(statusWith(next.path("access_token").asText())).isEqualTo(200);
    ApiClient.Reply again = refresh(tokens, tokens.refreshToken());
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.error()).isEqualTo("invalid_grant");
    assertThat(refresh(tokens, next.path("refresh_token").asText()).status()).isEqualTo(200);
  }

  @Test
  void refreshAfterExpiry_worksForSixtyDays() {
    OauthTokens tokens = grant();
    clock.advance(Duration.ofDays(59));
    JsonNode next = refresh(tokens, tokens.refreshToken()).json();
    assertThat(next.has("access_token")).isTrue();
    clock.advance(Duration.ofDays(60));

    assertThat(refresh(tokens, next.path("refresh_token").asText()).error())
        .isEqualTo("invalid_grant");
  }

  @Test
  void wrongSecretOrGrantType_isRefused() {
    OauthTokens tokens = grant();
    OauthTokens wrong = new OauthTokens(tokens.clientId(), "no", "", tokens.refreshToken());

    assertThat(refresh(wrong, tokens.refreshToken()).status()).isEqualTo(401);
    assertThat(refresh(grant(), tokens.refreshToken()).error()).isEqualTo("invalid_grant");
    assertThat(token(tokens, "grant_type=password").error()).isEqualTo("unsupported_grant_type");
    assertThat(statusWith(tokens.accessToken())).isEqualTo(200);
  }

  private static String challenge(String verifier) throws GeneralSecurityException {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            MessageDigest.getInstance("SHA-256")
                .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
  }

  private ApiClient.Reply authorize(String client, String more) {
    return api.get(
        "/oauth2/v1/authorize?client_id="
            + client
            + "&redirect_uri=http%3A%2F%2Flocalhost%2Fback&response_type=code"
            + "&scope=schema.bases%3Aread&code_challenge_method=S256"
            + more);
  }

  private ApiClient.Reply exchange(String client, String code, String verifier) {
    return ApiClient.send(
        HttpRequest.newBuilder(URI.create(sim.baseUri() + "/oauth2/v1/token"))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "grant_type=authorization_code&client_id="
                        + client
                        + "&code="
                        + code
                        + "&redirect_uri=http%3A%2F%2Flocalhost%2Fback&code_verifier="
                        + verifier)));
  }

  @Test
  void code_isExchangedOnceWithItsVerifier() throws GeneralSecurityException {
    String client = sim.registerOauth();
    String verifier = "v".repeat(43);
    String asked = "&state=s1&code_challenge=" + challenge(verifier);

    ApiClient.Reply granted = authorize(client, asked);

    assertThat(granted.status()).isEqualTo(302);
    String location = granted.headers().firstValue("Location").orElseThrow();
    assertThat(location).startsWith("http://localhost/back?code=").endsWith("&state=s1");
    String code = location.substring(location.indexOf('=') + 1, location.indexOf('&'));
    JsonNode tokens = exchange(client, code, verifier).json();
    assertThat(statusWith(tokens.path("access_token").asText())).isEqualTo(200);
    assertThat(exchange(client, code, verifier).error()).isEqualTo("invalid_grant");

    String second = authorize(client, asked).headers().firstValue("Location").orElseThrow();
    String other = second.substring(second.indexOf('=') + 1, second.indexOf('&'));
    assertThat(exchange(client, other, "wrong").error()).isEqualTo("invalid_grant");
  }

  @Test
  void authorizeWithoutStateOrChallenge_isRefused() {
    String client = sim.registerOauth();

    assertThat(authorize(client, "&code_challenge=x").status()).isEqualTo(400);
    assertThat(authorize(client, "&state=s").status()).isEqualTo(400);
    assertThat(authorize("nobody", "&state=s&code_challenge=x").error())
        .isEqualTo("unauthorized_client");
  }
}
