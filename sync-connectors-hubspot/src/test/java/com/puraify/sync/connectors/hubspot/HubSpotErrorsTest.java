package com.puraify.sync.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.connector.HttpAnswer;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every error answer that HubSpot documents, or that was seen of it. */
class HubSpotErrorsTest {

  private static final String DATE = "Sun, 20 Sep 2026 20:30:00 GMT";

  private static ConnectorException read(int status, String body) {
    return new HubSpotErrors(ZoneId.of("America/New_York"))
        .read(new HttpAnswer(status, Map.of("date", DATE), Json.parse(body)));
  }

  @ParameterizedTest
  @CsvSource({
    "400, VALIDATION_ERROR, INVALID",
    "401, INVALID_AUTHENTICATION, AUTHENTICATION",
    "401, EXPIRED_AUTHENTICATION, AUTHENTICATION",
    "403, MISSING_SCOPES, PERMISSION",
    "404, OBJECT_NOT_FOUND, NOT_FOUND",
    "405, METHOD_NOT_ALLOWED, UNSUPPORTED",
    "408, TIMEOUT, TIMEOUT",
    "409, CONFLICT, INVALID",
    "414, URI_TOO_LONG, PROTOCOL",
    "415, UNSUPPORTED_MEDIA_TYPE, PROTOCOL",
    "423, LOCKED, UNAVAILABLE",
    "477, MIGRATION_IN_PROGRESS, UNAVAILABLE",
    "500, INTERNAL_ERROR, UNAVAILABLE",
    "502, BAD_GATEWAY, UNAVAILABLE",
    "503, UNAVAILABLE, UNAVAILABLE",
    "504, TIMEOUT, TIMEOUT",
    "521, DOWN, UNAVAILABLE",
    "522, DOWN, UNAVAILABLE",
    "523, DOWN, UNAVAILABLE",
    "524, TIMEOUT, TIMEOUT",
    "525, TLS, UNAVAILABLE",
    "526, TLS, UNAVAILABLE",
    "301, MOVED, PROTOCOL"
  })
  void status_saysWhoMustAct(int status, String category, Kind kind) {
    ConnectorException error =
        read(
            status,
            "{\"status\":\"error\",\"message\":\"m\",\"correlationId\":\"c-1\",\"category\":\"%s\"}"
                .formatted(category));
    assertThat(error.kind()).isEqualTo(kind);
    assertThat(error).hasMessageContaining(category).hasMessageContaining("c-1");
  }

