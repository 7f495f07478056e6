package com.puraify.sync.internal.map;

import com.puraify.sync.error.SyncException;

/** A reference to an item that is not linked yet; the field is written once it is. */
public final class UnlinkedReferenceException extends SyncException {

  private static final long serialVersionUID = 1L;

  UnlinkedReferenceException(String id) {
    super("reference", "the item " + id + " is not linked yet", null);
  }
}
