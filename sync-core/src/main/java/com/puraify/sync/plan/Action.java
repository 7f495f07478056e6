package com.puraify.sync.plan;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;

/** One thing that a run will do. Immutable. */
public sealed interface Action {

  /** A new item on a side. */
  record Create(Side side, Fields fields) implements Action {}

  /** New values for some fields of an item. */
  record Update(Side side, String id, Fields fields) implements Action {}

  /** The removal of an item. */
  record Delete(Side side, String id) implements Action {}

  /** Two items become known to be the same thing. */
  record Link(String localId, String remoteId) implements Action {}

  /** Two items are no longer kept equal. */
  record Unlink(String localId, String remoteId) implements Action {}

  /** Nothing is written, because a person must decide or the platform refuses. */
  record Hold(Case.Kind kind, String reason) implements Action {}
}
