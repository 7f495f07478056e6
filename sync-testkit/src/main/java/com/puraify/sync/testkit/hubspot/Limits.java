package com.puraify.sync.testkit.hubspot;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rate limits of the apps and of the account, as the quirks say at the moment. Thread-safe. */
final class Limits {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
  private static final int OLD_SECONDLY = 19;

  private final InstantSource clock;
  private final HubSpotQuirks quirks;
  private final ZoneId zone;
  private final Map<String, RollingWindow> bursts = new LinkedHashMap<>();
  private final RollingWindow searches = new RollingWindow(Duration.ofSeconds(1));
  private @Nullable LocalDate day;
  private int today;

  Limits(InstantSource clock, HubSpotQuirks quirks, ZoneId zone) {
    this.clock = clock;
    this.quirks = quirks;
    this.zone = zone;
  }

  /** Counts one request, or refuses it. */
  synchronized void admit(App app, RateLimit limit) {
    if (limit == RateLimit.NONE) {
      return;
    }
    Instant now = clock.instant();
    turnDay(now);
    if (app.isPrivate() && today >= quirks.dailyLimit()) {
      throw HubSpotError.tooManyToday(app.group());
    }
    if (limit == RateLimit.SEARCH) {
      if (!searches.take(now, quirks.searchLimit())) {
        throw HubSpotError.tooManySearches();
      }
    } else if (!burst(app, limit).take(now, most(app))) {
      throw HubSpotError.tooManyInTenSeconds(app.group());
    }
    if (app.isPrivate()) {
      today++;
    }
  }

  /** Returns the headers that tell what is left; searches have none. */
  synchronized Map<String, String> headers(App app, RateLimit limit) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (limit == RateLimit.NONE || limit == RateLimit.SEARCH) {
      return headers;
    }
    Instant now = clock.instant();
    turnDay(now);
    int most = most(app);
    int left = Math.max(0, most - burst(app, limit).used(now));
    headers.put("X-HubSpot-RateLimit-Max", Integer.toString(most));
    headers.put("X-HubSpot-RateLimit-Remaining", Integer.toString(left));
    headers.put("X-HubSpot-RateLimit-Interval-Milliseconds", Long.toString(TEN_SECONDS.toMillis()));
    headers.put("X-HubSpot-RateLimit-Secondly", Integer.toString(OLD_SECONDLY));
    headers.put(
        "X-HubSpot-RateLimit-Secondly-Remaining", Integer.toString(Math.min(OLD_SECONDLY, left)));
    if (app.isPrivate()) {
      int daily = quirks.dailyLimit();
      headers.put("X-HubSpot-RateLimit-Daily", Integer.toString(daily));
      headers.put(
          "X-HubSpot-RateLimit-Daily-Remaining", Integer.toString(Math.max(0, daily - today)));
    }
    return headers;
  }

  /** Counts requests of other private apps against the day. */
  synchronized void others(int requests) {
    turnDay(clock.instant());
    today += requests;
  }

  /** Counts searches of other apps against this second, as many as fit. */
  synchronized void otherSearches(int count) {
    Instant now = clock.instant();
    for (int i = 0; i < count; i++) {
      if (!searches.take(now, quirks.searchLimit())) {
        return;
      }
    }
  }

  private int most(App app) {
    return app.isPrivate() ? quirks.privateLimit() : quirks.oauthLimit();
  }

  private RollingWindow burst(App app, RateLimit limit) {
    return bursts.computeIfAbsent(app.id() + " " + limit, name -> new RollingWindow(TEN_SECONDS));
  }

  private void turnDay(Instant now) {
    LocalDate date = LocalDate.ofInstant(now, zone);
    if (!date.equals(day)) {
      day = date;
      today = 0;
    }
  }
}
