package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * References to rows of a table, by the text of their key.
 *
 * @param entity the id of the entity that the table is
 * @param key how the key itself is read and written
 */
record ReferenceCodec(String entity, ColumnCodec key) implements ColumnCodec {

  @Override
  public FieldType type() {
    return new FieldType.Reference(entity);
  }

  @Override
  public Value read(ResultSet row, int index) throws SQLException {
    Value value = key.read(row, index);
    return value.isNull() ? value : new Value.Reference(ItemKey.text(value));
  }

  @Override
  public Value stored(Value value) throws UnfitValueException {
    if (value.isNull()) {
      return value;
    }
    if (!(value instanceof Value.Reference reference)) {
      throw Texts.wrongKind("a reference", value);
    }
    return new Value.Reference(ItemKey.text(key.stored(ItemKey.parse(reference.id(), key.type()))));
  }

  @Override
  public void bindValue(PreparedStatement statement, int index, Value value) throws SQLException {
    try {
      key.bindValue(statement, index, ItemKey.parse(((Value.Reference) value).id(), key.type()));
    } catch (UnfitValueException e) {
      throw new SQLException("a reference that was not checked", e);
    }
  }

  @Override
  public boolean comparable() {
    return key.comparable();
  }
}
