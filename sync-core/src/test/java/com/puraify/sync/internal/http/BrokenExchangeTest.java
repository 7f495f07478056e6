package com.puraify.sync.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.connector.HttpCall;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.error.SyncCancelledException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Exchanges that break, drag on, or never end, on real sockets. */
@Timeout(60)
class BrokenExchangeTest {

  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

  private final Rig rig = new Rig();

  private HttpSettings.Builder settings(RawServer server) {
    return rig.settings(server.uri()).attempts(2);
  }

  private static void trickle(OutputStream out) throws IOException, InterruptedException {
    out.write(RawServer.ascii(HEAD + "Content-Length: 1000000\r\n\r\n"));
    for (int i = 0; i < 100_000; i++) {
      out.write(' ');
      out.flush();
      new CountDownLatch(1).await(10, java.util.concurrent.TimeUnit.MILLISECONDS);
    }
  }

  private static void silence(OutputStream out) throws InterruptedException {
    new CountDownLatch(1).await();
  }

  @Test
  void tricklingBody_isEndedByTheTimeout_andTheConnectionIsClosed() throws Exception {
    try (RawServer server = new RawServer(BrokenExchangeTest::trickle)) {
      HttpSettings settings = settings(server).timeout(Duration.ofMillis(400)).build();

      ConnectorException failure = rig.failure(settings, HttpCall.post("/", Rig.BODY));

      assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(failure.effectPossible()).isTrue();
      assertThat(server.requests()).isEqualTo(1);
      assertThat(server.isHungUpOn()).isTrue();
    }
  }

  @Test
  void silence_isEndedByTheTimeout_andTriedAgainIfRepeatable() throws Exception {
    try (RawServer server = new RawServer(BrokenExchangeTest::silence)) {
      HttpSettings settings = settings(server).timeout(Duration.ofMillis(300)).build();

      ConnectorException failure = rig.failure(settings, HttpCall.get("/"));

      assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(failure.effectPossible()).isFalse();
      assertThat(server.requests()).isEqualTo(2);
    }
  }

  @Test
  void connectionThatBreaksAmidTheBody_leavesTheEffectOpen() throws Exception {
    try (RawServer server =
        new RawServer(
            out -> out.write(RawServer.ascii(HEAD + "Content-Length: 100\r\n\r\n{\"a\":")))) {
      ConnectorException write =
          rig.failure(settings(server).build(), HttpCall.post("/", Rig.BODY));
      ConnectorException read = rig.failure(settings(server).build(), HttpCall.get("/"));

      assertThat(write.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(write.effectPossible()).isTrue();
      assertThat(read.effectPossible()).isFalse();
      assertThat(server.requests()).isEqualTo(3);
    }
  }

  @Test
  void bodyCutOffWithoutALength_isNotJson() throws Exception {
    try (RawServer server =
        new RawServer(
            out -> out.write(RawServer.ascii(HEAD + "Connection: close\r\n\r\n{\"a\":[1,2")))) {
      ConnectorException failure =
          rig.failure(settings(server).build(), HttpCall.post("/", Rig.BODY));

      assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
      assertThat(failure.effectPossible()).isTrue();
    }
  }

  @Test
  void connectionThatBreaksBeforeTheAnswer_leavesTheEffectOpen() throws Exception {
    try (RawServer server = new RawServer(out -> {})) {
      ConnectorException failure =
          rig.failure(settings(server).build(), HttpCall.post("/", Rig.BODY));

      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure.effectPossible()).isTrue();
      assertThat(server.requests()).isEqualTo(1);
    }
  }

  @Test
  void nonsenseInsteadOfHttp_leavesTheEffectOpen_andIsNotQuoted() throws Exception {
    try (RawServer server =
        new RawServer(out -> out.write(RawServer.ascii("HELLO " + Rig.TOKEN + "\r\n\r\n")))) {
      ConnectorException failure =
          rig.failure(settings(server).build(), HttpCall.post("/", Rig.BODY));

      assertThat(failure.effectPossible()).isTrue();
      assertThat(Traces.of(failure)).doesNotContain(Rig.TOKEN);
    }
  }

  @Test
  void endlessBody_isBrokenOff_asSoonAsItIsTooLarge() throws Exception {
    AtomicBoolean endless = new AtomicBoolean(true);
    try (RawServer server =
        new RawServer(
            out -> {
              out.write(RawServer.ascii(HEAD + "Connection: close\r\n\r\n"));
              while (endless.get()) {
                out.write(new byte[8192]);
              }
            })) {
      HttpSettings settings = settings(server).maxBytes(1 << 20).build();

      ConnectorException failure = rig.failure(settings, HttpCall.post("/", Rig.BODY));

      assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
      assertThat(failure).hasMessageContaining("larger than");
      assertThat(server.isHungUpOn()).isTrue();
    } finally {
      endless.set(false);
    }
  }

  @Test
  void interrupt_endsACallThatIsUnderWay() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            out -> {
              asked.countDown();
              silence(out);
            })) {
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      AtomicBoolean flag = new AtomicBoolean();
      Thread caller =
          new Thread(
              () -> {
                try {
                  rig.context.http(settings(server).build()).send(HttpCall.get("/"));
                } catch (SyncCancelledException e) {
                  flag.set(Thread.currentThread().isInterrupted());
                  thrown.set(e);
                }
              });
      caller.start();
      asked.await();

      caller.interrupt();
      caller.join(20_000);

      assertThat(thrown.get()).isInstanceOf(SyncCancelledException.class);
      assertThat(flag).isTrue();
    }
  }

  @Test
  void cancellation_endsACallThatIsUnderWay() throws Exception {
    try (RawServer server =
        new RawServer(
            out -> {
              rig.cancelled.set(true);
              silence(out);
            })) {
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> rig.context.http(settings(server).build()).send(HttpCall.get("/"))))
          .isInstanceOf(SyncCancelledException.class);
    }
  }
}
