package com.puraify.sync.testkit.tck;

import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** READ: pages, checkpoints, values. */
abstract class ReadRules extends SchemaRules {

  private static final int LONG_LIST = 60;

  @Test
  void READ_1_itemsThatAreThereAllTheTimeAppear() {
    List<String> ids = people(severalPages());
    settle();
    Set<String> stay = new HashSet<>(ids);
    List<String> go = List.of(ids.get(0), ids.get(ids.size() / 2));
    Reading reading =
        read(
            session(),
            ReadRequest.all(allIds()),
            () -> {
              go.forEach(person()::remove);
              person().time().ifPresent(time -> time.advance(able().visibilityLag()));
              person().create(item(5001));
              if (ids.size() > 1) {
                Field field = main();
                person()
                    .update(ids.get(ids.size() - 1), Fields.of(field.id(), sample(field, 5002)));
              }
            });
    go.forEach(stay::remove);
    Set<String> missed = new HashSet<>(stay);
    reading.changes().forEach(change -> missed.remove(change.id()));
    require(
        "READ-1",
        missed.isEmpty(),
        "readPage " + able().readPage(),
        missed.size()
            + " of "
            + stay.size()
            + " items that were there all the time did not appear,"
            + " while others came and went: "
            + brief(missed),
        "page by a key that does not shift (the last id or time), not by offset");
  }

  @Test
  void READ_4_endIsGivenAfterEverythingOnly() {
    List<String> ids = people(severalPages());
    settle();
    complete(ids, "with nothing in its way");
  }

  @Test
  void READ_4_readThatThePlatformStopsIsCutOff() {
    List<String> ids = people(2 * Trouble.LISTED + 1);
    settle();
    make(Trouble.LISTING_STOPS);
    complete(ids, "of a platform that stops after " + Trouble.LISTED + " items");
  }

  private void complete(List<String> ids, String circumstance) {
    Reading reading = read(session(), ReadRequest.all(allIds()));
    Set<String> missed = new HashSet<>(ids);
    missed.removeAll(reading.ids());
    require(
        "READ-4",
        !(reading.end() instanceof Page.End) || missed.isEmpty(),
        "readPage " + able().readPage(),
        "a read "
            + circumstance
            + " that says End and lacks "
            + missed.size()
            + " of "
            + ids.size()
            + " items: "
            + brief(missed),
        "give Page.CutOff where the platform stopped before its end");
    require(
        "READ-4",
        !(reading.end() instanceof Page.CutOff cut) || !cut.reason().isBlank(),
        "a read that was cut off",
        "no reason",
        "say for people why the platform stopped");
  }

  @Test
  void READ_5_tokensMoveOn() {
    people(severalPages());
    settle();
    Set<String> tokens = new HashSet<>();
    ReadRequest request = ReadRequest.all(allIds());
    while (session().read(request).next() instanceof Page.More more) {
      require(
          "READ-5",
          tokens.add(more.token()),
          "readPage " + able().readPage(),
          "the token "
              + brief(more.token())
              + " for a second time after "
              + tokens.size()
              + " pages",
          "give a token that moves on with each page");
      request = request.next(more);
    }
  }

  @Test
  void READ_6_pageCanBeAskedForAgain() {
    List<String> ids = people(severalPages());
    settle();
    Set<String> seen = new HashSet<>();
    ReadRequest request = ReadRequest.all(allIds());
    for (int pages = 1; ; pages++) {
      Page first = session().read(request);
      Page again = session().read(request);
      Set<String> page = new HashSet<>();
      again.changes().forEach(change -> page.add(change.id()));
      for (Page.Change change : first.changes()) {
        require(
            "READ-6",
            page.contains(change.id()),
            "readPage " + able().readPage(),
            "a page that lacks " + change.id() + " when it is asked for again",
            "put all that is needed to go on into the token, and change nothing by reading");
      }
      seen.addAll(page);
      if (!(again.next() instanceof Page.More more)) {
        break;
      }
      request = next(request, more, pages);
    }
    require(
        "READ-6",
        seen.containsAll(ids),
        "readPage " + able().readPage(),
        seen.size() + " of " + ids.size() + " items in a read each of whose pages was asked twice",
        "put all that is needed to go on into the token, and change nothing by reading");
  }

  @Test
  void READ_7_everythingThatChangedIsDelivered() {
    String since = checkpoint(3);
    String made = person().create(item(11));
    String edited = first();
    person().update(edited, Fields.of(main().id(), sample(main(), 12)));
    settle();
    Reading changes = delivered("READ-7", since, List.of(made, edited));
    String later = person().create(item(13));
    settle();
    delivered("READ-7", changes.checkpoint(), List.of(later));
    for (Item item : changes.items().values()) {
      List<String> stale = differences(seen(item.id()), item.fields());
      require(
          "READ-7",
          stale.isEmpty(),
          "incremental true",
          "a read of changes that shows "
              + brief(item)
              + " where people see "
              + brief(seen(item.id())),
          "deliver items as they are, not as they were");
    }
  }

  /** Reads everything of a few items, and returns the checkpoint. */
  private String checkpoint(int items) {
    appliesIf(able().incremental(), "incremental is not declared");
    people(items);
    settle();
    return everything().checkpoint();
  }

  private String first() {
    return person().items().keySet().iterator().next();
  }

