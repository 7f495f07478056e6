package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.connector.WriteResult.Rejected;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out which record of a refused batch is at fault, as far as Airtable's words tell. */
final class WriteFailure {

  private final Table table;

  WriteFailure(Table table) {
    this.table = table;
  }

  /**
   * Returns what a refusal means for one write of the batch.
   *
   * @param alone whether the batch was this write alone, so that the refusal is certainly about it
   * @return the rejection, or empty if the refusal may be about another write
   */
  Optional<Rejected> of(ConnectorException e, Write write, boolean alone) {
    AirtableFault fault = AirtableFault.of(e);
    if (fault == null) {
      return Optional.empty();
    }
    if (fault.isMissingRecord()) {
      return missing(e, fault, write, alone);
    }
    return alone && e.kind() == Kind.INVALID
        ? Optional.of(
            new Rejected(Reason.INVALID_VALUE, detail(e), culprit(fault.words(), fields(write))))
        : Optional.empty();
  }

  private Optional<Rejected> missing(
      ConnectorException e, AirtableFault fault, Write write, boolean alone) {
    Optional<String> named = AirtableIds.recordIn(fault.words());
    String id = idOf(write);
    if (named.isPresent() ? named.get().equals(id) : alone && id != null) {
      return Optional.of(Rejected.because(Reason.GONE, detail(e)));
    }
    String field = named.map(record -> mentioning(record, fields(write))).orElse(null);
    if (field != null || alone) {
      return Optional.of(new Rejected(Reason.MISSING_REFERENCE, detail(e), field));
    }
    return Optional.empty();
  }

  private static @Nullable String idOf(Write write) {
    return write instanceof Write.Update update
        ? update.id()
        : write instanceof Write.Delete delete ? delete.id() : null;
  }

  private static Fields fields(Write write) {
    return write instanceof Write.Create create
        ? create.fields()
        : write instanceof Write.Update update ? update.fields() : Fields.empty();
  }

  /** Returns the id of a field that points to a record, or null if none does. */
  private static @Nullable String mentioning(String record, Fields fields) {
    Value reference = Value.reference(record);
    for (String id : fields.ids()) {
      Value value = fields.get(id);
      if (reference.equals(value)
          || (value instanceof Value.Many many && many.elements().contains(reference))) {
        return id;
      }
    }
    return null;
  }

  /** Returns the id of the field that Airtable's message is about, as far as it tells. */
  private @Nullable String culprit(String words, Fields written) {
    List<Column> columns = table.wanted(written.ids());
    return columns.stream()
        .sorted(Comparator.comparingInt((Column column) -> column.name().length()).reversed())
        .filter(column -> names(words, column.id()) || names(words, column.name()))
        .map(Column::id)
        .findFirst()
        .orElseGet(() -> byChoice(words, columns, written));
  }

  private static boolean names(String words, String key) {
    return words.contains("\"" + key + "\"") || words.contains("for field " + key + ":");
  }

  private static @Nullable String byChoice(String words, List<Column> columns, Fields written) {
    if (columns.size() == 1) {
      return columns.get(0).id();
    }
    for (Column column : columns) {
      Value value = written.get(column.id());
      List<? extends Value> choices =
          value instanceof Value.Many many
              ? many.elements()
              : value == null ? List.of() : List.of(value);
      for (Value each : choices) {
        if (each instanceof Value.Choice choice && names(words, choice.name())) {
          return column.id();
        }
      }
    }
    return null;
  }

  static String detail(ConnectorException e) {
    return Objects.requireNonNullElse(e.getMessage(), "");
  }
}
