package com.puraify.sync.internal.merge;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.internal.delta.Sighting;
import com.puraify.sync.plan.Action;
import com.puraify.sync.plan.FieldDecision;
import com.puraify.sync.plan.PlannedItem;
import com.puraify.sync.state.Link;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is done about one item or one pair of items. Immutable.
 *
 * @param kind what is done
 * @param link the link as it was, or null if there is none
 * @param local what the local side shows
 * @param remote what the remote side shows
 * @param target the side that is created on or deleted from, else null
 * @param fields what is done about the fields
 * @param questions what a person must decide
 * @param suppressed the sides whose planned write is one that they refused before
 * @param deferred whether a field waits for an item that is not linked yet
 * @param reason why, in a few words
 */
public record ItemPlan(
    Kind kind,
    @Nullable Link link,
    Sighting local,
    Sighting remote,
    @Nullable Side target,
    List<FieldPlan> fields,
    List<CaseDraft> questions,
    Set<Side> suppressed,
    boolean deferred,
    String reason) {

  /** Why an item that was deleted on one side and changed on the other is treated as it is. */
  static final String REMOVED_AND_CHANGED = "deleted there, changed here";

  /** The same for an item that left the filter, where that deletes. */
  static final String LEFT_AND_CHANGED = "left the filter there, changed here";

  /** What is done. */
  public enum Kind {
    /** Nothing. */
    NOTHING,
    /** Nothing yet: what a side shows may be older than what was written to it. */
    WAIT,
    /** Fields of a linked pair are written, on one side or both, or are found to agree. */
    UPDATE,
    /** Two unlinked items are linked, and differing fields written. */
    ADOPT,
    /** An unlinked item gets a counterpart on the target side. */
    CREATE,
    /** A linked item whose counterpart was deleted gets a new one on the target side. */
    RECREATE,
    /** The item on the target side is deleted, and the link dropped. */
    DELETE,
    /** The link is dropped because both items are gone. */
    DROP,
    /** The link is dropped, and the items that are left stay as they are. */
    UNLINK,
    /** Nothing, until a person has decided. */
    HOLD
  }

  /** Copies the lists. */
  public ItemPlan {
    fields = List.copyOf(fields);
    questions = List.copyOf(questions);
    suppressed = Set.copyOf(suppressed);
  }

  /** Returns the plan that deletes an item. */
  static ItemPlan delete(Link link, Sighting local, Sighting remote, Side target, String reason) {
    return new ItemPlan(
        Kind.DELETE, link, local, remote, target, List.of(), List.of(), Set.of(), false, reason);
  }

  /** Returns the plan to look again later at what may be older than what was written last. */
  public static ItemPlan waiting(Link link, Sighting local, Sighting remote) {
    return plain(Kind.WAIT, link, local, remote, "may be older than what was written last");
  }

  /** Returns a plan that writes nothing. */
  static ItemPlan plain(Kind kind, Link link, Sighting local, Sighting remote, String reason) {
    return new ItemPlan(
        kind, link, local, remote, null, List.of(), List.of(), Set.of(), false, reason);
  }

  /** Returns this plan with another reason. */
  ItemPlan because(String why) {
    return new ItemPlan(
        kind, link, local, remote, target, fields, questions, suppressed, deferred, why);
  }

  /** Returns this plan without the writes that some sides refused before. */
  ItemPlan without(Set<Side> refused) {
    return new ItemPlan(
        kind,
        link,
        local,
        remote,
        target,
        fields,
        questions,
        refused,
        deferred,
        "refused before, unchanged since");
  }

  /** Returns this plan for two items that were linked since. */
  public ItemPlan onto(Link made) {
    return new ItemPlan(
        Kind.UPDATE, made, local, remote, target, fields, questions, suppressed, deferred, reason);
  }

  /** Returns whether both sides disagree about the whole item: to keep it, or to delete it. */
  public boolean isDispute() {
    return reason.startsWith(REMOVED_AND_CHANGED) || reason.startsWith(LEFT_AND_CHANGED);
  }

  /** Returns what a side shows. */
  public Sighting sighting(Side side) {
    return side == Side.LOCAL ? local : remote;
  }

  /** Returns the id of a side's item, or null if it has none. */
  public @Nullable String id(Side side) {
    Item item = sighting(side).item();
    return item != null ? item.id() : link != null ? link.id(side) : null;
  }

  /** Returns the item that is the source of a create. */
  public Item source() {
    return Objects.requireNonNull(sighting(Objects.requireNonNull(target).other()).item());
  }

  /** Returns the values that are written to a side, empty if there are none. */
  public Fields writes(Side side) {
    if (suppressed.contains(side)) {
      return Fields.empty();
    }
    List<String> ids = new ArrayList<>(fields.size());
    List<Value> values = new ArrayList<>(fields.size());
    for (FieldPlan plan : fields) {
      Value value = plan.to(side);
      if (value != null) {
        ids.add(plan.field().field(side).id());
        values.add(value);
      }
    }
    return ids.isEmpty()
        ? Fields.empty()
        : Fields.ofShape(ids.toArray(new String[0]), values.toArray(new Value[0]));
  }

  /** Returns whether anything is written. */
  public boolean writesAnything() {
    return switch (kind) {
      case CREATE, RECREATE, DELETE -> true;
      case UPDATE, ADOPT -> !writes(Side.LOCAL).isEmpty() || !writes(Side.REMOTE).isEmpty();
      default -> false;
    };
  }

  /** Returns the first field whose value could not be converted. */
  public Optional<FieldPlan> problem() {
    return fields.stream().filter(field -> field.problem() != null).findFirst();
  }

  /** Returns this for people. */
  public PlannedItem shown() {
    List<Action> actions = new ArrayList<>();
    String localId = id(Side.LOCAL);
    String remoteId = id(Side.REMOTE);
    switch (kind) {
      case CREATE, RECREATE ->
          actions.add(new Action.Create(Objects.requireNonNull(target), writes(target)));
      case DELETE -> {
        Side side = Objects.requireNonNull(target);
        actions.add(new Action.Delete(side, Objects.requireNonNull(id(side))));
      }
      case DROP, UNLINK ->
          actions.add(
              new Action.Unlink(Objects.requireNonNull(localId), Objects.requireNonNull(remoteId)));
      case ADOPT ->
          actions.add(
              new Action.Link(Objects.requireNonNull(localId), Objects.requireNonNull(remoteId)));
      default -> {}
    }
    if (kind == Kind.UPDATE || kind == Kind.ADOPT) {
      for (Side side : Side.values()) {
        Fields writes = writes(side);
        if (!writes.isEmpty()) {
          actions.add(new Action.Update(side, Objects.requireNonNull(id(side)), writes));
        }
      }
    }
    questions.forEach(each -> actions.add(new Action.Hold(each.kind(), each.question())));
    for (FieldPlan field : fields) {
      FieldPlan.Problem problem = field.problem();
      if (problem != null) {
        actions.add(
            new Action.Hold(
                Case.Kind.QUARANTINE, field.decision().localField() + ": " + problem.detail()));
        break;
      }
    }
    List<FieldDecision> decisions = fields.stream().map(FieldPlan::decision).toList();
    return new PlannedItem(localId, remoteId, decisions, actions, reason);
  }
}
