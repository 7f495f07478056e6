package com.puraify.sync.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.internal.plan.GuardCheck.SideCount;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.plan.Guards.Guard;
import com.puraify.sync.plan.Guards.Tripped;
import com.puraify.sync.value.Side;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GuardCheckTest {

  @ParameterizedTest
  @CsvSource({
    // deletes, links, trips
    "0, 1000, false",
    "5, 6, false", // never below the floor of the share
    "6, 6, true",
    "6, 59, true",
    "6, 60, false", // a tenth is let through, more is not
    "50, 1000, false",
    "51, 1000, true",
  })
  void deletes_tripBeyondTheNumberOrTheShare(long deletes, long links, boolean trips) {
    for (Side side : Side.values()) {
      List<Tripped> tripped =
          GuardCheck.check(
              Guards.DEFAULT, links, List.of(new SideCount(side, false, 0, 0, deletes)));

      assertThat(tripped)
          .extracting(Tripped::guard)
          .isEqualTo(trips ? List.of(deletesOf(side)) : List.of());
      if (trips) {
        assertThat(tripped.get(0).count()).isEqualTo(deletes);
        assertThat(tripped.get(0).total()).isEqualTo(links);
        assertThat(tripped.get(0).message())
            .contains(deletes + " of " + links, side.name().toLowerCase(java.util.Locale.ROOT));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void emptySide_tripsOnlyIfItWasReadInFullAndHeldItems(Side side) {
    assertThat(guards(1, new SideCount(side, true, 0, 0, 0))).containsExactly(emptyOf(side));
    assertThat(guards(1, new SideCount(side, true, 1, 0, 0))).isEmpty();
    assertThat(guards(1, new SideCount(side, false, 0, 0, 0))).isEmpty();
    assertThat(guards(0, new SideCount(side, true, 0, 0, 0))).isEmpty();
    assertThat(
            GuardCheck.check(
                new Guards(50, 0.1, false, true), 1, List.of(new SideCount(side, true, 0, 0, 0))))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void emptySide_saysHowManyItemsWereLinked(Side side) {
    Tripped tripped =
        GuardCheck.check(Guards.DEFAULT, 7, List.of(new SideCount(side, true, 0, 0, 0))).get(0);

    assertThat(tripped.count()).isEqualTo(7);
    assertThat(tripped.total()).isEqualTo(7);
  }

  @ParameterizedTest
  @EnumSource
  void allChanged_tripsFromTwentyLinksOn(Side side) {
    assertThat(guards(20, new SideCount(side, true, 20, 20, 0))).containsExactly(changedOf(side));
    assertThat(guards(20, new SideCount(side, true, 20, 19, 0))).isEmpty();
    assertThat(guards(19, new SideCount(side, true, 19, 19, 0))).isEmpty();
    assertThat(guards(20, new SideCount(side, false, 20, 20, 0))).isEmpty();
    assertThat(
            GuardCheck.check(
                new Guards(50, 0.1, true, false),
                20,
                List.of(new SideCount(side, true, 20, 20, 0))))
        .isEmpty();
  }

  @Test
  void severalLimits_areAllNamed() {
    assertThat(
            guards(
                30,
                new SideCount(Side.LOCAL, true, 0, 0, 0),
                new SideCount(Side.REMOTE, true, 30, 30, 30)))
        .containsExactly(Guard.LOCAL_EMPTY, Guard.REMOTE_DELETES, Guard.REMOTE_ALL_CHANGED);
  }

  @Test
  void limitsOff_letEverythingThrough() {
    assertThat(
            GuardCheck.check(
                Guards.OFF,
                100,
                List.of(
                    new SideCount(Side.LOCAL, true, 0, 0, 100),
                    new SideCount(Side.REMOTE, true, 100, 100, 100))))
        .isEmpty();
  }

  private static List<Guard> guards(long links, SideCount... counts) {
    return GuardCheck.check(Guards.DEFAULT, links, List.of(counts)).stream()
        .map(Tripped::guard)
        .toList();
  }

  private static Guard deletesOf(Side side) {
    return side == Side.LOCAL ? Guard.LOCAL_DELETES : Guard.REMOTE_DELETES;
  }

  private static Guard emptyOf(Side side) {
    return side == Side.LOCAL ? Guard.LOCAL_EMPTY : Guard.REMOTE_EMPTY;
  }

  private static Guard changedOf(Side side) {
    return side == Side.LOCAL ? Guard.LOCAL_ALL_CHANGED : Guard.REMOTE_ALL_CHANGED;
  }
}
