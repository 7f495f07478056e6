package com.puraify.sync.examples.quickstart;

import com.puraify.sync.connector.Json;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares the rows of the table with the pages of Notion, field by field, without the engine and
 * without its connectors: it looks at what SQL and Notion's own interface show.
 *
 * <p>One thing cannot be compared like that: through its API, Notion computes a roll-up over at
 * most 25 related pages, and in its interface over all of them.
 *
 * @param equal how many tasks are on both sides and equal in every field
 * @param differences what differs, for people; none if both sides are equal
 */
record Comparison(int equal, List<String> differences) {

  /** The column of each property; they are compared in their wording. */
  private static final Map<String, String> COLUMNS =
      Map.ofEntries(
          Map.entry("Status", "status"),
          Map.entry("Priority", "priority"),
          Map.entry("Tags", "tags"),
          Map.entry("Estimate", "estimate"),
          Map.entry("Reviewed", "reviewed"),
          Map.entry("Due", "due"),
          Map.entry("Assignees", "assignees"),
          Map.entry("Notes", "notes"),
          Map.entry("Link", "link"),
          Map.entry("Contact", "contact"),
          Map.entry("Phone", "phone"),
          Map.entry("Attachments", "attachments"),
          Map.entry("Blocked by", "blocked_by"),
          Map.entry("Hours ahead", "hours_ahead"),
          Map.entry("Label", "label"),
          Map.entry("Number", "number"),
          Map.entry("Created", "created_at"),
          Map.entry("Author", "created_by"));

  private static final Set<String> LISTS = Set.of("tags", "assignees", "attachments", "blocked_by");

  /** Compares all tasks but those with the titles given. */
  static Comparison of(
      List<Map<String, @Nullable Object>> rows,
      List<Map<String, @Nullable Object>> pages,
      Set<String> except) {
    Map<String, Map<String, String>> table = new TreeMap<>();
    Map<String, Map<String, String>> notion = new TreeMap<>();
    List<String> differences = new ArrayList<>();
    Map<String, String> rowTitles = titles(rows, "title");
    Map<String, String> pageTitles = titles(pages, "Name");
    for (Map<String, @Nullable Object> row : rows) {
      put(table, text(row.get("title")), ofRow(row, rowTitles), except, differences);
    }
    for (Map<String, @Nullable Object> page : pages) {
      put(notion, text(page.get("Name")), ofPage(page, pageTitles), except, differences);
    }
    int equal = 0;
    for (String title : union(table.keySet(), notion.keySet())) {
      List<String> found = differences(title, table.get(title), notion.get(title));
      equal += found.isEmpty() ? 1 : 0;
      differences.addAll(found);
    }
    return new Comparison(equal, List.copyOf(differences));
  }

  private static void put(
      Map<String, Map<String, String>> side,
      String title,
      Map<String, String> values,
      Set<String> except,
      List<String> differences) {
    if (!except.contains(title) && side.put(title, values) != null) {
      differences.add("“" + title + "” is there twice on one side");
    }
  }

  private static List<String> differences(
      String title, @Nullable Map<String, String> row, @Nullable Map<String, String> page) {
    if (row == null || page == null) {
      return List.of("“" + title + "” is only " + (row == null ? "in Notion" : "in the table"));
    }
    List<String> found = new ArrayList<>();
    for (String column : new TreeSet<>(COLUMNS.values())) {
      String here = row.getOrDefault(column, "");
      String there = page.getOrDefault(column, "");
      if (!here.equals(there) && !(column.equals("hours_ahead") && isBlockedByMany(title))) {
        found.add("“" + title + "” " + column + ": table '" + here + "', Notion '" + there + "'");
      }
    }
    return found;
  }

  private static boolean isBlockedByMany(String title) {
    return title.equals(SampleTasks.RELEASE);
  }

  private static Map<String, String> ofRow(
      Map<String, @Nullable Object> row, Map<String, String> titles) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String column : COLUMNS.values()) {
      Object value = row.get(column);
      if (LISTS.contains(column)) {
        value = value == null ? List.of() : Json.parse(value.toString()).elements();
      }
      values.put(column, plain(column, value, titles));
    }
    values.computeIfPresent("status", (column, status) -> NotionTasks.STATUSES.get(status));
    return values;
  }

  private static Map<String, String> ofPage(
      Map<String, @Nullable Object> page, Map<String, String> titles) {
    Map<String, String> values = new LinkedHashMap<>();
    COLUMNS.forEach(
        (property, column) -> {
          Object value = page.get(property);
          boolean none = value == null && LISTS.contains(column);
          values.put(column, plain(column, none ? List.of() : value, titles));
        });
    return values;
  }

  private static String plain(String column, @Nullable Object value, Map<String, String> titles) {
    if (value instanceof Collection<?> many) {
      TreeSet<String> all = new TreeSet<>();
      for (Object each : many) {
        String word = each instanceof Json json ? word(json) : text(each);
        all.add(column.equals("blocked_by") ? titles.getOrDefault(word, word) : word);
      }
      return all.toString();
    }
    return switch (column) {
      case "reviewed" -> Boolean.toString(Boolean.TRUE.equals(value) || "1".equals(text(value)));
      case "estimate", "hours_ahead", "number" -> number(value);
      case "due", "created_at" -> moment(text(value));
      default -> text(value);
    };
  }

  private static String word(Json json) {
    return Objects.requireNonNullElse(
        json.textOrNull(), Objects.requireNonNullElse(json.at("url").textOrNull(), ""));
  }

  private static String number(@Nullable Object value) {
    return value == null
        ? ""
        : new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
  }

  /** One way to write a day, a time or a range: times in UTC, cut to the minute as Notion does. */
  private static String moment(String text) {
    List<String> edges = new ArrayList<>();
    for (String edge : text.split("/", -1)) {
      edges.add(
          edge.length() <= "2026-01-01".length()
              ? edge
              : utc(edge).truncatedTo(ChronoUnit.MINUTES).toString());
    }
    return String.join("/", edges);
  }

  /** SQLite's own form has a blank between the day and the time, and no zone: it is UTC. */
  private static Instant utc(String time) {
    return time.indexOf(' ') > 0
        ? LocalDateTime.parse(time.replace(' ', 'T')).toInstant(ZoneOffset.UTC)
        : OffsetDateTime.parse(time).toInstant();
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : Normalizer.normalize(value.toString(), Normalizer.Form.NFC);
  }

  private static Map<String, String> titles(
      List<Map<String, @Nullable Object>> items, String title) {
    Map<String, String> titles = new HashMap<>();
    items.forEach(item -> titles.put(text(item.get("id")), text(item.get(title))));
    return titles;
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(others);
    return all;
  }
}
