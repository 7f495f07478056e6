package com.puraify.sync.testkit.tck;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Capabilities.CreateSafety;
import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Expectation;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.testkit.MemoryEntityBuilder;
import com.puraify.sync.testkit.MemoryPlatform;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.Field.Access;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** Liars about sessions, capabilities and fields. */
final class DeclaringLiars {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private DeclaringLiars() {}

  static Capabilities able() {
    return MemoryUnderTest.everything().build();
  }

  static Liar liar(String lie, String rule, UnaryOperator<EntitySession> session) {
    return liar(lie, rule, able(), session);
  }

  static Liar liar(
      String lie, String rule, Capabilities able, UnaryOperator<EntitySession> session) {
    return new Liar(lie, rule, () -> MemoryUnderTest.telling(able, session));
  }

  private static Liar quirk(String lie, String rule, UnaryOperator<MemoryEntityBuilder> quirk) {
    return new Liar(
        lie,
        rule,
        () -> new MemoryUnderTest(able(), quirk, (platform, context, session) -> session.get()));
  }

  static List<Liar> all() {
    List<Liar> liars = new ArrayList<>(sessions());
    liars.addAll(capabilities());
    liars.addAll(schemas());
    return liars;
  }

  private static List<Liar> sessions() {
    return List.of(
        new Liar(
            "opens whatever it is asked for",
            "SESSION-1",
            () ->
                new MemoryUnderTest(
                    able(),
                    quirks -> quirks,
                    (platform, context, session) -> {
                      try {
                        return session.get();
                      } catch (ConnectorException e) {
                        EntityKey key = new EntityKey("memory", "memory", "things");
                        return LyingSession.key(any -> key).apply(null);
                      }
                    })),
        liar(
            "has another key each time",
            "SESSION-2",
            LyingSession.key(
                key -> new EntityKey(key.platform(), key.account(), "" + COUNT.incrementAndGet()))),
        liar(
            "is of another platform in its key",
            "SESSION-2",
            LyingSession.key(key -> new EntityKey("elsewhere", key.account(), key.id()))),
        liar(
            "declares something else after a while",
            "SESSION-3",
            honest ->
                new LyingSession(honest) {
                  private boolean written;

                  @Override
                  public List<WriteResult> write(List<? extends Write> batch) {
                    written = true;
                    return super.write(batch);
                  }

                  @Override
                  public Capabilities capabilities() {
                    return written
                        ? MemoryUnderTest.everything().metered(true).build()
                        : super.capabilities();
                  }
                }),
        liar("shares one buffer among its threads", "SESSION-4", DeclaringLiars::sharing),
        liar(
            "does not heed interrupts",
            "SESSION-5",
            LyingSession.write(
                (honest, batch) -> {
                  boolean interrupted = Thread.interrupted();
                  List<WriteResult> results = honest.write(batch);
                  if (interrupted) {
                    Thread.currentThread().interrupt();
                  }
                  return results;
                })),
        liar(
            "takes an interrupt for a failure of the platform",
            "SESSION-5",
            LyingSession.read(
                (honest, request) -> {
                  if (Thread.currentThread().isInterrupted()) {
                    throw new ConnectorException(Kind.UNAVAILABLE, "the read was interrupted");
                  }
                  return honest.read(request);
                })),
        liar(
            "throws for an item that is gone",
            "SESSION-6",
            LyingSession.results(
                results -> {
                  results.stream()
                      .filter(DeclaringLiars::isGone)
                      .findFirst()
                      .ifPresent(
                          gone -> {
                            throw new ConnectorException(Kind.NOT_FOUND, "404 for an item");
                          });
                  return results;
                })),
        liar(
            "answers an empty page when the platform is down",
            "SESSION-6",
            LyingSession.read(
                (honest, request) -> {
                  try {
                    return honest.read(request);
                  } catch (ConnectorException e) {
                    return Page.last(List.of(), null);
                  }
                })),
        liar(
            "shows the secret in a message",
            "SESSION-7",
            LyingSession.results(
                results ->
                    results.stream()
                        .map(
                            each ->
                                each instanceof WriteResult.Rejected no
                                    ? new WriteResult.Rejected(
                                        no.reason(), "refused for memory-secret", no.field())
                                    : each)
                        .toList())),
        liar(
            "throws while it is closed",
            "SESSION-8",
            honest ->
                new LyingSession(honest) {
                  @Override
                  public void close() {
                    super.close();
                    if (Thread.currentThread().isInterrupted()) {
                      throw new ConnectorException(Kind.UNAVAILABLE, "cannot be closed now");
                    }
                  }
                }),
        liar(
            "keeps what it holds when it is closed",
            "SESSION-8",
            honest ->
                new LyingSession(honest) {
                  @Override
                  public void close() {
                    // forgets what it holds
                  }
                }));
  }

