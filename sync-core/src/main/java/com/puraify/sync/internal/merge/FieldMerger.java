package com.puraify.sync.internal.merge;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Conflict;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.delta.Base;
import com.puraify.sync.error.GuardException;
import com.puraify.sync.internal.delta.Sighting;
import com.puraify.sync.internal.map.BoundField;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.map.ReferenceTable;
import com.puraify.sync.internal.map.UnlinkedReferenceException;
import com.puraify.sync.mapping.ConversionException;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.plan.Drift;
import com.puraify.sync.plan.FieldDecision;
import com.puraify.sync.plan.FieldDecision.Outcome;
import com.puraify.sync.plan.FieldDecision.State;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Merges one pair of fields of one pair of items: the three-way decision. */
final class FieldMerger {

  private final BoundMapping mapping;
  private final MergePolicy policy;
  private final ReferenceTable references;
  private final Answers answers;
  private final Pair pair;
  private final List<CaseDraft> questions = new ArrayList<>();
  private boolean deferred;

  /** The two items, and which of their fields differ from what was agreed. */
  record Pair(
      String localId,
      String remoteId,
      Sighting local,
      Sighting remote,
      Base localBase,
      Base remoteBase) {

    /**
     * A pair of fields is agreed on by both sides or not at all: one may have had another partner.
     */
    boolean agreed(BoundField field) {
      return localBase.has(field.local().id()) && remoteBase.has(field.remote().id());
    }

    State state(Side side, BoundField field) {
      String id = field.field(side).id();
      if (!agreed(field)) {
        return value(side, id) == null ? State.UNCHANGED : State.NEW;
      }
      return (side == Side.LOCAL ? local : remote).changed().contains(id)
          ? State.CHANGED
          : State.UNCHANGED;
    }

    Base base(Side side) {
      return side == Side.LOCAL ? localBase : remoteBase;
    }

    @Nullable Value value(Side side, String field) {
      Item item = (side == Side.LOCAL ? local : remote).item();
      return item == null ? null : item.fields().get(field);
    }

    @Nullable Instant modifiedAt(Side side) {
      Item item = (side == Side.LOCAL ? local : remote).item();
      return item == null ? null : item.modifiedAt();
    }
  }

  FieldMerger(
      BoundMapping mapping,
      MergePolicy policy,
      ReferenceTable references,
      Answers answers,
      Pair pair) {
    this.mapping = mapping;
    this.policy = policy;
    this.references = references;
    this.answers = answers;
    this.pair = pair;
  }

  List<CaseDraft> questions() {
    return questions;
  }

  boolean deferred() {
    return deferred;
  }

  /** Returns what is done about a pair of fields, or null if neither differs. */
  @Nullable FieldPlan merge(BoundField field) {
    State local = pair.state(Side.LOCAL, field);
    State remote = pair.state(Side.REMOTE, field);
    if (local == State.UNCHANGED && remote == State.UNCHANGED) {
      return null;
    }
    Value localValue = pair.value(Side.LOCAL, field.local().id());
    Value remoteValue = pair.value(Side.REMOTE, field.remote().id());
    if (localValue != null
        && remoteValue != null
        && field.same(localValue, remoteValue, references)) {
      return plan(field, Outcome.EQUAL, "both_equal");
    }
    return switch (field.direction()) {
      case BOTH -> mergeBothWays(field, local, remote, localValue, remoteValue);
      case TO_LOCAL -> mergeOneWay(field, Side.LOCAL, remote, local);
      case TO_REMOTE -> mergeOneWay(field, Side.REMOTE, local, remote);
      case NONE -> null;
    };
  }

  private @Nullable FieldPlan mergeOneWay(
      BoundField field, Side target, State source, State drifted) {
    if (pair.value(target.other(), field.field(target.other()).id()) == null) {
      return null; // the source did not show it, so there is nothing to write
    }
    if (!pair.agreed(field)
        && !undoesDrift()
        && emptier(
                pair.value(Side.LOCAL, field.local().id()),
                pair.value(Side.REMOTE, field.remote().id()))
            == target.other()) {
      return unsettled(field, Outcome.KEPT, FieldDecision.EMPTY_SOURCE_RULE, null);
    }
    if (source != State.UNCHANGED) {
      String rule = drifted == State.UNCHANGED ? "one_side_changed" : FieldDecision.ONE_WAY_RULE;
      return write(field, target, rule);
    }
    return undoesDrift() ? write(field, target, FieldPlan.REVERT) : null;
  }

