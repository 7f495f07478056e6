package com.puraify.sync.testkit.tck;

import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Lookup.Reason;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** LOOKUP and FIND: items by id and by content. */
abstract class LookupRules extends ReadRules {

  private static final List<String> ODD_IDS =
      List.of(
          "no-such-item", "0", "-1", "'; DROP TABLE items; --", "a/b?c=d#e", "\ud83d\ude00", " ");

  @Test
  void LOOKUP_1_thereIsOneAnswerForEachIdInTheirOrder() {
    List<String> ids = new ArrayList<>(people(5));
    settle();
    person().remove(ids.get(2));
    settle();
    Collections.reverse(ids);
    ids.add(1, "no-such-item");
    List<String> asked = ids.subList(0, Math.min(ids.size(), able().lookupBatch()));
    List<Lookup> answers = session().lookup(asked, allIds());
    require(
        "LOOKUP-1",
        answers.stream().map(Lookup::id).toList().equals(asked),
        "lookupBatch " + able().lookupBatch(),
        "answers for "
            + answers.stream().map(Lookup::id).toList()
            + " where "
            + asked
            + " was asked",
        "answer each id once, in the order of the ids");
    for (Lookup answer : answers) {
      boolean there = person().items().containsKey(answer.id());
      require(
          "LOOKUP-1",
          there == answer instanceof Lookup.Found,
          "lookupBatch " + able().lookupBatch(),
          answer + " for an item that is " + (there ? "" : "not ") + "there",
          "answer Found for what is there, and Gone for the rest");
    }
  }

  @Test
  void LOOKUP_2_deletedIsSaidBeyondDoubtOnly() {
    int ways = 0;
    for (Reason how : List.of(Reason.ARCHIVED, Reason.MOVED, Reason.UNKNOWN, Reason.MERGED)) {
      List<String> ids = List.of(person().create(another()), person().create(another()));
      if (!person().lose(ids.get(0), how, how == Reason.MERGED ? ids.get(1) : null)) {
        person().remove(ids.get(0));
        person().remove(ids.get(1));
        continue;
      }
      ways++;
      settle();
      Lookup answer = look(ids.get(0));
      require(
          "LOOKUP-2",
          answer instanceof Lookup.Gone gone && gone.reason() != Reason.DELETED,
          "deletes " + able().deletes(),
          answer + " for an item that is gone in another way: " + how,
          "answer DELETED only for what was deleted or put into the trash; else the reason of its"
              + " own, or UNKNOWN");
      person().remove(ids.get(1));
    }
    appliesIf(ways > 0, "items of this platform go by deletion alone");
  }

  @Test
  void LOOKUP_2_deletedItemIsGone() {
    List<String> ids = people(2);
    settle();
    person().remove(ids.get(0));
    settle();
    Lookup answer = look(ids.get(0));
    require(
        "LOOKUP-2",
        answer instanceof Lookup.Gone gone
            && (gone.reason() == Reason.DELETED || gone.reason() == Reason.UNKNOWN),
        "deletes " + able().deletes(),
        answer + " for an item that was deleted",
        "answer Gone with DELETED, or UNKNOWN if the platform does not tell");
  }

  @Test
  void LOOKUP_3_mergedItemNamesTheOneThatTookItOver() {
    List<String> ids = people(2);
    appliesIf(person().lose(ids.get(0), Reason.MERGED, ids.get(1)), "items are never merged");
    settle();
    Lookup answer = look(ids.get(0));
    require(
        "LOOKUP-3",
        answer instanceof Lookup.Gone gone
            && (gone.reason() == Reason.UNKNOWN
                || (gone.reason() == Reason.MERGED && ids.get(1).equals(gone.into()))),
        "an item merged into " + ids.get(1),
        String.valueOf(answer),
        "answer MERGED with the id of the item that lives on");
  }

  @Test
  void LOOKUP_4_oddIdsAreGone() {
    String id = person().create(item(1));
    settle();
    for (String odd : ODD_IDS) {
      List<String> asked = able().lookupBatch() > 1 ? List.of(odd, id) : List.of(odd);
      List<Lookup> answers;
      try {
        answers = session().lookup(asked, allIds());
      } catch (RuntimeException e) {
        throw Breach.of(
            "LOOKUP-4", "lookup", e + " for the id '" + odd + "'", "answer Gone, and do not throw");
      }
      require(
          "LOOKUP-4",
          answers.size() == asked.size()
              && answers.get(0) instanceof Lookup.Gone
              && (asked.size() == 1 || answers.get(1) instanceof Lookup.Found),
          "lookup",
          answers + " for " + asked,
          "answer Gone for an id that is none of the platform's");
    }
  }

