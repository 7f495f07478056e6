package com.puraify.sync.testkit.crash;

import com.puraify.sync.state.Document;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Lease;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.state.SyncState;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A state store as an engine sees it whose process may die at any call. Thread-safe. */
final class KillableStore implements StateStore {

  private final StateStore store;
  private final KillSwitch kill;

  KillableStore(StateStore store, KillSwitch kill) {
    this.store = store;
    this.kill = kill;
  }

  @Override
  public Optional<Lease> acquire(String sync, String owner, Duration length, Instant now) {
    return changing("acquire", () -> store.acquire(sync, owner, length, now));
  }

  @Override
  public boolean renew(Lease lease, Duration length, Instant now) {
    return changing("renew", () -> store.renew(lease, length, now));
  }

  @Override
  public void release(Lease lease) {
    changing(
        "release",
        () -> {
          store.release(lease);
          return true;
        });
  }

  @Override
  public Optional<String> holder(String sync, Instant now) {
    return reading("holder", () -> store.holder(sync, now));
  }

  @Override
  public SyncState load(String sync) {
    return reading("load", () -> store.load(sync));
  }

  @Override
  public void commit(Lease lease, List<StateChange> changes) {
    changing(
        "commit of " + names(changes),
        () -> {
          store.commit(lease, changes);
          return true;
        });
  }

  @Override
  public void commit(String sync, List<StateChange> changes) {
    changing(
        "a person's commit of " + names(changes),
        () -> {
          store.commit(sync, changes);
          return true;
        });
  }

  private static List<String> names(List<StateChange> changes) {
    return changes.stream().map(change -> change.getClass().getSimpleName()).distinct().toList();
  }

  @Override
  public List<Link> links(String sync, Side side, Collection<String> ids) {
    return reading("links by id", () -> store.links(sync, side, ids));
  }

  @Override
  public List<Link> links(String sync, Collection<Long> numbers) {
    return reading("links by number", () -> store.links(sync, numbers));
  }

  @Override
  public List<Link> linksAfter(String sync, long number, int limit) {
    return reading("linksAfter", () -> store.linksAfter(sync, number, limit));
  }

  @Override
  public List<Link> linksToRevisit(String sync) {
    return reading("linksToRevisit", () -> store.linksToRevisit(sync));
  }

  @Override
  public List<Mark> marks(String sync, Side side, Collection<String> ids) {
    return reading("marks", () -> store.marks(sync, side, ids));
  }

  @Override
  public List<Mark> marksByKey(String sync, Side side, Collection<Long> keys) {
    return reading("marksByKey", () -> store.marksByKey(sync, side, keys));
  }

  @Override
  public List<Mark> marksToRevisit(String sync) {
    return reading("marksToRevisit", () -> store.marksToRevisit(sync));
  }

  @Override
  public List<Intent> intents(String sync) {
    return reading("intents", () -> store.intents(sync));
  }

  @Override
  public Optional<Document> document(String sync, Document.Kind kind, String id) {
    return reading("document", () -> store.document(sync, kind, id));
  }

  @Override
  public List<Document> documents(
      String sync, Document.Kind kind, @Nullable String subject, boolean openOnly, int limit) {
    return reading("documents", () -> store.documents(sync, kind, subject, openOnly, limit));
  }

  @Override
  public void close() {
    // The store outlives the engine that dies.
  }

  private <T> T reading(String name, Supplier<T> call) {
    return call("store " + name, false, call);
  }

  private <T> T changing(String name, Supplier<T> call) {
    return call("store " + name, true, call);
  }

  private <T> T call(String name, boolean changes, Supplier<T> call) {
    kill.before(name);
    T answer = call.get();
    kill.after(name, changes);
    return answer;
  }
}
