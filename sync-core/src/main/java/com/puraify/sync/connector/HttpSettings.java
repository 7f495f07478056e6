package com.puraify.sync.connector;

import com.puraify.sync.error.ConfigurationException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a REST service is called. Immutable.
 *
 * <p>Defaults: no rate limit, 60 seconds for a call, answers of at most 64 MiB nested at most 200
 * deep, errors read {@linkplain HttpErrors#byStatus by status}, at most 5 attempts.
 */
public final class HttpSettings {

  /** How long a call may take, from sending to the last byte. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  /** How large an answer may be. */
  public static final int DEFAULT_MAX_BYTES = 64 << 20;

  /** How deep an answer's JSON may be nested. */
  public static final int DEFAULT_MAX_DEPTH = 200;

  /** How often a call is tried. */
  public static final int DEFAULT_ATTEMPTS = 5;

  private final String platform;
  private final String account;
  private final URI baseUri;
  private final Map<String, String> headers;
  private final Map<String, Secret> secretHeaders;
  private final List<RateWindow> windows;
  private final SortedMap<String, List<RateWindow>> sharedWindows;
  private final List<LimitHeaders> limitHeaders;
  private final Duration timeout;
  private final int maxBytes;
  private final int maxDepth;
  private final int attempts;
  private final HttpErrors errors;
  private final @Nullable OAuthSettings oauth;

  private HttpSettings(Builder builder) {
    this.platform = builder.platform;
    this.account = builder.account;
    this.baseUri = builder.baseUri;
    this.headers = Map.copyOf(builder.headers);
    this.secretHeaders = Map.copyOf(builder.secretHeaders);
    this.windows = List.copyOf(builder.windows);
    SortedMap<String, List<RateWindow>> shared = new TreeMap<>();
    builder.sharedWindows.forEach((pool, each) -> shared.put(pool, List.copyOf(each)));
    this.sharedWindows = Collections.unmodifiableSortedMap(shared);
    this.limitHeaders = List.copyOf(builder.limitHeaders);
    this.timeout = builder.timeout;
    this.maxBytes = builder.maxBytes;
    this.maxDepth = builder.maxDepth;
    this.attempts = builder.attempts;
    this.errors = builder.errors;
    this.oauth = builder.oauth;
  }

  /**
   * Returns a builder.
   *
   * @param platform the platform's name
   * @param account the account whose budget the calls use up, such as {@link Secret#account}
   * @param baseUri where the service is: {@code http} or {@code https}, a host, possibly a path
   * @throws ConfigurationException if the URI is not of that form
   */
  public static Builder builder(String platform, String account, URI baseUri) {
    String scheme = baseUri.getScheme();
    if (baseUri.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new ConfigurationException("baseUri", "must be an http or https address with a host");
    }
    if (baseUri.getRawUserInfo() != null
        || baseUri.getRawQuery() != null
        || baseUri.getRawFragment() != null) {
      throw new ConfigurationException(
          "baseUri", "must hold no user, password, query or fragment; use a secret header");
    }
    return new Builder(platform, account, baseUri);
  }

  /** Returns the platform's name. */
  public String platform() {
    return platform;
  }

  /** Returns the account whose budget the calls use up. */
  public String account() {
    return account;
  }

  /** Returns where the service is. */
  public URI baseUri() {
    return baseUri;
  }

  /** Returns headers that are sent with each call. */
  public Map<String, String> headers() {
    return headers;
  }

  /** Returns headers whose values are secret; {@code Authorization} holds the whole value. */
  public Map<String, Secret> secretHeaders() {
    return secretHeaders;
  }

  /** Returns the account's limits, all of which hold at once. */
  public List<RateWindow> windows() {
    return windows;
  }

  /**
   * Returns limits that do not belong to the account, by the name of what they belong to; they hold
   * together with the account's.
   */
  public SortedMap<String, List<RateWindow>> sharedWindows() {
    return sharedWindows;
  }

  /** Returns where the platform's answers tell of the account's limits. */
  public List<LimitHeaders> limitHeaders() {
    return limitHeaders;
  }

  /** Returns how long a call may take. */
  public Duration timeout() {
    return timeout;
  }

  /** Returns how large an answer may be, in bytes. */
  public int maxBytes() {
    return maxBytes;
  }

  /** Returns how deep an answer's JSON may be nested. */
  public int maxDepth() {
    return maxDepth;
  }

  /** Returns how often a call is tried, at most. */
  public int attempts() {
    return attempts;
  }

  /** Returns how error answers are understood. */
  public HttpErrors errors() {
    return errors;
  }

  /** Returns how calls are authorised by OAuth, if they are. */
  public Optional<OAuthSettings> oauth() {
    return Optional.ofNullable(oauth);
  }

  /** Collects settings. Confined to one thread at a time. */
  public static final class Builder {
    private final String platform;
    private final String account;
    private final URI baseUri;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, Secret> secretHeaders = new LinkedHashMap<>();
    private final List<RateWindow> windows = new ArrayList<>();
    private final Map<String, List<RateWindow>> sharedWindows = new TreeMap<>();
    private final List<LimitHeaders> limitHeaders = new ArrayList<>();
    private Duration timeout = DEFAULT_TIMEOUT;
    private int maxBytes = DEFAULT_MAX_BYTES;
    private int maxDepth = DEFAULT_MAX_DEPTH;
    private int attempts = DEFAULT_ATTEMPTS;
    private HttpErrors errors = HttpErrors.byStatus();
    private @Nullable OAuthSettings oauth;

    private Builder(String platform, String account, URI baseUri) {
      this.platform = platform;
      this.account = account;
      this.baseUri = baseUri;
    }

    /** Sends a token as {@code Authorization: Bearer …}. */
    public Builder bearer(Secret token) {
      return addSecretHeader("Authorization", token.prefixed("Bearer "));
    }

    /**
     * Sends a token as {@code Authorization: Bearer …} that the engine renews when it must; see
     * {@link OAuthSettings}. The budget's account is best {@link OAuthSettings#account}, which
     * outlasts the tokens. Not to be had together with {@link #bearer}.
     */
    public Builder oauth(OAuthSettings settings) {
      this.oauth = settings;
      return this;
    }

    /** Sends a header with each call. */
    public Builder addHeader(String name, String value) {
      headers.put(name, value);
      return this;
    }

    /** Sends a header with each call whose value is never shown. */
    public Builder addSecretHeader(String name, Secret value) {
      secretHeaders.put(name, value);
      return this;
    }

    /** Adds a limit of the account. All of them hold at once. */
    public Builder addWindow(RateWindow window) {
      windows.add(window);
      return this;
    }

    /**
     * Adds a limit of something that several accounts may call, such as one database of a platform
     * that limits the calls to each. It holds together with the account's limits, in one step: a
     * call is made when all of them let it through. A pause holds back both the account and this.
     *
     * @param pool what is limited, by a name of its own within the platform
     */
    public Builder addSharedWindow(String pool, RateWindow window) {
      sharedWindows.computeIfAbsent(pool, each -> new ArrayList<>()).add(window);
      return this;
    }

    /**
     * Adds headers that tell of a limit of the account. What they tell holds together with the
     * declared windows.
     */
    public Builder addLimitHeaders(LimitHeaders headers) {
      limitHeaders.add(headers);
      return this;
    }

    /** Sets how long a call may take, from sending to the last byte. */
    public Builder timeout(Duration limit) {
      this.timeout = limit;
      return this;
    }

    /** Sets how large an answer may be. */
    public Builder maxBytes(int limit) {
      this.maxBytes = limit;
      return this;
    }

    /** Sets how deep an answer's JSON may be nested. */
    public Builder maxDepth(int limit) {
      this.maxDepth = limit;
      return this;
    }

    /** Sets how often a call is tried. */
    public Builder attempts(int limit) {
      this.attempts = limit;
      return this;
    }

    /** Sets how error answers are understood. */
    public Builder errors(HttpErrors reader) {
      this.errors = reader;
      return this;
    }

    /**
     * Returns the settings.
     *
     * @throws ConfigurationException if a limit lets nothing through, or calls are authorised twice
     */
    public HttpSettings build() {
      List<ConfigurationException.Problem> problems = new ArrayList<>();
      if (timeout.isZero() || timeout.isNegative()) {
        problems.add(new ConfigurationException.Problem("timeout", "must be longer than nothing"));
      }
      requirePositive("maxBytes", maxBytes, problems);
      requirePositive("maxDepth", maxDepth, problems);
      requirePositive("attempts", attempts, problems);
      if (oauth != null
          && secretHeaders.keySet().stream().anyMatch("Authorization"::equalsIgnoreCase)) {
        problems.add(
            new ConfigurationException.Problem(
                "oauth", "is given beside another Authorization header; leave one of them out"));
      }
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
      return new HttpSettings(this);
    }

    private static void requirePositive(
        String name, int number, List<ConfigurationException.Problem> problems) {
      if (number < 1) {
        problems.add(new ConfigurationException.Problem(name, "must be at least 1, not " + number));
      }
    }
  }
}
