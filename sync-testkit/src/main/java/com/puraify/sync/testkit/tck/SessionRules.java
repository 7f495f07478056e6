package com.puraify.sync.testkit.tck;

import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.error.SyncException;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** SESSION: opening, closing, threads, failures as a whole. */
@ExtendWith(Certification.class)
abstract class SessionRules extends TckBench {

  private static final int MOST_THREADS = 8;
  private static final int LONG_MESSAGE = 2000;

  @Test
  void SESSION_1_describingAnEntityDoesNoIo() {
    make(Trouble.DOWN);
    OptionalLong before = person().requests();
    person().entity();
    require(
        "SESSION-1",
        before.equals(person().requests()),
        "an Entity, which is a description",
        "requests to the platform while it was made",
        "put off all I/O until open");
  }

  @Test
  void SESSION_1_openFindsOutThatThePlatformIsDown() {
    appliesIf(person().missing().isPresent(), "no entity can be missing here");
    make(Trouble.DOWN);
    refusesToOpen(person().entity(), "a platform that is down");
  }

  @Test
  void SESSION_1_openFindsOutThatTheEntityIsMissing() {
    refusesToOpen(
        needed(person().missing(), "no entity can be missing here"),
        "an entity that does not exist");
  }

  private void refusesToOpen(Entity entity, String what) {
    try (EntitySession session = entity.open(context())) {
      throw Breach.of(
          "SESSION-1",
          "an entity to be opened",
          "open went through for " + what + ", with the key " + session.key(),
          "ask the platform for the entity in open, and let the failure be thrown");
    } catch (ConnectorException e) {
      require(
          "SESSION-1",
          e.getMessage() != null && !e.getMessage().isBlank(),
          "an entity to be opened",
          "an exception without a message",
          "say what was looked for, and where");
    }
  }

  @Test
  void SESSION_2_keyIsTheSameEachTime() {
    EntityKey first = open().key();
    EntityKey second = open().key();
    require(
        "SESSION-2",
        first.equals(second) && !first.id().isBlank() && !first.account().isBlank(),
        "key " + first,
        "key " + second + " when it was opened again",
        "take the platform's stable id of the entity and the account, which are never empty");
    require(
        "SESSION-2",
        first.platform().equals(person().entity().platform()),
        "platform " + person().entity().platform(),
        "platform " + first.platform() + " in the key",
        "name the platform alike in both");
  }

  @Test
  void SESSION_3_factsDoNotChangeWhileTheSessionIsOpen() {
    Json able = declared(able());
    List<Field> fields = schema().fields();
    String id = person().create(item(1));
    settle();
    created("SESSION-3", 2);
    session().write(List.of(delete(id)));
    everything();
    require(
        "SESSION-3",
        able.equals(declared(session().capabilities())),
        brief(able),
        brief(declared(session().capabilities())) + " later in the session",
        "find out once, in open");
    require(
        "SESSION-3",
        fields.equals(session().schema().fields()),
        brief(fields),
        brief(session().schema().fields()) + " later in the session",
        "read the schema once, in open");
  }

  @Test
  void SESSION_4_writesOfSeveralThreadsKeepApart() throws Exception {
    int threads = Math.min(able().parallelWrites(), MOST_THREADS);
    appliesIf(threads > 1, "one write at a time is declared");
    List<Write.Create> writes = new ArrayList<>();
    for (int i = 0; i < 3 * threads; i++) {
      writes.add(create(item(i + 1)));
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<WriteResult>> results = new ArrayList<>();
      for (Write.Create write : writes) {
        results.add(pool.submit(() -> session().write(List.of(write)).get(0)));
      }
      for (int i = 0; i < results.size(); i++) {
        WriteResult result = results.get(i).get();
        require(
            "SESSION-4",
            result instanceof WriteResult.Done made
                && differences(writes.get(i).fields(), seen(made.id())).isEmpty(),
            "parallelWrites " + able().parallelWrites(),
            result + " for " + writes.get(i) + ", one of " + writes.size() + " at once",
            "share nothing between two calls of write that is not locked, or declare 1");
      }
    } finally {
      pool.shutdownNow();
    }
    require(
        "SESSION-4",
        person().items().size() == writes.size(),
        "parallelWrites " + able().parallelWrites(),
        person().items().size() + " items after " + writes.size() + " creates at once",
        "share nothing between two calls of write that is not locked, or declare 1");
  }

  @Test
  void SESSION_5_interruptedCallEnds() {
    String id = person().create(item(1));
    settle();
    Field field = main();
    interrupted("read", () -> session().read(ReadRequest.all(allIds())));
    interrupted("lookup", () -> session().lookup(List.of(id), allIds()));
    interrupted("update", () -> session().write(List.of(update(id, field, sample(field, 2)))));
    interrupted("create", () -> session().write(List.of(create(item(2)))));
    interrupted("delete", () -> session().write(List.of(delete(id))));
    if (able().findable()) {
      interrupted("find", () -> session().find(everythingFound()));
    }
    require(
        "SESSION-5",
        person().items().size() == 1 && same(field, seen(id).get(field.id()), sample(field, 1)),
        "calls that an interrupt ends",
        "writes that were made by an interrupted thread: " + brief(person().items()),
        "check for cancellation before anything is sent");
  }

  private static FindRequest everythingFound() {
    return new FindRequest(null, null, List.of(), Set.of());
  }

  private void interrupted(String call, Callable<?> work) {
    Thread.currentThread().interrupt();
    String seen;
    try {
      seen = "it answered " + brief(work.call());
    } catch (SyncCancelledException e) {
      seen = Thread.currentThread().isInterrupted() ? "" : "the thread is not interrupted any more";
    } catch (Exception e) { // whatever a connector throws instead is what the report is about
      seen = "it threw " + e;
    } finally {
      Thread.interrupted();
    }
    require(
        "SESSION-5",
        seen.isEmpty(),
        call + " on a thread that is interrupted",
        seen,
        "call ConnectorContext.checkCancelled, turn InterruptedException into"
            + " SyncCancelledException, and leave the thread's flag set");
  }

