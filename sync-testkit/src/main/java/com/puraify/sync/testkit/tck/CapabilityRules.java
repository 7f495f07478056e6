package com.puraify.sync.testkit.tck;

import com.puraify.sync.connector.Capabilities.CreateSafety;
import com.puraify.sync.connector.Capabilities.DeleteVisibility;
import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** CAP: what is declared is true. */
abstract class CapabilityRules extends SessionRules {

  private static final int MOST_IN_BATCH = 50;

  /** How long a person's edit gets to slip in between a check and a write. */
  private static final long GAP_MILLIS = 150;

  @Test
  void CAP_1_findThatIsNotDeclaredIsRefused() {
    appliesIf(!able().findable(), "findable is declared");
    String seen;
    try {
      seen = "it answered " + session().find(new FindRequest(null, null, List.of(), Set.of()));
    } catch (ConnectorException e) {
      seen = e.kind() == ConnectorException.Kind.UNSUPPORTED ? "" : "kind " + e.kind();
    }
    require(
        "CAP-1",
        seen.isEmpty(),
        "findable false",
        seen,
        "declare findable, or throw kind UNSUPPORTED");
  }

  @Test
  void CAP_2_timesOfChangeAreNoCoarserThanDeclared() {
    ManualTime time = crank();
    Duration step = able().granularity().dividedBy(2).plusNanos(1_000_000);
    for (int i = 1; i <= 6; i++) {
      String id = person().create(item(i));
      Instant changed = found("CAP-2", id).modifiedAt();
      appliesIf(changed != null, "items are not dated");
      Duration behind = Duration.between(changed, time.instant());
      require(
          "CAP-2",
          behind.compareTo(able().granularity()) < 0 || behind.isZero(),
          "granularity " + able().granularity(),
          "an item changed at " + time.instant() + " and dated " + changed,
          "declare the unit in which the platform keeps its times of change");
      time.advance(step.plus(Duration.ofMillis(7_001)));
    }
  }

  @Test
  void CAP_3_writesAreVisibleOnceTheLagIsOver() {
    String id = person().create(item(1));
    String made = created("CAP-3", 2);
    if (person().time().isPresent()) {
      crank().advance(able().visibilityLag());
    } else {
      appliesIf(able().visibilityLag().isZero(), "the platform's time cannot be cranked");
    }
    Set<String> read = everything().ids();
    require(
        "CAP-3",
        read.containsAll(List.of(id, made)),
        "visibilityLag " + able().visibilityLag(),
        "a full read after that long which lacks new items: it has " + read,
        "declare the longest time that a write may stay invisible");
    if (able().findable()) {
      List<String> hits =
          session().find(new FindRequest(null, null, List.of(), Set.of())).stream()
              .map(Item::id)
              .toList();
      require(
          "CAP-3",
          hits.containsAll(List.of(id, made)),
          "visibilityLag " + able().visibilityLag(),
          "a search after that long which lacks new items: it has " + hits,
          "declare the longest time that a write may stay invisible");
    }
  }

  @Test
  void CAP_4_everyRemovalShowsAsDeclared() {
    appliesIf(able().deletes() != DeleteVisibility.NONE, "deletes NONE: nothing is promised");
    List<String> ids = people(4);
    settle();
    String since = able().incremental() ? everything().checkpoint() : "";
    person().update(ids.get(1), Fields.of(main().id(), sample(main(), 7)));
    List<String> gone = List.of(ids.get(0), ids.get(1), ids.get(2));
    person().remove(gone.get(0));
    person().remove(gone.get(1));
    done("CAP-4", delete(gone.get(2)));
    settle();
    if (able().deletes() == DeleteVisibility.FEED) {
      require(
          "CAP-4",
          able().incremental(),
          "deletes FEED, incremental false",
          "no read of changes that could show removals",
          "declare incremental too, or SWEEP");
      Set<String> removed = changes(since).removed();
      require(
          "CAP-4",
          removed.containsAll(gone),
          "deletes FEED",
          "a read of changes that names " + removed + " as removed, not all of " + gone,
          "give Page.Removed for every removal, or declare SWEEP or NONE");
    }
    Set<String> left = everything().ids();
    require(
        "CAP-4",
        left.equals(Set.of(ids.get(3))),
        "deletes " + able().deletes(),
        "a full read that has " + left + " where only " + ids.get(3) + " is left",
        "leave out what was removed, or declare NONE");
  }

