package com.puraify.sync.state;

import com.puraify.sync.value.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an engine remembers between runs.
 *
 * <p>Everything in it belongs to a sync, by the sync's id; no call but {@link #settings} ever sees
 * another sync's data. All changes go through {@link #commit}, which is atomic, durable when it
 * returns, and refused under any lease but the sync's latest. Reads see every commit that returned.
 * Thread-safe.
 *
 * <p>Every method throws {@link com.puraify.sync.error.StateException} if the store cannot be
 * reached, is full, is locked by somebody else for too long, or was written by a newer version; the
 * message says what to do.
 */
public interface StateStore extends AutoCloseable {

  /**
   * Takes the lease of a sync, if nobody holds it or it has run out.
   *
   * @param owner who takes it, for people
   * @param length how long it holds unless renewed
   * @param now the engine's time
   * @return the lease, or empty if somebody else holds it
   */
  Optional<Lease> acquire(String sync, String owner, Duration length, Instant now);

  /**
   * Extends a lease.
   *
   * @return whether it is still the latest one; if not, its holder must stop at once
   */
  boolean renew(Lease lease, Duration length, Instant now);

  /** Gives a lease back; nothing happens if it is no longer the latest one. */
  void release(Lease lease);

  /** Returns who holds the lease of a sync now, if anybody. */
  Optional<String> holder(String sync, Instant now);

  /** Returns what a run needs to know from the start. */
  SyncState load(String sync);

  /**
   * Makes changes, all of them or none, durably.
   *
   * @throws com.puraify.sync.error.StateException if the lease is not the latest one; or if an id
   *     would be in two links of a side; or if a setting is not as {@linkplain
   *     StateChange.ExpectSetting expected}; or if it cannot be made durable. Nothing was changed
   *     then.
   */
  void commit(Lease lease, List<StateChange> changes);

  /**
   * Makes changes on behalf of a person, outside a run: only settings, documents and marks, and the
   * condition of existing links.
   *
   * @throws com.puraify.sync.error.StateException as for {@link #commit}, but for the lease
   */
  void commit(String sync, List<StateChange> changes);

  /**
   * Returns the value of one setting in every sync that has it, by sync id. Syncs with ids that no
   * {@link com.puraify.sync.SyncConfig} can have may be missing.
   */
  Map<String, String> settings(String name);

  /** Returns the links that hold some ids of a side, in no particular order. */
  List<Link> links(String sync, Side side, Collection<String> ids);

  /** Returns the links with some numbers, in no particular order. */
  List<Link> links(String sync, Collection<Long> numbers);

  /** Returns the links after a number, in ascending order, at most {@code limit}. */
  List<Link> linksAfter(String sync, long number, int limit);

  /** Returns the links that the next run must revisit, in ascending order. */
  List<Link> linksToRevisit(String sync);

  /** Returns the marks for some ids of a side, in no particular order. */
  List<Mark> marks(String sync, Side side, Collection<String> ids);

  /** Returns the marks of a side with one of some match keys, in no particular order. */
  List<Mark> marksByKey(String sync, Side side, Collection<Long> keys);

  /** Returns the marks that the next run must revisit. */
  List<Mark> marksToRevisit(String sync);

  /** Returns the intents that are open, oldest first. */
  List<Intent> intents(String sync);

  /** Returns one document. */
  Optional<Document> document(String sync, Document.Kind kind, String id);

  /**
   * Returns documents, newest first.
   *
   * @param subject only those that speak of this, or null for all
   * @param openOnly whether only open ones are wanted
   * @param limit how many at most
   */
  List<Document> documents(
      String sync, Document.Kind kind, @Nullable String subject, boolean openOnly, int limit);

  /** Closes the store. Leases are not given back. */
  @Override
  void close();
}
