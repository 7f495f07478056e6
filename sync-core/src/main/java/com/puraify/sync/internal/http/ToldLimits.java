package com.puraify.sync.internal.http;

import com.puraify.sync.connector.LimitHeaders;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.internal.budget.ToldLimit;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what an answer's headers tell of the account's limits. */
final class ToldLimits {

  /** A longer window than this, or a later reset, is taken for a mistake. */
  private static final Duration LONGEST = Duration.ofDays(31);

  private static final Pattern NUMBER = Pattern.compile("\\s*([0-9]{1,15})\\s*(?:[,;].*)?");
  private static final Pattern POLICY =
      Pattern.compile("\\s*([0-9]{1,15})\\s*;(?:.*;)?\\s*w\\s*=\\s*([0-9]{1,9})\\s*(?:;.*)?");

  private static final Pattern TIME = Pattern.compile("\\s*([0-9]{1,15}(?:\\.[0-9]{1,9})?)\\s*");

  private ToldLimits() {}

  /**
   * Reads headers.
   *
   * @param declared where the platform tells of its limits
   * @param headers the answer's headers, by name
   * @param now the platform's time, or ours if it does not tell
   */
  static List<ToldLimit> read(
      List<LimitHeaders> declared, Function<String, Optional<String>> headers, Instant now) {
    List<ToldLimit> told = new ArrayList<>();
    for (LimitHeaders each : declared) {
      List<RateWindow> windows = windows(each, headers);
      long remaining = each.remaining().flatMap(headers).map(ToldLimits::number).orElse(-1L);
      Duration reset = reset(each, headers, now);
      if (!windows.isEmpty() || (remaining >= 0 && reset != null)) {
        told.add(new ToldLimit(source(each), windows, remaining, reset));
      }
    }
    return told;
  }

  private static String source(LimitHeaders each) {
    return each.limit().orElse("") + "|" + each.remaining().orElse("");
  }

  private static long number(String value) {
    Matcher matcher = NUMBER.matcher(value);
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
  }

  private static List<RateWindow> windows(
      LimitHeaders each, Function<String, Optional<String>> headers) {
    Optional<String> limit = each.limit().flatMap(headers);
    if (limit.isEmpty()) {
      return List.of();
    }
    Duration span =
        each.interval()
            .flatMap(headers)
            .map(ToldLimits::number)
            .filter(count -> count > 0 && count <= LONGEST.toMillis())
            .map(count -> each.unit().multipliedBy(count))
            .or(each::span)
            .orElse(null);
    List<RateWindow> windows = new ArrayList<>();
    if (span != null) {
      add(windows, number(limit.get()), span);
    } else {
      for (String policy : limit.get().split(",", -1)) {
        Matcher matcher = POLICY.matcher(policy);
        if (matcher.matches()) {
          add(
              windows,
              Long.parseLong(matcher.group(1)),
              Duration.ofSeconds(Long.parseLong(matcher.group(2))));
        }
      }
    }
    return windows;
  }

  private static void add(List<RateWindow> windows, long calls, Duration span) {
    if (calls >= 1
        && calls <= Integer.MAX_VALUE
        && !span.isZero()
        && span.compareTo(LONGEST) <= 0) {
      windows.add(RateWindow.of((int) calls, span));
    }
  }

  private static @Nullable Duration reset(
      LimitHeaders each, Function<String, Optional<String>> headers, Instant now) {
    Duration reset =
        each.reset()
            .flatMap(headers)
            .flatMap(value -> reset(value, each.form(), now))
            .or(() -> each.midnight().map(zone -> untilMidnight(zone, now)))
            .orElse(null);
    return reset == null || reset.compareTo(LONGEST) > 0 ? null : reset;
  }

  private static Optional<Duration> reset(String value, LimitHeaders.Reset form, Instant now) {
    Matcher matcher = TIME.matcher(value);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    long nanosPerUnit = form == LimitHeaders.Reset.AT_EPOCH_MILLI ? 1_000_000L : 1_000_000_000L;
    BigDecimal nanos = number.multiply(BigDecimal.valueOf(nanosPerUnit));
    if (form != LimitHeaders.Reset.AFTER_SECONDS) {
      BigDecimal clock =
          BigDecimal.valueOf(now.getEpochSecond(), -9).add(BigDecimal.valueOf(now.getNano()));
      nanos = nanos.subtract(clock);
    }
    if (nanos.compareTo(BigDecimal.valueOf(LONGEST.toNanos())) > 0) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos(Math.max(0, nanos.max(BigDecimal.ZERO).longValue())));
  }

  private static Duration untilMidnight(ZoneId zone, Instant now) {
    ZonedDateTime here = now.atZone(zone);
    return Duration.between(here, here.toLocalDate().plusDays(1).atStartOfDay(zone));
  }
}
