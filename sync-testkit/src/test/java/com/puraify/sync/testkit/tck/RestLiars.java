package com.puraify.sync.testkit.tck;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Capabilities.CreateSafety;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.HttpCall;
import com.puraify.sync.connector.HttpCalls;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** Liars about how they call a REST service. */
final class RestLiars {

  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

  private RestLiars() {}

  static List<Liar> all() {
    return List.of(
        new Liar(
            "makes calls of its own beside the engine's",
            "CALL-1",
            () -> new RestUnderTest(true, true, call -> call)),
        new Liar(
            "declares no rate window",
            "CALL-1",
            () -> new RestUnderTest(false, false, call -> call)),
        new Liar(
            "calls everything repeatable",
            "CALL-2",
            () ->
                new RestUnderTest(
                    true,
                    false,
                    call -> new HttpCall(call.method(), call.path(), call.headers(), null, true))));
  }

  static PlatformUnderTest honest() {
    return new RestUnderTest(true, false, call -> call);
  }

  /** A platform in memory whose sessions call a service before they do what they do. */
  private static final class RestUnderTest extends MemoryUnderTest {
    private final HttpServer server;
    private final AtomicLong served;

    RestUnderTest(boolean windows, boolean beside, UnaryOperator<HttpCall> lie) {
      this(start(), windows, beside, lie);
    }

    private RestUnderTest(
        Service service, boolean windows, boolean beside, UnaryOperator<HttpCall> lie) {
      super(
          simple(),
          quirks -> quirks,
          (platform, context, session) ->
              new RestSession(
                  session.get(), calls(context, service, windows), beside ? service : null, lie));
      this.server = service.server();
      this.served = service.served();
    }

    private static Capabilities simple() {
      return MemoryUnderTest.everything().createSafety(CreateSafety.FIND).build();
    }

    private static HttpCalls calls(ConnectorContext context, Service service, boolean windows) {
      HttpSettings.Builder settings = HttpSettings.builder("memory", "memory", service.address());
      return context.http(
          (windows ? settings.addWindow(RateWindow.of(1000, Duration.ofSeconds(1))) : settings)
              .build());
    }

    @Override
    public OptionalLong requests() {
      return OptionalLong.of(served.get());
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  /**
   * A service that counts.
   *
   * @param server it
   * @param served how many requests it served
   */
  private record Service(HttpServer server, AtomicLong served) {
    URI address() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void callDirectly() {
      try {
        address().toURL().openStream().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Service start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      AtomicLong served = new AtomicLong();
      server.createContext(
          "/",
          exchange -> {
            served.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, NOTHING.length);
            exchange.getResponseBody().write(NOTHING);
            exchange.close();
          });
      server.start();
      return new Service(server, served);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Calls the service for everything that it does. */
  private static final class RestSession extends LyingSession {
    private final HttpCalls calls;
    private final Service beside;
    private final UnaryOperator<HttpCall> lie;

    RestSession(
        EntitySession honest, HttpCalls calls, Service beside, UnaryOperator<HttpCall> lie) {
      super(honest);
      this.calls = calls;
      this.beside = beside;
      this.lie = lie;
    }

    private void call(HttpCall call) {
      calls.send(lie.apply(call));
      if (beside != null) {
        beside.callDirectly();
      }
    }

    @Override
    public Page read(ReadRequest request) {
      call(HttpCall.get("/items"));
      return super.read(request);
    }

    @Override
    public List<Lookup> lookup(List<String> ids, Set<String> fields) {
      call(HttpCall.get("/items/some"));
      return super.lookup(ids, fields);
    }

    @Override
    public List<WriteResult> write(List<? extends Write> batch) {
      Write first = batch.get(0);
      call(
          first instanceof Write.Create
              ? HttpCall.post("/items", Json.object())
              : first instanceof Write.Update
                  ? HttpCall.patch("/items/some", Json.object())
                  : HttpCall.delete("/items/some"));
      return super.write(batch);
    }
  }
}
