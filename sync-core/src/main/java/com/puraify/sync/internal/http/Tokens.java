package com.puraify.sync.internal.http;

import com.puraify.sync.connector.OAuthSettings;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.host.CredentialProvider;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.internal.budget.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one credential, for all syncs of an engine that use it. Thread-safe.
 *
 * <p>They are renewed by one thread, while the others wait for what it gets; and what it gets is
 * kept by the host before anybody calls with it. Whether somebody else renewed them is looked up
 * before they are renewed, and once more when the platform says that they are void.
 */
final class Tokens {

  private static final Duration AHEAD = Duration.ofSeconds(60);
  private static final int MOST_SUPERSEDED = 16;

  private final CredentialProvider credentials;
  private final OAuthSettings settings;
  private final TokenEndpoint endpoint;
  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<String> superseded = new LinkedHashSet<>();
  private Grant grant;
  private @Nullable Grant unsaved;
  private @Nullable String spent;
  private @Nullable String unproven;
  private @Nullable String dead;
  private boolean answerLost;

  Tokens(
      HttpTransport transport,
      CredentialProvider credentials,
      OAuthSettings settings,
      TimeSource time) {
    this.credentials = credentials;
    this.settings = settings;
    this.endpoint = new TokenEndpoint(transport, settings, time);
    this.time = time;
    this.grant = Grant.of(settings.credential());
  }

  /** Takes over a credential that the host gave to a run, unless it is known to be outdated. */
  void offer(Secret credential, Cancellation cancellation) {
    Grant given = Grant.of(credential);
    acquire(cancellation);
    try {
      adopt(given);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the token to call with, renewed if need be.
   *
   * @throws ConnectorException if it has to be renewed and cannot be
   */
  String access(Lane lane) {
    acquire(lane.cancellation());
    try {
      keepUnsaved();
      String token = grant.accessToken();
      if (token != null && !isDue(token)) {
        return token;
      }
      renew(lane);
      return String.valueOf(grant.accessToken());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that the platform does not accept a token.
   *
   * @return whether another one may be had by asking for {@linkplain #access access} again
   */
  boolean refused(String token) {
    lock.lock();
    try {
      if (!token.equals(grant.accessToken())) {
        return true; // renewed meanwhile
      }
      if (token.equals(unproven)) {
        return false; // the newest one is refused like the one before
      }
      if (grant.refreshToken() == null) {
        return adoptKept(); // somebody may have put another one in its place
      }
      spent = token;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Says that the platform accepts a token. */
  void accepted(String token) {
    lock.lock();
    try {
      if (token.equals(unproven)) {
        unproven = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isDue(String token) {
    Instant expires = grant.expires();
    return grant.refreshToken() != null
        && (token.equals(spent)
            || (expires != null && !time.instant().plus(AHEAD).isBefore(expires)));
  }

  private void renew(Lane lane) {
    if (adoptKept() && isUsable()) {
      return;
    }
    if (grant.refreshToken() == null) {
      throw refusal("has no access_token and no refresh_token; store the tokens of a new grant");
    }
    if (grant.print().equals(dead)) {
      throw spentGrant();
    }
    if (!credentials.canStore()) {
      throw refusal(
          "has expired, and the engine's credential provider could not keep a new one; give the"
              + " engine a provider that implements store and canStore");
    }
    TokenEndpoint.Renewal renewal = ask(lane);
    if (renewal.grant().isEmpty() && adoptKept() && isUsable()) {
      return; // somebody else was faster, and the host knows what they got
    }
    unsaved =
        renewal
            .grant()
            .orElseThrow(
                () -> {
                  dead = grant.print();
                  return spentGrant();
                });
    answerLost = false;
    keep(unsaved);
  }

  private TokenEndpoint.Renewal ask(Lane lane) {
    try {
      TokenEndpoint.Renewal renewal = endpoint.renew(grant, lane);
      answerLost |= renewal.answerLost();
      return renewal;
    } catch (ConnectorException e) {
      answerLost |= e.effectPossible();
      throw e;
    }
  }

  private boolean isUsable() {
    String token = grant.accessToken();
    return token != null && !isDue(token);
  }

  /** Has the host keep tokens that it did not keep before, unless it got others meanwhile. */
  private void keepUnsaved() {
    Grant renewed = unsaved;
    if (renewed != null && !adoptKept()) {
      keep(renewed);
    }
  }

  /** Has the host keep new tokens; they take the place of the old ones once it has. */
  private void keep(Grant renewed) {
    try {
      credentials.store(settings.project(), settings.credentialName(), renewed.secret());
    } catch (RuntimeException e) {
      // Not its message either, which may repeat what was to be kept.
      throw new ConnectorException(
          Kind.UNAVAILABLE,
          "the renewed OAuth tokens for "
              + settings.credentialName()
              + " could not be kept by the credential provider ("
              + e.getClass().getSimpleName()
              + "); they are not used before they are kept, so mend it while this engine runs");
    }
    replace(renewed);
    unproven = renewed.accessToken();
  }

  /** Looks whether the host keeps other tokens than those that are known here. */
  private boolean adoptKept() {
    Optional<Secret> kept;
    try {
      kept = credentials.findAnew(settings.project(), settings.credentialName());
    } catch (RuntimeException e) {
      throw new ConnectorException(
          Kind.UNAVAILABLE,
          "the credential provider did not say what OAuth tokens it keeps for "
              + settings.credentialName()
              + " ("
              + e.getClass().getSimpleName()
              + ")");
    }
    return kept.isPresent() && adopt(Grant.of(kept.get()));
  }

  private boolean adopt(Grant given) {
    if (given.print().equals(grant.print()) || superseded.contains(given.print())) {
      return false;
    }
    replace(given);
    answerLost = false;
    return true;
  }

  private void replace(Grant by) {
    superseded.add(grant.print());
    if (superseded.size() > MOST_SUPERSEDED) {
      superseded.remove(superseded.iterator().next());
    }
    grant = by;
    unsaved = null;
    unproven = null;
    spent = null;
    dead = null;
  }

  private ConnectorException spentGrant() {
    return refusal(
        "is void: the platform refuses its refresh_token"
            + (answerLost ? " (the answer to an earlier renewal was lost)" : "")
            + "; connect the account again, and store the new tokens");
  }

  private ConnectorException refusal(String why) {
    return new ConnectorException(
        Kind.AUTHENTICATION,
        "the OAuth credential '"
            + settings.credentialName()
            + "' of project '"
            + settings.project()
            + "' "
            + why);
  }

  private void acquire(Cancellation cancellation) {
    try {
      while (!lock.tryLock(Cancellation.SLICE.toMillis(), TimeUnit.MILLISECONDS)) {
        cancellation.check();
      }
    } catch (InterruptedException e) {
      throw Cancellation.interrupted(e);
    }
  }
}
