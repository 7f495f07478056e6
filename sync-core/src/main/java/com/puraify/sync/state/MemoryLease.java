package com.puraify.sync.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lease of one sync in memory. */
final class MemoryLease {

  private long token;
  private @Nullable String owner;
  private Instant expires = Instant.MIN;

  Optional<Lease> acquire(String sync, String by, Duration length, Instant now) {
    if (holder(now).isPresent()) {
      return Optional.empty();
    }
    token++;
    owner = by;
    expires = now.plus(length);
    return Optional.of(new Lease(sync, by, token));
  }

  /** A lease that ran out can be renewed as long as nobody else took it. */
  boolean renew(long held, Duration length, Instant now) {
    if (!isLatest(held)) {
      return false;
    }
    expires = now.plus(length);
    return true;
  }

  void release(long held) {
    if (isLatest(held)) {
      owner = null;
    }
  }

  Optional<String> holder(Instant now) {
    return now.isBefore(expires) ? Optional.ofNullable(owner) : Optional.empty();
  }

  /** A lease that was given back is not the latest one any more, even if nobody took it since. */
  boolean isLatest(long held) {
    return owner != null && held == token;
  }
}
