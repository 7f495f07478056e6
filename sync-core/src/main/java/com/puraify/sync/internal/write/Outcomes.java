package com.puraify.sync.internal.write;

import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.state.StateChange;
import java.util.List;

/** What is made of the results of writes. Thread-safe. */
@FunctionalInterface
public interface Outcomes {

  /** Returns what is to be remembered of a write, to be committed with the end of its intent. */
  List<StateChange> settle(WriteJob job, WriteResult result);
}
