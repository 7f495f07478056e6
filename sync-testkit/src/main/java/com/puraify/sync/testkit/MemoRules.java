package com.puraify.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.delta.Base;
import com.puraify.sync.error.StateException;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Lease;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Settings, marks and intents. */
abstract class MemoRules extends LinkRules {

  @Test
  void SETTING_1_settings_areSet_replacedAndRemovedByNull() throws Exception {
    commit("s", set("a", "1"), set("b", "2"), set("c", ""));
    commit("s", set("a", "3"), set("b", null), set("never", null));
    reopened();
    assertThat(store().load("s").settings()).isEqualTo(Map.of("a", "3", "c", ""));
  }

  @Test
  void COMMIT_3_settings_areTakenInTheirOrder() {
    commit("s", set("a", "1"), set("a", null), set("a", "2"), set("b", "1"), set("b", null));
    assertThat(store().load("s").settings()).isEqualTo(Map.of("a", "2"));
  }

  @Test
  void COMMIT_6_settings_ofTwoSyncs_neverMeet() {
    commit("s", set("a", "1"));
    commit("S", set("a", "2"));
    assertThat(store().load("s").settings()).isEqualTo(Map.of("a", "1"));
    assertThat(store().load("S").settings()).isEqualTo(Map.of("a", "2"));
  }

  @Test
  void COMMIT_7_oddNamesAndValues_comeBackUnchanged() throws Exception {
    for (String odd : ODD_IDS) {
      commit(odd, set(odd, odd), set("large", "\u00fc".repeat(100_000)));
    }
    reopened();
    for (String odd : ODD_IDS) {
      assertThat(store().load(odd).settings())
          .hasSize(2)
          .containsEntry(odd, odd)
          .containsEntry("large", "\u00fc".repeat(100_000));
    }
  }

  @Test
  void SETTING_2_settingOfEverySync_isFoundByItsName() throws Exception {
    String longest = "x".repeat(200);
    String uuid = "01234567-89ab-cdef-0123-456789abcdef";
    for (String sync : List.of("s", "S", longest, uuid, "a:b.c_d-e")) {
      commit(sync, set("a", "of " + sync), set("b", "another"));
    }
    commit("without", set("b", "another"));
    commit("removed", set("a", "gone"), set("a", null));
    reopened();
    assertThat(store().settings("a"))
        .isEqualTo(
            Map.of(
                "s",
                "of s",
                "S",
                "of S",
                longest,
                "of " + longest,
                uuid,
                "of " + uuid,
                "a:b.c_d-e",
                "of a:b.c_d-e"));
    assertThat(store().settings("never")).isEmpty();
  }

  @Test
  void COMMIT_8_expectedSetting_letsTheRestThrough_andAnotherRefusesAll() {
    store().commit("s", List.of(expect("a", null), set("a", "1")));
    store().commit("s", List.of(set("a", "2"), expect("a", "1"), set("b", "1")));
    for (StateChange wrong : List.of(expect("a", "1"), expect("a", null), expect("c", ""))) {
      assertThatThrownBy(() -> store().commit("s", List.of(set("a", "3"), wrong, set("b", "3"))))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("not as expected");
    }
    assertThat(store().load("s").settings()).isEqualTo(Map.of("a", "2", "b", "1"));
    Lease lease = lease("s");
    store().commit(lease, List.of(expect("a", "2"), set("a", null)));
    assertThatThrownBy(() -> store().commit(lease, List.of(expect("a", "2"), set("b", "4"))))
        .isInstanceOf(StateException.class);
    assertThat(store().load("s").settings()).isEqualTo(Map.of("b", "1"));
  }

