package com.puraify.sync.laws;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** I18: swapping the sides and mirroring the policy mirrors the plan. */
@AddLifecycleHook(Cases.class)
class SymmetryLaws {

  @Property
  void linkedItems(@ForAll("linked") Scene scene) {
    assertThat(Outline.of(scene.mirror())).isEqualTo(Outline.mirrorOf(scene));
  }

  @Property
  void matchedItems(@ForAll("unlinked") Scene scene) {
    assertThat(Outline.of(scene.mirror())).isEqualTo(Outline.mirrorOf(scene));
  }

  @Provide
  Arbitrary<Scene> linked() {
    return Scenes.linked();
  }

  @Provide
  Arbitrary<Scene> unlinked() {
    return Scenes.unlinked();
  }
}
