package com.puraify.sync.puraify;

import com.puraify.sync.connector.Json;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Another engine on loopback, which answers as a test says and remembers what it was asked. */
final class Neighbour implements AutoCloseable {

  /** What Express answers to an unknown path. */
  static final Answer HTML_404 =
      new Answer(404, "<!DOCTYPE html><html><body><pre>Cannot GET /x</pre></body></html>", true);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Function<Call, Answer> behaviour;

  record Call(
      String method, String path, Json body, @Nullable String type, @Nullable String token) {}

  record Answer(int status, String body, boolean html) {
    static Answer json(int status, String body) {
      return new Answer(status, body.replace('\'', '"'), false);
    }
  }

  /** Thrown by a behaviour: no answer at all until the neighbour is closed. */
  static final class Hang extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Thrown by a behaviour: the connection is closed without an answer. */
  static final class HangUp extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  Neighbour(Function<Call, Answer> behaviour) {
    this.behaviour = behaviour;
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Call call =
        new Call(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            text.isEmpty() ? Json.MISSING : Json.parse(text),
            exchange.getRequestHeaders().getFirst("Content-Type"),
            exchange.getRequestHeaders().getFirst("X-Engine-Token"));
    calls.add(call);
    try {
      Answer answer = behaviour.apply(call);
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange
          .getResponseHeaders()
          .set("Content-Type", answer.html() ? "text/html; charset=utf-8" : "application/json");
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (Hang e) {
      try {
        closing.await();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    } catch (HangUp e) {
      return; // in the end, closing the exchange without headers ends the connection
    } finally {
      exchange.close();
    }
  }

  void behave(Function<Call, Answer> other) {
    behaviour = other;
  }

  EngineEndpoint endpoint() {
    return EngineEndpoint.at(uri());
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Call> calls() {
    return new ArrayList<>(calls);
  }

  Call last() {
    return calls.get(calls.size() - 1);
  }

  @Override
  public void close() {
    if (closing.getCount() == 0) {
      return;
    }
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
