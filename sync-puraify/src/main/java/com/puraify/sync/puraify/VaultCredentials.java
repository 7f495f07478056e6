package com.puraify.sync.puraify;

import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.host.CredentialProvider;
import com.puraify.sync.host.TimeSource;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Credentials from the Vault: one token for each project and service.
 *
 * <p>A service is named like the platform, in lower case; other names can be {@linkplain
 * Builder#addService set}. A token is one text; the tokens of an OAuth grant are JSON in that text.
 * What was found is remembered until it expires, if the Vault says when, and else for a short time;
 * {@link #findAnew} asks again.
 *
 * <p>Defaults: a minute of remembering what was found, five seconds what was not. Thread-safe.
 */
public final class VaultCredentials implements CredentialProvider {

  /** How long a credential is remembered of which it is not known when it expires. */
  public static final Duration DEFAULT_REMEMBER = Duration.ofSeconds(60);

  /** How long it is remembered that there is none. */
  public static final Duration DEFAULT_REMEMBER_MISSING = Duration.ofSeconds(5);

  /** Where a token is read. */
  public static final String DEFAULT_FIND_PATH = "/vault/token/{project}/{service}";

  /** Where a token is stored. */
  public static final String DEFAULT_STORE_PATH = "/vault/token";

  private static final Duration AHEAD = Duration.ofSeconds(30);
  private static final int MOST_REMEMBERED = 10_000;

  /** What every JavaScript object has; the Vault answers nonsense for them. */
  private static final Set<String> RESERVED =
      Set.of(
          "__proto__",
          "__definegetter__",
          "__definesetter__",
          "__lookupgetter__",
          "__lookupsetter__",
          "constructor",
          "hasownproperty",
          "isprototypeof",
          "propertyisenumerable",
          "tolocalestring",
          "tostring",
          "valueof",
          ".",
          "..");

  private final EngineClient vault;
  private final String findPath;
  private final String storePath;
  private final Map<String, String> services;
  private final Duration remember;
  private final Duration rememberMissing;
  private final boolean readOnly;
  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Place, Known> known = new LinkedHashMap<>();

  private record Place(String project, String service) {}

  private record Known(@Nullable Secret secret, Instant until) {}

  private VaultCredentials(Builder builder) {
    this.vault = new EngineClient("Vault", builder.endpoint);
    this.findPath = builder.findPath;
    this.storePath = builder.storePath;
    this.services = Map.copyOf(builder.services);
    this.remember = builder.remember;
    this.rememberMissing = builder.rememberMissing;
    this.readOnly = builder.readOnly;
    this.time = builder.time;
  }

  /** Returns a builder. */
  public static Builder builder(EngineEndpoint endpoint) {
    return new Builder(endpoint);
  }

  /**
   * Returns a credential, possibly from memory.
   *
   * @throws ConnectorException if the Vault cannot be reached, or does not answer as it should
   * @throws ConfigurationException if the project or the name is none that the Vault can hold
   */
  @Override
  public Optional<Secret> find(String project, String name) {
    Place place = place(project, name);
    lock.lock();
    try {
      Known found = known.get(place);
      if (found != null && time.instant().isBefore(found.until())) {
        return Optional.ofNullable(found.secret());
      }
    } finally {
      lock.unlock();
    }
    return ask(place);
  }

  /**
   * Returns a credential as the Vault has it now.
   *
   * @throws ConnectorException as {@link #find}
   */
  @Override
  public Optional<Secret> findAnew(String project, String name) {
    return ask(place(project, name));
  }

  @Override
  public boolean canStore() {
    return !readOnly;
  }

  /**
   * Keeps a credential in the Vault.
   *
   * @throws ConnectorException if the Vault does not say that it did
   */
  @Override
  public void store(String project, String name, Secret credential) {
    if (readOnly) {
      throw new ConfigurationException("vault", "is set to be read only; nothing can be kept");
    }
    Place place = place(project, name);
    Reply reply =
        vault.post(
            storePath,
            Json.object(
                body ->
                    body.put("project", place.project())
                        .put("service", place.service())
                        .put("token", credential.reveal())));
    if (!reply.isSuccess() || !isKept(reply.body())) {
      throw new ConnectorException(
          kind(reply),
          "the "
              + vault.name()
              + " did not keep "
              + shown(place)
              + ": it answered "
              + reply.status());
    }
    keep(place, credential, time.instant().plus(remember));
  }

  /** The Vault of today answers with {@code success}, the platform's one format with a status. */
  private static boolean isKept(Json answer) {
    Json success = answer.at("success");
    return success.isMissing()
        ? "success".equals(answer.at("status").textOrNull())
        : success.isTrue();
  }

  private Optional<Secret> ask(Place place) {
    Reply reply =
        vault.get(
            EngineClient.fill(
                findPath, Map.of("project", place.project(), "service", place.service())));
    if (reply.status() == 404 && reply.body().isObject()) {
      keep(place, null, time.instant().plus(rememberMissing));
      return Optional.empty();
    }
    if (reply.status() != 200) {
      throw new ConnectorException(
          kind(reply),
          "the "
              + vault.name()
              + " answered "
              + reply.shown()
              + " when asked for "
              + shown(place)
              + "; look at its address and path");
    }
    Secret secret = Secret.of(token(place, reply.facts()));
    keep(place, secret, expiry(reply.facts()).orElse(time.instant().plus(remember)));
    return Optional.of(secret);
  }

  private String token(Place place, Json body) {
    String token = body.at("token").textOrNull();
    if (token == null) {
      token = body.at("access_token").textOrNull();
    }
    if (token == null || token.isBlank()) {
      throw new ConnectorException(
          Kind.PROTOCOL, "the " + vault.name() + " answered without a token for " + shown(place));
    }
    if (token.chars().anyMatch(each -> each == '\uFFFD' || (each < ' ' && !isBlank(each)))) {
      throw new ConnectorException(
          Kind.PROTOCOL,
          "what the "
              + vault.name()
              + " has for "
              + shown(place)
              + " is no text; it may have been"
              + " encrypted with another VAULT_SECRET");
    }
    return token;
  }

  private static boolean isBlank(int character) {
    return character == '\n' || character == '\r' || character == '\t';
  }

  /** The Vault of today says nothing of it; that of its specification does. */
  private Optional<Instant> expiry(Json body) {
    for (String member : new String[] {"valid_until", "expires_at"}) {
      String text = body.at(member).textOrNull();
      if (text != null) {
        try {
          return Optional.of(Instant.parse(text).minus(AHEAD));
        } catch (DateTimeException e) {
          return Optional.of(time.instant()); // of a form that nobody knows: ask again next time
        }
      }
    }
    Json seconds = body.at("expires_in");
    return seconds.isNumber()
        ? Optional.of(
            time.instant().plusSeconds(Math.min(86_400, seconds.number().longValue())).minus(AHEAD))
        : Optional.empty();
  }

  private void keep(Place place, @Nullable Secret secret, Instant until) {
    lock.lock();
    try {
      known.remove(place);
      if (known.size() >= MOST_REMEMBERED) {
        known.remove(known.keySet().iterator().next());
      }
      known.put(place, new Known(secret, until));
    } finally {
      lock.unlock();
    }
  }

  /** What stands behind a dot is a platform's own id, and stays as it is. */
  private Place place(String project, String name) {
    int dot = name.indexOf('.');
    String platform = (dot < 0 ? name : name.substring(0, dot)).toLowerCase(Locale.ROOT);
    String service =
        services.getOrDefault(platform, platform) + (dot < 0 ? "" : name.substring(dot));
    requireUsable("project", project);
    requireUsable("service", service);
    return new Place(project, service);
  }

  private static void requireUsable(String what, String name) {
    if (name.isBlank() || RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      throw new ConfigurationException(
          what, "'" + name + "' is no name that the Vault can hold; use another");
    }
  }

  private static String shown(Place place) {
    return "the token of project '" + place.project() + "' for " + place.service();
  }

  private static Kind kind(Reply reply) {
    return reply.status() >= 500 ? Kind.UNAVAILABLE : Kind.PROTOCOL;
  }

  /** Collects settings. Confined to one thread at a time. */
  public static final class Builder {
    private final EngineEndpoint endpoint;
    private String findPath = DEFAULT_FIND_PATH;
    private String storePath = DEFAULT_STORE_PATH;
    private final Map<String, String> services =
        new HashMap<>(Map.of("googlesheets", "google_sheets"));
    private Duration remember = DEFAULT_REMEMBER;
    private Duration rememberMissing = DEFAULT_REMEMBER_MISSING;
    private boolean readOnly;
    private TimeSource time = TimeSource.system();

    private Builder(EngineEndpoint endpoint) {
      this.endpoint = endpoint;
    }

    /** Sets where a token is read, with {@code {project}} and {@code {service}} in it. */
    public Builder findPath(String template) {
      this.findPath = template;
      return this;
    }

    /** Sets where a token is stored. */
    public Builder storePath(String path) {
      this.storePath = path;
      return this;
    }

    /** Sets what the Vault calls a platform, where that is not its name in lower case. */
    public Builder addService(String platform, String service) {
      services.put(platform.toLowerCase(Locale.ROOT), service);
      return this;
    }

    /** Sets how long a credential is remembered of which it is not known when it expires. */
    public Builder remember(Duration length) {
      this.remember = notNegative("remember", length);
      return this;
    }

    /** Sets how long it is remembered that there is none. */
    public Builder rememberMissing(Duration length) {
      this.rememberMissing = notNegative("rememberMissing", length);
      return this;
    }

    /** Has nothing stored, so that OAuth tokens are not renewed by the engine. */
    public Builder readOnly() {
      this.readOnly = true;
      return this;
    }

    /** Sets the time; for tests. */
    public Builder time(TimeSource source) {
      this.time = source;
      return this;
    }

    /** Returns the provider. Nothing is called yet. */
    public VaultCredentials build() {
      return new VaultCredentials(this);
    }

    private static Duration notNegative(String setting, Duration length) {
      if (length.isNegative()) {
        throw new ConfigurationException(setting, "must not be negative");
      }
      return length;
    }
  }
}
