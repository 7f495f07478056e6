package com.puraify.sync.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.internal.map.BoundField;
import com.puraify.sync.internal.map.ReferenceTable;
import com.puraify.sync.internal.merge.FieldPlan;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.plan.Drift;
import com.puraify.sync.plan.FieldDecision;
import com.puraify.sync.plan.FieldDecision.State;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/**
 * I21: each pair of fields is decided as the rules say, written down here once more and plainly.
 */
@AddLifecycleHook(Cases.class)
class FieldLaws {

  @Property
  void linkedItems(@ForAll("present") Scene scene) {
    scene.tryPlan().ifPresent(plan -> check(scene, plan));
  }

  @Property
  void matchedItems(@ForAll("unlinked") Scene scene) {
    scene.tryPlan().ifPresent(plan -> check(scene, plan));
  }

  private static void check(Scene scene, ItemPlan plan) {
    for (Column column : Column.ALL) {
      BoundField field = scene.field(column);
      FieldPlan found =
          plan.fields().stream()
              .filter(each -> each.field().equals(field))
              .findFirst()
              .orElse(null);
      String said = found == null ? "nothing" : said(found);
      assertThat(said).as("%s", column).isEqualTo(expected(scene, plan, column, field));
    }
  }

  private static String said(FieldPlan plan) {
    FieldDecision decision = plan.decision();
    return decision.outcome() + " " + decision.rule();
  }

  private static String expected(Scene scene, ItemPlan plan, Column column, BoundField field) {
    Value local = shown(scene, plan, column, Side.LOCAL);
    Value remote = shown(scene, plan, column, Side.REMOTE);
    State localState = state(scene, field, Side.LOCAL, local);
    State remoteState = state(scene, field, Side.REMOTE, remote);
    if (localState == State.UNCHANGED && remoteState == State.UNCHANGED) {
      return "nothing";
    }
    if (local != null && remote != null && field.same(local, remote, ReferenceTable.EMPTY)) {
      return "EQUAL both_equal";
    }
    boolean agreed = agreed(scene, field);
    if (field.direction() == Direction.NONE) {
      return "nothing";
    }
    if (field.direction() == Direction.BOTH) {
      if (!agreed && (local == null || remote == null)) {
        return "nothing";
      }
      if (agreed && remoteState == State.UNCHANGED) {
        return write(scene, field, Side.REMOTE, local, remoteState, "one_side_changed");
      }
      if (agreed && localState == State.UNCHANGED) {
        return write(scene, field, Side.LOCAL, remote, localState, "one_side_changed");
      }
      if (!agreed && rank(local) != rank(remote)) {
        Side target = rank(local) < rank(remote) ? Side.LOCAL : Side.REMOTE;
        return write(
            scene, field, target, target == Side.LOCAL ? remote : local, State.NEW, "fill_empty");
      }
      return conflict(scene, field, local, remote);
    }
    Side target = field.direction() == Direction.TO_LOCAL ? Side.LOCAL : Side.REMOTE;
    Value source = target == Side.LOCAL ? remote : local;
    Value own = target == Side.LOCAL ? local : remote;
    State sourceState = target == Side.LOCAL ? remoteState : localState;
    State ownState = target == Side.LOCAL ? localState : remoteState;
    boolean reverts =
        scene.rules().drift() == Drift.REVERT && scene.rules().direction() != Direction.BOTH;
    if (source == null) {
      return "nothing";
    }
    if (!agreed && !reverts && own != null && rank(source) < rank(own)) {
      return "KEPT empty_source";
    }
    if (sourceState != State.UNCHANGED) {
      return write(
          scene,
          field,
          target,
          source,
          ownState,
          ownState == State.UNCHANGED ? "one_side_changed" : "one_way_source");
    }
    return reverts ? write(scene, field, target, source, ownState, "revert_drift") : "nothing";
  }

  private static String write(
      Scene scene, BoundField field, Side target, Value source, State own, String rule) {
    if (!field.field(target).writable()) {
      return "KEPT create_only";
    }
    Value converted = field.convert(target, source, ReferenceTable.EMPTY);
    String id = field.field(target).id();
    if (agreed(scene, field) && own == State.UNCHANGED && matches(scene, target, id, converted)) {
      return "EQUAL both_equal";
    }
    return "TO_" + target + " " + rule;
  }

  private static String conflict(Scene scene, BoundField field, Value local, Value remote) {
    return switch (field.conflicts().name()) {
      case "prefer_local" -> write(scene, field, Side.REMOTE, local, State.CHANGED, "prefer_local");
      case "prefer_remote" ->
          write(scene, field, Side.LOCAL, remote, State.CHANGED, "prefer_remote");
      case "latest_wins" -> {
        long later =
            scene.local().modifiedAt().getEpochSecond()
                - scene.remote().modifiedAt().getEpochSecond();
        yield Math.abs(later) <= 60
            ? "HELD latest_wins"
            : later > 0
                ? write(scene, field, Side.REMOTE, local, State.CHANGED, "latest_wins")
                : write(scene, field, Side.LOCAL, remote, State.CHANGED, "latest_wins");
      }
      default -> "HELD manual_review";
    };
  }

  /** Nothing is less than blank, and blank is less than anything else. */
  private static int rank(Value value) {
    if (value.isNull()) {
      return 0;
    }
    boolean blank =
        (value instanceof Value.Text text && text.value().isBlank())
            || (value instanceof Value.Many many && many.elements().isEmpty());
    return blank ? 1 : 2;
  }

  /** An item of which nothing changed need not have been looked at. */
  private static Value shown(Scene scene, ItemPlan plan, Column column, Side side) {
    return plan.sighting(side).item() == null ? null : scene.value(column, side);
  }

  private static State state(Scene scene, BoundField field, Side side, Value value) {
    if (value == null) {
      return State.UNCHANGED;
    }
    if (!agreed(scene, field)) {
      return State.NEW;
    }
    return matches(scene, side, field.field(side).id(), value) ? State.UNCHANGED : State.CHANGED;
  }

  private static boolean agreed(Scene scene, BoundField field) {
    return scene.link() != null
        && scene.link().local().has(field.local().id())
        && scene.link().remote().has(field.remote().id());
  }

  private static boolean matches(Scene scene, Side side, String id, Value value) {
    return scene
        .link()
        .base(side)
        .matches(id, scene.planner().mapping().detector(side).fingerprint(id, value));
  }

  @Provide
  Arbitrary<Scene> present() {
    return Scenes.present();
  }

  @Provide
  Arbitrary<Scene> unlinked() {
    return Scenes.unlinked();
  }
}
