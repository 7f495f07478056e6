package com.puraify.sync.laws;

import com.puraify.sync.delta.Base;
import com.puraify.sync.internal.map.BoundField;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.map.ReferenceTable;
import com.puraify.sync.laws.Scene.Fate;
import com.puraify.sync.laws.Scene.Shown;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.plan.DeletePolicy;
import com.puraify.sync.plan.Drift;
import com.puraify.sync.plan.LeavePolicy;
import com.puraify.sync.state.Link;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;

/** Scenes by correlated perturbation: one base, and a few edits of either side. */
@SuppressWarnings("EnumOrdinal") // a code stands for a choice of each enum
final class Scenes {

  private Scenes() {}

  /**
   * One edit of a scene.
   *
   * @param kind what is done
   * @param column to which field
   * @param number with which of its values
   */
  record Edit(Kind kind, Column column, int number) {

    /** What an edit does. */
    enum Kind {
      LOCAL_VALUE,
      REMOTE_VALUE,
      SAME_VALUE,
      LOCAL_CLEARED,
      REMOTE_CLEARED,
      LOCAL_REWRITTEN,
      REMOTE_REWRITTEN,
      LOCAL_NOT_READ,
      REMOTE_NOT_READ,
      NEVER_AGREED,
      REMAPPED_LOCALLY,
      REMAPPED_REMOTELY
    }

    static final int ALL = Kind.values().length * Column.ALL.size() * 6;

    static Edit of(int code) {
      int kinds = Kind.values().length;
      int columns = Column.ALL.size();
      return new Edit(
          Kind.values()[code % kinds],
          Column.ALL.get(code / kinds % columns),
          code / kinds / columns);
    }
  }

  /** Returns scenes of two linked items that may have been edited, removed and so on. */
  static Arbitrary<Scene> linked() {
    return Combinators.combine(rules(), bases(), edits(), fates(), uniform(9))
        .as((rules, base, edits, fates, times) -> scene(rules, base, edits, fates, times));
  }

  /** Returns scenes of two linked items that are both there. */
  static Arbitrary<Scene> present() {
    return Combinators.combine(rules(), bases(), edits(), uniform(9))
        .as((rules, base, edits, times) -> scene(rules, base, edits, 0, times));
  }

  /** Returns scenes of two linked items that hold what was agreed, in full. */
  static Arbitrary<Scene> agreed() {
    return Combinators.combine(rules(), bases())
        .as((rules, base) -> scene(rules, base, List.of(), 0, 0));
  }

  /** Returns scenes of two items that are not linked yet. */
  static Arbitrary<Scene> unlinked() {
    return present().map(scene -> new Scene(scene.rules(), null, scene.local(), scene.remote()));
  }

  static Arbitrary<Rules> rules() {
    return uniform(3 * 5 * 4 * 2 * 3 * 2 - 1).map(Scenes::rules);
  }

  private static Rules rules(int code) {
    int rest = code;
    Direction direction =
        List.of(Direction.BOTH, Direction.TO_LOCAL, Direction.TO_REMOTE).get(rest % 3);
    rest /= 3;
    Rules.Strategy strategy = Rules.Strategy.values()[rest % 5];
    rest /= 5;
    Rules.Variant variant = Rules.Variant.values()[rest % 4];
    rest /= 4;
    DeletePolicy deletes = DeletePolicy.values()[rest % 2];
    rest /= 2;
    LeavePolicy onLeave = LeavePolicy.values()[rest % 3];
    return new Rules(
        direction, strategy, variant, deletes, onLeave, Drift.values()[rest / 3], false);
  }

  static Arbitrary<Integer> bases() {
    return uniform(Integer.MAX_VALUE - 1);
  }

  static Arbitrary<List<Edit>> edits() {
    return uniform(Edit.ALL - 1).map(Edit::of).list().ofMaxSize(5);
  }

  private static Arbitrary<Integer> fates() {
    return uniform(15);
  }

  private static Arbitrary<Integer> uniform(int max) {
    return Arbitraries.integers().between(0, max).withDistribution(RandomDistribution.uniform());
  }