  /** Only a sync that runs one way as a whole has a target that is not to be edited. */
  private boolean undoesDrift() {
    return policy.drift() == Drift.REVERT && policy.direction() != Direction.BOTH;
  }

  private @Nullable FieldPlan mergeBothWays(
      BoundField field,
      State local,
      State remote,
      @Nullable Value localValue,
      @Nullable Value remoteValue) {
    boolean agreed = pair.agreed(field);
    if (agreed && remote == State.UNCHANGED) {
      return write(field, Side.REMOTE, "one_side_changed");
    }
    if (agreed && local == State.UNCHANGED) {
      return write(field, Side.LOCAL, "one_side_changed");
    }
    if (localValue == null || remoteValue == null) {
      return null; // nobody knows what would be written over
    }
    if (!agreed) {
      Side emptier = emptier(localValue, remoteValue);
      if (emptier != null) {
        return write(field, emptier, FieldDecision.FILL_RULE);
      }
    }
    return settle(field, localValue, remoteValue);
  }

  /** Returns the side that has no opinion, or null if both have one, or neither. */
  private static @Nullable Side emptier(@Nullable Value local, @Nullable Value remote) {
    int less = Integer.compare(emptiness(local), emptiness(remote));
    return less == 0 ? null : less > 0 ? Side.LOCAL : Side.REMOTE;
  }

  /** A blank text is next to nothing, but not nothing. */
  private static int emptiness(@Nullable Value value) {
    return value == null || value.isNull() ? 2 : isEmpty(value) ? 1 : 0;
  }

  private FieldPlan settle(BoundField field, Value localValue, Value remoteValue) {
    String id = CaseDraft.conflictId(pair.localId(), pair.remoteId(), field.local().id());
    if (!field.comparable(localValue, remoteValue, references)) {
      deferred = true;
      return unsettled(field, Outcome.DEFERRED, "unlinked_references", null);
    }
    String state = state(field, localValue, remoteValue);
    Resolution answer = answers.find(id, state);
    if (answer instanceof Resolution.Ignore) {
      return plan(field, Outcome.KEPT, FieldPlan.PERSON);
    }
    String rule = answer == null ? field.conflicts().name() : FieldPlan.PERSON;
    Value remoteInLocalTerms = inLocalTerms(field, remoteValue);
    Resolution resolution =
        answer != null
            ? answer
            : field
                .conflicts()
                .resolve(
                    new Conflict(
                        Conflict.Kind.FIELD,
                        field.local().name(),
                        field.remote().name(),
                        pair.localId(),
                        pair.remoteId(),
                        localValue,
                        remoteInLocalTerms,
                        pair.modifiedAt(Side.LOCAL),
                        pair.modifiedAt(Side.REMOTE)));
    if (resolution instanceof Resolution.Take take) {
      return write(field, take.side().other(), rule);
    }
    if (resolution instanceof Resolution.Use use) {
      return writeBoth(field, use.value(), rule);
    }
    if (resolution instanceof Resolution.Fail fail) {
      throw new GuardException(
          "'"
              + field.local().name()
              + "' of local item "
              + pair.localId()
              + " and remote item "
              + pair.remoteId()
              + " was changed on both sides; "
              + fail.reason());
    }
    String why = resolution instanceof Resolution.Hold hold ? hold.reason() : null;
    questions.add(
        new CaseDraft(
            id,
            Case.Kind.CONFLICT,
            "'"
                + field.local().name()
                + "' was changed on both sides"
                + (why == null ? "" : " (" + why + ")")
                + "; which value counts?",
            List.of(pair.localId()),
            List.of(pair.remoteId()),
            field.local().name(),
            localValue,
            remoteInLocalTerms,
            state));
    return unsettled(field, Outcome.HELD, rule, null);
  }

