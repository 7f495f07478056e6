package com.puraify.sync.testkit;

import com.puraify.sync.state.Document;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Lease;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.MemoryStateStore;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.state.SyncState;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** An honest store, of which one method is replaced. */
class LyingStore implements StateStore {

  final StateStore honest = MemoryStateStore.create();

  /** The latest lease of each sync. */
  final Map<String, Lease> latest = new ConcurrentHashMap<>();

  /** Returns the store after a restart. */
  StateStore reopened() {
    return this;
  }

  @Override
  public Optional<Lease> acquire(String sync, String owner, Duration length, Instant now) {
    Optional<Lease> lease = honest.acquire(sync, owner, length, now);
    lease.ifPresent(given -> latest.put(sync, given));
    return lease;
  }

  @Override
  public boolean renew(Lease lease, Duration length, Instant now) {
    return honest.renew(lease, length, now);
  }

  @Override
  public void release(Lease lease) {
    honest.release(lease);
  }

  @Override
  public Optional<String> holder(String sync, Instant now) {
    return honest.holder(sync, now);
  }

  @Override
  public SyncState load(String sync) {
    return honest.load(sync);
  }

  @Override
  public void commit(Lease lease, List<StateChange> changes) {
    honest.commit(lease, changes);
  }

  @Override
  public void commit(String sync, List<StateChange> changes) {
    honest.commit(sync, changes);
  }

  @Override
  public Map<String, String> settings(String name) {
    return honest.settings(name);
  }

  @Override
  public List<Link> links(String sync, Side side, Collection<String> ids) {
    return honest.links(sync, side, ids);
  }

  @Override
  public List<Link> links(String sync, Collection<Long> numbers) {
    return honest.links(sync, numbers);
  }

  @Override
  public List<Link> linksAfter(String sync, long number, int limit) {
    return honest.linksAfter(sync, number, limit);
  }

  @Override
  public List<Link> linksToRevisit(String sync) {
    return honest.linksToRevisit(sync);
  }

  @Override
  public List<Mark> marks(String sync, Side side, Collection<String> ids) {
    return honest.marks(sync, side, ids);
  }

  @Override
  public List<Mark> marksByKey(String sync, Side side, Collection<Long> keys) {
    return honest.marksByKey(sync, side, keys);
  }

  @Override
  public List<Mark> marksToRevisit(String sync) {
    return honest.marksToRevisit(sync);
  }

  @Override
  public List<Intent> intents(String sync) {
    return honest.intents(sync);
  }

  @Override
  public Optional<Document> document(String sync, Document.Kind kind, String id) {
    return honest.document(sync, kind, id);
  }

  @Override
  public List<Document> documents(
      String sync, Document.Kind kind, String subject, boolean openOnly, int limit) {
    return honest.documents(sync, kind, subject, openOnly, limit);
  }

  @Override
  public void close() {
    honest.close();
  }
}
