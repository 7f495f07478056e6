package com.puraify.sync.puraify;

import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConfigurationException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where another engine is, and how it is called. Immutable.
 *
 * <p>Defaults: five seconds for a whole exchange, answers of at most one MiB, no headers of ours.
 *
 * @param baseUri where the engine is: {@code http} or {@code https}, a host, possibly a path
 * @param timeout how long an exchange may take, from connecting to the answer's last byte
 * @param maxBytes how large an answer may be
 * @param headers headers that are sent with each call, such as a token of this engine's
 */
public record EngineEndpoint(
    URI baseUri, Duration timeout, int maxBytes, Map<String, Secret> headers) {

  /** How long an exchange may take. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  /** How large an answer may be. */
  public static final int DEFAULT_MAX_BYTES = 1 << 20;

  /**
   * Checks the settings.
   *
   * @throws ConfigurationException if the address is not of that form, or a limit lets nothing
   *     through
   */
  public EngineEndpoint {
    String scheme = baseUri.getScheme();
    if (baseUri.getHost() == null
        || !("http".equals(scheme) || "https".equals(scheme))
        || baseUri.getRawUserInfo() != null
        || baseUri.getRawQuery() != null
        || baseUri.getRawFragment() != null) {
      throw new ConfigurationException(
          "baseUri",
          "must be an http or https address with a host, without password, query or fragment");
    }
    if (timeout.isZero() || timeout.isNegative()) {
      throw new ConfigurationException("timeout", "must be longer than nothing");
    }
    if (maxBytes < 1) {
      throw new ConfigurationException("maxBytes", "must be at least 1, not " + maxBytes);
    }
    headers = Map.copyOf(headers);
  }

  /** Returns an endpoint with the defaults. */
  public static EngineEndpoint at(URI baseUri) {
    return new EngineEndpoint(baseUri, DEFAULT_TIMEOUT, DEFAULT_MAX_BYTES, Map.of());
  }

  /**
   * Returns an endpoint with the defaults.
   *
   * @param setting what the address comes from, for the message
   * @throws ConfigurationException naming the setting, if the address is none
   */
  static EngineEndpoint parse(String setting, String address) {
    try {
      return at(URI.create(address.strip()));
    } catch (IllegalArgumentException | ConfigurationException e) {
      throw new ConfigurationException(
          setting,
          "must be an http or https address with a host, without password, query or fragment");
    }
  }

  /** Returns this endpoint with another limit of time. */
  public EngineEndpoint withTimeout(Duration limit) {
    return new EngineEndpoint(baseUri, limit, maxBytes, headers);
  }

  /** Returns this endpoint with another limit of size. */
  public EngineEndpoint withMaxBytes(int limit) {
    return new EngineEndpoint(baseUri, timeout, limit, headers);
  }

  /** Returns this endpoint with a further header, whose value is never shown. */
  public EngineEndpoint withHeader(String name, Secret value) {
    Map<String, Secret> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new EngineEndpoint(baseUri, timeout, maxBytes, more);
  }

  /** Returns what the engine is called in messages: its scheme, host and port. */
  String place() {
    return baseUri.getScheme() + "://" + baseUri.getRawAuthority();
  }
}
