package com.puraify.sync.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.internal.merge.ItemPlan;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** I19: the same input gives the same plan, word for word. */
@AddLifecycleHook(Cases.class)
class DeterminismLaws {

  @Property
  void samePlan_byAnotherPlannerOfTheSameRules(@ForAll("linked") Scene scene) {
    scene
        .tryPlan()
        .ifPresent(
            plan -> {
              ItemPlan again = scene.plan(Scene.Planner.of(scene.rules(), Column.ALL));

              assertThat(again.shown()).isEqualTo(plan.shown());
              assertThat(again.questions()).isEqualTo(plan.questions());
              assertThat(Outline.of(again)).isEqualTo(Outline.of(plan));
            });
  }

  @Provide
  Arbitrary<Scene> linked() {
    return Scenes.linked();
  }
}
