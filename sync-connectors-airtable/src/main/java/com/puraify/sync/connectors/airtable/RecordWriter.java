package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.connector.WriteResult.Done;
import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.connector.WriteResult.Rejected;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Creates, changes and deletes records in batches, each of which Airtable writes as a whole or not
 * at all. Thread-safe.
 *
 * <p>Nothing is sent that Airtable is known to refuse. Where its refusal of a batch names the
 * record at fault, the others are sent without it; else the engine looks for it in halves.
 */
final class RecordWriter {

  private static final int MAX_MERGED = 3;

  private final AirtableApi api;
  private final Table table;
  private final RecordReader reader;
  private final WriteFailure failures;

  RecordWriter(AirtableApi api, Table table, RecordReader reader) {
    this.api = api;
    this.table = table;
    this.reader = reader;
    this.failures = new WriteFailure(table);
  }

  /**
   * One write on its way.
   *
   * @param at its place in the batch
   * @param write what is to be written
   * @param body how it is sent; for a delete, the record's id
   * @param mergeOn the fields to merge on, none for a plain write
   */
  private record Sending(int at, Write write, Json body, List<String> mergeOn) {}

  List<WriteResult> write(List<? extends Write> batch) {
    @Nullable WriteResult[] results = new @Nullable WriteResult[batch.size()];
    Map<List<String>, List<Sending>> calls = new LinkedHashMap<>();
    Set<List<Value>> keys = new HashSet<>();
    for (int at = 0; at < batch.size(); at++) {
      try {
        Sending sending = prepared(at, batch.get(at), keys);
        if (sending == null) {
          results[at] = new Done(((Write.Update) batch.get(at)).id(), null, null);
        } else {
          calls.computeIfAbsent(sending.mergeOn(), each -> new ArrayList<>()).add(sending);
        }
      } catch (UnwritableException e) {
        results[at] = e.rejected();
      }
    }
    boolean written = false;
    for (List<Sending> call : calls.values()) {
      written |= send(call, results, written);
    }
    List<WriteResult> answers = new ArrayList<>(results.length);
    for (WriteResult result : results) {
      answers.add(Objects.requireNonNull(result));
    }
    return answers;
  }

  /** Returns a write as it is sent, or null if it changes nothing. */
  private @Nullable Sending prepared(int at, Write write, Set<List<Value>> keys) {
    if (write instanceof Write.Create create) {
      List<String> mergeOn = mergeOn(create);
      if (!mergeOn.isEmpty() && !keys.add(values(create.fields(), mergeOn))) {
        throw new UnwritableException(
            Reason.DUPLICATE, "another item of the batch has the same values to match on", null);
      }
      Json cells = cells(create.fields(), mergeOn.isEmpty());
      return new Sending(at, write, Json.object(o -> o.put("fields", cells)), mergeOn);
    }
    if (write instanceof Write.Update update) {
      requireId(update.id());
      Json cells = cells(update.fields(), false);
      return cells.members().isEmpty()
          ? null
          : new Sending(
              at,
              write,
              Json.object(o -> o.put("id", update.id()).put("fields", cells)),
              List.of());
    }
    Write.Delete delete = (Write.Delete) write;
    requireId(delete.id());
    return new Sending(at, write, Json.of(delete.id()), List.of());
  }

  private static void requireId(String id) {
    if (!AirtableIds.isRecord(id)) {
      throw new UnwritableException(
          Reason.GONE, "'" + id + "' is not the id of an Airtable record", null);
    }
  }

  /**
   * Returns the fields on which a create may be an upsert, in a fixed order; none if Airtable
   * cannot merge on them, or if one of them is empty, with which each repeat would make another
   * record.
   */
  private List<String> mergeOn(Write.Create create) {
    List<String> fields = List.copyOf(new TreeSet<>(create.matchFields()));
    boolean possible =
        !fields.isEmpty()
            && fields.size() <= MAX_MERGED
            && fields.stream()
                .allMatch(
                    id -> {
                      Column column = table.column(id);
                      Value value = create.fields().get(id);
                      return column != null && value != null && isKey(column, value);
                    });
    return possible ? fields : List.of();
  }

  private static boolean isKey(Column column, Value value) {
    Value canonical = column.codec().type().canonical(value);
    return column.codec().mergeable()
        && !canonical.isNull()
        && !(canonical instanceof Value.Text text && text.value().isBlank());
  }

