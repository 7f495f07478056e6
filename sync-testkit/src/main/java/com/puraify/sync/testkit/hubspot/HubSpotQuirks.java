package com.puraify.sync.testkit.hubspot;

import java.time.Duration;
import java.util.Set;

/**
 * How the simulated HubSpot behaves where the real one varies, is limited or is odd. Every setting
 * may be changed while the simulator runs and holds from the next request on. Thread-safe.
 *
 * <p>Defaults: 100 requests per 10 seconds for a private app and 110 for an OAuth app, 250,000 per
 * day, 5 searches per second, a search index that is 10 seconds late, give or take 4, a calculated
 * property that moves 2 minutes after a write, shuffled batches, numbers in a form of HubSpot's
 * own, writes that change nothing counting as changes, one event of a webhook in ten sent twice,
 * and everything else off.
 */
public final class HubSpotQuirks {
  /** Requests in ten seconds for a private app of a free account. */
  public static final int DEFAULT_PRIVATE_LIMIT = 100;

  /** Requests in ten seconds for an OAuth app. */
  public static final int DEFAULT_OAUTH_LIMIT = 110;

  /** Requests in a day for all private apps of a free account. */
  public static final int DEFAULT_DAILY_LIMIT = 250_000;

  /** Searches in a second for the whole account. */
  public static final int DEFAULT_SEARCH_LIMIT = 5;

  /** How late the search index is. */
  public static final Duration DEFAULT_INDEX_DELAY = Duration.ofSeconds(10);

  /** By how much the delay of the search index varies. */
  public static final Duration DEFAULT_INDEX_JITTER = Duration.ofSeconds(4);

  /** How long after a write the calculated property moves. */
  public static final Duration DEFAULT_CALCULATED_BUMP = Duration.ofMinutes(2);

  /** How long a webhook's target may take, on the machine's clock. */
  public static final Duration DEFAULT_WEBHOOK_TIMEOUT = Duration.ofSeconds(5);

  private volatile int privateLimit = DEFAULT_PRIVATE_LIMIT;
  private volatile int oauthLimit = DEFAULT_OAUTH_LIMIT;
  private volatile int dailyLimit = DEFAULT_DAILY_LIMIT;
  private volatile int searchLimit = DEFAULT_SEARCH_LIMIT;
  private volatile Duration indexDelay = DEFAULT_INDEX_DELAY;
  private volatile Duration indexJitter = DEFAULT_INDEX_JITTER;
  private volatile Duration calculatedBump = DEFAULT_CALCULATED_BUMP;
  private volatile Duration webhookTimeout = DEFAULT_WEBHOOK_TIMEOUT;
  private volatile Duration latency = Duration.ZERO;
  private volatile boolean shuffledBatches = true;
  private volatile boolean numbersReformatted = true;
  private volatile boolean phonesFormatted;
  private volatile boolean unchangedWritesCount = true;
  private volatile boolean mergesMakeNewIds;
  private volatile boolean firstCompanyIsPrimary;
  private volatile boolean recordLocks;
  private volatile boolean extraFields;
  private volatile boolean refreshTokensRotate;
  private volatile int uniqueConflictStatus = 400;
  private volatile int searchCap = 10_000;
  private volatile int associationPage = 500;
  private volatile int duplicatedEvents = 10;
  private volatile boolean allScopes = true;
  private volatile Set<String> scopes = Set.of();

  HubSpotQuirks() {}

  /** Allows a private app this many requests in any ten seconds. */
  public HubSpotQuirks privateAppLimit(int requests) {
    this.privateLimit = positive(requests);
    return this;
  }

  /** Allows an OAuth app this many requests in any ten seconds. */
  public HubSpotQuirks oauthAppLimit(int requests) {
    this.oauthLimit = positive(requests);
    return this;
  }

  /** Allows all private apps together this many requests a day, in the portal's time zone. */
  public HubSpotQuirks dailyLimit(int requests) {
    this.dailyLimit = positive(requests);
    return this;
  }

  /** Allows the account this many searches in any second. */
  public HubSpotQuirks searchLimit(int searches) {
    this.searchLimit = positive(searches);
    return this;
  }

  /** Lifts the limits of ten seconds, of the day and of searches. */
  public HubSpotQuirks noRateLimits() {
    this.privateLimit = Integer.MAX_VALUE;
    this.oauthLimit = Integer.MAX_VALUE;
    this.dailyLimit = Integer.MAX_VALUE;
    this.searchLimit = Integer.MAX_VALUE;
    return this;
  }

  /**
   * Lets every change reach the search index this long after it was made, give or take up to the
   * jitter, so that changes may arrive in another order than they were made in. Changes that were
   * made before keep their delay.
   */
  public HubSpotQuirks indexDelay(Duration delay, Duration jitter) {
    if (delay.isNegative() || jitter.isNegative() || jitter.compareTo(delay) > 0) {
      throw new IllegalArgumentException("the jitter must be from zero to the delay");
    }
    this.indexDelay = delay;
    this.indexJitter = jitter;
    return this;
  }

  /**
   * Moves the calculated property, and the time of change, this long after a write; zero: never.
   */
  public HubSpotQuirks calculatedBump(Duration after) {
    this.calculatedBump = after;
    return this;
  }

