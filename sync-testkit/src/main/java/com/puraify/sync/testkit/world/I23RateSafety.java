package com.puraify.sync.testkit.world;

import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * I23: in no span of a declared window are more calls made than it allows, by all syncs of a
 * process together.
 *
 * <p>Each process has budgets of its own, which end with it: calls of two processes are not counted
 * together.
 */
final class I23RateSafety extends Checker {

  private final Map<Account, Deque<Duration>> calls = new HashMap<>();
  private Duration longest = Duration.ZERO;

  /** The account by which a process calls a platform. */
  private record Account(Node node, Side side) {}

  I23RateSafety(SimulatedWorld world) {
    super(world, Invariant.I23_RATE_SAFETY);
    for (Side side : Side.values()) {
      for (RateWindow window : world.platforms().shape(side).limits()) {
        longest = longest.compareTo(window.span()) < 0 ? window.span() : longest;
      }
    }
  }

  @Override
  void letThrough(Node node, Side side) {
    world.coverage().count("I23 calls under a limit");
    Duration now = world.time().passed();
    Deque<Duration> made =
        calls.computeIfAbsent(new Account(node, side), first -> new ArrayDeque<>());
    made.addLast(now);
    while (made.getFirst().compareTo(now.minus(longest)) <= 0) {
      made.removeFirst(); // a whole span old
    }
    for (RateWindow window : world.platforms().shape(side).limits()) {
      Duration begin = now.minus(window.span());
      long within = made.stream().filter(call -> call.compareTo(begin) > 0).count();
      if (within > window.calls()) {
        fail(within + " calls to the " + side + " side within " + window);
      }
    }
  }
}
