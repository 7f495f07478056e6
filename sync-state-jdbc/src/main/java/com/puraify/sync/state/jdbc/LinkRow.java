package com.puraify.sync.state.jdbc;

import org.jspecify.annotations.Nullable;

/** A link as the columns of its row. */
final class LinkRow {

  /** Sync and number in one integer, in whose order the table lies on the disk. */
  final long key;

  final byte[] local;
  final byte[] remote;
  final byte[] bases;

  /** Written for the index's sake, not read back: the condition says it as well. */
  final boolean revisit;

  /** Null for a sound link, which nearly every link is. */
  final byte @Nullable [] condition;

  /** Both ids in full if one of them is too long for its key, otherwise null. */
  final byte @Nullable [] longIds;

  LinkRow(
      long key,
      byte[] local,
      byte[] remote,
      byte[] bases,
      boolean revisit,
      byte @Nullable [] condition,
      byte @Nullable [] longIds) {
    this.key = key;
    this.local = local;
    this.remote = remote;
    this.bases = bases;
    this.revisit = revisit;
    this.condition = condition;
    this.longIds = longIds;
  }

  /** Returns whether the last three columns are null. */
  boolean isPlain() {
    return condition == null && longIds == null;
  }
}