  @Test
  void CAP_5_batchesOfTheDeclaredSizeAreTaken() {
    List<Write.Create> creates = new ArrayList<>();
    for (int i = 1; i <= Math.min(able().createBatch(), MOST_IN_BATCH); i++) {
      creates.add(create(item(i)));
    }
    List<String> ids = new ArrayList<>();
    for (WriteResult result : taken("createBatch " + able().createBatch(), creates)) {
      ids.add(((WriteResult.Done) result).id());
    }
    Field field = main();
    List<Write.Update> updates = new ArrayList<>();
    for (String id : ids.subList(0, Math.min(ids.size(), able().updateBatch()))) {
      updates.add(update(id, field, sample(field, 60 + updates.size())));
    }
    taken("updateBatch " + able().updateBatch(), updates);
    List<String> last = ids.subList(0, Math.min(ids.size(), able().deleteBatch()));
    taken("deleteBatch " + able().deleteBatch(), last.stream().map(TckBench::delete).toList());
    require(
        "CAP-5",
        person().items().size() == ids.size() - last.size(),
        "deleteBatch " + able().deleteBatch(),
        person().items().size()
            + " items left of "
            + ids.size()
            + " after "
            + last.size()
            + " deletes",
        "write every action of a batch, or declare smaller ones");
  }

  private List<WriteResult> taken(String declared, List<? extends Write> batch) {
    try {
      List<WriteResult> results = write(batch);
      for (WriteResult result : results) {
        require(
            "CAP-5",
            result instanceof WriteResult.Done,
            declared,
            result + " in a batch of " + batch.size(),
            "write every action of a batch, or declare smaller ones");
      }
      return results;
    } catch (RuntimeException e) {
      throw Breach.of(
          "CAP-5", declared, e + " for a batch of " + batch.size(), "declare what is taken");
    }
  }

  @Test
  void CAP_5_atomicBatchThatBreaksIsWrittenAsAWholeOrNotAtAll() {
    appliesIf(able().atomicBatches() && able().createBatch() > 2, "no atomic batches are declared");
    List<Write.Create> batch = List.of(create(item(1)), create(item(2)), create(item(3)));
    make(Trouble.BATCH_BROKEN);
    String told;
    try {
      told = brief(session().write(batch));
    } catch (ConnectorException e) {
      told = e.toString();
    }
    person().relieve();
    int made = person().items().size();
    require(
        "CAP-5",
        made == 0 || made == batch.size(),
        "atomicBatches true",
        made + " of " + batch.size() + " items there after the connection broke (" + told + ")",
        "write a batch in one transaction, or declare that batches are not atomic");
  }

  @Test
  void CAP_6_expectationThatDoesNotHoldStopsTheWrite() {
    appliesIf(able().conditionalWrites(), "no conditional writes are declared");
    String id = person().create(item(1));
    Field field = main();
    Expected before = Expected.of(found("CAP-6", id), field);
    person().update(id, Fields.of(field.id(), sample(field, 2)));
    stale(new Write.Update(id, Fields.of(field.id(), sample(field, 3)), before), id, field);
    stale(new Write.Delete(id, before), id, field);
    Expected now = Expected.of(found("CAP-6", id), field);
    done("CAP-6", new Write.Update(id, Fields.of(field.id(), sample(field, 4)), now));
  }

