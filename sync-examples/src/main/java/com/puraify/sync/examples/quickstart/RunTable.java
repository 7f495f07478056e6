package com.puraify.sync.examples.quickstart;

import com.puraify.sync.examples.quickstart.RunRows.Row;
import com.puraify.sync.examples.quickstart.Screen.Colour;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints what a run did as a table: many rows of the same kind as one, the others one by one. */
final class RunTable {

  private static final int INDENT = 2;
  private static final int GAP = 2;
  private static final int ITEM = 34;
  private static final int SIDE = 8;
  private static final int ACTION = 22;
  private static final int TOGETHER = 4;
  private static final int EXAMPLES = 2;

  private final Screen screen;
  private final int why;

  RunTable(Screen screen) {
    this.screen = screen;
    this.why = screen.width() - INDENT - ITEM - SIDE - ACTION - 3 * GAP;
  }

  void print(List<Row> rows) {
    if (rows.isEmpty()) {
      screen.line("  (nothing to do)");
      return;
    }
    line(Colour.BOLD, "ITEM", "SIDE", "ACTION", Colour.BOLD, "WHY");
    line(
        Colour.FAINT,
        "─".repeat(ITEM),
        "─".repeat(SIDE),
        "─".repeat(ACTION),
        Colour.FAINT,
        "─".repeat(why));
    Map<String, List<Row>> kinds =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.side() + "|" + row.kind(), LinkedHashMap::new, Collectors.toList()));
    List<List<Row>> groups = new ArrayList<>(kinds.values());
    groups.stream().filter(group -> group.size() >= TOGETHER).forEach(this::together);
    groups.stream().filter(group -> group.size() < TOGETHER).forEach(this::apart);
  }

  private void together(List<Row> rows) {
    Row first = rows.get(0);
    String examples =
        rows.stream()
            .limit(EXAMPLES)
            .map(row -> "“" + Cells.cut(row.item(), ITEM - 4) + "”")
            .collect(Collectors.joining(", "));
    boolean alike = rows.stream().allMatch(row -> row.why().equals(first.why()));
    row(rows.size() + " tasks", first, alike ? first.why() : "such as: " + first.why());
    faint("   " + examples + ", …");
  }

  private void apart(List<Row> rows) {
    rows.forEach(row -> row(row.item(), row, row.why()));
  }

  private void row(String item, Row row, String reason) {
    List<String> reasons = Cells.wrap(reason, why);
    List<String> actions = Cells.wrap(row.action(), ACTION);
    for (int i = 0; i < Math.max(reasons.size(), actions.size()); i++) {
      line(
          null,
          i == 0 ? item : "",
          i == 0 ? row.side() : "",
          i < actions.size() ? actions.get(i) : "",
          row.colour(),
          i < reasons.size() ? reasons.get(i) : "");
    }
  }

  private void faint(String text) {
    screen.line(
        screen.in(Colour.FAINT, Cells.cut(text, screen.width()).replaceFirst("^", "     ")));
  }

  private void line(
      @org.jspecify.annotations.Nullable Colour all,
      String item,
      String side,
      String action,
      Colour colour,
      String reason) {
    String gap = " ".repeat(GAP);
    String first = Cells.fit(item, ITEM) + gap + Cells.fit(side, SIDE) + gap;
    String text =
        all == null
            ? first + screen.in(colour, Cells.fit(action, ACTION)) + gap + reason
            : screen.in(all, first + Cells.fit(action, ACTION) + gap + reason);
    screen.line(" ".repeat(INDENT) + text.stripTrailing());
  }
}
