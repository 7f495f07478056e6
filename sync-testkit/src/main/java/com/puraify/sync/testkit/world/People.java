package com.puraify.sync.testkit.world;

import com.puraify.sync.SyncEngine;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.error.StateException;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.world.Step.Edit;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Those who edit items on both sides, and answer questions. Confined to one thread. */
final class People {

  private static final int PATIENCE = 2;

  private final SimulatedWorld world;
  private final Map<String, Integer> patience = new HashMap<>();
  private List<Case> read = List.of();
  private int privates;

  People(SimulatedWorld world) {
    this.world = world;
  }

  /** Edits, unless there is nothing to edit or the platform does not let them. */
  void take(Edit edit) {
    MemoryEntity entity = world.entity(edit.side());
    try {
      edit(edit, entity);
      world.coverage().count("edit " + edit.doing());
    } catch (IllegalArgumentException e) {
      world.coverage().count("edit refused by the platform");
    } finally {
      world.poll();
    }
  }

  private void edit(Edit edit, MemoryEntity entity) {
    switch (edit.doing()) {
      case PUT -> entity.put(fresh(edit));
      case REUSE -> {
        String gone = gone(edit.side(), edit.pick());
        if (gone != null) {
          entity.put(gone, fresh(edit));
        }
      }
      case RESTORE -> {
        String gone = gone(edit.side(), edit.pick());
        if (gone != null) {
          entity.restore(gone);
        }
      }
      case MERGE -> {
        String item = live(edit.side(), edit.pick());
        String into = live(edit.side(), edit.pick() + 1);
        if (item != null && into != null && !item.equals(into)) {
          world.history().life(edit.side(), item).lost = edit.doing();
          entity.merge(item, into);
        }
      }
      default -> {
        String item = live(edit.side(), edit.pick());
        if (item != null) {
          touch(edit, entity, item);
        }
      }
    }
  }

  private void touch(Edit edit, MemoryEntity entity, String item) {
    if (edit.doing() != Step.Doing.EDIT) {
      world.history().life(edit.side(), item).lost = edit.doing();
    }
    switch (edit.doing()) {
      case EDIT -> {
        Column column = edit.column();
        entity.edit(item, Fields.of(column.id(edit.side()), value(edit)));
      }
      case REMOVE -> entity.remove(item);
      case ARCHIVE -> entity.archive(item);
      case HIDE -> entity.hide(item);
      case MOVE -> entity.moveAway(item);
      default -> throw new IllegalStateException("not about an item that is there: " + edit);
    }
  }

  private Value value(Edit edit) {
    String text = edit.text();
    if (edit.column() != Column.PARENT || text == null) {
      return edit.column().value(edit.side(), text);
    }
    return Value.reference(live(edit.side(), Integer.parseInt(text)));
  }

  private Fields fresh(Edit edit) {
    Side side = edit.side();
    return Fields.builder()
        .put(Column.TITLE.id(side), Column.TITLE.value(side, "t" + edit.pick()))
        .put(Column.STATUS.id(side), Column.STATUS.value(side, "open"))
        .put(Column.NOTES.id(side), Column.NOTES.value(side, edit.text()))
        .put(Column.ESTIMATE.id(side), Column.ESTIMATE.value(side, edit.pick() + ".5"))
        .put(Column.PRIVATE.id(side), Column.PRIVATE.value(side, "p" + ++privates))
        .build();
  }

  /**
   * Returns an item that is there: linked ones first, in the order in which people created them or
   * their counterparts, which does not depend on what the engine does first.
   */
  private @Nullable String live(Side side, int pick) {
    Set<String> ids = new LinkedHashSet<>();
    world.links().stream()
        .map(link -> world.history().life(side, link.id(side)))
        .filter(life -> life.now() != null)
        .sorted(age())
        .forEach(life -> ids.add(life.id));
    world.history().lives(side).stream()
        .filter(life -> life.now() != null)
        .sorted(age())
        .forEach(life -> ids.add(life.id));
    return ids.isEmpty() ? null : new ArrayList<>(ids).get(pick % ids.size());
  }

