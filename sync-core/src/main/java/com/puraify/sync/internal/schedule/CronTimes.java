package com.puraify.sync.internal.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The times of a cron expression in a time zone. Immutable.
 *
 * <p>The expression says what the clocks on the wall show. Where they are set forward, what falls
 * into the gap is due once, at its end. Where they are set back, a time that they show twice counts
 * the first time; but an expression for every hour ({@code *} or a step in that field) goes on
 * through both.
 */
final class CronTimes {

  /** Longer than clocks are ever set back at once. */
  private static final Duration LONGEST_OVERLAP = Duration.ofHours(3);

  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
  private static final Pattern NAME = Pattern.compile("[A-Z]{3}");
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  private final ExecutionTime shown;
  private final ZoneRules rules;
  private final boolean everyHour;

  private CronTimes(ExecutionTime shown, ZoneRules rules, boolean everyHour) {
    this.shown = shown;
    this.rules = rules;
    this.everyHour = everyHour;
  }

  /** Returns the times of an expression that was checked. */
  static CronTimes of(String expression, ZoneId zone) {
    String[] fields = expression.strip().split("\\s+", -1);
    return new CronTimes(
        ExecutionTime.forCron(PARSER.parse(inNumbers(fields))),
        zone.getRules(),
        fields[1].startsWith("*"));
  }

  /** Names become numbers: the library reads them by the machine's locale. */
  private static String inNumbers(String[] fields) {
    fields[3] = inNumbers(fields[3], MONTHS, 1);
    fields[4] = inNumbers(fields[4], DAYS, 0);
    return String.join(" ", fields);
  }

  private static String inNumbers(String field, List<String> names, int first) {
    Matcher matcher = NAME.matcher(field.toUpperCase(Locale.ROOT));
    return matcher.replaceAll(found -> "" + (names.indexOf(found.group()) + first));
  }

  /** Returns the first time after another; empty if there will be none. */
  Optional<Instant> next(Instant after) {
    Instant best = null;
    LocalDateTime from = beginning(after);
    for (Optional<LocalDateTime> at = shownAfter(from); at.isPresent(); at = shownAfter(at.get())) {
      Instant first = first(at.get());
      if (best != null && !first.isBefore(best)) {
        break;
      }
      best = sooner(best, first, after);
      Instant second = everyHour ? second(at.get()) : null;
      if (second != null) {
        best = sooner(best, second, after);
      }
    }
    return Optional.ofNullable(best);
  }

  private static @Nullable Instant sooner(@Nullable Instant best, Instant other, Instant after) {
    return other.isAfter(after) && (best == null || other.isBefore(best)) ? other : best;
  }

  /** Returns what the clocks showed, or somewhat less where they show times twice. */
  private LocalDateTime beginning(Instant after) {
    LocalDateTime shownNow = LocalDateTime.ofInstant(after, rules.getOffset(after));
    ZoneOffsetTransition latest = rules.previousTransition(after.plusNanos(1));
    boolean setBack =
        rules.getValidOffsets(shownNow).size() > 1
            || (latest != null
                && latest.isOverlap()
                && latest.getInstant().plus(LONGEST_OVERLAP).isAfter(after));
    return setBack ? shownNow.minus(LONGEST_OVERLAP) : shownNow;
  }

  private Optional<LocalDateTime> shownAfter(LocalDateTime from) {
    return shown.nextExecution(from.atZone(ZoneOffset.UTC)).map(time -> time.toLocalDateTime());
  }

  private Instant first(LocalDateTime time) {
    ZoneOffsetTransition transition = rules.getTransition(time);
    if (transition != null && transition.isGap()) {
      return transition.getInstant();
    }
    return time.toInstant(rules.getValidOffsets(time).get(0));
  }

  private @Nullable Instant second(LocalDateTime time) {
    List<ZoneOffset> offsets = rules.getValidOffsets(time);
    return offsets.size() < 2 ? null : time.toInstant(offsets.get(1));
  }
}
