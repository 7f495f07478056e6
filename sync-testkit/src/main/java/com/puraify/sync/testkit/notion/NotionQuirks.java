package com.puraify.sync.testkit.notion;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * How the simulated Notion behaves where the real one varies, is limited or is odd. Every setting
 * may be changed while the simulator runs and holds from the next request on. Thread-safe.
 *
 * <p>Defaults: 180 requests per 60 seconds, no workspace limit, 10,000 rows per query, 25 inline
 * references, full pages, no lag, no latency, all capabilities, closed request schemas, and
 * everything else off but {@link #unchangedEditsCount} and {@link #conflicts}.
 */
public final class NotionQuirks {
  /** Requests per minute and connection on ordinary plans. */
  public static final int DEFAULT_RATE_LIMIT = 180;

  /** The most rows that one query gives, over all its pages. */
  public static final int DEFAULT_QUERY_CAP = 10_000;

  /** The most relations, people and mentions shown within a page. */
  public static final int DEFAULT_INLINE_REFERENCES = 25;

  /** What a connection may be allowed to do. */
  public enum Capability {
    /** Read and query. */
    READ,
    /** Change pages and schemas. */
    UPDATE,
    /** Create pages, data sources and databases. */
    INSERT,
    /** List users and see their e-mail addresses. */
    USERS
  }

  private volatile int rateLimit = DEFAULT_RATE_LIMIT;
  private volatile int workspaceLimit;
  private volatile Duration workspaceWindow = Duration.ofMinutes(5);
  private volatile int queryCap = DEFAULT_QUERY_CAP;
  private volatile int inlineReferences = DEFAULT_INLINE_REFERENCES;
  private volatile int slowPageSize = Integer.MAX_VALUE;
  private volatile boolean shortPages;
  private volatile boolean extraFields;
  private volatile boolean unknownPropertiesIgnored;
  private volatile boolean echoesIgnored;
  private volatile boolean unchangedEditsCount = true;
  private volatile boolean backReferencesCount;
  private volatile boolean preciseTimes;
  private volatile boolean conflicts = true;
  private volatile boolean blockLimitReached;
  private volatile Duration visibilityLag = Duration.ZERO;
  private volatile Duration latency = Duration.ZERO;
  private volatile Set<Capability> capabilities = EnumSet.allOf(Capability.class);

  NotionQuirks() {}

  /**
   * Allows this many requests per fixed window of 60 seconds (Notion: 180, or 600 on high plans).
   */
  public NotionQuirks rateLimit(int requests) {
    this.rateLimit = positive(requests);
    return this;
  }

  /** Lifts the limit per connection. */
  public NotionQuirks noRateLimit() {
    this.rateLimit = 0;
    return this;
  }

  /**
   * Allows this many requests per window to the whole workspace, other connections included; see
   * {@link NotionSimulator#otherTraffic}. The wait may then exceed 60 seconds.
   */
  public NotionQuirks workspaceLimit(int requests, Duration window) {
    this.workspaceWindow = window;
    this.workspaceLimit = positive(requests);
    return this;
  }

  /** Sets the most rows that one query gives over all its pages. */
  public NotionQuirks queryCap(int rows) {
    this.queryCap = positive(rows);
    return this;
  }

  /** Sets the most relations, people and mentions shown within a page. */
  public NotionQuirks inlineReferences(int most) {
    this.inlineReferences = positive(most);
    return this;
  }

  /** Answers 504 to every query with a larger page size. */
  public NotionQuirks timeoutAbovePageSize(int rows) {
    this.slowPageSize = positive(rows);
    return this;
  }

  /** Lets query pages hold fewer rows than asked for, even none, while more remain. */
  public NotionQuirks shortPages(boolean on) {
    this.shortPages = on;
    return this;
  }

  /** Adds fields that no documentation knows to pages, property values and lists. */
  public NotionQuirks extraFields(boolean on) {
    this.extraFields = on;
    return this;
  }

  /** Answers 200 to a page write that names an unknown property, and writes nothing to it. */
  public NotionQuirks unknownPropertiesIgnored(boolean on) {
    this.unknownPropertiesIgnored = on;
    return this;
  }

  /** Accepts the read-only keys of an answer ({@code id}, {@code plain_text} …) in a page write. */
  public NotionQuirks echoesIgnored(boolean on) {
    this.echoesIgnored = on;
    return this;
  }

  /** Says whether a write that changes nothing moves {@code last_edited_time}. */
  public NotionQuirks unchangedEditsCount(boolean on) {
    this.unchangedEditsCount = on;
    return this;
  }

  /** Says whether the other side of a two-way relation gets a new {@code last_edited_time}. */
  public NotionQuirks backReferencesCount(boolean on) {
    this.backReferencesCount = on;
    return this;
  }

  /** Lets timestamp filters compare the exact times instead of the minutes that are shown. */
  public NotionQuirks preciseTimes(boolean on) {
    this.preciseTimes = on;
    return this;
  }

  /** Says whether a write to a page that is just being written is answered 409. */
  public NotionQuirks conflicts(boolean on) {
    this.conflicts = on;
    return this;
  }

  /** Says whether the workspace is out of blocks: pages can be edited but not created. */
  public NotionQuirks blockLimitReached(boolean on) {
    this.blockLimitReached = on;
    return this;
  }

  /** Lets queries and search show every page as it was this long ago; reads by id are current. */
  public NotionQuirks visibilityLag(Duration lag) {
    this.visibilityLag = lag;
    return this;
  }

  /** Lets every answer take at least this long on the machine's clock. */
  public NotionQuirks latency(Duration time) {
    this.latency = time;
    return this;
  }

  /** Grants exactly these capabilities. */
  public NotionQuirks capabilities(Set<Capability> granted) {
    this.capabilities = Set.copyOf(granted);
    return this;
  }

  private static int positive(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("must be at least 1, was " + value);
    }
    return value;
  }

  int rateLimit() {
    return rateLimit;
  }

  int workspaceLimit() {
    return workspaceLimit;
  }

  Duration workspaceWindow() {
    return workspaceWindow;
  }

  int queryCap() {
    return queryCap;
  }

  int inlineReferences() {
    return inlineReferences;
  }

  int slowPageSize() {
    return slowPageSize;
  }

  boolean shortPages() {
    return shortPages;
  }

  boolean extraFields() {
    return extraFields;
  }

  boolean unknownPropertiesIgnored() {
    return unknownPropertiesIgnored;
  }

  boolean echoesIgnored() {
    return echoesIgnored;
  }

  boolean unchangedEditsCount() {
    return unchangedEditsCount;
  }

  boolean backReferencesCount() {
    return backReferencesCount;
  }

  boolean preciseTimes() {
    return preciseTimes;
  }

  boolean conflicts() {
    return conflicts;
  }

  boolean blockLimitReached() {
    return blockLimitReached;
  }

  Duration visibilityLag() {
    return visibilityLag;
  }

  Duration latency() {
    return latency;
  }

  boolean may(Capability capability) {
    return capabilities.contains(capability);
  }
}
