package com.puraify.sync.testkit.behaviour;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** Collects a page of Markdown. */
final class Page {

  private static final int WIDTH = 120;

  private final StringBuilder text = new StringBuilder();

  Page heading(int level, String words) {
    text.append(text.isEmpty() ? "" : "\n").append("#".repeat(level)).append(' ').append(words);
    text.append("\n");
    return this;
  }

  /** Adds a paragraph, broken into lines. */
  Page say(String words) {
    text.append('\n');
    int column = 0;
    StringTokenizer each = new StringTokenizer(words);
    while (each.hasMoreTokens()) {
      String word = each.nextToken();
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        text.append('\n');
        column = 0;
      }
      text.append(column == 0 ? "" : " ").append(word);
      column += word.length() + (column == 0 ? 0 : 1);
    }
    text.append('\n');
    return this;
  }

  /** Adds a table, without the columns in which no row says anything. */
  Page table(List<String> head, List<List<String>> rows) {
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < head.size(); i++) {
      int at = i;
      if (rows.stream().anyMatch(row -> !row.get(at).equals("-"))) {
        columns.add(i);
      }
    }
    text.append('\n');
    row(columns.stream().map(head::get).toList());
    row(columns.stream().map(column -> "---").toList());
    rows.forEach(row -> row(columns.stream().map(row::get).toList()));
    return this;
  }

  private void row(List<String> cells) {
    text.append("| ").append(String.join(" | ", cells).replace("\n", " ")).append(" |\n");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
