package com.puraify.sync.internal.run;

import com.puraify.sync.delta.Base;
import com.puraify.sync.internal.map.KnownPair;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Side;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Forgets what was agreed on of fields that have got another partner or another type: it was agreed
 * with the former one, and a platform that retypes a field may have emptied it. They are merged
 * like fields that were never mapped.
 */
final class Remapping {

  private static final int BATCH = 1_000;

  private final StateStore store;
  private final String sync;
  private final RunLedger ledger;

  Remapping(StateStore store, String sync, RunLedger ledger) {
    this.store = store;
    this.sync = sync;
    this.ledger = ledger;
  }

  /** Takes the mapping over, if it is another than the last run's. */
  void takeOver(OpenSides opened) {
    List<KnownPair> before = opened.known();
    List<KnownPair> now = opened.mapping().pairs();
    if (now.equals(before) && opened.state().settings().containsKey(Settings.FIELDS)) {
      return;
    }
    if (!before.isEmpty() && opened.state().links() > 0) {
      Map<Side, Set<String>> changed = changed(before, now);
      if (!Objects.requireNonNull(changed.get(Side.LOCAL)).isEmpty()
          || !Objects.requireNonNull(changed.get(Side.REMOTE)).isEmpty()) {
        forget(changed);
      }
    }
    ledger.commit(List.of(new StateChange.PutSetting(Settings.FIELDS, KnownPair.write(now))));
  }

  /**
   * Returns the fields of each side that had a partner, and have another one or another type now.
   */
  private static Map<Side, Set<String>> changed(List<KnownPair> before, List<KnownPair> now) {
    Map<Side, Set<String>> changed = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      Set<String> ids = new HashSet<>();
      for (KnownPair pair : now) {
        if (before.stream().noneMatch(pair::sameValues)
            && before.stream().anyMatch(former -> former.id(side).equals(pair.id(side)))) {
          ids.add(pair.id(side));
        }
      }
      changed.put(side, ids);
    }
    return changed;
  }

  private void forget(Map<Side, Set<String>> fields) {
    List<Link> links = store.linksAfter(sync, 0, BATCH);
    while (!links.isEmpty()) {
      List<StateChange> changes = new ArrayList<>();
      for (Link link : links) {
        Link less = link;
        for (Side side : Side.values()) {
          Base base = link.base(side).without(Objects.requireNonNull(fields.get(side)));
          less = less.withBase(side, base);
        }
        if (!less.equals(link)) {
          changes.add(new StateChange.PutLink(less));
        }
      }
      if (!changes.isEmpty()) {
        ledger.commit(changes);
      }
      links = store.linksAfter(sync, links.get(links.size() - 1).number(), BATCH);
    }
  }
}