  @Test
  void SESSION_6_whatBefallsOneItemIsPartOfTheAnswer() {
    List<String> ids = people(2);
    settle();
    person().remove(ids.get(0));
    Field field = main();
    List<Write> batch = new ArrayList<>();
    batch.add(update(ids.get(0), field, sample(field, 3)));
    if (able().updateBatch() > 1) {
      batch.add(update(ids.get(1), field, sample(field, 3)));
    }
    List<WriteResult> results;
    try {
      results = write(batch);
    } catch (SyncException e) {
      throw Breach.of(
          "SESSION-6",
          "updateBatch " + able().updateBatch(),
          e + " because one item of the batch is gone",
          "answer Rejected with GONE for that item, and write the others");
    }
    require(
        "SESSION-6",
        !(results.get(0) instanceof WriteResult.Done)
            && (batch.size() == 1 || results.get(1) instanceof WriteResult.Done),
        "updateBatch " + able().updateBatch(),
        results + " for an item that is gone and one that is there",
        "answer Rejected with GONE for the first, and write the second");
  }

  @Test
  void SESSION_6_callThatFailsAsAWholeThrows() {
    String id = person().create(item(1));
    settle();
    make(Trouble.DOWN);
    failsAsAWhole("read", () -> session().read(ReadRequest.all(allIds())));
    failsAsAWhole("lookup", () -> session().lookup(List.of(id), allIds()));
  }

  private void failsAsAWhole(String call, Callable<?> work) {
    String seen;
    try {
      seen = "it answered " + brief(work.call());
    } catch (ConnectorException e) {
      seen = Set.of(Kind.UNAVAILABLE, Kind.TIMEOUT).contains(e.kind()) ? "" : "kind " + e.kind();
    } catch (Exception e) { // whatever a connector throws instead is what the report is about
      seen = "it threw " + e;
    }
    require(
        "SESSION-6",
        seen.isEmpty(),
        call + " of a platform that is down",
        seen,
        "throw a ConnectorException of kind UNAVAILABLE or TIMEOUT");
  }

  @Test
  void SESSION_7_messagesTellAndKeepSecrets() {
    List<String> messages = new ArrayList<>();
    for (Refusable each : refusables()) {
      try {
        if (write(create(each.fields())) instanceof WriteResult.Rejected refused) {
          messages.add(refused.detail());
        }
      } catch (ConnectorException e) {
        messages.add(String.valueOf(e.getMessage()));
      }
    }
    person().missing().ifPresent(missing -> messages.add(failure(() -> missing.open(context()))));
    for (Trouble trouble : List.of(Trouble.REFUSED, Trouble.DOWN)) {
      if (person().trouble(trouble)) {
        messages.add(failure(() -> session().read(ReadRequest.all(allIds()))));
        messages.add(failure(() -> session().write(List.of(create(Fields.empty())))));
        person().relieve();
      }
    }
    messages.removeIf(String::isEmpty);
    appliesIf(!messages.isEmpty(), "nothing can be made to fail");
    for (String message : messages) {
      require(
          "SESSION-7",
          message.contains(" ") && message.length() <= LONG_MESSAGE,
          "a failure",
          "the message '" + brief(message) + "'",
          "say what, where, what was expected and what to do; never a whole body");
      require(
          "SESSION-7",
          person().secret().filter(message::contains).isEmpty(),
          "a failure",
          "a message that shows the secret",
          "never put tokens, headers or addresses with them into messages");
    }
  }

  private static String failure(Callable<?> work) {
    try {
      work.call();
      return "";
    } catch (Exception e) { // any failure's message is looked at
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void SESSION_8_closeReleasesWhatIsHeld() {
    people(3);
    settle();
    OptionalInt before = person().held();
    EntitySession session = person().entity().open(context());
    session.schema();
    session.read(ReadRequest.all(allIds())); // the first page alone: the read is left open
    closes(session, "a session amid a read");
    require(
        "SESSION-8",
        before.equals(person().held()),
        "a session that was closed",
        person().held() + " connections or the like are open, " + before + " before",
        "release in close whatever the session holds");
  }

  @Test
  void SESSION_8_closeDoesNotThrowWhenAllElseFails() {
    EntitySession session = person().entity().open(context());
    Thread.currentThread().interrupt();
    try {
      closes(session, "a session whose thread is interrupted");
    } finally {
      Thread.interrupted();
    }
    EntitySession other = person().entity().open(context());
    if (person().trouble(Trouble.DOWN)) {
      closes(other, "a session whose platform is down");
    } else {
      closes(other, "a session");
    }
  }

  private void closes(EntitySession session, String what) {
    try {
      session.close();
    } catch (RuntimeException e) {
      throw Breach.of("SESSION-8", what, "close threw " + e, "let close never throw");
    }
  }

  /**
   * An item that the connector declares it cannot take.
   *
   * @param what why it cannot be taken
   * @param fields its fields
   * @param field the field at fault
   */
  record Refusable(String what, Fields fields, Field field) {}

  /** Returns items that the schema says cannot be written. */
  final List<Refusable> refusables() {
    List<Refusable> refusables = new ArrayList<>();
    int number = 100;
    for (Field field : creatable()) {
      number++;
      String why = Refusals.why(field);
      if (why != null) {
        Fields fields = item(number).with(field.id(), Refusals.value(field));
        refusables.add(new Refusable(field.name() + " " + why, fields, field));
      }
    }
    return refusables;
  }
}
