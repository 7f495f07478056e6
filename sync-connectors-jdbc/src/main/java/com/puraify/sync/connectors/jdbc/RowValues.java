package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.value.Field;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values that a write gives to columns, as they will read back. Immutable.
 *
 * @param columns the columns
 * @param values their values, in the same order
 */
@SuppressWarnings("ArrayRecordComponent") // handed on within a batch, never compared
record RowValues(List<Column> columns, Value[] values) {

  /**
   * Returns the values that fields give to a row.
   *
   * @param create whether the row is a new one
   * @throws UnfitValueException if a column cannot hold its value, or is not written
   */
  static RowValues of(Table table, Fields fields, boolean create) throws UnfitValueException {
    List<String> ids = fields.ids();
    Column[] columns = new Column[ids.size()];
    Value[] values = new Value[columns.length];
    for (int i = 0; i < columns.length; i++) {
      String id = ids.get(i);
      Column column = column(table, id, create);
      try {
        values[i] = column.codec().stored(value(fields, id));
      } catch (UnfitValueException e) {
        throw e.in(id);
      }
      if (values[i].isNull() && !column.nullable()) {
        throw new UnfitValueException("column " + column.name() + " cannot be empty").in(id);
      }
      columns[i] = column;
    }
    return new RowValues(List.of(columns), values);
  }

  private static Column column(Table table, String id, boolean create) throws UnfitValueException {
    Column column = table.columns().get(id);
    if (column == null) {
      throw new UnfitValueException("table " + table.name() + " has no column " + id).in(id);
    }
    Field field = column.field();
    if (create ? !field.creatable() : !field.writable()) {
      throw new UnfitValueException("column " + id + " is not written").in(id);
    }
    return column;
  }

  private static Value value(Fields fields, String id) {
    Value value = fields.get(id);
    return value == null ? Value.NULL : value;
  }

  /** Returns the value that is given to a column, or null if there is none. */
  @Nullable Value get(Column column) {
    for (int i = 0; i < values.length; i++) {
      if (columns.get(i).name().equals(column.name())) {
        return values[i];
      }
    }
    return null;
  }

  /** Returns the values by field id. */
  Fields fields() {
    return Fields.ofShape(columns.stream().map(Column::name).toArray(String[]::new), values);
  }
}
