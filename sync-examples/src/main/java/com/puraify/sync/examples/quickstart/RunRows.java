package com.puraify.sync.examples.quickstart;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.examples.quickstart.Screen.Colour;
import com.puraify.sync.plan.Action;
import com.puraify.sync.plan.FieldDecision;
import com.puraify.sync.plan.FieldDecision.Outcome;
import com.puraify.sync.plan.Plan;
import com.puraify.sync.plan.PlannedItem;
import com.puraify.sync.report.Rejection;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in words what a run did about each item, from its plan and its report. */
final class RunRows {

  private static final int SHOWN_VALUE = 28;

  private final Map<String, String> localTitles;
  private final Map<String, String> remoteTitles;
  private final Set<String> computed;
  private final SyncReport report;

  /**
   * One line.
   *
   * @param item the item's title
   * @param side the side that is written, in an arrow; or both
   * @param action what was done
   * @param colour the colour of the action
   * @param why by which rule
   * @param kind rows of the same kind may be shown together
   */
  record Row(String item, String side, String action, Colour colour, String why, String kind) {}

  /**
   * Creates a narrator.
   *
   * @param localTitles the titles of rows by id, as they were before the run
   * @param remoteTitles the titles of pages by id, as they were before the run
   * @param computed the columns that Notion computes
   * @param report what the run did
   */
  RunRows(
      Map<String, String> localTitles,
      Map<String, String> remoteTitles,
      Set<String> computed,
      SyncReport report) {
    this.localTitles = localTitles;
    this.remoteTitles = remoteTitles;
    this.computed = computed;
    this.report = report;
  }

  List<Row> of(Plan plan) {
    List<Row> rows = new ArrayList<>();
    plan.items().forEach(item -> rows.addAll(rows(item)));
    return rows;
  }

  private List<Row> rows(PlannedItem item) {
    String title = title(item);
    List<Row> rows = new ArrayList<>();
    boolean linked = item.actions().stream().anyMatch(Action.Link.class::isInstance);
    for (Action action : item.actions()) {
      if (action instanceof Action.Create create) {
        rows.add(created(title, create));
      } else if (action instanceof Action.Update update) {
        rows.add(updated(title, item, update.side(), linked));
      } else if (action instanceof Action.Delete delete) {
        rows.add(
            row(
                title,
                arrow(delete.side()),
                "delete",
                Colour.RED,
                "deleted " + in(delete.side().other())));
      } else if (action instanceof Action.Hold hold) {
        rows.add(held(title, hold));
      } else if (action instanceof Action.Unlink) {
        rows.add(row(title, "both", "unlink", Colour.FAINT, item.reason()));
      }
    }
    if (rows.isEmpty()) {
      rows.add(unwritten(title, item, linked));
    }
    return rows;
  }

  private Row created(String title, Action.Create create) {
    return row(
        title,
        arrow(create.side()),
        "create",
        Colour.GREEN,
        "new: only " + in(create.side().other()) + " so far");
  }

  private Row updated(String title, PlannedItem item, Side side, boolean linked) {
    List<FieldDecision> written =
        item.fields().stream()
            .filter(
                field ->
                    field.outcome() == Outcome.TO_BOTH
                        || field.outcome()
                            == (side == Side.LOCAL ? Outcome.TO_LOCAL : Outcome.TO_REMOTE))
            .toList();
    Optional<Rejection> refusal = refusal(item, side);
    if (refusal.isPresent()) {
      return row(
          title,
          arrow(side),
          "refused: " + namesOf(written),
          Colour.YELLOW,
          refusal.get().detail());
    }
    List<String> why = new ArrayList<>();
    if (linked) {
      why.add("same title");
    }
    List<FieldDecision> conflicts = written.stream().filter(FieldDecision::isConflict).toList();
    conflicts.forEach(field -> why.add(conflict(field, linked)));
    List<FieldDecision> plain =
        written.stream().filter(field -> !field.isConflict() && !isComputed(field)).toList();
    if (plain.stream().anyMatch(field -> field.rule().equals(FieldDecision.FILL_RULE))) {
      why.add(namesOf(plain) + " was empty " + in(side));
    } else if (!plain.isEmpty()) {
      why.add("changed only " + in(side.other()));
    }
    List<FieldDecision> derived = written.stream().filter(this::isComputed).toList();
    if (linked && written.size() == derived.size()) {
      return new Row(
          title,
          "both",
          "link",
          Colour.GREEN,
          "same title, equal; computed columns filled in",
          "link");
    }
    if (!derived.isEmpty() && !linked) {
      why.add("Notion computed it anew");
    }
    String action = (linked ? "link, write " : "write ") + names(written, linked);
    return new Row(
        title,
        arrow(side),
        action,
        conflicts.isEmpty() ? Colour.CYAN : Colour.MAGENTA,
        String.join("; ", why),
        conflicts.isEmpty() ? action : title);
  }