  private void appliesIfFindable() {
    appliesIf(able().findable(), "findable is not declared");
  }

  private List<String> find(@Nullable Instant since, @Nullable Field field, List<Value> values) {
    return session()
        .find(new FindRequest(since, field == null ? null : field.id(), values, allIds()))
        .stream()
        .map(Item::id)
        .toList();
  }

  private void finds(String rule, String what, List<String> found, List<String> wanted) {
    Set<String> missed = new HashSet<>(wanted);
    missed.removeAll(found);
    require(
        rule,
        missed.isEmpty(),
        "findable true",
        "a search for "
            + brief(what)
            + " that lacks "
            + missed.size()
            + " of "
            + wanted.size()
            + " items: "
            + brief(missed),
        "return every item that fits; others may be among them");
  }

  @Test
  void FIND_1_everythingThatFitsIsFound() {
    appliesIfFindable();
    List<String> ids = people(6);
    settle();
    finds("FIND-1", "everything", find(null, null, List.of()), ids);
    for (Field field : creatable()) {
      for (int i = 1; i <= ids.size(); i++) {
        Value value = sample(field, i);
        finds(
            "FIND-1",
            field.name() + " " + value,
            find(null, field, List.of(value)),
            List.of(ids.get(i - 1)));
      }
      List<Value> all = new ArrayList<>();
      for (int i = 1; i <= 250; i++) {
        all.add(sample(field, i));
      }
      finds("FIND-1", field.name() + " of 250 values", find(null, field, all), ids);
    }
  }

  @Test
  void FIND_1_emptyValuesAreFound() {
    appliesIfFindable();
    for (Field field : editable()) {
      if (field.required()) {
        continue;
      }
      String id = person().create(another().without(field.id()));
      settle();
      Value empty = seen(id).get(field.id());
      if (empty != null && same(field, empty, Value.NULL)) {
        Value none = field.type().canonical(Value.NULL);
        finds("FIND-1", field.name() + " empty", find(null, field, List.of(none)), List.of(id));
      }
      person().remove(id);
    }
  }

  @Test
  void FIND_1_itemsCreatedSinceAreFound() {
    appliesIfFindable();
    Instant before =
        person()
            .time()
            .map(time -> time.instant().minus(able().granularity()))
            .orElseGet(() -> context().clock().instant().minus(TckContext.AHEAD));
    List<String> ids = List.of(person().create(item(1)), created("FIND-1", 2));
    settle();
    Instant since = before.minus(Duration.ofSeconds(5));
    finds("FIND-1", "items created since " + since, find(since, null, List.of()), ids);
    Field field = main();
    finds(
        "FIND-1",
        field.name() + " created since " + since,
        find(since, field, List.of(sample(field, 1), sample(field, 2))),
        ids);
  }

  @Test
  void FIND_2_textsAreFoundInEveryUnicodeForm() {
    appliesIfFindable();
    List<Field> texts =
        creatable().stream()
            .filter(field -> field.type() instanceof FieldType.Text text && text.maxLength() > 6)
            .toList();
    appliesIf(!texts.isEmpty(), "no field is a text");
    int tried = 0;
    for (Field field : texts) {
      String apart;
      String whole;
      try {
        apart = person().create(another().with(field.id(), Value.text("Cafe\u0301 1")));
        whole = person().create(another().with(field.id(), Value.text("Caf\u00e9 2")));
      } catch (IllegalArgumentException e) {
        continue; // an address or a key, say: the platform takes no such text there
      }
      tried++;
      settle();
      finds(
          "FIND-2",
          field.name() + " as one character each",
          find(null, field, List.of(Value.text("Caf\u00e9 1"))),
          List.of(apart));
      finds(
          "FIND-2",
          field.name() + " as letter and accent",
          find(null, field, List.of(Value.text("Cafe\u0301 2"))),
          List.of(whole));
    }
    appliesIf(tried > 0, "no field takes texts with accents");
  }

  @Test
  void FIND_3_searchThatCannotReturnEverythingThrows() {
    appliesIfFindable();
    List<String> ids = people(2 * Trouble.LISTED + 1);
    settle();
    make(Trouble.LISTING_STOPS);
    List<String> found;
    try {
      found = find(null, null, List.of());
    } catch (ConnectorException e) {
      return; // just what the rule asks for
    }
    finds("FIND-3", "everything, where listings stop at " + Trouble.LISTED, found, ids);
  }
}
