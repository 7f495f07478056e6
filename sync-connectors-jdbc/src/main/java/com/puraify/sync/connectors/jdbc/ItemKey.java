package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Item ids: the text of a key. The text of a single column is taken as it is; those of several are
 * joined by commas, with a backslash before each comma and backslash of their own.
 */
final class ItemKey {

  private ItemKey() {}

  /** Returns the id of a row with a key. */
  static String id(Value[] key) {
    if (key.length == 1) {
      return text(key[0]);
    }
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < key.length; i++) {
      if (i > 0) {
        id.append(',');
      }
      id.append(text(key[i]).replace("\\", "\\\\").replace(",", "\\,"));
    }
    return id.toString();
  }

  /**
   * Returns the key that an id means.
   *
   * @throws UnfitValueException if no row can have it
   */
  static Value[] key(String id, List<Column> columns) throws UnfitValueException {
    List<String> parts = columns.size() == 1 ? List.of(id) : split(id);
    if (parts.size() != columns.size()) {
      throw new UnfitValueException("the key has " + columns.size() + " columns: " + id);
    }
    Value[] key = new Value[parts.size()];
    for (int i = 0; i < key.length; i++) {
      ColumnCodec codec = columns.get(i).codec();
      key[i] = codec.stored(parse(parts.get(i), codec.type()));
      if (!text(key[i]).equals(parts.get(i))) {
        throw new UnfitValueException("no key of the table has the text " + parts.get(i));
      }
    }
    return key;
  }

  /** Returns the key of a row that was read with an id, unchecked. */
  static Value[] keyOfRow(String id, List<Column> columns) {
    List<String> parts = columns.size() == 1 ? List.of(id) : split(id);
    Value[] key = new Value[columns.size()];
    for (int i = 0; i < key.length; i++) {
      try {
        key[i] = parse(parts.get(i), columns.get(i).codec().type());
      } catch (UnfitValueException e) {
        // SQLite lets a column of numbers hold texts, and reads them back as such.
        key[i] = new Value.Text(parts.get(i));
      }
    }
    return key;
  }

  /** Returns the text of a value of a key. */
  static String text(Value value) {
    if (value instanceof Value.Text text) {
      return text.value();
    }
    if (value instanceof Value.Num number) {
      return number.value().toPlainString();
    }
    if (value instanceof Value.Day day) {
      return day.value().toString();
    }
    if (value instanceof Value.Moment moment) {
      return moment.value().toString();
    }
    if (value instanceof Value.Reference reference) {
      return reference.id();
    }
    if (value instanceof Value.Bool bool) {
      return Boolean.toString(bool.value());
    }
    throw new IllegalArgumentException("no text of " + value.getClass().getSimpleName());
  }

  /**
   * Returns the value that a text of {@link #text} means.
   *
   * @throws UnfitValueException if it means none
   */
  static Value parse(String text, FieldType type) throws UnfitValueException {
    try {
      if (type instanceof FieldType.Num) {
        return new Value.Num(new BigDecimal(text));
      }
      if (type instanceof FieldType.Day) {
        return new Value.Day(LocalDate.parse(text));
      }
      if (type instanceof FieldType.Moment) {
        return new Value.Moment(Instant.parse(text));
      }
    } catch (NumberFormatException | DateTimeException e) {
      throw new UnfitValueException("not the text of a " + type.describe() + ": " + text);
    }
    if (type instanceof FieldType.Bool) {
      return Value.bool(text.equals("true"));
    }
    return type instanceof FieldType.Reference ? new Value.Reference(text) : new Value.Text(text);
  }

  private static List<String> split(String id) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c == '\\' && i + 1 < id.length()) {
        part.append(id.charAt(++i));
      } else if (c == ',') {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }
}