  private static boolean isGone(WriteResult result) {
    return result instanceof WriteResult.Rejected no && no.reason() == WriteResult.Reason.GONE;
  }

  /** Two writes that meet take the latter's batch for their own. */
  private static EntitySession sharing(EntitySession honest) {
    AtomicReference<List<? extends Write>> buffer = new AtomicReference<>();
    CyclicBarrier meeting = new CyclicBarrier(2);
    AtomicInteger alone = new AtomicInteger();
    return LyingSession.write(
            (session, batch) -> {
              buffer.set(batch);
              try {
                if (alone.get() < 2 && batch.get(0) instanceof Write.Create) {
                  meeting.await(300, TimeUnit.MILLISECONDS);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (BrokenBarrierException | TimeoutException e) {
                alone.incrementAndGet();
              }
              return session.write(buffer.get());
            })
        .apply(honest);
  }

  private static List<Liar> capabilities() {
    Capabilities notAtomic = MemoryUnderTest.everything().atomicBatches(false).build();
    Capabilities upsert = MemoryUnderTest.everything().createSafety(CreateSafety.UPSERT).build();
    Capabilities find = MemoryUnderTest.everything().createSafety(CreateSafety.FIND).build();
    return List.of(
        liar(
            "finds although it does not declare to",
            "CAP-1",
            MemoryUnderTest.little().build(),
            LyingSession.find((honest, request) -> List.of())),
        quirk(
            "keeps times in hours and declares minutes",
            "CAP-2",
            quirks -> quirks.granularity(Duration.ofHours(1))),
        quirk(
            "shows writes after an hour and declares 90 seconds",
            "CAP-3",
            quirks -> quirks.lag(Duration.ofHours(1))),
        liar(
            "declares a feed of removals and tells none",
            "CAP-4",
            LyingSession.read(
                (honest, request) -> {
                  Page page = honest.read(request);
                  return new Page(
                      page.changes().stream().filter(Page.Present.class::isInstance).toList(),
                      page.next());
                })),
        liar("lists removed items", "CAP-4", sweepless(), DeclaringLiars::remembering),
        liar(
            "declares larger batches than it takes",
            "CAP-5",
            LyingSession.able(able -> MemoryUnderTest.everything().batches(30, 30, 30).build())),
        liar(
            "declares atomic batches and writes half of one",
            "CAP-5",
            notAtomic,
            LyingSession.able(able -> able())),
        liar(
            "ignores what a write expects",
            "CAP-6",
            LyingSession.altering(DeclaringLiars::unconditional)),
        liar(
            "checks first and writes later", "CAP-6", LyingSession.write(DeclaringLiars::checking)),
        liar(
            "declares keyed creates and ignores keys",
            "CAP-7",
            LyingSession.altering(
                write ->
                    write instanceof Write.Create create
                        ? new Write.Create(
                            new UUID(1, COUNT.incrementAndGet()).toString(),
                            create.fields(),
                            create.matchFields())
                        : write)),
        liar(
            "declares upserts and inserts",
            "CAP-7",
            upsert,
            LyingSession.altering(
                write ->
                    write instanceof Write.Create create
                        ? new Write.Create(create.key(), create.fields(), List.of())
                        : write)),
        liar(
            "declares keyed creates and has none",
            "CAP-7",
            find,
            LyingSession.able(able -> able())),
        quirk(
            "gives new items the ids of deleted ones", "CAP-9", quirks -> quirks.reusesIds(true)));
  }

  private static Capabilities sweepless() {
    return MemoryUnderTest.everything().deletes(Capabilities.DeleteVisibility.SWEEP).build();
  }

  /** Lists whatever was seen once. */
  private static EntitySession remembering(EntitySession honest) {
    Map<String, Page.Change> seen = new HashMap<>();
    return LyingSession.read(
            (session, request) -> {
              Page page = session.read(request);
              page.changes().forEach(change -> seen.put(change.id(), change));
              return page.next() instanceof Page.End
                  ? new Page(List.copyOf(seen.values()), page.next())
                  : page;
            })
        .apply(honest);
  }

  static Write unconditional(Write write) {
    if (write instanceof Write.Update update) {
      return new Write.Update(update.id(), update.fields(), Expectation.none());
    }
    return write instanceof Write.Delete delete
        ? new Write.Delete(delete.id(), Expectation.none())
        : write;
  }

  private static List<WriteResult> checking(EntitySession honest, List<? extends Write> batch) {
    List<WriteResult> results = new ArrayList<>();
    for (Write write : batch) {
      Expectation expected =
          write instanceof Write.Update update
              ? update.expected()
              : write instanceof Write.Delete delete ? delete.expected() : Expectation.none();
      String id =
          write instanceof Write.Update update
              ? update.id()
              : write instanceof Write.Delete delete ? delete.id() : "";
      boolean holds =
          !(honest.lookup(List.of(id), expected.fields()).get(0) instanceof Lookup.Found found)
              || expected.holds(found.item().fields());
      results.add(
          holds ? honest.write(List.of(unconditional(write))).get(0) : new WriteResult.Stale(null));
    }
    return results;
  }

  private static List<Liar> schemas() {
    return List.of(
        liar(
            "takes names for ids",
            "SCHEMA-1",
            replacing(
                "title", field -> Field.of(field.name(), field.name(), field.type()).asRequired())),
        quirk(
            "trims texts",
            "SCHEMA-2",
            quirks ->
                quirks.normalizer(
                    "title",
                    value ->
                        value instanceof Value.Text t ? Value.text(t.value().strip()) : value)),
        quirk(
            "keeps one digit after the point and declares two",
            "SCHEMA-2",
            quirks ->
                quirks.normalizer(
                    "price",
                    value ->
                        value instanceof Value.Num n
                            ? Value.number(n.value().setScale(1, RoundingMode.DOWN))
                            : value)),
        quirk(
            "sorts a list whose order counts",
            "SCHEMA-2",
            quirks ->
                quirks.normalizer(
                    "steps",
                    value ->
                        value instanceof Value.Many many
                            ? FieldType.setOf(FieldType.text()).canonical(many)
                            : value)),
        liar(
            "declares a computed field as any other",
            "SCHEMA-3",
            replacing("size", field -> Field.of("size", field.type()))),
        liar(
            "declares a derived field that can be written",
            "SCHEMA-3",
            replacing(
                "size",
                field ->
                    new Field(
                        "size", "size", field.type(), Access.READ_WRITE, false, false, true))),
        liar(
            "keeps quiet about a required field",
            "SCHEMA-4",
            replacing("title", field -> Field.of("title", field.type()))),
        liar(
            "declares a required field that is not",
            "SCHEMA-4",
            replacing("due", Field::asRequired)),
        new Liar(
            "ignores options that it does not know",
            "CALL-4",
            () ->
                new MemoryUnderTest(able(), q -> q, (platform, context, session) -> session.get()) {
                  @Override
                  public Optional<Connection> connect(Map<String, String> options) {
                    return Optional.of(MemoryPlatform.named("memory", time().orElseThrow()));
                  }
                }),
        liar(
            "takes refused credentials for a platform that is down",
            "CALL-3",
            LyingSession.read(
                (honest, request) -> {
                  try {
                    return honest.read(request);
                  } catch (ConnectorException e) {
                    throw new ConnectorException(Kind.UNAVAILABLE, "cannot read now", e);
                  }
                })));
  }

  private static UnaryOperator<EntitySession> replacing(String id, UnaryOperator<Field> change) {
    return LyingSession.schema(
        schema ->
            Schema.of(
                schema.entity(),
                schema.fields().stream()
                    .map(field -> field.id().equals(id) ? change.apply(field) : field)
                    .toList()));
  }
}
