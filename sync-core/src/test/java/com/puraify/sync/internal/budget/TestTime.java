package com.puraify.sync.internal.budget;

import com.puraify.sync.host.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Time that passes by sleeping alone. */
public final class TestTime implements TimeSource {

  public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final RandomGenerator random = new Random(1);
  private final List<Duration> slept = new ArrayList<>();
  private long nanos = Long.MAX_VALUE - 1_000; // so that every test sees the count overflow
  private long passed;

  @Override
  public synchronized Instant instant() {
    return START.plusNanos(passed);
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized void sleep(Duration length) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    slept.add(length);
    pass(length);
  }

  /** Lets time pass. */
  public synchronized void pass(Duration length) {
    nanos += length.toNanos();
    passed += length.toNanos();
  }

  /** Returns how long was slept in all. */
  public synchronized Duration slept() {
    return slept.stream().reduce(Duration.ZERO, Duration::plus);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }
}
