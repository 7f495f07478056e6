package com.puraify.sync.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.internal.map.BoundField;
import com.puraify.sync.internal.map.ReferenceTable;
import com.puraify.sync.internal.merge.FieldPlan;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.laws.Scenes.Edit;
import com.puraify.sync.plan.FieldDecision;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** I17: the three-way merge of flat field maps. */
@AddLifecycleHook(Cases.class)
class ThreeWayLaws {

  @Property
  void editsOfDifferentFields_bothSurvive(
      @ForAll("bases") int base,
      @ForAll("strategies") Rules.Strategy strategy,
      @ForAll("edits") List<Edit> edits) {
    Scene scene = plain(base, strategy);
    Set<Column> local = new HashSet<>();
    Set<Column> remote = new HashSet<>();
    for (Edit edit : edits) {
      Side side = Column.ALL.indexOf(edit.column()) % 2 == base % 2 ? Side.LOCAL : Side.REMOTE;
      (side == Side.LOCAL ? local : remote).add(edit.column());
      scene = Scenes.edited(scene, on(side, edit));
    }

    ItemPlan plan = scene.plan();
    Scene merged = scene.after(plan).orElseThrow();

    assertThat(conflicts(plan)).isZero();
    for (Column column : Column.ALL) {
      assertThat(agree(merged, column)).as("%s agrees", column).isTrue();
      if (local.contains(column)) {
        assertThat(merged.value(column, Side.LOCAL)).isEqualTo(scene.value(column, Side.LOCAL));
      }
      if (remote.contains(column)) {
        assertThat(merged.value(column, Side.REMOTE)).isEqualTo(scene.value(column, Side.REMOTE));
      }
    }
  }

  @Property
  void sameEditOfBothSides_isNoConflictAndNoWrite(
      @ForAll("bases") int base,
      @ForAll("strategies") Rules.Strategy strategy,
      @ForAll("edits") List<Edit> edits) {
    Scene scene = plain(base, strategy);
    for (Edit edit : edits) {
      scene = Scenes.edited(scene, new Edit(Edit.Kind.SAME_VALUE, edit.column(), edit.number()));
    }

    ItemPlan plan = scene.plan();

    assertThat(conflicts(plan)).isZero();
    assertThat(plan.writesAnything()).isFalse();
  }

  @Property
  void differentEditsOfOneField_areOneConflict_andTouchNoOtherField(
      @ForAll("bases") int base, @ForAll("edit") Edit edit, @ForAll("edit") Edit other) {
    Scene scene = plain(base, Rules.Strategy.PREFER_LOCAL);
    Column column = edit.column();
    scene = Scenes.edited(scene, on(Side.LOCAL, edit));
    scene = Scenes.edited(scene, new Edit(Edit.Kind.REMOTE_VALUE, column, other.number()));
    boolean changed = changed(scene, column, Side.LOCAL) && changed(scene, column, Side.REMOTE);

    ItemPlan plan = scene.plan();

    assertThat(conflicts(plan)).isEqualTo(changed && !agree(scene, column) ? 1 : 0);
    assertThat(plan.fields()).allMatch(field -> field.field().equals(plan.fields().get(0).field()));
    assertThat(agree(scene.after(plan).orElseThrow(), column)).isTrue();
  }

  @Property
  void unchangedSide_neverWins(@ForAll("present") Scene scene) {
    Scene both =
        scene.with(
            scene.rules().with(com.puraify.sync.mapping.Direction.BOTH).with(Rules.Variant.PLAIN));
    both.tryPlan()
        .ifPresent(
            plan -> {
              for (FieldPlan field : plan.fields()) {
                FieldDecision decision = field.decision();
                if (decision.localState() == FieldDecision.State.UNCHANGED) {
                  assertThat(field.toRemote()).isNull();
                }
                if (decision.remoteState() == FieldDecision.State.UNCHANGED) {
                  assertThat(field.toLocal()).isNull();
                }
              }
            });
  }

  @Property
  void mergeOfAnEditWithTheBase_isTheEdit(
      @ForAll("bases") int base, @ForAll("edits") List<Edit> edits, @ForAll("sides") Side side) {
    Scene edited = plain(base, Rules.Strategy.FAIL);
    for (Edit edit : edits) {
      edited = Scenes.edited(edited, on(side, edit));
    }

    Scene merged = edited.after(edited.plan()).orElseThrow();

    assertThat(merged.side(side).fields()).isEqualTo(edited.side(side).fields());
    for (Column column : Column.ALL) {
      assertThat(agree(merged, column)).isTrue();
    }
  }

  @Property
  void fieldThatWasNeverAgreedOn_isNeverLost(@ForAll("present") Scene scene) {
    Scene manual =
        scene.with(
            scene
                .rules()
                .with(com.puraify.sync.mapping.Direction.BOTH)
                .with(Rules.Variant.PLAIN)
                .with(Rules.Strategy.MANUAL_REVIEW));
    ItemPlan plan = manual.plan();
    for (FieldPlan field : plan.fields()) {
      for (Side side : Side.values()) {
        Value held = manual.side(side).fields().get(field.field().field(side).id());
        boolean agreed =
            manual.link().local().has(field.field().local().id())
                && manual.link().remote().has(field.field().remote().id());
        if (!agreed && field.to(side) != null && held != null) {
          assertThat(blank(held)).as("%s is written over", held).isTrue();
        }
      }
    }
  }

  private static boolean blank(Value value) {
    return value.isNull()
        || (value instanceof Value.Text text && text.value().isBlank())
        || (value instanceof Value.Many many && many.elements().isEmpty());
  }

  private static Scene plain(int base, Rules.Strategy strategy) {
    return Scenes.scene(Rules.PLAIN.with(strategy), base, List.of(), 0, 0);
  }

  private static Edit on(Side side, Edit edit) {
    return new Edit(
        side == Side.LOCAL ? Edit.Kind.LOCAL_VALUE : Edit.Kind.REMOTE_VALUE,
        edit.column(),
        edit.number());
  }

  private static boolean agree(Scene scene, Column column) {
    BoundField field = scene.field(column);
    return field.same(
        scene.value(column, Side.LOCAL), scene.value(column, Side.REMOTE), ReferenceTable.EMPTY);
  }

  private static boolean changed(Scene scene, Column column, Side side) {
    String id = scene.rules().id(column, side);
    return !scene
        .link()
        .base(side)
        .matches(
            id,
            scene.planner().mapping().detector(side).fingerprint(id, scene.value(column, side)));
  }

  private static long conflicts(ItemPlan plan) {
    return plan.fields().stream().filter(field -> field.decision().isConflict()).count();
  }

  @Provide
  Arbitrary<Scene> present() {
    return Scenes.present();
  }

  @Provide
  Arbitrary<Integer> bases() {
    return Scenes.bases();
  }

  @Provide
  Arbitrary<List<Edit>> edits() {
    return Scenes.edits();
  }

  @Provide
  Arbitrary<Edit> edit() {
    return net.jqwik.api.Arbitraries.integers().between(0, Edit.ALL - 1).map(Edit::of);
  }

  @Provide
  Arbitrary<Rules.Strategy> strategies() {
    return net.jqwik.api.Arbitraries.of(Rules.Strategy.class);
  }

  @Provide
  Arbitrary<Side> sides() {
    return net.jqwik.api.Arbitraries.of(Side.class);
  }
}
