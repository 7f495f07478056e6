package com.puraify.sync.testkit.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What moves the time of change, and what does not. */
class ChangeTimesTest extends Fixture {

  @Test
  void write_movesItAndTheCalculationMovesItAgain() {
    SimulatedRecord ada = contact("ada@example.com");
    pass(Duration.ofMinutes(10));
    update(ada, "{'firstname':'Ada'}");
    Instant written = clock.instant();
    assertThat(ada.modifiedAt()).isEqualTo(written);

    pass(HubSpotQuirks.DEFAULT_CALCULATED_BUMP);

    assertThat(ada.modifiedAt()).isEqualTo(written.plus(HubSpotQuirks.DEFAULT_CALCULATED_BUMP));
    assertThat(ada.value("hs_predictivecontactscore_v2")).isEqualTo("2");
    pass(Duration.ofDays(1));
    assertThat(ada.value("hs_predictivecontactscore_v2")).isEqualTo("2");
  }

  @Test
  void writesInARow_areFollowedByOneCalculation() {
    SimulatedRecord ada = contact("ada@example.com");
    pass(Duration.ofMinutes(1));
    ada.set("firstname", "A");
    pass(Duration.ofMinutes(1));
    assertThat(ada.value("hs_predictivecontactscore_v2")).isNull();
    pass(Duration.ofMinutes(1));
    assertThat(ada.value("hs_predictivecontactscore_v2")).isEqualTo("1");
  }

  @Test
  void calculation_isSeenBySearchAfterItsOwnDelay() {
    SimulatedRecord ada = contact("ada@example.com");
    pass(HubSpotQuirks.DEFAULT_CALCULATED_BUMP);
    String filter =
        "'propertyName':'lastmodifieddate','operator':'GTE','value':'"
            + clock.instant().toEpochMilli()
            + "'";

    assertThat(filter(filter).ids()).isEmpty();
    pass(Duration.ofSeconds(15));
    assertThat(filter(filter).ids()).containsExactly(ada.id());
  }

  @Test
  void calculation_canBeSwitchedOffOrAskedFor() {
    sim.quirks().calculatedBump(Duration.ZERO);
    SimulatedRecord ada = contact("ada@example.com");
    Instant made = clock.instant();
    pass(Duration.ofHours(1));
    assertThat(ada.modifiedAt()).isEqualTo(made);

    ada.recalculate();

    assertThat(ada.modifiedAt()).isEqualTo(clock.instant());
  }

  @Test
  void writeThatChangesNothing_movesItUnlessTheQuirkSaysOtherwise() {
    sim.quirks().calculatedBump(Duration.ZERO);
    SimulatedRecord ada = contacts.add(Map.of("firstname", "Ada"));
    pass(Duration.ofMinutes(1));
    update(ada, "{'firstname':'Ada'}");
    Instant moved = clock.instant();
    assertThat(ada.modifiedAt()).isEqualTo(moved);

    sim.quirks().unchangedWritesCount(false);
    pass(Duration.ofMinutes(1));
    update(ada, "{'firstname':'Ada'}");
    assertThat(ada.modifiedAt()).isEqualTo(moved);
  }

  @Test
  void archivingAndAssociating_moveNothing() {
    sim.quirks().calculatedBump(Duration.ZERO);
    SimulatedRecord ada = contact("ada@example.com");
    SimulatedRecord works = sim.companies().add(Map.of("name", "Works"));
    Instant made = clock.instant();
    pass(Duration.ofMinutes(1));

    ada.associate(works, 1);
    assertThat(ada.value("associatedcompanyid")).isEqualTo(works.id());
    api.delete(CONTACTS + "/" + ada.id());

    assertThat(ada.isArchived()).isTrue();
    assertThat(ada.modifiedAt()).isEqualTo(made);
    assertThat(works.modifiedAt()).isEqualTo(made);
    ada.restore();
    assertThat(ada.modifiedAt()).isEqualTo(made);
  }
}
