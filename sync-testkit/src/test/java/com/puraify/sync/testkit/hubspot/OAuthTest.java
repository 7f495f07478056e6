package com.puraify.sync.testkit.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tokens: who may come in, for how long, and for what. */
class OAuthTest extends Fixture {
  private static final String REDIRECT = "https://host/callback";

  static String refresh(OAuthGrant app) {
    return client(app) + "&grant_type=refresh_token&refresh_token=" + app.refreshToken();
  }

  private static String client(OAuthGrant app) {
    return "client_id=" + app.clientId() + "&client_secret=" + app.clientSecret();
  }

  private OAuthGrant app() {
    return sim.installApp(REDIRECT, Set.of("oauth", "crm.objects.contacts.read"));
  }

  private ApiClient with(JsonNode tokens) {
    return new ApiClient(sim.baseUri(), tokens.path("access_token").asText());
  }

  @Test
  void noToken_isRefused() {
    ApiClient.Reply reply = new ApiClient(sim.baseUri(), "pat-na1-wrong").get(CONTACTS);

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.category()).isEqualTo("INVALID_AUTHENTICATION");
    assertThat(reply.message()).startsWith("Authentication credentials not found.");
  }

  @Test
  void rotatedPrivateToken_replacesTheOldOne() {
    String fresh = sim.rotateToken();

    assertThat(api.get(CONTACTS).status()).isEqualTo(401);
    assertThat(new ApiClient(sim.baseUri(), fresh).get(CONTACTS).status()).isEqualTo(200);
    assertThat(sim.token()).isEqualTo(fresh);
  }

  @Test
  void accessToken_livesForHalfAnHour() {
    OAuthGrant app = app();
    JsonNode tokens = api.form("/oauth/v1/token", refresh(app)).json();
    assertThat(tokens.path("expires_in").intValue()).isEqualTo(1_800);
    assertThat(tokens.path("token_type").asText()).isEqualTo("bearer");
    assertThat(tokens.path("refresh_token").asText()).isEqualTo(app.refreshToken());

    pass(Duration.ofSeconds(1_799));
    assertThat(with(tokens).get(CONTACTS).status()).isEqualTo(200);
    pass(Duration.ofSeconds(25));
    ApiClient.Reply expired = with(tokens).get(CONTACTS);
    assertThat(expired.status()).isEqualTo(401);
    assertThat(expired.category()).isEqualTo("EXPIRED_AUTHENTICATION");
    assertThat(expired.message())
        .isEqualTo("The OAuth token used to make this call expired 24 second(s) ago.");
    JsonNode again = api.form("/oauth/v1/token", refresh(app)).json();
    assertThat(with(again).get(CONTACTS).status()).isEqualTo(200);
  }

  @Test
  void newerEndpoints_tellMore() {
    for (String version : new String[] {"v3", "2026-03", "2026-09"}) {
      JsonNode tokens = api.form("/oauth/" + version + "/token", refresh(app())).json();
      assertThat(tokens.path("hub_id").longValue()).isEqualTo(sim.portalId());
      assertThat(Json.texts(tokens.path("scopes"))).contains("crm.objects.contacts.read");
      assertThat(with(tokens).get(CONTACTS).status()).isEqualTo(200);
    }
  }

  @Test
  void code_isGoodOnceAndForItsAddressAlone() {
    OAuthGrant app = app();
    String form = client(app) + "&grant_type=authorization_code&code=" + app.code();

    assertThat(api.form("/oauth/v1/token", form + "&redirect_uri=https://other").status())
        .isEqualTo(400);
    ApiClient.Reply first = api.form("/oauth/v1/token", form + "&redirect_uri=" + REDIRECT);
    assertThat(first.status()).isEqualTo(200);
    ApiClient.Reply second = api.form("/oauth/v1/token", form + "&redirect_uri=" + REDIRECT);
    assertThat(second.status()).isEqualTo(400);
    assertThat(second.json().path("error").asText()).isEqualTo("invalid_grant");
  }

  @Test
  void badRefreshToken_hasTheShapeOfOAuth() {
    ApiClient.Reply reply =
        api.form(
            "/oauth/v1/token", client(app()) + "&grant_type=refresh_token&refresh_token=nonsense");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("error").asText()).isEqualTo("invalid_grant");
    assertThat(reply.json().path("status").asText()).isEqualTo("BAD_REFRESH_TOKEN");
    assertThat(reply.json().path("error_description").asText())
        .isEqualTo(reply.message())
        .isNotEmpty();
  }

  @Test
  void wrongSecret_isRefused() {
    OAuthGrant app = app();

    ApiClient.Reply reply =
        api.form("/oauth/v1/token", refresh(app).replace(app.clientSecret(), "nonsense"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("error").asText()).isEqualTo("invalid_client");
  }

  @Test
  void removedApp_isOutAtOnce() {
    OAuthGrant app = app();
    JsonNode tokens = api.form("/oauth/v1/token", refresh(app)).json();

    sim.uninstallApp(app);

    assertThat(with(tokens).get(CONTACTS).category()).isEqualTo("INVALID_AUTHENTICATION");
    assertThat(api.form("/oauth/v1/token", refresh(app)).json().path("status").asText())
        .isEqualTo("BAD_REFRESH_TOKEN");
  }

  @Test
  void refreshToken_rotatesIfTheQuirkSaysSo() {
    sim.quirks().refreshTokensRotate(true);
    OAuthGrant app = app();

    JsonNode tokens = api.form("/oauth/v1/token", refresh(app)).json();

    assertThat(tokens.path("refresh_token").asText()).isNotEqualTo(app.refreshToken());
    assertThat(api.form("/oauth/v1/token", refresh(app)).status()).isEqualTo(400);
  }

  @Test
  void introspectionAndRevocation() {
    OAuthGrant app = app();
    String token = api.form("/oauth/v1/token", refresh(app)).json().path("access_token").asText();
    String introspect = "/oauth/v3/token/introspect";

    assertThat(api.form(introspect, "token=" + token).json().path("active").booleanValue())
        .isTrue();
    assertThat(api.get("/oauth/v1/access-tokens/" + token).json().path("hub_id").longValue())
        .isEqualTo(sim.portalId());
    assertThat(api.form("/oauth/v3/token/revoke", "token=" + app.refreshToken()).status())
        .isEqualTo(204);
    assertThat(api.form(introspect, "token=" + token).json().path("active").booleanValue())
        .isFalse();
  }

  @Test
  void missingScope_isNamed() {
    ApiClient oauth = with(api.form("/oauth/v1/token", refresh(app())).json());

    ApiClient.Reply reply = oauth.post(CONTACTS, "{'properties':{}}");

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.category()).isEqualTo("MISSING_SCOPES");
    assertThat(
            Json.texts(
                reply.json().path("errors").path(0).path("context").path("requiredGranularScopes")))
        .containsExactly("crm.objects.contacts.write");
    assertThat(reply.json().path("links").path("scopes").asText()).isNotEmpty();
    assertThat(oauth.get("/crm/v3/properties/contacts").status()).isEqualTo(200);
    assertThat(oauth.get(DEALS).status()).isEqualTo(403);
    assertThat(oauth.get("/crm/v4/associations/contacts/deals/labels").status()).isEqualTo(403);
  }

  @Test
  void privateAppsScopes_areAQuirk() {
    sim.quirks().scopes(Set.of("tickets", "crm.objects.contacts.read"));

    assertThat(api.get(TICKETS).status()).isEqualTo(200);
    assertThat(api.get(CONTACTS).status()).isEqualTo(200);
    assertThat(create("{}").status()).isEqualTo(403);
    assertThat(api.get("/crm/v3/owners").status()).isEqualTo(403);
    sim.quirks().allScopes();
    assertThat(create("{}").status()).isEqualTo(201);
  }

  @Test
  void privateToken_tellsItsPortal() {
    JsonNode info =
        api.post(
                "/oauth/v2/private-apps/get/access-token-info",
                "{'tokenKey':'" + sim.token() + "'}")
            .json();

    assertThat(info.path("hubId").longValue()).isEqualTo(sim.portalId());
    assertThat(info.path("appId").longValue()).isEqualTo(sim.privateAppId());
    assertThat(api.get("/account-info/v3/details").json().path("timeZone").asText())
        .isEqualTo("America/New_York");
  }

  @Test
  void grant_keepsItsSecretsToItself() {
    OAuthGrant app = app();

    assertThat(app.toString()).contains(app.clientId()).doesNotContain(app.clientSecret());
  }
}
