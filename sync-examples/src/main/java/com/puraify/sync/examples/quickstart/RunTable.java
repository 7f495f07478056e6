package com.puraify.sync.examples.quickstart;

import com.puraify.sync.examples.quickstart.RunRows.Row;
import com.puraify.sync.examples.quickstart.Screen.Colour;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints what a run did as a table: many rows of the same kind as one, the others one by one. */
final class RunTable {

  private static final int INDENT = 2;
  private static final int GAP = 2;
  private static final int SIDE = 8;
  private static final int WIDE = 100;
  private static final int TOGETHER = 4;
  private static final int EXAMPLES = 2;

  private final Screen screen;
  private final int item;
  private final int action;
  private final int why;

  RunTable(Screen screen) {
    this.screen = screen;
    this.item = screen.width() < WIDE ? 22 : 34;
    this.action = screen.width() < WIDE ? 18 : 22;
    this.why = screen.width() - INDENT - item - SIDE - action - 3 * GAP;
  }

  void print(List<Row> rows) {
    if (rows.isEmpty()) {
      screen.line("  (nothing to do)");
      return;
    }
    line(Colour.BOLD, "ITEM", "SIDE", "ACTION", Colour.BOLD, "WHY");
    line(
        Colour.FAINT,
        "─".repeat(item),
        "─".repeat(SIDE),
        "─".repeat(action),
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
            .map(row -> "“" + Cells.cut(row.item(), item - 4) + "”")
            .collect(Collectors.joining(", "));
    boolean alike = rows.stream().allMatch(row -> row.why().equals(first.why()));
    row(rows.size() + " tasks", first, alike ? first.why() : "such as: " + first.why());
    faint(examples + ", …");
  }

  private void apart(List<Row> rows) {
    rows.forEach(row -> row(row.item(), row, row.why()));
  }

  private void row(String title, Row row, String reason) {
    List<String> reasons = Cells.wrap(reason, why);
    List<String> actions = Cells.wrap(row.action(), action);
    for (int i = 0; i < Math.max(reasons.size(), actions.size()); i++) {
      line(
          null,
          i == 0 ? title : "",
          i == 0 ? row.side() : "",
          i < actions.size() ? actions.get(i) : "",
          row.colour(),
          i < reasons.size() ? reasons.get(i) : "");
    }
  }

  private void faint(String text) {
    screen.line(screen.in(Colour.FAINT, "     " + Cells.cut(text, screen.width() - 5)));
  }

  private void line(
      @Nullable Colour all, String title, String side, String done, Colour colour, String reason) {
    String gap = " ".repeat(GAP);
    String first = Cells.fit(title, item) + gap + Cells.fit(side, SIDE) + gap;
    String text =
        all == null
            ? first + screen.in(colour, Cells.fit(done, action)) + gap + reason
            : screen.in(all, first + Cells.fit(done, action) + gap + reason);
    screen.line(" ".repeat(INDENT) + text.stripTrailing());
  }
}
