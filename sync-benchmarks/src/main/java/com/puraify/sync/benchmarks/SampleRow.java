package com.puraify.sync.benchmarks;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

/**
 * One row of the sample table, as it is to be found in either database. Everything in it follows
 * from its number, so that a table of any size can be checked row by row without keeping it.
 *
 * @param number the row's number, from 1
 * @param id the key: the number, or a UUID made of it
 * @param code a text that holds the number
 * @param title about 60 characters
 * @param notes about 140 characters
 * @param amount two decimal places
 * @param active a boolean
 * @param due a date
 * @param seen a time stamp, to the second
 */
record SampleRow(
    long number,
    String id,
    String code,
    String title,
    String notes,
    BigDecimal amount,
    boolean active,
    LocalDate due,
    LocalDateTime seen) {

  /** The columns, in the order of the tables. */
  static final String COLUMNS = "id, code, title, notes, amount, active, due, seen";

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final String CODE = "item-";
  private static final String PROSE =
      "went through it with the customer, nothing is missing, but the second delivery has to wait"
          + " until the papers of the first are signed by all";

  /** What kind of key the tables have. */
  enum Key {
    /** Ascending whole numbers. */
    NUMBER,
    /** UUIDs in no order. */
    UUID
  }

  /** Returns a row as it is first inserted. */
  static SampleRow of(long number, Key key) {
    long mixed = mix(number);
    return new SampleRow(
        number,
        key == Key.NUMBER ? Long.toString(number) : new UUID(mixed, mix(mixed)).toString(),
        String.format(Locale.ROOT, CODE + "%09d", number),
        "Task " + number + " for customer " + (mixed >>> 44) + ", see order " + (mixed >>> 34),
        PROSE.substring((int) (mixed & 7)),
        BigDecimal.valueOf((mixed >>> 40) + 1, 2),
        (mixed & 1) == 0,
        LocalDate.of(2026, 1, 1).plusDays(mixed >>> 54),
        LocalDateTime.of(2026, 1, 1, 0, 0).plusSeconds(mixed >>> 36));
  }

  /** Returns the number in a code. */
  static long numberIn(String code) {
    return Long.parseLong(code.substring(CODE.length()));
  }

  SampleRow withTitle(String other) {
    return new SampleRow(number, id, code, other, notes, amount, active, due, seen);
  }

  SampleRow withAmount(BigDecimal other) {
    return new SampleRow(number, id, code, title, notes, other, active, due, seen);
  }

  /** Returns the time stamp as SQLite keeps it. */
  String seenText() {
    return SECONDS.format(seen);
  }

  /** Returns about how many bytes the values take. */
  int bytes() {
    return (id + code + title + notes + amount + due + seenText())
            .getBytes(StandardCharsets.UTF_8)
            .length
        + 1;
  }

  private static long mix(long number) {
    long z = number * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
