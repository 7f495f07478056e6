package com.puraify.sync.testkit.notion;

import com.puraify.sync.testkit.notion.NotionQuirks.Capability;
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
import java.util.function.Consumer;

/**
 * A simulated Notion workspace with one connection, served over HTTP on 127.0.0.1.
 *
 * <p>The HTTP side is as strict as Notion: closed request schemas, typed filters, rate limits,
 * cursors bound to their query. The Java side acts as the people in Notion's own interface: they
 * are not bound by the limits of the API, see everything, and their edits carry a person as the
 * author.
 *
 * <pre>{@code
 * try (NotionSimulator sim = NotionSimulator.start()) {
 *   SimulatedDataSource tasks =
 *       sim.addDatabase("Tasks", s -> s.number("Estimate").status("Status", "Open", "Done"));
 *   SimulatedPage page = tasks.add("Write the report", Map.of("Estimate", 3));
 *   // … run a client against sim.baseUri() with sim.token() …
 *   page.set("Estimate", 5);
 * }
 * }</pre>
 *
 * <p>All time comes from the clock that the builder was given: time stamps, the {@code Date}
 * header, the rate limit, visibility lag and the 30 days of the trash. Ids, colours and the order
 * of unsorted queries depend on the seed alone. Thread-safe.
 */
public final class NotionSimulator implements AutoCloseable {
  /** The seed unless the builder is given another one. */
  public static final long DEFAULT_SEED = 1;

  /** The token unless the builder is given another one. */
  public static final String DEFAULT_TOKEN = "ntn_simulated_0123456789";

  static final String WORKSPACE_NAME = "Simulated workspace";

  private final NotionQuirks quirks;
  private final String token;
  private final Workspace workspace;
  private final Interface people;
  private final Cursors cursors;
  private final Limits limits;
  private final SimulatedWebhooks webhooks;
  private final SimulatorService service;
  private final LoopbackServer server;

  private NotionSimulator(Builder builder) {
    this.quirks = builder.quirks;
    this.token = builder.token;
    Ids ids = new Ids(builder.seed);
    this.workspace = new Workspace(builder.clock, ids, quirks);
    this.people = workspace.people();
    this.cursors = new Cursors(ids);
    this.limits = new Limits(builder.clock, quirks);
    this.webhooks = new SimulatedWebhooks(workspace);
    NotionApi api = new NotionApi(workspace, limits, token, routes());
    this.service = new SimulatorService(api, builder.clock, quirks::latency);
    try {
      this.server = LoopbackServer.start(builder.port, builder.clock, service);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen on 127.0.0.1:" + builder.port + ": " + e.getMessage(), e);
    }
  }

  private List<Route> routes() {
    Paging paging = new Paging(cursors);
    PageWrites writes = new PageWrites(workspace);
    Blocks blocks = new Blocks(workspace, writes, paging);
    PageEndpoints pages = new PageEndpoints(workspace, writes, blocks);
    PropertyItems items = new PropertyItems(workspace, paging, this::baseUri);
    SchemaEndpoints schemas =
        new SchemaEndpoints(
            workspace, new SchemaWrites(workspace), new Queries(workspace, cursors));
    UserEndpoints users = new UserEndpoints(workspace, paging);
    SearchEndpoint search = new SearchEndpoint(workspace, paging);
    String source = "/v1/data_sources/{data_source_id}";
    String database = "/v1/databases/{database_id}";
    String page = "/v1/pages/{page_id}";
    String block = "/v1/blocks/{block_id}";
    return List.of(
        new Route("GET /v1/users/me", null, users::me),
        new Route("GET /v1/users/{user_id}", Capability.USERS, users::retrieve),
        new Route("GET /v1/users", Capability.USERS, users::list),
        new Route("POST /v1/search", Capability.READ, search::search),
        new Route("GET " + database, Capability.READ, schemas::retrieveDatabase),
        new Route("POST /v1/databases", Capability.INSERT, schemas::createDatabase),
        new Route("PATCH " + database, Capability.UPDATE, schemas::updateDatabase),
        new Route("GET " + source, Capability.READ, schemas::retrieveSource),
        new Route("POST " + source + "/query", Capability.READ, schemas::query),
        new Route("GET " + source + "/templates", Capability.READ, schemas::templates),
        new Route("POST /v1/data_sources", Capability.INSERT, schemas::createSource),
        new Route("PATCH " + source, Capability.UPDATE, schemas::updateSource),
        new Route("GET " + page, Capability.READ, pages::retrieve),
        new Route("POST /v1/pages", Capability.INSERT, pages::create),
        new Route("PATCH " + page, Capability.UPDATE, pages::update),
        new Route("POST " + page + "/move", Capability.UPDATE, pages::move),
        new Route("GET " + page + "/properties/{property_id}", Capability.READ, items::retrieve),
        new Route("GET " + block, Capability.READ, blocks::retrieve),
        new Route("DELETE " + block, Capability.UPDATE, blocks::delete),
        new Route("GET " + block + "/children", Capability.READ, blocks::children),
        new Route("PATCH " + block + "/children", Capability.INSERT, blocks::appendChildren));
  }

