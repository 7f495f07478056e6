package com.puraify.sync.internal.run;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.internal.merge.CaseDraft;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.plan.Action;
import com.puraify.sync.plan.FieldDecision;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.plan.Plan;
import com.puraify.sync.plan.PlannedItem;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A plan with the configuration that it was made for. */
record PreparedPlan(
    SyncConfig config,
    Instant madeAt,
    List<PlannedItem> items,
    List<Guards.Tripped> guards,
    List<String> notes,
    Map<Side, List<Integer>> batches,
    boolean approved)
    implements Plan {

  private static final int SHOWN = 50;

  PreparedPlan {
    items = List.copyOf(items);
    guards = List.copyOf(guards);
    notes = List.copyOf(notes);
    batches = Map.copyOf(batches);
  }

  /** Returns what a plan does about an ambiguous match, for people. */
  static PlannedItem question(CaseDraft draft) {
    return new PlannedItem(
        draft.localIds().isEmpty() ? null : draft.localIds().get(0),
        draft.remoteIds().isEmpty() ? null : draft.remoteIds().get(0),
        List.of(),
        List.of(new Action.Hold(draft.kind(), draft.question())),
        "several could be the same");
  }

  /** Returns the names of the items that it does something about, as {@link #nameOf} gives them. */
  Set<String> names() {
    return items.stream()
        .map(item -> item.localId() + "|" + item.remoteId())
        .collect(Collectors.toSet());
  }

  static String nameOf(ItemPlan plan) {
    return plan.id(Side.LOCAL) + "|" + plan.id(Side.REMOTE);
  }

  @Override
  public String sync() {
    return config.id();
  }

  @Override
  public long creates(Side side) {
    return count(action -> action instanceof Action.Create create && create.side() == side);
  }

  @Override
  public long updates(Side side) {
    return count(action -> action instanceof Action.Update update && update.side() == side);
  }

  @Override
  public long deletes(Side side) {
    return count(action -> action instanceof Action.Delete delete && delete.side() == side);
  }

  @Override
  public long links() {
    return count(Action.Link.class::isInstance);
  }

  @Override
  public long held() {
    return items.stream()
        .filter(item -> item.actions().stream().anyMatch(Action.Hold.class::isInstance))
        .count();
  }

  @Override
  public long conflicts() {
    return items.stream()
        .flatMap(item -> item.fields().stream())
        .filter(FieldDecision::isConflict)
        .count();
  }

  private long count(java.util.function.Predicate<Action> which) {
    return items.stream().flatMap(item -> item.actions().stream()).filter(which).count();
  }

  @Override
  public long calls(Side side) {
    List<Integer> sizes = batches.getOrDefault(side, List.of(1, 1, 1));
    return calls(creates(side), sizes.get(0))
        + calls(updates(side), sizes.get(1))
        + calls(deletes(side), sizes.get(2));
  }

  private static long calls(long items, int batch) {
    return (items + batch - 1) / batch;
  }

  @Override
  public boolean isEmpty() {
    return items.isEmpty();
  }

  @Override
  public Plan approve() {
    return new PreparedPlan(config, madeAt, items, guards, notes, batches, true);
  }

  @Override
  public String describe() {
    List<String> lines = new ArrayList<>();
    for (Side side : Side.values()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-6s  %d to create, %d to update, %d to delete, at least %d calls",
              side.name().toLowerCase(Locale.ROOT),
              creates(side),
              updates(side),
              deletes(side),
              calls(side)));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "both    %d to link, %d conflicts, %d held for a person",
            links(),
            conflicts(),
            held()));
    guards.forEach(guard -> lines.add("STOP    " + guard.message()));
    items.stream().limit(SHOWN).forEach(item -> lines.add(describe(item)));
    if (items.size() > SHOWN) {
      lines.add("… and " + (items.size() - SHOWN) + " more");
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static String describe(PlannedItem item) {
    String actions =
        item.actions().stream().map(PreparedPlan::describe).collect(Collectors.joining(", "));
    return "  "
        + (item.localId() == null ? "-" : item.localId())
        + " ~ "
        + (item.remoteId() == null ? "-" : item.remoteId())
        + "  "
        + (actions.isEmpty() ? "agree" : actions)
        + "  ("
        + item.reason()
        + ")";
  }

  private static String describe(Action action) {
    if (action instanceof Action.Create create) {
      return "create " + word(create.side());
    } else if (action instanceof Action.Update update) {
      return "update " + word(update.side()) + " " + update.fields().ids();
    } else if (action instanceof Action.Delete delete) {
      return "delete " + word(delete.side());
    } else if (action instanceof Action.Link) {
      return "link";
    } else if (action instanceof Action.Unlink) {
      return "unlink";
    }
    return "hold: " + ((Action.Hold) action).reason();
  }

  private static String word(Side side) {
    return side.name().toLowerCase(Locale.ROOT);
  }
}
