package com.puraify.sync.puraify;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.host.ServiceCatalog;
import com.puraify.sync.host.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the Integration Manager which platforms there are, and how projects are connected to them.
 * What it says of a connection is remembered for a few seconds. If it cannot be reached, or does
 * not know, that is not known: a run then goes by the credential and by what the platform permits.
 * Thread-safe.
 */
public final class IntegrationCatalog implements ServiceCatalog {

  private static final Logger LOG = LoggerFactory.getLogger(IntegrationCatalog.class);

  /** Where the status of a connection is. */
  public static final String DEFAULT_STATUS_PATH = "/integrations/status/{project}/{platform}";

  /** Where the platforms are. */
  public static final String DEFAULT_AVAILABLE_PATH = "/integrations/available";

  /** How long what was said is remembered. */
  public static final Duration DEFAULT_REMEMBER = Duration.ofSeconds(5);

  private static final int MOST_REMEMBERED = 1_000;

  private final EngineClient manager;
  private final String statusPath;
  private final String availablePath;
  private final Duration remember;
  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Said> said = new LinkedHashMap<>();

  private record Said(@Nullable Json answer, Instant until) {}

  private IntegrationCatalog(Builder builder) {
    this.manager = new EngineClient("Integration Manager", builder.endpoint);
    this.statusPath = builder.statusPath;
    this.availablePath = builder.availablePath;
    this.remember = builder.remember;
    this.time = builder.time;
  }

  /** Returns a builder. */
  public static Builder builder(EngineEndpoint endpoint) {
    return new Builder(endpoint);
  }

  /**
   * Returns the platforms that the Integration Manager knows, in lower case.
   *
   * @throws ConnectorException if it cannot be reached, or does not answer as it should
   */
  @Override
  public List<String> platforms() {
    Reply reply = manager.get(availablePath);
    Json list = reply.facts();
    for (String member : new String[] {"available", "integrations", "platforms"}) {
      if (list.at(member).isArray()) {
        list = list.at(member);
      }
    }
    if (!reply.isSuccess() || !list.isArray()) {
      throw new ConnectorException(
          reply.status() >= 500
              ? ConnectorException.Kind.UNAVAILABLE
              : ConnectorException.Kind.PROTOCOL,
          "the " + manager.name() + " answered " + reply.shown() + " instead of its platforms");
    }
    List<String> names = new ArrayList<>();
    for (Json each : list.elements()) {
      String name = first(each, "platform", "name");
      if (name != null) {
        names.add(name.toLowerCase(Locale.ROOT));
      }
    }
    return List.copyOf(names);
  }

  @Override
  public Optional<ConnectionStatus> status(String project, String platform) {
    return answer(project, platform).flatMap(IntegrationCatalog::status);
  }

  @Override
  public Optional<List<String>> scopes(String project, String platform) {
    return answer(project, platform)
        .map(body -> body.at("scopes"))
        .filter(Json::isArray)
        .map(scopes -> scopes.elements().stream().filter(Json::isText).map(Json::text).toList());
  }

  /** Either a status in a word, or whether there is a connection and its token is good. */
  private static Optional<ConnectionStatus> status(Json body) {
    String word = body.at("status").textOrNull();
    Json connected = body.at("connected");
    if (word == null && !connected.isBool()) {
      return Optional.empty();
    }
    boolean spent = body.at("token_valid").isBool() && !body.at("token_valid").isTrue();
    boolean good = word == null ? connected.isTrue() : word.equalsIgnoreCase("connected");
    if (good && !spent) {
      return Optional.of(new ConnectionStatus(true, "connected"));
    }
    String detail =
        spent && good
            ? "its token is not valid any more; connect it again"
            : "its status is " + (word == null ? "not connected" : word) + "; connect it again";
    return Optional.of(new ConnectionStatus(false, detail));
  }

  private static @Nullable String first(Json element, String... members) {
    if (element.isText()) {
      return element.text();
    }
    for (String member : members) {
      String text = element.at(member).textOrNull();
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  private Optional<Json> answer(String project, String platform) {
    if (project.isBlank() || platform.isBlank()) {
      return Optional.empty();
    }
    String key = project + "\n" + platform;
    lock.lock();
    try {
      Said known = said.get(key);
      if (known != null && time.instant().isBefore(known.until())) {
        return Optional.ofNullable(known.answer());
      }
    } finally {
      lock.unlock();
    }
    Json answer = ask(project, platform);
    lock.lock();
    try {
      said.remove(key);
      if (said.size() >= MOST_REMEMBERED) {
        said.remove(said.keySet().iterator().next());
      }
      said.put(key, new Said(answer, time.instant().plus(remember)));
    } finally {
      lock.unlock();
    }
    return Optional.ofNullable(answer);
  }

  private @Nullable Json ask(String project, String platform) {
    try {
      Reply reply =
          manager.get(
              EngineClient.fill(statusPath, Map.of("project", project, "platform", platform)));
      if (reply.isSuccess() && reply.body().isObject()) {
        return reply.facts();
      }
      LOG.debug("the {} answered {} about {}", manager.name(), reply.shown(), platform);
    } catch (ConnectorException e) {
      LOG.warn(
          "how project {} is connected to {} is not known: {}", project, platform, e.getMessage());
    }
    return null;
  }

  /** Collects settings. Confined to one thread at a time. */
  public static final class Builder {
    private final EngineEndpoint endpoint;
    private String statusPath = DEFAULT_STATUS_PATH;
    private String availablePath = DEFAULT_AVAILABLE_PATH;
    private Duration remember = DEFAULT_REMEMBER;
    private TimeSource time = TimeSource.system();

    private Builder(EngineEndpoint endpoint) {
      this.endpoint = endpoint;
    }

    /** Sets where a status is, with {@code {project}} and {@code {platform}} in it. */
    public Builder statusPath(String template) {
      this.statusPath = template;
      return this;
    }

    /** Sets where the platforms are. */
    public Builder availablePath(String path) {
      this.availablePath = path;
      return this;
    }

    /** Sets how long what was said of a connection is remembered. */
    public Builder remember(Duration length) {
      this.remember = length;
      return this;
    }

    /** Sets the time; for tests. */
    public Builder time(TimeSource source) {
      this.time = source;
      return this;
    }

    /** Returns the catalog. Nothing is called yet. */
    public IntegrationCatalog build() {
      return new IntegrationCatalog(this);
    }
  }
}
