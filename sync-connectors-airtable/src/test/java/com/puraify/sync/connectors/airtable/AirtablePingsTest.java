package com.puraify.sync.connectors.airtable;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.connector.Secret;
import com.puraify.sync.webhook.WebhookDelivery;
import com.puraify.sync.webhook.WebhookHint;
import com.puraify.sync.webhook.WebhookReading;
import com.puraify.sync.webhook.WebhookSignature;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AirtablePingsTest {

  private static final Instant NOW = Instant.parse("2026-09-20T10:05:00Z");
  private static final byte[] SECRET = {1, 2, 3, -4, 5, 6, 7, 8};
  private static final Secret KEY = Secret.of(Base64.getEncoder().encodeToString(SECRET));
  private static final String PING =
      "{ \"base\":{\"id\":\"appAAAAAAAAAAAAAA\"},\"webhook\":{\"id\":\"achAAAAAAAAAAAAAA\"},"
          + "\"timestamp\":\"2026-09-20T10:04:59.663Z\"}";

  private static WebhookReading read(String body, String signature, List<Secret> keys) {
    WebhookDelivery delivery =
        WebhookDelivery.of(
            "POST",
            URI.create("https://host.example/hooks"),
            Map.of("x-airtable-content-mac", List.of(signature)),
            body.getBytes(StandardCharsets.UTF_8));
    return new AirtablePings()
        .read(
            delivery,
            subscription ->
                subscription.equals("appAAAAAAAAAAAAAA.achAAAAAAAAAAAAAA") ? keys : List.of(),
            NOW);
  }

  private static String signed(String body) {
    return "hmac-sha256="
        + WebhookSignature.hmacSha256(SECRET, body.getBytes(StandardCharsets.UTF_8)).hex();
  }

  private static int refusal(WebhookReading reading) {
    return ((WebhookReading.Refused) reading).status();
  }

  @Test
  void genuinePing_saysThatSomethingHappenedInTheBase_andNothingElse() {
    Instant at = Instant.parse("2026-09-20T10:04:59.663Z");
    assertThat(read(PING, signed(PING), List.of(Secret.of("b3RoZXI="), KEY)))
        .isEqualTo(
            WebhookReading.hints(
                List.of(WebhookHint.entity("achAAAAAAAAAAAAAA " + at, "appAAAAAAAAAAAAAA", at))));
  }

  @Test
  void signatureIsOfTheRawBody() {
    String spaced = PING.replace("{ ", "{");
    assertThat(refusal(read(spaced, signed(PING), List.of(KEY)))).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hmac-sha256=", "hmac-sha256=zz", "sha256=00", "hmac-sha256=00ff"})
  void missingOrOddSignature_isForged(String signature) {
    assertThat(refusal(read(PING, signature, List.of(KEY)))).isEqualTo(401);
  }

  @Test
  void signatureInBase64_whichSomeBlogsTell_isForged() {
    String base64 =
        "hmac-sha256="
            + WebhookSignature.hmacSha256(SECRET, PING.getBytes(StandardCharsets.UTF_8)).base64();
    assertThat(refusal(read(PING, base64, List.of(KEY)))).isEqualTo(401);
  }

  @Test
  void keyThatIsNoBase64_fitsNothing() {
    assertThat(refusal(read(PING, signed(PING), List.of(Secret.of("%%%"))))).isEqualTo(401);
  }

  @Test
  void withoutAKey_nothingCanBeChecked() {
    assertThat(refusal(read(PING, signed(PING), List.of()))).isEqualTo(503);
    String other = PING.replace("achA", "achB");
    assertThat(refusal(read(other, signed(other), List.of(KEY)))).isEqualTo(503);
  }

  @Test
  void oldPing_isStale_andOneOfADayAgoIsNot() {
    String dayOld = PING.replace("09-20T10:04", "09-19T09:04");
    assertThat(read(dayOld, signed(dayOld), List.of(KEY))).isInstanceOf(WebhookReading.Hints.class);
    String old = PING.replace("09-20", "09-17");
    assertThat(refusal(read(old, signed(old), List.of(KEY)))).isEqualTo(400);
    String ahead =
        PING.replace("10:04:59.663", "10:" + (5 + Duration.ofMinutes(11).toMinutes()) + ":01");
    assertThat(refusal(read(ahead, signed(ahead), List.of(KEY)))).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{\"base\":{\"id\":\"appAAAAAAAAAAAAAA\"}}"})
  void pingThatNamesNoWebhook_isMalformed(String body) {
    assertThat(refusal(read(body, signed(body), List.of(KEY)))).isEqualTo(400);
  }

  @Test
  void pingWithoutATime_isMalformed() {
    String body = PING.replace("2026-09-20T10:04:59.663Z", "soon");
    assertThat(refusal(read(body, signed(body), List.of(KEY)))).isEqualTo(400);
  }
}