  private @Nullable String gone(Side side, int pick) {
    List<String> ids =
        world.history().lives(side).stream()
            .filter(life -> !life.events.isEmpty() && life.now() == null)
            .sorted(age())
            .map(life -> life.id)
            .toList();
    return ids.isEmpty() ? null : ids.get(pick % ids.size());
  }

  private Comparator<Life> age() {
    return Comparator.comparingLong(this::birth).thenComparingLong(this::rebirth);
  }

  /** Returns when a person last brought an item or its present counterpart back, or -1. */
  private long rebirth(Life life) {
    Pairings.Pairing pairing = world.history().pairings().now(life.side, life.id);
    Side other = life.side.other();
    return Math.max(
        life.lastBroughtByPeople(),
        pairing == null
            ? -1
            : world.history().life(other, pairing.id(other)).lastBroughtByPeople());
  }

  /** Returns when a person first had to do with an item or its counterpart. */
  private long birth(Life life) {
    long birth = life.firstByPeople();
    for (Pairings.Pairing pairing : world.history().pairings().of(life.side, life.id)) {
      Side other = life.side.other();
      birth = Math.min(birth, world.history().life(other, pairing.id(other)).firstByPeople());
    }
    return birth;
  }

  /** Reads the questions that are open. */
  void read() {
    read = world.processes().openCases();
  }

  /** Answers a question. */
  void take(Step.Answer answer) {
    List<Case> questions = answer.stale() ? read : world.processes().openCases();
    if (!questions.isEmpty()) {
      Case question = questions.get(answer.pick() % questions.size());
      answer(question, resolution(question, answer.answer()), answer.stale());
    }
  }

  /**
   * Answers what is asked, each question about one state of things twice at most, and returns how
   * much that was. A limit that is reached in every run is let through in every run.
   */
  int answerAll(int round) {
    int answered = 0;
    for (Case question : world.processes().openCases()) {
      if (question.answer() == null) {
        int times = patience.merge(question.id() + question.state(), 1, Integer::sum);
        if (times <= PATIENCE || question.kind() == Case.Kind.GUARD) {
          answer(question, resolution(question, round % 2), false);
        }
        answered += times <= PATIENCE ? 1 : 0;
      }
    }
    return answered;
  }

  private void answer(Case question, Resolution resolution, boolean stale) {
    SyncEngine engine = world.processes().desk().engine();
    world.coverage().count("answer to " + question.kind() + (stale ? ", late" : ""));
    try {
      engine.resolve(question, resolution);
      world.history().answered(question, resolution);
    } catch (StateException e) {
      world.coverage().count("answer refused: moved on");
    }
  }

  private static Resolution resolution(Case question, int choice) {
    return switch (question.kind()) {
      case CONFLICT ->
          switch (choice) {
            case 2 -> question.field() == null ? Resolution.take(Side.LOCAL) : use(question);
            case 5 -> Resolution.ignore();
            default -> Resolution.take(choice % 2 == 0 ? Side.LOCAL : Side.REMOTE);
          };
      case AMBIGUOUS_MATCH ->
          choice == 3
              ? Resolution.createAll()
              : choice == 5
                  ? Resolution.ignore()
                  : Resolution.link(
                      question.localIds().get(choice % question.localIds().size()),
                      question.remoteIds().get(choice % question.remoteIds().size()));
      case GUARD -> Resolution.approve();
      case QUARANTINE, OSCILLATION -> Resolution.retry();
      case DOUBTFUL_CREATE ->
          choice == 3 || question.localIds().isEmpty() || question.remoteIds().isEmpty()
              ? Resolution.retry()
              : Resolution.link(question.localIds().get(0), question.remoteIds().get(0));
    };
  }

  private static Resolution use(Case question) {
    Value local = question.local();
    return local instanceof Value.Text ? Resolution.use(local) : Resolution.take(Side.REMOTE);
  }
}
