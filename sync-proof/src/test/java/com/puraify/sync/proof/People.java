package com.puraify.sync.proof;

import com.puraify.sync.testkit.notion.SimulatedDataSource;
import com.puraify.sync.testkit.notion.SimulatedPage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * People who edit both sides, and remember what they did. On the local side they set {@code
 * status}, on Notion's {@code Notes}, and on both the field that is shared; nobody edits what is to
 * be deleted, so that each edit has to arrive.
 */
final class People {

  private static final String EMPTY = "empty";

  /** What the titles of items begin with that are to be deleted, and that nobody edits. */
  private static final String DOOMED = "doomed ";

  private final DataSource table;
  private final SimulatedDataSource notion;
  private final Random random;
  private final boolean editNewPages;
  private final Map<String, String> status = new HashMap<>();
  private final Map<String, String> notes = new HashMap<>();
  private final Map<String, Set<String>> shared = new HashMap<>();
  private final Set<String> deleted = new HashSet<>();
  private final List<String> oldRows = new ArrayList<>();
  private final List<String> oldPages = new ArrayList<>();
  private int edits;

  /**
   * Creates people.
   *
   * @param editNewPages whether pages are edited that the engine has just made, which without a
   *     match key is a question for a person
   */
  People(DataSource table, SimulatedDataSource notion, Random random, boolean editNewPages)
      throws SQLException {
    this.table = table;
    this.notion = notion;
    this.random = random;
    this.editNewPages = editNewPages;
    execute(
        "CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT NOT NULL, status TEXT,"
            + " notes TEXT, shared TEXT)");
  }

  int edits() {
    return edits;
  }

  /** Does something on either side. */
  void edit() throws SQLException {
    edits++;
    String value = "v" + edits;
    switch (random.nextInt(9)) {
      case 0 -> addRow("L" + edits, value);
      case 1 -> addRow(DOOMED + "L" + edits, value);
      case 2 -> addPage("R" + edits, value);
      case 3 -> addPage(DOOMED + "R" + edits, value);
      case 4 -> setLocally("status", status, value);
      case 5 -> setInNotion("Notes", notes, value);
      case 6 -> setLocally("shared", null, value);
      case 7 -> setInNotion("Shared", null, value);
      default -> delete();
    }
  }

  private void addRow(String title, String value) throws SQLException {
    execute(
        "INSERT INTO tasks (id, title, status, notes, shared) VALUES (?, ?, ?, ?, ?)",
        String.valueOf(-edits), // not one that another row had: that would be an edit of it
        title,
        value,
        EMPTY,
        value);
    remember(title, value, EMPTY);
    oldRows.add(title);
  }

  private void addPage(String title, String value) {
    notion.add(title, Map.of("Status", value, "Notes", EMPTY, "Shared", value));
    remember(title, value, EMPTY);
    oldPages.add(title);
  }

  private void remember(String title, String first, String note) {
    status.put(title, first);
    notes.put(title, note);
    shared.computeIfAbsent(title, key -> new HashSet<>()).add(first);
  }

  private void setLocally(String column, @Nullable Map<String, String> to, String value)
      throws SQLException {
    List<String> titles = new ArrayList<>(rows().keySet());
    if (!editNewPages) {
      titles.retainAll(oldRows);
    }
    titles.removeIf(title -> title.startsWith(DOOMED));
    if (titles.isEmpty()) {
      return;
    }
    String title = titles.get(random.nextInt(titles.size()));
    if (execute("UPDATE tasks SET " + column + " = ? WHERE title = ?", value, title) > 0) {
      note(title, to, value);
    }
  }

  private void setInNotion(String property, @Nullable Map<String, String> to, String value) {
    List<SimulatedPage> pages = new ArrayList<>(notion.pages());
    pages.removeIf(
        page ->
            page.title().startsWith(DOOMED) || (!editNewPages && !oldPages.contains(page.title())));
    if (pages.isEmpty()) {
      return;
    }
    SimulatedPage page = pages.get(random.nextInt(pages.size()));
    page.set(property, value);
    note(page.title(), to, value);
  }

  private void note(String title, @Nullable Map<String, String> to, String value) {
    if (to != null) {
      to.put(title, value);
    } else {
      shared.computeIfAbsent(title, key -> new HashSet<>()).add(value);
    }
  }

  /** Deletes something where it was made; the latest perhaps before it went over. */
  private void delete() throws SQLException {
    List<String> titles = random.nextBoolean() ? oldRows : oldPages;
    List<String> doomed = titles.stream().filter(title -> title.startsWith(DOOMED)).toList();
    if (doomed.isEmpty()) {
      return;
    }
    String title = doomed.get(random.nextInt(doomed.size()));
    titles.remove(title);
    deleted.add(title);
    if (titles == oldRows) {
      execute("DELETE FROM tasks WHERE title = ?", title);
    } else {
      notion.page(title).trash();
    }
  }

  /** What is on both sides now, by title; several items of one title are told apart. */
  Map<String, List<String>> rows() throws SQLException {
    Map<String, List<String>> rows = new TreeMap<>();
    try (Connection connection = table.getConnection();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("SELECT title, status, notes, shared FROM tasks ORDER BY id")) {
      while (found.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 2; i <= 4; i++) {
          values.add(String.valueOf(found.getString(i)));
        }
        put(rows, found.getString(1), values);
      }
    }
    return rows;
  }

  Map<String, List<String>> pages() {
    Map<String, List<String>> pages = new TreeMap<>();
    for (SimulatedPage page : notion.pages()) {
      List<String> values = new ArrayList<>();
      for (String property : List.of("Status", "Notes", "Shared")) {
        values.add(String.valueOf(page.value(property)));
      }
      put(pages, page.title(), values);
    }
    return pages;
  }

  private static void put(Map<String, List<String>> items, String title, List<String> values) {
    String name = title;
    while (items.containsKey(name)) {
      name += DOUBLE;
    }
    items.put(name, values);
  }

  /** What tells a second item of one title from the first. */
  static final String DOUBLE = " (double)";

  /** Returns the edits that did not arrive, and the deletes that were undone. */
  List<String> lost(Map<String, List<String>> items) {
    List<String> lost = new ArrayList<>();
    status.forEach(
        (title, value) -> {
          List<String> now = items.get(title);
          if (deleted.contains(title)) {
            if (now != null) {
              lost.add(title + " was deleted, and is there");
            }
          } else if (now == null) {
            lost.add(title + " is not there");
          } else {
            if (!now.get(0).equals(value)) {
              lost.add(title + ": status is " + now.get(0) + ", was set to " + value);
            }
            if (!now.get(1).equals(notes.get(title))) {
              lost.add(title + ": notes are " + now.get(1) + ", were set to " + notes.get(title));
            }
            if (!Objects.requireNonNull(shared.get(title)).contains(now.get(2))) {
              lost.add(title + ": shared is " + now.get(2) + ", which nobody wrote");
            }
          }
        });
    return lost;
  }

  private int execute(String sql, String... values) throws SQLException {
    try (Connection connection = table.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }
}
