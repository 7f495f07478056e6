package com.puraify.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.error.StateException;
import com.puraify.sync.state.Lease;
import com.puraify.sync.state.StateChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Leases, and what is refused without one. */
abstract class LeaseRules extends StateStoreFixture {

  private static final List<StateChange> CHANGE = List.of(set("a", "1"));

  @Test
  void LEASE_1_freeLease_isGiven_andNamesItsHolder() {
    assertThat(store().holder("s", NOW)).isEmpty();
    Lease lease = lease("s");
    assertThat(lease.sync()).isEqualTo("s");
    assertThat(lease.owner()).isEqualTo("node-a");
    assertThat(lease.token()).isPositive();
    assertThat(store().holder("s", NOW)).contains("node-a");
  }

  @Test
  void LEASE_1_heldLease_isNotGivenAgain_evenToTheSameOwner() {
    lease("s");
    assertThat(store().acquire("s", "node-b", MINUTE, NOW)).isEmpty();
    assertThat(store().acquire("s", "node-a", MINUTE, NOW)).isEmpty();
  }

  @Test
  void LEASE_1_lease_endsExactlyAfterItsLength() {
    lease("s");
    assertThat(store().holder("s", NOW.plus(MINUTE).minusNanos(1000))).contains("node-a");
    assertThat(store().holder("s", NOW.plus(MINUTE))).isEmpty();
    assertThat(store().acquire("s", "b", MINUTE, NOW.plus(MINUTE).minusNanos(1000))).isEmpty();
    assertThat(store().acquire("s", "b", MINUTE, NOW.plus(MINUTE))).isPresent();
  }

  @Test
  void LEASE_2_leaseThatRanOut_goesToTheNext_withAHigherToken() {
    Lease first = lease("s");
    Lease second = store().acquire("s", "node-b", MINUTE, NOW.plus(MINUTE)).orElseThrow();
    assertThat(second.token()).isGreaterThan(first.token());
    assertThat(store().holder("s", NOW.plus(MINUTE))).contains("node-b");
  }

  @Test
  void LEASE_3_renewedLease_holdsLonger() {
    Lease lease = lease("s");
    assertThat(store().renew(lease, MINUTE, NOW.plusSeconds(50))).isTrue();
    assertThat(store().holder("s", NOW.plusSeconds(109))).contains("node-a");
    assertThat(store().holder("s", NOW.plusSeconds(110))).isEmpty();
  }

  @Test
  void LEASE_3_leaseThatRanOut_isStillItsHolders_untilSomebodyTakesIt() {
    Lease lease = lease("s");
    store().commit(lease, CHANGE);
    assertThat(store().renew(lease, MINUTE, NOW.plusSeconds(600))).isTrue();
    assertThat(store().holder("s", NOW.plusSeconds(601))).contains("node-a");
  }

  @Test
  void LEASE_3_leaseThatWasTaken_isNotRenewed_andNotReleased() {
    Lease old = lease("s");
    assertThat(store().acquire("s", "node-b", MINUTE, NOW.plus(MINUTE))).isPresent();
    assertThat(store().renew(old, Duration.ofDays(1), NOW.plus(MINUTE))).isFalse();
    store().release(old);
    assertThat(store().holder("s", NOW.plus(MINUTE))).contains("node-b");
  }

  @Test
  void LEASE_4_commitUnderALeaseThatWasTaken_isRefused_andChangesNothing() {
    Lease old = lease("s");
    Lease latest = store().acquire("s", "node-b", MINUTE, NOW.plus(MINUTE)).orElseThrow();
    assertThatThrownBy(() -> store().commit(old, CHANGE))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("lease")
        .hasMessageContaining("'s'");
    assertThat(store().load("s").settings()).isEmpty();
    store().commit(latest, CHANGE);
    assertThat(store().load("s").settings()).containsEntry("a", "1");
  }

  @Test
  void LEASE_4_commitUnderAReleasedLease_isRefused() {
    Lease lease = lease("s");
    store().release(lease);
    assertThat(store().holder("s", NOW)).isEmpty();
    assertThat(store().renew(lease, MINUTE, NOW)).isFalse();
    assertThatThrownBy(() -> store().commit(lease, CHANGE)).isInstanceOf(StateException.class);
    assertThat(store().load("s").settings()).isEmpty();
  }

  @Test
  void LEASE_4_emptyCommit_isRefusedUnderAnOldLeaseToo() {
    Lease old = lease("s");
    assertThat(store().acquire("s", "node-b", MINUTE, NOW.plus(MINUTE))).isPresent();
    assertThatThrownBy(() -> store().commit(old, List.of())).isInstanceOf(StateException.class);
  }

  @Test
  void LEASE_4_tokenThatWasNeverGivenOut_isRefused() {
    Lease lease = lease("s");
    Lease forged = new Lease("s", "node-a", lease.token() + 1);
    assertThatThrownBy(() -> store().commit(forged, CHANGE)).isInstanceOf(StateException.class);
    Lease elsewhere = new Lease("t", "node-a", lease.token());
    assertThatThrownBy(() -> store().commit(elsewhere, CHANGE)).isInstanceOf(StateException.class);
  }

  @Test
  void LEASE_2_tokens_growAcrossReleasesAndRestarts() throws Exception {
    long last = 0;
    for (int i = 0; i < 3; i++) {
      Lease lease = lease("s");
      assertThat(lease.token()).isGreaterThan(last);
      last = lease.token();
      store().release(lease);
      reopened();
    }
  }

  @Test
  void LEASE_5_lease_outlivesARestart() throws Exception {
    Lease lease = lease("s");
    reopened();
    assertThat(store().holder("s", NOW)).contains("node-a");
    assertThat(store().acquire("s", "node-b", MINUTE, NOW)).isEmpty();
    store().commit(lease, CHANGE);
    assertThat(store().load("s").settings()).containsEntry("a", "1");
  }

  @Test
  void COMMIT_6_leasesOfTwoSyncs_haveNothingToDoWithEachOther() {
    Lease one = lease("s");
    Lease other = lease("t");
    store().release(one);
    assertThat(store().holder("t", NOW)).contains("node-a");
    store().commit(other, CHANGE);
    assertThat(store().load("s").settings()).isEmpty();
  }

  @Test
  void LEASE_1_leaseForEver_isHeldForEver() {
    assertThat(store().acquire("s", "node-a", Duration.ofDays(365_000), NOW)).isPresent();
    assertThat(store().acquire("s", "node-b", MINUTE, NOW.plus(Duration.ofDays(36_500)))).isEmpty();
  }

  @Test
  void LEASE_1_threadsThatAskAtOnce_getOneLeaseAmongThem() throws Exception {
    int threads = 4;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 5; round++) {
        String sync = "s" + round;
        Callable<Optional<Lease>> ask = () -> store().acquire(sync, "node", MINUTE, NOW);
        List<Future<Optional<Lease>>> answers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          answers.add(pool.submit(ask));
        }
        int given = 0;
        for (Future<Optional<Lease>> answer : answers) {
          given += answer.get().isPresent() ? 1 : 0;
        }
        assertThat(given).isEqualTo(1);
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
