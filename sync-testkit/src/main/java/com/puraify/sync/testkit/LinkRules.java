package com.puraify.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.delta.Base;
import com.puraify.sync.error.StateException;
import com.puraify.sync.state.Lease;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.SyncState;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Links: every id in one of them, found by number and by either id. */
abstract class LinkRules extends LeaseRules {

  @Test
  void LINK_1_link_isFoundByItsNumberAndEitherId() throws Exception {
    Link link = link(1, "l1", "r1");
    commit("s", put(link));
    reopened();
    assertThat(store().links("s", List.of(1L))).containsExactly(link);
    assertThat(store().links("s", Side.LOCAL, List.of("l1"))).containsExactly(link);
    assertThat(store().links("s", Side.REMOTE, List.of("r1"))).containsExactly(link);
    assertThat(store().links("s", Side.REMOTE, List.of("l1"))).isEmpty();
  }

  @Test
  void LINK_1_idsAskedTwiceOrUnknown_giveEachLinkOnce() {
    commit("s", put(1, "l1", "r1"), put(2, "l2", "r2"));
    assertThat(store().links("s", Side.LOCAL, List.of("l2", "x", "l2", "l1")))
        .containsExactlyInAnyOrder(link(1, "l1", "r1"), link(2, "l2", "r2"));
    assertThat(store().links("s", List.of(2L, 2L, 99L, 0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE)))
        .containsExactly(link(2, "l2", "r2"));
    assertThat(store().links("s", List.of())).isEmpty();
    assertThat(store().links("s", Side.LOCAL, List.of())).isEmpty();
  }

  @Test
  void LINK_2_linksAfter_areAscending_pageByPage() {
    commit("s", put(5, "a", "a"), put(1, "b", "b"), put(3, "c", "c"), put(2, "d", "d"));
    assertThat(numbers(store().linksAfter("s", 0, 2))).containsExactly(1L, 2L);
    assertThat(numbers(store().linksAfter("s", 2, 2))).containsExactly(3L, 5L);
    assertThat(store().linksAfter("s", 5, 2)).isEmpty();
    assertThat(store().linksAfter("s", 0, 0)).isEmpty();
    assertThat(numbers(store().linksAfter("s", -7, 9))).containsExactly(1L, 2L, 3L, 5L);
    assertThat(store().linksAfter("s", Long.MAX_VALUE, 9)).isEmpty();
  }

  @Test
  void LINK_4_put_replacesTheLinkOfItsNumber() {
    commit("s", put(1, "l1", "r1"));
    Link other =
        link(1, "l9", "r1")
            .withBase(Side.LOCAL, Base.empty())
            .withCondition(Link.Condition.SOUND.withFrozen(true));
    commit("s", put(other));
    assertThat(allLinks("s")).containsExactly(other);
    assertThat(store().links("s", Side.LOCAL, List.of("l1"))).isEmpty();
    assertThat(store().links("s", Side.LOCAL, List.of("l9"))).containsExactly(other);
  }

  @Test
  void COMMIT_3_put_ofTheSameLinkTwiceInOneCommit_keepsTheLast() {
    Link last = link(1, "l1", "r2").withBase(Side.REMOTE, Base.of(List.of("z"), new long[] {9}));
    commit("s", put(1, "l1", "r1"), put(1, "l1", "r9"), put(last), put(2, "l2", "r1"));
    assertThat(allLinks("s")).containsExactly(last, link(2, "l2", "r1"));
  }

  @Test
  void LINK_4_removedLink_isGone_andItsNumberStaysGivenOut() throws Exception {
    commit("s", put(1, "l1", "r1"), put(2, "l2", "r2"));
    commit("s", remove(2), remove(2), remove(77), remove(-1), remove(Long.MAX_VALUE));
    reopened();
    assertThat(allLinks("s")).containsExactly(link(1, "l1", "r1"));
    SyncState state = store().load("s");
    assertThat(state.lastLinkNumber()).isEqualTo(2);
    assertThat(state.links()).isEqualTo(1);
  }

