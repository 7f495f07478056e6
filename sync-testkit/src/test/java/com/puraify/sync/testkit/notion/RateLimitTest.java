package com.puraify.sync.testkit.notion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The limits per connection and per workspace. */
class RateLimitTest extends Fixture {

  private ApiClient.Reply ask() {
    return api.get("/v1/users/me");
  }

  @Test
  void defaultLimit_is180PerMinute() {
    try (NotionSimulator strict = NotionSimulator.builder().clock(clock).start()) {
      ApiClient client = new ApiClient(strict.baseUri(), strict.token(), ApiClient.NEWEST);
      for (int i = 0; i < 180; i++) {
        assertThat(client.get("/v1/users/me").status()).isEqualTo(200);
      }

      assertThat(client.get("/v1/users/me").status()).isEqualTo(429);
    }
  }

  @Test
  void requestOverTheLimit_isToldHowLongToWait() {
    sim.quirks().rateLimit(2);
    ask();
    clock.advance(Duration.ofMillis(43_100));
    ask();

    ApiClient.Reply reply = ask();

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.code()).isEqualTo("rate_limited");
    assertThat(reply.headers().firstValue("Retry-After")).contains("17");
    assertThat(reply.json().path("additional_data").path("retry_after").textValue())
        .isEqualTo("17");
    assertThat(reply.json().path("additional_data").path("rate_limit_reason").asText())
        .isEqualTo("public_api_request_rate_limit");
  }

  @Test
  void windowThatIsOver_isForgotten() {
    sim.quirks().rateLimit(1);
    ask();
    assertThat(ask().status()).isEqualTo(429);

    clock.advance(Duration.ofSeconds(60));

    assertThat(ask().status()).isEqualTo(200);
  }

  @Test
  void refusedRequests_doNotCountAgainstTheWindow() {
    sim.quirks().rateLimit(1);
    ask();
    clock.advance(Duration.ofSeconds(59));
    ask();
    clock.advance(Duration.ofSeconds(1));

    assertThat(ask().status()).isEqualTo(200);
  }

  @Test
  void workspaceLimit_isSharedAndMayWaitOverAMinute() {
    sim.quirks().workspaceLimit(10, Duration.ofMinutes(5));
    ask();
    sim.otherTraffic(50);

    ApiClient.Reply reply = ask();

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.headers().firstValue("Retry-After")).contains("300");
    assertThat(reply.json().path("additional_data").path("rate_limit_reason").asText())
        .isEqualTo("public_api_space_request_rate_limit");
  }

  @Test
  void liftedLimit_holdsFromTheNextRequestOn() {
    sim.quirks().rateLimit(1);
    ask();
    sim.quirks().noRateLimit();

    assertThat(ask().status()).isEqualTo(200);
  }
}
