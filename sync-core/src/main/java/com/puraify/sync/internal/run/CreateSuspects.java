package com.puraify.sync.internal.run;

import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.delta.Delta;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Link;
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
 *
 * <p>Where ids are used again, so may have been an item that is linked and no longer holds what its
 * link agreed on: as far as anyone can tell, it was edited, or it is another one.
 */
final class CreateSuspects {

  private final SideSurvey survey;
  private final StateStore store;
  private final String sync;
  private final Side side;
  private final BoundMapping mapping;
  private final Map<String, Item> items = new LinkedHashMap<>();
  private final Map<String, Link> holders = new HashMap<>();
  private final Map<String, Item> changed = new LinkedHashMap<>();
  private final Map<String, Instant> knownSince = new HashMap<>();

  private CreateSuspects(
      SideSurvey survey, StateStore store, String sync, Side side, BoundMapping mapping) {
    this.survey = survey;
    this.store = store;
    this.sync = sync;
    this.side = side;
    this.mapping = mapping;
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
    CreateSuspects suspects = new CreateSuspects(survey, store, sync, side, mapping);
    if (!suspects.find(since)) {
      return null;
    }
    for (Mark mark : store.marks(sync, side, suspects.items.keySet())) {
      suspects.knownSince.put(mark.id(), mark.at());
    }
    return suspects;
  }

  /** Returns whether the side was looked through to its end. */
  private boolean find(Instant since) {
    if (survey.session().capabilities().findable()) {
      // Not narrowed by the match key: both the item and its source may have got another since.
      take(
          survey
              .session()
              .find(
                  new FindRequest(
                      since.minus(Visibility.CLOCKS_APART),
                      null,
                      List.of(),
                      mapping.wanted(side))));
      return true;
    }
    ReadRequest request = ReadRequest.all(mapping.wanted(side));
    while (true) {
      Page page = survey.session().read(request);
      List<Item> found = new ArrayList<>();
      for (Page.Change change : page.changes()) {
        if (change instanceof Page.Present present) {
          found.add(present.item());
        }
      }
      take(found);
      if (!(page.next() instanceof Page.More more)) {
        return page.next() instanceof Page.End;
      }
      request = request.next(more);
    }
  }

  private void take(List<Item> found) {
    Map<String, Item> byId = new LinkedHashMap<>();
    found.forEach(item -> byId.put(item.id(), item));
    boolean reused = survey.session().capabilities().reusesIds();
    for (Link link : store.links(sync, side, byId.keySet())) {
      Item item = byId.remove(link.id(side));
      if (reused && item != null && survey.sight(link, item).delta() instanceof Delta.Changed) {
        changed.put(item.id(), item);
        holders.put(item.id(), link);
      }
    }
    items.putAll(byId);
  }

  /** Returns an item by its id, or null if it is not there, or is somebody's by now. */
  @Nullable Item get(String id) {
    return items.get(id);
  }

  /** Returns the items that nobody has been found to have made. */
  List<Item> items() {
    return new ArrayList<>(items.values());
  }

  /** Returns the linked items that may be new ones under old ids. */
  List<Item> changed() {
    return new ArrayList<>(changed.values());
  }

  /** Returns the link that has the id of a linked item, or null if the item is in none. */
  @Nullable Link holder(Item item) {
    return holders.get(item.id());
  }

  /** Returns whether an intent's call may have made an item; see {@link RunLedger#beginAfter}. */
  boolean mayBeOf(Intent intent, Item item) {
    Instant since = knownSince.get(item.id());
    return since == null || since.isAfter(intent.at());
  }

  /** Takes an item out: it is known who made it. */
  void remove(Item item) {
    items.remove(item.id());
    changed.remove(item.id());
  }
}
