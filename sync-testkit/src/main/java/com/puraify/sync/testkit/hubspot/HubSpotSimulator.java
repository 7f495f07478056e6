package com.puraify.sync.testkit.hubspot;

import com.puraify.sync.testkit.simulator.Faults;
import com.puraify.sync.testkit.simulator.LoopbackServer;
import com.puraify.sync.testkit.simulator.RecordedRequest;
import com.puraify.sync.testkit.simulator.SimulatorService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A simulated HubSpot portal with a private app, served over HTTP on 127.0.0.1.
 *
 * <p>The HTTP side is as strict as HubSpot, and as odd: everything is a string, the search index is
 * late, batches come back shuffled and partly refused, merged records answer under another id. It
 * serves the paths of {@code v3}/{@code v4}, {@code 2026-03} and {@code 2026-09} beside each other.
 * The Java side acts as the people in HubSpot's own interface.
 *
 * <pre>{@code
 * try (HubSpotSimulator sim = HubSpotSimulator.start()) {
 *   sim.contacts().define(s -> s.uniqueText("external_id").choices("tags", "a", "b"));
 *   SimulatedRecord ada = sim.contacts().add(Map.of("email", "ada@example.com"));
 *   // … run a client against sim.baseUri() with sim.token() …
 *   ada.set("firstname", "Ada");
 * }
 * }</pre>
 *
 * <p>All time comes from the clock that the builder was given: time stamps, rate limits, the search
 * index, tokens, the recycle bin, retries of webhooks. Chance depends on the seed alone.
 * Thread-safe.
 */
public final class HubSpotSimulator implements AutoCloseable {
  /** The seed unless the builder is given another one. */
  public static final long DEFAULT_SEED = 1;

  /** The private app's token unless the builder is given another one. */
  public static final String DEFAULT_TOKEN = "pat-na1-simulated-0123456789";

  /** The id of the portal unless the builder is given another one. */
  public static final long DEFAULT_PORTAL_ID = 62_515L;

  /** The time zone in which the day of the daily limit turns, unless the builder says otherwise. */
  public static final ZoneId DEFAULT_ZONE = ZoneId.of("America/New_York");

  private final HubSpotQuirks quirks;
  private final Portal portal;
  private final Credentials credentials;
  private final Limits limits;
  private final Interface people;
  private final SimulatorService service;
  private final LoopbackServer server;

  private HubSpotSimulator(Builder builder) {
    this.quirks = builder.quirks;
    Ids ids = new Ids(builder.seed);
    this.portal = new Portal(builder.clock, ids, quirks, builder.portalId, builder.zone);
    this.credentials = new Credentials(builder.clock, ids, builder.token);
    this.limits = new Limits(builder.clock, quirks, builder.zone);
    Links links = new Links(portal);
    RecordWrites writes = new RecordWrites(portal, links);
    links.mirrorsWith(writes);
    Removals removals = new Removals(portal, writes, links);
    this.people = new Interface(portal, writes, removals, links);
    List<Route> routes = Routes.of(portal, credentials, writes, removals, links);
    HubSpotApi api = new HubSpotApi(portal, limits, credentials, routes);
    this.service = new SimulatorService(api, builder.clock, quirks::latency);
    try {
      this.server = LoopbackServer.start(builder.port, builder.clock, service);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen on 127.0.0.1:" + builder.port + ": " + e.getMessage(), e);
    }
  }

  /** Starts a simulator with all defaults on any free port. */
  public static HubSpotSimulator start() {
    return builder().start();
  }

  /**
   * Returns a builder with the defaults: any free port, the system clock, default seed, token,
   * portal and time zone.
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the base address without a trailing slash; stands for {@code https://api.hubapi.com}.
   */
  public URI baseUri() {
    return server.uri();
  }

  /** Returns the token of the private app. */
  public String token() {
    return credentials.privateToken();
  }

  /** Makes the token of the private app useless, and returns the new one. */
  public String rotateToken() {
    return credentials.rotatePrivateToken();
  }

  /** Returns the id of the portal. */
  public long portalId() {
    return portal.id;
  }

  /** Returns the id of the private app: the source of everything written with its token. */
  public long privateAppId() {
    return Credentials.PRIVATE_APP_ID;
  }

  /** Returns the settings; changes hold from the next request on. */
  public HubSpotQuirks quirks() {
    return quirks;
  }

  /** Returns the queue of faults. */
  public Faults faults() {
    return service.faults();
  }

  /** Returns the number of API requests since the start or the last reset, failed ones included. */
  public long requests() {
    return service.log().total();
  }

  /**
   * Returns the number of API requests of a kind, which is a method and a path template with the
   * version in it, such as {@code POST /crm/v3/objects/{objectType}/search}; unknown paths count as
   * {@code GET (unknown)}.
   */
  public long requests(String kind) {
    return service.log().count(kind);
  }

  /** Returns the number of API requests by kind. */
  public Map<String, Long> requestCounts() {
    return service.log().counts();
  }

