package com.puraify.sync.testkit.world;

import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.Capabilities.CreateSafety;
import com.puraify.sync.connector.Write;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * I3: nothing is created while an item with the same match key is there to be found.
 *
 * <p>It counts if it was there and visible when the run began, takes part by the filter, and was
 * not linked since then (what a run lets go is free for the next one); unless a person said that
 * each gets a counterpart of its own, or the policy wants a deleted counterpart back. A create
 * whose answer is lost counts from when it was sent first, where the platform answers by its key.
 */
final class I3NoCreationWithoutDecision extends Checker {

  private final Set<String> recreated = new HashSet<>();
  private final Map<String, Attempt> attempts = new HashMap<>();
  private final List<Beside> beside = new ArrayList<>();

  /** When a create was decided on: by a run that began then, and for a source as it was. */
  private record Attempt(long begun, Duration begunAt, @Nullable Fields source) {}

  /** An item beside which another was created; unless the run links it with something else. */
  private record Beside(Life other, String what) {}

  I3NoCreationWithoutDecision(SimulatedWorld world) {
    super(world, Invariant.I3_NO_CREATION_WITHOUT_DECISION);
  }

  @Override
  void changed(Life life, Life.Event event) {
    RunRecord run = world.processes().running();
    Fields made = event.after();
    if (run == null
        || made == null
        || event.before() != null
        || !(event.write() instanceof Write.Create create)
        || !world.shape().matched()) {
      return;
    }
    Value title = Column.TITLE.canonical(life.side, made.get(Column.TITLE.id(life.side)));
    if (blank(title)) {
      return;
    }
    if (isRecreated(create.key())) {
      return;
    }
    for (Life other : history().lives(life.side)) {
      if (other != life
          && isThere(run, other, title)
          && !isRepeated(life.side, create.key(), other, title)
          && !decided()) {
        beside.add(
            new Beside(
                other,
                life.side
                    + " "
                    + life.id
                    + " was created though "
                    + other.id
                    + " was there with the same title "
                    + title));
      }
    }
  }

  @Override
  void ran(RunRecord run) {
    for (Beside each : beside) {
      if (!history().pairings().heldSince(run.begun, each.other.side, each.other.id)) {
        fail(each.what);
      }
    }
    beside.clear();
  }

  @Override
  void committed(@Nullable RunRecord run, List<StateChange> changes) {
    for (StateChange change : changes) {
      if (change instanceof StateChange.PutIntent put) {
        Intent intent = put.intent();
        for (Intent.Entry entry : intent.entries()) {
          String source = entry.sourceId();
          if (run != null && intent.action() == Intent.Action.CREATE) {
            Fields held =
                source == null ? null : history().life(intent.side().other(), source).now();
            attempts.putIfAbsent(entry.key(), new Attempt(run.begun, run.begunAt, held));
          }
          if (intent.action() == Intent.Action.CREATE
              && source != null
              && history().pairings().now(intent.side().other(), source) != null) {
            recreated.add(entry.key());
          }
        }
      }
    }
  }

  /** The policy wants a linked item's deleted counterpart back. */
  private boolean isRecreated(String key) {
    return recreated.contains(key);
  }

  static boolean blank(Value value) {
    return value.isNull() || (value instanceof Value.Text text && text.value().isBlank());
  }

  private boolean isThere(RunRecord run, Life other, Value title) {
    Side side = other.side;
    Fields now = other.now();
    if (now == null
        || history().pairings().heldSince(run.begun, side, other.id)
        || !Column.TITLE.equal(side, now.get(Column.TITLE.id(side)), title)
        || !world.shape().accepts(side, now)) {
      return false;
    }
    Life.Event last = other.events.get(other.events.size() - 1);
    return isVisible(side, last, new Attempt(run.begun, run.begunAt, null));
  }

  private boolean isVisible(Side side, Life.Event event, Attempt attempt) {
    Duration visible = attempt.begunAt.minus(world.platforms().hidesFor(side));
    return event.moment() < attempt.begun && event.passed().compareTo(visible) < 0;
  }

  /**
   * What is there now was not to be seen when the create was sent for the first time, or did not
   * match the source as it was then.
   */
  private boolean isRepeated(Side side, String key, Life other, Value title) {
    Attempt first = attempts.get(key);
    if (first == null || world.platforms().shape(side).safety() != CreateSafety.KEYED) {
      return false;
    }
    Life.Event held = null;
    for (Life.Event event : other.events) {
      held = isVisible(side, event, first) ? event : held;
    }
    Fields then = held == null ? null : held.after();
    boolean repeated = !isTitled(side, then, title) || !isTitled(side.other(), first.source, title);
    if (repeated) {
      world.coverage().count("I3 sent again under its key, beside what came to be seen since");
    }
    return repeated;
  }

  private static boolean isTitled(Side side, @Nullable Fields fields, Value title) {
    return fields != null && Column.TITLE.equal(side, fields.get(Column.TITLE.id(side)), title);
  }

  private boolean decided() {
    return history().answers().stream()
        .anyMatch(
            answer ->
                answer.getValue() instanceof Resolution.CreateAll
                    || answer.getValue() instanceof Resolution.Retry
                    || answer.getValue() instanceof Resolution.LinkItems);
  }
}
