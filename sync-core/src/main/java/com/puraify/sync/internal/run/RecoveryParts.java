package com.puraify.sync.internal.run;

import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.merge.Answers;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Side;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What recovery works with in one run. */
record RecoveryParts(
    StateStore store,
    String sync,
    Direction direction,
    BoundMapping mapping,
    Map<Side, SideSurvey> surveys,
    RunLedger ledger,
    RunTally tally,
    Answers answers) {

  SideSurvey survey(Side side) {
    return Objects.requireNonNull(surveys.get(side));
  }

  /** Returns the link whose lost item a create replaces, if it is still there. */
  List<Link> former(Intent.Entry create) {
    return create.link() == 0 ? List.of() : store.links(sync, List.of(create.link()));
  }
}
