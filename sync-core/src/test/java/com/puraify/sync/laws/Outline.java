package com.puraify.sync.laws;

import com.puraify.sync.internal.merge.FieldPlan;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.plan.FieldDecision;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import java.util.Map;
import java.util.TreeMap;

/**
 * What counts of a plan, so that plans of mirrored and shuffled scenes can be compared.
 *
 * @param kind what is done
 * @param target where something is created or deleted, or null
 * @param local what is written to the local side
 * @param remote what is written to the remote side
 * @param fields what is decided about each field, by the ids of both
 * @param questions how many questions are asked
 */
record Outline(
    ItemPlan.Kind kind,
    Side target,
    Fields local,
    Fields remote,
    Map<String, String> fields,
    int questions) {

  /** What is left of a run that its strategy stopped. */
  static final Outline STOPPED =
      new Outline(null, null, Fields.empty(), Fields.empty(), Map.of(), 0);

  static Outline of(Scene scene) {
    return scene.tryPlan().map(Outline::of).orElse(STOPPED);
  }

  static Outline of(ItemPlan plan) {
    Map<String, String> fields = new TreeMap<>();
    for (FieldPlan field : plan.fields()) {
      FieldDecision decision = field.decision();
      fields.put(
          decision.localField() + " " + decision.remoteField(),
          decision.localState()
              + " "
              + decision.remoteState()
              + " "
              + decision.outcome()
              + " "
              + decision.rule()
              + " "
              + field.settles());
    }
    return new Outline(
        plan.kind(),
        plan.target(),
        plan.writes(Side.LOCAL),
        plan.writes(Side.REMOTE),
        fields,
        plan.questions().size());
  }

  static Outline mirrorOf(Scene scene) {
    return scene.tryPlan().map(Outline::mirrorOf).orElse(STOPPED);
  }

  private static Outline mirrorOf(ItemPlan plan) {
    Map<String, String> fields = new TreeMap<>();
    for (FieldPlan field : plan.fields()) {
      FieldDecision decision = field.decision();
      fields.put(
          decision.remoteField() + " " + decision.localField(),
          decision.remoteState()
              + " "
              + decision.localState()
              + " "
              + mirrored(decision.outcome())
              + " "
              + mirrored(decision.rule())
              + " "
              + field.settles());
    }
    return new Outline(
        plan.kind(),
        plan.target() == null ? null : plan.target().other(),
        plan.writes(Side.REMOTE),
        plan.writes(Side.LOCAL),
        fields,
        plan.questions().size());
  }

  private static FieldDecision.Outcome mirrored(FieldDecision.Outcome outcome) {
    return switch (outcome) {
      case TO_LOCAL -> FieldDecision.Outcome.TO_REMOTE;
      case TO_REMOTE -> FieldDecision.Outcome.TO_LOCAL;
      default -> outcome;
    };
  }

  private static String mirrored(String rule) {
    return switch (rule) {
      case "prefer_local" -> "prefer_remote";
      case "prefer_remote" -> "prefer_local";
      default -> rule;
    };
  }
}
