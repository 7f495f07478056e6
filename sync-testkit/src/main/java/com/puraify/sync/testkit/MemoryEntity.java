package com.puraify.sync.testkit;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Lookup.Reason;
import com.puraify.sync.connector.WriteResult.Rejected;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entity of a {@link MemoryPlatform}, with items that people and engines edit.
 *
 * <p>It keeps every word of its {@link Capabilities} unless a setting of its builder says
 * otherwise, and it is strict: it refuses what a platform would refuse, and a caller that breaks
 * the rules of {@link EntitySession} gets an {@link IllegalStateException}.
 *
 * <p>The methods that edit ({@link #put}, {@link #edit}, {@link #remove} and so on) are people's
 * doings; those that look ({@link #items}, {@link #item}, {@link #log}) tell what really is,
 * without any lag. Ids are given out in order: {@code item-1}, {@code item-2}. Thread-safe.
 */
public final class MemoryEntity implements Entity {

  /** How a batch is answered in which the platform refuses an item for its content. */
  public enum Refusals {
    /** The others are written, and the refused one is reported; never with atomic batches. */
    PER_ITEM,
    /** Nothing is written, and the batch is refused; a batch of one is reported as that item. */
    WHOLE_BATCH,
    /** Nothing is written, and the batch is refused, even one of a single item. */
    VAGUE
  }

  private final MemoryPlatform platform;
  private final String id;
  private final String account;
  private final MemoryTable table;
  private final Map<SpiCall.Kind, Long> calls = new EnumMap<>(SpiCall.Kind.class);
  private long made;
  private volatile Interference interference = Interference.NONE;

  MemoryEntity(MemoryPlatform platform, String id, String account, MemoryTable table) {
    this.platform = platform;
    this.id = id;
    this.account = account;
    this.table = table;
  }

  /** Returns the platform's stable id of this entity. */
  public String id() {
    return id;
  }

  @Override
  public String platform() {
    return platform.platform();
  }

  @Override
  public String name() {
    return schema().entity();
  }

  @Override
  public EntitySession open(ConnectorContext context) {
    EntityKey key = new EntityKey(platform.platform(), account, id);
    return MemorySession.open(this, key, table, context);
  }

  /** Returns what this entity declares. */
  public Capabilities capabilities() {
    return table.capabilities();
  }

  /**
   * Creates an item.
   *
   * @return its id
   * @throws IllegalArgumentException if the platform would not let a person do that
   */
  public String put(Fields fields) {
    return table.locked(() -> allowed(table.create(null, fields)));
  }

  /**
   * Creates an item with an id of its own, which may be that of an item that is gone; or edits the
   * item that has it.
   *
   * @throws IllegalArgumentException if the platform would not let a person do that
   */
  public void put(String item, Fields fields) {
    table.locked(
        () -> allowed(table.has(item) ? table.edit(item, fields) : table.create(item, fields)));
  }

  /**
   * Edits some fields of an item.
   *
   * @throws IllegalArgumentException if it is not there, or the platform would not let a person do
   *     that
   */
  public void edit(String item, Fields fields) {
    table.locked(
        () -> {
          requireLive(item);
          return allowed(table.edit(item, fields));
        });
  }

  /** Deletes an item, or puts it into the trash. */
  public void remove(String item) {
    lose(item, Reason.DELETED, null);
  }

  /** Archives an item. */
  public void archive(String item) {
    lose(item, Reason.ARCHIVED, null);
  }

  /** Moves an item to some other entity. */
  public void moveAway(String item) {
    lose(item, Reason.MOVED, null);
  }

  /** Stops sharing an item with the account; nobody can tell that from a deletion. */
  public void hide(String item) {
    lose(item, Reason.UNKNOWN, null);
  }

  /** Merges an item into another, which takes over what it has not got itself. */
  public void merge(String item, String into) {
    table.locked(
        () -> {
          requireLive(into);
          Fields merged = requireLive(item);
          table.lose(item, Reason.MERGED, into, null);
          return allowed(table.fillGaps(into, merged));
        });
  }

  /** Brings an item back that was deleted, archived, moved, merged or hidden. */
  public void restore(String item) {
    table.locked(() -> allowed(table.restore(item)));
  }

  /** Changes the fields that the entity has; what items hold in fields that are gone is hidden. */
  public void schema(Schema schema) {
    table.locked(
        () -> {
          table.schema(schema);
          return schema;
        });
  }

  /** Makes every read stop after so many items from now on, and say so. */
  public void listingCap(int items) {
    table.locked(() -> table.quirks().listingCap = items);
  }

  private void lose(String item, Reason reason, @Nullable String into) {
    table.locked(
        () -> {
          Fields held = requireLive(item);
          table.lose(item, reason, into, null);
          return held;
        });
  }

  private Fields requireLive(String item) {
    return item(item)
        .orElseThrow(() -> new IllegalArgumentException("there is no item " + item + " in " + id));
  }

  private String allowed(MemoryTable.Outcome outcome) {
    Rejected refusal = outcome.refusal();
    if (refusal != null) {
      throw new IllegalArgumentException(id + " refuses that: " + refusal.detail());
    }
    return outcome.id();
  }

  /** Returns the fields as they are now. */
  public Schema schema() {
    return table.locked(table::schema);
  }

  /** Returns what every item holds now, by its id, in the order of creation. */
  public Map<String, Fields> items() {
    return table.locked(
        () -> {
          Map<String, Fields> items = new LinkedHashMap<>();
          table.forEachLive((each, fields) -> items.put(each, table.view(fields)));
          return items;
        });
  }

  /** Returns what an item holds now, if it is there. */
  public Optional<Fields> item(String item) {
    return table.locked(() -> table.held(item).map(table::view));
  }

  /** Returns whether an item is there. */
  public boolean holds(String item) {
    return table.locked(() -> table.has(item));
  }

  /** Returns how many items are there. */
  public int size() {
    return table.locked(table::size);
  }

  /** Returns all changes so far, people's and engines', in their order. */
  public List<MemoryChange> log() {
    return table.locked(table::log);
  }

  /** Returns the changes after the first so many, people's and engines', in their order. */
  public List<MemoryChange> changesAfter(int known) {
    return table.locked(() -> table.logAfter(known));
  }

  /** Returns the changes that engines made. */
  public List<MemoryChange> writes() {
    return log().stream().filter(MemoryChange::byEngine).toList();
  }

  /** Returns how many calls of a kind engines made so far. */
  public long calls(SpiCall.Kind kind) {
    return table.locked(() -> calls.getOrDefault(kind, 0L));
  }

  /** Returns how many calls engines made so far. */
  public long calls() {
    return table.locked(() -> made);
  }

  /** Lets a test meddle with all further calls, instead of what it did before. */
  public void interfere(Interference meddler) {
    this.interference = meddler;
  }

  Interference interference() {
    return interference;
  }

  /** Counts a call, and returns its number. */
  long count(SpiCall.Kind kind) {
    return table.locked(
        () -> {
          calls.merge(kind, 1L, Long::sum);
          return ++made;
        });
  }

  @Override
  public String toString() {
    return platform() + " " + id;
  }
}
