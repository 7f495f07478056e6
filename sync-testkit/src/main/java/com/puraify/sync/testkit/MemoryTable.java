package com.puraify.sync.testkit;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Lookup.Reason;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.connector.WriteResult.Rejected;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The items of a {@link MemoryEntity} under its schema: what may be stored, what is kept of it, and
 * how it shows. Every method but {@link #locked} is called under its lock.
 */
final class MemoryTable {

  private final ReentrantLock lock = new ReentrantLock();
  private final MemoryPlatform platform;
  private final Capabilities capabilities;
  private final Quirks quirks;
  private final ItemHistory.Lag lag;
  private final ItemStore store;
  private final MemoryReads reads;
  private final MemoryWrites writes;
  private Schema schema;
  private Shape whole;
  private long lastId;

  /** What came of a change: the item's id, or why it was refused. */
  record Outcome(String id, @Nullable Rejected refusal) {
    static Outcome refused(WriteResult.Reason reason, String detail, @Nullable String field) {
      return new Outcome("", new Rejected(reason, detail, field));
    }
  }

  MemoryTable(MemoryPlatform platform, Schema schema, Capabilities capabilities, Quirks quirks) {
    this.platform = platform;
    this.schema = schema;
    this.whole = Shape.of(schema.fields());
    this.capabilities = capabilities;
    this.quirks = quirks;
    this.lag = new ItemHistory.Lag(quirks.lag, quirks.unevenLag);
    this.store = new ItemStore(lag);
    this.reads = new MemoryReads(this);
    this.writes = new MemoryWrites(this);
  }

  /** Does something while nobody else can. */
  <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  Capabilities capabilities() {
    return capabilities;
  }

  Quirks quirks() {
    return quirks;
  }

  ItemStore store() {
    return store;
  }

  MemoryReads reads() {
    return reads;
  }

  MemoryWrites writes() {
    return writes;
  }

  Schema schema() {
    return schema;
  }

  void schema(Schema changed) {
    this.schema = changed;
    this.whole = Shape.of(changed.fields());
  }

  Instant now() {
    return platform.clock().instant();
  }

  /** Returns the version that lagging readers see of an item, or null if they see none. */
  @Nullable ItemVersion visible(ItemHistory history) {
    return history.visible(now(), lag);
  }

  boolean has(String id) {
    return store.live(id) != null;
  }

  int size() {
    return store.size();
  }

  List<MemoryChange> log() {
    return store.log();
  }

  List<MemoryChange> logAfter(int known) {
    return store.logAfter(known);
  }

  Optional<Fields> held(String id) {
    return Optional.ofNullable(store.live(id)).map(ItemVersion::fields);
  }

  void forEachLive(BiConsumer<String, Fields> action) {
    for (ItemHistory history : store.after(0)) {
      ItemVersion latest = history.latest();
      if (latest != null && latest.isLive()) {
        action.accept(history.id(), latest.fields());
      }
    }
  }

  /** The fields that a reader wants, in the schema's order; shared by all items of a page. */
  static final class Shape {
    private final List<Field> fields;
    private final String[] ids; // never changed: all items of the shape share it

    private Shape(List<Field> fields) {
      this.fields = fields;
      this.ids = new String[fields.size()];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = fields.get(i).id();
      }
    }

    static Shape of(List<Field> fields) {
      return new Shape(fields);
    }
  }

  /** Returns the shape of some of the schema's fields. */
  Shape shape(Set<String> wanted) {
    List<Field> fields = new ArrayList<>(wanted.size());
    for (Field field : schema.fields()) {
      if (wanted.contains(field.id())) {
        fields.add(field);
      }
    }
    return Shape.of(fields);
  }

  /** Returns what stored fields look like: all fields of the schema, formulas computed. */
  Fields view(Fields stored) {
    return view(stored, whole);
  }

  /** Returns what some of the stored fields look like. */
  Fields view(Fields stored, Shape shape) {
    Value[] values = new Value[shape.fields.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(stored, shape.fields.get(i));
    }
    return Fields.ofShape(shape.ids, values);
  }

  private Value value(Fields stored, Field field) {
    Function<Fields, Value> formula = quirks.formulas.get(field.id());
    Value value = formula == null ? stored.get(field.id()) : formula.apply(stored);
    return value == null || value.isNull() ? field.type().canonical(Value.NULL) : value;
  }

  /** Returns an item as its readers get it. */
  Item item(String id, ItemVersion version, Fields shown) {
    return new Item(
        id,
        shown,
        quirks.dated ? coarse(version.at()) : null,
        quirks.versions ? String.valueOf(version.number()) : null);
  }

  /** Returns a time as coarse as the platform keeps it. */
  Instant coarse(Instant time) {
    long unit = quirks.granularity.toNanos();
    if (unit <= 1) {
      return time;
    }
    Instant midnight = time.truncatedTo(ChronoUnit.DAYS);
    long since = Duration.between(midnight, time).toNanos();
    return time.minusNanos(since % unit);
  }

  /** Creates an item, with an id of its own or a given one. */
  Outcome create(@Nullable String id, Fields fields) {
    Rejected refusal = refusal(null, fields, Fields.empty());
    return refusal != null
        ? new Outcome("", refusal)
        : new Outcome(add(id, kept(Fields.empty(), fields), null), null);
  }

  /** Edits an item that is there. */
  Outcome edit(String id, Fields fields) {
    Fields held = store.lastHeld(id);
    Rejected refusal = refusal(id, fields, held);
    if (refusal != null) {
      return new Outcome(id, refusal);
    }
    store.hold(id, kept(held, fields), now(), null);
    return new Outcome(id, null);
  }

  /** Gives an item those values that it has not got itself. */
  Outcome fillGaps(String id, Fields from) {
    Fields held = store.lastHeld(id);
    Fields.Builder gaps = Fields.builder();
    from.forEach(
        (field, value) -> {
          Value own = held.get(field);
          boolean computed = quirks.formulas.containsKey(field);
          if (!value.isNull() && !computed && (own == null || own.isNull())) {
            gaps.put(field, value);
          }
        });
    return edit(id, gaps.build());
  }

  /** Brings back what an item last held. */
  Outcome restore(String id) {
    if (has(id) || store.find(id) == null) {
      return Outcome.refused(WriteResult.Reason.GONE, "there is nothing to restore as " + id, null);
    }
    Fields held = store.lastHeld(id);
    Rejected refusal = refusal(id, held, Fields.empty());
    if (refusal != null) {
      return new Outcome(id, refusal);
    }
    store.hold(id, held, now(), null);
    return new Outcome(id, null);
  }

  /** Takes an item away. */
  void lose(String id, Reason reason, @Nullable String into, @Nullable Write write) {
    store.lose(id, reason, into, now(), write);
  }

  /** Stores a new item, and returns its id. */
  String add(@Nullable String id, Fields kept, @Nullable Write write) {
    String name = id;
    while (quirks.reusesIds && lastId > 0 && !has(quirks.idPrefix + lastId)) {
      lastId--;
    }
    if (quirks.reusesIds && name == null) {
      name = quirks.idPrefix + ++lastId;
    }
    while (name == null) {
      String next = quirks.idPrefix + ++lastId;
      name = store.find(next) == null ? next : null;
    }
    store.hold(name, kept, now(), write);
    return name;
  }

  /** Returns what is stored of an item once some fields are written. */
  Fields kept(Fields held, Fields written) {
    Fields.Builder kept = Fields.builder();
    held.forEach(kept::put);
    written.forEach((id, value) -> kept.put(id, kept(id, value)));
    return kept.build();
  }

  private Value kept(String id, Value value) {
    FieldType type = schema.byId(id).map(Field::type).orElse(null);
    Value canonical = type == null ? value : ValueRules.kept(type, value);
    return quirks.normalizers.getOrDefault(id, UnaryOperator.identity()).apply(canonical);
  }

  /**
   * Returns why an item cannot be written, or null if it can.
   *
   * @param id the item, or null for a new one
   * @param written the values to write
   * @param held what it holds now
   */
  @Nullable Rejected refusal(@Nullable String id, Fields written, Fields held) {
    for (String each : written.ids()) {
      Field field = schema.byId(each).orElse(null);
      Value value = written.get(each);
      if (field == null || value == null) {
        return new Rejected(
            WriteResult.Reason.INVALID_VALUE, schema.entity() + " has no field " + each, each);
      }
      Rejected refusal = ValueRules.refusal(field, value);
      if (refusal == null) {
        refusal = ValueRules.brokenReference(field, value, this::exists);
      }
      if (refusal == null && field.unique()) {
        refusal = duplicate(id, field, value);
      }
      if (refusal != null) {
        return refusal;
      }
    }
    return missing(written, held);
  }

  private @Nullable Rejected missing(Fields written, Fields held) {
    for (Field field : schema.fields()) {
      if (field.required() && !written.mentions(field.id()) && !held.mentions(field.id())) {
        return new Rejected(
            WriteResult.Reason.INVALID_VALUE, field.name() + " must not be empty", field.id());
      }
    }
    return null;
  }

  private @Nullable Rejected duplicate(@Nullable String id, Field field, Value value) {
    List<String> others = new ArrayList<>(store.holding(field.id(), kept(field.id(), value)));
    others.remove(id);
    return others.isEmpty()
        ? null
        : new Rejected(
            WriteResult.Reason.DUPLICATE, field.name() + " is taken by " + others, field.id());
  }

  private boolean exists(String entity, String id) {
    return platform.find(entity).map(target -> target.holds(id)).orElse(true);
  }
}
