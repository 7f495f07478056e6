package com.puraify.sync.examples.quickstart;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task as the sample data has it, before it is put into the table or into Notion. Immutable.
 *
 * @param title what it is matched by
 * @param status {@code open}, {@code doing} or {@code done}
 * @param priority one of {@link #PRIORITIES}, or null
 * @param tags some of {@link #TAGS}
 * @param estimate hours, or null
 * @param reviewed whether somebody has looked at it
 * @param due a day, a time, or a range of either, ISO 8601 with a slash between; or null
 * @param assignees positions in {@link #PEOPLE}
 * @param notes a text of any length, possibly empty, or null
 * @param link an address of the web, or null
 * @param contact an e-mail address, or null
 * @param phone a phone number, or null
 * @param attachments addresses of files
 * @param blockedBy titles of other tasks
 */
record Task(
    String title,
    String status,
    @Nullable String priority,
    List<String> tags,
    @Nullable BigDecimal estimate,
    boolean reviewed,
    @Nullable String due,
    List<Integer> assignees,
    @Nullable String notes,
    @Nullable String link,
    @Nullable String contact,
    @Nullable String phone,
    List<String> attachments,
    List<String> blockedBy) {

  static final List<String> PRIORITIES = List.of("Low", "Medium", "High", "Urgent");
  static final List<String> TAGS =
      List.of("backend", "frontend", "design", "security", "customer", "legal", "größe", "急ぎ");
  static final List<String> PEOPLE =
      List.of("Ada Lovelace", "İpek Yılmaz", "José Núñez", "山田 花子", "Grace Hopper");

  static Task titled(String title) {
    return new Task(
        title, "open", null, List.of(), null, false, null, List.of(), null, null, null, null,
        List.of(), List.of());
  }

  Task withNotes(@Nullable String text) {
    return new Task(
        title,
        status,
        priority,
        tags,
        estimate,
        reviewed,
        due,
        assignees,
        text,
        link,
        contact,
        phone,
        attachments,
        blockedBy);
  }

  Task withPriority(@Nullable String name) {
    return new Task(
        title,
        status,
        name,
        tags,
        estimate,
        reviewed,
        due,
        assignees,
        notes,
        link,
        contact,
        phone,
        attachments,
        blockedBy);
  }

  Task withBlockedBy(List<String> titles) {
    return new Task(
        title,
        status,
        priority,
        tags,
        estimate,
        reviewed,
        due,
        assignees,
        notes,
        link,
        contact,
        phone,
        attachments,
        titles);
  }
}
