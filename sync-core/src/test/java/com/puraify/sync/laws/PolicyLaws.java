package com.puraify.sync.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.laws.Rules.Strategy;
import com.puraify.sync.laws.Scene.Fate;
import com.puraify.sync.plan.DeletePolicy;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** I21: each strategy decides each of the three by three cases as its table says. */
@AddLifecycleHook(Cases.class)
class PolicyLaws {

  /** How a side differs from the base. */
  enum State {
    UNCHANGED,
    CHANGED,
    REMOVED
  }

  /** What the tables can say. */
  enum Verdict {
    NOTHING,
    WRITE_LOCAL,
    WRITE_REMOTE,
    CREATE_LOCAL,
    CREATE_REMOTE,
    DELETE_LOCAL,
    DELETE_REMOTE,
    UNLINK,
    DROP,
    ASK,
    STOP
  }

  @Property
  void everyStrategy_decidesEveryCaseAsItsTableSays(
      @ForAll("bases") int base,
      @ForAll("columns") Column column,
      @ForAll State local,
      @ForAll State remote,
      @ForAll Strategy strategy,
      @ForAll DeletePolicy deletes,
      @ForAll("ages") int localAge,
      @ForAll("ages") int remoteAge) {
    Scene scene = Scenes.scene(Rules.PLAIN.with(strategy).with(deletes), base, List.of(), 0, 0);
    scene = inState(scene, column, Side.LOCAL, local, localAge, 1 + base % 2);
    scene = inState(scene, column, Side.REMOTE, remote, remoteAge, 4 - base % 2);

    Verdict expected =
        local == State.CHANGED && remote == State.CHANGED
            ? bothChanged(strategy, localAge, remoteAge)
            : table(local, remote, strategy, deletes);

    assertThat(verdict(scene)).isEqualTo(expected);
  }

  /** The table of the design, but for fields that both sides changed. */
  private static Verdict table(State local, State remote, Strategy strategy, DeletePolicy deletes) {
    boolean keep = deletes == DeletePolicy.KEEP;
    return switch (local) {
      case UNCHANGED ->
          switch (remote) {
            case UNCHANGED -> Verdict.NOTHING;
            case CHANGED -> Verdict.WRITE_LOCAL;
            case REMOVED -> keep ? Verdict.UNLINK : Verdict.DELETE_LOCAL;
          };
      case CHANGED ->
          switch (remote) {
            case UNCHANGED -> Verdict.WRITE_REMOTE;
            case CHANGED -> throw new IllegalArgumentException("another table");
            case REMOVED ->
                keep
                    ? Verdict.UNLINK
                    : switch (strategy) {
                      case PREFER_LOCAL -> Verdict.CREATE_REMOTE;
                      case PREFER_REMOTE -> Verdict.DELETE_LOCAL;
                      case MANUAL_REVIEW, LATEST_WINS -> Verdict.ASK;
                      case FAIL -> Verdict.STOP;
                    };
          };
      case REMOVED ->
          switch (remote) {
            case UNCHANGED -> keep ? Verdict.UNLINK : Verdict.DELETE_REMOTE;
            case CHANGED ->
                keep
                    ? Verdict.UNLINK
                    : switch (strategy) {
                      case PREFER_LOCAL -> Verdict.DELETE_REMOTE;
                      case PREFER_REMOTE -> Verdict.CREATE_LOCAL;
                      case MANUAL_REVIEW, LATEST_WINS -> Verdict.ASK;
                      case FAIL -> Verdict.STOP;
                    };
            case REMOVED -> Verdict.DROP;
          };
    };
  }

