package com.puraify.sync.internal.run;

import com.puraify.sync.internal.match.Matcher;
import com.puraify.sync.internal.read.ItemLog;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Hands out, in chunks that fit into memory, everything that has to be merged: linked items first,
 * in the order in which they were read, then matches, then new items.
 */
final class Chunks {

  /** How many items a chunk holds. */
  static final int SIZE = 2_000;

  private final StateStore store;
  private final String sync;
  private final SideSurvey local;
  private final SideSurvey remote;
  private final Consumer<List<Work>> each;
  private List<Work> chunk = new ArrayList<>();

  Chunks(
      StateStore store,
      String sync,
      SideSurvey local,
      SideSurvey remote,
      Consumer<List<Work>> each) {
    this.store = store;
    this.sync = sync;
    this.local = local;
    this.remote = remote;
    this.each = each;
  }

  /**
   * Hands out every linked pair of which a side shows something.
   *
   * @param revisited links that are handed out even if neither side shows anything
   */
  void linkedAnd(List<Long> revisited) {
    List<Long> numbers = new ArrayList<>();
    for (SideSurvey survey : List.of(local, remote)) {
      ItemLog log = survey.log();
      for (int position = 0; position < log.size(); position++) {
        long link = log.link(position);
        if (link > 0 && survey.shows(link) && (survey == local || !local.shows(link))) {
          numbers = collect(numbers, link);
        }
      }
    }
    Set<Long> gone = new TreeSet<>(); // and those that neither side says anything about
    for (SideSurvey survey : List.of(local, remote)) {
      for (Long link : survey.absent().keySet()) {
        if (!local.shows(link) && !remote.shows(link)) {
          gone.add(link);
        }
      }
    }
    for (Long link : revisited) {
      boolean said = local.mentions(link) || remote.mentions(link);
      if (!said && local.saw(link) && remote.saw(link)) {
        gone.add(link);
      }
    }
    for (Long link : gone) {
      numbers = collect(numbers, link);
    }
    handOut(numbers);
    flush();
  }

  /** Hands out the links with some numbers. */
  void linked(Collection<Long> links) {
    List<Long> numbers = new ArrayList<>();
    for (Long link : links) {
      numbers = collect(numbers, link);
    }
    handOut(numbers);
    flush();
  }

  /** Hands out items that match. */
  void pairs(List<Matcher.Pair> pairs) {
    for (Matcher.Pair pair : pairs) {
      add(new Work.Pair(local.log().item(pair.local()), remote.log().item(pair.remote())));
    }
    flush();
  }

  /**
   * Hands out new items of a side.
   *
   * @param recheck whether some may have been linked since they were read
   */
  void singles(Side source, int[] positions, boolean recheck) {
    SideSurvey survey = source == Side.LOCAL ? local : remote;
    List<Item> items = new ArrayList<>();
    for (int position : positions) {
      if (!survey.isPassive(position)) {
        items.add(survey.log().item(position));
        if (items.size() == SIZE) {
          items = handOut(source, items, recheck);
        }
      }
    }
    handOut(source, items, recheck);
    flush();
  }

  private List<Item> handOut(Side source, List<Item> items, boolean recheck) {
    Set<String> linked = new HashSet<>();
    if (recheck) {
      store
          .links(sync, source, items.stream().map(Item::id).toList())
          .forEach(link -> linked.add(link.id(source)));
    }
    for (Item item : items) {
      if (!linked.contains(item.id())) {
        add(new Work.Single(source, item));
      }
    }
    return new ArrayList<>();
  }

  private List<Long> collect(List<Long> numbers, long link) {
    numbers.add(link);
    if (numbers.size() < SIZE) {
      return numbers;
    }
    handOut(numbers);
    return new ArrayList<>();
  }

  private void handOut(List<Long> numbers) {
    if (numbers.isEmpty()) {
      return;
    }
    Map<Long, Link> links = new HashMap<>();
    store.links(sync, numbers).forEach(link -> links.put(link.number(), link));
    for (Long number : numbers) {
      Link link = links.get(number);
      if (link != null) {
        add(new Work.Linked(link, local.sighting(link), remote.sighting(link)));
      }
    }
  }

  private void add(Work work) {
    chunk.add(work);
    if (chunk.size() >= SIZE) {
      flush();
    }
  }

  private void flush() {
    if (!chunk.isEmpty()) {
      List<Work> full = chunk;
      chunk = new ArrayList<>();
      each.accept(full);
    }
  }
}