  @Test
  void answerWithoutABody_isToldByItsStatus() {
    ConnectorException error =
        new HubSpotErrors(ZoneId.of("UTC")).read(new HttpAnswer(502, Map.of(), Json.MISSING));
    assertThat(error.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(error).hasMessageContaining("502").hasMessageContaining("without an error");
  }

  @Test
  void tenSecondsLimit_waitsTenSeconds() {
    ConnectorException error =
        read(
            429,
            "{\"status\":\"error\",\"message\":\"You have reached your ten_secondly_rolling limit.\","
                + "\"errorType\":\"RATE_LIMIT\",\"policyName\":\"TEN_SECONDLY_ROLLING\"}");
    assertThat(error.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(error.retryAfter()).contains(Duration.ofSeconds(10));
  }

  @Test
  void searchLimit_whichNamesNoPolicy_waitsASecond() {
    ConnectorException error =
        read(
            429,
            "{\"status\":\"error\",\"message\":\"You have reached your secondly limit.\","
                + "\"errorType\":\"RATE_LIMIT\"}");
    assertThat(error.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(error.retryAfter()).contains(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"\"policyName\":\"DAILY\"", "\"message\":\"You have reached your daily limit.\""})
  void dailyLimit_isAQuota_untilMidnightInTheAccountsZone(String member) {
    ConnectorException error = read(429, "{\"status\":\"error\"," + member + "}");
    assertThat(error.kind()).isEqualTo(Kind.QUOTA);
    // 16:30 in New York
    assertThat(error.retryAfter()).contains(Duration.ofHours(7).plusMinutes(30));
    assertThat(error).hasMessageContaining("midnight");
  }

  @Test
  void newerRateLimit_withACategoryAlone_isOneToo() {
    ConnectorException error = read(429, "{\"category\":\"RATE_LIMITS\"}");
    assertThat(error.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(error.retryAfter()).isEmpty();
  }

  @Test
  void lockedRecord_waitsTwoSeconds() {
    assertThat(read(423, "{\"status\":\"error\",\"message\":\"locked\"}").retryAfter())
        .contains(Duration.ofSeconds(2));
  }

  @Test
  void retryAfter_isLeftToTheHeader() {
    HttpAnswer answer =
        new HttpAnswer(
            429, Map.of("retry-after", "7"), Json.parse("{\"policyName\":\"SECONDLY\"}"));
    assertThat(new HubSpotErrors(ZoneId.of("UTC")).read(answer).retryAfter()).isEmpty();
  }

  @Test
  void missingScopes_areNamed() {
    ConnectorException error =
        read(
            403,
            "{\"status\":\"error\",\"message\":\"not granted\",\"category\":\"MISSING_SCOPES\",\"errors\":[{"
                + "\"message\":\"one of\",\"context\":{\"requiredGranularScopes\":[\"crm.objects.deals.read\"]}}]}");
    assertThat(error.kind()).isEqualTo(Kind.PERMISSION);
    assertThat(error).hasMessageContaining("crm.objects.deals.read");
  }

  @Test
  void badRefreshToken_isForAPerson() {
    ConnectorException error =
        read(
            400,
            "{\"error\":\"invalid_grant\",\"error_description\":\"refresh token is invalid\","
                + "\"status\":\"BAD_REFRESH_TOKEN\"}");
    assertThat(error.kind()).isEqualTo(Kind.AUTHENTICATION);
    assertThat(error).hasMessageContaining("authorise the app anew");
  }

  @Test
  void validationError_namesThePropertyFromTheEmbeddedList() {
    Problem problem =
        Problem.read(
            Json.parse(
                "{\"status\":\"error\",\"category\":\"VALIDATION_ERROR\",\"message\":\"Property values were not"
                    + " valid: [{\\\"isValid\\\":false,\\\"message\\\":\\\"x was not a number\\\","
                    + "\\\"error\\\":\\\"INVALID_LONG\\\",\\\"name\\\":\\\"age\\\",\\\"portalId\\\":1}]\"}"));
    assertThat(problem.property()).isEqualTo("age");
    assertThat(problem.codes()).contains("INVALID_LONG");
    assertThat(problem.words()).isEqualTo("x was not a number");
  }

  @Test
  void validationError_whoseEmbeddedListIsCutOff_tellsNevertheless() {
    Problem problem =
        Problem.read(
            Json.parse(
                "{\"message\":\"Property values were not valid: [{\\\"isVal\",\"errors\":[{\"message\":\"m\","
                    + "\"code\":\"INVALID_OPTION\",\"context\":{\"propertyName\":[\"stage\"]}}]}"));
    assertThat(problem.property()).isEqualTo("stage");
    assertThat(problem.codes()).containsExactly("INVALID_OPTION");
    assertThat(problem.words()).startsWith("Property values were not valid");
  }

  @Test
  void validationError_whoseEmbeddedListIsMangled_namesThePropertyNevertheless() {
    Problem problem =
        Problem.read(
            Json.parse(
                "{\"message\":\"Property values were not valid: [{\\\"error\\\":\\\"INVALID_EMAIL\\\","
                    + "\\\"name\\\":\\\"email\\\"},{'json':odd}]\"}"));
    assertThat(problem.property()).isEqualTo("email");
    assertThat(problem.codes()).containsExactly("INVALID_EMAIL");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Contact already exists. Existing ID: 451|451",
        "Cannot set it on 7. 99 already has that value.|99"
      })
  void duplicate_namesTheOtherObject(String message, String existing) {
    Problem problem = Problem.read(Json.object(o -> o.put("message", message)));
    assertThat(problem.isDuplicate()).isTrue();
    assertThat(problem.existing()).isEqualTo(existing);
  }

  @Test
  void missingProperty_isNamed() {
    assertThat(
            Problem.read(Json.parse("{\"message\":\"Property \\\"shoe_size\\\" does not exist\"}"))
                .property())
        .isEqualTo("shoe_size");
  }

  @Test
  void longMessages_areShortened() {
    assertThat(Problem.read(Json.object(o -> o.put("message", "x".repeat(9_000)))).words())
        .hasSizeLessThan(600);
  }
}
