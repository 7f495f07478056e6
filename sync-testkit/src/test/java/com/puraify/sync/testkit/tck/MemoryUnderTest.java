package com.puraify.sync.testkit.tck;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Capabilities.CreateSafety;
import com.puraify.sync.connector.Capabilities.DeleteVisibility;
import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConfigurationException.Problem;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.testkit.Interference;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.MemoryEntityBuilder;
import com.puraify.sync.testkit.MemoryPlatform;
import com.puraify.sync.testkit.SpiCall;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A platform in memory, whose sessions a test may wrap into lies. */
class MemoryUnderTest implements PlatformUnderTest {

  static final Duration GRANULARITY = Duration.ofMinutes(1);
  static final Duration LAG = Duration.ofSeconds(90);

  private static final String SECRET = "memory-secret";

  private final ManualTime time = ManualTime.advancing();
  private final MemoryPlatform platform = MemoryPlatform.named("memory", time);
  private final MemoryEntity entity;
  private final Lie lie;

  /** What becomes of a session, and of the context that it is opened with. */
  @FunctionalInterface
  interface Lie {
    EntitySession told(
        MemoryUnderTest platform, ConnectorContext context, Supplier<EntitySession> honest);
  }

  /** Ids of items that were deleted for good, instead of being put into the trash. */
  final Set<String> purged = new HashSet<>();

  private final AtomicInteger open = new AtomicInteger();

  MemoryUnderTest(Capabilities able, UnaryOperator<MemoryEntityBuilder> quirks, Lie lie) {
    this.entity = quirks.apply(builder(able)).build();
    this.lie = lie;
  }

  private MemoryEntityBuilder builder(Capabilities able) {
    return platform
        .entity(SCHEMA)
        .capabilities(able)
        .formula(
            "size",
            fields ->
                Value.number(fields.get("title") instanceof Value.Text t ? t.value().length() : 0))
        .returnsBefore()
        .unevenLag()
        .shortPages();
  }

  static final Schema SCHEMA =
      Schema.of(
          "things",
          Field.of("title", FieldType.text()).asRequired(),
          Field.of("note", "Note", new FieldType.Text(60, true)),
          Field.of("count", FieldType.number()),
          Field.of("price", new FieldType.Num(12, 2)),
          Field.of("done", FieldType.bool()),
          Field.of("due", FieldType.day()),
          Field.of("at", FieldType.moment(Duration.ofSeconds(1))),
          Field.of("kind", FieldType.choiceOf(List.of("one", "two", "three"))),
          Field.of("tags", FieldType.setOf(FieldType.text())),
          Field.of("steps", FieldType.listOf(FieldType.text())),
          Field.of("code", FieldType.text()).createOnly().asUnique(),
          Field.of("size", FieldType.number()).asDerived());

  /** Returns capabilities of an entity that can do everything. */
  static Capabilities.Builder everything() {
    return Capabilities.builder()
        .incremental(true)
        .deletes(DeleteVisibility.FEED)
        .granularity(GRANULARITY)
        .visibilityLag(LAG)
        .batches(10, 10, 10)
        .lookupBatch(10)
        .readPage(4)
        .atomicBatches(true)
        .parallelWrites(4)
        .conditionalWrites(true)
        .createSafety(CreateSafety.KEYED)
        .findable(true);
  }

  /** Returns capabilities of an entity that can do next to nothing. */
  static Capabilities.Builder little() {
    return Capabilities.builder().readPage(3);
  }

  static MemoryUnderTest honest(Capabilities able) {
    return new MemoryUnderTest(
        able, quirks -> quirks, (platform, context, session) -> session.get());
  }

  static MemoryUnderTest telling(Capabilities able, UnaryOperator<EntitySession> lie) {
    return new MemoryUnderTest(
        able, quirks -> quirks, (platform, context, session) -> lie.apply(session.get()));
  }

  static MemoryUnderTest telling(
      Capabilities able, BiFunction<MemoryUnderTest, EntitySession, EntitySession> lie) {
    return new MemoryUnderTest(
        able, quirks -> quirks, (platform, context, session) -> lie.apply(platform, session.get()));
  }

