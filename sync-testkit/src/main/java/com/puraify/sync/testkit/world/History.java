package com.puraify.sync.testkit.world;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.Page;
import com.puraify.sync.state.Document;
import com.puraify.sync.testkit.MemoryChange;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Everything that happened in a world, each thing with its moment: what became of the items, what
 * was linked, what the engine wrote into its journal, what people answered. Confined to one thread.
 */
final class History {

  private final Map<Side, Map<String, Life>> lives = new EnumMap<>(Side.class);
  private final Map<Side, Integer> known = new EnumMap<>(Side.class);
  private final Pairings pairings = new Pairings();
  private final List<Document> journal = new ArrayList<>();
  private final List<Map.Entry<Case, Resolution>> answers = new ArrayList<>();
  private final Set<String> intended = new HashSet<>();
  private long moment;

  History() {
    for (Side side : Side.values()) {
      lives.put(side, new LinkedHashMap<>());
      known.put(side, 0);
    }
  }

  /** Returns the number of the latest moment. */
  long moment() {
    return moment;
  }

  /** Begins another moment, and returns its number. */
  long next() {
    return ++moment;
  }

  /** Returns the changes of a side that were not known yet; from now on they are. */
  List<MemoryChange> news(Side side, MemoryEntity entity) {
    int before = known.getOrDefault(side, 0);
    List<MemoryChange> fresh = entity.changesAfter(before);
    known.put(side, before + fresh.size());
    return fresh;
  }

  /** Takes notice of a change. */
  Life.Event changed(Life life, MemoryChange change, Duration passed, int run) {
    return life.add(next(), passed, run, change);
  }

  /** Takes notice of what the engine got to see in an answer that a platform gave a moment ago. */
  void saw(Side side, Page.Change change, long taken, int run, boolean direct) {
    life(side, change.id())
        .sights
        .add(
            new Life.Sight(
                next(),
                taken,
                run,
                direct,
                change instanceof Page.Present present ? present.item().fields() : null));
  }

  /** Takes notice that an item is going to be created for a source. */
  void intended(Side target, String source) {
    intended.add(target + source);
  }

  /** Returns whether an item was ever going to be created for a source. */
  boolean wasIntended(Side target, String source) {
    return intended.contains(target + source);
  }

  /** Takes notice of a journal entry. */
  void journal(Document entry) {
    journal.add(entry);
  }

  /** Takes notice of a person's answer. */
  void answered(Case question, Resolution resolution) {
    answers.add(Map.entry(question, resolution));
  }

  Life life(Side side, String id) {
    return of(side).computeIfAbsent(id, unknown -> new Life(side, unknown));
  }

  Collection<Life> lives(Side side) {
    return of(side).values();
  }

  private Map<String, Life> of(Side side) {
    return Objects.requireNonNull(lives.get(side));
  }

  /** Returns the latest change of each item that changed after a moment. */
  List<Life.Event> changesSince(long since) {
    List<Life.Event> changes = new ArrayList<>();
    for (Map<String, Life> each : lives.values()) {
      for (Life life : each.values()) {
        Life.Event last = life.last();
        if (last != null && last.moment() > since) {
          changes.add(last);
        }
      }
    }
    return changes;
  }

  Pairings pairings() {
    return pairings;
  }

  /** Returns the journal, in its order. */
  List<Document> journal() {
    return Collections.unmodifiableList(journal);
  }

  /** Returns the answers that people gave so far. */
  List<Map.Entry<Case, Resolution>> answers() {
    return Collections.unmodifiableList(answers);
  }
}
