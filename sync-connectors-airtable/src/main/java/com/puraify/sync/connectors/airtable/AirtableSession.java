package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Lookup.Reason;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A table that is open for one run. */
final class AirtableSession implements EntitySession {

  private final EntityKey key;
  private final Capabilities capabilities;
  private final AirtableApi api;
  private final Table table;
  private final RecordReader reader;
  private final RecordWriter writer;
  private final Reading reading;

  AirtableSession(
      EntityKey key,
      Capabilities capabilities,
      AirtableApi api,
      Table table,
      @Nullable ChangeLog log) {
    this.key = key;
    this.capabilities = capabilities;
    this.api = api;
    this.table = table;
    this.reader = new RecordReader(table);
    this.writer = new RecordWriter(api, table, reader);
    this.reading = new Reading(api, table, reader, log, capabilities);
  }

  @Override
  public EntityKey key() {
    return key;
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
    return reading.read(request);
  }

  /**
   * Looks records up by a formula over their ids. It is about this very table, which the token is
   * known to read: a record that it does not show is deleted.
   */
  @Override
  public List<Lookup> lookup(List<String> ids, Set<String> fields) {
    List<Column> wanted = table.wanted(fields);
    List<String> records = ids.stream().filter(AirtableIds::isRecord).distinct().toList();
    Map<String, Item> found = new HashMap<>();
    if (!records.isEmpty()) {
      for (Json record : new Listing(api, wanted, Formula.records(records)).all()) {
        Item item = reader.item(record, wanted);
        found.put(item.id(), item);
      }
    }
    return ids.stream().map(id -> lookup(id, found.get(id))).toList();
  }

  private static Lookup lookup(String id, @Nullable Item found) {
    return found != null
        ? new Lookup.Found(found)
        : Lookup.Gone.because(id, AirtableIds.isRecord(id) ? Reason.DELETED : Reason.UNKNOWN);
  }

  @Override
  public List<Item> find(FindRequest request) {
    return new ItemFinder(api, table, reader).find(request);
  }

  @Override
  public List<WriteResult> write(List<? extends Write> batch) {
    if (batch.size() > AirtableApi.BATCH) {
      throw new IllegalArgumentException(
          "Airtable writes " + AirtableApi.BATCH + " records at once, not " + batch.size());
    }
    return writer.write(batch);
  }

  @Override
  public void close() {
    // holds nothing
  }
}
