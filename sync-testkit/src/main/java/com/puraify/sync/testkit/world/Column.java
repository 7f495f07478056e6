package com.puraify.sync.testkit.world;

import com.puraify.sync.mapping.Converter;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field of the simulated items, as both sides know it. The two sides differ in ids, names, types
 * and wording, so that nothing is equal by accident.
 */
@SuppressWarnings("ImmutableEnumChecker") // all types of fields are immutable
public enum Column {
  /** What items are matched by. */
  TITLE("title", "f1", "Title", FieldType.text(), Types.RICH),
  /** A text here, a choice with other names there. */
  STATUS("status", "f2", "Status", FieldType.text(), FieldType.choice()),
  /** The remote side may rewrite it. */
  NOTES("notes", "f3", "Notes", FieldType.text(), Types.RICH),
  /** The remote side keeps one decimal place. */
  ESTIMATE("estimate", "f4", "Estimate", FieldType.number(), new FieldType.Num(0, 1)),
  /** Points to another item of the same entity. */
  PARENT(
      "parent", "f5", "Parent", new FieldType.Reference("tasks"), new FieldType.Reference("Tasks")),
  /** Not mapped. */
  PRIVATE("private", "f9", "Private", FieldType.text(), Types.RICH);

  /** All columns. */
  static final List<Column> ALL = List.of(values());

  /** The columns that are mapped in every world. */
  static final List<Column> MAPPED = List.of(TITLE, STATUS, NOTES, ESTIMATE);

  private static final Map<String, String> CHOICES = Map.of("open", "To do", "done", "Done");

  private final String localId;
  private final String remoteId;
  private final String remoteName;
  private final FieldType localType;
  private final FieldType remoteType;

  Column(
      String localId,
      String remoteId,
      String remoteName,
      FieldType localType,
      FieldType remoteType) {
    this.localId = localId;
    this.remoteId = remoteId;
    this.remoteName = remoteName;
    this.localType = localType;
    this.remoteType = remoteType;
  }

  private static final class Types {
    static final FieldType RICH = new FieldType.Text(2_000, true);
  }

  String id(Side side) {
    return side == Side.LOCAL ? localId : remoteId;
  }

  String name(Side side) {
    return side == Side.LOCAL ? localId : remoteName;
  }

  FieldType type(Side side) {
    return side == Side.LOCAL ? localType : remoteType;
  }

  Field field(Side side) {
    return Field.of(id(side), name(side), type(side));
  }

  Converter converter() {
    return this == STATUS ? Converter.choices(CHOICES) : Converter.identity();
  }

  /** Returns a value in a side's terms of what a person means by a text; null means nothing. */
  Value value(Side side, @Nullable String text) {
    if (text == null) {
      return Value.NULL;
    }
    return switch (this) {
      case TITLE, NOTES, PRIVATE -> Value.text(text);
      case STATUS ->
          side == Side.LOCAL ? Value.text(text) : Value.choice(CHOICES.getOrDefault(text, text));
      case ESTIMATE -> Value.number(new BigDecimal(text));
      case PARENT -> Value.reference(text);
    };
  }

  /** Returns a value in the other side's terms, or null if it has no counterpart there. */
  @Nullable Value convert(Side from, Value value) {
    if (this != STATUS || value.isNull()) {
      return value;
    }
    if (value instanceof Value.Text text) {
      String name = CHOICES.get(text.value());
      return name == null ? null : Value.choice(name);
    }
    if (value instanceof Value.Choice choice && from == Side.REMOTE) {
      for (Map.Entry<String, String> each : CHOICES.entrySet()) {
        if (each.getValue().equals(choice.name())) {
          return Value.text(each.getKey());
        }
      }
    }
    return null;
  }

  /** Returns a value in the form in which a side compares it. */
  Value canonical(Side side, @Nullable Value value) {
    return type(side).canonical(value == null ? Value.NULL : value);
  }

  /** Returns whether two values of one side are the same to it. */
  boolean equal(Side side, @Nullable Value one, @Nullable Value other) {
    return canonical(side, one).equals(canonical(side, other));
  }

  /** Returns whether the values of both sides say the same, as far as either can tell. */
  boolean agree(@Nullable Value local, @Nullable Value remote) {
    return carries(Side.LOCAL, local, remote) || carries(Side.REMOTE, remote, local);
  }

  /** Returns whether an item of a side and one of the other say the same, each in its terms. */
  boolean agree(Side side, Fields own, Fields other) {
    Value here = own.get(id(side));
    Value there = other.get(id(side.other()));
    return side == Side.LOCAL ? agree(here, there) : agree(there, here);
  }

  /** Returns whether an item of a side holds nothing here. */
  boolean isEmpty(Side side, Fields fields) {
    return canonical(side, fields.get(id(side))).isNull();
  }

  /** Returns whether what one side holds, once converted, is what the other holds. */
  boolean carries(Side from, @Nullable Value own, @Nullable Value other) {
    Value converted = convert(from, own == null ? Value.NULL : own);
    return converted != null && equal(from.other(), converted, other);
  }

  /** Returns the column with an id on a side, or null. */
  static @Nullable Column of(Side side, String id) {
    for (Column column : values()) {
      if (column.id(side).equals(id)) {
        return column;
      }
    }
    return null;
  }
}