  @Test
  void LINK_4_countOfLinks_followsEveryKindOfChange() {
    commit("s", put(1, "a", "a"), put(2, "b", "b"), put(5, "c", "c"));
    assertThat(store().load("s").links()).isEqualTo(3);
    commit("s", put(2, "b", "x"), put(1, "a", "a"), put(4, "late", "late"), put(6, "d", "d"));
    assertThat(store().load("s").links()).isEqualTo(5);
    commit("s", remove(2), put(2, "b", "y"), remove(2), remove(1));
    assertThat(store().load("s").links()).isEqualTo(3).isEqualTo(allLinks("s").size());
    assertThat(store().load("s").lastLinkNumber()).isEqualTo(6);
  }

  @Test
  void LINK_3_localIdInTwoLinks_isRefused() {
    commit("s", put(1, "l1", "r1"));
    refused("'l1'", put(2, "l1", "r2"));
  }

  @Test
  void LINK_3_remoteIdInTwoLinks_isRefused() {
    commit("s", put(1, "l1", "r1"));
    refused("'r1'", put(2, "l2", "r1"));
  }

  @Test
  void LINK_3_idInTwoLinksOfOneCommit_isRefused() {
    commit("s", put(1, "l1", "r1"));
    refused("'x'", put(2, "x", "r2"), put(3, "x", "r3"));
    refused("'x'", put(2, "l2", "x"), put(3, "l3", "x"));
  }

  @Test
  void LINK_3_idTakenFromAnotherLinkByAnUpdate_isRefused() {
    commit("s", put(1, "l1", "r1"), put(2, "l2", "r2"));
    assertThatThrownBy(() -> commit("s", put(2, "l1", "r2"))).isInstanceOf(StateException.class);
    assertThat(allLinks("s")).containsExactly(link(1, "l1", "r1"), link(2, "l2", "r2"));
  }

  @Test
  void COMMIT_3_idFreedEarlierInTheCommit_isFree() {
    commit("s", put(1, "l1", "r1"), put(2, "l2", "r2"));
    commit("s", remove(1), put(3, "l1", "r9"), put(2, "l9", "r2"), put(4, "l2", "r4"));
    assertThat(allLinks("s"))
        .containsExactly(link(2, "l9", "r2"), link(3, "l1", "r9"), link(4, "l2", "r4"));
  }

  @Test
  void LINK_3_idFreedLaterInTheCommit_isNotFreeYet() {
    commit("s", put(1, "l1", "r1"));
    refused("'l1'", put(2, "l1", "r2"), remove(1));
  }

  @Test
  void LINK_3_swapOfIds_needsARemovalInBetween() {
    Link one = link(1, "l1", "r1");
    Link two = link(2, "l2", "r2");
    commit("s", put(one), put(two));
    Link oneSwapped = one.withId(Side.REMOTE, "r2");
    Link twoSwapped = two.withId(Side.REMOTE, "r1");
    assertThatThrownBy(() -> commit("s", put(oneSwapped), put(twoSwapped)))
        .isInstanceOf(StateException.class);
    assertThat(allLinks("s")).containsExactly(one, two);
    commit("s", remove(1), put(twoSwapped), put(oneSwapped));
    assertThat(allLinks("s")).containsExactly(oneSwapped, twoSwapped);
  }

  @Test
  void COMMIT_1_failingChangeInTheMiddle_leavesNothingOfTheCommit() {
    commit("s", put(1, "l1", "r1"), set("a", "old"));
    Lease lease = lease("s");
    List<StateChange> changes =
        List.of(
            set("a", "new"),
            set("b", "new"),
            put(2, "l2", "r2"),
            put(mark(Side.LOCAL, "m")),
            remove(1),
            put(3, "l2", "r3"),
            put(4, "l4", "r4"));
    assertThatThrownBy(() -> store().commit(lease, changes)).isInstanceOf(StateException.class);
    assertThat(allLinks("s")).containsExactly(link(1, "l1", "r1"));
    assertThat(store().marks("s", Side.LOCAL, List.of("m"))).isEmpty();
    SyncState state = store().load("s");
    assertThat(state.settings()).containsOnlyKeys("a").containsEntry("a", "old");
    assertThat(state.lastLinkNumber()).isEqualTo(1);
    assertThat(state.links()).isEqualTo(1);
    store().commit(lease, List.of(put(2, "l2", "r2")));
    assertThat(allLinks("s")).containsExactly(link(1, "l1", "r1"), link(2, "l2", "r2"));
  }

