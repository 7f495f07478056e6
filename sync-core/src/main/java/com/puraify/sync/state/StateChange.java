package com.puraify.sync.state;

import com.puraify.sync.value.Side;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One change of a sync's state. A list of them is committed as one transaction. Immutable. */
public sealed interface StateChange {

  /** Puts a link in place, new or instead of the one with the same number. */
  record PutLink(Link link) implements StateChange {}

  /** Removes a link; nothing happens if there is none. */
  record RemoveLink(long number) implements StateChange {}

  /** Puts a mark in place, new or instead of the one for the same item. */
  record PutMark(Mark mark) implements StateChange {}

  /** Removes a mark; nothing happens if there is none. */
  record RemoveMark(Side side, String id) implements StateChange {}

  /** Puts an intent in place. */
  record PutIntent(Intent intent) implements StateChange {}

  /** Removes an intent; nothing happens if there is none. */
  record RemoveIntent(String id) implements StateChange {}

  /** Sets a setting, or removes it if the value is null. */
  record PutSetting(String name, @Nullable String value) implements StateChange {}

  /**
   * Changes nothing, but has the whole list refused unless a setting has a value before the list is
   * made; null for a setting that is not there.
   */
  record ExpectSetting(String name, @Nullable String value) implements StateChange {}

  /** Puts a document in place, new or instead of the one of the same kind and id. */
  record PutDocument(Document document) implements StateChange {}

  /** Removes the documents of a kind that are not open and older than a time. */
  record PruneDocuments(Document.Kind kind, Instant before) implements StateChange {}

  /** Removes the marks of a kind that are older than a time. */
  record PruneMarks(Mark.Kind kind, Instant before) implements StateChange {}
}
