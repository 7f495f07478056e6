package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Schema;
import java.util.List;
import java.util.Set;

/** The objects of a type, open for one run. */
final class HubSpotSession implements EntitySession {

  private final EntityKey key;
  private final Capabilities capabilities;
  private final RecordType type;
  private final Records records;
  private final PageReader pages;
  private final ItemFinder finder;
  private final RecordWriter writer;

  HubSpotSession(HubSpotApi api, String account, Capabilities capabilities, RecordType type) {
    this.key = new EntityKey(HubSpot.PLATFORM, account, type.type().id());
    this.capabilities = capabilities;
    this.type = type;
    RecordReader reader = new RecordReader(type);
    Associations associations = new Associations(api, type.type().path());
    this.records = new Records(api, type, reader, associations);
    this.pages = new PageReader(api, type, capabilities, reader, records);
    this.finder = new ItemFinder(api, type, records, reader);
    this.writer = new RecordWriter(api, type, reader, associations);
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
    return type.schema();
  }

  @Override
  public Page read(ReadRequest request) {
    return pages.read(request);
  }

  @Override
  public List<Lookup> lookup(List<String> ids, Set<String> fields) {
    return records.lookUp(ids, type.wanted(fields));
  }

  @Override
  public List<Item> find(FindRequest request) {
    return finder.find(request);
  }

  @Override
  public List<WriteResult> write(List<? extends Write> batch) {
    return writer.write(batch);
  }

  @Override
  public void close() {
    // holds nothing
  }
}
