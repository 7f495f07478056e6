package com.puraify.sync.server.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.error.SyncException;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.job.Job;
import com.puraify.sync.job.JobStatus;
import com.puraify.sync.server.http.JsonText;
import com.puraify.sync.server.http.ProblemException;
import com.puraify.sync.server.http.ProblemType;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams how a job gets on, as server-sent events: a {@code job} whenever it has got further, and
 * an {@code end} when it is over. Each stream has the thread of its request, so that a client that
 * does not read holds up nobody else. Thread-safe.
 */
public final class JobEvents implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("com.puraify.sync.server");

  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final TimeSource time;
  private final Semaphore streams;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Creates the streams.
   *
   * @param most how many there may be at a time
   */
  public JobEvents(TimeSource time, int most) {
    this.time = time;
    this.streams = new Semaphore(most);
  }

  /** Streams until the job is over, the client is gone, or the server stops. */
  void stream(Context context, Job job) throws IOException {
    if (!streams.tryAcquire()) {
      throw ProblemException.of(
              ProblemType.UNAVAILABLE,
              "too many event streams are open",
              "ask GET /jobs/" + job.id() + " instead, or try again later")
          .with("Retry-After", "10");
    }
    try {
      context.res().setStatus(200);
      context.res().setContentType("text/event-stream");
      context.res().setCharacterEncoding(StandardCharsets.UTF_8.name());
      context.res().setHeader("Cache-Control", "no-store");
      context.res().setHeader("X-Accel-Buffering", "no");
      send(context.res().getOutputStream(), job);
    } catch (IOException e) {
      LOG.debug("a client left the events of job {}", job.id(), e);
    } finally {
      streams.release();
    }
  }

  private void send(OutputStream out, Job job) throws IOException {
    ObjectNode last = null;
    long heard = time.nanos();
    while (!closed.get()) {
      JobStatus status = job.status();
      ObjectNode now = JobJson.of(status);
      if (!now.equals(last)) {
        event(out, status.state().isOver() ? "end" : "job", JsonText.bytes(now));
        last = now;
        heard = time.nanos();
      } else if (time.nanos() - heard > HEARTBEAT.toNanos()) {
        out.write(": still there\n\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        heard = time.nanos();
      }
      if (status.state().isOver()) {
        return;
      }
      pause(job);
    }
  }

  private static void event(OutputStream out, String name, byte[] data) throws IOException {
    out.write(("event: " + name + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
    out.write(data); // one line: the writer escapes line ends
    out.write("\n\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static void pause(Job job) {
    try {
      job.await(TICK);
    } catch (SyncException e) {
      LOG.debug("job {} ended without a run: its status says so", job.id(), e);
    }
  }

  /** Ends all streams within a moment. */
  @Override
  public void close() {
    closed.set(true);
  }
}
