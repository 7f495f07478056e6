package com.puraify.sync.testkit.world;

import com.puraify.sync.SyncEngine;
import com.puraify.sync.testkit.world.SyncShape.Strategy;
import com.puraify.sync.value.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/**
 * Plays a seed's world, and some of them more than once: twice as it is (I19), with the sides
 * swapped (I18), and with other pages and batches (I20). Immutable.
 *
 * @param disguise what is made of each engine before it is used
 * @param scenarios what makes a seed's scenario
 */
record WorldCheck(UnaryOperator<SyncEngine> disguise, LongFunction<Scenario> scenarios) {

  private static final int SHARE = 50;

  /** Creates what plays worlds of platforms of all kinds. */
  WorldCheck(UnaryOperator<SyncEngine> disguise) {
    this(disguise, Scenario::of);
  }

  /** Plays the world of a seed. */
  WorldOutcome play(long seed) {
    WorldOutcome outcome = play(scenarios.apply(seed));
    if (outcome.violation().isPresent()) {
      return outcome;
    }
    return switch (Math.floorMod(seed, SHARE)) {
      case 0 -> again(outcome);
      case 1, 2 -> swapped(outcome);
      case 3, 4 -> reshaped(outcome);
      default -> outcome;
    };
  }

  /** Plays a scenario. */
  WorldOutcome play(Scenario scenario) {
    return SimulatedWorld.play(scenario, disguise);
  }

  private WorldOutcome again(WorldOutcome first) {
    first.coverage().count("I19 played twice");
    WorldOutcome second = play(first.scenario());
    return second.journalHash() == first.journalHash()
        ? first
        : failed(first, Invariant.I19_DETERMINISM, "the second time went differently");
  }

  private WorldOutcome swapped(WorldOutcome outcome) {
    Scenario plain = undisturbed(outcome.scenario().plain());
    SyncShape sync = plain.sync();
    boolean mirrors =
        sync.strategy() != Strategy.CUSTOM
            && sync.notesStrategy() != Strategy.CUSTOM
            && sync.strategy() != Strategy.MANUAL
            && sync.notesStrategy() != Strategy.MANUAL;
    if (!mirrors || !plain.calm()) {
      return outcome;
    }
    WorldOutcome one = play(plain);
    WorldOutcome other = play(plain.mirrored());
    if (ambiguous(one) || ambiguous(other) || contested(one) || contested(other)) {
      return outcome;
    }
    outcome.coverage().count("I18 played with the sides swapped");
    Map<Side, List<String>> was = one.contents();
    Map<Side, List<String>> is = other.contents();
    return Objects.equals(was.get(Side.LOCAL), is.get(Side.REMOTE))
            && Objects.equals(was.get(Side.REMOTE), is.get(Side.LOCAL))
        ? outcome
        : failed(outcome, Invariant.I18_SYMMETRY, was + " became " + is + " with sides swapped");
  }

  private WorldOutcome reshaped(WorldOutcome outcome) {
    Scenario plain = undisturbed(outcome.scenario());
    if (!plain.calm()) {
      return outcome;
    }
    WorldOutcome one = play(plain);
    WorldOutcome other =
        play(plain.withPlatforms(plain.local().reshaped(), plain.remote().reshaped()));
    if (ambiguous(one) || ambiguous(other)) {
      return outcome;
    }
    outcome.coverage().count("I20 played with other pages and batches");
    return one.contents().equals(other.contents())
        ? outcome
        : failed(
            outcome,
            Invariant.I20_ORDER_INDEPENDENCE,
            one.contents() + " became " + other.contents() + " with other pages and batches");
  }

  /** Which of several like items, or which side, a person picks is not the engine's doing. */
  private static boolean ambiguous(WorldOutcome outcome) {
    return outcome.violation().isPresent()
        || outcome.coverage().counts().keySet().stream()
            .anyMatch(
                what ->
                    what.startsWith("answer to AMBIGUOUS")
                        || what.startsWith("answer to CONFLICT"));
  }

  /** Of several items that are to have a unique value, the one that is written first gets it. */
  private static boolean contested(WorldOutcome outcome) {
    return outcome.coverage().of(Settling.CONTESTED) > 0;
  }

  private static Scenario undisturbed(Scenario scenario) {
    List<Step> steps = new ArrayList<>();
    for (Step step : scenario.steps()) {
      if (step instanceof Step.Edit || step instanceof Step.Settle) {
        steps.add(step);
      }
    }
    return scenario.withSteps(steps);
  }

  private static WorldOutcome failed(WorldOutcome outcome, Invariant invariant, String message) {
    return new WorldOutcome(
        outcome.scenario(),
        Optional.of(new Violation(invariant, message)),
        outcome.journalHash(),
        outcome.coverage(),
        outcome.contents());
  }
}
