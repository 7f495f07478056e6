package com.puraify.sync.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.error.ConfigurationException;
import java.io.Serializable;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretTest {

  private static final String TOKEN = "tok-hunter2";

  private final Secret secret = Secret.of(TOKEN);

  @Test
  void secret_neverPrintsItself() {
    assertThat(secret.toString()).doesNotContain(TOKEN);
    assertThat(secret.prefixed("Bearer ").toString()).doesNotContain(TOKEN);
    assertThat(new ConnectionSettings("p", secret, null, Map.of()).toString())
        .doesNotContain(TOKEN);
    assertThat(secret).isNotInstanceOf(Serializable.class);
  }

  @Test
  void account_isStable_andDoesNotGiveTheSecretAway() {
    assertThat(secret.account()).isEqualTo(Secret.of(TOKEN).account()).matches("[0-9a-f]{12}");
    assertThat(secret.account()).isNotEqualTo(Secret.of(TOKEN + "x").account());
    assertThat(TOKEN).doesNotContain(secret.account());
  }

  @Test
  void reveal_isTheOnlyWay() {
    assertThat(secret.reveal()).isEqualTo(TOKEN);
    assertThat(secret.prefixed("Bearer ").reveal()).isEqualTo("Bearer " + TOKEN);
  }

  @Test
  void blankSecret_isRefused() {
    assertThatThrownBy(() -> Secret.of("  ")).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void missingVariable_isNamed_whenItIsUsed() {
    Secret missing = Secret.env("SYNC_ENGINE_TEST_NO_SUCH_VARIABLE");

    assertThat(missing.toString()).isEqualTo("Secret[***]");
    assertThatThrownBy(missing::reveal)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("SYNC_ENGINE_TEST_NO_SUCH_VARIABLE");
  }
}
