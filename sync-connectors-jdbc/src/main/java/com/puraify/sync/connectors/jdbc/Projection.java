package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which columns a query reads, and how a row of them becomes an item. All items of a projection
 * share their field ids. Immutable.
 */
final class Projection {

  private final String columns;
  private final String[] ids;
  private final ColumnCodec[] codecs;
  private final ColumnCodec[] keyCodecs;
  private final int[] keyAt;
  private final @Nullable ColumnCodec modifiedAt;
  private final int modifiedAtAt;
  private final @Nullable ColumnCodec version;
  private final int versionAt;
  private final @Nullable Tombstone tombstone;
  private final int tombstoneAt;
  private final int orderAt;

  private Projection(Table table, List<Column> wanted, @Nullable ChangeOrder order) {
    List<Column> all = new ArrayList<>(wanted);
    this.ids = wanted.stream().map(Column::name).toArray(String[]::new);
    this.codecs = wanted.stream().map(Column::codec).toArray(ColumnCodec[]::new);
    this.keyCodecs = table.keyColumns().stream().map(Column::codec).toArray(ColumnCodec[]::new);
    this.keyAt = table.keyColumns().stream().mapToInt(column -> at(all, column)).toArray();
    this.modifiedAt = table.modifiedAt() == null ? null : table.modifiedAt().codec();
    this.modifiedAtAt = table.modifiedAt() == null ? 0 : at(all, table.modifiedAt());
    this.version = table.version() == null ? null : table.version().codec();
    this.versionAt = table.version() == null ? 0 : at(all, table.version());
    this.tombstone = table.tombstone();
    this.tombstoneAt = tombstone == null ? 0 : at(all, tombstone.column());
    this.orderAt = order == null ? 0 : at(all, order.column());
    this.columns = String.join(", ", all.stream().map(Column::quoted).toList());
  }

  /**
   * Returns the projection on some fields of a table; ids of fields that it does not have are
   * passed over.
   *
   * @param order the order whose positions are read as well, or null
   */
  static Projection of(Table table, Set<String> fields, @Nullable ChangeOrder order) {
    List<Column> wanted =
        table.columns().values().stream().filter(column -> fields.contains(column.name())).toList();
    return new Projection(table, wanted, order);
  }

  /** Returns where a column is read, counted from 1, and adds it if it is not read yet. */
  private static int at(List<Column> all, Column column) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).name().equals(column.name())) {
        return i + 1;
      }
    }
    all.add(column);
    return all.size();
  }

  /** Returns the columns for a SELECT. */
  String columns() {
    return columns;
  }

  /** Returns the item in a row. */
  Item item(ResultSet row) throws SQLException {
    Value[] values = new Value[ids.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = codecs[i].read(row, i + 1);
    }
    return new Item(id(row), Fields.ofShape(ids, values), modifiedAt(row), version(row));
  }

  private String id(ResultSet row) throws SQLException {
    if (keyAt.length == 1) {
      return ItemKey.text(keyCodecs[0].read(row, keyAt[0]));
    }
    Value[] key = new Value[keyAt.length];
    for (int i = 0; i < key.length; i++) {
      key[i] = keyCodecs[i].read(row, keyAt[i]);
    }
    return ItemKey.id(key);
  }

  private @Nullable Instant modifiedAt(ResultSet row) throws SQLException {
    return modifiedAt != null && modifiedAt.read(row, modifiedAtAt) instanceof Value.Moment moment
        ? moment.value()
        : null;
  }

  private @Nullable String version(ResultSet row) throws SQLException {
    if (version == null) {
      return null;
    }
    Value value = version.read(row, versionAt);
    return value.isNull() ? null : ItemKey.text(value);
  }

  /** Returns whether a row is marked as deleted. */
  boolean isDeleted(ResultSet row) throws SQLException {
    return tombstone != null && tombstone.marks(tombstone.column().codec().read(row, tombstoneAt));
  }

  /** Returns a row's position in the order of changes, or null if it has none. */
  @Nullable String position(ResultSet row, ChangeOrder order) throws SQLException {
    return order.read(row, orderAt);
  }
}
