package com.puraify.sync.internal.merge;

import com.puraify.sync.delta.Delta;
import com.puraify.sync.internal.delta.Sighting;
import com.puraify.sync.internal.map.BoundField;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.map.ReferenceTable;
import com.puraify.sync.internal.map.UnlinkedReferenceException;
import com.puraify.sync.internal.merge.ItemPlan.Kind;
import com.puraify.sync.mapping.ConversionException;
import com.puraify.sync.plan.FieldDecision;
import com.puraify.sync.plan.FieldDecision.Outcome;
import com.puraify.sync.plan.FieldDecision.State;
import com.puraify.sync.state.Link;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides what a new item gets from its counterpart. */
final class NewItems {

  private final BoundMapping mapping;

  NewItems(BoundMapping mapping) {
    this.mapping = mapping;
  }

  /** Returns what is done about an item that gets a counterpart. */
  ItemPlan create(Side target, @Nullable Link former, Item source, ReferenceTable references) {
    ReferenceTable alive = former == null ? references : without(former.id(target), references);
    List<FieldPlan> fields = new ArrayList<>();
    boolean deferred = false;
    for (BoundField field : mapping.fields()) {
      Value value = source.fields().get(field.field(target.other()).id());
      if (!field.creates(target) || value == null) {
        continue;
      }
      Outcome outcome = target == Side.LOCAL ? Outcome.TO_LOCAL : Outcome.TO_REMOTE;
      try {
        Value converted = field.convert(target, value, alive);
        fields.add(created(field, target, value, outcome, nothing(converted) ? null : converted));
      } catch (UnlinkedReferenceException e) {
        deferred = true;
        fields.add(
            new FieldPlan(
                field, decision(field, target, value, Outcome.DEFERRED), null, null, false, null));
      } catch (ConversionException e) {
        fields.add(
            new FieldPlan(
                field,
                decision(field, target, value, Outcome.HELD),
                null,
                null,
                false,
                FieldPlan.Problem.of(target, e)));
      }
    }
    Sighting own = new Sighting(Delta.ADDED, source);
    boolean hold = fields.stream().anyMatch(field -> field.problem() != null);
    return new ItemPlan(
        hold ? Kind.HOLD : former == null ? Kind.CREATE : Kind.RECREATE,
        former,
        target == Side.REMOTE ? own : Sighting.UNCHANGED,
        target == Side.LOCAL ? own : Sighting.UNCHANGED,
        target,
        fields,
        List.of(),
        Set.of(),
        deferred,
        former == null ? "new" : ItemPlan.REMOVED_AND_CHANGED);
  }

  /** What refers to the very item that is gone waits until that has a new counterpart. */
  private static ReferenceTable without(String gone, ReferenceTable references) {
    return (sync, from, id) -> {
      String other = references.translate(sync, from, id);
      return gone.equals(other) ? null : other;
    };
  }

  static boolean nothing(Value value) {
    return value.isNull() || (value instanceof Value.Many many && many.elements().isEmpty());
  }

  private static FieldPlan created(
      BoundField field, Side target, Value value, Outcome outcome, @Nullable Value written) {
    return new FieldPlan(
        field,
        decision(field, target, value, outcome),
        target == Side.LOCAL ? written : null,
        target == Side.REMOTE ? written : null,
        true,
        null);
  }

  private static FieldDecision decision(
      BoundField field, Side target, Value value, Outcome outcome) {
    boolean toRemote = target == Side.REMOTE;
    return new FieldDecision(
        field.local().name(),
        field.remote().name(),
        toRemote ? State.NEW : State.UNCHANGED,
        toRemote ? State.UNCHANGED : State.NEW,
        toRemote ? value : null,
        toRemote ? null : value,
        outcome,
        "new_item");
  }
}
