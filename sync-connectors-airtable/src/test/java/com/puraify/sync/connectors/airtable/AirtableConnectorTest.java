package com.puraify.sync.connectors.airtable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Connector;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.HttpAnswer;
import com.puraify.sync.connector.HttpCalls;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConfigurationException.Problem;
import com.puraify.sync.testkit.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class AirtableConnectorTest {

  private static final Secret TOKEN = Secret.of("patSecret.0123");
  private static final Duration SPAN = Duration.ofMillis(1_030);

  private static Connection connect(Map<String, String> options) {
    return connect(TOKEN, URI.create("http://127.0.0.1:1/airtable"), options);
  }

  private static Connection connect(Secret token, URI address, Map<String, String> options) {
    return new AirtableConnector().connect(new ConnectionSettings("pf-1", token, address, options));
  }

  /** A context that notes the settings, and answers every call with one base without tables. */
  private static final class SettingsSeen implements ConnectorContext {
    final List<HttpSettings> settings = new ArrayList<>();

    @Override
    public HttpCalls http(HttpSettings http) {
      settings.add(http);
      Json body =
          Json.parse("{\"bases\":[{\"id\":\"appAAAAAAAAAAAAAA\",\"name\":\"A\"}],\"tables\":[]}");
      return call -> new HttpAnswer(200, Map.of(), body);
    }

    @Override
    public InstantSource clock() {
      return ManualTime.advancing();
    }

    @Override
    public void checkCancelled() {}
  }

  @Test
  void isFoundThroughTheServiceLoader() {
    assertThat(ServiceLoader.load(Connector.class))
        .extracting(Connector::platform)
        .contains("airtable");
  }

  @Test
  void options_becomeSettings() {
    AirtableConnection connection =
        (AirtableConnection)
            connect(
                Map.of(
                    "base", "Projects",
                    "webhook", "achAAAAAAAAAAAAAA",
                    "visibility_lag", "PT3M",
                    "parallel_writes", "2",
                    "timeout", "PT90S"));
    Capabilities capabilities = connection.capabilities(false);
    assertThat(capabilities.visibilityLag()).isEqualTo(Duration.ofMinutes(3));
    assertThat(capabilities.parallelWrites()).isEqualTo(2);
    assertThat(connection.webhook()).isEqualTo("achAAAAAAAAAAAAAA");
    assertThat(connection)
        .hasToString("AirtableConnection[http://127.0.0.1:1/airtable, base Projects]");
  }

  @Test
  void limitsOfTheBaseAndOfTheToken_areDeclaredBoth() {
    SettingsSeen seen = new SettingsSeen();
    connect(Map.of("calls_per_second", "2")).entities(seen);
    assertThat(seen.settings)
        .extracting(HttpSettings::windows)
        .containsOnly(List.of(RateWindow.of(50, SPAN)));
    assertThat(seen.settings.get(0).sharedWindows()).isEmpty();
    assertThat(seen.settings.get(1).sharedWindows())
        .isEqualTo(Map.of("base appAAAAAAAAAAAAAA", List.of(RateWindow.of(2, SPAN))));
  }

  @Test
  void token_isSentAsItIs_andOauthTokensAreRenewedAtTheAddress() {
    SettingsSeen seen = new SettingsSeen();
    connect(Map.of()).entities(seen);
    assertThat(seen.settings.get(0).account()).isEqualTo(TOKEN.account());
    assertThat(seen.settings.get(0).oauth().orElseThrow().tokenEndpoint())
        .isEqualTo(URI.create("http://127.0.0.1:1/oauth2/v1/token"));
    new AirtableConnector()
        .connect(new ConnectionSettings("pf-1", TOKEN, null, Map.of()))
        .entities(seen);
    assertThat(seen.settings.get(2).oauth().orElseThrow().tokenEndpoint())
        .isEqualTo(URI.create("https://airtable.com/oauth2/v1/token"));
    assertThat(seen.settings.get(2).baseUri()).isEqualTo(URI.create("https://api.airtable.com"));
  }

  @Test
  void accountOfAnOauthGrant_outlastsItsTokens() {
    SettingsSeen seen = new SettingsSeen();
    URI address = URI.create("http://127.0.0.1:1");
    for (String token : List.of("one", "two")) {
      Secret grant =
          Secret.of(
              "{\"access_token\":\"%s\",\"refresh_token\":\"r\",\"client_id\":\"c\"}"
                  .formatted(token));
      connect(grant, address, Map.of()).entities(seen);
    }
    assertThat(seen.settings.stream().map(HttpSettings::account).distinct()).hasSize(1);
  }

  @Test
  void unknownOptions_areRefused_withEveryProblemAtOnce() {
    assertThatThrownBy(
            () -> connect(Map.of("calls", "9", "base", " ", "webhook", "no", "timeout", "soon")))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> {
              assertThat(e.problems())
                  .extracting(Problem::where)
                  .containsExactlyInAnyOrder("calls", "base", "webhook", "timeout");
              assertThat(e)
                  .hasMessageContaining(
                      "[base, calls_per_second, parallel_writes, timeout, visibility_lag,"
                          + " webhook]");
            });
  }

  @Test
  void settingsThatCannotWork_areRefusedWhenTheyAreMade() {
    AirtableConnection connection = Airtable.connect(TOKEN);
    assertThatThrownBy(() -> connection.callsPerSecond(0)).hasMessageContaining("callsPerSecond");
    assertThatThrownBy(() -> connection.parallelWrites(0)).hasMessageContaining("parallelWrites");
    assertThatThrownBy(() -> connection.timeout(Duration.ZERO)).hasMessageContaining("timeout");
    assertThatThrownBy(() -> connection.visibilityLag(Duration.ofSeconds(-1)))
        .hasMessageContaining("visibilityLag");
    assertThatThrownBy(() -> connection.baseUri(URI.create("ftp://x")))
        .hasMessageContaining("baseUri");
    assertThatThrownBy(() -> connection.webhook("wh-1")).hasMessageContaining("webhook");
    assertThatThrownBy(() -> connection.table(" ")).hasMessageContaining("table");
  }

  @Test
  void nothingShowsTheToken() {
    assertThat(Airtable.connect(TOKEN).table("Tasks").toString()).doesNotContain("patSecret");
  }

  @Test
  void capabilities_sayWhatAirtableCanDo() {
    Capabilities can = Airtable.connect(TOKEN).capabilities(false);
    assertThat(can.incremental()).isTrue();
    assertThat(can.deletes()).isEqualTo(Capabilities.DeleteVisibility.SWEEP);
    assertThat(can.granularity()).isEqualTo(Duration.ofSeconds(1));
    assertThat(can.visibilityLag()).isEqualTo(Duration.ofMinutes(1));
    assertThat(List.of(can.createBatch(), can.updateBatch(), can.deleteBatch())).containsOnly(10);
    assertThat(can.atomicBatches()).isTrue();
    assertThat(can.lookupBatch()).isEqualTo(100);
    assertThat(can.createSafety()).isEqualTo(Capabilities.CreateSafety.UPSERT);
    assertThat(can.findable()).isTrue();
    assertThat(can.conditionalWrites()).isFalse();
    assertThat(can.metered()).isTrue();
    assertThat(Airtable.connect(TOKEN).capabilities(true).deletes())
        .isEqualTo(Capabilities.DeleteVisibility.FEED);
  }
}