  private static Verdict bothChanged(Strategy strategy, int localAge, int remoteAge) {
    return switch (strategy) {
      case PREFER_LOCAL -> Verdict.WRITE_REMOTE;
      case PREFER_REMOTE -> Verdict.WRITE_LOCAL;
      case MANUAL_REVIEW -> Verdict.ASK;
      case LATEST_WINS ->
          localAge < 0 || remoteAge < 0 || Math.abs(localAge - remoteAge) <= 60
              ? Verdict.ASK
              : localAge < remoteAge ? Verdict.WRITE_REMOTE : Verdict.WRITE_LOCAL;
      case FAIL -> Verdict.STOP;
    };
  }

  private static Scene inState(
      Scene scene, Column column, Side side, State state, int age, int value) {
    Instant at = age < 0 ? null : Rules.NOW.minus(Duration.ofSeconds(age));
    Scene.Shown before = scene.side(side);
    Scene.Shown shown =
        new Scene.Shown(
            before.id(), state == State.REMOVED ? Fate.REMOVED : Fate.PRESENT, before.fields(), at);
    Scene dated = scene.with(side, shown);
    if (state != State.CHANGED) {
      return dated;
    }
    Scenes.Edit.Kind kind =
        side == Side.LOCAL ? Scenes.Edit.Kind.LOCAL_VALUE : Scenes.Edit.Kind.REMOTE_VALUE;
    Scene edited = Scenes.edited(dated, new Scenes.Edit(kind, column, value));
    for (int i = 0; i < 6 && !differs(edited, scene, column, side); i++) {
      edited = Scenes.edited(dated, new Scenes.Edit(kind, column, i));
    }
    return edited;
  }

  /** The three sides of a merge hold three different things. */
  private static boolean differs(Scene edited, Scene scene, Column column, Side side) {
    return !column.same(edited.value(column, Side.LOCAL), edited.value(column, Side.REMOTE))
        && !column
            .type(side)
            .canonical(edited.value(column, side))
            .equals(column.type(side).canonical(agreed(scene, column, side)));
  }

  private static com.puraify.sync.value.Value agreed(Scene scene, Column column, Side side) {
    // the local side is edited first, so the remote one still holds what was agreed
    return scene.value(column, side);
  }

  private static Verdict verdict(Scene scene) {
    Optional<ItemPlan> plan = scene.tryPlan();
    if (plan.isEmpty()) {
      return Verdict.STOP;
    }
    return verdict(plan.get());
  }

  private static Verdict verdict(ItemPlan plan) {
    boolean local = !plan.writes(Side.LOCAL).isEmpty();
    boolean remote = !plan.writes(Side.REMOTE).isEmpty();
    return switch (plan.kind()) {
      case NOTHING -> Verdict.NOTHING;
      case UPDATE -> {
        assertThat(local && remote).isFalse();
        assertThat(plan.questions().isEmpty() || (!local && !remote)).isTrue();
        yield !plan.questions().isEmpty()
            ? Verdict.ASK
            : local ? Verdict.WRITE_LOCAL : remote ? Verdict.WRITE_REMOTE : Verdict.NOTHING;
      }
      case RECREATE -> plan.target() == Side.LOCAL ? Verdict.CREATE_LOCAL : Verdict.CREATE_REMOTE;
      case DELETE -> plan.target() == Side.LOCAL ? Verdict.DELETE_LOCAL : Verdict.DELETE_REMOTE;
      case DROP -> Verdict.DROP;
      case UNLINK -> Verdict.UNLINK;
      case HOLD -> Verdict.ASK;
      case ADOPT, CREATE, WAIT -> throw new AssertionError(plan.kind() + " of linked items");
    };
  }

  @Provide
  Arbitrary<Integer> bases() {
    return Scenes.bases();
  }

  /** The columns with values enough for three that differ. */
  @Provide
  Arbitrary<Column> columns() {
    return Arbitraries.of(Column.STATUS, Column.ESTIMATE, Column.NOTES, Column.TITLE);
  }

  /** How many seconds ago a side was changed; -1 if it does not say. */
  @Provide
  Arbitrary<Integer> ages() {
    return Arbitraries.of(-1, 0, 59, 60, 61, 120, 3_600);
  }
}