  @Test
  void COMMIT_7_oddIds_areDifferentFromEachOther_andComeBackUnchanged() throws Exception {
    List<StateChange> changes = new ArrayList<>();
    for (int i = 0; i < ODD_IDS.size(); i++) {
      changes.add(put(i + 1, ODD_IDS.get(i), ODD_IDS.get(ODD_IDS.size() - 1 - i)));
    }
    store().commit(lease("s"), changes);
    reopened();
    for (int i = 0; i < ODD_IDS.size(); i++) {
      Link link = link(i + 1, ODD_IDS.get(i), ODD_IDS.get(ODD_IDS.size() - 1 - i));
      assertThat(store().links("s", Side.LOCAL, List.of(link.localId()))).containsExactly(link);
      assertThat(store().links("s", Side.REMOTE, List.of(link.remoteId()))).containsExactly(link);
    }
    assertThat(store().links("s", Side.LOCAL, ODD_IDS)).hasSameSizeAs(ODD_IDS);
  }

  @Test
  void LINK_3_longId_isStillInOneLinkOnly_andCanBeReplaced() {
    String id = "\u20ac".repeat(2000);
    commit("s", put(1, id, "r1"));
    commit("s", put(1, id, id));
    assertThat(allLinks("s")).containsExactly(link(1, id, id));
    refused("link", put(2, id, "r2"));
  }

  @Test
  void LINK_5_bases_keepTheirFieldsInOrder_andEveryFingerprint() throws Exception {
    List<Base> bases =
        List.of(
            Base.empty(),
            Base.of(List.of("a", "b"), new long[] {Long.MIN_VALUE, Long.MAX_VALUE}),
            Base.of(List.of("b", "a"), new long[] {-1, 0}),
            Base.of(List.of("a"), new long[] {1}),
            Base.of(List.of("ab"), new long[] {1}),
            Base.of(List.of("", "a b", "\u00fc", "a,b", "\u0000"), new long[] {1, 2, 3, 4, 5}),
            Base.of(
                LongStream.range(0, 300).mapToObj(i -> "field" + i).toList(),
                LongStream.range(0, 300).toArray()));
    List<Link> links = new ArrayList<>();
    for (Base local : bases) {
      for (Base remote : bases) {
        long number = links.size() + 1L;
        links.add(
            new Link(number, "l" + number, "r" + number, local, remote, Link.Condition.SOUND));
      }
    }
    store().commit(lease("s"), links.stream().map(StateStoreFixture::put).toList());
    reopened();
    assertThat(allLinks("s")).isEqualTo(links);
  }

  @Test
  void COMMIT_1_fieldListsOfARefusedCommit_doNotConfuseTheNext() {
    Link bad = link(2, "l1", "r2").withBase(Side.LOCAL, Base.of(List.of("bad"), new long[] {1}));
    Link good = link(2, "l2", "r2").withBase(Side.LOCAL, Base.of(List.of("good"), new long[] {2}));
    commit("s", put(1, "l1", "r1"));
    assertThatThrownBy(() -> commit("s", put(bad))).isInstanceOf(StateException.class);
    commit("s", put(good));
    assertThat(allLinks("s")).containsExactly(link(1, "l1", "r1"), good);
  }

  @Test
  void LINK_5_condition_comesBackInFull() throws Exception {
    List<Link.Written> recent =
        List.of(
            new Link.Written(Long.MIN_VALUE, Instant.parse("1969-12-31T23:59:59Z")),
            new Link.Written(-1, Instant.parse("2026-03-29T01:00:00Z")),
            new Link.Written(0, Instant.parse("2100-01-01T00:00:00Z")));
    List<Link> links =
        List.of(
            link(1, "l1", "r1").withCondition(new Link.Condition(true, false, 0, 0, List.of())),
            link(2, "l2", "r2").withCondition(new Link.Condition(false, true, 0, 0, List.of())),
            link(3, "l3", "r3").withCondition(new Link.Condition(false, false, -5, 0, List.of())),
            link(4, "l4", "r4")
                .withCondition(new Link.Condition(false, false, 0, Long.MIN_VALUE, List.of())),
            link(5, "l5", "r5").withCondition(new Link.Condition(false, false, 0, 0, recent)),
            link(6, "l6", "r6").withCondition(new Link.Condition(true, true, 1, 2, recent)),
            link(7, "l7", "r7"));
    store().commit(lease("s"), links.stream().map(StateStoreFixture::put).toList());
    reopened();
    assertThat(allLinks("s")).isEqualTo(links);
    assertThat(numbers(store().linksToRevisit("s"))).containsExactly(1L, 6L);
  }