  MemoryEntity memory() {
    return entity;
  }

  @Override
  public Entity entity() {
    return new Entity() {
      @Override
      public String platform() {
        return entity.platform();
      }

      @Override
      public String name() {
        return entity.name();
      }

      @Override
      public EntitySession open(ConnectorContext context) {
        return lie.told(MemoryUnderTest.this, context, () -> counted(entity.open(context)));
      }
    };
  }

  private EntitySession counted(EntitySession session) {
    open.incrementAndGet();
    return new LyingSession(session) {
      @Override
      public void close() {
        open.decrementAndGet();
        super.close();
      }
    };
  }

  @Override
  public OptionalInt held() {
    return OptionalInt.of(open.get());
  }

  @Override
  public Optional<Boolean> inTrash(String id) {
    return Optional.of(!entity.holds(id) && !purged.contains(id));
  }

  @Override
  public Optional<Connection> connect(Map<String, String> options) {
    List<Problem> problems =
        options.keySet().stream().map(name -> new Problem(name, "is no option")).toList();
    if (problems.isEmpty()) {
      return Optional.of(platform);
    }
    throw new ConfigurationException(problems);
  }

  @Override
  public Optional<Entity> missing() {
    return Optional.of(platform.entity("nothing of that name"));
  }

  @Override
  public String create(Fields fields) {
    return entity.put(fields);
  }

  @Override
  public void update(String id, Fields fields) {
    entity.edit(id, fields);
  }

  @Override
  public void remove(String id) {
    entity.remove(id);
  }

  @Override
  public Map<String, Fields> items() {
    return entity.items();
  }

  @Override
  public Optional<ManualTime> time() {
    return Optional.of(time);
  }

  @Override
  public Optional<String> secret() {
    return Optional.of(SECRET);
  }

  @Override
  public boolean lose(String id, Lookup.Reason how, @Nullable String into) {
    switch (how) {
      case ARCHIVED -> entity.archive(id);
      case MOVED -> entity.moveAway(id);
      case UNKNOWN -> entity.hide(id);
      case MERGED -> entity.merge(id, into);
      default -> throw new IllegalArgumentException("remove does that");
    }
    return true;
  }

  @Override
  public boolean rename(String field, String name) {
    List<Field> fields =
        entity.schema().fields().stream()
            .map(
                each ->
                    each.id().equals(field)
                        ? new Field(
                            field,
                            name,
                            each.type(),
                            each.access(),
                            each.required(),
                            each.unique(),
                            each.derived())
                        : each)
            .toList();
    entity.schema(Schema.of(entity.schema().entity(), fields));
    return true;
  }

  @Override
  public boolean trouble(Trouble trouble) {
    AtomicBoolean once = new AtomicBoolean();
    switch (trouble) {
      case DOWN -> failing(new ConnectorException(Kind.UNAVAILABLE, "memory is not there for now"));
      case REFUSED ->
          failing(new ConnectorException(Kind.AUTHENTICATION, "memory does not know us any more"));
      case ANSWER_LOST ->
          entity.interfere(
              new Interference() {
                @Override
                public void after(SpiCall call) {
                  if (call.kind().isWrite() && !once.getAndSet(true)) {
                    throw new ConnectorException(Kind.TIMEOUT, "no answer came in time");
                  }
                }
              });
      case BATCH_BROKEN ->
          entity.interfere(
              new Interference() {
                @Override
                public void beforeItem(SpiCall call, int index) {
                  if (index == 1 && !once.getAndSet(true)) {
                    throw new ConnectorException(Kind.TIMEOUT, "the connection broke");
                  }
                }
              });
      case LISTING_STOPS -> entity.listingCap(Trouble.LISTED);
    }
    return true;
  }

  private void failing(ConnectorException failure) {
    entity.interfere(
        new Interference() {
          @Override
          public void before(SpiCall call) {
            throw failure;
          }
        });
  }

  @Override
  public void relieve() {
    entity.interfere(Interference.NONE);
    entity.listingCap(Integer.MAX_VALUE);
  }

  @Override
  public void close() {
    // lives in memory
  }
}
