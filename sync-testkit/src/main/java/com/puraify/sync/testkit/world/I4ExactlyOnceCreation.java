package com.puraify.sync.testkit.world;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.connector.Write;
import com.puraify.sync.delta.Base;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * I4: a create makes one item, however often its answer is lost.
 *
 * <p>An item that the engine created for a source, that is still there, and that was never let go
 * by the engine, is not created again. After an older copy of the store was restored, what was
 * created since is known to nobody; then matching alone (I3) keeps things from being doubled. Where
 * a create is found by its content alone, content that people have since changed beyond recognition
 * (half of it, or the match key) is excused, and counted. So is what a call creates that a sleeping
 * process sends after another has taken over: no store can call it back.
 *
 * <p>A create is repeated under the key that it had, also where the platform makes nothing of keys:
 * for two items of one key the same holds as for two items of one source.
 */
final class I4ExactlyOnceCreation extends Checker {

  private final Map<String, Source> sources = new HashMap<>();
  private final Map<Source, Set<Base>> sent = new HashMap<>();
  private final Map<Source, List<Life>> made = new HashMap<>();
  private final Map<String, List<Source>> intents = new HashMap<>();
  private final Map<Source, Duration> settled = new HashMap<>();
  private final Map<String, Life> byKey = new HashMap<>();
  private final Set<Life> late = new HashSet<>();

  /** The item that another is created for. */
  private record Source(Side target, String id) {}

  I4ExactlyOnceCreation(SimulatedWorld world) {
    super(world, Invariant.I4_EXACTLY_ONCE_CREATION);
  }

  @Override
  void committed(@Nullable RunRecord run, List<StateChange> changes) {
    for (StateChange change : changes) {
      if (change instanceof StateChange.PutIntent put
          && put.intent().action() == Intent.Action.CREATE) {
        for (Intent.Entry entry : put.intent().entries()) {
          history().intended(put.intent().side(), Objects.requireNonNull(entry.sourceId()));
          Source source = new Source(put.intent().side(), Objects.requireNonNull(entry.sourceId()));
          sources.put(entry.key(), source);
          intents.computeIfAbsent(put.intent().id(), id -> new ArrayList<>()).add(source);
          sent.computeIfAbsent(source, each -> new HashSet<>()).add(entry.content());
        }
      } else if (change instanceof StateChange.RemoveIntent remove && run != null) {
        intents
            .getOrDefault(remove.id(), List.of())
            .forEach(source -> settled.put(source, run.begunAt));
      }
    }
  }

  @Override
  void changed(Life life, Life.Event event) {
    if (!(event.write() instanceof Write.Create create) || event.before() != null) {
      return;
    }
    if (world.processes().writesLate()) {
      late.add(life);
      world.coverage().count("I4 created by a call that was on its way when the lease was lost");
    }
    Source source = sources.get(create.key());
    if (source == null) {
      fail("no intent was committed before " + life.side + " " + life.id + " was created");
      return;
    }
    Life twin = byKey.put(create.key(), life);
    if (twin != null
        && twin != life
        && twin.now() != null
        && !isExcused(source, twin, life)
        && !letGo(source, twin)) {
      fail(life.side + " " + life.id + " and " + twin.id + " were created under one key");
    }
    List<Life> earlier = made.computeIfAbsent(source, unknown -> new ArrayList<>());
    for (Life each : earlier) {
      if (each != life
          && each.now() != null
          && !isExcused(source, each, life)
          && !letGo(source, each)) {
        fail(
            life.side
                + " "
                + life.id
                + " was created for "
                + source.id
                + ", for which "
                + each.id
                + " had been created already");
      }
    }
    earlier.add(life);
  }

  private boolean isExcused(Source source, Life one, Life other) {
    return late.contains(one) || late.contains(other) || isHidden(source, one);
  }