  private void stale(Write write, String id, Field field) {
    WriteResult result = write(write);
    require(
        "CAP-6",
        result instanceof WriteResult.Stale
            && same(field, seen(id).get(field.id()), sample(field, 2)),
        "conditionalWrites true",
        result
            + " for a write that expects what an edit has changed, and the item is "
            + brief(seen(id)),
        "compare with Expectation.holds or its version in the step that writes; answer Stale");
  }

  @Test
  void CAP_6_noEditSlipsInBetweenCheckAndWrite() throws Exception {
    appliesIf(able().conditionalWrites(), "no conditional writes are declared");
    Field field = main();
    String id = person().create(item(1));
    Value edit = sample(field, 2);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    CountDownLatch edited = new CountDownLatch(1);
    Thread editor =
        new Thread(
            () -> {
              try {
                person().update(id, Fields.of(field.id(), edit));
              } catch (RuntimeException | Error e) { // reported by the test's own thread
                failure.set(e);
              } finally {
                edited.countDown();
              }
            });
    Expected expected = Expected.of(found("CAP-6", id), field, () -> letIn(editor, edited));
    WriteResult result =
        write(new Write.Update(id, Fields.of(field.id(), sample(field, 3)), expected));
    if (editor.getState() == Thread.State.NEW) {
      editor.start(); // the platform compares versions by itself: nothing was asked
    }
    editor.join();
    if (failure.get() != null) {
      throw new IllegalStateException("the person's edit failed", failure.get());
    }
    require(
        "CAP-6",
        same(field, seen(id).get(field.id()), edit),
        "conditionalWrites true",
        result + ", and an edit made between the check and the write is lost",
        "check under a lock that holds until the write is made, or send the version along");
  }

  private static void letIn(Thread editor, CountDownLatch edited) {
    if (editor.getState() != Thread.State.NEW) {
      return;
    }
    editor.start();
    try {
      // A lock keeps the edit out for as long as the check and the write take together.
      boolean in = edited.await(GAP_MILLIS, TimeUnit.MILLISECONDS);
      assert in || editor.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void CAP_7_createSentAgainIsTheSameItem() {
    appliesIf(able().createSafety() == CreateSafety.KEYED, "createSafety is not KEYED");
    Write.Create create = create(item(1));
    String first = done("CAP-7", create).id();
    String again = done("CAP-7", create).id();
    String later =
        open().write(List.of(create)).get(0) instanceof WriteResult.Done made ? made.id() : "";
    require(
        "CAP-7",
        first.equals(again) && first.equals(later) && person().items().size() == 1,
        "createSafety KEYED",
        "ids "
            + List.of(first, again, later)
            + " and "
            + person().items().size()
            + " items for one create sent three times",
        "send Write.Create.key as the platform's idempotency key or as the id, or declare FIND");
  }

  @Test
  void CAP_7_upsertOnTheMatchFieldsIsTheSameItem() {
    appliesIf(able().createSafety() == CreateSafety.UPSERT, "createSafety is not UPSERT");
    Field field = main();
    List<String> match = List.of(field.id());
    String first = done("CAP-7", new Write.Create(key(), item(1), match)).id();
    Fields changed = item(2).with(field.id(), sample(field, 1));
    String again = done("CAP-7", new Write.Create(key(), changed, match)).id();
    require(
        "CAP-7",
        first.equals(again) && person().items().size() == 1,
        "createSafety UPSERT",
        "ids " + List.of(first, again) + " for two creates that match on " + field.name(),
        "upsert on Write.Create.matchFields, or declare FIND");
  }

  @Test
  void CAP_9_idsAreUsedAgainOnlyIfDeclared() {
    appliesIf(!able().reusesIds(), "reusesIds is declared");
    String first = done("CAP-9", create(item(1))).id();
    done("CAP-9", new Write.Delete(first, Expected.of(found("CAP-9", first), main())));
    String second = done("CAP-9", create(item(2))).id();
    require(
        "CAP-9",
        !first.equals(second),
        "reusesIds false",
        "the id " + second + " for a new item, which one that was deleted before had",
        "declare reusesIds");
  }
}
