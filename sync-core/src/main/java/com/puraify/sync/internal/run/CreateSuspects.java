package com.puraify.sync.internal.run;

import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The unlinked items of a side, any of which a create in doubt may have made. What is known to have
 * been there before a create was sent is not what it created, however much it is like it.
 */
final class CreateSuspects {

  private final Map<String, Item> items;
  private final Map<String, Instant> knownSince = new HashMap<>();

  private CreateSuspects(Map<String, Item> items) {
    this.items = items;
  }

  /**
   * Looks for the unlinked items of a side.
   *
   * @param since when the first create in doubt was sent
   * @return what was found, or null if the side could not be read to its end: what was not listed
   *     is not proven absent
   */
  static @Nullable CreateSuspects of(
      SideSurvey survey,
      StateStore store,
      String sync,
      Side side,
      BoundMapping mapping,
      Instant since) {
    List<Item> found = found(survey, store, sync, side, mapping, since);
    if (found == null) {
      return null;
    }
    CreateSuspects suspects = new CreateSuspects(unlinked(store, sync, side, found));
    for (Mark mark : store.marks(sync, side, suspects.items.keySet())) {
      suspects.knownSince.put(mark.id(), mark.at());
    }
    return suspects;
  }

  private static @Nullable List<Item> found(
      SideSurvey survey,
      StateStore store,
      String sync,
      Side side,
      BoundMapping mapping,
      Instant since) {
    if (survey.session().capabilities().findable()) {
      // Not narrowed by the match key: both the item and its source may have got another since.
      return survey
          .session()
          .find(
              new FindRequest(
                  since.minus(Visibility.CLOCK_MARGIN), null, List.of(), mapping.wanted(side)));
    }
    List<Item> found = new ArrayList<>();
    ReadRequest request = ReadRequest.all(mapping.wanted(side));
    while (true) {
      Page page = survey.session().read(request);
      for (Page.Change change : page.changes()) {
        if (change instanceof Page.Present present) {
          found.add(present.item());
        }
      }
      if (!(page.next() instanceof Page.More more)) {
        return page.next() instanceof Page.End ? found : null;
      }
      found = new ArrayList<>(unlinked(store, sync, side, found).values());
      request = request.next(more);
    }
  }

  private static Map<String, Item> unlinked(
      StateStore store, String sync, Side side, List<Item> items) {
    Map<String, Item> byId = new LinkedHashMap<>();
    items.forEach(item -> byId.put(item.id(), item));
    store.links(sync, side, byId.keySet()).forEach(link -> byId.remove(link.id(side)));
    return byId;
  }

  /** Returns an item by its id, or null if it is not there, or is somebody's by now. */
  @Nullable Item get(String id) {
    return items.get(id);
  }

  /** Returns the items that nobody has been found to have made. */
  List<Item> items() {
    return new ArrayList<>(items.values());
  }

  /** Returns whether an intent's call may have made an item; see {@link RunLedger#beginAfter}. */
  boolean mayBeOf(Intent intent, Item item) {
    Instant since = knownSince.get(item.id());
    return since == null || since.isAfter(intent.at());
  }

  /** Takes an item out: it is known who made it. */
  void remove(Item item) {
    items.remove(item.id());
  }
}
