package com.puraify.sync.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.connector.Secret;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {

  // RFC 4231, test case 2
  private static final byte[] KEY = bytes("Jefe");
  private static final byte[] DATA = bytes("what do ya want for nothing?");
  private static final String HMAC =
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void hmac_isThatOfTheStandard_inPartsToo() {
    assertThat(WebhookSignature.hmacSha256(KEY, DATA).hex()).isEqualTo(HMAC);
    assertThat(
            WebhookSignature.hmacSha256(
                    Secret.of("Jefe"), bytes("what do ya "), bytes("want for nothing?"))
                .isHex(HMAC))
        .isTrue();
  }

  @Test
  void sha256_isThatOfTheStandard() {
    assertThat(WebhookSignature.sha256(bytes("a"), bytes("bc")).hex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void otherSignatures_doNotFit() {
    WebhookSignature expected = WebhookSignature.hmacSha256(KEY, DATA);

    assertThat(expected.isHex(HMAC.toUpperCase(java.util.Locale.ROOT))).isTrue();
    assertThat(expected.isHex(HMAC.replace('5', '6'))).isFalse();
    assertThat(expected.isHex(HMAC.substring(2))).isFalse();
    assertThat(expected.isHex(HMAC + "00")).isFalse();
    assertThat(expected.isHex("")).isFalse();
    assertThat(expected.isHex("not hex at all")).isFalse();
    assertThat(expected.isHex(expected.base64())).isFalse();
    assertThat(expected.isBase64(expected.base64())).isTrue();
    assertThat(expected.isBase64("")).isFalse();
    assertThat(expected.isBase64("%%%")).isFalse();
  }

  @Test
  void text_showsNothing() {
    assertThat(WebhookSignature.hmacSha256(KEY, DATA).toString()).doesNotContain(HMAC);
  }
}
