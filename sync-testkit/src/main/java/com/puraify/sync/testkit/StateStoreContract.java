package com.puraify.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.error.StateException;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Lease;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * What every {@link com.puraify.sync.state.StateStore} must do, as tests.
 *
 * <p>A store certifies by a test class that extends this one and says how a new store is opened and
 * how one is opened again:
 *
 * <pre>{@code
 * class MyStateStoreTest extends StateStoreContract {
 *   @TempDir Path folder;
 *
 *   @Override
 *   protected StateStore open() {
 *     return MyStateStore.at(folder);
 *   }
 *
 *   @Override
 *   protected StateStore reopen(StateStore store) {
 *     store.close();
 *     return MyStateStore.at(folder);
 *   }
 * }
 * }</pre>
 *
 * <p>Each test is named after its rule in {@code docs/contract.md}; a failure begins with the rule,
 * and each run leaves a {@linkplain com.puraify.sync.testkit.tck.Certification certificate}.
 *
 * <p>{@code open} is called once a test. The tests need no clock: all times are given.
 */
public abstract class StateStoreContract extends DocumentRules {

  /** For subclasses. */
  protected StateStoreContract() {}

  @Test
  void COMMIT_5_personsCommit_changesSettingsMarksAndDocuments_withoutALease() {
    Lease running = lease("s");
    store()
        .commit(
            "s",
            List.of(
                set("a", "1"),
                put(mark(Side.LOCAL, "m")),
                put(document(Document.Kind.CASE, "c", NOW))));
    store().commit(running, List.of(set("b", "2")));
    assertThat(store().load("s").settings()).containsOnlyKeys("a", "b");
    assertThat(store().marks("s", Side.LOCAL, List.of("m"))).hasSize(1);
    assertThat(store().document("s", Document.Kind.CASE, "c")).isPresent();
    store().commit("new", List.of(set("a", "1")));
    assertThat(store().load("new").settings()).containsOnlyKeys("a");
  }

  @Test
  void COMMIT_5_personsCommit_changesTheConditionOfALink() throws Exception {
    commit("s", put(1, "l1", "r1"), put(2, "l2", "r2"));
    Link frozen =
        link(1, "l1", "r1").withCondition(Link.Condition.SOUND.withFrozen(true).withRevisit(true));
    store().commit("s", List.of(put(frozen), set("a", "1")));
    reopened();
    assertThat(allLinks("s")).containsExactly(frozen, link(2, "l2", "r2"));
    assertThat(store().linksToRevisit("s")).containsExactly(frozen);
  }

  @Test
  void COMMIT_5_personsCommit_isRefusedIfItHoldsAnythingElse() {
    commit("s", put(1, "l1", "r1"));
    Intent intent = new Intent("i", Side.LOCAL, Intent.Action.CREATE, NOW, List.of());
    refusedOfAPerson(put(2, "l2", "r2"));
    refusedOfAPerson(put(1, "l9", "r1"));
    refusedOfAPerson(put(link(1, "l1", "r1").withBase(Side.LOCAL, link(2, "", "").local())));
    refusedOfAPerson(remove(1));
    refusedOfAPerson(put(intent));
    refusedOfAPerson(new StateChange.RemoveIntent("i"));
    assertThat(allLinks("s")).containsExactly(link(1, "l1", "r1"));
    assertThat(store().intents("s")).isEmpty();
    assertThat(store().load("s").settings()).isEmpty();
  }

  private void refusedOfAPerson(StateChange change) {
    List<StateChange> changes = List.of(set("a", "1"), change);
    assertThatThrownBy(() -> store().commit("s", changes)).isInstanceOf(StateException.class);
  }

  @Test
  void COMMIT_4_runsOfTwoSyncs_commitAtTheSameTime() throws Exception {
    int rounds = 20;
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (String sync : List.of("s", "t")) {
        Lease lease = lease(sync);
        runs.add(
            pool.submit(
                () -> {
                  for (int round = 0; round < rounds; round++) {
                    long first = 1 + round * 10L;
                    store().commit(lease, puts(first, first + 9, n -> link(n, "l" + n, "r" + n)));
                  }
                }));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } finally {
      pool.shutdownNow();
    }
    for (String sync : List.of("s", "t")) {
      assertThat(allLinks(sync))
          .containsExactlyElementsOf(
              puts(1, rounds * 10L, n -> link(n, "l" + n, "r" + n)).stream()
                  .map(change -> ((StateChange.PutLink) change).link())
                  .toList());
    }
  }

  @Test
  void COMMIT_4_readerBesideAWriter_seesWholeCommitsOnly() throws Exception {
    Lease lease = lease("s");
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> reader =
          pool.submit(
              () -> {
                int looks = 0;
                long before = 0;
                while (!done.get() || looks == 0) {
                  long links = allLinks("s").size();
                  assertThat(links % 50).isZero();
                  assertThat(links).isGreaterThanOrEqualTo(before);
                  before = links;
                  looks++;
                }
                return looks;
              });
      try {
        for (int round = 0; round < 20; round++) {
          long first = 1 + round * 50L;
          store().commit(lease, puts(first, first + 49, n -> link(n, "l" + n, "r" + n)));
          assertThat(store().links("s", List.of(first + 49))).hasSize(1);
        }
      } finally {
        done.set(true);
      }
      assertThat(reader.get()).isPositive();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void COMMIT_4_runAndPerson_loseNothingToEachOther() throws Exception {
    Lease lease = lease("s");
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<?> person =
          pool.submit(
              () -> {
                for (int i = 0; i < 20; i++) {
                  store().commit("s", List.of(set("person" + i, "1")));
                }
              });
      for (int i = 1; i <= 20; i++) {
        store().commit(lease, List.of(put(i, "l" + i, "r" + i), set("run" + i, "1")));
      }
      person.get();
    } finally {
      pool.shutdownNow();
    }
    assertThat(store().load("s").settings()).hasSize(40);
    assertThat(store().load("s").links()).isEqualTo(20);
    assertThat(allLinks("s")).hasSize(20);
  }
}
