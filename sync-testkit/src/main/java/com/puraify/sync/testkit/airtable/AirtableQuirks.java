package com.puraify.sync.testkit.airtable;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * How the simulated Airtable behaves where the real one varies, is limited or is not documented.
 * Every setting may be changed while the simulator runs and holds from the next request on.
 * Thread-safe.
 *
 * <p>Defaults: 5 requests per second and base, 50 per second and user, no monthly quota, iterators
 * that live five minutes, times cut to seconds, numbers rounded to the precision of their field,
 * rich text rewritten, a last modified time that is blank until the first edit and is moved by
 * edits from the other side of a link but not by writes that change nothing, attachments that are
 * fetched within two seconds, whole payloads, no latency.
 */
public final class AirtableQuirks {
  /** Requests per second and base. */
  public static final int DEFAULT_BASE_LIMIT = 5;

  /** Requests per second and user, over all bases. */
  public static final int DEFAULT_USER_LIMIT = 50;

  /** How long an iterator lives without being asked. */
  public static final Duration DEFAULT_ITERATOR_LIFE = Duration.ofMinutes(5);

  /** How long it takes to fetch an attachment. */
  public static final Duration DEFAULT_ATTACHMENT_DELAY = Duration.ofSeconds(2);

  private volatile int baseLimit = DEFAULT_BASE_LIMIT;
  private volatile int userLimit = DEFAULT_USER_LIMIT;
  private volatile int monthlyQuota;
  private volatile int payloadRecords;
  private volatile Duration iteratorLife = DEFAULT_ITERATOR_LIFE;
  private volatile Duration attachmentDelay = DEFAULT_ATTACHMENT_DELAY;
  private volatile Duration latency = Duration.ZERO;
  private volatile boolean iteratorsLost;
  private volatile boolean shortPages;
  private volatile boolean preciseTimes;
  private volatile boolean roundedNumbers = true;
  private volatile boolean rewrittenRichText = true;
  private volatile boolean blankUntilEdited = true;
  private volatile boolean inverseLinksCount = true;
  private volatile boolean unchangedEditsCount;
  private volatile boolean extraKeys;
  private volatile boolean pingsByHand;
  private volatile Predicate<String> failingDownloads = url -> false;

  AirtableQuirks() {}

  /** Allows this many requests per second and base; more means 30 seconds of refusals. */
  public AirtableQuirks baseLimit(int requests) {
    this.baseLimit = positive(requests);
    return this;
  }

  /** Allows this many requests per second and user, over all bases. */
  public AirtableQuirks userLimit(int requests) {
    this.userLimit = positive(requests);
    return this;
  }

  /** Lifts the limits per second. */
  public AirtableQuirks noRateLimit() {
    this.baseLimit = 0;
    this.userLimit = 0;
    return this;
  }

  /** Allows this many calls per calendar month in UTC; calls of the meta API are free. */
  public AirtableQuirks monthlyQuota(int calls) {
    this.monthlyQuota = positive(calls);
    return this;
  }

  /** Lifts the monthly quota. */
  public AirtableQuirks noMonthlyQuota() {
    this.monthlyQuota = 0;
    return this;
  }

  /** Lets an iterator die when it was not asked for this long. */
  public AirtableQuirks iteratorLife(Duration life) {
    this.iteratorLife = life;
    return this;
  }

  /** Refuses every further page with LIST_RECORDS_ITERATOR_NOT_AVAILABLE while on. */
  public AirtableQuirks iteratorsLost(boolean on) {
    this.iteratorsLost = on;
    return this;
  }

  /** Lets pages hold fewer records than asked for, even none, while more remain. */
  public AirtableQuirks shortPages(boolean on) {
    this.shortPages = on;
    return this;
  }

  /** Keeps the milliseconds of created and last modified times, in answers and in formulas. */
  public AirtableQuirks preciseTimes(boolean on) {
    this.preciseTimes = on;
    return this;
  }

  /** Says whether numbers are rounded to the precision of their field, half up, or kept. */
  public AirtableQuirks roundedNumbers(boolean on) {
    this.roundedNumbers = on;
    return this;
  }

  /** Says whether rich text is rendered anew: other list markers, and a newline at the end. */
  public AirtableQuirks rewrittenRichText(boolean on) {
    this.rewrittenRichText = on;
    return this;
  }

  /** Says whether the last modified time of a new record is blank, or its created time. */
  public AirtableQuirks blankUntilEdited(boolean on) {
    this.blankUntilEdited = on;
    return this;
  }

  /** Says whether a record is modified when another record is linked to it. */
  public AirtableQuirks inverseLinksCount(boolean on) {
    this.inverseLinksCount = on;
    return this;
  }

  /** Says whether a write that changes nothing moves the last modified time. */
  public AirtableQuirks unchangedEditsCount(boolean on) {
    this.unchangedEditsCount = on;
    return this;
  }

  /** Adds keys that no documentation knows to records, tables, fields and lists. */
  public AirtableQuirks extraKeys(boolean on) {
    this.extraKeys = on;
    return this;
  }

  /** Sets how long an attachment stays without size and type after it was written by its URL. */
  public AirtableQuirks attachmentDelay(Duration delay) {
    this.attachmentDelay = delay;
    return this;
  }

  /** Lets the download of attachments from these URLs fail: they vanish without an error. */
  public AirtableQuirks failingDownloads(Predicate<String> urls) {
    this.failingDownloads = urls;
    return this;
  }

  /** Splits what one action did into payloads of at most this many records; 0 means never. */
  public AirtableQuirks payloadRecords(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("must not be negative, was " + most);
    }
    this.payloadRecords = most;
    return this;
  }

  /** Sends pings of webhooks in {@link AirtableSimulator#deliverPings} alone. */
  public AirtableQuirks pingsByHand(boolean on) {
    this.pingsByHand = on;
    return this;
  }

  /** Lets every answer take at least this long on the machine's clock. */
  public AirtableQuirks latency(Duration time) {
    this.latency = time;
    return this;
  }

  private static int positive(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("must be at least 1, was " + value);
    }
    return value;
  }

  int baseLimit() {
    return baseLimit;
  }

  int userLimit() {
    return userLimit;
  }

  int monthlyQuota() {
    return monthlyQuota;
  }

  int payloadRecords() {
    return payloadRecords;
  }

  Duration iteratorLife() {
    return iteratorLife;
  }

  Duration attachmentDelay() {
    return attachmentDelay;
  }

  Duration latency() {
    return latency;
  }

  boolean iteratorsLost() {
    return iteratorsLost;
  }

  boolean shortPages() {
    return shortPages;
  }

  boolean preciseTimes() {
    return preciseTimes;
  }

  boolean roundedNumbers() {
    return roundedNumbers;
  }

  boolean rewrittenRichText() {
    return rewrittenRichText;
  }

  boolean blankUntilEdited() {
    return blankUntilEdited;
  }

  boolean inverseLinksCount() {
    return inverseLinksCount;
  }

  boolean unchangedEditsCount() {
    return unchangedEditsCount;
  }

  boolean extraKeys() {
    return extraKeys;
  }

  boolean pingsByHand() {
    return pingsByHand;
  }

  boolean failsToDownload(String url) {
    return failingDownloads.test(url);
  }
}
