package com.puraify.sync.testkit.world;

import com.puraify.sync.testkit.world.Step.Edit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a world, as data: two platforms, a sync, and steps. Immutable.
 *
 * @param seed where it comes from
 * @param local the local platform
 * @param remote the remote platform
 * @param sync how the sync is configured at first
 * @param calm whether people edit only when the engine has nothing left to do; then the naive
 *     oracle knows the outcome
 * @param neighbour whether another tenant's sync shares the engine and the store
 * @param steps what happens
 * @param profile the platform that the remote side is like, or null if it is like none
 */
public record Scenario(
    long seed,
    PlatformShape local,
    PlatformShape remote,
    SyncShape sync,
    boolean calm,
    boolean neighbour,
    List<Step> steps,
    @Nullable PlatformProfile profile) {

  /** Copies the steps. */
  public Scenario {
    steps = List.copyOf(steps);
  }

  /** Creates a scenario whose platforms are like none in particular. */
  public Scenario(
      long seed,
      PlatformShape local,
      PlatformShape remote,
      SyncShape sync,
      boolean calm,
      boolean neighbour,
      List<Step> steps) {
    this(seed, local, remote, sync, calm, neighbour, steps, null);
  }

  /** Returns the scenario that a seed makes. */
  public static Scenario of(long seed) {
    return new ScenarioDraw(seed).draw();
  }

  /** Returns this scenario with other steps. */
  public Scenario withSteps(List<Step> others) {
    return new Scenario(seed, local, remote, sync, calm, neighbour, others, profile);
  }

  /** Returns this scenario with other platforms. */
  Scenario withPlatforms(PlatformShape otherLocal, PlatformShape otherRemote) {
    return new Scenario(seed, otherLocal, otherRemote, sync, calm, neighbour, steps, profile);
  }

  /** Returns this scenario as one of a profile, which tells how it is played again. */
  Scenario as(PlatformProfile known) {
    return new Scenario(seed, local, remote, sync, calm, neighbour, steps, known);
  }

  /** Returns how many things happen, troubles counted. */
  int size() {
    return steps.stream().mapToInt(Scenario::size).sum();
  }

  private static int size(Step step) {
    return 1 + (step instanceof Step.Run run ? run.troubles().size() : 0);
  }

  /** Returns whether people edit only when the engine has settled, if they are said to. */
  boolean keepsCalm() {
    boolean settled = true;
    for (Step step : steps) {
      settled = step instanceof Step.Settle || (settled && !(step instanceof Step.Run));
      if (calm && !settled && step instanceof Edit) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether nothing but people's edits and answers disturbs the engine. */
  boolean undisturbed() {
    return steps.stream()
        .allMatch(
            step ->
                step instanceof Edit
                    || step instanceof Step.Settle
                    || step instanceof Step.Wait
                    || (step instanceof Step.Run run && run.troubles().isEmpty()));
  }

  /**
   * Returns this scenario with values that both sides express equally well, for comparisons in
   * which the sides change places.
   */
  Scenario plain() {
    List<Step> plain = new ArrayList<>();
    for (Step step : steps) {
      plain.add(step instanceof Edit edit ? plain(edit) : step);
    }
    return withSteps(plain);
  }

  private static Edit plain(Edit edit) {
    String text = edit.text();
    if (text != null && text.isEmpty()) {
      text = null;
    } else if (text != null && edit.column() == Column.ESTIMATE) {
      text = new BigDecimal(text).setScale(1, RoundingMode.HALF_UP).toPlainString();
    }
    return new Edit(edit.side(), edit.doing(), edit.pick(), edit.column(), text);
  }

  /** Returns this scenario with the sides swapped. */
  Scenario mirrored() {
    List<Step> swapped = new ArrayList<>();
    for (Step step : steps) {
      swapped.add(
          step instanceof Edit edit
              ? new Edit(edit.side().other(), edit.doing(), edit.pick(), edit.column(), edit.text())
              : step);
    }
    return new Scenario(
        seed,
        /* local= */ remote,
        /* remote= */ local,
        sync.mirrored(),
        calm,
        neighbour,
        swapped,
        profile);
  }
}
