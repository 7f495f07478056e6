package com.puraify.sync.internal.run;

import com.puraify.sync.internal.write.WriteJob;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What becomes of links whose ids platforms give to other items, as a table does whose highest row
 * was deleted. Such a link's own item is gone, even if nobody has seen yet that it is: the link
 * goes on without the id, and its other item is treated as that of any item that was removed.
 */
final class LostIds {

  private final RunLedger ledger;
  private final RunTally tally;
  private final Map<Side, SideSurvey> surveys;

  LostIds(RunLedger ledger, RunTally tally, Map<Side, SideSurvey> surveys) {
    this.ledger = ledger;
    this.tally = tally;
    this.surveys = surveys;
  }

  /**
   * Returns whether an item that a create is told to have made, and that is in a link already, is a
   * new one under an old id. Else it is just that item: what is sent again under a key may be
   * answered with what was made for another source.
   */
  boolean isNew(WriteJob create) {
    return create.earlier() == null && survey(create.side()).session().capabilities().reusesIds();
  }

  /** Takes an id away from the link that has it, and returns what is to be remembered. */
  List<StateChange> take(Link holder, Side side) {
    ledger.takeId(holder, side);
    Link left = holder.withLostId(side).withCondition(holder.condition().withRevisit(true));
    List<StateChange> changes = new ArrayList<>();
    changes.add(new StateChange.PutLink(left));
    changes.addAll(tally.parted(holder));
    changes.addAll(tally.closeCases(holder.localId(), holder.remoteId(), List.of()));
    survey(side).isGone(left);
    tally.lookAgain(left.number());
    return changes;
  }

  private SideSurvey survey(Side side) {
    return Objects.requireNonNull(surveys.get(side));
  }
}