  private boolean isComputed(FieldDecision field) {
    return computed.contains(field.localField());
  }

  /** Names the fields; those that Notion computes go without saying while items are linked. */
  private String names(List<FieldDecision> written, boolean linked) {
    return namesOf(written.stream().filter(field -> !linked || !isComputed(field)).toList());
  }

  private static String namesOf(List<FieldDecision> fields) {
    return fields.stream().map(FieldDecision::localField).collect(Collectors.joining(", "));
  }

  private static String conflict(FieldDecision field, boolean linked) {
    return (linked ? "but " : "changed on both sides: ")
        + field.localField()
        + " "
        + shown(field.local())
        + " here, "
        + shown(field.remote())
        + " in Notion: "
        + field.rule();
  }

  private static Row held(String title, Action.Hold hold) {
    return row(
        title,
        "both",
        "hold",
        Colour.YELLOW,
        hold.kind() == Case.Kind.AMBIGUOUS_MATCH
            ? "shared title: a person must decide"
            : hold.reason());
  }

  private Row unwritten(String title, PlannedItem item, boolean linked) {
    Optional<Rejection> refusal = refusal(item, Side.REMOTE).or(() -> refusal(item, Side.LOCAL));
    if (refusal.isPresent()) {
      return row(title, arrow(refusal.get().side()), "hold", Colour.YELLOW, refusal.get().detail());
    }
    boolean waiting = item.fields().stream().anyMatch(field -> field.outcome() == Outcome.DEFERRED);
    if (linked) {
      return row(
          title,
          "both",
          "link",
          Colour.GREEN,
          waiting ? "same title; then blocked_by, once both are linked" : "same title, equal");
    }
    boolean same =
        !item.fields().isEmpty()
            && item.fields().stream().allMatch(field -> field.outcome() == Outcome.EQUAL);
    return row(
        title,
        "both",
        same ? "agree" : "nothing",
        Colour.FAINT,
        same ? "both sides made the same edit" : item.reason());
  }

  private Optional<Rejection> refusal(PlannedItem item, Side side) {
    return report.rejections().stream()
        .filter(rejection -> rejection.side() == side)
        .filter(
            rejection ->
                Objects.equals(rejection.localId(), item.localId())
                    && Objects.equals(rejection.remoteId(), item.remoteId()))
        .findFirst();
  }

  private static Row row(String title, String side, String action, Colour colour, String why) {
    return new Row(title, side, action, colour, why, action + "|" + why);
  }

  private String title(PlannedItem item) {
    String local = item.localId() == null ? null : localTitles.get(item.localId());
    String remote = item.remoteId() == null ? null : remoteTitles.get(item.remoteId());
    return Objects.requireNonNullElse(local, Objects.requireNonNullElse(remote, "(untitled)"));
  }

  private static String arrow(Side side) {
    return side == Side.LOCAL ? "→ table" : "→ Notion";
  }

  private static String in(Side side) {
    return side == Side.LOCAL ? "in the table" : "in Notion";
  }

  private static String shown(@Nullable Value value) {
    if (value == null || value.isNull()) {
      return "empty";
    }
    String text =
        value instanceof Value.Text words
            ? words.value()
            : value instanceof Value.Choice choice
                ? choice.name()
                : value instanceof Value.Num number
                    ? number.value().toPlainString()
                    : value.toString();
    return "“" + Cells.cut(text, SHOWN_VALUE) + "”";
  }
}