  private List<Value> values(Fields fields, List<String> ids) {
    List<Value> values = new ArrayList<>();
    for (Column column : table.wanted(ids)) {
      values.add(column.codec().type().canonical(fields.find(column.id()).orElse(Value.NULL)));
    }
    return values;
  }

  private Json cells(Fields fields, boolean isNew) {
    Map<String, Json> cells = new LinkedHashMap<>();
    for (String id : fields.ids()) {
      Column column = table.column(id);
      if (column == null) {
        throw new UnwritableException(
            Reason.INVALID_VALUE, "the table has no field with id '" + id + "'", id);
      }
      Value value = fields.find(id).orElse(Value.NULL);
      try {
        Json cell = column.codec().write(value);
        if (!(isNew && value.isNull())) { // a new record is empty where nothing is said
          cells.put(id, cell);
        }
      } catch (UnwritableException e) {
        throw e.of(column);
      }
    }
    return Json.object(cells);
  }

  /**
   * Makes one call, and those that are needed without the records at fault.
   *
   * @param written whether another call of the batch was made before, so that nothing may be thrown
   * @return whether anything was or may have been written
   */
  private boolean send(List<Sending> call, @Nullable WriteResult[] results, boolean written) {
    List<Sending> open = new ArrayList<>(call);
    while (!open.isEmpty()) {
      try {
        settle(open, answer(open), results);
        return true;
      } catch (ConnectorException e) {
        if (e.effectPossible()) {
          open.forEach(each -> results[each.at()] = unknown(e));
          return true;
        }
        if (!reject(open, e, results)) {
          if (!written) {
            throw e;
          }
          if (e.kind() != Kind.INVALID) {
            open.forEach(each -> results[each.at()] = unknown(e));
            return false;
          }
          int middle = open.size() / 2;
          boolean first = send(open.subList(0, middle), results, true);
          return send(open.subList(middle, open.size()), results, true) || first;
        }
      }
    }
    return false;
  }

  private static WriteResult unknown(ConnectorException e) {
    return new WriteResult.Unknown(WriteFailure.detail(e), null);
  }

  /** Takes the writes out that a refusal names; returns whether there were any. */
  private boolean reject(
      List<Sending> open, ConnectorException e, @Nullable WriteResult[] results) {
    boolean alone = open.size() == 1;
    return open.removeIf(
        each -> {
          Optional<Rejected> rejected = failures.of(e, each.write(), alone);
          rejected.ifPresent(refusal -> results[each.at()] = refusal);
          return rejected.isPresent();
        });
  }

  private Json answer(List<Sending> open) {
    Sending first = open.get(0);
    List<Json> bodies = open.stream().map(Sending::body).toList();
    if (first.write() instanceof Write.Delete) {
      return api.delete(bodies.stream().map(Json::text).toList());
    }
    if (first.write() instanceof Write.Update) {
      return api.update(bodies);
    }
    return first.mergeOn().isEmpty() ? api.create(bodies) : api.upsert(bodies, first.mergeOn());
  }

  /** Airtable wrote the batch: whatever goes wrong from here on, it is written. */
  private void settle(List<Sending> sent, Json answer, @Nullable WriteResult[] results) {
    List<Json> records = answer.at("records").elements();
    for (int i = 0; i < sent.size(); i++) {
      results[sent.get(i).at()] =
          records.size() == sent.size()
              ? result(sent.get(i).write(), records.get(i))
              : new WriteResult.Unknown(
                  "Airtable accepted the write, but its answer does not show the records", null);
    }
  }

  private WriteResult result(Write write, Json record) {
    String id = record.at("id").textOrNull();
    String expected =
        write instanceof Write.Update update
            ? update.id()
            : write instanceof Write.Delete delete ? delete.id() : id;
    if (id == null || !id.equals(expected)) {
      return new WriteResult.Unknown(
          "Airtable accepted the write, but its answer does not show the record", null);
    }
    if (write instanceof Write.Delete) {
      return record.at("deleted").isTrue()
          ? new Done(id, null, null)
          : new WriteResult.Unknown(
              "Airtable did not confirm that record " + id + " is deleted", null);
    }
    try {
      return Done.with(reader.whole(record));
    } catch (ConnectorException e) {
      return new Done(id, null, null);
    }
  }
}