  /**
   * Whose clock is put back hides what was written for longer than the lag that it declares. Then
   * none but the run that made it, and died before it could note it, may have seen it by the time
   * at which the create was settled.
   */
  private boolean isHidden(Source source, Life one) {
    Life.Event first = one.events.get(0);
    Duration until = settled.get(source);
    boolean unseen = one.sights.stream().allMatch(sight -> sight.run() == first.run());
    boolean early =
        until != null
            && first.passed().compareTo(until.minus(world.platforms().hidesFor(one.side))) >= 0;
    boolean hidden =
        !world.platforms().steady()
            && !world.platforms().shape(one.side).lag().isZero()
            && (unseen || early);
    if (hidden) {
      world.coverage().count("I4 created again: hidden by a clock that was put back");
    }
    return hidden;
  }

  private boolean letGo(Source source, Life each) {
    Side target = source.target;
    boolean parted =
        history().pairings().of(target, each.id).stream()
            .anyMatch(pairing -> pairing.until != Long.MAX_VALUE);
    boolean decided =
        history().answers().stream()
            .anyMatch(
                answer ->
                    answer.getKey().kind() == Case.Kind.DOUBTFUL_CREATE
                        && (names(answer.getKey(), target.other(), source.id)
                            || names(answer.getKey(), target, each.id)));
    return parted
        || decided
        || world.restored()
        || isSwapped(source, each)
        || isTakenForAnother(source, each)
        || beyondRecognition(each);
  }

  /**
   * Of two creates that sent just the same nobody can tell which made an item: if one of both items
   * is gone, was never made or is beyond recognition, the other may count as the one that is left.
   * So it may if a person made it hold what the other sent.
   */
  private boolean isSwapped(Source source, Life each) {
    Pairings.Pairing pairing = history().pairings().now(source.target, each.id);
    if (pairing == null || pairing.id(source.target.other()).equals(source.id)) {
      return false;
    }
    Source other = new Source(source.target, pairing.id(source.target.other()));
    List<Life> own = made.getOrDefault(other, List.of());
    Life far = history().life(other.target.other(), other.id);
    Fields then = each.at(pairing.from);
    Fields theirs = far.lastHeld(pairing.from);
    boolean alike =
        then != null
            && theirs != null
            && Column.MAPPED.stream()
                .filter(column -> world.shape().direction(column).flowsTo(each.side))
                .allMatch(column -> column.agree(each.side, then, theirs));
    boolean swapped =
        (alike || !Collections.disjoint(sentFor(other), sentFor(source)))
            && own.stream().allMatch(life -> life.now() == null || beyondRecognition(life));
    if (swapped) {
      world.coverage().count("I4 created again: two creates sent the same");
    }
    return swapped;
  }

  private Set<Base> sentFor(Source source) {
    return sent.getOrDefault(source, Set.of());
  }

  /**
   * What a person made, and the platform did not show yet, may hold just what a create sent whose
   * answer is lost: then it counts as what the create made.
   */
  private boolean isTakenForAnother(Source source, Life each) {
    Side side = source.target;
    boolean mistaken =
        !world.platforms().shape(side).lag().isZero()
            && history().pairings().of(side.other(), source.id).stream()
                .map(pairing -> history().life(side, pairing.id(side)).at(pairing.from))
                .anyMatch(held -> held != null && isSent(each, held));
    if (mistaken) {
      world.coverage().count("I4 created again: a person's item was just what had been sent");
    }
    return mistaken;
  }

  private boolean isSent(Life each, Fields held) {
    return each.events.get(0).write() instanceof Write.Create create
        && Column.MAPPED.stream()
            .allMatch(
                column -> {
                  String id = column.id(each.side);
                  return !create.fields().mentions(id)
                      || column.equal(each.side, create.fields().get(id), held.get(id));
                });
  }

  private static boolean names(Case question, Side side, String id) {
    return (side == Side.LOCAL ? question.localIds() : question.remoteIds()).contains(id);
  }

  /** What was beyond recognition once may have been taken for another's by a person since. */
  private boolean beyondRecognition(Life each) {
    boolean excused =
        each.events.stream()
            .anyMatch(event -> each.isBeyondRecognition(event, world.shape().columns()));
    if (excused) {
      world.coverage().count("I4 created again: changed beyond recognition");
    }
    return excused;
  }
}
