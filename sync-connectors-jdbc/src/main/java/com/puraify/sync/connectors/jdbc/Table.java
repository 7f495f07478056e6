package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.value.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table as it was found when its entity was opened. Immutable.
 *
 * @param dialect the database's
 * @param key what identifies it for good
 * @param name its name as the database has it
 * @param from its name between quotes, with its schema
 * @param view whether it is a view
 * @param columns its columns by name, in their order, without those left out
 * @param keyColumns the columns of its key, in the key's order
 * @param keySource where the keys of new rows come from
 * @param reusesKeys whether the database may give a new row the key of one that was deleted
 * @param modifiedAt the column with the time of change, if any
 * @param version the column with the version, if any
 * @param tombstone the column that marks deleted rows, if any
 * @param schema its fields
 */
record Table(
    Dialect dialect,
    EntityKey key,
    String name,
    String from,
    boolean view,
    Map<String, Column> columns,
    List<Column> keyColumns,
    KeySource keySource,
    boolean reusesKeys,
    @Nullable Column modifiedAt,
    @Nullable Column version,
    @Nullable Tombstone tombstone,
    Schema schema) {

  /** Where the key of a new row comes from. */
  enum KeySource {
    /** From the database, which tells it once the row is there. */
    DATABASE,
    /** From the engine's name for the creation, unless the row's fields have it. */
    ENGINE,
    /** From the row's fields. */
    FIELDS
  }

  /** Returns the columns of the key, between quotes. */
  List<String> quotedKey() {
    return keyColumns.stream().map(Column::quoted).toList();
  }

  /** Returns the column that the database means by a name in a message, or null. */
  @Nullable Column columnNamed(@Nullable String said) {
    if (said == null || columns.containsKey(said)) {
      return columns.get(said);
    }
    List<Column> alike =
        columns.values().stream().filter(each -> each.name().equalsIgnoreCase(said)).toList();
    return alike.size() == 1 ? alike.get(0) : null;
  }

  /** Returns a condition for rows that have a key, or an empty text if all do. */
  String hasKey() {
    return String.join(
        " AND ",
        keyColumns.stream()
            .filter(Column::nullable)
            .map(column -> column.quoted() + " IS NOT NULL")
            .toList());
  }
}
