package com.puraify.sync.laws;

import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The pairs of fields that scenes have, with few values each, so that edits often clash. */
enum Column {
  TITLE(FieldType.text(), new FieldType.Text(2_000, true), texts("a", "b", "é", "", null, " ")),
  STATUS(FieldType.text(), FieldType.choice(), texts("open", "done", "é", "later", null, "new")),
  ESTIMATE(FieldType.number(), new FieldType.Num(15, 2), numbers("1", "2.5", "5.001", "5.004")),
  DUE(
      FieldType.moment(Duration.ofMillis(1)),
      new FieldType.Temporal(Duration.ofMinutes(1)),
      moments(0, 60_000, 60_001, 90_000, 3_600_000)),
  TAGS(
      FieldType.setOf(FieldType.text()),
      FieldType.setOf(FieldType.choice()),
      List.of(tags(), tags("x"), tags("x", "y"), tags("é", "x"), Value.NULL)),
  DONE(FieldType.bool(), new FieldType.Bool(true), List.of(Value.TRUE, Value.FALSE, Value.NULL)),
  NOTES(FieldType.text(), FieldType.text(), texts("x", "y", "", null, " "));

  /** The columns, in their order. */
  static final List<Column> ALL = List.of(values());

  @SuppressWarnings("ImmutableEnumChecker") // types and values are immutable
  private final FieldType local;

  @SuppressWarnings("ImmutableEnumChecker")
  private final FieldType remote;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Value> values;

  Column(FieldType local, FieldType remote, List<Value> values) {
    this.local = local;
    this.remote = remote;
    this.values = values;
  }

  /** Returns the field's id on a side of a world as it is, not mirrored. */
  String id(Side side) {
    return (side == Side.LOCAL ? "l-" : "r-") + name().toLowerCase(Locale.ROOT);
  }

  FieldType type(Side side) {
    return side == Side.LOCAL ? local : remote;
  }

  /** Returns one of the values that the local side may hold. */
  Value value(int number) {
    return values.get(Math.floorMod(number, values.size()));
  }

  /** Returns whether two values are the same thing in the terms of a side. */
  boolean same(Value localValue, Value remoteValue) {
    return text(local.canonical(localValue)).equals(text(local.canonical(remoteValue)))
        || text(remote.canonical(localValue)).equals(text(remote.canonical(remoteValue)));
  }

  private static String text(Value value) {
    return value instanceof Value.Choice choice
        ? choice.name()
        : value instanceof Value.Text text ? text.normalized() : value.toString();
  }

  /** Returns another way to write a value down that the field's type holds to be the same. */
  Value twin(Side side, Value value) {
    Value other = rewritten(value);
    return type(side).canonical(other).equals(type(side).canonical(value)) ? other : value;
  }

  private static Value rewritten(Value value) {
    if (value instanceof Value.Text text) {
      return text.value().isEmpty()
          ? Value.NULL
          : Value.text(Normalizer.normalize(text.value(), Normalizer.Form.NFD));
    }
    if (value instanceof Value.Num number) {
      return Value.number(number.value().add(new BigDecimal("0.0001")));
    }
    if (value instanceof Value.Moment moment) {
      return Value.moment(moment.value().plusNanos(1));
    }
    if (value instanceof Value.Many many) {
      List<Value> reversed = new ArrayList<>(many.elements());
      Collections.reverse(reversed);
      reversed.addAll(many.elements());
      return Value.many(reversed);
    }
    return value.isNull() ? Value.FALSE : value;
  }

  private static List<Value> texts(String... texts) {
    List<Value> values = new ArrayList<>();
    for (String text : texts) {
      values.add(Value.text(text));
    }
    return values;
  }

  private static List<Value> numbers(String... numbers) {
    List<Value> values = new ArrayList<>(List.of(Value.NULL));
    for (String number : numbers) {
      values.add(Value.number(new BigDecimal(number)));
    }
    return values;
  }

  private static List<Value> moments(long... millis) {
    List<Value> values = new ArrayList<>(List.of(Value.NULL));
    for (long each : millis) {
      values.add(Value.moment(Instant.ofEpochMilli(each)));
    }
    return values;
  }

  private static Value tags(String... names) {
    return Value.many(texts(names));
  }
}
