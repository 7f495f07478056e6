package com.puraify.sync.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {

  @TempDir Path folder;

  private Path file(String... lines) throws IOException {
    return Files.writeString(folder.resolve("server.properties"), String.join("\n", lines));
  }

  @Test
  void nothingGiven_isLoopbackAndSqlite() throws IOException {
    ServerSettings settings = SettingsReader.read(Map.of(), null, Map.of());
    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(settings.port()).isEqualTo(3023);
    assertThat(settings.token()).isNull();
    assertThat(settings.isLoopback()).isTrue();
    assertThat(settings.state().url()).isEqualTo("jdbc:sqlite:" + Path.of("data", "state.db"));
    assertThat(settings.database().isSqlite()).isTrue();
    assertThat(settings.simulators()).isFalse();
  }

  @Test
  void environment_winsOverTheFile_andTheCommandLineOverBoth() throws IOException {
    Path file = file("port=1", "host=::1", "answer.within=PT1M", "token=from-the-file");
    ServerSettings settings =
        SettingsReader.read(
            Map.of("SYNC_PORT", "2", "SYNC_ANSWER_WITHIN", "PT2M"), file, Map.of("port", "3"));
    assertThat(settings.port()).isEqualTo(3);
    assertThat(settings.host()).isEqualTo("::1");
    assertThat(settings.answerWithin()).isEqualTo(Duration.ofMinutes(2));
    assertThat(settings.token()).isNotNull();
    assertThat(settings.toString()).doesNotContain("from-the-file");
  }

  @Test
  void unknownKeyOfTheFile_isRefusedWithTheNearest() throws IOException {
    Path file = file("tokn=secret-text");
    assertThatThrownBy(() -> SettingsReader.read(Map.of(), file, Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("tokn")
        .hasMessageContaining("nearest is 'token'")
        .hasMessageNotContaining("secret-text");
  }

  @Test
  void wrongValues_areToldAllAtOnceByTheirVariables() {
    Map<String, String> environment =
        Map.of(
            "SYNC_PORT", "70000",
            "SYNC_MAX_BODY", "much",
            "SYNC_ANSWER_WITHIN", "10",
            "SYNC_STOP_WITHIN", "-PT1S",
            "SYNC_SIMULATORS", "yes",
            "SYNC_PUBLIC_URL", "sync.example.com",
            "SYNC_DATABASE_URL", "jdbc:oracle:thin");
    assertThatThrownBy(() -> SettingsReader.read(environment, null, Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .satisfies(
            error ->
                assertThat(((ConfigurationException) error).problems())
                    .extracting(ConfigurationException.Problem::where)
                    .containsExactlyInAnyOrderElementsOf(environment.keySet()));
  }

  @Test
  void passwordInAUrl_isNotShown() throws IOException {
    ServerSettings settings =
        SettingsReader.read(
            Map.of(
                "SYNC_DATABASE_URL",
                "jdbc:postgresql://user:hush@db.example.com/app?password=hush2"),
            null,
            Map.of());
    assertThat(settings.toString()).doesNotContain("hush").contains("db.example.com/app");
  }

  @Test
  void everyKey_hasItsVariable() {
    assertThat(SettingsReader.KEYS)
        .allSatisfy(key -> assertThat(key).matches("[a-z]+(\\.[a-z]+)*"))
        .isSorted();
    assertThat(SettingsReader.variable("state.url")).isEqualTo("SYNC_STATE_URL");
  }
}
