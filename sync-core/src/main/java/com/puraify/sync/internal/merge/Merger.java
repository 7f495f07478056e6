package com.puraify.sync.internal.merge;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.delta.Base;
import com.puraify.sync.delta.Delta;
import com.puraify.sync.internal.delta.Sighting;
import com.puraify.sync.internal.map.BoundField;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.map.ReferenceTable;
import com.puraify.sync.internal.merge.ItemPlan.Kind;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.plan.LeavePolicy;
import com.puraify.sync.state.Link;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
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
  private final NewItems newItems;
  private final Departures departures;

  /** Creates a merger. */
  public Merger(BoundMapping mapping, MergePolicy policy) {
    this.mapping = mapping;
    this.policy = policy;
    this.newItems = new NewItems(mapping);
    this.departures = new Departures(mapping, policy, newItems);
  }

  /**
   * Returns the sides whose items have to be at hand before a link can be merged, and are not: a
   * field that was never agreed on needs both values, and a removal or a drift that is to be undone
   * needs the survivor's. Where items stay linked that left the filter, one that shows nothing new
   * may be such a one. An item that is left alone is remembered by its match key, which is its
   * counterpart's unless that just changed.
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
      boolean undone =
          policy.undoesDrift(side.other())
              && other.loaded()
              && !(other.delta() instanceof Delta.Left);
      boolean dies =
          other.delta() instanceof Delta.Removed
              || (other.delta() instanceof Delta.Left
                  && policy.onLeave() == LeavePolicy.DELETE
                  && policy.direction().flowsTo(side));
      boolean stays =
          policy.onLeave() == LeavePolicy.KEEP
              || (policy.onLeave() == LeavePolicy.DELETE
                  && !policy.direction().flowsTo(side.other()));
      boolean hidden = stays && mapping.filters(side) && !other.changed().isEmpty();
      if (unagreed
          || undone
          || dies
          || hidden
          || overwritesDrift(other, side)
          || loses(link, other, side.other())) {
        needs.add(side);
      }
    }
    return needs;
  }

  /** Returns whether an edit of a field on a side is carried over to the other, or undone. */
  public boolean minds(BoundField field, Side side) {
    return field.direction().flowsTo(side.other()) || policy.undoesDrift(side);
  }

  /** A field that flows one way in a two-way sync may hold what somebody wrote on its target. */
  private boolean overwritesDrift(Sighting other, Side side) {
    return policy.direction() == Direction.BOTH
        && !other.changed().isEmpty()
        && mapping.fields().stream()
            .anyMatch(
                field ->
                    field.direction() == Direction.to(side)
                        && other.changed().contains(field.field(side.other()).id()));
  }

  /**
   * Returns whether a side's item takes leave under another match key than the one that was agreed
   * on: then the key that its counterpart keeps is not known from here.
   */
  private boolean loses(Link link, Sighting sighting, Side side) {
    Item item = sighting.item();
    return sighting.delta() instanceof Delta.Left
        && item != null
        && policy.onLeave() != LeavePolicy.DELETE
        && mapping.matchFields(side).stream()
            .anyMatch(
                field -> {
                  Value value = item.fields().get(field);
                  return value == null
                      || !link.base(side)
                          .matches(field, mapping.detector(side).fingerprint(field, value));
                });
  }

  /** Returns what is done about a linked pair. */
  public ItemPlan merge(
      Link link, Sighting local, Sighting remote, ReferenceTable references, Answers answers) {
    if (local.delta() instanceof Delta.Away || remote.delta() instanceof Delta.Away) {
      return ItemPlan.plain(
          Kind.NOTHING, link, local, remote, "out of sight, not known to be deleted");
    }
    boolean localGone = local.delta() instanceof Delta.Removed;
    boolean remoteGone = remote.delta() instanceof Delta.Removed;
    if (localGone && remoteGone) {
      return ItemPlan.plain(Kind.DROP, link, local, remote, "gone on both sides");
    }
    if (localGone || remoteGone) {
      return departures.removed(
          link, local, remote, localGone ? Side.LOCAL : Side.REMOTE, references, answers);
    }
    boolean localLeft = local.delta() instanceof Delta.Left;
    boolean remoteLeft = remote.delta() instanceof Delta.Left;
    if (localLeft || remoteLeft) {
      return departures.left(link, local, remote, answers);
    }
    return fields(
        Kind.UPDATE,
        link,
        new FieldMerger.Pair(
            link.localId(), link.remoteId(), local, remote, link.local(), link.remote()),
        references,
        answers);
  }

  /** Returns what is done about an item that gets a counterpart. */
  public ItemPlan create(
      Side target, @Nullable Link former, Item source, ReferenceTable references) {
    return newItems.create(target, former, source, references);
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
      long content = content(plan, side);
      if (link.condition().rejected(side) == content) {
        refused.add(side);
        continue;
      }
      String id = "flip|" + CaseDraft.subject(link.localId(), link.remoteId());
      boolean retry = answers.find(id, Long.toHexString(content)) != null;
      if (!retry
          && (link.condition().frozen()
              || Oscillation.flips(link.condition().recent(), content, policy.now())
              || (undone(plan, side) && Oscillation.stays(link.condition().recent(), content)))) {
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

  /** Returns whether all that is written to a side undoes a drift. */
  private static boolean undone(ItemPlan plan, Side side) {
    return plan.fields().stream()
        .filter(field -> field.to(side) != null)
        .allMatch(field -> field.decision().rule().equals(FieldPlan.REVERT));
  }

  /**
   * Returns a fingerprint of what a plan writes to a side; where it undoes a drift, of what it
   * undoes, too: another drift is another matter.
   */
  public long content(ItemPlan plan, Side side) {
    long content = content(side, plan.writes(side));
    if (!undone(plan, side)) {
      return content;
    }
    List<Value> values = new ArrayList<>();
    values.add(Value.text(Long.toHexString(content)));
    for (FieldPlan field : plan.fields()) {
      Item item = plan.sighting(side).item();
      Value held = item == null ? null : item.fields().get(field.field().field(side).id());
      if (field.to(side) != null && held != null) {
        values.add(field.field().field(side).type().canonical(held));
      }
    }
    return mapping.detector(side).combined(values);
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
}
