package com.puraify.sync.testkit.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Makes a failing scenario smaller while it still fails in the same way. */
final class Shrinker {

  private static final int PLAYS = 600;

  private final Function<Scenario, WorldOutcome> play;
  private final Invariant invariant;
  private int plays;

  private Shrinker(Function<Scenario, WorldOutcome> play, Invariant invariant) {
    this.play = play;
    this.invariant = invariant;
  }

  /** Returns a smaller scenario that violates the same invariant. */
  static Scenario shrink(WorldOutcome failed, Function<Scenario, WorldOutcome> play) {
    Invariant invariant = failed.violation().orElseThrow().invariant();
    return new Shrinker(play, invariant).shrink(failed.scenario());
  }

  private Scenario shrink(Scenario failing) {
    Scenario best = failing;
    int size;
    do {
      size = best.size();
      best = withoutSteps(best);
      best = withoutTroubles(best);
    } while (best.size() < size && plays < PLAYS);
    for (Scenario simpler : simpler(best)) {
      best = fails(simpler.withSteps(best.steps())) ? simpler : best;
    }
    return best;
  }

  private Scenario withoutSteps(Scenario scenario) {
    Scenario best = scenario;
    for (int length = Math.max(1, best.steps().size() / 2); length > 0; length /= 2) {
      for (int from = best.steps().size() - length; from >= 0; from -= length) {
        List<Step> fewer = new ArrayList<>(best.steps());
        if (from + length <= fewer.size()) {
          fewer.subList(from, from + length).clear();
          best = better(best, best.withSteps(fewer));
        }
      }
    }
    return best;
  }

  private Scenario withoutTroubles(Scenario scenario) {
    Scenario best = scenario;
    for (int i = 0; i < best.steps().size(); i++) {
      if (best.steps().get(i) instanceof Step.Run run) {
        for (Trouble trouble : run.troubles()) {
          if (best.steps().get(i) instanceof Step.Run now) {
            List<Trouble> fewer = new ArrayList<>(now.troubles());
            fewer.remove(trouble);
            List<Step> steps = new ArrayList<>(best.steps());
            steps.set(i, new Step.Run(fewer));
            best = better(best, best.withSteps(steps));
          }
        }
      }
    }
    return best;
  }

  private static List<Scenario> simpler(Scenario scenario) {
    return List.of(
        new Scenario(
            scenario.seed(),
            scenario.local(),
            scenario.remote(),
            scenario.sync(),
            scenario.calm(),
            false,
            scenario.steps(),
            scenario.profile()));
  }

  private Scenario better(Scenario best, Scenario smaller) {
    return smaller.size() < best.size() && fails(smaller) ? smaller : best;
  }

  private boolean fails(Scenario scenario) {
    return scenario.keepsCalm()
        && plays++ < PLAYS
        && play.apply(scenario).violation().filter(it -> it.invariant() == invariant).isPresent();
  }
}
