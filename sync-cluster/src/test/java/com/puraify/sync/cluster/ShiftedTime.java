package com.puraify.sync.cluster;

import com.puraify.sync.host.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** The machine's time, with the wall clock set forward: so leases run out without waiting. */
final class ShiftedTime implements TimeSource {

  private final TimeSource machine = TimeSource.system();
  private volatile Duration ahead;

  ShiftedTime(Duration ahead) {
    this.ahead = ahead;
  }

  Duration ahead() {
    return ahead;
  }

  void forward(Duration length) {
    ahead = ahead.plus(length);
  }

  @Override
  public Instant instant() {
    return machine.instant().plus(ahead);
  }

  @Override
  public long nanos() {
    return machine.nanos();
  }

  @Override
  public void sleep(Duration length) throws InterruptedException {
    machine.sleep(length);
  }

  @Override
  public RandomGenerator random() {
    return machine.random();
  }
}
