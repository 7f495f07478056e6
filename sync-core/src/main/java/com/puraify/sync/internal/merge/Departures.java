package com.puraify.sync.internal.merge;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Conflict;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.delta.Delta;
import com.puraify.sync.error.GuardException;
import com.puraify.sync.internal.delta.Sighting;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.map.ReferenceTable;
import com.puraify.sync.internal.merge.ItemPlan.Kind;
import com.puraify.sync.plan.DeletePolicy;
import com.puraify.sync.plan.Drift;
import com.puraify.sync.plan.LeavePolicy;
import com.puraify.sync.state.Link;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Decides about pairs of which an item was deleted, or left the filter. */
final class Departures {

  private final BoundMapping mapping;
  private final MergePolicy policy;
  private final NewItems newItems;

  Departures(BoundMapping mapping, MergePolicy policy, NewItems newItems) {
    this.mapping = mapping;
    this.policy = policy;
    this.newItems = newItems;
  }

  /** Returns what is done about a pair of which one item was deleted. */
  ItemPlan removed(
      Link link,
      Sighting local,
      Sighting remote,
      Side gone,
      ReferenceTable references,
      Answers answers) {
    Side survivor = gone.other();
    Sighting other = survivor == Side.LOCAL ? local : remote;
    if (other.delta() instanceof Delta.Left
        && policy.onLeave() == LeavePolicy.DELETE
        && policy.direction().flowsTo(gone)) {
      return ItemPlan.plain(Kind.DROP, link, local, remote, "left the filter, deleted there");
    }
    if (!policy.direction().flowsTo(survivor)) {
      return policy.drift() == Drift.REVERT
              && other.item() != null
              && !(other.delta() instanceof Delta.Left)
          ? newItems.create(gone, link, other.item(), references).because("drift is undone")
          : ItemPlan.plain(Kind.UNLINK, link, local, remote, "deleted on the target");
    }
    if (other.delta() instanceof Delta.Left || policy.deletes() == DeletePolicy.KEEP) {
      return ItemPlan.plain(
          Kind.UNLINK, link, local, remote, "deleted on the other side, kept here");
    }
    return edited(link, other, survivor)
        ? removedAndChanged(link, local, remote, gone, references, answers)
        : ItemPlan.delete(link, local, remote, survivor, "deleted on the other side");
  }

  /** Returns whether a side's item holds an edit that the other side would have got. */
  private boolean edited(Link link, Sighting sighting, Side side) {
    return mapping.fields().stream()
        .anyMatch(
            field ->
                field.direction().flowsTo(side.other())
                    && sighting.changed().contains(field.field(side).id())
                    && (link.base(side).has(field.field(side).id())
                        || holdsAnything(sighting, field.field(side).id())));
  }

  /** A value on which nobody ever agreed, such as one that waits for a person, is not given up. */
  private static boolean holdsAnything(Sighting sighting, String field) {
    Item item = sighting.item();
    Value value = item == null ? null : item.fields().get(field);
    return value != null && !NewItems.nothing(value);
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
      return ItemPlan.plain(
          Kind.UNLINK, link, local, remote, ItemPlan.REMOVED_AND_CHANGED + ": person");
    }
    if (dispute.resolution() instanceof Resolution.Take take) {
      String reason = ItemPlan.REMOVED_AND_CHANGED + ": " + dispute.rule();
      return take.side() == gone
          ? ItemPlan.delete(link, local, remote, survivor, reason)
          : newItems.create(gone, link, item, references).because(reason);
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

  /** Returns what is done about a pair of which an item left the filter. */
  ItemPlan left(Link link, Sighting local, Sighting remote, Answers answers) {
    boolean localLeft = local.delta() instanceof Delta.Left;
    boolean remoteLeft = remote.delta() instanceof Delta.Left;
    if (localLeft && remoteLeft && policy.onLeave() != LeavePolicy.KEEP) {
      return ItemPlan.plain(Kind.UNLINK, link, local, remote, "both left the filter");
    }
    Side side = localLeft ? Side.LOCAL : Side.REMOTE;
    return switch (policy.onLeave()) {
      case KEEP -> ItemPlan.plain(Kind.NOTHING, link, local, remote, "left the filter");
      case UNLINK -> ItemPlan.plain(Kind.UNLINK, link, local, remote, "left the filter");
      case DELETE ->
          !policy.direction().flowsTo(side.other())
              ? ItemPlan.plain(Kind.NOTHING, link, local, remote, "left the filter")
              : edited(link, localLeft ? remote : local, side.other())
                  ? leftAndChanged(link, local, remote, side, answers)
                  : ItemPlan.delete(link, local, remote, side.other(), "left the filter");
    };
  }

  /**
   * The edit of an item that would be deleted is no less worth than if its counterpart were gone.
   */
  private ItemPlan leftAndChanged(
      Link link, Sighting local, Sighting remote, Side left, Answers answers) {
    Dispute dispute = dispute(link, local, remote, left, answers);
    String reason = ItemPlan.LEFT_AND_CHANGED + ": " + dispute.rule();
    if (dispute.resolution() instanceof Resolution.Take take && take.side() == left) {
      return ItemPlan.delete(link, local, remote, left.other(), reason);
    }
    if (dispute.resolution() instanceof Resolution.Take
        || dispute.resolution() instanceof Resolution.Ignore) {
      return ItemPlan.plain(Kind.UNLINK, link, local, remote, reason);
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

  private Dispute dispute(Link link, Sighting local, Sighting remote, Side gone, Answers answers) {
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
                    gone == Side.LOCAL ? Conflict.Kind.LOCAL_REMOVED : Conflict.Kind.REMOTE_REMOVED,
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
}
