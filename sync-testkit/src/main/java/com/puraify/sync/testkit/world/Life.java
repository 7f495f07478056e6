package com.puraify.sync.testkit.world;

import com.puraify.sync.connector.Write;
import com.puraify.sync.testkit.MemoryChange;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What became of one item, and what the engine got to see of it. Confined to one thread. */
final class Life {

  final Side side;
  final String id;
  final List<Event> events = new ArrayList<>();
  final List<Sight> sights = new ArrayList<>();

  /** When commits said what had become of it, and in which runs. */
  private final List<Long> noted = new ArrayList<>();

  private final Set<Integer> notedIn = new HashSet<>();

  /** How a person made it go away the last time, or null. */
  Step.@Nullable Doing lost;

  /** Whether it was ever deleted. */
  boolean everLost;

  /**
   * A change, with its place among everything that happened in the world.
   *
   * @param columns the fields that it gave another value
   */
  record Event(long moment, Duration passed, int run, MemoryChange change, Set<Column> columns) {
    boolean byEngine() {
      return change.byEngine();
    }

    @Nullable Fields before() {
      return change.before();
    }

    @Nullable Fields after() {
      return change.after();
    }

    @Nullable Write write() {
      return change.write();
    }
  }

  /**
   * What the engine saw.
   *
   * @param moment when it got to see it
   * @param taken when the platform gave the answer, which may be a while before
   * @param fields null if it saw that the item is gone
   */
  record Sight(long moment, long taken, int run, boolean direct, @Nullable Fields fields) {}

  Life(Side side, String id) {
    this.side = side;
    this.id = id;
  }

  /** Returns the latest change that gave a field its present value, or null. */
  @Nullable Event lastChange(Column column) {
    for (int i = events.size() - 1; i >= 0; i--) {
      Event event = events.get(i);
      if (changes(event, column)) {
        return event;
      }
    }
    return null;
  }

  /** Returns whether a change gave a field another value. */
  boolean changes(Event event, Column column) {
    return event.columns().contains(column);
  }

  /** Adds what became of the item just now. */
  Event add(long moment, Duration passed, int run, MemoryChange change) {
    Event event = new Event(moment, passed, run, change, columns(change));
    events.add(event);
    everLost |= change.after() == null;
    return event;
  }

  private Set<Column> columns(MemoryChange change) {
    Set<Column> changed = EnumSet.noneOf(Column.class);
    Fields after = change.after();
    if (after != null) {
      Fields before = change.before() == null ? lastHeld() : change.before();
      for (Column column : Column.ALL) {
        if (!column.equal(side, value(before, column), value(after, column))) {
          changed.add(column);
        }
      }
    }
    return changed;
  }

  /** Who brings an item back changes just what is different from what it held before. */
  private @Nullable Fields lastHeld() {
    for (int i = events.size() - 1; i >= 0; i--) {
      Fields held = events.get(i).after();
      if (held != null) {
        return held;
      }
    }
    return null;
  }

  @Nullable Value value(@Nullable Fields fields, Column column) {
    return fields == null ? null : fields.get(column.id(side));
  }

  /** Returns when a person first changed it. */
  long firstByPeople() {
    for (Event event : events) {
      if (!event.byEngine()) {
        return event.moment();
      }
    }
    return Long.MAX_VALUE;
  }

  /** Returns when a person last made it, or brought it back, or -1. */
  long lastBroughtByPeople() {
    long latest = -1;
    for (Event event : events) {
      if (!event.byEngine() && event.before() == null && event.after() != null) {
        latest = event.moment();
      }
    }
    return latest;
  }

  /** Returns what the item held at a moment, or null if it was not there. */
  @Nullable Fields at(long moment) {
    Fields held = null;
    for (Event event : events) {
      if (event.moment() > moment) {
        break;
      }
      held = event.after();
    }
    return held;
  }

  /** Returns what the item held last up to a moment, be it gone by then. */
  @Nullable Fields lastHeld(long moment) {
    Fields held = null;
    for (Event event : events) {
      held = event.moment() <= moment && event.after() != null ? event.after() : held;
    }
    return held;
  }

  /** Returns the latest change, or null if the item never was there. */
  @Nullable Event last() {
    return events.isEmpty() ? null : events.get(events.size() - 1);
  }

  /** Returns what the item holds now, or null. */
  @Nullable Fields now() {
    Event last = last();
    return last == null ? null : last.after();
  }

