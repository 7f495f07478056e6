package com.puraify.sync.internal.run;

import com.puraify.sync.host.TimeSource;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** The machine's time and chance: the only class that asks the machine for either. */
public final class SystemTime implements TimeSource {

  /** The only instance. */
  public static final SystemTime INSTANCE = new SystemTime();

  private final SecureRandom random = new SecureRandom();

  private SystemTime() {}

  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void sleep(Duration length) throws InterruptedException {
    Thread.sleep(length.toMillis(), length.toNanosPart() % 1_000_000);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }
}
