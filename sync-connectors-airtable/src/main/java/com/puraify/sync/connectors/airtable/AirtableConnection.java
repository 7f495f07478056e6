package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Capabilities.CreateSafety;
import com.puraify.sync.connector.Capabilities.DeleteVisibility;
import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.HttpCalls;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.connector.OAuthSettings;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.webhook.WebhookSubscriptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The bases that a token reaches. Made by {@link Airtable#connect}.
 *
 * <p>Defaults: Airtable's public address, all bases, {@value #DEFAULT_CALLS_PER_SECOND} calls a
 * second to each base and {@value #CALLS_PER_SECOND_OF_TOKEN} in all, no webhook, a visibility lag
 * of one minute, three writes at once, 60 seconds for a call. Each setting returns a changed copy.
 * Immutable.
 *
 * <p>What its entities promise: records are read by {@code listRecords}, fields are known by their
 * ids. Changes are read in the best way there is: from the log of a {@linkplain #webhook webhook},
 * which tells of deletes too; else by a field of type "last modified time" that watches every field
 * that is asked for; else by the formula {@code LAST_MODIFIED_TIME()}. The latter two see deletes
 * by absence from a complete read. None can be relied on to see that a formula, roll-up, lookup or
 * count has changed: a table that has any is read in full from time to time with a webhook, too.
 *
 * <p>A batch of ten is written as a whole or not at all. Airtable has no conditional writes, so an
 * {@link com.puraify.sync.connector.Expectation Expectation} is not looked at. A create whose
 * outcome is unknown is settled by searching; one with match fields is an upsert on them.
 *
 * <p>Left out of an item, which is not the same as empty: a formula, roll-up or lookup that
 * Airtable cannot compute. An empty cell is empty, and an empty checkbox is false.
 */
public final class AirtableConnection implements Connection {

  /** How many calls a second Airtable allows to a base, whoever makes them. */
  public static final int DEFAULT_CALLS_PER_SECOND = 5;

  /** How many calls a second Airtable allows to the user or account that a token belongs to. */
  public static final int CALLS_PER_SECOND_OF_TOKEN = 50;

  /** Airtable's public address. */
  public static final URI DEFAULT_BASE_URI = URI.create("https://api.airtable.com");

  /** How long a write may stay invisible to listings and formulas; Airtable publishes no figure. */
  public static final Duration DEFAULT_VISIBILITY_LAG = Duration.ofMinutes(1);

  /** How many writes are under way at once: enough to use five calls a second at usual latency. */
  public static final int DEFAULT_PARALLEL_WRITES = 3;

  /** How long a call may take. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  /** How coarse Airtable's comparisons of times may be. */
  private static final Duration GRANULARITY = Duration.ofSeconds(1);

  /** A second and a little: calls may overtake each other, and one too many costs 30 seconds. */
  private static final Duration SPAN = Duration.ofMillis(1_030);

  private final Choice choice;

  /** What is chosen; a copy is changed while a connection is made, and never afterwards. */
  private static final class Choice {
    private final Secret token;
    private @Nullable OAuthSettings oauth;
    private URI baseUri = DEFAULT_BASE_URI;
    private @Nullable String base;
    private @Nullable String webhook;
    private int callsPerSecond = DEFAULT_CALLS_PER_SECOND;
    private Duration visibilityLag = DEFAULT_VISIBILITY_LAG;
    private int parallelWrites = DEFAULT_PARALLEL_WRITES;
    private Duration timeout = DEFAULT_TIMEOUT;

    Choice(Secret token) {
      this.token = token;
    }

    Choice(Choice other) {
      this.token = other.token;
      this.oauth = other.oauth;
      this.baseUri = other.baseUri;
      this.base = other.base;
      this.webhook = other.webhook;
      this.callsPerSecond = other.callsPerSecond;
      this.visibilityLag = other.visibilityLag;
      this.parallelWrites = other.parallelWrites;
      this.timeout = other.timeout;
    }
  }

  private AirtableConnection(Choice choice) {
    this.choice = choice;
  }

  private AirtableConnection with(Consumer<Choice> change) {
    Choice changed = new Choice(choice);
    change.accept(changed);
    return new AirtableConnection(changed);
  }

  /** Returns a connection with the defaults, by a token that is sent as it is. */
  static AirtableConnection withDefaults(Secret token) {
    return new AirtableConnection(new Choice(Objects.requireNonNull(token, "token")));
  }

  /** Returns a connection with the defaults, by tokens that are renewed when they must be. */
  static AirtableConnection withDefaults(OAuthSettings oauth) {
    return withDefaults(oauth.credential()).with(all -> all.oauth = oauth);
  }

  /**
   * Returns this connection to another address, such as a proxy's or a simulator's. Default: {@link
   * #DEFAULT_BASE_URI}.
   *
   * @throws ConfigurationException if it is not an http or https address with a host
   */
  public AirtableConnection baseUri(URI address) {
    HttpSettings.builder(Airtable.PLATFORM, "", address); // checks its form
    return with(all -> all.baseUri = address);
  }

  /**
   * Returns this connection for one base, whose tables can then be named without it. Default: all
   * bases that the token reaches.
   *
   * @param nameOrId the base's id, or its name, exactly or but for case, spaces and punctuation
   * @throws ConfigurationException if it is blank
   */
  public AirtableConnection base(String nameOrId) {
    if (nameOrId.isBlank()) {
      throw new ConfigurationException("base", "is blank; give a base's name or id");
    }
    return with(all -> all.base = nameOrId.strip());
  }

  /**
   * Returns this connection with a webhook whose log tells what changed, deletes included. It is
   * used as long as it is active and covers the whole table: it reports table data, additions,
   * removals and updates from all sources, is not limited to a view or to some fields, and is
   * limited to no table or to this one. Otherwise changes are read as if there was none. It needs
   * no address to call: its log is polled.
   *
   * <p>Reading the log keeps the webhook from expiring, as long as a sync runs every few days. What
   * happened before a gap of a week, or while it was broken, is found by a complete read.
   *
   * @param id the webhook's id, {@code ach…}
   * @throws ConfigurationException if it is no such id
   */
  public AirtableConnection webhook(String id) {
    String webhook = AirtableSubscriptions.webhookOf(id.strip());
    if (!AirtableIds.isWebhook(webhook)) {
      throw new ConfigurationException(
          "webhook", "must be a webhook's id (ach and 14 letters or digits), not '" + id + "'");
    }
    return with(all -> all.webhook = webhook);
  }

  /**
   * Returns this connection with another number of calls per second to each base, counted over all
   * syncs of the engine. A workspace of the Team plan whose monthly calls are used up has 2.
   * Default: {@value #DEFAULT_CALLS_PER_SECOND}.
   *
   * @throws ConfigurationException if it is less than 1
   */
  public AirtableConnection callsPerSecond(int calls) {
    requirePositive("callsPerSecond", calls);
    return with(all -> all.callsPerSecond = calls);
  }

  /**
   * Returns this connection with another time for which a write may stay invisible to listings and
   * formulas. Checkpoints stay behind Airtable's clock by it, and a lost create is searched for
   * only after it. Default: one minute.
   *
   * @throws ConfigurationException if it is negative
   */
  public AirtableConnection visibilityLag(Duration lag) {
    if (lag.isNegative()) {
      throw new ConfigurationException("visibilityLag", "must not be negative, not " + lag);
    }
    return with(all -> all.visibilityLag = lag);
  }

  /**
   * Returns this connection with another number of writes under way at once. Default: {@value
   * #DEFAULT_PARALLEL_WRITES}.
   *
   * @throws ConfigurationException if it is less than 1
   */
  public AirtableConnection parallelWrites(int calls) {
    requirePositive("parallelWrites", calls);
    return with(all -> all.parallelWrites = calls);
  }

  /**
   * Returns this connection with another limit on how long a call may take. Default: 60 seconds.
   *
   * @throws ConfigurationException if it is not positive
   */
  public AirtableConnection timeout(Duration limit) {
    if (limit.isZero() || limit.isNegative()) {
      throw new ConfigurationException("timeout", "must be positive, not " + limit);
    }
    return with(all -> all.timeout = limit);
  }

  /**
   * Returns a table.
   *
   * @param nameOrId a base's id and the table's id or name ({@code appXXXXXXXXXXXXXX/Tasks}), with
   *     which opening it takes one call; or the names of both ({@code Projects/Tasks}), which takes
   *     two or more; or the table's id or name alone, which, without a {@linkplain #base base},
   *     takes a call for each base that the token reaches. Names are compared exactly, then but for
   *     case, spaces and punctuation
   * @throws ConfigurationException if it is blank
   */
  public Entity table(String nameOrId) {
    if (nameOrId.isBlank()) {
      throw new ConfigurationException("table", "is blank; give a table's name or id");
    }
    return new AirtableEntity(this, nameOrId);
  }

  @Override
  public Entity entity(String nameOrId) {
    return table(nameOrId);
  }

  @Override
  public List<EntityName> entities(ConnectorContext context) {
    return finder(context).all();
  }

  @Override
  public Optional<WebhookSubscriptions> subscriptions() {
    return Optional.of(new AirtableSubscriptions(this));
  }

  TableFinder finder(ConnectorContext context) {
    return new TableFinder(calls(context, null), id -> calls(context, id), choice.base);
  }

  /** Returns the calls to a base, or, without one, those that concern the token alone. */
  HttpCalls calls(ConnectorContext context, @Nullable String baseId) {
    int perSecond = choice.callsPerSecond;
    HttpSettings.Builder settings =
        HttpSettings.builder(Airtable.PLATFORM, account(), choice.baseUri)
            .addWindow(RateWindow.of(Math.max(perSecond, CALLS_PER_SECOND_OF_TOKEN), SPAN))
            .timeout(choice.timeout)
            .errors(new AirtableErrors());
    if (choice.oauth == null) {
      settings.bearer(choice.token);
    } else {
      settings.oauth(choice.oauth);
    }
    if (baseId != null) {
      settings.addSharedWindow("base " + baseId, RateWindow.of(perSecond, SPAN));
    }
    return context.http(settings.build());
  }

  String account() {
    return choice.oauth == null ? choice.token.account() : choice.oauth.account();
  }

  @Nullable String webhook() {
    return choice.webhook;
  }

  /**
   * Returns what a table can do.
   *
   * @param told whether a log tells of everything, deletes included, so that complete reads are not
   *     needed
   */
  Capabilities capabilities(boolean told) {
    return Capabilities.builder()
        .incremental(true)
        .deletes(told ? DeleteVisibility.FEED : DeleteVisibility.SWEEP)
        .granularity(GRANULARITY)
        .visibilityLag(choice.visibilityLag)
        .batches(AirtableApi.BATCH, AirtableApi.BATCH, AirtableApi.BATCH)
        .lookupBatch(AirtableApi.PAGE_SIZE)
        .readPage(AirtableApi.PAGE_SIZE)
        .atomicBatches(true)
        .parallelWrites(choice.parallelWrites)
        .createSafety(CreateSafety.UPSERT)
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
    return "AirtableConnection["
        + choice.baseUri
        + (choice.base == null ? "" : ", base " + choice.base)
        + "]";
  }
}
