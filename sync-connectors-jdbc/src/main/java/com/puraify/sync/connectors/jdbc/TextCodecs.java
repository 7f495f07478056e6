package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.UUID;

/** Codecs of columns whose values travel as text. */
final class TextCodecs {

  private TextCodecs() {}

  /**
   * Texts; the empty text and NULL are different.
   *
   * @param maxLength how many characters the column holds
   * @param padded whether it is of fixed length, so that blanks at the end are not kept
   * @param named whether it is of a type of its own (an enumeration) whose values the driver must
   *     not declare as texts
   */
  record Plain(int maxLength, boolean padded, boolean named) implements ColumnCodec {

    @Override
    public FieldType type() {
      return new FieldType.Text(maxLength, false);
    }

    @Override
    public Value read(ResultSet row, int index) throws SQLException {
      String text = row.getString(index);
      return text == null ? Value.NULL : new Value.Text(padded ? Texts.unpadded(text) : text);
    }

    @Override
    public Value stored(Value value) throws UnfitValueException {
      if (value.isNull()) {
        return value;
      }
      if (!(value instanceof Value.Text text)) {
        throw Texts.wrongKind("a text", value);
      }
      String kept = padded ? Texts.unpadded(text.value()) : text.value();
      Texts.requireFit(kept, maxLength);
      return padded ? new Value.Text(kept) : value;
    }

    @Override
    public void bindValue(PreparedStatement statement, int index, Value value) throws SQLException {
      String text = ((Value.Text) value).value();
      if (named) {
        statement.setObject(index, text, Types.OTHER);
      } else {
        statement.setString(index, text);
      }
    }

    @Override
    public boolean comparable() {
      return true;
    }
  }

  /**
   * UUIDs, as texts in lower case.
   *
   * @param asText whether the driver takes them as texts
   */
  record Uuids(boolean asText) implements ColumnCodec {

    private static final int LENGTH = 36;

    @Override
    public FieldType type() {
      return new FieldType.Text(LENGTH, false);
    }

    @Override
    public Value read(ResultSet row, int index) throws SQLException {
      return Value.text(row.getString(index));
    }

    @Override
    public Value stored(Value value) throws UnfitValueException {
      if (value.isNull()) {
        return value;
      }
      if (!(value instanceof Value.Text text)) {
        throw Texts.wrongKind("a UUID", value);
      }
      if (text.value().length() == LENGTH) {
        try {
          return new Value.Text(UUID.fromString(text.value()).toString());
        } catch (IllegalArgumentException e) {
          // Falls through to the refusal.
        }
      }
      throw new UnfitValueException("the column holds UUIDs, such as 1b4e28ba-2fa1-11d2-883f-...");
    }

    @Override
    public void bindValue(PreparedStatement statement, int index, Value value) throws SQLException {
      String text = ((Value.Text) value).value();
      if (asText) {
        statement.setString(index, text);
      } else {
        statement.setObject(index, UUID.fromString(text));
      }
    }

    @Override
    public boolean comparable() {
      return true;
    }
  }

  /**
   * JSON.
   *
   * @param named whether the driver must not declare it as a text
   */
  record Jsons(boolean named) implements ColumnCodec {

    @Override
    public FieldType type() {
      return new FieldType.Json();
    }

    @Override
    public Value read(ResultSet row, int index) throws SQLException {
      String text = row.getString(index);
      if (text == null) {
        return Value.NULL;
      }
      try {
        return new Value.Opaque(Json.parse(text).canonical());
      } catch (ConnectorException e) {
        // Not JSON after all (SQLite does not check), or with a member twice: shown as it is.
        return new Value.Text(text);
      }
    }

    @Override
    public Value stored(Value value) throws UnfitValueException {
      if (!value.isNull() && !(value instanceof Value.Opaque)) {
        throw Texts.wrongKind("JSON", value);
      }
      if (value instanceof Value.Opaque json && json.json().contains("\\u0000")) {
        throw new UnfitValueException("the JSON holds the character NUL");
      }
      return value;
    }

    @Override
    public void bindValue(PreparedStatement statement, int index, Value value) throws SQLException {
      String json = ((Value.Opaque) value).json();
      if (named) {
        statement.setObject(index, json, Types.OTHER);
      } else {
        statement.setString(index, json);
      }
    }

    @Override
    public boolean comparable() {
      return false;
    }
  }

  /** Anything else, shown as the text that the driver makes of it and never written. */
  record Shown() implements ColumnCodec {

    @Override
    public FieldType type() {
      return FieldType.text();
    }

    @Override
    public Value read(ResultSet row, int index) throws SQLException {
      return Value.text(row.getString(index));
    }

    @Override
    public Value stored(Value value) throws UnfitValueException {
      throw new UnfitValueException("the column is of a type that is never written");
    }

    @Override
    public void bindValue(PreparedStatement statement, int index, Value value) throws SQLException {
      throw new SQLException("a column that is never written");
    }

    @Override
    public boolean comparable() {
      return false;
    }
  }
}
