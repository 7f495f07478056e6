package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads pages: of all records; of those that changed since a time; or of those that a webhook's log
 * names. Immutable.
 *
 * <p>A read by the log that the log cannot serve goes on by time, and ends without a checkpoint: it
 * may have missed deletes, so that the next read is a complete one.
 */
final class Reading {

  private final AirtableApi api;
  private final Table table;
  private final RecordReader reader;
  private final @Nullable ChangeLog log;
  private final Capabilities capabilities;

  Reading(
      AirtableApi api,
      Table table,
      RecordReader reader,
      @Nullable ChangeLog log,
      Capabilities capabilities) {
    this.api = api;
    this.table = table;
    this.reader = reader;
    this.log = log;
    this.capabilities = capabilities;
  }

  Page read(ReadRequest request) {
    List<Column> wanted = table.wanted(request.fields());
    ReadToken token = request.token() == null ? null : ReadToken.parse(request.token());
    if (request.scope() == ReadRequest.Scope.ALL) {
      return list(new Listing(api, wanted, null), (ReadToken.InListing) token, null);
    }
    if (request.since() == null) {
      throw new IllegalArgumentException("a read of changes needs a checkpoint to start from");
    }
    Checkpoint since = Checkpoint.parse(request.since());
    if (token instanceof ReadToken.InLog inLog) {
      return follow(since, wanted, inLog);
    }
    if (token == null && log != null && log.webhook().equals(since.webhook())) {
      return follow(since, wanted, null);
    }
    return byTime(since, wanted, (ReadToken.InListing) token);
  }

  private Page byTime(Checkpoint since, List<Column> wanted, ReadToken.@Nullable InListing token) {
    Column modified = table.lastModified(wanted);
    String filter = Formula.changedSince(modified, since.from(capabilities));
    return list(new Listing(api, wanted, filter), token, since);
  }

  private Page list(
      Listing listing, ReadToken.@Nullable InListing token, @Nullable Checkpoint since) {
    Listing.Rows rows = listing.read(token == null ? Listing.Position.START : token.position());
    String checkpoint = token == null ? checkpoint(rows.serverTime(), since) : token.checkpoint();
    List<Page.Change> changes = new ArrayList<>();
    for (Json record : rows.records()) {
      changes.add(new Page.Present(reader.item(record, listing.wanted())));
    }
    return new Page(
        changes,
        rows.next() == null
            ? new Page.End(checkpoint)
            : new Page.More(new ReadToken.InListing(rows.next(), checkpoint).toString()));
  }

  /**
   * Returns what a listing ends with.
   *
   * @param since for a listing of changes, the checkpoint that it began from; else null
   */
  private @Nullable String checkpoint(@Nullable Instant serverTime, @Nullable Checkpoint since) {
    if (log != null && since != null) {
      return null; // the log should have served, and tells of deletes
    }
    Instant time = until(serverTime, since);
    if (time == null) {
      return null;
    }
    if (log == null) {
      return Checkpoint.at(time).toString();
    }
    try {
      long cursor = log.settled(behind());
      return new Checkpoint(time, log.webhook(), cursor).toString();
    } catch (ChangeLog.BrokenException e) {
      return null; // until it works again, every read is a complete one
    }
  }

  /** Returns by how much checkpoints stay behind Airtable's clock. */
  private Duration behind() {
    return capabilities.visibilityLag().plus(capabilities.granularity());
  }

  private @Nullable Instant until(@Nullable Instant serverTime, @Nullable Checkpoint since) {
    if (serverTime == null) {
      return since == null ? null : since.time();
    }
    Instant now = Instant.parse(Watermark.at(serverTime, capabilities).toString());
    return since != null && since.time().isAfter(now) ? since.time() : now;
  }

  /** Reads the records that the log names, as many as one call returns. */
  private Page follow(Checkpoint since, List<Column> wanted, ReadToken.@Nullable InLog token) {
    ChangeLog source = log;
    if (source == null) {
      return byTime(since, wanted, null); // it was lost between two pages of one read
    }
    ChangeLog.Part part;
    try {
      part = token == null ? begin(source, since) : goOn(source, token);
    } catch (ChangeLog.BrokenException e) {
      return byTime(since, wanted, null);
    }
    Instant time =
        part.horizon() == null || since.time().isAfter(part.horizon())
            ? since.time()
            : part.horizon();
    Long unsettled =
        token != null && token.unsettled() != null ? token.unsettled() : part.unsettled();
    List<String> ids = part.changed().stream().limit(AirtableApi.PAGE_SIZE).toList();
    Set<String> rest = new LinkedHashSet<>(part.changed());
    ids.forEach(rest::remove);
    List<Page.Change> changes = new ArrayList<>();
    for (String id : part.destroyed()) {
      changes.add(new Page.Removed(Lookup.Gone.because(id, Lookup.Reason.DELETED)));
    }
    if (!ids.isEmpty()) {
      for (Json record : new Listing(api, wanted, Formula.records(ids)).all()) {
        changes.add(new Page.Present(reader.item(record, wanted)));
      }
    }
    return new Page(
        changes,
        rest.isEmpty() && !part.more()
            ? new Page.End(
                new Checkpoint(
                        time, source.webhook(), unsettled == null ? part.cursor() : unsettled)
                    .toString())
            : new Page.More(
                new ReadToken.InLog(part.cursor(), part.more(), unsettled, rest, time.toString())
                    .toString()));
  }

  private ChangeLog.Part begin(ChangeLog source, Checkpoint since)
      throws ChangeLog.BrokenException {
    return source.read(
        since.cursor(),
        Set.of(),
        AirtableApi.PAGE_SIZE,
        since.time(),
        new ChangeLog.Horizon(behind(), null));
  }

  private ChangeLog.Part goOn(ChangeLog source, ReadToken.InLog token)
      throws ChangeLog.BrokenException {
    Instant horizon = Instant.parse(token.time());
    return token.more()
        ? source.read(
            token.cursor(),
            token.changed(),
            AirtableApi.PAGE_SIZE,
            null,
            new ChangeLog.Horizon(behind(), horizon))
        : new ChangeLog.Part(token.cursor(), false, null, token.changed(), Set.of(), horizon);
  }
}
