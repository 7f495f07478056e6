package com.puraify.sync.testkit.world;

import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;

/** What items hold, as text in words that are the same on both sides. */
final class Contents {

  private Contents() {}

  /** Returns the mapped values of an item, references left out. */
  static String of(Side side, Fields fields) {
    StringBuilder text = new StringBuilder();
    for (Column column : Column.MAPPED) {
      text.append(text.length() == 0 ? "" : " | ").append(of(column, side, fields));
    }
    return text.toString();
  }

  static String of(Column column, Side side, Fields fields) {
    Value held = fields.get(column.id(side));
    Value own = column.canonical(side, held);
    Value remote = side == Side.REMOTE ? own : column.convert(Side.LOCAL, own);
    return plain(remote == null ? own : column.canonical(Side.REMOTE, remote));
  }

  /** Returns a value as people read it. */
  static String plain(Value value) {
    if (value instanceof Value.Text text) {
      return text.normalized();
    }
    if (value instanceof Value.Choice choice) {
      return choice.name();
    }
    if (value instanceof Value.Num number) {
      return number.value().toPlainString();
    }
    if (value instanceof Value.Reference reference) {
      return reference.id();
    }
    return value.isNull() ? "-" : value.toString();
  }
}