  /** Returns the scene of a base and what has become of it. */
  static Scene scene(Rules rules, int base, List<Edit> edits, int fates, int times) {
    BoundMapping mapping = Scene.Planner.of(rules).mapping();
    Fields.Builder locals = Fields.builder();
    Fields.Builder remotes = Fields.builder();
    int rest = base;
    for (Column column : Column.ALL) {
      Value value = column.value(rest % 6);
      rest /= 6;
      locals.put(rules.id(column, Side.LOCAL), value);
      remotes.put(rules.id(column, Side.REMOTE), inRemoteTerms(mapping, column, value));
    }
    Fields local = locals.build();
    Fields remote = remotes.build();
    Link link =
        new Link(
            1,
            "l1",
            "r1",
            mapping.detector(Side.LOCAL).baseOf(local),
            mapping.detector(Side.REMOTE).baseOf(remote),
            Link.Condition.SOUND);
    Scene scene =
        new Scene(
            rules,
            link,
            new Shown("l1", Fate.PRESENT, local, Rules.NOW.minusSeconds(times % 3 * 60L)),
            new Shown("r1", Fate.PRESENT, remote, Rules.NOW.minusSeconds(times / 3 * 60L)));
    for (Edit edit : edits) {
      scene = edited(scene, edit);
    }
    return fated(scene, fates);
  }

  private static Value inRemoteTerms(BoundMapping mapping, Column column, Value value) {
    return mapping
        .fields()
        .get(Column.ALL.indexOf(column))
        .convert(Side.REMOTE, value, ReferenceTable.EMPTY);
  }

  private static Scene fated(Scene scene, int code) {
    Scene.Fate local = code < 10 ? Fate.PRESENT : Fate.values()[code % 4];
    Scene.Fate remote = code < 7 || code == 10 ? Fate.PRESENT : Fate.values()[code % 3 + 1];
    return scene
        .with(Side.LOCAL, scene.local().with(local))
        .with(Side.REMOTE, scene.remote().with(remote));
  }

  static Scene edited(Scene scene, Edit edit) {
    Column column = edit.column();
    Value value = column.value(edit.number());
    BoundField field = scene.field(column);
    return switch (edit.kind()) {
      case LOCAL_VALUE -> scene.with(Side.LOCAL, field.local().id(), value);
      case REMOTE_VALUE -> scene.with(Side.REMOTE, field.remote().id(), remote(scene, edit));
      case SAME_VALUE ->
          scene
              .with(Side.LOCAL, field.local().id(), value)
              .with(
                  Side.REMOTE, field.remote().id(), column.twin(Side.REMOTE, remote(scene, edit)));
      case LOCAL_CLEARED -> scene.with(Side.LOCAL, field.local().id(), Value.NULL);
      case REMOTE_CLEARED -> scene.with(Side.REMOTE, field.remote().id(), Value.NULL);
      case LOCAL_REWRITTEN -> rewritten(scene, column, Side.LOCAL);
      case REMOTE_REWRITTEN -> rewritten(scene, column, Side.REMOTE);
      case LOCAL_NOT_READ -> notRead(scene, field.local().id(), Side.LOCAL);
      case REMOTE_NOT_READ -> notRead(scene, field.remote().id(), Side.REMOTE);
      case NEVER_AGREED -> forgotten(forgotten(scene, column, Side.LOCAL), column, Side.REMOTE);
      case REMAPPED_LOCALLY -> forgotten(scene, column, Side.LOCAL);
      case REMAPPED_REMOTELY -> forgotten(scene, column, Side.REMOTE);
    };
  }

  private static Value remote(Scene scene, Edit edit) {
    return inRemoteTerms(
        scene.planner().mapping(), edit.column(), edit.column().value(edit.number()));
  }

  private static Scene rewritten(Scene scene, Column column, Side side) {
    Value held = scene.value(column, side);
    return held == null
        ? scene
        : scene.with(side, scene.rules().id(column, side), column.twin(side, held));
  }

  private static Scene notRead(Scene scene, String id, Side side) {
    Shown shown = scene.side(side);
    return scene.with(side, shown.with(shown.fields().without(id)));
  }

  private static Scene forgotten(Scene scene, Column column, Side side) {
    Base base = scene.link().base(side).without(Set.of(scene.rules().id(column, side)));
    return new Scene(
        scene.rules(), scene.link().withBase(side, base), scene.local(), scene.remote());
  }

  /** Returns all orders in which a few numbers can come, to shuffle by. */
  static <T> List<T> shuffled(List<T> some, int code) {
    List<T> left = new ArrayList<>(some);
    List<T> result = new ArrayList<>();
    int rest = code;
    while (!left.isEmpty()) {
      result.add(left.remove(Math.floorMod(rest, left.size())));
      rest = rest * 31 + 7;
    }
    return result;
  }
}
