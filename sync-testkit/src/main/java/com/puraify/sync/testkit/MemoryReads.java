package com.puraify.sync.testkit;

import com.puraify.sync.connector.Capabilities.DeleteVisibility;
import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Watermark;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What readers get to see of a {@link MemoryTable}. Every method is called under its lock. */
final class MemoryReads {

  private final MemoryTable table;
  private final Quirks quirks;

  MemoryReads(MemoryTable table) {
    this.table = table;
    this.quirks = table.quirks();
  }

  /**
   * Where a read stands: in listing order, so that nothing that is there all the time is missed
   * however much is created and removed meanwhile.
   *
   * @param page how many pages went before
   * @param delivered how many entries went before
   * @param sequence the last item that was considered
   * @param begun when the read began, on the platform's clock
   */
  private record Position(long page, long delivered, long sequence, Instant begun) {

    static Position parse(String token) {
      String[] parts = token.split(" ", 5);
      try {
        return new Position(
            Long.parseLong(parts[0]),
            Long.parseLong(parts[1]),
            Long.parseLong(parts[2]),
            Instant.ofEpochSecond(Long.parseLong(parts[3]), Long.parseLong(parts[4])));
      } catch (NumberFormatException | DateTimeException | IndexOutOfBoundsException e) {
        throw new ConnectorException(
            ConnectorException.Kind.PROTOCOL, "not a token of this entity: " + token, e);
      }
    }

    Page.More after(int entries, long last) {
      return new Page.More(
          (page + 1)
              + " "
              + (delivered + entries)
              + " "
              + last
              + " "
              + begun.getEpochSecond()
              + " "
              + begun.getNano());
    }
  }

  /**
   * What a read is after.
   *
   * @param since where a read of changes starts, or null for a read of everything
   * @param shape the fields that are wanted
   */
  private record Selection(@Nullable Instant since, MemoryTable.Shape shape) {}

  /** Reads a page. */
  Page page(ReadRequest request) {
    Selection selection =
        new Selection(
            request.scope() == ReadRequest.Scope.CHANGES ? from(request) : null,
            table.shape(request.fields()));
    String token = request.token();
    Position at = token == null ? new Position(0, 0, 0, table.now()) : Position.parse(token);
    if (quirks.emptyPages && at.page() % 2 == 1) {
      return new Page(List.of(), at.after(0, at.sequence()));
    }
    int room = quirks.shortPages ? (int) (1 + at.page() * 7 % quirks.pageSize) : quirks.pageSize;
    List<Page.Change> changes = new ArrayList<>(repeated(selection, at));
    int added = 0;
    long last = at.sequence();
    for (ItemHistory history : table.store().after(at.sequence())) {
      Page.Change change = change(selection, history);
      if (change != null) {
        if (at.delivered() + added == quirks.listingCap) {
          return new Page(
              changes, new Page.CutOff("the platform lists " + quirks.listingCap + " at most"));
        }
        if (added == room) {
          return new Page(changes, at.after(added, last));
        }
        changes.add(change);
        added++;
      }
      last = history.sequence();
    }
    return new Page(changes, new Page.End(checkpoint(request, at)));
  }

  private List<Page.Change> repeated(Selection selection, Position at) {
    List<Page.Change> again = new ArrayList<>();
    if (quirks.repeats > 0) {
      for (ItemHistory history : table.store().backFrom(at.sequence())) {
        if (again.size() == quirks.repeats) {
          break;
        }
        Page.Change change = change(selection, history);
        if (change != null) {
          again.add(change);
        }
      }
      Collections.reverse(again);
    }
    return again;
  }

  /** Returns an item's entry in a listing, or null if it has none. */
  private Page.@Nullable Change change(Selection selection, ItemHistory history) {
    ItemVersion version = table.visible(history);
    if (version == null) {
      return null;
    }
    Instant since = selection.since();
    if (since != null && table.coarse(version.at()).isBefore(since)) {
      return null;
    }
    if (version.isLive()) {
      Fields shown = table.view(version.fields(), selection.shape());
      return new Page.Present(table.item(history.id(), version, shown));
    }
    boolean told = table.capabilities().deletes() == DeleteVisibility.FEED;
    return since != null && told ? new Page.Removed(gone(history.id(), version)) : null;
  }

  private Instant from(ReadRequest request) {
    String since = request.since();
    if (since == null) {
      throw new IllegalStateException("a read of changes needs a checkpoint to start from");
    }
    return Watermark.parse(since).readFrom(table.capabilities(), Duration.ZERO);
  }

  private @Nullable String checkpoint(ReadRequest request, Position at) {
    if (!table.capabilities().incremental()) {
      return null;
    }
    String since = request.since();
    return Watermark.at(at.begun(), table.capabilities())
        .orLater(since == null ? null : Watermark.parse(since))
        .toString();
  }

  /** Looks an item up. */
  Lookup lookup(String id, Set<String> fields) {
    ItemHistory history = table.store().find(id);
    ItemVersion version =
        history == null ? null : quirks.laggingLookups ? table.visible(history) : history.latest();
    if (version == null) {
      return Lookup.Gone.because(id, Lookup.Reason.UNKNOWN);
    }
    return version.isLive()
        ? new Lookup.Found(
            table.item(id, version, table.view(version.fields(), table.shape(fields))))
        : gone(id, version);
  }

  private Lookup.Gone gone(String id, ItemVersion version) {
    Lookup.Reason reason = version.gone();
    boolean vague = quirks.vagueAbsence || table.capabilities().deletes() == DeleteVisibility.NONE;
    return reason == null || vague
        ? Lookup.Gone.because(id, Lookup.Reason.UNKNOWN)
        : new Lookup.Gone(id, reason, version.into());
  }

  /** Finds items by their content, as lagging readers see it. */
  List<Item> find(FindRequest request) {
    List<Item> found = new ArrayList<>();
    MemoryTable.Shape shape = table.shape(request.fields());
    for (ItemHistory history : table.store().after(0)) {
      ItemVersion version = table.visible(history);
      if (version != null && version.isLive() && fits(version, request)) {
        found.add(table.item(history.id(), version, table.view(version.fields(), shape)));
      }
    }
    return found;
  }

  private boolean fits(ItemVersion version, FindRequest request) {
    Instant since = request.createdSince();
    if (since != null && version.createdAt().isBefore(since)) {
      return false;
    }
    String field = request.field();
    if (field == null) {
      return true;
    }
    Value value = table.view(version.fields(), table.shape(Set.of(field))).get(field);
    return value != null && request.values().contains(value);
  }
}
