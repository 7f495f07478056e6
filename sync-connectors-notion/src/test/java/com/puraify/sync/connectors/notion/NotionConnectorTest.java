package com.puraify.sync.connectors.notion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Connector;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConfigurationException.Problem;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class NotionConnectorTest {

  private static final Secret TOKEN = Secret.of("ntn_secret");

  private static Connection connect(Map<String, String> options) {
    return new NotionConnector()
        .connect(
            new ConnectionSettings(
                "pf-1", TOKEN, URI.create("http://127.0.0.1:1/notion"), options));
  }

  @Test
  void isFoundThroughTheServiceLoader() {
    assertThat(ServiceLoader.load(Connector.class))
        .extracting(Connector::platform)
        .contains("notion");
  }

  @Test
  void options_becomeSettings() {
    NotionConnection connection =
        (NotionConnection)
            connect(Map.of("visibility_lag", "PT3M", "parallel_writes", "2", "timeout", "PT90S"));
    Capabilities capabilities = connection.capabilities();
    assertThat(capabilities.visibilityLag()).isEqualTo(Duration.ofMinutes(3));
    assertThat(capabilities.parallelWrites()).isEqualTo(2);
    assertThat(connection).hasToString("NotionConnection[http://127.0.0.1:1/notion]");
  }

  @Test
  void numberOfCalls_overridesThePlan() {
    CallsSeen seen = new CallsSeen();
    connect(Map.of("plan", "Business", "calls_per_minute", "99")).entities(seen);
    connect(Map.of("plan", "enterprise")).entities(seen);
    connect(Map.of()).entities(seen);
    assertThat(seen.perMinute).containsExactly(99, 600, 180);
  }

  @Test
  void unknownOptions_areRefused_withEveryProblemAtOnce() {
    assertThatThrownBy(() -> connect(Map.of("calls", "9", "plan", "free", "timeout", "soon")))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> {
              assertThat(e.problems())
                  .extracting(Problem::where)
                  .containsExactlyInAnyOrder("calls", "plan", "timeout");
              assertThat(e)
                  .hasMessageContaining(
                      "[calls_per_minute, parallel_writes, plan, timeout, visibility_lag]");
            });
  }

  @Test
  void settingsThatCannotWork_areRefusedWhenTheyAreMade() {
    NotionConnection connection = Notion.connect(TOKEN);
    assertThatThrownBy(() -> connection.callsPerMinute(0)).hasMessageContaining("callsPerMinute");
    assertThatThrownBy(() -> connection.parallelWrites(0)).hasMessageContaining("parallelWrites");
    assertThatThrownBy(() -> connection.timeout(Duration.ZERO)).hasMessageContaining("timeout");
    assertThatThrownBy(() -> connection.visibilityLag(Duration.ofSeconds(-1)))
        .hasMessageContaining("visibilityLag");
    assertThatThrownBy(() -> connection.baseUri(URI.create("ftp://x")))
        .hasMessageContaining("baseUri");
    assertThatThrownBy(() -> connection.dataSource(" ")).hasMessageContaining("dataSource");
  }

  @Test
  void nothingShowsTheToken() {
    assertThat(Notion.connect(TOKEN).dataSource("Tasks").toString()).doesNotContain("ntn_");
  }

  @Test
  void capabilities_sayWhatNotionCanDo() {
    Capabilities can = Notion.connect(TOKEN).capabilities();
    assertThat(can.incremental()).isTrue();
    assertThat(can.deletes()).isEqualTo(Capabilities.DeleteVisibility.SWEEP);
    assertThat(can.granularity()).isEqualTo(Duration.ofMinutes(1));
    assertThat(can.visibilityLag()).isEqualTo(Duration.ofMinutes(1));
    assertThat(can.createBatch() + can.updateBatch() + can.deleteBatch()).isEqualTo(3);
    assertThat(can.createSafety()).isEqualTo(Capabilities.CreateSafety.FIND);
    assertThat(can.findable()).isTrue();
    assertThat(can.conditionalWrites()).isFalse();
    assertThat(can.metered()).isTrue();
  }
}
