package com.puraify.sync.schedule;

import com.puraify.sync.error.ConfigurationException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the five fields of cron expressions, so that a slip shows when it is written down. */
final class CronFields {

  private static final Pattern ITEM =
      Pattern.compile("(?:\\*|([0-9A-Za-z]{1,3})(-([0-9A-Za-z]{1,3}))?)(?:/(\\d{1,2}))?");

  private static final List<Field> FIELDS =
      List.of(
          new Field("minute", 0, 59, List.of()),
          new Field("hour", 0, 23, List.of()),
          new Field("day of the month", 1, 31, List.of()),
          new Field(
              "month",
              1,
              12,
              List.of(
                  "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV",
                  "DEC")),
          new Field(
              "day of the week", 0, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")));

  private record Field(String name, int least, int most, List<String> words) {

    /** Returns the number that a number or word stands for, or -1 if it is out of range. */
    int number(String text) {
      int word = words.indexOf(text.toUpperCase(Locale.ROOT));
      if (word >= 0) {
        return least + word;
      }
      int number = text.matches("\\d{1,2}") ? Integer.parseInt(text) : -1;
      return number >= least && number <= most ? number : -1;
    }

    boolean accepts(String item) {
      Matcher matcher = ITEM.matcher(item);
      if (!matcher.matches()) {
        return false;
      }
      String first = matcher.group(1);
      String last = matcher.group(3);
      String step = matcher.group(4);
      if (step != null && (Integer.parseInt(step) == 0 || (first != null && last == null))) {
        return false;
      }
      return first == null
          || (number(first) >= 0 && (last == null || number(last) >= number(first)));
    }
  }

  private CronFields() {}

  /**
   * Checks an expression.
   *
   * @throws ConfigurationException if it has not five fields, or one holds what it cannot
   */
  static void check(String expression) {
    String[] texts = expression.strip().split("\\s+", -1);
    if (texts.length != FIELDS.size()) {
      throw wrong(expression, "a cron expression has five fields");
    }
    for (int i = 0; i < texts.length; i++) {
      Field field = FIELDS.get(i);
      for (String item : texts[i].split(",", -1)) {
        if (!field.accepts(item)) {
          throw wrong(
              expression,
              "'"
                  + item
                  + "' is no "
                  + field.name()
                  + "; write * or numbers from "
                  + field.least()
                  + " to "
                  + field.most()
                  + ", such as 1,3 or 1-5 or */2");
        }
      }
    }
  }

  private static ConfigurationException wrong(String expression, String why) {
    return new ConfigurationException("schedule", "'" + expression + "' cannot be used: " + why);
  }
}
