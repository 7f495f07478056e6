package com.puraify.sync.testkit.tck;

import java.util.function.Supplier;

/**
 * A connector that is false in one thing.
 *
 * @param lie what it does
 * @param rule the rule that it breaks
 * @param platform makes a platform with it
 */
record Liar(String lie, String rule, Supplier<PlatformUnderTest> platform) {
  @Override
  public String toString() {
    return rule + " " + lie;
  }
}
