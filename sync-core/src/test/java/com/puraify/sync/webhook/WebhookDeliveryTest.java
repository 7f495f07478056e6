package com.puraify.sync.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.error.ConnectorException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookDeliveryTest {

  private static final URI ADDRESS = URI.create("https://host.example/hooks/demo?x=%2F&y=a+b");

  private static WebhookDelivery delivery(byte[] body) {
    return WebhookDelivery.of("post", ADDRESS, Map.of("X-Signature", List.of("abc")), body);
  }

  @Test
  void request_isKeptToTheLetter() {
    byte[] body = "{\"a\" :1}\n".getBytes(StandardCharsets.UTF_8);

    WebhookDelivery delivery = delivery(body);
    body[0] = 'x';
    delivery.body()[1] = 'x';

    assertThat(delivery.method()).isEqualTo("POST");
    assertThat(delivery.uri()).hasToString(ADDRESS.toString());
    assertThat(delivery.header("x-SIGNATURE")).contains("abc");
    assertThat(delivery.header("x-other")).isEmpty();
    assertThat(delivery.body()).isEqualTo("{\"a\" :1}\n".getBytes(StandardCharsets.UTF_8));
    assertThat(delivery.json().at("a").number()).isEqualByComparingTo("1");
    assertThat(delivery.toString()).doesNotContain("abc", "\"a\"", "y=a");
  }

  @Test
  void bodyAtTheLimit_isKept_andOneByteMoreIsNot() {
    assertThat(delivery(new byte[WebhookDelivery.MAX_BODY]).isTooLarge()).isFalse();
    assertThat(delivery(new byte[WebhookDelivery.MAX_BODY + 1]).isTooLarge()).isTrue();
    assertThat(delivery(new byte[WebhookDelivery.MAX_BODY + 1]).body()).isEmpty();
  }

  @Test
  void hugeStream_isReadNoFurtherThanNeeded() throws IOException {
    int size = 5 * WebhookDelivery.MAX_BODY;
    InputStream huge = new ByteArrayInputStream(new byte[size]);

    assertThat(WebhookDelivery.read("POST", ADDRESS, Map.of(), huge).isTooLarge()).isTrue();

    assertThat(huge.available()).isEqualTo(size - WebhookDelivery.MAX_BODY - 1);
    assertThat(
            WebhookDelivery.read(
                    "POST", ADDRESS, Map.of(), new ByteArrayInputStream(new byte[] {'1'}))
                .body())
        .containsExactly('1');
  }

  @Test
  void bodyThatIsNotJson_isRefusedWithoutItsText() {
    for (String body : List.of("secret", "{\"secret\":", "")) {
      assertThatThrownBy(() -> delivery(body.getBytes(StandardCharsets.UTF_8)).json().text())
          .isInstanceOfSatisfying(
              ConnectorException.class,
              e -> assertThat(e.kind()).isEqualTo(ConnectorException.Kind.PROTOCOL))
          .hasMessageNotContaining("secret");
    }
    assertThatThrownBy(() -> delivery(new byte[] {'"', (byte) 0xff, '"'}).json())
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void replayWindow_includesItsBounds() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    ReplayWindow window = new ReplayWindow(Duration.ofMinutes(5), Duration.ofMinutes(1));

    assertThat(window.contains(now.minus(Duration.ofMinutes(5)), now)).isTrue();
    assertThat(window.contains(now.minus(Duration.ofMinutes(5)).minusNanos(1), now)).isFalse();
    assertThat(window.contains(now.plus(Duration.ofMinutes(1)), now)).isTrue();
    assertThat(window.contains(now.plus(Duration.ofMinutes(1)).plusNanos(1), now)).isFalse();
    assertThatThrownBy(() -> ReplayWindow.of(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
