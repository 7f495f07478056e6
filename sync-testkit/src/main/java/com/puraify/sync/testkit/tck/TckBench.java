package com.puraify.sync.testkit.tck;

import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Expectation;
import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.state.MemoryStateStore;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/** A platform with an engine's services beside it, and what all rules need of both. */
abstract class TckBench implements Certified {

  private static final int MOST_PAGES = 10_000;

  private @Nullable PlatformUnderTest platform;
  private @Nullable SyncEngine engine;
  private @Nullable TckContext context;
  private final List<EntitySession> sessions = new ArrayList<>();
  private @Nullable Capabilities able;
  private @Nullable Schema schema;
  private int keys;
  private int others;

  /**
   * Returns a platform with an empty entity. Called once for each test.
   *
   * @throws Exception if it cannot be made
   */
  protected abstract PlatformUnderTest platform() throws Exception;

  @BeforeEach
  final void openPlatform() throws Exception {
    PlatformUnderTest made = platform();
    platform = made;
    TimeSource time = made.time().<TimeSource>map(manual -> manual).orElseGet(TimeSource::system);
    SyncEngine opened =
        SyncEngine.builder().state(MemoryStateStore.create()).time(time).singleThreaded().build();
    engine = opened;
    context = TckContext.of(opened);
  }

  @AfterEach
  final void closePlatform() throws Exception {
    if (platform != null) {
      platform.relieve();
      sessions.forEach(EntitySession::close);
      platform.close();
    }
    if (engine != null) {
      engine.close();
    }
  }

  @Override
  public final Json subject() {
    EntitySession session = session();
    return Json.object(
        members ->
            members
                .put("platform", session.key().platform())
                .put("entity", schema().entity())
                .put("capabilities", declared(session.capabilities()))
                .put(
                    "fields",
                    Json.array(
                        schema().fields().stream()
                            .map(field -> Json.of(field.name() + ": " + field.type().describe()))
                            .toList())));
  }

  static Json declared(Capabilities able) {
    return Json.object(
        members ->
            members
                .put("incremental", able.incremental())
                .put("deletes", able.deletes().name())
                .put("granularity", able.granularity().toString())
                .put("visibilityLag", able.visibilityLag().toString())
                .put("createBatch", able.createBatch())
                .put("updateBatch", able.updateBatch())
                .put("deleteBatch", able.deleteBatch())
                .put("lookupBatch", able.lookupBatch())
                .put("readPage", able.readPage())
                .put("atomicBatches", able.atomicBatches())
                .put("parallelWrites", able.parallelWrites())
                .put("conditionalWrites", able.conditionalWrites())
                .put("createSafety", able.createSafety().name())
                .put("findable", able.findable())
                .put("metered", able.metered()));
  }

  final PlatformUnderTest person() {
    return required(platform);
  }

  final TckContext context() {
    return required(context);
  }

