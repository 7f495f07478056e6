package com.puraify.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.error.StateException;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Lease;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.state.SyncState;
import com.puraify.sync.testkit.tck.KitRun;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of state stores finds each liar out by the rule's name. */
class StateStoreLiarsTest {

  /** The contract on some store, without JUnit. */
  private static final class Trial extends StateStoreContract {
    private final LyingStore store;

    Trial(LyingStore store) {
      this.store = store;
    }

    @Override
    protected StateStore open() {
      return store;
    }

    @Override
    protected StateStore reopen(StateStore opened) {
      return store.reopened();
    }
  }

  /**
   * A store that is false in one thing.
   *
   * @param lie what it does
   * @param rule the rule that it breaks
   * @param store makes it
   */
  record Liar(String lie, String rule, Supplier<LyingStore> store) {
    @Override
    public String toString() {
      return rule + " " + lie;
    }
  }

  @Test
  void honestStore_passesEverything() throws Exception {
    assertThat(KitRun.of(() -> new Trial(new LyingStore())).failures()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("liars")
  void liar_isCaughtByTheRuleThatItBreaks(Liar liar) throws Exception {
    KitRun run = KitRun.of(() -> new Trial(liar.store().get()), liar.rule());
    assertThat(run.failures().values())
        .as(liar + " was caught by " + run)
        .anyMatch(message -> message.startsWith(liar.rule() + ": "));
  }

  static Stream<Liar> liars() {
    return Stream.of(leases(), commits(), links(), memos()).flatMap(List::stream);
  }

  private static List<Liar> leases() {
    return List.of(
        new Liar(
            "lets two leases live",
            "LEASE-1",
            () ->
                new LyingStore() {
                  @Override
                  public Optional<Lease> acquire(
                      String sync, String owner, Duration length, Instant now) {
                    return super.acquire(sync, owner, length, now)
                        .or(() -> Optional.of(new Lease(sync, owner, 999)));
                  }
                }),
        new Liar(
            "lets a lease live a second longer",
            "LEASE-1",
            () ->
                new LyingStore() {
                  @Override
                  public Optional<Lease> acquire(
                      String sync, String owner, Duration length, Instant now) {
                    return super.acquire(sync, owner, length.plusSeconds(1), now);
                  }
                }),
        new Liar(
            "gives every lease the same token",
            "LEASE-2",
            () ->
                new LyingStore() {
                  @Override
                  public Optional<Lease> acquire(
                      String sync, String owner, Duration length, Instant now) {
                    return super.acquire(sync, owner, length, now)
                        .map(lease -> new Lease(sync, owner, 1));
                  }
                }),
        new Liar(
            "renews a lease that was taken",
            "LEASE-3",
            () ->
                new LyingStore() {
                  @Override
                  public boolean renew(Lease lease, Duration length, Instant now) {
                    super.renew(lease, length, now);
                    return true;
                  }
                }),
        new Liar(
            "gives back another's lease",
            "LEASE-3",
            () ->
                new LyingStore() {
                  @Override
                  public void release(Lease lease) {
                    super.release(latest.getOrDefault(lease.sync(), lease));
                  }
                }),
        new Liar(
            "ignores the fencing token",
            "LEASE-4",
            () ->
                new LyingStore() {
                  @Override
                  public void commit(Lease lease, List<StateChange> changes) {
                    super.commit(latest.getOrDefault(lease.sync(), lease), changes);
                  }
                }),
        new Liar(
            "does not look at the lease of an empty commit",
            "LEASE-4",
            () ->
                new LyingStore() {
                  @Override
                  public void commit(Lease lease, List<StateChange> changes) {
                    if (!changes.isEmpty()) {
                      super.commit(lease, changes);
                    }
                  }
                }),
        new Liar(
            "forgets leases when it ends",
            "LEASE-5",
            () ->
                new LyingStore() {
                  @Override
                  StateStore reopened() {
                    latest.values().forEach(honest::release);
                    return this;
                  }
                }));
  }

  private static Liar changing(
      String lie, String rule, Function<List<StateChange>, List<StateChange>> change) {
    return new Liar(
        lie,
        rule,
        () ->
            new LyingStore() {
              @Override
              public void commit(Lease lease, List<StateChange> changes) {
                super.commit(lease, change.apply(changes));
              }
            });
  }

  private static Liar one(String lie, String rule, Function<StateChange, StateChange> change) {
    return changing(
        lie, rule, changes -> changes.stream().map(change).filter(Objects::nonNull).toList());
  }

  private static List<Liar> commits() {
    return List.of(
        new Liar(
            "commits half",
            "COMMIT-1",
            () ->
                new LyingStore() {
                  @Override
                  public void commit(Lease lease, List<StateChange> changes) {
                    changes.forEach(change -> super.commit(lease, List.of(change)));
                  }
                }),
        new Liar(
            "forgets its commits when it ends",
            "COMMIT-2",
            () ->
                new LyingStore() {
                  @Override
                  StateStore reopened() {
                    return new LyingStore();
                  }
                }),
        changing(
            "makes the changes of a commit in an order of its own",
            "COMMIT-3",
            changes -> {
              List<StateChange> sorted = new ArrayList<>(changes);
              sorted.sort(Comparator.comparing(change -> change.getClass().getSimpleName()));
              return sorted;
            }),
        new Liar(
            "shows a part of a commit",
            "COMMIT-4",
            () ->
                new LyingStore() {
                  @Override
                  public List<Link> linksAfter(String sync, long number, int limit) {
                    List<Link> all = super.linksAfter(sync, number, limit);
                    return all.isEmpty() ? all : all.subList(0, all.size() - 1);
                  }
                }),
        new Liar(
            "lets persons change links",
            "COMMIT-5",
            () ->
                new LyingStore() {
                  @Override
                  public void commit(String sync, List<StateChange> changes) {
                    Instant past = Instant.EPOCH;
                    acquire(sync, "a person", Duration.ofNanos(1000), past)
                        .ifPresent(lease -> commit(lease, changes));
                  }
                }),
        new Liar(
            "does not tell syncs apart",
            "COMMIT-6",
            () ->
                new LyingStore() {
                  @Override
                  public SyncState load(String sync) {
                    return super.load("s");
                  }
                }),
        one(
            "trims what is set",
            "COMMIT-7",
            change ->
                change instanceof StateChange.PutSetting set && set.value() != null
                    ? new StateChange.PutSetting(set.name(), set.value().strip())
                    : change),
        changing(
            "does not look at what is expected",
            "COMMIT-8",
            changes ->
                changes.stream()
                    .filter(change -> !(change instanceof StateChange.ExpectSetting))
                    .toList()));
  }

  private static List<Liar> links() {
    return List.of(
        new Liar(
            "gives a link for each time that it is asked for",
            "LINK-1",
            () ->
                new LyingStore() {
                  @Override
                  public List<Link> links(String sync, Side side, Collection<String> ids) {
                    return ids.stream()
                        .flatMap(id -> super.links(sync, side, List.of(id)).stream())
                        .toList();
                  }
                }),
        new Liar(
            "returns a page unsorted",
            "LINK-2",
            () ->
                new LyingStore() {
                  @Override
                  public List<Link> linksAfter(String sync, long number, int limit) {
                    List<Link> page = new ArrayList<>(super.linksAfter(sync, number, limit));
                    Collections.reverse(page);
                    return page;
                  }
                }),
        new Liar(
            "begins a page with the last link of the one before",
            "LINK-2",
            () ->
                new LyingStore() {
                  @Override
                  public List<Link> linksAfter(String sync, long number, int limit) {
                    return super.linksAfter(sync, Math.max(0, number - 1), limit);
                  }
                }),
        new Liar(
            "keeps quiet about an id in two links",
            "LINK-3",
            () ->
                new LyingStore() {
                  @Override
                  public void commit(Lease lease, List<StateChange> changes) {
                    try {
                      super.commit(lease, changes);
                    } catch (StateException e) {
                      if (!String.valueOf(e.getMessage()).contains("id")) {
                        throw e;
                      }
                    }
                  }
                }),
        new Liar(
            "gives a number out again",
            "LINK-4",
            () ->
                new LyingStore() {
                  @Override
                  public SyncState load(String sync) {
                    SyncState state = super.load(sync);
                    long last =
                        linksAfter(sync, 0, Integer.MAX_VALUE).stream()
                            .mapToLong(Link::number)
                            .max()
                            .orElse(0);
                    return new SyncState(state.settings(), last, state.links());
                  }
                }),
        one(
            "forgets what was written lately",
            "LINK-5",
            change ->
                change instanceof StateChange.PutLink put
                    ? new StateChange.PutLink(
                        put.link().withCondition(put.link().condition().withRecent(List.of())))
                    : change),
        new Liar(
            "forgets which links to revisit",
            "LINK-6",
            () ->
                new LyingStore() {
                  @Override
                  public List<Link> linksToRevisit(String sync) {
                    return List.of();
                  }
                }));
  }

  private static List<Liar> memos() {
    return List.of(
        one(
            "keeps a setting that is removed",
            "SETTING-1",
            change ->
                change instanceof StateChange.PutSetting set && set.value() == null
                    ? null
                    : change),
        new Liar(
            "finds a setting in one sync alone",
            "SETTING-2",
            () ->
                new LyingStore() {
                  @Override
                  public Map<String, String> settings(String name) {
                    Map<String, String> all = new TreeMap<>(super.settings(name));
                    all.keySet().removeIf(sync -> !sync.equals("s"));
                    return all;
                  }
                }),
        new Liar(
            "does not tell the marks of the sides apart",
            "MARK-1",
            () ->
                new LyingStore() {
                  @Override
                  public List<Mark> marks(String sync, Side side, Collection<String> ids) {
                    List<Mark> both = new ArrayList<>(super.marks(sync, Side.LOCAL, ids));
                    both.addAll(super.marks(sync, Side.REMOTE, ids));
                    return both;
                  }
                }),
        new Liar(
            "finds the first mark of a key alone",
            "MARK-2",
            () ->
                new LyingStore() {
                  @Override
                  public List<Mark> marksByKey(String sync, Side side, Collection<Long> keys) {
                    return super.marksByKey(sync, side, keys).stream().limit(1).toList();
                  }
                }),
        changing(
            "prunes marks of every kind",
            "MARK-3",
            changes -> {
              List<StateChange> more = new ArrayList<>();
              for (StateChange change : changes) {
                more.add(change);
                if (change instanceof StateChange.PruneMarks prune) {
                  for (Mark.Kind kind : Mark.Kind.values()) {
                    more.add(new StateChange.PruneMarks(kind, prune.before()));
                  }
                }
              }
              return more;
            }),
        one(
            "loses an intent",
            "INTENT-1",
            change ->
                change instanceof StateChange.PutIntent put
                        && put.intent().action() == Intent.Action.DELETE
                    ? null
                    : change),
        new Liar(
            "gives the youngest intent first",
            "INTENT-1",
            () ->
                new LyingStore() {
                  @Override
                  public List<Intent> intents(String sync) {
                    List<Intent> turned = new ArrayList<>(super.intents(sync));
                    Collections.reverse(turned);
                    return turned;
                  }
                }),
        new Liar(
            "keeps the first intent of an id",
            "INTENT-2",
            () ->
                new LyingStore() {
                  @Override
                  public void commit(Lease lease, List<StateChange> changes) {
                    List<String> open = intents(lease.sync()).stream().map(Intent::id).toList();
                    super.commit(
                        lease,
                        changes.stream()
                            .filter(
                                change ->
                                    !(change instanceof StateChange.PutIntent put)
                                        || !open.contains(put.intent().id()))
                            .toList());
                  }
                }),
        new Liar(
            "finds a document of another kind",
            "DOCUMENT-1",
            () ->
                new LyingStore() {
                  @Override
                  public Optional<Document> document(String sync, Document.Kind kind, String id) {
                    return super.document(sync, kind, id)
                        .or(() -> super.document(sync, Document.Kind.CASE, id));
                  }
                }),
        new Liar(
            "lists the oldest document first",
            "DOCUMENT-2",
            () ->
                new LyingStore() {
                  @Override
                  public List<Document> documents(
                      String sync,
                      Document.Kind kind,
                      String subject,
                      boolean openOnly,
                      int limit) {
                    List<Document> turned =
                        new ArrayList<>(super.documents(sync, kind, subject, openOnly, limit));
                    Collections.reverse(turned);
                    return turned;
                  }
                }),
        changing(
            "prunes nothing",
            "DOCUMENT-3",
            changes ->
                changes.stream()
                    .filter(change -> !(change instanceof StateChange.PruneDocuments))
                    .toList()));
  }
}