  /** Returns whether a field held a value, converted from the other side, from a moment on. */
  boolean heldSince(long moment, Column column, Side from, @Nullable Value value) {
    Fields then = at(moment);
    if (then != null && agrees(column, from, value, then)) {
      return true;
    }
    for (Event event : events) {
      Fields after = event.after();
      boolean later = event.moment() > moment;
      if (later && after != null && agrees(column, from, value, after)) {
        return true;
      }
      if (later && sent(event, column, from, value)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether the engine's latest write of a field before a change sent a value, converted
   * from the other side: then that is what was agreed on, whatever the platform made of it.
   */
  boolean wasSent(Event change, Column column, Side from, Value value) {
    for (int i = events.size() - 1; i >= 0; i--) {
      Fields sent = sent(events.get(i));
      if (events.get(i).moment() < change.moment() && sent.mentions(column.id(side))) {
        return agrees(column, from, value, sent);
      }
    }
    return false;
  }

  /** What the engine sent counts, whatever the platform made of it. */
  private boolean sent(Event event, Column column, Side from, @Nullable Value value) {
    Fields sent = sent(event);
    return sent.mentions(column.id(side)) && agrees(column, from, value, sent);
  }

  private static Fields sent(Event event) {
    if (event.write() instanceof Write.Update update) {
      return update.fields();
    }
    return event.write() instanceof Write.Create create ? create.fields() : Fields.empty();
  }

  private boolean agrees(Column column, Side from, @Nullable Value value, Fields held) {
    Value own = held.get(column.id(side));
    return from == Side.LOCAL ? column.agree(value, own) : column.agree(own, value);
  }

  /** Returns the latest sight of a field, or null. */
  @Nullable Sight lastSight(Column column) {
    for (int i = sights.size() - 1; i >= 0; i--) {
      Fields fields = sights.get(i).fields();
      if (fields == null || fields.mentions(column.id(side))) {
        return sights.get(i);
      }
    }
    return null;
  }

  /**
   * Returns whether the latest sight before a moment showed a value, in the other side's terms.
   *
   * @param any whether any sight before that will do
   */
  boolean seenBefore(long moment, Column column, Side from, @Nullable Value value, boolean any) {
    for (int i = sights.size() - 1; i >= 0; i--) {
      Fields fields = sights.get(i).fields();
      if (sights.get(i).moment() < moment && (fields == null || fields.mentions(column.id(side)))) {
        boolean same = fields != null && agrees(column, from, value, fields);
        if (same || !any) {
          return same;
        }
      }
    }
    return false;
  }

  /** Returns whether a field held a value at some time before a moment. */
  boolean heldBefore(long moment, Column column, Value value) {
    return events.stream()
        .anyMatch(
            event ->
                event.moment() < moment
                    && event.after() != null
                    && column.equal(side, value(event.after(), column), value));
  }

  /** Returns whether a sight after a moment showed a value. */
  boolean seenSince(long moment, Column column, @Nullable Value value) {
    return sights.stream()
        .anyMatch(
            sight ->
                sight.moment() > moment
                    && sight.fields() != null
                    && column.equal(side, value(sight.fields(), column), value));
  }

  /** Returns whether a person's change gave a field the value that the engine knew it to have. */
  boolean restores(Event author, Column column) {
    long known = -1;
    for (Sight sight : sights) {
      known = sight.moment() < author.moment() ? Math.max(known, sight.moment()) : known;
    }
    for (Event event : events) {
      boolean own = event.byEngine() && event.moment() < author.moment();
      known = own ? Math.max(known, event.moment()) : known;
    }
    Fields then = at(known);
    return then != null && column.equal(side, value(then, column), value(author.after(), column));
  }

  /** Returns the moment of the engine's latest write before a change, or -1. */
  long lastWritten(Event change) {
    long latest = -1;
    for (Event event : events) {
      if (event.byEngine() && event.moment() < change.moment()) {
        latest = event.moment();
      }
    }
    return latest;
  }

  /**
   * Returns whether the engine saw a field hold a value, or wrote it, before somebody brought it
   * back to it, and changed nothing of it on either side meanwhile that it could note: then that is
   * what was agreed on.
   */
  boolean seenUnmoved(Column column, Value value, Event author, Event until, Life other) {
    LongStream seen =
        sights.stream()
            .filter(sight -> sight.fields() != null)
            .filter(sight -> column.equal(side, value(sight.fields(), column), value))
            .mapToLong(Sight::moment);
    LongStream written =
        events.stream()
            .filter(event -> event.byEngine() && isNoted(event, column))
            .mapToLong(Event::moment)
            .filter(moment -> held(column, value, moment));
    return LongStream.concat(seen, written)
        .anyMatch(
            moment ->
                moment < author.moment()
                    && !isMoved(column, moment, until)
                    && !other.isMoved(column, moment, until));
  }

  private boolean isMoved(Column column, long since, Event until) {
    return events.stream()
        .anyMatch(
            event ->
                event.byEngine()
                    && event.before() != null
                    && event.moment() > since
                    && event.moment() < until.moment()
                    && event.columns().contains(column)
                    && isNoted(event, column));
  }

  /** A commit says what became of the item, and no write of it is without an answer. */
  void note(long moment, int run) {
    noted.add(moment);
    notedIn.add(run);
  }

  /**
   * Returns whether a write of a field was noted: by its run, or by one that found it as it was
   * sent. What a platform makes something else of is not known again.
   */
  private boolean isNoted(Event write, Column column) {
    Value written = value(write.after(), column);
    boolean rewritten = !column.equal(side, value(sent(write), column), written);
    return notedIn.contains(write.run())
        || (!rewritten
            && noted.stream()
                .filter(moment -> moment > write.moment())
                .map(this::at)
                .anyMatch(
                    held -> held != null && column.equal(side, value(held, column), written)));
  }

  /** Returns whether a field held a value at a moment. */
  boolean held(Column column, Value value, long moment) {
    Fields then = at(moment);
    return then != null && column.equal(side, value(then, column), value);
  }

  /** Returns the change that gave a field the value that another change overwrote, or null. */
  @Nullable Event authorOf(Event overwriting, Column column) {
    for (int i = events.size() - 1; i >= 0; i--) {
      Event event = events.get(i);
      if (event.moment() < overwriting.moment() && changes(event, column)) {
        return event;
      }
    }
    return null;
  }

  /**
   * Returns the change by which an item last came back between two others, or the first of both.
   */
  Event cameBack(Event from, Event until) {
    Event latest = from;
    for (Event event : events) {
      boolean between = event.moment() > from.moment() && event.moment() < until.moment();
      latest = between && event.before() == null ? event : latest;
    }
    return latest;
  }

  /** Returns the latest direct look in a run, or null. */
  @Nullable Sight lastDirectSight(int run) {
    for (int i = sights.size() - 1; i >= 0 && sights.get(i).run() == run; i--) {
      if (sights.get(i).direct()) {
        return sights.get(i);
      }
    }
    return null;
  }

  /** Returns whether a field ever held a value, given in the other side's terms. */
  boolean everHeld(Column column, @Nullable Value value) {
    return events.stream()
        .anyMatch(
            event -> {
              Fields after = event.after();
              return after != null && agrees(column, side.other(), value, after);
            });
  }

  /** Returns whether a field was ever sent a value, given in the other side's terms. */
  boolean everSent(Column column, @Nullable Value value) {
    return events.stream().anyMatch(event -> sent(event, column, side.other(), value));
  }

  /**
   * Returns whether a change left no more than half of what the item was created with, or nothing.
   */
  boolean isBeyondRecognition(Event change, Collection<Column> columns) {
    Event first = events.get(0);
    Fields created =
        first.write() instanceof Write.Create create
            ? create.fields()
            : Objects.requireNonNull(first.after());
    Fields then = change.after();
    if (then == null) {
      return true;
    }
    int sent = 0;
    int changed = 0;
    for (Column column : columns) {
      Value value = value(created, column);
      if (value != null && !value.isNull()) {
        sent++;
        changed += column.equal(side, value, value(then, column)) ? 0 : 1;
      }
    }
    return changed * 2 >= sent;
  }

  /** Returns whether the item was ever outside the filter. */
  boolean everLeft(SyncShape shape) {
    return events.stream()
        .anyMatch(
            event -> {
              Fields after = event.after();
              return after != null && !shape.accepts(side, after);
            });
  }

  /** Returns whether a field was not changed from a time on. */
  boolean steadySince(Duration passed, Column column) {
    return events.stream()
        .noneMatch(event -> event.passed().compareTo(passed) >= 0 && changes(event, column));
  }
}