  private Reading delivered(String rule, String since, List<String> changed) {
    Reading changes = changes(since);
    require(
        rule,
        changes.end() instanceof Page.End && changes.ids().containsAll(changed),
        "incremental true, granularity "
            + able().granularity()
            + ", visibilityLag "
            + able().visibilityLag(),
        "a read of changes since "
            + since
            + " that has "
            + changes.ids()
            + ", not all of "
            + changed,
        "start at Watermark.readFrom, inclusive, and deliver all that changed since");
    return changes;
  }

  @Test
  void READ_8_checkpointIsOfTheFirstPage() {
    appliesIf(able().incremental(), "incremental is not declared");
    List<String> ids = people(severalPages());
    settle();
    List<String> changed = new ArrayList<>();
    Reading reading =
        read(
            session(),
            ReadRequest.all(allIds()),
            () -> {
              for (String id : List.of(ids.get(0), ids.get(ids.size() - 1))) {
                person().update(id, Fields.of(main().id(), sample(main(), 6001)));
                changed.add(id);
              }
              person().time().ifPresent(time -> time.advance(Duration.ofHours(2)));
            });
    settle();
    delivered("READ-8", reading.checkpoint(), changed);
  }

  @Test
  void READ_8_whatBecomesVisibleLateIsNotPassedOver() {
    appliesIf(!able().visibilityLag().isZero(), "no visibility lag is declared");
    ManualTime time = crank();
    String since = checkpoint(2);
    for (int i = 20; i < 24; i++) {
      String late = person().create(item(i));
      time.advance(able().visibilityLag().dividedBy(2));
      Reading early = changes(since);
      settle();
      delivered("READ-8", early.checkpoint(), List.of(late));
      since = early.checkpoint();
    }
  }

  @Test
  void READ_9_severalItemsOfOneTimeAreAllDelivered() {
    String since = checkpoint(1);
    for (int round = 0; round < 3; round++) {
      String one = person().create(item(30 + 3 * round));
      // no time passes: a read between two changes of one moment
      Reading between = changes(since);
      String two = person().create(item(31 + 3 * round));
      String three = person().create(item(32 + 3 * round));
      settle();
      Reading after = delivered("READ-9", between.checkpoint(), List.of(two, three));
      delivered("READ-9", since, List.of(one));
      since = after.checkpoint();
    }
  }

  @Test
  void READ_10_fieldsThatWereNotReadAreLeftOut() {
    String id = person().create(item(1));
    settle();
    for (Field field : creatable()) {
      Set<String> wanted = Set.of(field.id());
      asSeen(id, field, read(session(), ReadRequest.all(wanted)).items().get(id));
      if (session().lookup(List.of(id), wanted).get(0) instanceof Lookup.Found found) {
        asSeen(id, field, found.item());
      }
    }
    asSeen(id, null, read(session(), ReadRequest.all(Set.of())).items().get(id));
  }

  private void asSeen(
      String id,
      @org.jspecify.annotations.Nullable Field asked,
      @org.jspecify.annotations.Nullable Item item) {
    Fields fields = item == null ? Fields.empty() : item.fields();
    Fields truth = seen(id);
    require(
        "READ-10",
        differences(truth, fields).isEmpty(),
        "a read of " + (asked == null ? "no field" : "field " + asked.name()),
        brief(fields) + " where people see " + brief(truth),
        "leave out a field that was not read, instead of giving it as empty");
    require(
        "READ-10",
        asked == null || !truth.mentions(asked.id()) || fields.mentions(asked.id()),
        "a read of " + (asked == null ? "no field" : "field " + asked.name()),
        brief(fields) + ", without the field that was asked for",
        "read the fields that are asked for, by their ids");
  }

  @Test
  void READ_11_longListsAreCompleteOrLeftOut() {
    List<Field> lists =
        creatable().stream().filter(field -> field.type() instanceof FieldType.Many).toList();
    appliesIf(!lists.isEmpty(), "no field holds several values");
    for (Field field : lists) {
      FieldType.Many many = (FieldType.Many) field.type();
      Set<Value> elements = new java.util.LinkedHashSet<>();
      for (int i = 0; i < LONG_LIST && elements.size() < many.maxWritten(); i++) {
        Value element = person().sample(Samples.element(field, many), i);
        if (element != null) {
          elements.add(element);
        }
      }
      Value all = Value.many(List.copyOf(elements));
      String id = person().create(another().with(field.id(), all));
      settle();
      List<Fields> reads = new ArrayList<>(List.of(found("READ-11", id).fields()));
      Item read = everything().items().get(id);
      if (read != null) {
        reads.add(read.fields());
      }
      for (Fields fields : reads) {
        Value value = fields.get(field.id());
        require(
            "READ-11",
            value == null || same(field, value, all),
            field.name() + " is " + field.type().describe(),
            (value instanceof Value.Many some ? some.elements().size() + " values" : "" + value)
                + " where people see "
                + elements.size(),
            "read the rest of a list that comes in part, or leave the field out");
      }
    }
  }

  @Test
  void READ_12_removedIsSaidOfWhatIsGoneOnly() {
    String since = checkpoint(4);
    List<String> ids = List.copyOf(person().items().keySet());
    person().update(ids.get(0), Fields.of(main().id(), sample(main(), 15)));
    person().remove(ids.get(1));
    String made = person().create(item(16));
    settle();
    for (Reading reading : List.of(changes(since), read(session(), ReadRequest.all(allIds())))) {
      Set<String> wrong = new HashSet<>(reading.removed());
      wrong.retainAll(person().items().keySet());
      require(
          "READ-12",
          wrong.isEmpty(),
          "deletes " + able().deletes(),
          wrong + " as removed, which people still see (" + made + " is new)",
          "give Page.Removed only for what the platform says is gone");
    }
  }
}
