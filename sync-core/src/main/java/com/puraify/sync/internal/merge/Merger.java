package com.puraify.sync.internal.merge;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Conflict;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.delta.Base;
import com.puraify.sync.delta.Delta;
import com.puraify.sync.error.GuardException;
import com.puraify.sync.internal.delta.Sighting;
import com.puraify.sync.internal.map.BoundField;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.map.ReferenceTable;
import com.puraify.sync.internal.map.UnlinkedReferenceException;
import com.puraify.sync.internal.merge.ItemPlan.Kind;
import com.puraify.sync.mapping.ConversionException;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.plan.DeletePolicy;
import com.puraify.sync.plan.Drift;
import com.puraify.sync.plan.FieldDecision;
import com.puraify.sync.plan.FieldDecision.Outcome;
import com.puraify.sync.plan.FieldDecision.State;
import com.puraify.sync.plan.LeavePolicy;
import com.puraify.sync.state.Link;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is done about an item: the decision table of the design.
 *
 * <p>A pure function of the link, what both sides show, the policy, and what people answered.
 */
public final class Merger {

  private final BoundMapping mapping;
  private final MergePolicy policy;

  /** Creates a merger. */
  public Merger(BoundMapping mapping, MergePolicy policy) {
    this.mapping = mapping;
    this.policy = policy;
  }

  /**
   * Returns the sides whose items have to be at hand before a link can be merged, and are not: a
   * field that was never agreed on needs both values, and a removal or a drift that is to be undone
   * needs the survivor's.
   */
  public Set<Side> needs(Link link, Sighting local, Sighting remote) {
    Set<Side> needs = EnumSet.noneOf(Side.class);
    for (Side side : Side.values()) {
      Sighting own = side == Side.LOCAL ? local : remote;
      Sighting other = side == Side.LOCAL ? remote : local;
      if (own.loaded() || !(own.delta() instanceof Delta.None)) {
        continue;
      }
      boolean unagreed =
          other.loaded()
              && mapping.fields().stream()
                  .anyMatch(
                      field ->
                          other.changed().contains(field.field(side.other()).id())
                              && (!link.base(side).has(field.field(side).id())
                                  || !link.base(side.other()).has(field.field(side.other()).id())));
      boolean source = policy.direction() == Direction.to(side.other());
      boolean undone =
          source
              && policy.drift() == Drift.REVERT
              && (other.loaded() || other.delta() instanceof Delta.Removed);
      boolean dies =
          other.delta() instanceof Delta.Removed
              || (other.delta() instanceof Delta.Left
                  && policy.onLeave() == LeavePolicy.DELETE
                  && policy.direction().flowsTo(side));
      if (unagreed || undone || dies) {
        needs.add(side);
      }
    }
    return needs;
  }

  /** Returns what is done about a linked pair. */
  public ItemPlan merge(
      Link link, Sighting local, Sighting remote, ReferenceTable references, Answers answers) {
    if (local.delta() instanceof Delta.Away || remote.delta() instanceof Delta.Away) {
      return plain(Kind.NOTHING, link, local, remote, "out of sight, not known to be deleted");
    }
    boolean localGone = local.delta() instanceof Delta.Removed;
    boolean remoteGone = remote.delta() instanceof Delta.Removed;
    if (localGone && remoteGone) {
      return plain(Kind.DROP, link, local, remote, "gone on both sides");
    }
    if (localGone || remoteGone) {
      return removed(
          link, local, remote, localGone ? Side.LOCAL : Side.REMOTE, references, answers);
    }
    boolean localLeft = local.delta() instanceof Delta.Left;
    boolean remoteLeft = remote.delta() instanceof Delta.Left;
    if (localLeft || remoteLeft) {
      return left(link, local, remote, answers);
    }
    return fields(
        Kind.UPDATE,
        link,
        new FieldMerger.Pair(
            link.localId(), link.remoteId(), local, remote, link.local(), link.remote()),
        references,
        answers);
  }

