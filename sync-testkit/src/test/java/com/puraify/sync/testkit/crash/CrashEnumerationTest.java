package com.puraify.sync.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.testkit.crash.KillSwitch.Points;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Kills the engine at every point of every scenario, and at pairs of points, the second of them in
 * the recovery from the first; and holds what comes of it against a run that nobody interrupted.
 *
 * <p>{@code -Dsync.crash.pairs=N} sets how many pairs of a scenario are tried at most, evenly
 * spread; {@code all} tries every pair.
 */
@Tag("simulation")
class CrashEnumerationTest {

  private static final int DEFAULT_PAIRS = 30;
  private static final int SHOWN = Integer.getInteger("sync.crash.shown", 4);

  private final List<String> failures = new ArrayList<>();
  private long points;
  private long pairs;
  private long duplicates;
  private long lost;

  @Test
  void killedAnywhere_endsAsIfNothingHadHappened() {
    List<Scenario> scenarios = Scenarios.all();
    String only = System.getProperty("sync.crash.only", "");
    for (Scenario scenario : scenarios) {
      if (scenario.name().contains(only)) {
        enumerate(scenario);
      }
    }
    System.out.printf(
        "crash enumeration: %d scenarios, %d points tested, %d pairs tested,"
            + " %d duplicates, %d lost edits%n",
        scenarios.size(), points, pairs, duplicates, lost);
    assertThat(failures).isEmpty();
    assertThat(duplicates).isZero();
    assertThat(lost).isZero();
  }

  private void enumerate(Scenario scenario) {
    Portrait expected;
    long all;
    try (CrashWorld world = scenario.world().apply(List.of())) {
      scenario.script().accept(world);
      expected = Portrait.of(world);
      all = world.seen();
    }
    List<String> found = new ArrayList<>();
    if (!expected.unrecoverable().isEmpty()) {
      found.add("uninterrupted: nowhere any more: " + expected.unrecoverable());
    }
    for (long at = 1; at <= all; at++) {
      points++;
      kill(scenario, expected, List.of(KillSwitch.at(at, Points.ALL)), found);
    }
    if (found.isEmpty()) {
      pairs(scenario, expected, found);
    }
    if (!found.isEmpty()) {
      failures.add(
          scenario.name()
              + ": "
              + found.size()
              + " points fail\n"
              + String.join("\n", found.subList(0, Math.min(SHOWN, found.size()))));
    }
  }

  /** Tries pairs of points that change something; see {@link Points#CHANGES}. */
  private void pairs(Scenario scenario, Portrait expected, List<String> found) {
    List<long[]> chosen = new ArrayList<>();
    long first = 1;
    long second;
    while ((second = secondPoints(scenario, first)) >= 0) {
      for (long j = 1; j <= second; j++) {
        chosen.add(new long[] {first, j});
      }
      first++;
    }
    String most = System.getProperty("sync.crash.pairs", String.valueOf(DEFAULT_PAIRS));
    int limit = most.equals("all") ? Integer.MAX_VALUE : Integer.parseInt(most);
    double step = Math.max(1, chosen.size() / (double) limit);
    for (double at = 0; at < chosen.size(); at += step) {
      long[] pair = chosen.get((int) at);
      pairs++;
      kill(
          scenario,
          expected,
          List.of(KillSwitch.at(pair[0], Points.CHANGES), KillSwitch.at(pair[1], Points.CHANGES)),
          found);
    }
  }

  /** Returns how many points follow a death at a first point, or -1 if there is no such point. */
  private static long secondPoints(Scenario scenario, long first) {
    KillSwitch counting = KillSwitch.counting(Points.CHANGES);
    try (CrashWorld world =
        scenario.world().apply(List.of(KillSwitch.at(first, Points.CHANGES), counting))) {
      scenario.script().accept(world);
      return world.deaths.isEmpty() ? -1 : counting.seen();
    }
  }

  private void kill(
      Scenario scenario, Portrait expected, List<KillSwitch> switches, List<String> found) {
    CrashWorld world = scenario.world().apply(switches);
    try (world) {
      scenario.script().accept(world);
    } catch (AssertionError | RuntimeException e) {
      found.add("  killed " + world.deaths + ": " + e);
      return;
    }
    Portrait now = Portrait.of(world);
    duplicates += now.itemsBeyond(expected);
    lost += expected.itemsBeyond(now) + now.unrecoverable().size();
    String difference = now.differenceFrom(expected);
    if (!difference.isEmpty()) {
      found.add("  killed " + world.deaths + ":\n" + difference);
    }
  }
}