  private FieldPlan write(BoundField field, Side target, String rule) {
    Value source = pair.value(target.other(), field.field(target.other()).id());
    if (source == null) {
      throw new IllegalStateException(
          "the value of '" + field.field(target.other()).name() + "' was not read");
    }
    if (!field.field(target).writable()) {
      return plan(field, Outcome.KEPT, "create_only");
    }
    try {
      Value converted = field.convert(target, source, references);
      if (holds(field, target, converted)) {
        return plan(field, Outcome.EQUAL, "both_equal");
      }
      Outcome outcome = target == Side.LOCAL ? Outcome.TO_LOCAL : Outcome.TO_REMOTE;
      return new FieldPlan(
          field,
          decision(field, outcome, rule),
          target == Side.LOCAL ? converted : null,
          target == Side.REMOTE ? converted : null,
          true,
          null);
    } catch (UnlinkedReferenceException e) {
      deferred = true;
      return unsettled(field, Outcome.DEFERRED, rule, null);
    } catch (ConversionException e) {
      return unsettled(field, Outcome.HELD, rule, FieldPlan.Problem.of(target, e));
    }
  }

  /** An edit that the target's type cannot tell from what was agreed on is no write. */
  private boolean holds(BoundField field, Side target, Value value) {
    String id = field.field(target).id();
    return pair.agreed(field)
        && pair.state(target, field) == State.UNCHANGED
        && pair.base(target).matches(id, mapping.detector(target).fingerprint(id, value));
  }

  private FieldPlan writeBoth(BoundField field, Value value, String rule) {
    try {
      Value remote = field.convert(Side.REMOTE, value, references);
      return new FieldPlan(
          field,
          decision(field, Outcome.TO_BOTH, rule),
          due(field, Side.LOCAL, value),
          due(field, Side.REMOTE, remote),
          true,
          null);
    } catch (UnlinkedReferenceException | ConversionException e) {
      return unsettled(field, Outcome.HELD, rule, FieldPlan.Problem.of(Side.REMOTE, e));
    }
  }

  /** Returns a value, or null if a side holds it already or cannot be written. */
  private @Nullable Value due(BoundField field, Side side, Value value) {
    Value held = pair.value(side, field.field(side).id());
    FieldType type = field.field(side).type();
    boolean holds = held != null && type.canonical(held).equals(type.canonical(value));
    return holds || !field.field(side).writable() ? null : value;
  }

  private Value inLocalTerms(BoundField field, Value remoteValue) {
    try {
      return field.convert(Side.LOCAL, remoteValue, references);
    } catch (UnlinkedReferenceException | ConversionException e) {
      return remoteValue;
    }
  }

  private String state(BoundField field, Value localValue, Value remoteValue) {
    long local = mapping.detector(Side.LOCAL).fingerprint(field.local().id(), localValue);
    long remote = mapping.detector(Side.REMOTE).fingerprint(field.remote().id(), remoteValue);
    return Long.toHexString(local) + ":" + Long.toHexString(remote);
  }

  private static boolean isEmpty(Value value) {
    return (value instanceof Value.Text text && text.value().isBlank())
        || (value instanceof Value.Many many && many.elements().isEmpty());
  }

  private FieldPlan plan(BoundField field, Outcome outcome, String rule) {
    return new FieldPlan(field, decision(field, outcome, rule), null, null, true, null);
  }

  private FieldPlan unsettled(
      BoundField field, Outcome outcome, String rule, FieldPlan.@Nullable Problem problem) {
    return new FieldPlan(field, decision(field, outcome, rule), null, null, false, problem);
  }

  private FieldDecision decision(BoundField field, Outcome outcome, String rule) {
    return new FieldDecision(
        field.local().name(),
        field.remote().name(),
        pair.state(Side.LOCAL, field),
        pair.state(Side.REMOTE, field),
        pair.value(Side.LOCAL, field.local().id()),
        pair.value(Side.REMOTE, field.remote().id()),
        outcome,
        rule);
  }
}
