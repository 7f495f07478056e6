package com.puraify.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ManualTimeTest {

  private static CompletableFuture<Void> sleeping(ManualTime time, Duration length) {
    CompletableFuture<Void> awake = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                time.sleep(length);
                awake.complete(null);
              } catch (InterruptedException e) {
                awake.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return awake;
  }

  @Test
  void advancingTime_movesBySleeping() throws InterruptedException {
    ManualTime time = ManualTime.advancing();
    long before = time.nanos();

    time.sleep(Duration.ofHours(1));

    assertThat(time.nanos() - before).isEqualTo(Duration.ofHours(1).toNanos());
    assertThat(time.instant()).isEqualTo(ManualTime.DEFAULT_START.plusSeconds(3600));
  }

  @Test
  void crankedTime_wakesWhoSleptLongEnough_andNobodyElse() throws Exception {
    ManualTime time = ManualTime.cranked();
    CompletableFuture<Void> shorter = sleeping(time, Duration.ofSeconds(1));
    CompletableFuture<Void> longer = sleeping(time, Duration.ofSeconds(3));
    time.awaitSleepers(2);

    time.advance(Duration.ofSeconds(2));

    assertThat(time.sleepers()).isEqualTo(1);
    shorter.get(10, TimeUnit.SECONDS);
    assertThat(longer).isNotDone();
    assertThat(time.advanceToNextSleeper()).isEqualTo(Duration.ofSeconds(1));
    longer.get(10, TimeUnit.SECONDS);
    assertThatThrownBy(time::advanceToNextSleeper).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void sleep_endsWithAnInterrupt() throws Exception {
    ManualTime time = ManualTime.cranked();
    List<Throwable> thrown = new ArrayList<>();
    Thread sleeper =
        new Thread(
            () -> {
              try {
                time.sleep(Duration.ofSeconds(1));
              } catch (InterruptedException e) {
                thrown.add(e);
              }
            });
    sleeper.start();
    time.awaitSleepers(1);

    sleeper.interrupt();
    sleeper.join(10_000);

    assertThat(thrown).hasSize(1);
    assertThat(time.sleepers()).isZero();
  }

  @Test
  void advancingTime_heedsAnInterruptToo() {
    ManualTime time = ManualTime.advancing();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> time.sleep(Duration.ofSeconds(1)))
        .isInstanceOf(InterruptedException.class);
    assertThat(time.passed()).isZero();
  }

  @Test
  void jump_movesTheWallClockAlone() throws ExecutionException, InterruptedException {
    ManualTime time = ManualTime.cranked();
    CompletableFuture<Void> sleeper = sleeping(time, Duration.ofSeconds(1));
    time.awaitSleepers(1);
    long before = time.nanos();

    time.jump(Duration.ofMinutes(-10));

    assertThat(time.instant()).isEqualTo(ManualTime.DEFAULT_START.minusSeconds(600));
    assertThat(time.nanos()).isEqualTo(before);
    assertThat(sleeper).isNotDone();
    time.advance(Duration.ofSeconds(1));
    sleeper.get();
  }

  @Test
  void nanos_overflowAfterAMinute() {
    ManualTime time = ManualTime.advancing();
    long before = time.nanos();

    time.advance(Duration.ofMinutes(2));

    assertThat(time.nanos()).isNegative();
    assertThat(time.nanos() - before).isEqualTo(Duration.ofMinutes(2).toNanos());
  }

  @Test
  void time_neverGoesBack() {
    assertThatThrownBy(() -> ManualTime.cranked().advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jump");
  }

  @Test
  void chance_isTheSameForTheSameSeed() {
    ManualTime one = ManualTime.advancing(ManualTime.DEFAULT_START, 7);
    ManualTime other = ManualTime.cranked(ManualTime.DEFAULT_START, 7);

    assertThat(one.random().nextLong()).isEqualTo(other.random().nextLong());
  }
}
