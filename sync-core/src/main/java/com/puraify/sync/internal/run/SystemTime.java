package com.puraify.sync.internal.run;

import com.puraify.sync.host.TimeSource;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/** The machine's time and chance: the only class that asks the machine for either. */
public final class SystemTime implements TimeSource {

  /** The only instance. */
  public static final SystemTime INSTANCE = new SystemTime();

  private final RandomGenerator random = new BufferedRandom();

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

  /** Asks for many random bytes at once: eight at a time, each question costs as much. */
  private static final class BufferedRandom implements RandomGenerator {
    private static final int BYTES = 4096;

    private final SecureRandom source = new SecureRandom();
    private final ReentrantLock lock = new ReentrantLock();
    private final byte[] bytes = new byte[BYTES];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes).limit(0);

    @Override
    public long nextLong() {
      lock.lock();
      try {
        if (!buffer.hasRemaining()) {
          source.nextBytes(bytes);
          buffer.clear();
        }
        return buffer.getLong();
      } finally {
        lock.unlock();
      }
    }
  }
}