  @Test
  void LINK_6_linksToRevisit_areAscending_andFollowTheFlag() {
    Link.Condition revisit = Link.Condition.SOUND.withRevisit(true);
    commit(
        "s",
        put(link(3, "l3", "r3").withCondition(revisit)),
        put(link(1, "l1", "r1").withCondition(revisit)),
        put(2, "l2", "r2"));
    commit("t", put(link(1, "l1", "r1").withCondition(revisit)));
    assertThat(numbers(store().linksToRevisit("s"))).containsExactly(1L, 3L);
    commit("s", put(1, "l1", "r1"), put(link(2, "l2", "r2").withCondition(revisit)), remove(3));
    assertThat(numbers(store().linksToRevisit("s"))).containsExactly(2L);
  }

  @Test
  void COMMIT_6_linksOfTwoSyncs_neverMeet() {
    commit("s", put(1, "l1", "r1"), put(2, "l2", "r2"));
    commit("t", put(1, "l1", "r1"), put(9, "l2", "r9"));
    commit("s", remove(1), remove(9));
    assertThat(allLinks("s")).containsExactly(link(2, "l2", "r2"));
    assertThat(allLinks("t")).containsExactly(link(1, "l1", "r1"), link(9, "l2", "r9"));
    assertThat(store().links("t", Side.LOCAL, List.of("l2"))).containsExactly(link(9, "l2", "r9"));
    assertThat(store().links("s", Side.LOCAL, List.of("l1"))).isEmpty();
    assertThat(store().load("s").lastLinkNumber()).isEqualTo(2);
    assertThat(store().load("t").lastLinkNumber()).isEqualTo(9);
    assertThat(allLinks("u")).isEmpty();
    assertThat(store().load("u")).isEqualTo(new SyncState(Map.of(), 0, 0));
  }

  @Test
  void COMMIT_2_tenThousandLinks_inOneCommit_thenAllUpdated() throws Exception {
    Lease lease = lease("s");
    store().commit(lease, puts(1, 10_000, n -> link(n, "l" + n, "r" + n)));
    Base other = Base.of(List.of("title"), new long[] {4});
    List<StateChange> updates =
        puts(1, 9_000, n -> link(n, "l" + n, "r" + n).withBase(Side.LOCAL, other));
    updates.addAll(puts(10_001, 11_000, n -> link(n, "l" + n, "r" + n)));
    store().commit(lease, updates);
    reopened();
    assertThat(store().load("s").links()).isEqualTo(11_000);
    List<Link> links = allLinks("s");
    assertThat(numbers(links)).isEqualTo(LongStream.rangeClosed(1, 11_000).boxed().toList());
    assertThat(links.subList(0, 9_000)).allMatch(link -> link.local().equals(other));
    List<String> ids = LongStream.rangeClosed(1, 11_000).mapToObj(n -> "r" + n).toList();
    assertThat(store().links("s", Side.REMOTE, ids)).containsExactlyInAnyOrderElementsOf(links);
    assertThat(store().links("s", numbers(links))).containsExactlyInAnyOrderElementsOf(links);
  }

  private void refused(String named, StateChange... changes) {
    List<Link> before = allLinks("s");
    Lease lease = lease("s");
    assertThatThrownBy(() -> store().commit(lease, List.of(changes)))
        .isInstanceOf(StateException.class)
        .hasMessageContaining(named)
        .hasMessageContaining("'s'");
    assertThat(allLinks("s")).isEqualTo(before);
    store().release(lease);
  }

  private static List<Long> numbers(List<Link> links) {
    return links.stream().map(Link::number).toList();
  }
}
