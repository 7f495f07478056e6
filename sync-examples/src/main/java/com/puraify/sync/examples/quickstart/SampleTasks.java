package com.puraify.sync.examples.quickstart;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A few hundred tasks of a small company, the same in each run: most are on both sides, some on
 * one, and some cannot be told apart.
 *
 * @param table what the table holds before the first sync
 * @param notion what Notion holds before the first sync
 */
record SampleTasks(List<Task> table, List<Task> notion) {

  /** The tasks that people edit between the first and the second sync. */
  static final String EDITED_IN_TABLE = "Renew TLS certificates";

  static final String EDITED_ON_BOTH = "Draft the privacy notice";
  static final String SAME_EDIT_ON_BOTH = "Order standing desks";
  static final String CONFLICT = "Upgrade the payment gateway";
  static final String DELETED_IN_TABLE = "Cancel the old fax line";
  static final String DELETED_IN_NOTION = "Water the office plants";
  static final String EDITED_IN_NOTION = "Plan the summer party";
  static final String REFUSED = "Negotiate the hosting contract";
  static final String RELEASE = "Release 4.0";

  /** Titles that several tasks of one side share. */
  static final Set<String> DUPLICATES =
      Set.of("Weekly report", "Call the customer back", "Update the documentation");

  /** More than Notion shows within a page, so that the connector has to ask for the rest. */
  private static final int RELEASE_BLOCKERS = 32;

  private static final int ORDINARY = 260;
  private static final LocalDate START = LocalDate.of(2026, 3, 2);

  private static final List<String> VERBS =
      List.of(
          "Review",
          "Migrate",
          "Document",
          "Test",
          "Refactor",
          "Translate",
          "Benchmark",
          "Archive",
          "Redesign",
          "Monitor",
          "Automate",
          "Audit",
          "Simplify",
          "Roll out",
          "Price",
          "Present",
          "Back up");
  private static final List<String> THINGS =
      List.of(
          "the invoice export",
          "the login page",
          "the search index",
          "the onboarding mails",
          "the Zürich office network",
          "the mobile app",
          "the data warehouse",
          "the partner portal",
          "the billing rules",
          "the support macros",
          "the design tokens",
          "the Brasília rollout",
          "the audit log",
          "the price list",
          "the release notes",
          "the hiring plan");
  private static final List<String> UNICODE =
      List.of(
          "🚀 Launch the newsletter",
          "Größenänderung prüfen – Müller & Söhne",
          "日本語のドキュメントを更新する",
          "İstanbul ofisini ziyaret et",
          "تحديث قائمة العملاء",
          "Cafe\u0301 vouchers for the team",
          "Fix “smart quotes” in 👩‍👩‍👧‍👦 family plan",
          "Ελέγξτε τα τιμολόγια");

  static SampleTasks create() {
    List<Task> table = new ArrayList<>();
    List<Task> notion = new ArrayList<>();
    for (String title :
        List.of(
            EDITED_IN_TABLE,
            EDITED_ON_BOTH,
            SAME_EDIT_ON_BOTH,
            CONFLICT,
            DELETED_IN_TABLE,
            DELETED_IN_NOTION,
            EDITED_IN_NOTION,
            REFUSED)) {
      Task task = ordinary(table.size(), title);
      table.add(task);
      notion.add(task);
    }
    for (String title : UNICODE) {
      Task task = ordinary(table.size(), title);
      table.add(task);
      notion.add(task);
    }
    for (int i = 0; i < ORDINARY; i++) {
      spread(ordinary(i, ordinaryTitle(i)).withBlockedBy(blockers(i)), i, table, notion);
    }
    Task release =
        ordinary(4, RELEASE)
            .withBlockedBy(
                IntStream.range(0, RELEASE_BLOCKERS)
                    .mapToObj(i -> ordinaryTitle(10 * (i / 2) + i % 2))
                    .toList());
    table.add(release);
    notion.add(release);
    duplicates(table, notion);
    return new SampleTasks(List.copyOf(table), List.copyOf(notion));
  }

  /** Of every ten tasks, seven are on both sides, two only in the table and one only in Notion. */
  private static void spread(Task task, int i, List<Task> table, List<Task> notion) {
    switch (i % 10) {
      case 3, 8 -> table.add(task);
      case 6 -> notion.add(task);
      default -> {
        table.add(i % 31 == 5 ? task.withNotes(null) : task);
        notion.add(i % 47 == 1 ? task.withPriority(other(task)) : task);
      }
    }
  }

  private static void duplicates(List<Task> table, List<Task> notion) {
    table.add(Task.titled("Weekly report").withNotes("Week 9"));
    table.add(Task.titled("Weekly report").withNotes("Week 10"));
    notion.add(Task.titled("Weekly report").withNotes("Week 10, with figures"));
    table.add(Task.titled("Call the customer back").withPriority("High"));
    notion.add(Task.titled("Call the customer back").withPriority("High"));
    notion.add(Task.titled("Call the customer back").withPriority("Low"));
    for (List<Task> side : List.of(table, notion)) {
      side.add(Task.titled("Update the documentation"));
      side.add(Task.titled("Update the documentation"));
    }
  }

  private static String ordinaryTitle(int i) {
    return VERBS.get(i % VERBS.size()) + " " + THINGS.get(i % THINGS.size());
  }

  private static String other(Task task) {
    return "Urgent".equals(task.priority()) ? "Low" : "Urgent";
  }

  private static Task ordinary(int i, String title) {
    LocalDate day = START.plusDays(i % 90);
    return new Task(
        title,
        List.of("open", "open", "doing", "done").get(i % 4),
        i % 5 == 4 ? null : Task.PRIORITIES.get(i % 4),
        i % 3 == 0 ? List.of() : List.of(Task.TAGS.get(i % 8), Task.TAGS.get((i + 3) % 8)),
        i % 6 == 5 ? null : new BigDecimal(i % 40).divide(new BigDecimal(4)),
        i % 4 == 3,
        due(i, day),
        i % 7 == 0 ? List.of() : i % 2 == 0 ? List.of(i % 5) : List.of(i % 5, (i + 2) % 5),
        notes(i, title),
        i % 4 == 1 ? "https://example.com/tasks/" + i : null,
        i % 6 == 2 ? "customer" + i + "@example.com" : null,
        i % 9 == 4 ? "+49 30 5550" + (100 + i) : null,
        i % 11 == 3 ? List.of("https://example.com/files/plan-" + i + ".pdf") : List.of(),
        List.of());
  }

  private static List<String> blockers(int i) {
    if (i >= 10 && i % 10 == 9) {
      return List.of(ordinaryTitle(i - 9));
    }
    return i % 20 == 13 ? List.of(ordinaryTitle(i - 3), ordinaryTitle(i - 10)) : List.of();
  }

  private static String due(int i, LocalDate day) {
    return switch (i % 5) {
      case 0 -> day.toString();
      case 1 -> day + "/" + day.plusDays(4);
      case 2 -> day + "T09:30:00Z";
      default -> day.plusDays(14).toString();
    };
  }

  private static String notes(int i, String title) {
    return switch (i % 8) {
      case 0 -> "";
      case 7 -> longNotes(title);
      case 3 -> "Agreed with " + Task.PEOPLE.get(i % 5) + ":\n– keep it small\n– ship it by Friday";
      default -> "See the notes of the meeting about " + title + ".";
    };
  }

  /**
   * About 5,000 characters: more than Notion takes in one piece of text, with emoji at the cuts.
   */
  private static String longNotes(String title) {
    return ("🧭 " + title + ". Background, decisions and open points, kept in one place. ")
        .repeat(70)
        .strip();
  }
}
