package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Connector;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConfigurationException.Problem;
import com.puraify.sync.webhook.WebhookReader;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * The connector for HubSpot. Thread-safe.
 *
 * <p>It knows these options: {@code version}, such as {@code 2026-09} or {@code v3}; {@code plan},
 * {@code free}, {@code starter}, {@code professional}, {@code enterprise} or {@code public_app};
 * {@code visibility_lag} and {@code timeout}, ISO-8601 durations such as {@code PT1M}; {@code
 * parallel_writes}, a number; {@code time_zone}, such as {@code Europe/Berlin}; {@code
 * associated_types}, types' ids or names separated by commas. They mean what the settings of {@link
 * HubSpotConnection} mean.
 *
 * <p>Webhooks are set up in HubSpot: by a private app's settings, or by a public app's
 * subscriptions, one for each property that is synced. Their key is the app's client secret.
 */
public final class HubSpotConnector implements Connector {

  private static final Map<String, BiFunction<HubSpotConnection, String, HubSpotConnection>>
      OPTIONS =
          new TreeMap<>(
              Map.of(
                  "associated_types",
                  HubSpotConnector::associatedTypes,
                  "parallel_writes",
                  (connection, text) -> connection.parallelWrites(number(text)),
                  "plan",
                  (connection, text) -> connection.plan(HubSpotPlan.parse(text)),
                  "time_zone",
                  (connection, text) -> connection.timeZone(zone(text)),
                  "timeout",
                  (connection, text) -> connection.timeout(duration(text)),
                  "version",
                  (connection, text) -> connection.version(HubSpotVersion.parse(text)),
                  "visibility_lag",
                  (connection, text) -> connection.visibilityLag(duration(text))));

  /** Creates the connector. */
  public HubSpotConnector() {}

  @Override
  public String platform() {
    return HubSpot.PLATFORM;
  }

  @Override
  public Connection connect(ConnectionSettings settings) {
    HubSpotConnection connection =
        HubSpot.connect(settings.credential()).project(settings.project());
    if (settings.baseUri() != null) {
      connection = connection.baseUri(settings.baseUri());
    }
    List<Problem> problems = new ArrayList<>();
    for (String name : new TreeSet<>(settings.options().keySet())) {
      BiFunction<HubSpotConnection, String, HubSpotConnection> option = OPTIONS.get(name);
      if (option == null) {
        problems.add(new Problem(name, "is no option of HubSpot; it knows " + OPTIONS.keySet()));
        continue;
      }
      try {
        connection = option.apply(connection, settings.option(name).orElseThrow());
      } catch (ConfigurationException e) {
        e.problems().forEach(problem -> problems.add(new Problem(name, problem.message())));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return connection;
  }

  @Override
  public Optional<WebhookReader> webhooks() {
    return Optional.of(new HubSpotWebhookReader());
  }

  private static HubSpotConnection associatedTypes(HubSpotConnection connection, String text) {
    HubSpotConnection with = connection;
    for (String type : text.split(",", -1)) {
      with = with.addAssociatedType(type);
    }
    return with;
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new ConfigurationException("number", "must be a whole number, not '" + text + "'");
    }
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text.strip());
    } catch (DateTimeException e) {
      throw new ConfigurationException(
          "duration", "must be an ISO-8601 duration such as PT1M, not '" + text + "'");
    }
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text.strip());
    } catch (DateTimeException e) {
      throw new ConfigurationException(
          "zone", "must be a time zone such as Europe/Berlin, not '" + text + "'");
    }
  }
}
