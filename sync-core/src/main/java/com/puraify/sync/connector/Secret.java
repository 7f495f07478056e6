package com.puraify.sync.connector;

import com.puraify.sync.error.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A token or password that shows itself only where it is used.
 *
 * <p>{@link #toString} never contains it, and it is not serializable. Thread-safe; immutable unless
 * it is {@linkplain #renewable renewable}.
 */
public final class Secret {

  private final Supplier<String> source;
  private final Predicate<String> renewal;

  private Secret(Supplier<String> source) {
    this(source, refused -> false);
  }

  private Secret(Supplier<String> source, Predicate<String> renewal) {
    this.source = source;
    this.renewal = renewal;
  }

  /** Returns a secret with a known value. */
  public static Secret of(String value) {
    if (value.isBlank()) {
      throw new ConfigurationException("secret", "is blank; give the platform's token");
    }
    return new Secret(() -> value);
  }

  /**
   * Returns a secret that is read from an environment variable when it is used.
   *
   * @param variable the variable's name, such as {@code "NOTION_TOKEN"}
   */
  public static Secret env(String variable) {
    return new Secret(
        () -> {
          String value = System.getenv(variable);
          if (value == null || value.isBlank()) {
            throw new ConfigurationException(
                variable, "the environment variable is not set; put the platform's token in it");
          }
          return value;
        });
  }

  /**
   * Returns a secret in whose place another one may come while it is in use.
   *
   * @param first what it is now
   * @param latest asks for what it is by then; called by {@link #renew} alone, by one thread at a
   *     time
   */
  public static Secret renewable(Secret first, Supplier<Optional<Secret>> latest) {
    Replaceable current = new Replaceable(first, latest);
    return new Secret(current::reveal, current::replace);
  }

  /**
   * Says that a platform does not accept what {@link #reveal} returned.
   *
   * @param refused that
   * @return whether there is another one by now; never of a secret that is not {@linkplain
   *     #renewable renewable}
   * @throws RuntimeException if whoever keeps it cannot be asked
   */
  public boolean renew(String refused) {
    return renewal.test(refused);
  }

  /**
   * Returns the secret itself, for the one place that sends it.
   *
   * @throws ConfigurationException if it comes from an environment variable that is not set
   */
  public String reveal() {
    return source.get();
  }

  /**
   * Returns a short name for the account behind this secret: stable, and useless for finding the
   * secret. Calls under the same secret share one budget.
   */
  public String account() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(reveal().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** Returns a secret that is this one behind a prefix, such as {@code "Bearer "}. */
  public Secret prefixed(String prefix) {
    return new Secret(
        () -> prefix + reveal(),
        refused -> refused.startsWith(prefix) && renew(refused.substring(prefix.length())));
  }

  @Override
  public String toString() {
    return "Secret[***]";
  }

  /** A secret and what may come in its place. Thread-safe. */
  private static final class Replaceable {

    private final Supplier<Optional<Secret>> latest;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Secret current;

    Replaceable(Secret first, Supplier<Optional<Secret>> latest) {
      this.current = first;
      this.latest = latest;
    }

    String reveal() {
      return current.reveal();
    }

    boolean replace(String refused) {
      lock.lock();
      try {
        if (reveal().equals(refused)) {
          latest.get().ifPresent(next -> current = next);
        }
        return !reveal().equals(refused);
      } finally {
        lock.unlock();
      }
    }
  }
}
