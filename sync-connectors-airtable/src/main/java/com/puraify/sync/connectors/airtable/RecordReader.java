package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Makes items of records. A cell that a record does not show is empty; what Airtable cannot compute
 * is left out of the item. Immutable.
 */
final class RecordReader {

  private final Table table;

  RecordReader(Table table) {
    this.table = table;
  }

  /**
   * Reads a record of which at least some fields were asked for.
   *
   * @throws ConnectorException of kind {@code PROTOCOL} if it is none
   */
  Item item(Json json, Collection<Column> wanted) {
    String id = json.at("id").text();
    Json cells = json.at("fields");
    if (!cells.isObject()) {
      throw new ConnectorException(
          Kind.PROTOCOL, "Airtable shows record " + id + " without fields");
    }
    Fields.Builder fields = Fields.builder();
    for (Column column : wanted) {
      Value value;
      try {
        value = column.codec().read(cells.at(column.id()));
      } catch (ConnectorException e) {
        throw ComputedCodec.unreadable(id, column, e);
      }
      if (value != null) {
        fields.put(column.id(), value);
      }
    }
    return new Item(id, fields.build(), modifiedAt(cells, json.at("createdTime")), null);
  }

  /** Reads a record as a write returns it: with everything that is not empty. */
  Item whole(Json json) {
    return item(json, table.columns());
  }

  private @Nullable Instant modifiedAt(Json cells, Json created) {
    Column modified = table.lastModified();
    if (modified == null) {
      return null;
    }
    String time = cells.at(modified.id()).textOrNull();
    if (time == null) {
      time = created.textOrNull(); // it was not modified since
    }
    return time == null ? null : MomentCodec.instant(time);
  }
}
