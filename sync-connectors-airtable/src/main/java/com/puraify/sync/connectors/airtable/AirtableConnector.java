package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Connector;
import com.puraify.sync.connector.OAuthSettings;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConfigurationException.Problem;
import com.puraify.sync.webhook.WebhookReader;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * The connector for Airtable. Thread-safe.
 *
 * <p>It knows these options: {@code base}, a base's id or name; {@code webhook}, a webhook's id;
 * {@code calls_per_second} and {@code parallel_writes}, numbers; {@code visibility_lag} and {@code
 * timeout}, ISO-8601 durations such as {@code PT1M}. They mean what the settings of {@link
 * AirtableConnection} mean. The credential is a personal access token, or the tokens of an OAuth
 * grant as {@link OAuthSettings} describes them; these are renewed at {@link
 * Airtable#TOKEN_ENDPOINT}, or at the same path of another address if one is given.
 */
public final class AirtableConnector implements Connector {

  private static final Map<String, BiFunction<AirtableConnection, String, AirtableConnection>>
      OPTIONS =
          new TreeMap<>(
              Map.of(
                  "base",
                  AirtableConnection::base,
                  "webhook",
                  AirtableConnection::webhook,
                  "calls_per_second",
                  (connection, text) -> connection.callsPerSecond(number(text)),
                  "parallel_writes",
                  (connection, text) -> connection.parallelWrites(number(text)),
                  "timeout",
                  (connection, text) -> connection.timeout(duration(text)),
                  "visibility_lag",
                  (connection, text) -> connection.visibilityLag(duration(text))));

  /** Creates the connector. */
  public AirtableConnector() {}

  @Override
  public String platform() {
    return Airtable.PLATFORM;
  }

  @Override
  public Connection connect(ConnectionSettings settings) {
    URI address = settings.baseUri();
    URI tokens =
        address == null
            ? Airtable.TOKEN_ENDPOINT
            : address.resolve(Airtable.TOKEN_ENDPOINT.getRawPath());
    AirtableConnection connection =
        Airtable.connect(
            OAuthSettings.of(
                Airtable.PLATFORM, settings, tokens, OAuthSettings.ClientAuthentication.BASIC));
    if (address != null) {
      connection = connection.baseUri(address);
    }
    List<Problem> problems = new ArrayList<>();
    for (String name : new TreeSet<>(settings.options().keySet())) {
      BiFunction<AirtableConnection, String, AirtableConnection> option = OPTIONS.get(name);
      if (option == null) {
        problems.add(new Problem(name, "is no option of Airtable; it knows " + OPTIONS.keySet()));
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
    return Optional.of(new AirtablePings());
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
    } catch (DateTimeParseException e) {
      throw new ConfigurationException(
          "duration", "must be an ISO-8601 duration such as PT1M, not '" + text + "'");
    }
  }
}
