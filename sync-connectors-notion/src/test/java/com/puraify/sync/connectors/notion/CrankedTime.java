package com.puraify.sync.connectors.notion;

import com.puraify.sync.host.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Time that passes when someone cranks it or sleeps in it. Thread-safe. */
final class CrankedTime implements TimeSource {

  private static final Instant START = Instant.parse("2026-09-20T10:00:30Z");

  private final AtomicLong passed = new AtomicLong();
  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

  void pass(Duration length) {
    passed.addAndGet(length.toNanos());
  }

  @Override
  public Instant instant() {
    return START.plusNanos(passed.get());
  }

  @Override
  public long nanos() {
    return passed.get();
  }

  @Override
  public void sleep(Duration length) {
    pass(length);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }
}
