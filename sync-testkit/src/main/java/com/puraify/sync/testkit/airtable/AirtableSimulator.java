package com.puraify.sync.testkit.airtable;

import com.puraify.sync.testkit.simulator.Answer;
import com.puraify.sync.testkit.simulator.Faults;
import com.puraify.sync.testkit.simulator.LoopbackServer;
import com.puraify.sync.testkit.simulator.RecordedRequest;
import com.puraify.sync.testkit.simulator.SimulatorService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A simulated Airtable, served over HTTP on 127.0.0.1.
 *
 * <p>The HTTP side is as strict as Airtable: typed cells, batches of ten that are written whole or
 * not at all, five requests a second and base with thirty seconds of refusals, lists that are
 * frozen at their first page, a webhook log with pings. The Java side acts as the people in
 * Airtable's own interface: they are not bound by the limits of the API, and their edits carry a
 * person as the editor.
 *
 * <pre>{@code
 * try (AirtableSimulator sim = AirtableSimulator.start()) {
 *   SimulatedBase base = sim.addBase("Work");
 *   SimulatedTable tasks =
 *       base.addTable("Tasks", t -> t.number("Estimate", 1).select("Status", "Open", "Done"));
 *   SimulatedRecord record = tasks.add(Map.of("Name", "Write the report", "Estimate", 3));
 *   // … run a client against sim.baseUri() with sim.token() …
 *   record.set("Estimate", 5);
 * }
 * }</pre>
 *
 * <p>All time comes from the clock that the builder was given: time stamps, the {@code Date}
 * header, limits, the lives of tokens, iterators, webhooks and URLs, and when a ping is tried
 * again. Ids, colours and the order of unsorted lists depend on the seed alone. Thread-safe.
 */
public final class AirtableSimulator implements AutoCloseable {
  /** The seed unless the builder is given another one. */
  public static final long DEFAULT_SEED = 1;

  /** The personal access token unless the builder is given another one. */
  public static final String DEFAULT_TOKEN = "patSimulated00000.0123456789abcdef";

  private static final String READ = "data.records:read";
  private static final String WRITE = "data.records:write";
  private static final String SCHEMA = "schema.bases:read";
  private static final String RESHAPE = "schema.bases:write";
  private static final String HOOKS = "webhook:manage";

  private final String token;
  private final Workspace workspace;
  private final People people;
  private final Grants grants;
  private final Limits limits;
  private final Iterators iterators;
  private final OauthEndpoints oauth;
  private final Pings pings;
  private final SimulatorService service;
  private final LoopbackServer server;

  private AirtableSimulator(Builder builder) {
    this.token = builder.token;
    this.workspace = new Workspace(builder.clock, new Ids(builder.seed), builder.quirks);
    this.people = new People(workspace);
    this.grants = new Grants(workspace);
    this.limits = new Limits(workspace);
    this.iterators = new Iterators(workspace);
    this.oauth = new OauthEndpoints(workspace, grants);
    this.pings = new Pings(workspace);
    grants.put(token, new Grant(workspace.owner, Grant.ALL_SCOPES, Set.of(), null, ""));
    AirtableApi api = new AirtableApi(workspace, grants, limits, routes());
    this.service = new SimulatorService(api, builder.clock, builder.quirks::latency);
    try {
      this.server = LoopbackServer.start(builder.port, builder.clock, service);
    } catch (IOException e) {
      pings.close();
      throw new UncheckedIOException(
          "cannot listen on 127.0.0.1:" + builder.port + ": " + e.getMessage(), e);
    }
    workspace.locked(() -> workspace.address = server.uri().toString());
    pings.start();
  }

  private List<Route> routes() {
    MetaEndpoints meta = new MetaEndpoints(workspace);
    WebhookEndpoints hooks = new WebhookEndpoints(workspace);
    ListEndpoint lists = new ListEndpoint(workspace, iterators);
    RecordEndpoints records = new RecordEndpoints(workspace);
    UploadEndpoint uploads = new UploadEndpoint(workspace);
    String schema = "/v0/meta/bases/{baseId}/tables";
    String webhooks = "/v0/bases/{baseId}/webhooks";
    String table = "/v0/{baseId}/{tableId}";
    String record = table + "/{recordId}";
    return List.of(
        Route.open("GET /oauth2/v1/authorize", oauth::authorize),
        Route.open("POST /oauth2/v1/token", oauth::token),
        Route.open("GET " + Attachments.PATH + "{fileId}/{until}/{signature}", this::download),
        Route.of("GET /v0/meta/whoami", "", meta::whoami),
        Route.of("GET /v0/meta/bases", SCHEMA, meta::bases),
        Route.of("GET " + schema, SCHEMA, meta::tables),
        Route.of("POST " + schema, RESHAPE, meta::createTable),
        Route.of("PATCH " + schema + "/{tableId}", RESHAPE, meta::updateTable),
        Route.of("POST " + schema + "/{tableId}/fields", RESHAPE, meta::createField),
        Route.of("PATCH " + schema + "/{tableId}/fields/{fieldId}", RESHAPE, meta::updateField),
        Route.of("GET " + webhooks, HOOKS, hooks::list),
        Route.of("POST " + webhooks, HOOKS, hooks::create),
        Route.of("DELETE " + webhooks + "/{webhookId}", HOOKS, hooks::delete),
        Route.of("POST " + webhooks + "/{webhookId}/refresh", HOOKS, hooks::refresh),
        Route.of(
            "POST " + webhooks + "/{webhookId}/enableNotifications",
            HOOKS,
            hooks::enableNotifications),
        Route.of("GET " + webhooks + "/{webhookId}/payloads", HOOKS, hooks::payloads),
        Route.of("POST " + table + "/listRecords", READ, lists::post),
        Route.of("GET " + table, READ, lists::get),
        Route.of("POST " + table, WRITE, records::create),
        Route.of("PATCH " + table, WRITE, records::update),
        Route.of("PUT " + table, WRITE, records::replace),
        Route.of("DELETE " + table, WRITE, records::delete),
        Route.of("GET " + record, READ, records::retrieve),
        Route.of("PATCH " + record, WRITE, records::updateOne),
        Route.of("PUT " + record, WRITE, records::replaceOne),
        Route.of("DELETE " + record, WRITE, records::deleteOne),
        Route.of(
            "POST /v0/{baseId}/{recordId}/{fieldId}/uploadAttachment", WRITE, uploads::upload));
  }