  /** Returns what is done about two unlinked items that are the same thing. */
  public ItemPlan adopt(Item local, Item remote, ReferenceTable references, Answers answers) {
    FieldMerger.Pair pair =
        new FieldMerger.Pair(
            local.id(),
            remote.id(),
            everything(Side.LOCAL, local),
            everything(Side.REMOTE, remote),
            Base.empty(),
            Base.empty());
    return fields(Kind.ADOPT, null, pair, references, answers);
  }

  /** Returns what is done about an item that gets a counterpart. */
  public ItemPlan create(
      Side target, @Nullable Link former, Item source, ReferenceTable references) {
    List<FieldPlan> fields = new ArrayList<>();
    boolean deferred = false;
    for (BoundField field : mapping.fields()) {
      Value value = source.fields().get(field.field(target.other()).id());
      if (!field.creates(target) || value == null) {
        continue;
      }
      Outcome outcome = target == Side.LOCAL ? Outcome.TO_LOCAL : Outcome.TO_REMOTE;
      try {
        Value converted = field.convert(target, value, references);
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

  private static boolean nothing(Value value) {
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

  private Sighting everything(Side side, Item item) {
    return new Sighting(
        new Delta.Changed(
            new java.util.LinkedHashSet<>(mapping.detector(side).baseOf(item.fields()).fields())),
        item);
  }

  private ItemPlan fields(
      Kind kind,
      @Nullable Link link,
      FieldMerger.Pair pair,
      ReferenceTable references,
      Answers answers) {
    FieldMerger merger = new FieldMerger(mapping, policy, references, answers, pair);
    List<FieldPlan> plans = new ArrayList<>();
    for (BoundField field : mapping.fields()) {
      FieldPlan plan = merger.merge(field);
      if (plan != null) {
        plans.add(plan);
      }
    }
    ItemPlan plan =
        new ItemPlan(
            kind,
            link,
            pair.local(),
            pair.remote(),
            null,
            plans,
            merger.questions(),
            Set.of(),
            merger.deferred(),
            kind == Kind.ADOPT ? "same match key" : reason(plans));
    return link == null ? plan : guarded(link, plan, answers);
  }

  /** Leaves out a write that was refused before, and freezes an item that keeps flipping. */
  private ItemPlan guarded(Link link, ItemPlan plan, Answers answers) {
    Set<Side> refused = EnumSet.noneOf(Side.class);
    for (Side side : Side.values()) {
      Fields writes = plan.writes(side);
      if (writes.isEmpty()) {
        continue;
      }
      long content = content(side, writes);
      if (link.condition().rejected(side) == content) {
        refused.add(side);
        continue;
      }
      String id = "flip|" + CaseDraft.subject(link.localId(), link.remoteId());
      boolean retry = answers.find(id, Long.toHexString(content)) != null;
      if (!retry
          && (link.condition().frozen()
              || Oscillation.flips(link.condition().recent(), content, policy.now()))) {
        CaseDraft question =
            new CaseDraft(
                id,
                Case.Kind.OSCILLATION,
                "the same values were written again and again; what changes them back?",
                List.of(link.localId()),
                List.of(link.remoteId()),
                null,
                null,
                null,
                Long.toHexString(content));
        return new ItemPlan(
            Kind.HOLD,
            link,
            plan.local(),
            plan.remote(),
            null,
            List.of(),
            List.of(question),
            Set.of(),
            false,
            "keeps flipping");
      }
    }
    return refused.isEmpty() ? plan : plan.without(refused);
  }

  /** Returns a fingerprint of what is written to a side. */
  public long content(Side side, Fields writes) {
    List<Value> values = new ArrayList<>();
    values.add(Value.text(side.name()));
    writes.forEach(
        (id, value) -> {
          values.add(Value.text(id));
          values.add(mapping.schema(side).byId(id).orElseThrow().type().canonical(value));
        });
    return mapping.detector(side).combined(values);
  }

  private static String reason(List<FieldPlan> plans) {
    boolean local = plans.stream().anyMatch(plan -> plan.toLocal() != null);
    boolean remote = plans.stream().anyMatch(plan -> plan.toRemote() != null);
    return local && remote
        ? "changed on both sides"
        : local ? "changed remotely" : remote ? "changed locally" : "equal or held";
  }

  private ItemPlan removed(
      Link link,
      Sighting local,
      Sighting remote,
      Side gone,
      ReferenceTable references,
      Answers answers) {
    Side survivor = gone.other();
    Sighting other = survivor == Side.LOCAL ? local : remote;
    if (!policy.direction().flowsTo(survivor)) {
      return policy.drift() == Drift.REVERT && other.item() != null
          ? create(gone, link, other.item(), references).because("drift is undone")
          : plain(Kind.UNLINK, link, local, remote, "deleted on the target");
    }
    if (other.delta() instanceof Delta.Left || policy.deletes() == DeletePolicy.KEEP) {
      return plain(Kind.UNLINK, link, local, remote, "deleted on the other side, kept here");
    }
    return edited(link, other, survivor)
        ? removedAndChanged(link, local, remote, gone, references, answers)
        : delete(link, local, remote, survivor, "deleted on the other side");
  }

  /** Returns whether a side's item holds an edit that the other side would have got. */
  private boolean edited(Link link, Sighting sighting, Side side) {
    return mapping.fields().stream()
        .anyMatch(
            field ->
                field.direction().flowsTo(side.other())
                    && sighting.changed().contains(field.field(side).id())
                    && link.base(side).has(field.field(side).id()));
  }

  private ItemPlan removedAndChanged(
      Link link,
      Sighting local,
      Sighting remote,
      Side gone,
      ReferenceTable references,
      Answers answers) {
    Side survivor = gone.other();
    Item item = Objects.requireNonNull((survivor == Side.LOCAL ? local : remote).item());
    Dispute dispute = dispute(link, local, remote, gone, answers);
    if (dispute.resolution() instanceof Resolution.Ignore) {
      return plain(Kind.UNLINK, link, local, remote, ItemPlan.REMOVED_AND_CHANGED + ": person");
    }
    if (dispute.resolution() instanceof Resolution.Take take) {
      String reason = ItemPlan.REMOVED_AND_CHANGED + ": " + dispute.rule();
      return take.side() == gone
          ? delete(link, local, remote, survivor, reason)
          : create(gone, link, item, references).because(reason);
    }
    return held(
        link,
        local,
        remote,
        ItemPlan.REMOVED_AND_CHANGED,
        question(
            link,
            dispute,
            "deleted on the "
                + word(gone)
                + " side and changed on the other; delete it (take the deleted side) or keep it"
                + " (take the other)?"));
  }

  private ItemPlan left(Link link, Sighting local, Sighting remote, Answers answers) {
    boolean localLeft = local.delta() instanceof Delta.Left;
    boolean remoteLeft = remote.delta() instanceof Delta.Left;
    if (localLeft && remoteLeft && policy.onLeave() != LeavePolicy.KEEP) {
      return plain(Kind.UNLINK, link, local, remote, "both left the filter");
    }
    Side side = localLeft ? Side.LOCAL : Side.REMOTE;
    return switch (policy.onLeave()) {
      case KEEP -> plain(Kind.NOTHING, link, local, remote, "left the filter");
      case UNLINK -> plain(Kind.UNLINK, link, local, remote, "left the filter");
      case DELETE ->
          !policy.direction().flowsTo(side.other())
              ? plain(Kind.NOTHING, link, local, remote, "left the filter")
              : edited(link, localLeft ? remote : local, side.other())
                  ? leftAndChanged(link, local, remote, side, answers)
                  : delete(link, local, remote, side.other(), "left the filter");
    };
  }

  /** The edit of an item that would be deleted is no less worth than if its counterpart were gone. */
  private ItemPlan leftAndChanged(
      Link link, Sighting local, Sighting remote, Side left, Answers answers) {
    Dispute dispute = dispute(link, local, remote, left, answers);
    String reason = ItemPlan.LEFT_AND_CHANGED + ": " + dispute.rule();
    if (dispute.resolution() instanceof Resolution.Take take && take.side() == left) {
      return delete(link, local, remote, left.other(), reason);
    }
    if (dispute.resolution() instanceof Resolution.Take
        || dispute.resolution() instanceof Resolution.Ignore) {
      return plain(Kind.UNLINK, link, local, remote, reason);
    }
    return held(
        link,
        local,
        remote,
        ItemPlan.LEFT_AND_CHANGED,
        question(
            link,
            dispute,
            "left the filter on the "
                + word(left)
                + " side and was changed on the other; delete it there (take the side that it"
                + " left) or keep it, no longer linked (take the other)?"));
  }

  /**
   * A conflict about a whole item, and how it is settled.
   *
   * @param id the question's id
   * @param state a fingerprint of the state that it is about
   * @param resolution what the strategy or a person decides
   * @param rule which of them
   */
  private record Dispute(String id, String state, Resolution resolution, String rule) {}

  private Dispute dispute(
      Link link, Sighting local, Sighting remote, Side gone, Answers answers) {
    Side survivor = gone.other();
    Item item = Objects.requireNonNull((survivor == Side.LOCAL ? local : remote).item());
    String id = CaseDraft.conflictId(link.localId(), link.remoteId(), "");
    String state =
        gone + ":" + Long.toHexString(mapping.detector(survivor).baseOf(item.fields()).hashCode());
    Resolution answer = answers.find(id, state);
    if (answer != null) {
      return new Dispute(id, state, answer, "person");
    }
    Resolution resolution =
        policy
            .conflicts()
            .resolve(
                new Conflict(
                    gone == Side.LOCAL
                        ? Conflict.Kind.LOCAL_REMOVED
                        : Conflict.Kind.REMOTE_REMOVED,
                    null,
                    null,
                    link.localId(),
                    link.remoteId(),
                    null,
                    null,
                    local.item() == null ? null : local.item().modifiedAt(),
                    remote.item() == null ? null : remote.item().modifiedAt()));
    if (resolution instanceof Resolution.Fail fail) {
      throw new GuardException(
          "local item "
              + link.localId()
              + " and remote item "
              + link.remoteId()
              + ": one was deleted or left the filter, the other changed; "
              + fail.reason());
    }
    return new Dispute(id, state, resolution, policy.conflicts().name());
  }

  private static CaseDraft question(Link link, Dispute dispute, String text) {
    return new CaseDraft(
        dispute.id(),
        Case.Kind.CONFLICT,
        text,
        List.of(link.localId()),
        List.of(link.remoteId()),
        null,
        null,
        null,
        dispute.state());
  }

  private static ItemPlan held(
      Link link, Sighting local, Sighting remote, String reason, CaseDraft question) {
    return new ItemPlan(
        Kind.HOLD,
        link,
        local,
        remote,
        null,
        List.of(),
        List.of(question),
        Set.of(),
        false,
        reason);
  }

  private static String word(Side side) {
    return side.name().toLowerCase(Locale.ROOT);
  }

  private static ItemPlan delete(
      Link link, Sighting local, Sighting remote, Side target, String reason) {
    return new ItemPlan(
        Kind.DELETE, link, local, remote, target, List.of(), List.of(), Set.of(), false, reason);
  }

  private static ItemPlan plain(
      Kind kind, Link link, Sighting local, Sighting remote, String reason) {
    return new ItemPlan(
        kind, link, local, remote, null, List.of(), List.of(), Set.of(), false, reason);
  }
}
