package com.puraify.sync.testkit;

import com.puraify.sync.connector.Capabilities.CreateSafety;
import com.puraify.sync.connector.Expectation;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.connector.WriteResult.Rejected;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What engines write into a {@link MemoryTable}. Every method is called under its lock. */
final class MemoryWrites {

  private final MemoryTable table;
  private final Quirks quirks;
  private final Map<String, String> createdByKey = new HashMap<>();
  private final List<String> newKeys = new ArrayList<>();

  MemoryWrites(MemoryTable table) {
    this.table = table;
    this.quirks = table.quirks();
  }

  /**
   * Writes a batch.
   *
   * @throws ConnectorException of kind {@code INVALID} if the batch is refused as a whole
   */
  List<WriteResult> write(SpiCall call, Interference interference) {
    boolean atomic = table.capabilities().atomicBatches();
    boolean keep = false;
    newKeys.clear();
    table.store().beginGroup();
    try {
      List<WriteResult> results = new ArrayList<>(call.batch().size());
      keep = !atomic; // whatever happens before an item, the ones before it stay
      for (Write write : call.batch()) {
        interference.beforeItem(call, results.size());
        results.add(write(write));
      }
      keep = false;
      refuseTogether(results);
      keep = true;
      return results;
    } finally {
      table.store().endGroup(keep);
      if (!keep) {
        newKeys.forEach(createdByKey::remove);
      }
    }
  }

  /** Returns the results of a batch of which nothing is known. */
  static List<WriteResult> unknown(SpiCall call, ConnectorException why) {
    String detail = String.valueOf(why.getMessage());
    return Collections.nCopies(call.batch().size(), new WriteResult.Unknown(detail, null));
  }

  private void refuseTogether(List<WriteResult> results) {
    boolean together =
        switch (quirks.refusals) {
          case PER_ITEM -> false;
          case WHOLE_BATCH -> results.size() > 1;
          case VAGUE -> true;
        };
    for (WriteResult result : results) {
      // An item that is not there is nobody's fault: even a transaction just reports it.
      if (together && result instanceof Rejected refused && refused.reason() != Reason.GONE) {
        throw new ConnectorException(
            ConnectorException.Kind.INVALID, "the batch is refused: " + refused.detail());
      }
    }
  }

  private WriteResult write(Write write) {
    if (write instanceof Write.Create create) {
      return create(create);
    }
    if (write instanceof Write.Update update) {
      return update(update.id(), update.fields(), update.expected(), update);
    }
    return delete((Write.Delete) write);
  }

  private WriteResult create(Write.Create create) {
    CreateSafety safety = table.capabilities().createSafety();
    String known = createdByKey.get(create.key());
    if (safety == CreateSafety.KEYED && known != null) {
      return done(known, null);
    }
    if (safety == CreateSafety.UPSERT) {
      Set<String> same = sameByMatchFields(create);
      if (same.size() > 1) {
        return Rejected.because(Reason.DUPLICATE, "several items match: " + same);
      }
      if (same.size() == 1) {
        return update(same.iterator().next(), create.fields(), Expectation.none(), create);
      }
    }
    Rejected refusal = notCreatable(create.fields());
    if (refusal == null) {
      refusal = table.refusal(null, create.fields(), Fields.empty());
    }
    Fields kept = table.kept(Fields.empty(), create.fields());
    if (refusal == null) {
      refusal = poisoned(kept);
    }
    if (refusal != null) {
      return refusal;
    }
    String id = table.add(null, kept, create);
    if (createdByKey.put(create.key(), id) == null) {
      newKeys.add(create.key());
    }
    return done(id, null);
  }

  private Set<String> sameByMatchFields(Write.Create create) {
    Set<String> same = new TreeSet<>();
    boolean first = true;
    for (String field : create.matchFields()) {
      Value value = create.fields().get(field);
      if (value == null || value.isNull()) {
        return Set.of();
      }
      Value kept = table.kept(Fields.empty(), Fields.of(field, value)).get(field);
      Set<String> holding = kept == null ? Set.of() : table.store().holding(field, kept);
      if (first) {
        same.addAll(holding);
      } else {
        same.retainAll(holding);
      }
      first = false;
    }
    return same;
  }

  private WriteResult update(String id, Fields fields, Expectation expected, Write write) {
    ItemVersion current = table.store().live(id);
    if (current == null) {
      return Rejected.because(Reason.GONE, "there is no item " + id);
    }
    if (isStale(current, expected)) {
      return new WriteResult.Stale(quirks.returnsItems ? full(id, current) : null);
    }
    Rejected refusal = notUpdatable(fields);
    if (refusal == null) {
      refusal = table.refusal(id, fields, current.fields());
    }
    Fields kept = table.kept(current.fields(), fields);
    if (refusal == null) {
      refusal = poisoned(kept);
    }
    if (refusal != null) {
      return refusal;
    }
    table.store().hold(id, kept, table.now(), write);
    return done(id, current);
  }

  private WriteResult delete(Write.Delete delete) {
    ItemVersion current = table.store().live(delete.id());
    if (current == null) {
      return Rejected.because(Reason.GONE, "there is no item " + delete.id());
    }
    if (isStale(current, delete.expected())) {
      return new WriteResult.Stale(quirks.returnsItems ? full(delete.id(), current) : null);
    }
    table.lose(delete.id(), Lookup.Reason.DELETED, null, delete);
    return new WriteResult.Done(delete.id(), null, before(delete.id(), current));
  }

  private boolean isStale(ItemVersion current, Expectation expected) {
    if (!table.capabilities().conditionalWrites()) {
      return false;
    }
    String version = expected.version();
    return (quirks.conditionalByVersion && version != null)
        ? !version.equals(String.valueOf(current.number()))
        : !expected.holds(table.view(current.fields()));
  }

  private WriteResult done(String id, @Nullable ItemVersion before) {
    ItemVersion after = table.store().live(id);
    Item item = after != null && quirks.returnsItems ? full(id, after) : null;
    return new WriteResult.Done(id, item, before == null ? null : before(id, before));
  }

  private @Nullable Item before(String id, ItemVersion version) {
    return quirks.returnsBefore ? full(id, version) : null;
  }

  private Item full(String id, ItemVersion version) {
    return table.item(id, version, table.view(version.fields()));
  }

  private @Nullable Rejected notCreatable(Fields fields) {
    for (Field field : table.schema().fields()) {
      if (fields.mentions(field.id()) && !field.creatable()) {
        return readOnly(field);
      }
    }
    return null;
  }

  private @Nullable Rejected notUpdatable(Fields fields) {
    for (Field field : table.schema().fields()) {
      if (fields.mentions(field.id()) && !field.writable()) {
        return readOnly(field);
      }
    }
    return null;
  }

  private static Rejected readOnly(Field field) {
    return new Rejected(Reason.FORBIDDEN, field.name() + " cannot be written", field.id());
  }

  private @Nullable Rejected poisoned(Fields kept) {
    return quirks.poison.test(table.view(kept))
        ? Rejected.because(Reason.OTHER, "the platform refuses this item")
        : null;
  }
}
