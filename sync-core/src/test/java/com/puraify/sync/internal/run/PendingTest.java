package com.puraify.sync.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.error.SyncCancelledException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PendingTest {

  private final Workers workers = Workers.threads();

  @AfterEach
  void close() {
    Thread.interrupted();
    workers.close();
  }

  @Test
  void callIsUnderWay_beforeItsResultIsAskedFor() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    try (Pending<String> pending =
        workers.begin(
            () -> {
              begun.countDown();
              return "page";
            })) {
      begun.await();
      assertThat(pending.get()).isEqualTo("page");
    }
  }

  @Test
  void withoutThreads_callIsMadeWhenItsResultIsAskedFor() {
    AtomicReference<Thread> caller = new AtomicReference<>();
    try (Pending<String> pending =
        Workers.callerOnly()
            .begin(
                () -> {
                  caller.set(Thread.currentThread());
                  return "page";
                })) {
      assertThat(caller).hasNullValue();
      assertThat(pending.get()).isEqualTo("page");
    }
    assertThat(caller).hasValue(Thread.currentThread());
  }

  @Test
  void withoutThreads_callThatNobodyAsksForIsNeverMade() {
    AtomicBoolean called = new AtomicBoolean();
    Workers.callerOnly().begin(() -> called.getAndSet(true)).close();
    assertThat(called).isFalse();
  }

  @Test
  void failureOfTheCall_comesWithItsResult() {
    try (Pending<String> pending =
        workers.begin(
            () -> {
              throw new IllegalArgumentException("no such page");
            })) {
      assertThatThrownBy(pending::get)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no such page");
    }
  }

  @Test
  void closing_interruptsTheCallAndReturnsWhenItHasEnded() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    Pending<String> pending =
        workers.begin(
            () -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                ended.set(true);
              }
              return "too late";
            });
    begun.await();
    pending.close();
    assertThat(ended).isTrue();
  }

  @Test
  void interruptOfTheWaitingThread_isKept() {
    Pending<String> pending =
        workers.begin(
            () -> {
              try {
                new CountDownLatch(1).await();
                return "never";
              } catch (InterruptedException e) {
                return "too late";
              }
            });
    Thread.currentThread().interrupt();
    assertThatThrownBy(pending::get).isInstanceOf(SyncCancelledException.class);
    pending.close();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void whereNoThreadTakesIt_theCallerMakesTheCall() {
    Pending<String> pending =
        Pending.begun(
            () -> "page",
            task -> {
              throw new RejectedExecutionException("closed");
            });
    assertThat(pending.get()).isEqualTo("page");
  }
}