  /** Lets a webhook's target take this long, on the machine's clock. */
  public HubSpotQuirks webhookTimeout(Duration time) {
    this.webhookTimeout = time;
    return this;
  }

  /** Sends this many of a hundred webhook events twice. */
  public HubSpotQuirks duplicatedEvents(int percent) {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("must be from 0 to 100, was " + percent);
    }
    this.duplicatedEvents = percent;
    return this;
  }

  /** Lets every answer take at least this long on the machine's clock. */
  public HubSpotQuirks latency(Duration time) {
    this.latency = time;
    return this;
  }

  /** Says whether the results of a batch come in another order than its inputs. */
  public HubSpotQuirks shuffledBatches(boolean on) {
    this.shuffledBatches = on;
    return this;
  }

  /** Says whether {@code 12.50} and {@code 1e3} are kept as {@code 12.5} and {@code 1000}. */
  public HubSpotQuirks numbersReformatted(boolean on) {
    this.numbersReformatted = on;
    return this;
  }

  /** Says whether phone numbers are stored as digits and a plus sign alone. */
  public HubSpotQuirks phonesFormatted(boolean on) {
    this.phonesFormatted = on;
    return this;
  }

  /** Says whether a write that changes nothing moves the time of change. */
  public HubSpotQuirks unchangedWritesCount(boolean on) {
    this.unchangedWritesCount = on;
    return this;
  }

  /** Says whether a merge gives the winner an id that neither record had. */
  public HubSpotQuirks mergesMakeNewIds(boolean on) {
    this.mergesMakeNewIds = on;
    return this;
  }

  /** Says whether a record's first company becomes its primary one by itself. */
  public HubSpotQuirks firstCompanyIsPrimary(boolean on) {
    this.firstCompanyIsPrimary = on;
    return this;
  }

  /** Says whether a write to a record that is just being written is answered 423. */
  public HubSpotQuirks recordLocks(boolean on) {
    this.recordLocks = on;
    return this;
  }

  /** Adds fields that no documentation knows to records and answers. */
  public HubSpotQuirks extraFields(boolean on) {
    this.extraFields = on;
    return this;
  }

  /** Says whether a refresh gives a new refresh token and makes the old one useless. */
  public HubSpotQuirks refreshTokensRotate(boolean on) {
    this.refreshTokensRotate = on;
    return this;
  }

  /** Sets the status of a value that must be unique and is not: 400 or 409. */
  public HubSpotQuirks uniqueConflictStatus(int status) {
    if (status != 400 && status != 409) {
      throw new IllegalArgumentException("must be 400 or 409, was " + status);
    }
    this.uniqueConflictStatus = status;
    return this;
  }

  /** Sets the most rows that one search gives over all its pages; beyond is a 400. */
  public HubSpotQuirks searchCap(int rows) {
    this.searchCap = positive(rows);
    return this;
  }

  /** Sets the most associations of one record that a page holds. */
  public HubSpotQuirks associationPage(int most) {
    this.associationPage = positive(most);
    return this;
  }

  /** Grants the private app exactly these scopes. */
  public HubSpotQuirks scopes(Set<String> granted) {
    this.scopes = Set.copyOf(granted);
    this.allScopes = false;
    return this;
  }

  /** Grants the private app everything, as it is at first. */
  public HubSpotQuirks allScopes() {
    this.allScopes = true;
    return this;
  }

  private static int positive(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("must be at least 1, was " + value);
    }
    return value;
  }

  int privateLimit() {
    return privateLimit;
  }

  int oauthLimit() {
    return oauthLimit;
  }

  int dailyLimit() {
    return dailyLimit;
  }

  int searchLimit() {
    return searchLimit;
  }

  Duration indexDelay() {
    return indexDelay;
  }

  Duration indexJitter() {
    return indexJitter;
  }

  Duration calculatedBump() {
    return calculatedBump;
  }

  Duration webhookTimeout() {
    return webhookTimeout;
  }

  int duplicatedEvents() {
    return duplicatedEvents;
  }

  Duration latency() {
    return latency;
  }

  boolean shuffledBatches() {
    return shuffledBatches;
  }

  boolean numbersReformatted() {
    return numbersReformatted;
  }

  boolean phonesFormatted() {
    return phonesFormatted;
  }

  boolean unchangedWritesCount() {
    return unchangedWritesCount;
  }

  boolean mergesMakeNewIds() {
    return mergesMakeNewIds;
  }

  boolean firstCompanyIsPrimary() {
    return firstCompanyIsPrimary;
  }

  boolean recordLocks() {
    return recordLocks;
  }

  boolean extraFields() {
    return extraFields;
  }

  boolean refreshTokensRotate() {
    return refreshTokensRotate;
  }

  int uniqueConflictStatus() {
    return uniqueConflictStatus;
  }

  int searchCap() {
    return searchCap;
  }

  int associationPage() {
    return associationPage;
  }

  /** Whether the private app has any of these scopes. */
  boolean grants(Set<String> anyOf) {
    return allScopes || anyOf.stream().anyMatch(scopes::contains);
  }
}
