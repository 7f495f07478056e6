package com.puraify.sync.state;

import com.puraify.sync.error.StateException;
import com.puraify.sync.value.Side;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One commit to a sync in memory. Everything that can be refused is refused before the first change
 * is made, so that nothing ever has to be taken back.
 */
final class MemoryCommit {

  private final String sync;
  private final MemorySync state;

  /** What the links touched so far would be after the changes checked so far; null: removed. */
  private final Map<Long, @Nullable Link> links = new HashMap<>();

  private final Map<String, Long> local = new HashMap<>();
  private final Map<String, Long> remote = new HashMap<>();

  MemoryCommit(String sync, MemorySync state) {
    this.sync = sync;
    this.state = state;
  }

  /** Checks a commit on behalf of a person, which may change less than a run may. */
  void refuseWhatOnlyRunsMayChange(List<StateChange> changes) {
    for (StateChange change : changes) {
      if (change instanceof StateChange.PutLink put) {
        Link link = put.link();
        Link held = state.links().get(link.number());
        if (held == null || !held.withCondition(link.condition()).equals(link)) {
          throw new StateException(
              "Outside a run only the condition of an existing link may change, but link "
                  + link.number()
                  + " of sync '"
                  + sync
                  + "' is not there or differs otherwise. Nothing was committed; read it again.");
        }
      } else if (change instanceof StateChange.RemoveLink
          || change instanceof StateChange.PutIntent
          || change instanceof StateChange.RemoveIntent) {
        throw new StateException(
            "Only a run, under the lease of sync '"
                + sync
                + "', may commit a "
                + change.getClass().getSimpleName()
                + ". Nothing was committed.");
      }
    }
  }

  void apply(List<StateChange> changes) {
    changes.forEach(this::check);
    changes.forEach(this::make);
  }

  private void check(StateChange change) {
    if (change instanceof StateChange.ExpectSetting expected) {
      refuseUnless(expected);
    } else if (change instanceof StateChange.RemoveLink remove) {
      links.put(remove.number(), null);
    } else if (change instanceof StateChange.PutLink put) {
      refuseIfHeld(Side.LOCAL, put.link());
      refuseIfHeld(Side.REMOTE, put.link());
      links.put(put.link().number(), put.link());
      local.put(put.link().localId(), put.link().number());
      remote.put(put.link().remoteId(), put.link().number());
    }
  }

  private void refuseUnless(StateChange.ExpectSetting expected) {
    if (!Objects.equals(state.settings().get(expected.name()), expected.value())) {
      throw new StateException(
          "The setting '"
              + expected.name()
              + "' of sync '"
              + sync
              + "' is not as expected: somebody else has changed it. Nothing was committed; read it"
              + " again.");
    }
  }

  private void refuseIfHeld(Side side, Link link) {
    String id = link.id(side);
    Link stored = state.links().holding(side, id);
    Long put = (side == Side.LOCAL ? local : remote).get(id);
    if ((put != null && holds(put, side, id, link.number()))
        || (stored != null && holds(stored.number(), side, id, link.number()))) {
      throw new StateException(
          "In sync '"
              + sync
              + "' the "
              + (side == Side.LOCAL ? "local" : "remote")
              + " id '"
              + id
              + "' is in another link already, so link "
              + link.number()
              + " cannot have it too. Nothing was committed; remove the other link first.");
    }
  }

  private boolean holds(long number, Side side, String id, long except) {
    if (number == except) {
      return false;
    }
    Link now = links.containsKey(number) ? links.get(number) : state.links().get(number);
    return now != null && now.id(side).equals(id);
  }

  private void make(StateChange change) {
    if (change instanceof StateChange.PutLink it) {
      state.links().put(it.link());
    } else if (change instanceof StateChange.RemoveLink it) {
      state.links().remove(it.number());
    } else if (change instanceof StateChange.PutMark it) {
      state.marks().put(it.mark());
    } else if (change instanceof StateChange.RemoveMark it) {
      state.marks().remove(it.side(), it.id());
    } else if (change instanceof StateChange.PruneMarks it) {
      state.marks().prune(it.kind(), it.before());
    } else if (change instanceof StateChange.PutDocument it) {
      state.documents().put(it.document());
    } else if (change instanceof StateChange.PruneDocuments it) {
      state.documents().prune(it.kind(), it.before());
    } else if (change instanceof StateChange.PutIntent it) {
      state.intents().put(it.intent().id(), it.intent());
    } else if (change instanceof StateChange.RemoveIntent it) {
      state.intents().remove(it.id());
    } else if (change instanceof StateChange.PutSetting it) {
      set(it.name(), it.value());
    }
  }

  private void set(String name, @Nullable String value) {
    if (value == null) {
      state.settings().remove(name);
    } else {
      state.settings().put(name, value);
    }
  }
}
