package com.puraify.sync.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.laws.Scenes.Edit;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** I5: what is as it was, or as it was planned, is written no more. */
@AddLifecycleHook(Cases.class)
class IdempotenceLaws {

  @Property
  void unchangedWorld_plansNothing(@ForAll("agreed") Scene scene) {
    ItemPlan plan = scene.plan();

    assertThat(plan.fields()).isEmpty();
    assertThat(plan.questions()).isEmpty();
    assertThat(plan.writesAnything()).isFalse();
  }

  @Property
  void valuesWrittenDownInAnotherWay_planNothing(
      @ForAll("agreed") Scene scene, @ForAll("edits") List<Edit> edits) {
    Scene rewritten = scene;
    for (Edit edit : edits) {
      Edit.Kind kind =
          edit.number() % 2 == 0 ? Edit.Kind.LOCAL_REWRITTEN : Edit.Kind.REMOTE_REWRITTEN;
      rewritten = Scenes.edited(rewritten, new Edit(kind, edit.column(), 0));
    }

    assertThat(rewritten.plan().fields()).isEmpty();
  }

  @Property
  void plannedResult_isWrittenNoMore(@ForAll("linked") Scene scene) {
    staysQuiet(scene);
  }

  @Property
  void plannedResultOfAMatch_isWrittenNoMore(@ForAll("unlinked") Scene scene) {
    staysQuiet(scene);
  }

  private static void staysQuiet(Scene scene) {
    Optional<ItemPlan> plan = scene.tryPlan();
    Optional<Scene> done = plan.flatMap(scene::after);
    if (plan.isPresent() && plan.get().kind() == ItemPlan.Kind.RECREATE) {
      // what the platform makes of a new item, such as a computed field, travels back first
      done = done.flatMap(created -> created.after(created.plan()));
    }
    if (done.isEmpty()) {
      return;
    }
    ItemPlan second = done.get().plan();
    assertThat(second.writes(Side.LOCAL)).isEqualTo(Fields.empty());
    assertThat(second.writes(Side.REMOTE)).isEqualTo(Fields.empty());
    assertThat(second.writesAnything()).isFalse();
    Scene again = done.get().after(second).orElseThrow();
    Outline third = Outline.of(again);
    assertThat(again.plan().writesAnything()).isFalse();
    assertThat(Outline.of(again.after(again.plan()).orElseThrow())).isEqualTo(third);
  }

  @Provide
  Arbitrary<Scene> agreed() {
    return Scenes.agreed();
  }

  @Provide
  Arbitrary<Scene> linked() {
    return Scenes.linked();
  }

  @Provide
  Arbitrary<Scene> unlinked() {
    return Scenes.unlinked();
  }

  @Provide
  Arbitrary<List<Edit>> edits() {
    return Scenes.edits();
  }
}
