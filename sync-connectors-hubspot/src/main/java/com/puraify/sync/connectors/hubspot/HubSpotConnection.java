package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Capabilities.CreateSafety;
import com.puraify.sync.connector.Capabilities.DeleteVisibility;
import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.connector.LimitHeaders;
import com.puraify.sync.connector.OAuthSettings;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConfigurationException;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A HubSpot account, as far as an app may reach it. Made by {@link HubSpot#connect}.
 *
 * <p>Defaults: HubSpot's public address, the newest version of its API, the limits of {@link
 * HubSpotPlan#STARTER}, a visibility lag of two minutes, four writes at once, 110 seconds for a
 * call, days that begin at midnight UTC. Each setting returns a changed copy. Immutable.
 *
 * <p>What its entities promise: changes are found by search, whose index lags behind, and read by
 * id, which does not. A change of an association does not move a record's time of change: it is
 * seen when the record itself changes, or by the next complete read. Deletes show by absence from a
 * complete read, confirmed by a look into the recycle bin; a record that was erased for good, or
 * that lay in the bin for more than 90 days, is gone for an unknown reason. A merged record is
 * reported with the one that took it over. A write replaces whatever the property held: HubSpot has
 * no conditional writes, so an {@link com.puraify.sync.connector.Expectation Expectation} is not
 * looked at. A create whose outcome is unknown is settled by searching.
 *
 * <p>Fields are the properties, by their internal names, and for each associated type a set of
 * references, {@code associations.} and the type's id: {@code associations.0-2} holds a contact's
 * companies. Labels of associations are neither read nor written; removing a reference removes the
 * association with all its labels.
 */
public final class HubSpotConnection implements Connection {

  /** HubSpot's public address, which serves every region. */
  public static final URI DEFAULT_BASE_URI = URI.create("https://api.hubapi.com");

  /** The newest version of the API that is generally available. */
  public static final HubSpotVersion DEFAULT_VERSION = HubSpotVersion.V2026_09;

  /** The most cautious limits of a private app. */
  public static final HubSpotPlan DEFAULT_PLAN = HubSpotPlan.STARTER;

  /** How long a write may stay invisible to searches; HubSpot publishes no figure. */
  public static final Duration DEFAULT_VISIBILITY_LAG = Duration.ofMinutes(2);

  /** How many writes are under way at once. */
  public static final int DEFAULT_PARALLEL_WRITES = 4;

  /** How long a call may take; HubSpot itself gives up after about 100 seconds. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(110);

  private final Settings settings;

  /** The settings, while they are put together. */
  /** The limit of the calls of ten seconds, as answers tell it; those to searches do not. */
  private static final LimitHeaders BURST =
      LimitHeaders.builder()
          .limit("X-HubSpot-RateLimit-Max")
          .interval("X-HubSpot-RateLimit-Interval-Milliseconds", Duration.ofMillis(1))
          .build();

  private static final class Settings {
    private final Secret token;
    private URI baseUri = DEFAULT_BASE_URI;
    private HubSpotVersion version = DEFAULT_VERSION;
    private HubSpotPlan plan = DEFAULT_PLAN;
    private Duration visibilityLag = DEFAULT_VISIBILITY_LAG;
    private int parallelWrites = DEFAULT_PARALLEL_WRITES;
    private Duration timeout = DEFAULT_TIMEOUT;
    private ZoneId timeZone = ZoneOffset.UTC;
    private List<String> associatedTypes = List.of();
    private String project = SyncConfig.DEFAULT_PROJECT;

    Settings(Secret token) {
      this.token = token;
    }

    Settings(Settings other) {
      this.token = other.token;
      this.baseUri = other.baseUri;
      this.version = other.version;
      this.plan = other.plan;
      this.visibilityLag = other.visibilityLag;
      this.parallelWrites = other.parallelWrites;
      this.timeout = other.timeout;
      this.timeZone = other.timeZone;
      this.associatedTypes = other.associatedTypes;
      this.project = other.project;
    }
  }

  private HubSpotConnection(Settings settings) {
    this.settings = settings;
  }

  /** Returns a connection with the defaults. */
  static HubSpotConnection withDefaults(Secret token) {
    return new HubSpotConnection(new Settings(Objects.requireNonNull(token, "token")));
  }

  private HubSpotConnection with(Consumer<Settings> change) {
    Settings changed = new Settings(settings);
    change.accept(changed);
    return new HubSpotConnection(changed);
  }

  /**
   * Returns this connection to another address, such as a proxy's or a simulator's. Default: {@link
   * #DEFAULT_BASE_URI}.
   *
   * @throws ConfigurationException if it is not an http or https address with a host
   */
  public HubSpotConnection baseUri(URI address) {
    HttpSettings.builder(HubSpot.PLATFORM, "", address); // checks its form
    return with(to -> to.baseUri = address);
  }

  /** Returns this connection by another version of the API. Default: {@link #DEFAULT_VERSION}. */
  public HubSpotConnection version(HubSpotVersion version) {
    Objects.requireNonNull(version, "version");
    return with(to -> to.version = version);
  }

  /**
   * Returns this connection with the limits of a plan, counted over all syncs that use the same
   * token. Five searches a second are allowed on every plan. Default: {@link #DEFAULT_PLAN}.
   */
  public HubSpotConnection plan(HubSpotPlan plan) {
    Objects.requireNonNull(plan, "plan");
    return with(to -> to.plan = plan);
  }

  /**
   * Returns this connection with another time for which a write may stay invisible to searches.
   * Checkpoints stay behind HubSpot's clock by it, and a lost create is searched for only after it.
   * HubSpot promises nothing here; under load the index has been seen to lag by minutes. Default:
   * two minutes.
   *
   * @throws ConfigurationException if it is negative
   */
  public HubSpotConnection visibilityLag(Duration lag) {
    if (lag.isNegative()) {
      throw new ConfigurationException("visibilityLag", "must not be negative, not " + lag);
    }
    return with(to -> to.visibilityLag = lag);
  }

  /**
   * Returns this connection with another number of writes under way at once, each of up to 100
   * items. Default: {@value #DEFAULT_PARALLEL_WRITES}.
   *
   * @throws ConfigurationException if it is less than 1
   */
  public HubSpotConnection parallelWrites(int calls) {
    if (calls < 1) {
      throw new ConfigurationException("parallelWrites", "must be at least 1, not " + calls);
    }
    return with(to -> to.parallelWrites = calls);
  }

  /**
   * Returns this connection with another limit on how long a call may take. Default: 110 seconds,
   * so that HubSpot's own limit of about 100 strikes first.
   *
   * @throws ConfigurationException if it is not positive
   */
  public HubSpotConnection timeout(Duration limit) {
    if (limit.isZero() || limit.isNegative()) {
      throw new ConfigurationException("timeout", "must be positive, not " + limit);
    }
    return with(to -> to.timeout = limit);
  }

  /**
   * Returns this connection to an account in another time zone: the daily allowance is renewed at
   * its midnight, and a run that used it up says how long that is off. Default: UTC.
   */
  public HubSpotConnection timeZone(ZoneId zone) {
    Objects.requireNonNull(zone, "zone");
    return with(to -> to.timeZone = zone);
  }

  /**
   * Returns this connection with one more type whose associations are fields of every entity. Those
   * with contacts, companies, deals and tickets are so in any case, and those that the definition
   * of a custom object lists are fields of that object.
   *
   * @param type the type's id, such as {@code 2-123456}, or a standard object's name
   * @throws ConfigurationException if it is neither
   */
  public HubSpotConnection addAssociatedType(String type) {
    String id =
        ObjectType.standard(type)
            .map(ObjectType::id)
            .or(() -> Optional.of(type.strip()).filter(ObjectType::isId))
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "associatedType",
                        "must be a type's id, such as 2-123456, or a standard object's name, not '"
                            + type
                            + "'"));
    List<String> more = new ArrayList<>(settings.associatedTypes);
    more.add(id);
    return with(to -> to.associatedTypes = List.copyOf(more));
  }

  /**
   * Returns this connection on behalf of another project (tenant): the one under which the host
   * keeps the credential, for OAuth tokens that have to be renewed. Default: {@link
   * SyncConfig#DEFAULT_PROJECT}.
   */
  public HubSpotConnection project(String tenant) {
    Objects.requireNonNull(tenant, "tenant");
    return with(to -> to.project = tenant);
  }

  /** Returns the contacts. */
  public Entity contacts() {
    return objects("contacts");
  }

  /** Returns the companies. */
  public Entity companies() {
    return objects("companies");
  }

  /** Returns the deals. */
  public Entity deals() {
    return objects("deals");
  }

  /** Returns the tickets. */
  public Entity tickets() {
    return objects("tickets");
  }

  /**
   * Returns the objects of a type.
   *
   * @param nameOrId a standard object's name in the plural or singular, such as {@code line_items};
   *     a custom object's name, label, or fully qualified name; or a type's id, such as {@code
   *     2-123456}. Opening a standard object takes one call, a custom one two
   */
  public Entity objects(String nameOrId) {
    if (nameOrId.isBlank()) {
      throw new ConfigurationException("objects", "is blank; give an object type's name or id");
    }
    return new HubSpotEntity(this, nameOrId);
  }

  @Override
  public Entity entity(String nameOrId) {
    return objects(nameOrId);
  }

  @Override
  public List<EntityName> entities(ConnectorContext context) {
    return new ObjectTypeFinder(api(context)).all();
  }

  String account() {
    return authorisation().account();
  }

  /** A plain token is sent as it is; the tokens of a grant are renewed where HubSpot does so. */
  private OAuthSettings authorisation() {
    String root = settings.baseUri.toString();
    String base = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
    return new OAuthSettings(
        settings.project,
        HubSpot.PLATFORM,
        settings.token,
        URI.create(base + settings.version.token()),
        OAuthSettings.ClientAuthentication.FORM);
  }

  List<String> associatedTypes() {
    return settings.associatedTypes;
  }

  HubSpotApi api(ConnectorContext context) {
    return new HubSpotApi(
        settings.version,
        context.http(http().addLimitHeaders(BURST).build()),
        context.http(
            http().addSharedWindow("search of " + account(), HubSpotPlan.SEARCHES).build()),
        context.http(http().build()));
  }

  private HttpSettings.Builder http() {
    HttpSettings.Builder http =
        HttpSettings.builder(HubSpot.PLATFORM, account(), settings.baseUri)
            .oauth(authorisation())
            .timeout(settings.timeout)
            .errors(new HubSpotErrors(settings.timeZone))
            .addLimitHeaders(
                LimitHeaders.builder()
                    .remaining("X-HubSpot-RateLimit-Daily-Remaining")
                    .resetAtMidnight(settings.timeZone)
                    .build());
    settings.plan.windows().forEach(http::addWindow);
    return http;
  }

  Capabilities capabilities() {
    return Capabilities.builder()
        .incremental(true)
        .deletes(DeleteVisibility.SWEEP)
        .granularity(Duration.ofMillis(1))
        .visibilityLag(settings.visibilityLag)
        .batches(HubSpotApi.BATCH, HubSpotApi.BATCH, HubSpotApi.BATCH)
        .lookupBatch(HubSpotApi.BATCH)
        .readPage(HubSpotApi.PAGE)
        .parallelWrites(settings.parallelWrites)
        .createSafety(CreateSafety.FIND)
        .findable(true)
        .metered(true)
        .build();
  }

  @Override
  public String toString() {
    return "HubSpotConnection[" + settings.baseUri + ", " + settings.version.label() + "]";
  }
}
