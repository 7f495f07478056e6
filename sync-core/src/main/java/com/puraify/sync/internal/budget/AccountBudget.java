package com.puraify.sync.internal.budget;

import com.puraify.sync.Priority;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.StateException;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.state.SharedBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls that one account on one platform may make, shared by all syncs that use it.
 *
 * <p>In every span of every window at most the window's number of calls is let through: the call
 * after the n-th waits until the first of them is a whole span old. Several windows hold at once,
 * those that connectors declared and those that the platform's answers told of. A pause holds back
 * every caller of the account. Where engines share their budgets, a call that this one would let
 * through is then asked for at the {@link SharedBudget}.
 *
 * <p>Callers are served by urgency: as if each had come later by {@link #AGEING} per step of lower
 * priority. So a more urgent call overtakes the others, but none that has waited longer than that.
 *
 * <p>Thread-safe. Time is the engine's {@link TimeSource}: of the callers that wait, the next in
 * turn sleeps on it, and the others wait for that one to leave.
 */
public final class AccountBudget {

  /** By how much a caller is put behind for each step of lower priority. */
  public static final Duration AGEING = Duration.ofSeconds(5);

  /** The longest pause; what a platform asks for beyond that is taken for a mistake. */
  public static final Duration LONGEST_PAUSE = Duration.ofDays(1);

  private static final Logger LOG = LoggerFactory.getLogger(AccountBudget.class);

  private final String name;
  private final String key;
  private final TimeSource time;
  private final Duration patience;
  private final @Nullable SharedBudget shared;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition turnChanged = lock.newCondition();
  private final PriorityQueue<Caller> waiting = new PriorityQueue<>(Caller.BY_TURN);
  private final List<RateWindow> windows = new ArrayList<>();
  private final Learned learned = new Learned();
  private final CallTimes calls = new CallTimes();
  private final Hold pause = new Hold();
  private final Hold usedUp = new Hold();
  private final Hold pausedElsewhere = new Hold();
  private final Hold usedUpElsewhere = new Hold();
  private long sequence;
  private long sent;
  private boolean asking;

  AccountBudget(
      String name, String key, TimeSource time, Duration patience, @Nullable SharedBudget shared) {
    this.name = name;
    this.key = key;
    this.time = time;
    this.patience = patience;
    this.shared = shared;
  }

  /** Adds limits: from now on, they hold beside those that were declared before. */
  void declare(List<RateWindow> declared) {
    lock.lock();
    try {
      for (RateWindow window : declared) {
        if (windows.stream().noneMatch(known -> implies(known, window))) {
          windows.removeIf(known -> implies(window, known));
          windows.add(window);
          calls.limit(window.calls());
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private static boolean implies(RateWindow strict, RateWindow other) {
    return strict.calls() <= other.calls() && strict.span().compareTo(other.span()) >= 0;
  }

  /**
   * Takes over what an answer told of the account's limits. What it told before of the same limit
   * no longer counts; what was declared still does.
   */
  public void learn(List<ToldLimit> told) {
    if (told.isEmpty()) {
      return;
    }
    long exhausted;
    lock.lock();
    try {
      long now = time.nanos();
      long before = learned.left(now);
      learned.expire(now);
      for (ToldLimit limit : told) {
        if (!limit.windows().isEmpty()) {
          List<RateWindow> strict =
              limit.windows().stream()
                  .filter(each -> windows.stream().noneMatch(known -> implies(known, each)))
                  .toList();
          learned.windows(limit.source(), strict);
          strict.forEach(window -> calls.limit(window.calls()));
        }
        Duration reset = limit.reset();
        if (limit.remaining() >= 0 && reset != null) {
          learned.allowance(limit.source(), limit.remaining(), now, bounded(reset).toNanos());
        }
      }
      exhausted = before == 0 ? learned.left(now) : 0;
    } finally {
      lock.unlock();
    }
    if (exhausted > 0) {
      tellOthers(Duration.ofNanos(exhausted));
    }
  }

  /** Waits until a call may be made, and counts it as made. */
  public void acquire(Priority priority, Cancellation cancellation) {
    acquire(priority, cancellation, List.of(), CallWatch.NONE);
  }

  /**
   * Waits until a call may be made that takes from further budgets as well, and counts it as made
   * in all of them at once. The caller waits for its turn here, not at the others.
   *
   * @param priority how urgent the caller is
   * @param cancellation what ends the waiting early
   * @param besides the further budgets; whoever takes from several names them in the same order,
   *     this one first
   * @param watch who is told while the call waits
   * @throws ConnectorException if the wait would be longer than the budget's patience: of kind
   *     {@code RATE_LIMITED} because of a pause, else of kind {@code QUOTA}; with the time to wait
   * @throws StateException if the budget is shared with other engines and they cannot be asked
   * @throws com.puraify.sync.error.SyncCancelledException if the run is cancelled or the thread
   *     interrupted meanwhile
   */
  public void acquire(
      Priority priority, Cancellation cancellation, List<AccountBudget> besides, CallWatch watch) {
    Caller caller = queued(priority);
    boolean waited = false;
    try {
      while (true) {
        cancellation.check();
        Step step = step(caller, besides);
        if (step == Step.TAKEN || (step == Step.ASK && askedOthers(besides))) {
          return;
        }
        if (step == Step.ASK) {
          continue; // with what the others said; it may be too long to wait for
        }
        waited = true;
        watch.waiting(caller, foretold(caller, besides));
        if (step != Step.BEHIND) {
          nap(cancellation, besides);
        }
      }
    } catch (InterruptedException e) {
      throw Cancellation.interrupted(e);
    } finally {
      left(caller);
      if (waited) {
        watch.over(caller);
      }
    }
  }

  private Caller queued(Priority priority) {
    lock.lock();
    try {
      Caller caller = new Caller(priority, time.nanos(), sequence++);
      waiting.add(caller);
      return caller;
    } finally {
      lock.unlock();
    }
  }

  private void left(Caller caller) {
    lock.lock();
    try {
      waiting.remove(caller);
      turnChanged.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private enum Step {
    /** The call is counted. */
    TAKEN,
    /** As far as this engine knows, the call is free; the others are to be asked. */
    ASK,
    /** It is this caller's turn, and no call is free yet. */
    WAIT,
    /** It is another's turn. */
    BEHIND
  }

  @SuppressWarnings("WaitNotInLoop") // it is: whoever is told BEHIND comes again
  private Step step(Caller caller, List<AccountBudget> besides) throws InterruptedException {
    lock.lock();
    try {
      boolean looked = false;
      while (waiting.peek() != caller || asking) {
        if (looked) {
          return Step.BEHIND;
        }
        // Whoever leaves signals. The bound is there to notice a raised flag, not to measure time.
        turnChanged.awaitNanos(Cancellation.SLICE.toNanos());
        looked = true;
      }
      besides.forEach(each -> each.lock.lock()); // always after this one's, in the same order
      try {
        return taken(time.nanos(), besides);
      } finally {
        besides.forEach(each -> each.lock.unlock());
      }
    } finally {
      lock.unlock();
    }
  }

  private Step taken(long now, List<AccountBudget> besides) {
    AccountBudget slowest = this;
    long wait = freeIn(now);
    for (AccountBudget each : besides) {
      if (each.freeIn(now) > wait) {
        slowest = each;
        wait = each.freeIn(now);
      }
    }
    if (wait > patience.toNanos()) {
      throw slowest.tooLong(now, wait);
    }
    if (wait > 0) {
      return Step.WAIT;
    }
    if (shared != null) {
      asking = true; // and nobody else takes from this budget before the answer is in
      return Step.ASK;
    }
    count(now);
    besides.forEach(each -> each.count(now));
    return Step.TAKEN;
  }

  private void count(long now) {
    calls.add(now);
    learned.count();
    sent++;
  }

  /** Asks for the call where the engines count together; no lock is held meanwhile. */
  private boolean askedOthers(List<AccountBudget> besides) {
    SharedBudget.Turn turn = null;
    try {
      List<AccountBudget> all = Stream.concat(Stream.of(this), besides.stream()).toList();
      turn = Objects.requireNonNull(shared).take(all.stream().map(AccountBudget::claim).toList());
    } finally {
      lock.lock();
      try {
        asking = false;
        if (turn != null) {
          besides.forEach(each -> each.lock.lock());
          try {
            answered(turn, besides);
          } finally {
            besides.forEach(each -> each.lock.unlock());
          }
        }
        turnChanged.signalAll();
      } finally {
        lock.unlock();
      }
    }
    return turn.isTaken();
  }

  private SharedBudget.Claim claim() {
    lock.lock();
    try {
      return new SharedBudget.Claim(key, allWindows());
    } finally {
      lock.unlock();
    }
  }

  private void answered(SharedBudget.Turn turn, List<AccountBudget> besides) {
    long now = time.nanos();
    if (turn.isTaken()) {
      count(now);
      besides.forEach(each -> each.count(now));
      return;
    }
    AccountBudget slowest =
        besides.stream().filter(each -> each.key.equals(turn.account())).findFirst().orElse(this);
    Hold hold = turn.paused() ? slowest.pausedElsewhere : slowest.usedUpElsewhere;
    hold.extend(now, turn.left().toNanos());
  }

  /** Sleeps towards the next free call, unlocked, so that a more urgent caller can overtake. */
  private void nap(Cancellation cancellation, List<AccountBudget> besides) {
    long wait = nextCallIn().toNanos();
    for (AccountBudget each : besides) {
      wait = Math.max(wait, each.nextCallIn().toNanos());
    }
    if (wait > 0) {
      cancellation.nap(wait);
    }
  }

  /** Returns how long a caller has to wait, if nobody more urgent comes. */
  private Duration foretold(Caller caller, List<AccountBudget> besides) {
    long wait;
    lock.lock();
    try {
      int before = 0;
      for (Caller each : waiting) {
        if (Caller.BY_TURN.compare(each, caller) < 0) {
          before++;
        }
      }
      wait = freeIn(time.nanos(), before);
    } finally {
      lock.unlock();
    }
    for (AccountBudget each : besides) {
      wait = Math.max(wait, each.nextCallIn().toNanos());
    }
    return Duration.ofNanos(Math.max(0, wait));
  }

  /**
   * Holds back all calls of the account for a while. Of overlapping pauses the one that ends last
   * counts; none is longer than {@link #LONGEST_PAUSE}.
   */
  public void pause(Duration length) {
    hold(pause, length);
  }

  /**
   * Holds back all calls of the account until its allowance is renewed, as {@link #pause} does; who
   * comes meanwhile is told that the allowance is used up.
   */
  public void usedUp(Duration length) {
    hold(usedUp, length);
  }

  private void hold(Hold kind, Duration length) {
    lock.lock();
    try {
      kind.extend(time.nanos(), bounded(length).toNanos());
    } finally {
      lock.unlock();
    }
    tellOthers(bounded(length));
  }

  private static Duration bounded(Duration length) {
    return length.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : length;
  }

  /** The other engines would find out by themselves, each at the price of a call. */
  private void tellOthers(Duration length) {
    if (shared == null || length.isZero() || length.isNegative()) {
      return;
    }
    try {
      shared.pause(key, length);
    } catch (StateException e) {
      LOG.warn("other engines were not told that {} is paused: {}", name, e.getMessage());
    }
  }

  /** Returns how long it takes until a call is possible, apart from those that wait already. */
  public Duration nextCallIn() {
    lock.lock();
    try {
      return Duration.ofNanos(Math.max(0, freeIn(time.nanos())));
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many calls were let through so far. */
  public long sent() {
    lock.lock();
    try {
      return sent;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many callers wait. */
  public int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the longest wait that {@link #acquire} puts up with. */
  public Duration patience() {
    return patience;
  }

  /** Frees the memory of an account that was not used for longer than any of its windows. */
  void trim() {
    lock.lock();
    try {
      long idle = calls.size() == 0 ? 0 : time.nanos() - calls.latest(1);
      if (idle > Duration.ofDays(1).toNanos()
          && allWindows().stream().allMatch(window -> idle > window.span().toNanos())) {
        calls.clear();
      }
    } finally {
      lock.unlock();
    }
  }

  private List<RateWindow> allWindows() {
    List<RateWindow> told = learned.windows();
    return told.isEmpty()
        ? List.copyOf(windows)
        : Stream.concat(windows.stream(), told.stream()).toList();
  }

  private long freeIn(long now) {
    return freeIn(now, 0);
  }

  /** Returns when a call is free for a caller that so many others are before. */
  private long freeIn(long now, int before) {
    long wait = Math.max(heldBack(now), pauseLeft(now));
    for (RateWindow window : windows) {
      wait = Math.max(wait, freeIn(window, now, before));
    }
    for (RateWindow window : learned.windows()) {
      wait = Math.max(wait, freeIn(window, now, before));
    }
    return wait;
  }

  private long freeIn(RateWindow window, long now, int before) {
    int place = window.calls() - before % window.calls();
    long wait =
        calls.size() >= place
            ? Math.max(0, calls.latest(place) + window.span().toNanos() - now)
            : 0;
    return wait + (before / window.calls()) * window.span().toNanos();
  }

  private long pauseLeft(long now) {
    return Math.max(pause.left(now), pausedElsewhere.left(now));
  }

  private long heldBack(long now) {
    return Math.max(learned.left(now), Math.max(usedUp.left(now), usedUpElsewhere.left(now)));
  }

  private ConnectorException tooLong(long now, long wait) {
    boolean byPause = pauseLeft(now) >= wait && heldBack(now) < wait;
    Duration left = Duration.ofNanos(wait);
    return new ConnectorException(
            byPause ? ConnectorException.Kind.RATE_LIMITED : ConnectorException.Kind.QUOTA,
            byPause
                ? "the platform asked " + name + " to wait, which lasts another " + left
                : "the allowance of " + name + " is used up; the next call is possible in " + left)
        .withRetryAfter(left);
  }

  /** One caller that waits, with its place in the order. */
  private static final class Caller {

    static final Comparator<Caller> BY_TURN =
        (one, other) -> {
          long later = one.due - other.due; // a difference, because nanoseconds may overflow
          return later != 0 ? Long.signum(later) : Long.compare(one.sequence, other.sequence);
        };

    private final long due;
    private final long sequence;

    Caller(Priority priority, long now, long sequence) {
      this.due = now + stepsBehind(priority) * AGEING.toNanos();
      this.sequence = sequence;
    }

    private static int stepsBehind(Priority priority) {
      return switch (priority) {
        case HIGH -> 0;
        case DEFAULT -> 1;
        case LOW -> 2;
      };
    }
  }
}
