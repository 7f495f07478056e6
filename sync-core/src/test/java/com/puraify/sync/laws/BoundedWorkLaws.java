package com.puraify.sync.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.internal.merge.FieldPlan;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.internal.write.WriteJob;
import com.puraify.sync.internal.write.WritePreparation;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** I7: an edit costs two writes at most, one a side. */
@AddLifecycleHook(Cases.class)
class BoundedWorkLaws {

  @Property
  void fromAnEditToQuiet_costsTwoWritesAtMost(@ForAll("linked") Scene scene) {
    int writes = 0;
    Optional<Scene> now = Optional.of(scene);
    for (int run = 0; run < 4 && now.isPresent(); run++) {
      Optional<ItemPlan> plan = now.get().tryPlan();
      if (plan.isEmpty()) {
        break;
      }
      List<WriteJob> jobs = jobs(now.get(), plan.get());
      assertThat(jobs.stream().map(WriteJob::side)).doesNotHaveDuplicates();
      writes += jobs.size();
      now = now.get().after(plan.get());
    }
    assertThat(writes).isLessThanOrEqualTo(2);
  }

  @Property
  void everyWrite_changesSomething(@ForAll("present") Scene scene) {
    Optional<ItemPlan> plan = scene.tryPlan();
    if (plan.isEmpty() || plan.get().kind() != ItemPlan.Kind.UPDATE) {
      return;
    }
    for (FieldPlan field : plan.get().fields()) {
      for (Side side : Side.values()) {
        Value written = field.to(side);
        Value held = scene.side(side).fields().get(field.field().field(side).id());
        if (written != null && held != null) {
          FieldType type = field.field().field(side).type();
          assertThat(type.canonical(written)).isNotEqualTo(type.canonical(held));
        }
      }
    }
  }

  private static List<WriteJob> jobs(Scene scene, ItemPlan plan) {
    return new WritePreparation(scene.planner().mapping(), Ledger.KEYS).jobs(plan);
  }

  @Provide
  Arbitrary<Scene> linked() {
    return Scenes.linked();
  }

  @Provide
  Arbitrary<Scene> present() {
    return Scenes.present();
  }
}