  /** Starts a simulator with all defaults on any free port. */
  public static NotionSimulator start() {
    return builder().start();
  }

  /**
   * Returns a builder with the defaults: any free port, the system clock, default seed and token.
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the base address without a trailing slash; stands for {@code https://api.notion.com}.
   */
  public URI baseUri() {
    return server.uri();
  }

  /** Returns the token of the connection. */
  public String token() {
    return token;
  }

  /** Returns the user that the connection is: the author of everything written over the API. */
  public SimulatedUser bot() {
    return workspace.bot;
  }

  /** Returns the id of the workspace. */
  public String workspaceId() {
    return workspace.id;
  }

  /** Returns the settings; changes hold from the next request on. */
  public NotionQuirks quirks() {
    return quirks;
  }

  /** Returns the webhooks: who subscribed, and what is sent. */
  public SimulatedWebhooks webhooks() {
    return webhooks;
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
   * Returns the number of API requests of a kind, which is a method and a path template with
   * Notion's parameter names, such as {@code PATCH /v1/pages/{page_id}}; unknown paths count as
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

  /** Lets other connections use up this much of the workspace's rate limit. */
  public void otherTraffic(int requests) {
    limits.others(requests);
  }

  /** Makes every cursor that was handed out so far invalid. */
  public void expireCursors() {
    workspace.locked(cursors::expire);
  }

  /** Adds a member of the workspace. */
  public SimulatedUser addPerson(String name, String email) {
    return workspace.locked(() -> workspace.addUser(name, email, SimulatedUser.Kind.PERSON));
  }

  /** Adds a guest: can be assigned, is never listed. */
  public SimulatedUser addGuest(String name, String email) {
    return workspace.locked(() -> workspace.addUser(name, email, SimulatedUser.Kind.GUEST));
  }

  /** Lets a person leave: pages keep the id, of which nothing more is shown. */
  public void removePerson(SimulatedUser person) {
    workspace.locked(
        () -> {
          workspace.users.put(
              person.id(),
              new SimulatedUser(person.id(), person.name(), null, SimulatedUser.Kind.REMOVED));
          workspace.touched();
        });
  }

  /** Lets this person be the author of all further edits of the Java side. */
  public void actAs(SimulatedUser person) {
    workspace.locked(() -> people.actor = person);
  }

  /** Returns the person who is the author of the edits of the Java side. */
  public SimulatedUser actor() {
    return workspace.locked(() -> people.actor);
  }

  /** Adds a page at the top of the workspace that databases and pages can be put under. */
  public SimulatedPage addPage(String title) {
    return people.addPage(Parent.workspace(), title);
  }

  /** Adds a database with one data source, both of this title, under a page of its own. */
  public SimulatedDataSource addDatabase(String title, Consumer<SchemaDraft> schema) {
    return addDatabase(addPage(title + " home"), title, schema);
  }

  /** Adds a database with one data source, both of this title, under a page. */
  public SimulatedDataSource addDatabase(
      SimulatedPage parent, String title, Consumer<SchemaDraft> schema) {
    return people.addDatabase(Parent.page(parent.id()), title, schema);
  }

  /**
   * Returns the data source of this title.
   *
   * @throws IllegalArgumentException if there is none, or more than one
   */
  public SimulatedDataSource dataSource(String title) {
    return people.dataSource(source -> source.name().equals(title), title);
  }

  /**
   * Returns the data source with this id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public SimulatedDataSource dataSourceById(String id) {
    return people.dataSource(source -> source.id.equals(id), id);
  }

  /**
   * Returns a page, wherever it is.
   *
   * @throws IllegalArgumentException if there is none with this id
   */
  public SimulatedPage page(String id) {
    SimulatedPage page = new SimulatedPage(people, id);
    if (!page.exists()) {
      throw new IllegalArgumentException("no page has the id " + id);
    }
    return page;
  }

  /** Closes the port and all connections. */
  @Override
  public void close() {
    server.close();
  }

  /** Builds a simulator. Confined to one thread. */
  public static final class Builder {
    private final NotionQuirks quirks = new NotionQuirks();
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

    /** Sets the token that requests must carry. */
    public Builder token(String value) {
      this.token = value;
      return this;
    }

    /** Sets the seed of ids, colours and the order of unsorted queries. */
    public Builder seed(long value) {
      this.seed = value;
      return this;
    }

    /** Changes the settings that the simulator starts with. */
    public Builder quirks(Consumer<NotionQuirks> change) {
      change.accept(quirks);
      return this;
    }

    /**
     * Starts the simulator.
     *
     * @throws UncheckedIOException if the port cannot be had
     */
    public NotionSimulator start() {
      return new NotionSimulator(this);
    }
  }
}