  @Test
  void COMMIT_8_ofManyThatExpectTheSame_oneGetsThrough() throws Exception {
    int hands = 4;
    int rounds = 25;
    ExecutorService pool = Executors.newFixedThreadPool(hands);
    try {
      List<Future<Integer>> counts = new ArrayList<>();
      for (int hand = 0; hand < hands; hand++) {
        counts.add(pool.submit(() -> increments(rounds)));
      }
      for (Future<Integer> count : counts) {
        assertThat(count.get()).isEqualTo(rounds);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(store().load("s").settings()).isEqualTo(Map.of("n", "" + hands * rounds));
  }

  private int increments(int rounds) {
    int made = 0;
    for (int tries = 0; made < rounds && tries < 10_000; tries++) {
      String now = store().load("s").settings().get("n");
      String next = "" + (now == null ? 1 : Integer.parseInt(now) + 1);
      try {
        store().commit("s", List.of(expect("n", now), set("n", next)));
        made++;
      } catch (StateException e) {
        assertThat(e).hasMessageContaining("not as expected");
      }
    }
    return made;
  }

  private static StateChange expect(String name, @Nullable String value) {
    return new StateChange.ExpectSetting(name, value);
  }

  @Test
  void MARK_1_mark_comesBackInFull_ofEveryKind() throws Exception {
    List<Mark> marks = new ArrayList<>();
    for (Side side : Side.values()) {
      for (Mark.Kind kind : Mark.Kind.values()) {
        marks.add(new Mark(side, kind.name(), kind, Long.MIN_VALUE, -1, false, NOW));
        marks.add(new Mark(side, kind + "2", kind, 0, Long.MAX_VALUE, true, Instant.EPOCH));
      }
    }
    store().commit(lease("s"), marks.stream().map(StateStoreFixture::put).toList());
    reopened();
    for (Side side : Side.values()) {
      List<Mark> expected = marks.stream().filter(mark -> mark.side() == side).toList();
      List<String> ids = expected.stream().map(Mark::id).toList();
      assertThat(store().marks("s", side, ids)).containsExactlyInAnyOrderElementsOf(expected);
    }
    assertThat(store().marksToRevisit("s"))
        .containsExactlyInAnyOrderElementsOf(marks.stream().filter(Mark::revisit).toList());
  }

  @Test
  void MARK_1_mark_isOnePerItemAndSide() {
    Mark first = mark(Side.LOCAL, "x");
    Mark remote = mark(Side.REMOTE, "x");
    Mark second = new Mark(Side.LOCAL, "x", Mark.Kind.TOMBSTONE, 1, 2, true, NOW);
    commit("s", put(first), put(remote));
    commit("s", put(second));
    assertThat(store().marks("s", Side.LOCAL, List.of("x", "x"))).containsExactly(second);
    assertThat(store().marks("s", Side.REMOTE, List.of("x"))).containsExactly(remote);
    assertThat(store().marksByKey("s", Side.LOCAL, List.of(first.key()))).isEmpty();
    commit("s", new StateChange.RemoveMark(Side.LOCAL, "x"));
    assertThat(store().marks("s", Side.LOCAL, List.of("x"))).isEmpty();
    assertThat(store().marks("s", Side.REMOTE, List.of("x"))).containsExactly(remote);
    assertThat(store().marksToRevisit("s")).isEmpty();
  }

  @Test
  void COMMIT_3_marks_arePutAndRemovedInTheirOrder() {
    StateChange gone = new StateChange.RemoveMark(Side.LOCAL, "x");
    commit("s", put(mark(Side.LOCAL, "x")), gone, gone, put(mark(Side.LOCAL, "y")));
    assertThat(store().marks("s", Side.LOCAL, List.of("x", "y")))
        .containsExactly(mark(Side.LOCAL, "y"));
    commit("s", new StateChange.RemoveMark(Side.LOCAL, "y"), put(mark(Side.LOCAL, "y")));
    assertThat(store().marks("s", Side.LOCAL, List.of("y"))).hasSize(1);
  }

  @Test
  void MARK_2_marks_areFoundByMatchKey_butNotByNone() {
    Mark one = new Mark(Side.LOCAL, "1", Mark.Kind.UNLINKED, 5, 0, false, NOW);
    Mark two = new Mark(Side.LOCAL, "2", Mark.Kind.AMBIGUOUS, 5, 0, false, NOW);
    Mark far = new Mark(Side.LOCAL, "3", Mark.Kind.UNLINKED, -6, 0, false, NOW);
    Mark other = new Mark(Side.REMOTE, "4", Mark.Kind.UNLINKED, 5, 0, false, NOW);
    Mark without = new Mark(Side.LOCAL, "5", Mark.Kind.UNLINKED, 0, 0, false, NOW);
    commit("s", put(one), put(two), put(far), put(other), put(without));
    assertThat(store().marksByKey("s", Side.LOCAL, List.of(5L, 5L, 77L)))
        .containsExactlyInAnyOrder(one, two);
    assertThat(store().marksByKey("s", Side.LOCAL, List.of(-6L))).containsExactly(far);
    assertThat(store().marksByKey("s", Side.LOCAL, List.of(0L))).isEmpty();
    assertThat(store().marksByKey("t", Side.LOCAL, List.of(5L))).isEmpty();
  }

  @Test
  void MARK_3_marks_arePrunedByKindAndAge() {
    Mark old = new Mark(Side.LOCAL, "old", Mark.Kind.TOMBSTONE, 0, 0, false, NOW.minusNanos(1000));
    Mark young = new Mark(Side.LOCAL, "young", Mark.Kind.TOMBSTONE, 0, 0, false, NOW);
    Mark kept = new Mark(Side.LOCAL, "kept", Mark.Kind.UNLINKED, 0, 0, true, Instant.EPOCH);
    commit("s", put(old), put(young), put(kept));
    commit("t", put(old));
    commit("s", new StateChange.PruneMarks(Mark.Kind.TOMBSTONE, NOW));
    assertThat(store().marks("s", Side.LOCAL, List.of("old", "young", "kept")))
        .containsExactlyInAnyOrder(young, kept);
    assertThat(store().marks("t", Side.LOCAL, List.of("old"))).containsExactly(old);
  }

  @Test
  void COMMIT_7_manyMarks_areFound_withOddIdsAmongThem() throws Exception {
    List<StateChange> changes = new ArrayList<>();
    List<String> ids = new ArrayList<>(ODD_IDS);
    for (int i = 0; i < 700; i++) {
      ids.add("m" + i);
    }
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      marks.add(new Mark(Side.REMOTE, ids.get(i), Mark.Kind.UNLINKED, i + 1, i, i == 3, NOW));
    }
    marks.forEach(mark -> changes.add(put(mark)));
    store().commit(lease("s"), changes);
    reopened();
    assertThat(store().marks("s", Side.REMOTE, ids)).containsExactlyInAnyOrderElementsOf(marks);
    assertThat(store().marksByKey("s", Side.REMOTE, marks.stream().map(Mark::key).toList()))
        .containsExactlyInAnyOrderElementsOf(marks);
    assertThat(store().marksToRevisit("s")).containsExactly(marks.get(3));
  }

  @Test
  void INTENT_1_intents_comeOldestFirst_andInFull() throws Exception {
    Intent create =
        new Intent(
            "i1",
            Side.REMOTE,
            Intent.Action.CREATE,
            NOW.plusSeconds(2),
            List.of(
                entry("k1", 0, "src", null, base("f", -1), base("title", Long.MIN_VALUE)),
                entry("\u0000", 0, "", null, Base.empty(), base("title", 3))));
    Intent update =
        new Intent(
            "i2",
            Side.LOCAL,
            Intent.Action.UPDATE,
            NOW.plusSeconds(1),
            List.of(entry("k", Long.MAX_VALUE, "s", "t", base("f", 1), Base.empty())));
    Intent delete =
        new Intent(
            "i0",
            Side.LOCAL,
            Intent.Action.DELETE,
            NOW.plusSeconds(2),
            List.of(entry("k", 3, null, "t".repeat(2000), Base.empty(), Base.empty())));
    commit("s", put(create), put(update), put(delete));
    commit("t", put(update));
    reopened();
    assertThat(store().intents("s")).containsExactly(update, create, delete);
    commit("s", new StateChange.RemoveIntent("i1"), new StateChange.RemoveIntent("nobody"));
    assertThat(store().intents("s")).containsExactly(update, delete);
    assertThat(store().intents("t")).containsExactly(update);
  }

  @Test
  void INTENT_2_intent_isReplacedByOneOfTheSameId_andWithoutEntriesIsLegal() {
    Intent first = new Intent("i", Side.LOCAL, Intent.Action.CREATE, NOW, List.of());
    Intent second = new Intent("i", Side.REMOTE, Intent.Action.DELETE, NOW, List.of());
    commit("s", put(first));
    commit("s", put(second), new StateChange.RemoveIntent("x"));
    assertThat(store().intents("s")).containsExactly(second);
  }

  private static Base base(String field, long fingerprint) {
    return Base.of(List.of(field), new long[] {fingerprint});
  }

  private static Intent.Entry entry(
      String key,
      long link,
      @Nullable String sourceId,
      @Nullable String targetId,
      Base content,
      Base sourceContent) {
    return new Intent.Entry(key, link, sourceId, targetId, content, sourceContent);
  }
}
