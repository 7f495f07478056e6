package com.puraify.sync.testkit;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Schema;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A {@link MemoryEntity} that is open for a run: counts calls, lets tests meddle, keeps rules. */
final class MemorySession implements EntitySession {

  private final MemoryEntity entity;
  private final EntityKey key;
  private final MemoryTable table;
  private final ConnectorContext context;
  private final AtomicInteger reading = new AtomicInteger();
  private final AtomicInteger writing = new AtomicInteger();
  private volatile boolean closed;

  private MemorySession(
      MemoryEntity entity, EntityKey key, MemoryTable table, ConnectorContext context) {
    this.entity = entity;
    this.key = key;
    this.table = table;
    this.context = context;
  }

  static MemorySession open(
      MemoryEntity entity, EntityKey key, MemoryTable table, ConnectorContext context) {
    MemorySession session = new MemorySession(entity, key, table, context);
    return session.answer(session.call(SpiCall.Kind.OPEN), () -> session);
  }

  @Override
  public EntityKey key() {
    return key;
  }

  @Override
  public Capabilities capabilities() {
    return table.capabilities();
  }

  @Override
  public Schema schema() {
    return answer(call(SpiCall.Kind.SCHEMA), table::schema);
  }

  @Override
  public Page read(ReadRequest request) {
    rule(
        request.scope() == ReadRequest.Scope.ALL || table.capabilities().incremental(),
        "changes are read of incremental entities only");
    int readers = reading.incrementAndGet();
    try {
      rule(readers == 1, "pages are read one at a time");
      rule(writing.get() == 0, "nothing is read while writes are under way");
      SpiCall call =
          new SpiCall(
              key.id(), SpiCall.Kind.READ, count(SpiCall.Kind.READ), request, List.of(), List.of());
      return answer(call, () -> table.reads().page(request));
    } finally {
      reading.decrementAndGet();
    }
  }

  @Override
  public List<Lookup> lookup(List<String> ids, Set<String> fields) {
    int most = table.capabilities().lookupBatch();
    rule(ids.size() <= most, "a lookup is for " + most + " ids at most, not " + ids.size());
    SpiCall call =
        new SpiCall(
            key.id(), SpiCall.Kind.LOOKUP, count(SpiCall.Kind.LOOKUP), null, ids, List.of());
    return answer(call, () -> ids.stream().map(id -> table.reads().lookup(id, fields)).toList());
  }

  @Override
  public List<Item> find(FindRequest request) {
    if (!table.capabilities().findable()) {
      throw new ConnectorException(
          ConnectorException.Kind.UNSUPPORTED, key.id() + " cannot find items by content");
    }
    return answer(call(SpiCall.Kind.FIND), () -> table.reads().find(request));
  }

  @Override
  public List<WriteResult> write(List<? extends Write> batch) {
    SpiCall.Kind kind = checked(batch);
    int most = table.capabilities().parallelWrites();
    int writers = writing.incrementAndGet();
    try {
      rule(writers <= most, "just " + most + " writes may be under way at once");
      rule(reading.get() == 0, "nothing is written while a read is under way");
      return write(new SpiCall(key.id(), kind, count(kind), null, List.of(), batch));
    } finally {
      writing.decrementAndGet();
    }
  }

  private List<WriteResult> write(SpiCall call) {
    context.checkCancelled();
    pace();
    Interference interference = entity.interference();
    interference.before(call);
    Dropped dropped = new Dropped(interference);
    List<WriteResult> results;
    try {
      results = table.locked(() -> table.writes().write(call, dropped));
    } catch (ConnectorException e) {
      if (e == dropped.failure) {
        return MemoryWrites.unknown(call, e);
      }
      throw e;
    }
    try {
      interference.after(call);
    } catch (ConnectorException lost) {
      return MemoryWrites.unknown(call, lost);
    }
    return results;
  }

  /** Tells a connection that broke amid a batch from a batch that the platform refused. */
  private static final class Dropped implements Interference {
    private final Interference interference;
    private @Nullable ConnectorException failure;

    Dropped(Interference interference) {
      this.interference = interference;
    }

    @Override
    public void beforeItem(SpiCall call, int index) {
      try {
        interference.beforeItem(call, index);
      } catch (ConnectorException e) {
        failure = e;
        throw e;
      }
    }
  }

  private SpiCall.Kind checked(List<? extends Write> batch) {
    rule(!batch.isEmpty(), "a batch holds at least one write");
    SpiCall.Kind kind = kind(batch.get(0));
    Capabilities able = table.capabilities();
    int most =
        switch (kind) {
          case CREATE -> able.createBatch();
          case UPDATE -> able.updateBatch();
          default -> able.deleteBatch();
        };
    rule(batch.size() <= most, "a " + kind + " is of " + most + " at most, not " + batch.size());
    Set<String> named = new HashSet<>();
    for (Write write : batch) {
      rule(kind(write) == kind, "the writes of a batch are of one kind");
      rule(named.add(name(write)), "a batch names an item once, not twice: " + name(write));
    }
    return kind;
  }

  private static SpiCall.Kind kind(Write write) {
    return write instanceof Write.Create
        ? SpiCall.Kind.CREATE
        : write instanceof Write.Update ? SpiCall.Kind.UPDATE : SpiCall.Kind.DELETE;
  }

  private static String name(Write write) {
    if (write instanceof Write.Create create) {
      return create.key();
    }
    return write instanceof Write.Update update ? update.id() : ((Write.Delete) write).id();
  }

  private <T> T answer(SpiCall call, Supplier<T> work) {
    context.checkCancelled();
    pace();
    Interference interference = entity.interference();
    interference.before(call);
    T answer = table.locked(work);
    interference.after(call);
    return answer;
  }

  private void pace() {
    List<RateWindow> limits = table.quirks().limits;
    if (!limits.isEmpty()) {
      context.pace(key.platform(), key.account(), limits);
    }
  }

  private SpiCall call(SpiCall.Kind kind) {
    return new SpiCall(key.id(), kind, count(kind), null, List.of(), List.of());
  }

  private long count(SpiCall.Kind kind) {
    rule(!closed, "a session is not used after it was closed");
    return entity.count(kind);
  }

  private void rule(boolean kept, String rule) {
    if (!kept) {
      throw new IllegalStateException("rule broken by the caller of " + entity + ": " + rule);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
