package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Lookup.Reason;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Watermark;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A data source that is open for one run. */
final class NotionSession implements EntitySession {

  private final NotionApi api;
  private final EntityKey key;
  private final Capabilities capabilities;
  private final DataSource source;
  private final PageReader reader;
  private final PageWriter writer;
  private SeenRows seen = new SeenRows();

  NotionSession(NotionApi api, String account, Capabilities capabilities, DataSource source) {
    this.api = api;
    this.key = new EntityKey(Notion.PLATFORM, account, source.id());
    this.capabilities = capabilities;
    this.source = source;
    RelationTargets targets = new RelationTargets(api, source.id());
    this.reader = new PageReader(api, source, targets);
    this.writer = new PageWriter(api, source, targets, reader);
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
    return source.schema();
  }

  @Override
  public Page read(ReadRequest request) {
    boolean all = request.scope() == ReadRequest.Scope.ALL;
    List<Property> wanted = source.wanted(request.fields());
    NotionApi.Named named = NotionApi.Named.of(wanted, source);
    RowQuery query =
        all
            ? RowQuery.byCreation(api, source.id(), RowFilter.every(), named)
            : RowQuery.byLastEdit(api, source.id(), named);
    ReadToken token = request.token() == null ? null : ReadToken.parse(request.token());
    Position at = token == null ? Position.start(all ? null : from(request)) : token.position();
    if (token == null) {
      seen = new SeenRows();
    }
    RowQuery.Rows rows = query.read(at);
    String checkpoint =
        token == null ? checkpoint(rows.serverTime(), request.since()) : token.checkpoint();
    List<Page.Change> changes = new ArrayList<>();
    for (Json row : all ? seen.fresh(at, rows.rows()) : rows.rows()) {
      changes.add(change(reader.read(row, wanted)));
    }
    return new Page(changes, next(rows, checkpoint));
  }

  private Instant from(ReadRequest request) {
    String since = request.since();
    if (since == null) {
      throw new IllegalArgumentException("a read of changes needs a checkpoint to start from");
    }
    return RowQuery.minute(Watermark.parse(since).readFrom(capabilities, Duration.ZERO));
  }

  private @Nullable String checkpoint(Optional<Instant> serverTime, @Nullable String since) {
    Watermark before = since == null ? null : Watermark.parse(since);
    return serverTime
        .map(time -> Watermark.at(time, capabilities).orLater(before).toString())
        .orElse(since);
  }

  private static Page.Next next(RowQuery.Rows rows, @Nullable String checkpoint) {
    if (rows.cutOff() != null) {
      return new Page.CutOff(rows.cutOff());
    }
    return rows.next() == null
        ? new Page.End(checkpoint)
        : new Page.More(new ReadToken(rows.next(), checkpoint).toString());
  }

  private static Page.Change change(Lookup lookup) {
    return lookup instanceof Lookup.Found found
        ? new Page.Present(found.item())
        : new Page.Removed((Lookup.Gone) lookup);
  }

  @Override
  public List<Lookup> lookup(List<String> ids, Set<String> fields) {
    List<Property> wanted = source.wanted(fields);
    return ids.stream().map(id -> lookup(id, wanted)).toList();
  }

  private Lookup lookup(String id, List<Property> wanted) {
    Optional<String> uuid = NotionIds.uuid(id);
    return uuid.isEmpty()
        ? Lookup.Gone.because(id, Reason.UNKNOWN)
        : reader.lookUp(uuid.get(), wanted);
  }

  @Override
  public List<Item> find(FindRequest request) {
    return new ItemFinder(api, source, reader).find(request);
  }

  @Override
  public List<WriteResult> write(List<? extends Write> batch) {
    if (batch.size() > 1) {
      throw new IllegalArgumentException("Notion writes one page at a time, not " + batch.size());
    }
    return batch.stream().map(writer::write).toList();
  }

  @Override
  public void close() {
    // holds nothing
  }
}