  private Answer download(Call call) {
    return Attachments.download(
        workspace, call.parameter("fileId"), call.parameter("until"), call.parameter("signature"));
  }

  /** Starts a simulator with all defaults on any free port. */
  public static AirtableSimulator start() {
    return builder().start();
  }

  /**
   * Returns a builder with the defaults: any free port, the system clock, default seed and token.
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the base address without a trailing slash; stands for {@code https://api.airtable.com},
   * for {@code https://content.airtable.com}, and for {@code https://airtable.com} in OAuth.
   */
  public URI baseUri() {
    return server.uri();
  }

  /** Returns the personal access token, which has every scope and sees every base. */
  public String token() {
    return token;
  }

  /** Makes another personal access token of the same user with these scopes, for these bases. */
  public String issueToken(Set<String> scopes, SimulatedBase... bases) {
    Set<String> ids =
        Set.of(List.of(bases).stream().map(SimulatedBase::id).distinct().toArray(String[]::new));
    return workspace.locked(() -> grants.issue(scopes, ids));
  }

  /** Makes a token invalid. */
  public void revokeToken(String revoked) {
    workspace.locked(() -> grants.revoke(revoked));
  }

  /** Registers an OAuth integration with a secret, and grants it these scopes. */
  public OauthTokens grantOauth(Set<String> scopes) {
    return workspace.locked(() -> oauth.pair(oauth.register(true).id(), Set.copyOf(scopes)));
  }

  /** Registers an OAuth integration without a secret, and returns its id. */
  public String registerOauth() {
    return workspace.locked(() -> oauth.register(false).id());
  }

  /** Returns the user whose tokens these are: the editor of everything written over the API. */
  public SimulatedCollaborator owner() {
    return workspace.owner;
  }

  /** Returns the settings; changes hold from the next request on. */
  public AirtableQuirks quirks() {
    return workspace.quirks;
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
   * Returns the number of API requests of a kind, which is a method and a path template such as
   * {@code PATCH /v0/{baseId}/{tableId}}; unknown paths count as {@code GET (unknown)}.
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

  /** Lets others send requests to a base, which count against its limit. */
  public void otherTraffic(SimulatedBase base, int requests) {
    workspace.locked(() -> limits.others(base.id(), requests));
  }

  /** Makes every offset that was handed out so far lead nowhere, as a restart of Airtable does. */
  public void loseIterators() {
    workspace.locked(iterators::forget);
  }

  /** Sends the pings of webhooks that are due now, and returns how many those were. */
  public int deliverPings() {
    return pings.deliver();
  }

  /** Adds somebody who can be put in collaborator fields of every base. */
  public SimulatedCollaborator addPerson(String name, String email) {
    return workspace.locked(() -> workspace.addUser(name, email));
  }

  /** Lets this person be the editor of all further edits of the Java side. */
  public void actAs(SimulatedCollaborator person) {
    workspace.locked(() -> workspace.actor = person);
  }

  /** Returns the person who is the editor of the edits of the Java side. */
  public SimulatedCollaborator actor() {
    return workspace.locked(() -> workspace.actor);
  }

  /** Adds a base. */
  public SimulatedBase addBase(String name) {
    return workspace.locked(
        () -> {
          BaseRecord base = new BaseRecord(workspace.ids.next("app"), name);
          workspace.bases.put(base.id, base);
          return new SimulatedBase(people, base.id);
        });
  }

  /**
   * Returns the base with this name or id.
   *
   * @throws IllegalArgumentException if there is none, or more than one
   */
  public SimulatedBase base(String nameOrId) {
    return workspace.locked(
        () -> {
          List<BaseRecord> found =
              workspace.bases.values().stream()
                  .filter(base -> base.id.equals(nameOrId) || base.name.equals(nameOrId))
                  .toList();
          if (found.size() != 1) {
            throw new IllegalArgumentException(
                found.size() + " bases are called " + nameOrId + "; there must be one");
          }
          return new SimulatedBase(people, found.get(0).id);
        });
  }

  /** Closes the port and all connections, and sends no more pings. */
  @Override
  public void close() {
    pings.close();
    server.close();
  }

  /** Builds a simulator. Confined to one thread. */
  public static final class Builder {
    private final AirtableQuirks quirks = new AirtableQuirks();
    private InstantSource clock = InstantSource.system();
    private String token = DEFAULT_TOKEN;
    private long seed = DEFAULT_SEED;
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

    /** Sets the personal access token. */
    public Builder token(String value) {
      this.token = value;
      return this;
    }

    /** Sets the seed of ids, colours and the order of unsorted lists. */
    public Builder seed(long value) {
      this.seed = value;
      return this;
    }

    /** Changes the settings that the simulator starts with. */
    public Builder quirks(Consumer<AirtableQuirks> change) {
      change.accept(quirks);
      return this;
    }

    /**
     * Starts the simulator.
     *
     * @throws UncheckedIOException if the port cannot be had
     */
    public AirtableSimulator start() {
      return new AirtableSimulator(this);
    }
  }
}
