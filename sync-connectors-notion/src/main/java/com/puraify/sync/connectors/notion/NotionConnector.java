package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Connector;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConfigurationException.Problem;
import com.puraify.sync.webhook.WebhookReader;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * The connector for Notion. Thread-safe.
 *
 * <p>It knows these options: {@code calls_per_minute}, a number; {@code plan}, {@code standard} or
 * {@code business} or {@code enterprise}; {@code visibility_lag} and {@code timeout}, ISO-8601
 * durations such as {@code PT1M}; {@code parallel_writes}, a number. They mean what the settings of
 * {@link NotionConnection} mean; {@code calls_per_minute} overrides {@code plan}.
 */
public final class NotionConnector implements Connector {

  private static final Map<String, BiFunction<NotionConnection, String, NotionConnection>> OPTIONS =
      new TreeMap<>(
          Map.of(
              "calls_per_minute",
              (connection, text) -> connection.callsPerMinute(number(text)),
              "parallel_writes",
              (connection, text) -> connection.parallelWrites(number(text)),
              "plan",
              NotionConnector::plan,
              "timeout",
              (connection, text) -> connection.timeout(duration(text)),
              "visibility_lag",
              (connection, text) -> connection.visibilityLag(duration(text))));

  /** Creates the connector. */
  public NotionConnector() {}

  @Override
  public String platform() {
    return Notion.PLATFORM;
  }

  /**
   * Returns the reader of Notion's webhooks, which a person sets up in the integration's settings.
   * Their verification token is kept as {@code notion_webhook} when Notion introduces itself; the
   * person finds it there and confirms it to Notion.
   */
  @Override
  public Optional<WebhookReader> webhooks() {
    return Optional.of(new NotionWebhookReader());
  }

  @Override
  public Connection connect(ConnectionSettings settings) {
    NotionConnection connection = Notion.connect(settings.credential());
    if (settings.baseUri() != null) {
      connection = connection.baseUri(settings.baseUri());
    }
    List<Problem> problems = new ArrayList<>();
    // 'plan' goes first, so that a number of calls overrides it
    List<String> names = new ArrayList<>(new TreeSet<>(settings.options().keySet()));
    if (names.remove("plan")) {
      names.add(0, "plan");
    }
    for (String name : names) {
      BiFunction<NotionConnection, String, NotionConnection> option = OPTIONS.get(name);
      if (option == null) {
        problems.add(new Problem(name, "is no option of Notion; it knows " + OPTIONS.keySet()));
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

  private static NotionConnection plan(NotionConnection connection, String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "standard" -> connection.callsPerMinute(NotionConnection.DEFAULT_CALLS_PER_MINUTE);
      case "business", "enterprise" -> connection.businessPlan();
      default ->
          throw new ConfigurationException(
              "plan", "must be standard, business or enterprise, not '" + text + "'");
    };
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