  /** Returns the latest 10,000 API requests, the oldest first. */
  public List<RecordedRequest> requestLog() {
    return service.log().latest();
  }

  /** Sets the counters to zero and empties the log. */
  public void resetRequests() {
    service.log().clear();
  }

  /** Lets other private apps use up this much of the day's limit. */
  public void otherTraffic(int requests) {
    limits.others(requests);
  }

  /** Lets other apps search this often in this second. */
  public void otherSearches(int searches) {
    limits.otherSearches(searches);
  }

  /** Answers 477 to everything for this long: the account is being moved. */
  public void migrate(Duration length) {
    portal.locked(() -> portal.migratingUntil = portal.now().plus(length));
  }

  /** Lets the search index catch up with everything at once. */
  public void settleIndex() {
    portal.locked(() -> portal.agenda.settleIndex(portal.now()));
  }

  /** Lets an OAuth app be installed with these scopes. */
  public OAuthGrant installApp(String redirectUri, Set<String> scopes) {
    Credentials.Installed installed = credentials.install(scopes, redirectUri);
    return new OAuthGrant(
        installed.clientId,
        installed.clientSecret,
        redirectUri,
        String.valueOf(installed.code),
        installed.refreshToken);
  }

  /** Lets an OAuth app be removed: its tokens are useless from now on. */
  public void uninstallApp(OAuthGrant grant) {
    Credentials.Installed installed = credentials.byClientId(grant.clientId());
    if (installed == null) {
      throw new IllegalArgumentException("no app with this client id is installed");
    }
    credentials.revoke(installed);
  }

  /** Returns the contacts. */
  public SimulatedObject contacts() {
    return object("contacts");
  }

  /** Returns the companies. */
  public SimulatedObject companies() {
    return object("companies");
  }

  /** Returns the deals. */
  public SimulatedObject deals() {
    return object("deals");
  }

  /** Returns the tickets. */
  public SimulatedObject tickets() {
    return object("tickets");
  }

  /**
   * Returns an object by its name or the id of its type.
   *
   * @throws IllegalArgumentException if there is none
   */
  public SimulatedObject object(String nameOrId) {
    return people.by(() -> new SimulatedObject(people, portal.requireType(nameOrId)));
  }

  /** Adds a custom object with a text property {@code name} and what is defined. */
  public SimulatedObject addObject(String name, Consumer<SchemaDraft> properties) {
    return people
        .by(() -> new SimulatedObject(people, portal.addType(name, name, name, name + "s")))
        .define(schema -> schema.text("name"))
        .define(properties);
  }

  /** Adds a person who can own records. */
  public SimulatedOwner addOwner(String email, String firstName, String lastName) {
    return portal.locked(() -> portal.addOwner(email, firstName, lastName));
  }

  /** Lets this person be the author of all further edits of the Java side. */
  public void actAs(SimulatedOwner person) {
    portal.locked(() -> people.actAs(person));
  }

  /** Returns the person who is the author of the edits of the Java side. */
  public SimulatedOwner actor() {
    return portal.locked(people::actor);
  }

  /** Returns the webhooks. */
  public SimulatedWebhooks webhooks() {
    return portal.webhooks;
  }

  /** Closes the port and all connections, and stops sending webhooks. */
  @Override
  public void close() {
    portal.webhooks.automatic(false);
    server.close();
  }

  /** Builds a simulator. Confined to one thread. */
  public static final class Builder {
    private final HubSpotQuirks quirks = new HubSpotQuirks();
    private InstantSource clock = InstantSource.system();
    private String token = DEFAULT_TOKEN;
    private long seed = DEFAULT_SEED;
    private long portalId = DEFAULT_PORTAL_ID;
    private ZoneId zone = DEFAULT_ZONE;
    private int port;

    private Builder() {}

    /** Sets the port; 0, the default, means any free one. */
    public Builder port(int value) {
      if (value < 0 || value > 65_535) {
        throw new IllegalArgumentException("port must be from 0 to 65535, was " + value);
      }
      this.port = value;
      return this;
    }

    /** Sets the clock that everything goes by. */
    public Builder clock(InstantSource value) {
      this.clock = value;
      return this;
    }

    /** Sets the token of the private app. */
    public Builder token(String value) {
      this.token = value;
      return this;
    }

    /** Sets the seed of ids, delays and orders. */
    public Builder seed(long value) {
      this.seed = value;
      return this;
    }

    /** Sets the id of the portal. */
    public Builder portalId(long value) {
      this.portalId = value;
      return this;
    }

    /** Sets the time zone in which the day of the daily limit turns. */
    public Builder zone(ZoneId value) {
      this.zone = value;
      return this;
    }

    /** Changes the settings that the simulator starts with. */
    public Builder quirks(Consumer<HubSpotQuirks> change) {
      change.accept(quirks);
      return this;
    }

    /**
     * Starts the simulator.
     *
     * @throws UncheckedIOException if the port cannot be had
     */
    public HubSpotSimulator start() {
      return new HubSpotSimulator(this);
    }
  }
}
