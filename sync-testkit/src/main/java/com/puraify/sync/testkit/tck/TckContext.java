package com.puraify.sync.testkit.tck;

import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.HttpCall;
import com.puraify.sync.connector.HttpCalls;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.value.Schema;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A real engine's services, with a record of the calls that were made through them, and a clock
 * that is ten years ahead: no connector may go by it.
 */
final class TckContext implements ConnectorContext {

  static final Duration AHEAD = Duration.ofDays(3650);

  private final ConnectorContext real;
  private final List<HttpCall> calls = new CopyOnWriteArrayList<>();
  private final List<HttpSettings> settings = new CopyOnWriteArrayList<>();

  private TckContext(ConnectorContext real) {
    this.real = real;
  }

  /** Borrows an engine's services: it lends them to whatever it opens. */
  static TckContext of(SyncEngine engine) {
    AtomicReference<@Nullable ConnectorContext> lent = new AtomicReference<>();
    engine.schema(new Borrower(lent));
    return new TckContext(Objects.requireNonNull(lent.get(), "an engine opens what it is given"));
  }

  @Override
  public HttpCalls http(HttpSettings http) {
    settings.add(http);
    HttpCalls sent = real.http(http);
    return call -> {
      calls.add(call);
      return sent.send(call);
    };
  }

  @Override
  public void pace(String platform, String account, List<RateWindow> windows) {
    real.pace(platform, account, windows);
  }

  @Override
  public InstantSource clock() {
    return () -> real.clock().instant().plus(AHEAD);
  }

  @Override
  public void checkCancelled() {
    real.checkCancelled();
  }

  /** Returns the calls so far. */
  List<HttpCall> calls() {
    return List.copyOf(calls);
  }

  /** Returns how the calls were asked for. */
  List<HttpSettings> settings() {
    return List.copyOf(settings);
  }

  /** Takes the context that it is opened with. */
  private record Borrower(AtomicReference<@Nullable ConnectorContext> lent)
      implements Entity, EntitySession {
    @Override
    public String platform() {
      return "tck";
    }

    @Override
    public String name() {
      return "nothing";
    }

    @Override
    public EntitySession open(ConnectorContext context) {
      lent.set(context);
      return this;
    }

    @Override
    public EntityKey key() {
      return new EntityKey("tck", "tck", "nothing");
    }

    @Override
    public Capabilities capabilities() {
      return Capabilities.builder().build();
    }

    @Override
    public Schema schema() {
      return Schema.of("nothing");
    }

    @Override
    public Page read(ReadRequest request) {
      return Page.last(List.of(), null);
    }

    @Override
    public List<Lookup> lookup(List<String> ids, Set<String> fields) {
      return List.of();
    }

    @Override
    public List<WriteResult> write(List<? extends Write> batch) {
      return List.of();
    }

    @Override
    public void close() {
      // holds nothing
    }
  }
}
