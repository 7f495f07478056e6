package com.puraify.sync.testkit.crash;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Something that happens, the same way each time but for deaths.
 *
 * @param name what happens
 * @param world makes the world in which it happens, for engines with these switches
 * @param script what people do, and when the engine runs
 */
record Scenario(
    String name, Function<List<KillSwitch>, CrashWorld> world, Consumer<CrashWorld> script) {

  @Override
  public String toString() {
    return name;
  }
}
