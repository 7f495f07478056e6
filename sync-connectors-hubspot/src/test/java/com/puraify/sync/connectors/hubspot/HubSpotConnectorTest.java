package com.puraify.sync.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Connector;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConfigurationException.Problem;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class HubSpotConnectorTest {

  private static final Secret TOKEN = Secret.of("pat-na1-secret");

  private static Connection connect(Map<String, String> options) {
    return new HubSpotConnector()
        .connect(
            new ConnectionSettings(
                "pf-1", TOKEN, URI.create("http://127.0.0.1:1/hubspot"), options));
  }

  @Test
  void isFoundThroughTheServiceLoader() {
    assertThat(ServiceLoader.load(Connector.class))
        .extracting(Connector::platform)
        .contains("hubspot");
  }

  @Test
  void options_becomeSettings() {
    HubSpotConnection connection =
        (HubSpotConnection)
            connect(
                Map.of(
                    "visibility_lag", "PT3M",
                    "parallel_writes", "2",
                    "timeout", "PT90S",
                    "version", "V3",
                    "time_zone", "America/New_York",
                    "associated_types", "2-77, line_items"));
    Capabilities capabilities = connection.capabilities();
    assertThat(capabilities.visibilityLag()).isEqualTo(Duration.ofMinutes(3));
    assertThat(capabilities.parallelWrites()).isEqualTo(2);
    assertThat(connection.associatedTypes()).containsExactly("2-77", "0-8");
    assertThat(connection).hasToString("HubSpotConnection[http://127.0.0.1:1/hubspot, v3]");
  }

  @Test
  void newestVersion_isTheDefault() {
    assertThat(HubSpot.connect(TOKEN))
        .hasToString("HubSpotConnection[https://api.hubapi.com, 2026-09]");
  }

  @Test
  void eachPlan_hasItsLimits_andSearchesHaveTheirOwn() {
    assertThat(windows(Map.of()))
        .containsExactly(
            RateWindow.of(100, Duration.ofMillis(10_250)),
            RateWindow.of(250_000, Duration.ofDays(1)));
    assertThat(windows(Map.of("plan", "Enterprise")))
        .containsExactly(
            RateWindow.of(190, Duration.ofMillis(10_250)),
            RateWindow.of(1_000_000, Duration.ofDays(1)));
    assertThat(windows(Map.of("plan", "public_app")))
        .containsExactly(RateWindow.of(110, Duration.ofMillis(10_250)));
    SettingsSeen seen = new SettingsSeen();
    connect(Map.of()).entities(seen);
    assertThat(seen.settings.get(0).sharedWindows()).isEmpty();
    assertThat(seen.settings.get(1).sharedWindows().values())
        .containsExactly(List.of(RateWindow.of(5, Duration.ofSeconds(1))));
    assertThat(seen.settings.get(1).windows()).isEqualTo(seen.settings.get(0).windows());
  }

  private static List<RateWindow> windows(Map<String, String> options) {
    SettingsSeen seen = new SettingsSeen();
    connect(options).entities(seen);
    return seen.settings.get(0).windows();
  }

  @Test
  void tokensOfAGrant_areRenewedInTheProjectsName_byTheVersionsEndpoint() {
    SettingsSeen seen = new SettingsSeen();
    connect(Map.of("version", "2026-03")).entities(seen);
    assertThat(seen.settings.get(0).oauth())
        .hasValueSatisfying(
            oauth -> {
              assertThat(oauth.project()).isEqualTo("pf-1");
              assertThat(oauth.credentialName()).isEqualTo("hubspot");
              assertThat(oauth.tokenEndpoint())
                  .isEqualTo(URI.create("http://127.0.0.1:1/hubspot/oauth/2026-03/token"));
            });
  }

  @Test
  void unknownOptions_areRefused_withEveryProblemAtOnce() {
    assertThatThrownBy(
            () ->
                connect(
                    Map.of(
                        "calls", "9",
                        "plan", "gold",
                        "timeout", "soon",
                        "version", "v4",
                        "time_zone", "Mars/Olympus",
                        "parallel_writes", "many",
                        "associated_types", "pets")))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> {
              assertThat(e.problems())
                  .extracting(Problem::where)
                  .containsExactlyInAnyOrder(
                      "calls",
                      "plan",
                      "timeout",
                      "version",
                      "time_zone",
                      "parallel_writes",
                      "associated_types");
              assertThat(e).hasMessageContaining("v3, 2026-03, 2026-09");
            });
  }

  @Test
  void settingsThatCannotWork_areRefusedWhenTheyAreMade() {
    HubSpotConnection connection = HubSpot.connect(TOKEN);
    assertThatThrownBy(() -> connection.parallelWrites(0)).hasMessageContaining("parallelWrites");
    assertThatThrownBy(() -> connection.timeout(Duration.ZERO)).hasMessageContaining("timeout");
    assertThatThrownBy(() -> connection.visibilityLag(Duration.ofSeconds(-1)))
        .hasMessageContaining("visibilityLag");
    assertThatThrownBy(() -> connection.baseUri(URI.create("ftp://x")))
        .hasMessageContaining("baseUri");
    assertThatThrownBy(() -> connection.objects(" ")).hasMessageContaining("objects");
    assertThatThrownBy(() -> connection.addAssociatedType("pets"))
        .hasMessageContaining("associatedType");
    assertThat(connection.timeZone(ZoneOffset.UTC).toString()).doesNotContain("pat-");
  }

  @Test
  void nothingShowsTheToken() {
    assertThat(HubSpot.connect(TOKEN).contacts().toString()).doesNotContain("pat-");
  }

  @Test
  void capabilities_sayWhatHubSpotCanDo() {
    Capabilities can = HubSpot.connect(TOKEN).capabilities();
    assertThat(can.incremental()).isTrue();
    assertThat(can.deletes()).isEqualTo(Capabilities.DeleteVisibility.SWEEP);
    assertThat(can.granularity()).isEqualTo(Duration.ofMillis(1));
    assertThat(can.visibilityLag()).isEqualTo(Duration.ofMinutes(2));
    assertThat(can.createBatch() + can.updateBatch() + can.deleteBatch()).isEqualTo(300);
    assertThat(can.lookupBatch()).isEqualTo(100);
    assertThat(can.createSafety()).isEqualTo(Capabilities.CreateSafety.FIND);
    assertThat(can.findable()).isTrue();
    assertThat(can.conditionalWrites()).isFalse();
    assertThat(can.atomicBatches()).isFalse();
    assertThat(can.metered()).isTrue();
  }
}
