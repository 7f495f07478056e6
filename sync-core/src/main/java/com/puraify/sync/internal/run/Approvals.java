package com.puraify.sync.internal.run;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.internal.merge.CaseDraft;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.state.StateChange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which reached limits people have let through, and the questions about the others. */
final class Approvals {

  private final OpenCases cases;
  private final @Nullable PreparedPlan plan;

  /**
   * Creates approvals.
   *
   * @param plan the plan that is applied, whose own approval counts too, or null
   */
  Approvals(OpenCases cases, @Nullable PreparedPlan plan) {
    this.cases = cases;
    this.plan = plan;
  }

  /** Returns whether a limit was let through, for at least as many items. */
  boolean cover(Guards.Tripped tripped) {
    Case known = cases.get(caseId(tripped));
    boolean answered =
        known != null
            && known.answer() instanceof Resolution.Approve
            && Long.parseLong(known.state()) >= tripped.count();
    return answered || (plan != null && plan.approved() && inPlan(plan, tripped));
  }

  private static boolean inPlan(PreparedPlan plan, Guards.Tripped tripped) {
    return plan.guards().stream()
        .anyMatch(known -> known.guard() == tripped.guard() && known.count() >= tripped.count());
  }

  /** Returns the question that a reached limit asks. */
  static CaseDraft question(Guards.Tripped tripped) {
    return new CaseDraft(
        caseId(tripped),
        Case.Kind.GUARD,
        tripped.message(),
        List.of(),
        List.of(),
        null,
        null,
        null,
        Long.toString(tripped.count()));
  }

  /** Closes the questions about limits: a run went through. */
  List<StateChange> close() {
    List<StateChange> changes = new ArrayList<>();
    cases.ofKind(Case.Kind.GUARD).forEach(each -> changes.addAll(cases.close(each.id(), null)));
    return changes;
  }

  private static String caseId(Guards.Tripped tripped) {
    return "guard|" + tripped.guard();
  }
}
