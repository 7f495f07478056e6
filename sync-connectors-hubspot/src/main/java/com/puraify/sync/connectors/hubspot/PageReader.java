package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.HttpAnswer;
import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Watermark;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Item;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads everything, or what changed, page by page.
 *
 * <p>Everything is listed, which is exact. Where the names of the wanted properties do not fit into
 * an address, the ids are listed, and the objects read in batches. What changed is searched for by
 * the time of the last change, within a window whose end is HubSpot's clock at the first page:
 * objects that change after it are the next read's. They are read by their ids then, for the index
 * may show them as they were. Associations are read for up to a thousand objects at once, so pages
 * grow to that size where associations are wanted.
 */
final class PageReader {

  /** HubSpot's clock in a header is cut to the second. */
  private static final Duration CUT = Duration.ofMillis(999);

  private final HubSpotApi api;
  private final RecordType type;
  private final Capabilities capabilities;
  private final RecordReader reader;
  private final Records records;

  PageReader(
      HubSpotApi api,
      RecordType type,
      Capabilities capabilities,
      RecordReader reader,
      Records records) {
    this.api = api;
    this.type = type;
    this.capabilities = capabilities;
    this.reader = reader;
    this.records = records;
  }

  Page read(ReadRequest request) {
    RecordType.Wanted wanted = type.wanted(request.fields());
    ReadToken token = request.token() == null ? null : ReadToken.parse(request.token());
    return request.scope() == ReadRequest.Scope.ALL
        ? everything(wanted, token)
        : changes(wanted, Objects.requireNonNull(request.since(), "since"), token);
  }

  private Page everything(RecordType.Wanted wanted, @Nullable ReadToken token) {
    List<String> names = wanted.names();
    boolean narrow = Names.fit(names);
    List<Json> objects = new ArrayList<>();
    String at = token == null ? null : token.at();
    String checkpoint = token == null ? null : token.checkpoint();
    boolean first = token == null;
    do {
      HttpAnswer answer =
          api.list(
              type.type().path(), at, narrow ? names : List.of(type.type().modifiedProperty()));
      if (first) {
        checkpoint = checkpoint(answer.serverTime(), null);
        first = false;
      }
      objects.addAll(answer.body().at("results").elements());
      at = HubSpotApi.after(answer.body(), at);
    } while (at != null && goesOn(wanted, objects.size(), HubSpotApi.PAGE));
    Page.Next next =
        at == null
            ? new Page.End(checkpoint)
            : new Page.More(new ReadToken(at, null, checkpoint).toString());
    return new Page(narrow ? listed(objects, wanted) : lookedUp(objects, wanted), next);
  }

  /** A page with associations goes on as long as theirs can be read in one call. */
  private static boolean goesOn(RecordType.Wanted wanted, int read, int page) {
    return !wanted.associations().isEmpty() && read + page <= HubSpotApi.ASSOCIATIONS_READ;
  }

  private List<Page.Change> listed(List<Json> objects, RecordType.Wanted wanted) {
    List<Item> items = new ArrayList<>();
    for (Json object : objects) {
      items.add(reader.item(object, wanted.properties()));
    }
    return records.complete(items, wanted).stream().<Page.Change>map(Page.Present::new).toList();
  }

  private List<Page.Change> lookedUp(List<Json> objects, RecordType.Wanted wanted) {
    List<String> ids = objects.stream().map(RecordReader::id).distinct().toList();
    return records.lookUp(ids, wanted).stream().map(PageReader::change).toList();
  }

  private static Page.Change change(Lookup lookup) {
    return lookup instanceof Lookup.Found found
        ? new Page.Present(found.item())
        : new Page.Removed((Lookup.Gone) lookup);
  }

  private Page changes(RecordType.Wanted wanted, String since, @Nullable ReadToken token) {
    Instant from = Watermark.parse(since).readFrom(capabilities, Duration.ZERO);
    String time = type.type().modifiedProperty();
    RecordSearch search = new RecordSearch(api, type.type().path());
    List<Json> objects = new ArrayList<>();
    String at = token == null ? null : token.at();
    String checkpoint = token == null ? null : token.checkpoint();
    Instant until = token == null ? null : token.until();
    boolean first = token == null;
    do {
      Json window =
          until == null
              ? RecordSearch.filter(time, "GTE", RecordSearch.time(from))
              : RecordSearch.between(time, RecordSearch.time(from), RecordSearch.time(until));
      RecordSearch.Found found = search.page(List.of(List.of(window)), List.of(time), at);
      if (first) {
        checkpoint = checkpoint(found.serverTime(), since);
        until = found.serverTime().map(now -> now.plus(CUT)).orElse(null);
        first = false;
      }
      Instant end = until;
      found.objects().stream().filter(each -> isWithin(each, time, end)).forEach(objects::add);
      at = found.last();
    } while (at != null && goesOn(wanted, objects.size(), HubSpotApi.SEARCH_PAGE));
    Page.Next next =
        at == null
            ? new Page.End(checkpoint)
            : new Page.More(new ReadToken(at, until, checkpoint).toString());
    return new Page(lookedUp(objects, wanted), next);
  }

  /** The index may show an object with the time of a later change than the one it was found by. */
  private static boolean isWithin(Json object, String property, @Nullable Instant until) {
    String shown = object.at("properties", property).textOrNull();
    try {
      Instant changed = shown == null ? RecordReader.modified(object) : MomentCodec.moment(shown);
      return until == null || changed == null || !changed.isAfter(until);
    } catch (DateTimeException e) {
      throw new ConnectorException(
          Kind.PROTOCOL,
          "HubSpot's " + property + " cannot be read: " + Problem.shorten(String.valueOf(shown)),
          e);
    }
  }

  private @Nullable String checkpoint(Optional<Instant> serverTime, @Nullable String since) {
    Watermark before = since == null ? null : Watermark.parse(since);
    return serverTime
        .map(time -> Watermark.at(time, capabilities).orLater(before).toString())
        .orElse(since);
  }
}
