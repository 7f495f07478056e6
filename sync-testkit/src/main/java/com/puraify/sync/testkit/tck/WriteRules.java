package com.puraify.sync.testkit.tck;

import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** WRITE: outcomes are told as they are. */
abstract class WriteRules extends LookupRules {

  private static final int BATCH = 20;

  @Test
  void WRITE_1_thereIsOneResultForEachActionInTheirOrder() {
    List<Write.Create> creates = new ArrayList<>();
    for (int i = 1; i <= Math.min(able().createBatch(), BATCH); i++) {
      creates.add(create(item(i)));
    }
    List<WriteResult> results = write(creates);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      String id = results.get(i) instanceof WriteResult.Done made ? made.id() : "";
      ids.add(id);
      inOrder(results.get(i), creates.get(i), seen(id), creates.get(i).fields());
    }
    Field field = main();
    List<Write.Update> updates = new ArrayList<>();
    for (String id : ids.subList(0, Math.min(ids.size(), able().updateBatch()))) {
      updates.add(0, update(id, field, sample(field, 40 + updates.size())));
    }
    results = write(updates);
    for (int i = 0; i < results.size(); i++) {
      Write.Update update = updates.get(i);
      inOrder(results.get(i), update, seen(update.id()), update.fields());
      require(
          "WRITE-1",
          results.get(i) instanceof WriteResult.Done made && made.id().equals(update.id()),
          "updateBatch " + able().updateBatch(),
          results.get(i) + " as the answer to " + update,
          "answer in the order of the batch");
    }
    person().remove(ids.get(0));
    write(gone(ids.get(0), updates, field));
  }

  /** Returns updates with one among them of an item that is gone. */
  private List<Write.Update> gone(String id, List<Write.Update> others, Field field) {
    List<Write.Update> batch = new ArrayList<>();
    batch.add(update(id, field, sample(field, 3)));
    for (Write.Update other : others) {
      if (!other.id().equals(id) && batch.size() < able().updateBatch()) {
        batch.add(other);
      }
    }
    return batch;
  }

  private void inOrder(WriteResult result, Write write, Fields held, Fields written) {
    require(
        "WRITE-1",
        result instanceof WriteResult.Done
            && !held.isEmpty()
            && differences(written, held).isEmpty(),
        "batches " + able().createBatch() + " and " + able().updateBatch(),
        brief(result)
            + " as the answer to "
            + brief(write)
            + ", after which people see "
            + brief(held),
        "answer in the order of the batch");
  }

  @Test
  void WRITE_2_onlyMentionedFieldsAreWritten() {
    Field field = main();
    Field other = other();
    String id = person().create(item(1));
    settle();
    found("WRITE-2", id); // the connector has seen the item as it was
    person().update(id, Fields.of(other.id(), sample(other, 2)));
    Fields before = seen(id);
    done("WRITE-2", update(id, field, sample(field, 2)));
    Fields after = seen(id);
    List<String> changed = new ArrayList<>(differences(before, after));
    changed.remove(field.id());
    require(
        "WRITE-2",
        changed.isEmpty() && same(other, after.get(other.id()), sample(other, 2)),
        "an update of " + field.name(),
        "other fields changed too: "
            + changed
            + "; people saw "
            + brief(before)
            + " and now see "
            + brief(after),
        "send the fields that the action mentions, and no others");
  }

  @Test
  void WRITE_3_lostAnswerIsUnknownAndNotRepeated() {
    String id = person().create(item(1));
    settle();
    make(Trouble.ANSWER_LOST);
    lost("create", create(item(2)));
    int there = person().items().size();
    require(
        "WRITE-3",
        there == 2,
        "createSafety " + able().createSafety(),
        (there - 1) + " items made by one create whose answer was lost",
        "do not repeat a write whose outcome is unknown: the engine settles it");
    make(Trouble.ANSWER_LOST);
    lost("update", update(id, main(), sample(main(), 3)));
  }

  private void lost(String what, Write write) {
    String told;
    try {
      WriteResult result = write(write);
      // A call that may be made twice may be, and is then known to have been made.
      told = result instanceof WriteResult.Rejected ? result.toString() : "";
    } catch (ConnectorException e) {
      told = e.effectPossible() ? "" : e + " without effectPossible";
    }
    person().relieve();
    require(
        "WRITE-3",
        told.isEmpty(),
        what + " whose answer was lost after it was carried out",
        told,
        "answer Unknown, or throw the exception marked withEffectPossible");
  }

  @Test
  void WRITE_4_exceptionMeansThatNothingWasWritten() {
    String id = person().create(item(1));
    settle();
    if (person().trouble(Trouble.DOWN)) {
      try {
        write(create(item(2)));
      } catch (ConnectorException e) {
        // what it says is looked at below
      }
      person().relieve();
      onlyOne(id, "a platform that is down");
    }
    if (person().trouble(Trouble.BATCH_BROKEN) && able().createBatch() > 2) {
      boolean certain = false;
      try {
        session().write(List.of(create(item(3)), create(item(4)), create(item(5))));
      } catch (ConnectorException e) {
        certain = !e.effectPossible();
      }
      person().relieve();
      if (certain) {
        onlyOne(id, "a connection that broke amid a batch");
      }
      person().items().keySet().stream().filter(each -> !each.equals(id)).forEach(person()::remove);
    }
    for (Refusable each : refusables()) {
      if (able().createBatch() < 2) {
        break;
      }
      try {
        session().write(List.of(create(item(6)), create(each.fields())));
        person().items().keySet().stream()
            .filter(made -> !made.equals(id))
            .forEach(person()::remove);
      } catch (ConnectorException e) {
        onlyOne(id, "a batch in which " + each.what());
      }
    }
  }

  private void onlyOne(String id, String circumstance) {
    Set<String> there = person().items().keySet();
    require(
        "WRITE-4",
        there.equals(Set.of(id)),
        "an exception without effectPossible, for " + circumstance,
        (there.size() - 1) + " items that were written nevertheless",
        "write all or nothing before an exception, or answer each action, or mark it"
            + " withEffectPossible");
  }

  @Test
  void WRITE_5_batchRefusedForItsContentIsInvalid() {
    List<Refusable> refusables = refusables();
    appliesIf(!refusables.isEmpty(), "the schema takes every value");
    for (Refusable each : refusables) {
      List<Write.Create> batch = new ArrayList<>();
      batch.add(create(each.fields()));
      if (able().createBatch() > 1) {
        batch.add(create(item(1)));
      }
      try {
        List<WriteResult> results = write(batch);
        require(
            "WRITE-5",
            !(results.get(0) instanceof WriteResult.Done),
            each.what(),
            results.get(0) + " for " + brief(each.fields()),
            "reject what the schema says is not taken, or declare that it is");
      } catch (ConnectorException e) {
        require(
            "WRITE-5",
            e.kind() == ConnectorException.Kind.INVALID,
            each.what(),
            e + " of kind " + e.kind() + " for a batch that is refused for its content",
            "throw kind INVALID, upon which the engine looks for the culprit");
      }
      person().items().keySet().forEach(person()::remove);
    }
  }

  @Test
  void WRITE_6_doneTellsTheItemAsItIsNow() {
    Fields fields = item(1);
    WriteResult.Done made = done("WRITE-6", create(fields));
    Fields created = seen(made.id());
    require(
        "WRITE-6",
        !created.isEmpty() && look(made.id()) instanceof Lookup.Found,
        "a create that was done",
        "the id " + made.id() + ", which is not among " + person().items().keySet(),
        "give the id by which the platform knows the item");
    tells(made, created, fields, made.after());
    Field field = main();
    Fields change = Fields.of(field.id(), sample(field, 2));
    WriteResult.Done edited = done("WRITE-6", update(made.id(), field, sample(field, 2)));
    tells(edited, seen(made.id()), change, edited.after());
    told("before", edited, created, edited.before());
    Fields last = seen(made.id());
    WriteResult.Done deleted = done("WRITE-6", delete(made.id()));
    told("before", deleted, last, deleted.before());
    require(
        "WRITE-6",
        deleted.id().equals(made.id()) && !person().items().containsKey(made.id()),
        "a delete that was done",
        deleted + ", and the items are " + person().items().keySet(),
        "answer Done for what was done");
  }

  private void tells(WriteResult.Done done, Fields truth, Fields written, @Nullable Item after) {
    told("after", done, truth, after);
    require(
        "WRITE-6",
        after == null || after.fields().ids().containsAll(written.ids()),
        "an item after it was written",
        brief(after) + " without some of the written fields " + written.ids(),
        "give at least the fields that were written, or no item at all");
  }

  private void told(String when, WriteResult.Done done, Fields truth, @Nullable Item item) {
    require(
        "WRITE-6",
        item == null
            || (item.id().equals(done.id()) && differences(truth, item.fields()).isEmpty()),
        "an item " + when + " it was written",
        brief(item) + " where people saw " + brief(truth),
        "give the item as the platform holds it, read in the same step, or none");
  }

  @Test
  void WRITE_7_staleMeansThatNothingWasWritten() {
    appliesIf(able().conditionalWrites(), "no conditional writes are declared");
    Field field = main();
    String id = person().create(item(1));
    Item read = found("WRITE-7", id);
    person().update(id, Fields.of(field.id(), sample(field, 2)));
    Fields before = seen(id);
    List<Write> writes =
        List.of(
            new Write.Update(id, Fields.of(field.id(), sample(field, 3)), Expected.of(read, field)),
            new Write.Delete(id, Expected.of(read, field)));
    for (Write write : writes) {
      WriteResult result = write(write);
      Fields after = seen(id);
      require(
          "WRITE-7",
          !(result instanceof WriteResult.Stale)
              || (!after.isEmpty() && differences(before, after).isEmpty()),
          "conditionalWrites true",
          result + ", and people see " + brief(after) + " instead of " + brief(before),
          "answer Stale only if nothing was written");
      Item current = result instanceof WriteResult.Stale stale ? stale.current() : null;
      require(
          "WRITE-7",
          current == null || differences(before, current.fields()).isEmpty(),
          "a stale item",
          brief(current) + " as the current item where people see " + brief(before),
          "give the item as it is now, or none");
    }
  }

  @Test
  void WRITE_8_rejectedMeansThatNothingWasWritten() {
    for (Refusable each : refusables()) {
      Map<String, Fields> before = person().items();
      WriteResult result;
      try {
        result = write(create(each.fields()));
      } catch (ConnectorException e) {
        continue; // WRITE-4 and WRITE-5 look at it
      }
      rejected(result, each.what());
      require(
          "WRITE-8",
          person().items().equals(before),
          each.what(),
          result + ", and an item was made nevertheless",
          "answer Rejected only if nothing was written of the item");
    }
  }

  private void rejected(WriteResult result, String declared) {
    if (result instanceof WriteResult.Rejected refused) {
      require(
          "WRITE-8",
          refused.reason() != WriteResult.Reason.GONE
              && !refused.detail().isBlank()
              && (refused.field() == null || allIds().contains(refused.field())),
          declared,
          String.valueOf(refused),
          "give the reason in words that help, the id of a field of the schema if one is at fault,"
              + " and GONE only for what is not there");
    }
  }

  @Test
  void WRITE_8_goneIsSaidOfWhatIsNotThere() {
    List<String> ids = people(2);
    settle();
    person().remove(ids.get(0));
    settle();
    Field field = main();
    WriteResult update = write(update(ids.get(0), field, sample(field, 3)));
    require(
        "WRITE-8",
        update instanceof WriteResult.Rejected refused
            && refused.reason() == WriteResult.Reason.GONE
            && !person().items().containsKey(ids.get(0)),
        "an update of an item that was deleted",
        String.valueOf(update),
        "answer Rejected with GONE");
    WriteResult delete = write(delete(ids.get(0)));
    require(
        "WRITE-8",
        delete instanceof WriteResult.Done
            || (delete instanceof WriteResult.Rejected refused
                && refused.reason() == WriteResult.Reason.GONE),
        "a delete of an item that was deleted",
        String.valueOf(delete),
        "answer Rejected with GONE: then the delete counts as done");
    require(
        "WRITE-8",
        person().items().keySet().equals(Set.of(ids.get(1))),
        "a delete of an item that was deleted",
        "the items " + person().items().keySet() + " instead of " + ids.get(1),
        "write nothing where the item is gone");
  }

  @Test
  void WRITE_9_deletedItemLiesInTheTrash() {
    String id = person().create(item(1));
    settle();
    done("WRITE-9", delete(id));
    appliesIf(person().inTrash(id).isPresent(), "the platform has no trash");
    require(
        "WRITE-9",
        person().inTrash(id).orElse(false),
        "a platform with a trash",
        "a deleted item that is not in it",
        "put items into the trash instead of deleting them for good");
  }

  @Test
  void WRITE_11_valuesThatDoNotFitAreRejectedRatherThanAltered() {
    int tried = 0;
    String id = created("WRITE-11", 1);
    for (Field field : editable()) {
      for (Value value : tooMuch(field)) {
        tried++;
        WriteResult result;
        try {
          result = write(update(id, field, value));
        } catch (ConnectorException e) {
          continue; // nothing was written: WRITE-4 and WRITE-5 look at it
        }
        Value held = seen(id).get(field.id());
        require(
            "WRITE-11",
            !(result instanceof WriteResult.Done) || held == null || same(field, held, value),
            field.name() + " is " + field.type().describe(),
            brief(value) + " was taken, and people see " + brief(held),
            "reject a value that does not fit; never cut, round or drop it");
      }
    }
    appliesIf(tried > 0, "the fields take everything that can be tried");
  }

  private List<Value> tooMuch(Field field) {
    List<Value> values = new ArrayList<>();
    if (Refusals.why(field) != null && !Refusals.value(field).isNull()) {
      values.add(Refusals.value(field));
    }
    if (field.type() instanceof FieldType.Many many && many.maxWritten() < 1000) {
      Set<Value> elements = new LinkedHashSet<>();
      for (int i = 1; i <= many.maxWritten() + 1; i++) {
        elements.add(sample(Samples.element(field, many), i));
      }
      values.add(Value.many(List.copyOf(elements)));
    }
    if (field.type() instanceof FieldType.Num) {
      values.add(Value.number(new java.math.BigDecimal("1234567.123456789")));
      values.add(Value.number(new java.math.BigDecimal("98765432109876543210")));
    }
    if (field.type() instanceof FieldType.Text) {
      values.add(Value.text("long ".repeat(700) + "end"));
    }
    return values;
  }
}
