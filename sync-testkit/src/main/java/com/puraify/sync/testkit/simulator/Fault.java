package com.puraify.sync.testkit.simulator;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thing that goes wrong, to be handed to {@link Faults}. A fault strikes one request unless
 * {@link #times} says more, any request unless {@link #on} or {@link #when} restrict it, and before
 * the request is carried out unless {@link #afterCommit} is given. Immutable.
 *
 * <pre>{@code
 * sim.faults().next(Fault.status(503).on("POST", "/v1/pages").afterCommit());
 * sim.faults().next(Fault.dropConnection().times(3));
 * }</pre>
 */
public final class Fault {
  /**
   * An error answer to be given in the platform's own shape.
   *
   * @param status the HTTP status
   * @param code the platform's error code, or null for the usual one of this status
   * @param message the message, or null for the usual one of this status
   * @param retryAfter what {@code Retry-After} says, in whole seconds, or null for none
   * @param hints whether an error after the commit says that something was committed
   */
  public record Failure(
      int status,
      @Nullable String code,
      @Nullable String message,
      @Nullable Duration retryAfter,
      boolean hints) {}

  /** Turns a request into its answer. */
  @FunctionalInterface
  interface Effect {
    Answer strike(Fault fault, ServedPlatform platform, Incoming request, Supplier<Answer> commit);
  }

  private final Effect effect;
  private final Failure failure;
  private final Predicate<Incoming> target;
  private final int times;
  private final boolean afterCommit;

  private Fault(
      Effect effect, Failure failure, Predicate<Incoming> target, int times, boolean afterCommit) {
    this.effect = effect;
    this.failure = failure;
    this.target = target;
    this.times = times;
    this.afterCommit = afterCommit;
  }

  static Fault of(Effect effect, int status) {
    return new Fault(effect, new Failure(status, null, null, null, true), r -> true, 1, false);
  }

  /** Answers this status with the platform's error body. */
  public static Fault status(int status) {
    return of(Effects::fail, status);
  }

  /** Answers this status with exactly this body. */
  public static Fault body(int status, String contentType, String body) {
    return of(Effects.answering(s -> Answer.of(s, contentType, body)), status);
  }

  /** Answers this status with a page of HTML, as a proxy in front of the platform does. */
  public static Fault html(int status) {
    return of(Effects.answering(Effects::html), status);
  }

  /** Closes the connection without an answer. */
  public static Fault dropConnection() {
    return of(Effects.answering(s -> Answer.dropped()), 0);
  }

  /** Carries the request out, and closes the connection in the middle of the answer. */
  public static Fault cutConnection() {
    return of((f, p, r, commit) -> commit.get().delivered(Answer.Delivery.CUT), 0).afterCommit();
  }

  /** Carries the request out, and answers well-formed HTTP with the first half of the JSON. */
  public static Fault truncatedJson() {
    return of((f, p, r, commit) -> Effects.half(commit.get()), 0).afterCommit();
  }

  /** Answers 200 with a valid JSON object of about this many bytes. */
  public static Fault enormousBody(long bytes) {
    return of(Effects.answering(s -> Effects.enormous(s, bytes)), 200);
  }

  /** Answers 200 with JSON objects nested this deep. */
  public static Fault deeplyNested(int depth) {
    return of(Effects.answering(s -> Effects.nested(s, depth)), 200);
  }

  /** Answers as usual, but only after this long on the machine's clock. */
  public static Fault delay(Duration delay) {
    return of(
        (f, p, r, commit) -> {
          Effects.pause(delay);
          return commit.get();
        },
        0);
  }

  /**
   * Not a fault but a race: runs {@code action} on the server's thread before the request is
   * carried out, or between its commit and its answer, and then answers as usual.
   */
  public static Fault meanwhile(Runnable action) {
    return of(
        (fault, platform, request, commit) -> {
          if (fault.afterCommit) {
            Answer answer = commit.get();
            action.run();
            return answer;
          }
          action.run();
          return commit.get();
        },
        0);
  }

  /**
   * Restricts the fault to a method and a path. In the path {@code *} and {@code {name}} stand for
   * one segment and a last {@code **} for the rest; the method {@code *} is any.
   */
  public Fault on(String method, String path) {
    PathPattern pattern = PathPattern.of(method, path);
    return when(pattern::matches);
  }

  /** Restricts the fault further, to requests of which this is true. */
  public Fault when(Predicate<Incoming> condition) {
    return new Fault(effect, failure, target.and(condition), times, afterCommit);
  }

  /** Lets the fault strike this many matching requests. */
  public Fault times(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("times must be at least 1, was " + count);
    }
    return new Fault(effect, failure, target, count, afterCommit);
  }

  /** Lets the request be carried out first; only the answer is lost or replaced. */
  public Fault afterCommit() {
    return new Fault(effect, failure, target, times, true);
  }

  /** Keeps the error answer silent about what was committed. */
  public Fault withoutHints() {
    return with(
        new Failure(
            failure.status(), failure.code(), failure.message(), failure.retryAfter(), false));
  }

  /** Adds {@code Retry-After}, in whole seconds. */
  public Fault retryAfter(Duration wait) {
    return with(
        new Failure(failure.status(), failure.code(), failure.message(), wait, failure.hints()));
  }

  /** Sets the platform's error code. */
  public Fault code(String code) {
    return with(
        new Failure(
            failure.status(), code, failure.message(), failure.retryAfter(), failure.hints()));
  }

  /** Sets the error message. */
  public Fault message(String message) {
    return with(
        new Failure(
            failure.status(), failure.code(), message, failure.retryAfter(), failure.hints()));
  }

  private Fault with(Failure other) {
    return new Fault(effect, other, target, times, afterCommit);
  }

  boolean concerns(Incoming request) {
    return target.test(request);
  }

  int times() {
    return times;
  }

  boolean strikesAfterCommit() {
    return afterCommit;
  }

  Failure failure() {
    return failure;
  }

  Answer strike(ServedPlatform platform, Incoming request, Supplier<Answer> commit) {
    return effect.strike(this, platform, request, commit);
  }
}
