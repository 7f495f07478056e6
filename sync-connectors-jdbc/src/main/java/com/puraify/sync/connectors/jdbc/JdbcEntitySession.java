package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Capabilities.CreateSafety;
import com.puraify.sync.connector.Capabilities.DeleteVisibility;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.connectors.jdbc.Table.KeySource;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Schema;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A table that is open for one run. Confined to one thread at a time. */
final class JdbcEntitySession implements EntitySession {

  private static final int WRITE_BATCH = 1000;

  private final SqlCalls calls;
  private final Table table;
  private final Capabilities capabilities;
  private final TableReader reader;
  private final RowFinder finder;
  private final RowUpdates updates;
  private final RowInserts inserts;

  private JdbcEntitySession(SqlCalls calls, Table table, TableSettings settings) {
    this.calls = calls;
    this.table = table;
    ChangeOrder order = TableOpening.order(settings, table);
    this.capabilities = capabilities(table, order, settings);
    this.reader = new TableReader(calls, table, order, settings.pageSize());
    Bookkeeping bookkeeping = new Bookkeeping(table, settings);
    boolean dated = bookkeeping.touches() && settings.changeNumber() == null;
    this.finder = new RowFinder(calls, table, reader, dated);
    this.updates = new RowUpdates(calls, table, finder, bookkeeping, settings.readBack());
    this.inserts = new RowInserts(calls, table, finder, bookkeeping, settings.readBack());
  }

  static JdbcEntitySession open(
      TableSettings settings, DataSource dataSource, ConnectorContext context) {
    SqlCalls calls = new SqlCalls(dataSource, context);
    try {
      Table table =
          calls.query(
              "opening table " + settings.table(),
              connection -> TableOpening.open(settings, connection));
      return new JdbcEntitySession(calls, table, settings);
    } catch (RuntimeException e) {
      calls.close();
      throw e;
    }
  }

  private static Capabilities capabilities(
      Table table, @Nullable ChangeOrder order, TableSettings settings) {
    boolean feed = order != null && table.tombstone() != null;
    boolean keyed = table.keySource() != KeySource.DATABASE;
    return Capabilities.builder()
        .incremental(order != null)
        .deletes(feed ? DeleteVisibility.FEED : DeleteVisibility.SWEEP)
        .granularity(order == null ? Duration.ofNanos(1) : order.granularity())
        .batches(WRITE_BATCH, WRITE_BATCH, WRITE_BATCH)
        .lookupBatch(RowFinder.KEYS_PER_QUERY)
        .readPage(settings.pageSize())
        .atomicBatches(true)
        .conditionalWrites(true)
        .createSafety(keyed ? CreateSafety.KEYED : CreateSafety.FIND)
        .findable(true)
        .reusesIds(table.reusesKeys())
        .build();
  }

  @Override
  public EntityKey key() {
    return table.key();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Schema schema() {
    return table.schema();
  }

  @Override
  public Page read(ReadRequest request) {
    return reader.read(request);
  }

  @Override
  public List<Lookup> lookup(List<String> ids, Set<String> fields) {
    return finder.lookup(ids, fields);
  }

  @Override
  public List<Item> find(FindRequest request) {
    return finder.find(request);
  }

  @Override
  public List<WriteResult> write(List<? extends Write> batch) {
    if (batch.isEmpty()) {
      return List.of();
    }
    if (table.view()) {
      throw new ConnectorException(
          Kind.UNSUPPORTED, table.name() + " is a view, which is read and not written");
    }
    Write first = batch.get(0);
    if (first instanceof Write.Create) {
      return inserts.create(allOf(batch, Write.Create.class));
    }
    return first instanceof Write.Update
        ? updates.update(allOf(batch, Write.Update.class))
        : updates.delete(allOf(batch, Write.Delete.class));
  }

  private static <T extends Write> List<T> allOf(List<? extends Write> batch, Class<T> kind) {
    return batch.stream().<T>map(kind::cast).toList();
  }

  @Override
  public void close() {
    calls.close();
  }
}
