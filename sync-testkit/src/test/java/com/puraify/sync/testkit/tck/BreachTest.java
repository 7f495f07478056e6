package com.puraify.sync.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BreachTest {

  @Test
  void failureOfARule_hasTheRuleInFront() {
    AssertionError end = new AssertionError("3 items, not 2");

    assertThat(Breach.rule("READ_4_endsOnce")).contains("READ-4");
    assertThat(Breach.named("READ_4_endsOnce", end))
        .hasMessageStartingWith("READ-4: ")
        .hasCause(end);
  }

  @Test
  void failureOfATestThatIsNamedAfterNoRule_staysAsItIs() {
    AssertionError end = new AssertionError("my own test");

    assertThat(Breach.rule("userWithoutRights_isToldSo")).isEmpty();
    assertThat(Breach.named("userWithoutRights_isToldSo", end)).isSameAs(end);
  }
}
