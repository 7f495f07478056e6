package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.error.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How many calls HubSpot lets an app make; the figures are those of its usage guidelines.
 * Immutable.
 */
public enum HubSpotPlan {
  /** A private app of an account without a paid plan: 100 calls in ten seconds, 250,000 a day. */
  FREE(100, 250_000),
  /** A private app of a Starter account: 100 calls in ten seconds, 250,000 a day. */
  STARTER(100, 250_000),
  /** A private app of a Professional account: 190 calls in ten seconds, 625,000 a day. */
  PROFESSIONAL(190, 625_000),
  /** A private app of an Enterprise account: 190 calls in ten seconds, 1,000,000 a day. */
  ENTERPRISE(190, 1_000_000),
  /** A public app that an account installed by OAuth: 110 calls in ten seconds. */
  PUBLIC_APP(110, 0);

  /** How many searches a second HubSpot allows an account, over all its apps. */
  static final RateWindow SEARCHES = RateWindow.of(5, Duration.ofSeconds(1));

  /**
   * Ten seconds and a little: the first call of a window opens a connection, and arrives later
   * after it was counted than those that follow; one too many costs ten seconds.
   */
  private static final Duration SPAN = Duration.ofMillis(10_250);

  private final int inTenSeconds;
  private final int inADay;

  HubSpotPlan(int inTenSeconds, int inADay) {
    this.inTenSeconds = inTenSeconds;
    this.inADay = inADay;
  }

  /** Returns the limits that calls of every kind are kept to, all of which hold at once. */
  public List<RateWindow> windows() {
    List<RateWindow> windows = new ArrayList<>();
    windows.add(RateWindow.of(inTenSeconds, SPAN));
    if (inADay > 0) {
      windows.add(RateWindow.of(inADay, Duration.ofDays(1)));
    }
    return List.copyOf(windows);
  }

  /**
   * Returns the plan of a name, in any case.
   *
   * @throws ConfigurationException if there is none
   */
  public static HubSpotPlan parse(String name) {
    String wanted = name.strip().toUpperCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(plan -> plan.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "plan",
                    "must be one of "
                        + Arrays.stream(values())
                            .map(plan -> plan.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "))
                        + ", not '"
                        + name
                        + "'"));
  }
}