  private static <T> T required(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the platform is not open");
    }
    return part;
  }

  /** Opens the entity once more. */
  final EntitySession open() {
    EntitySession session = person().entity().open(context());
    sessions.add(session);
    return session;
  }

  /** Returns the session that a test works with. */
  final EntitySession session() {
    return sessions.isEmpty() ? open() : sessions.get(0);
  }

  /** Returns what the entity declares, as it was asked first. */
  final Capabilities able() {
    if (able == null) {
      able = session().capabilities();
    }
    return able;
  }

  /** Returns the fields, as they were asked for first: no call is made for them later. */
  final Schema schema() {
    if (schema == null) {
      schema = session().schema();
    }
    return schema;
  }

  final Set<String> allIds() {
    return schema().fields().stream().map(Field::id).collect(Collectors.toUnmodifiableSet());
  }

  /** Ends a test that does not apply. */
  static void appliesIf(boolean applies, String whyNot) {
    Assumptions.assumeTrue(applies, whyNot);
  }

  /** Returns what a test needs, or ends it as one that does not apply. */
  static <T> T needed(Optional<T> means, String whyNot) {
    return means.orElseGet(() -> Assumptions.abort(whyNot));
  }

  final void make(Trouble trouble) {
    able();
    schema(); // no call must be made for them while there is trouble
    appliesIf(person().trouble(trouble), "the platform under test cannot make " + trouble);
  }

  final ManualTime crank() {
    return needed(person().time(), "the platform's time cannot be cranked");
  }

  /** Lets time pass until what was written can be seen, and is older than its own time. */
  final void settle() {
    Capabilities able = able();
    if (person().time().isPresent()) {
      crank().advance(able.visibilityLag().plus(able.granularity()));
    } else {
      appliesIf(
          able.visibilityLag().isZero(), "the platform's time cannot be cranked past its lag");
    }
  }

  /** Returns the fields that can be given a value in a new item. */
  final List<Field> creatable() {
    return schema().fields().stream()
        .filter(field -> field.creatable() && person().sample(field, 1) != null)
        .toList();
  }

  /** Returns the fields of items that can be edited from one value to another. */
  final List<Field> editable() {
    return creatable().stream()
        .filter(field -> field.writable() && !same(field, sample(field, 1), sample(field, 2)))
        .toList();
  }

  /** Returns a field that can be edited. */
  final Field main() {
    List<Field> fields = editable();
    appliesIf(!fields.isEmpty(), "no field can be edited");
    return fields.get(0);
  }

  /** Returns another field that can be edited. */
  final Field other() {
    List<Field> fields = editable();
    appliesIf(fields.size() > 1, "no two fields can be edited");
    return fields.get(1);
  }

  final Value sample(Field field, int number) {
    Value value = person().sample(field, number);
    return value == null ? Value.NULL : value;
  }

  /** Returns values for all fields of a new item. */
  final Fields item(int number) {
    Fields.Builder fields = Fields.builder();
    creatable().forEach(field -> fields.put(field.id(), sample(field, number)));
    return fields.build();
  }

  /** Returns values for a new item like no other. */
  final Fields another() {
    return item(7000 + ++others);
  }

  /** Lets a person create items, numbered from 1. */
  final List<String> people(int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      ids.add(person().create(item(i)));
    }
    return ids;
  }

  /** Returns how many items fill two pages and begin a third, within reason. */
  final int severalPages() {
    return Math.min(2 * able().readPage() + 1, 1001);
  }

  final boolean same(Field field, @Nullable Value one, @Nullable Value other) {
    return one != null
        && other != null
        && field.type().canonical(one).equals(field.type().canonical(other));
  }

  /** Returns the ids of those fields whose values differ, of the ones that both mention. */
  final List<String> differences(Fields wanted, Fields seen) {
    return schema().fields().stream()
        .filter(field -> wanted.mentions(field.id()) && seen.mentions(field.id()))
        .filter(field -> !same(field, wanted.get(field.id()), seen.get(field.id())))
        .map(Field::id)
        .toList();
  }

  /** Fails a test that found a rule broken. */
  final void require(String rule, boolean kept, String declared, String seen, String remedy) {
    if (!kept) {
      throw Breach.of(rule, declared, seen, remedy);
    }
  }

  /**
   * What a read brought.
   *
   * @param changes all pages' changes
   * @param end how it ended
   */
  record Reading(List<Page.Change> changes, Page.Next end) {
    Map<String, Item> items() {
      Map<String, Item> items = new LinkedHashMap<>();
      for (Page.Change change : changes) {
        if (change instanceof Page.Present present) {
          items.put(change.id(), present.item());
        } else {
          items.remove(change.id());
        }
      }
      return items;
    }

    Set<String> ids() {
      return items().keySet();
    }

    Set<String> removed() {
      return changes.stream()
          .filter(Page.Removed.class::isInstance)
          .map(Page.Change::id)
          .collect(Collectors.toSet());
    }

    String checkpoint() {
      String checkpoint = end instanceof Page.End last ? last.checkpoint() : null;
      if (checkpoint == null) {
        throw Breach.of(
            "READ-8",
            "incremental true",
            "a complete read that gave no checkpoint",
            "give the position from which changes can be read in Page.End");
      }
      return checkpoint;
    }
  }

  final Reading read(EntitySession session, ReadRequest first) {
    return read(session, first, () -> {});
  }

  /** Reads to the end, and lets something happen after the first page. */
  final Reading read(EntitySession session, ReadRequest first, Runnable meanwhile) {
    List<Page.Change> changes = new ArrayList<>();
    ReadRequest request = first;
    for (int pages = 1; ; pages++) {
      Page page = session.read(request);
      changes.addAll(page.changes());
      if (pages == 1) {
        meanwhile.run();
      }
      if (!(page.next() instanceof Page.More more)) {
        return new Reading(changes, page.next());
      }
      request = next(request, more, pages);
    }
  }

  /** Returns the request for the page after one, if there is an end to the pages. */
  final ReadRequest next(ReadRequest request, Page.More more, int pages) {
    require(
        "READ-5",
        !more.token().equals(request.token()) && pages < MOST_PAGES,
        "readPage " + able().readPage(),
        "page " + pages + " whose token is that of the page before, or no end to the pages",
        "give a token that moves on with each page");
    return request.next(more);
  }

  /** Reads everything, in a read that must be complete. */
  final Reading everything() {
    Reading reading = read(session(), ReadRequest.all(allIds()));
    require(
        "READ-4",
        reading.end() instanceof Page.End,
        "readPage " + able().readPage(),
        reading.end() + " although nothing keeps the platform from listing everything",
        "read on to the end, and give Page.End there");
    return reading;
  }

  final Reading changes(String since) {
    return read(session(), ReadRequest.changes(since, allIds()));
  }

  /** Looks one item up. */
  final Lookup look(String id) {
    return session().lookup(List.of(id), allIds()).get(0);
  }

  /** Returns what an item holds; it must be there. */
  final Item found(String rule, String id) {
    Lookup answer = look(id);
    if (answer instanceof Lookup.Found there) {
      return there.item();
    }
    throw Breach.of(
        rule, "an item " + id, "a lookup that answers " + answer, "answer Found where it is there");
  }

  /** Returns what a person sees an item hold; empty if it is not there. */
  final Fields seen(String id) {
    return person().items().getOrDefault(id, Fields.empty());
  }

  final String key() {
    return UUID.nameUUIDFromBytes(("tck " + ++keys).getBytes(StandardCharsets.UTF_8)).toString();
  }

  final Write.Create create(Fields fields) {
    return new Write.Create(key(), fields, List.of());
  }

  static Write.Update update(String id, Field field, Value value) {
    return new Write.Update(id, Fields.of(field.id(), value), Expectation.none());
  }

  static Write.Delete delete(String id) {
    return new Write.Delete(id, Expectation.none());
  }

  final List<WriteResult> write(List<? extends Write> batch) {
    List<WriteResult> results = session().write(batch);
    require(
        "WRITE-1",
        results.size() == batch.size(),
        "batches " + able().createBatch() + "/" + able().updateBatch() + "/" + able().deleteBatch(),
        results.size() + " results for " + batch.size() + " actions",
        "answer each action, in the order of the batch");
    return results;
  }

  final WriteResult write(Write write) {
    return write(List.of(write)).get(0);
  }

  /** Makes a write that must succeed. */
  final WriteResult.Done done(String rule, Write write) {
    WriteResult result = write(write);
    if (result instanceof WriteResult.Done made) {
      return made;
    }
    throw Breach.of(
        rule, "a field that can be written", result + " for " + write, "write what is declared");
  }

  final String created(String rule, int number) {
    return done(rule, create(item(number))).id();
  }

  static String brief(@Nullable Object many) {
    String text = String.valueOf(many);
    return text.length() <= 300 ? text : text.substring(0, 300) + " ...";
  }

  static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
