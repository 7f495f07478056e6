package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Capabilities.CreateSafety;
import com.puraify.sync.connector.Capabilities.DeleteVisibility;
import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConfigurationException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A workspace, as far as it is shared with an integration. Made by {@link Notion#connect}.
 *
 * <p>Defaults: Notion's public address, {@value #DEFAULT_CALLS_PER_MINUTE} calls a minute, a
 * visibility lag of one minute, three writes at once, 70 seconds for a call. Each setting returns a
 * changed copy. Immutable.
 *
 * <p>What its entities promise: changes are read by the time of the last edit, which Notion cuts to
 * the minute. Deletes show by absence from a complete read, confirmed by a look at the page. A
 * write replaces whatever the property held: Notion has no conditional writes, so an {@link
 * com.puraify.sync.connector.Expectation Expectation} is not looked at. A create whose outcome is
 * unknown is settled by searching.
 *
 * <p>Left out of an item, which is not the same as empty: a formula or roll-up that Notion cannot
 * compute, and an empty relation to a data source that is not shared with the integration (Notion
 * shows such relations empty; the first empty one in a run costs one call to find out, and its
 * field cannot be written in that run if the target is out of reach). A page that Notion shows by
 * its id alone is reported as gone for an unknown reason, which deletes nothing.
 */
public final class NotionConnection implements Connection {

  /** How many calls a minute Notion allows an integration: 3 a second on average. */
  public static final int DEFAULT_CALLS_PER_MINUTE = 180;

  /** How many calls a minute Notion allows an integration on its Business and Enterprise plans. */
  public static final int BUSINESS_CALLS_PER_MINUTE = 600;

  /** Notion's public address. */
  public static final URI DEFAULT_BASE_URI = URI.create("https://api.notion.com");

  /** How long a write may stay invisible to queries; Notion publishes no figure. */
  public static final Duration DEFAULT_VISIBILITY_LAG = Duration.ofMinutes(1);

  /** How many writes are under way at once. */
  public static final int DEFAULT_PARALLEL_WRITES = 3;

  /** How long a call may take; Notion itself gives up after about 60 seconds. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(70);

  private final Secret token;
  private final URI baseUri;
  private final int callsPerMinute;
  private final Duration visibilityLag;
  private final int parallelWrites;
  private final Duration timeout;

  private NotionConnection(
      Secret token,
      URI baseUri,
      int callsPerMinute,
      Duration visibilityLag,
      int parallelWrites,
      Duration timeout) {
    this.token = token;
    this.baseUri = baseUri;
    this.callsPerMinute = callsPerMinute;
    this.visibilityLag = visibilityLag;
    this.parallelWrites = parallelWrites;
    this.timeout = timeout;
  }

  /** Returns a connection with the defaults. */
  static NotionConnection withDefaults(Secret token) {
    return new NotionConnection(
        Objects.requireNonNull(token, "token"),
        DEFAULT_BASE_URI,
        DEFAULT_CALLS_PER_MINUTE,
        DEFAULT_VISIBILITY_LAG,
        DEFAULT_PARALLEL_WRITES,
        DEFAULT_TIMEOUT);
  }

  /**
   * Returns this connection to another address, such as a proxy's or a simulator's. Default: {@link
   * #DEFAULT_BASE_URI}.
   *
   * @throws ConfigurationException if it is not an http or https address with a host
   */
  public NotionConnection baseUri(URI address) {
    HttpSettings.builder(Notion.PLATFORM, "", address); // checks its form
    return new NotionConnection(
        token, address, callsPerMinute, visibilityLag, parallelWrites, timeout);
  }

  /**
   * Returns this connection with another number of calls per minute, counted over all syncs that
   * use the same token. Default: {@value #DEFAULT_CALLS_PER_MINUTE}.
   *
   * @throws ConfigurationException if it is less than 1
   */
  public NotionConnection callsPerMinute(int calls) {
    requirePositive("callsPerMinute", calls);
    return new NotionConnection(token, baseUri, calls, visibilityLag, parallelWrites, timeout);
  }

  /**
   * Returns this connection for a workspace on Notion's Business or Enterprise plan, which allows
   * {@value #BUSINESS_CALLS_PER_MINUTE} calls a minute.
   */
  public NotionConnection businessPlan() {
    return callsPerMinute(BUSINESS_CALLS_PER_MINUTE);
  }

  /**
   * Returns this connection with another time for which a write may stay invisible to queries.
   * Checkpoints stay behind Notion's clock by it, and a lost create is searched for only after it.
   * Default: one minute.
   *
   * @throws ConfigurationException if it is negative
   */
  public NotionConnection visibilityLag(Duration lag) {
    if (lag.isNegative()) {
      throw new ConfigurationException("visibilityLag", "must not be negative, not " + lag);
    }
    return new NotionConnection(token, baseUri, callsPerMinute, lag, parallelWrites, timeout);
  }

  /**
   * Returns this connection with another number of writes under way at once. More of them make
   * Notion refuse writes to the same data source as conflicting. Default: {@value
   * #DEFAULT_PARALLEL_WRITES}.
   *
   * @throws ConfigurationException if it is less than 1
   */
  public NotionConnection parallelWrites(int calls) {
    requirePositive("parallelWrites", calls);
    return new NotionConnection(token, baseUri, callsPerMinute, visibilityLag, calls, timeout);
  }

  /**
   * Returns this connection with another limit on how long a call may take. Default: 70 seconds, so
   * that Notion's own limit of about 60 strikes first and its answer tells what became of a write.
   *
   * @throws ConfigurationException if it is not positive
   */
  public NotionConnection timeout(Duration limit) {
    if (limit.isZero() || limit.isNegative()) {
      throw new ConfigurationException("timeout", "must be positive, not " + limit);
    }
    return new NotionConnection(
        token, baseUri, callsPerMinute, visibilityLag, parallelWrites, limit);
  }

  /**
   * Returns a data source.
   *
   * @param nameOrId its name, exactly or but for case, spaces and punctuation; its id, with dashes
   *     or without; or the id of a database that holds it alone. With its id, opening it takes one
   *     call, with its name two or more
   */
  public Entity dataSource(String nameOrId) {
    if (nameOrId.isBlank()) {
      throw new ConfigurationException("dataSource", "is blank; give a data source's name or id");
    }
    return new NotionEntity(this, nameOrId);
  }

  @Override
  public Entity entity(String nameOrId) {
    return dataSource(nameOrId);
  }

  @Override
  public List<EntityName> entities(ConnectorContext context) {
    return new DataSourceFinder(api(context)).all();
  }

  Secret token() {
    return token;
  }

  NotionApi api(ConnectorContext context) {
    return new NotionApi(
        context.http(
            HttpSettings.builder(Notion.PLATFORM, token.account(), baseUri)
                .bearer(token)
                .addHeader("Notion-Version", NotionApi.VERSION)
                .addWindow(RateWindow.of(callsPerMinute, Duration.ofSeconds(60)))
                .timeout(timeout)
                .errors(new NotionErrors())
                .build()));
  }

  Capabilities capabilities() {
    return Capabilities.builder()
        .incremental(true)
        .deletes(DeleteVisibility.SWEEP)
        .granularity(DateCodec.PRECISION)
        .visibilityLag(visibilityLag)
        .batches(1, 1, 1)
        .lookupBatch(1)
        .readPage(NotionApi.PAGE_SIZE)
        .parallelWrites(parallelWrites)
        .createSafety(CreateSafety.FIND)
        .findable(true)
        .metered(true)
        .build();
  }

  private static void requirePositive(String setting, int number) {
    if (number < 1) {
      throw new ConfigurationException(setting, "must be at least 1, not " + number);
    }
  }

  @Override
  public String toString() {
    return "NotionConnection[" + baseUri + "]";
  }
}
