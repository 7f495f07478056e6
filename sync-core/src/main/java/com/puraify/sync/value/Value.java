package com.puraify.sync.value;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one field of an item holds, in a form that no platform owns.
 *
 * <p>Equality is defined on the canonical form: {@code 1} equals {@code 1.0}, and two texts that
 * differ only in Unicode composition are equal. What a field's {@linkplain FieldType type} adds to
 * that (precision, order, empty text) is applied by {@link FieldType#canonical}. A field that holds
 * nothing is {@link Null}; a field that was not read is not mentioned in its {@link Fields} at all.
 *
 * <p>All values are immutable.
 */
@SuppressWarnings("ClassInitializationDeadlock") // no default methods, so no cycle
public sealed interface Value {

  /** The field is empty. */
  Value NULL = new Null();

  /** True. */
  Value TRUE = new Bool(true);

  /** False. */
  Value FALSE = new Bool(false);

  /** Returns whether the field is empty. */
  boolean isNull(); // not a default method: with one, a record's initialization would wait for ours

  /** Returns a text, or {@link #NULL} for a null reference. The empty text stays a text. */
  static Value text(@Nullable String text) {
    return text == null ? NULL : new Text(text);
  }

  /** Returns a number, or {@link #NULL} for a null reference. */
  static Value number(@Nullable BigDecimal number) {
    return number == null ? NULL : new Num(number);
  }

  /** Returns a whole number. */
  static Value number(long number) {
    return new Num(BigDecimal.valueOf(number));
  }

  /** Returns a truth value. */
  static Value bool(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** Returns a calendar day, or {@link #NULL} for a null reference. */
  static Value day(@Nullable LocalDate day) {
    return day == null ? NULL : new Day(day);
  }

  /** Returns a point in time, or {@link #NULL} for a null reference. */
  static Value moment(@Nullable Instant instant) {
    return instant == null ? NULL : new Moment(instant);
  }

  /** Returns one option of a choice by its name, or {@link #NULL} for a null reference. */
  static Value choice(@Nullable String name) {
    return name == null ? NULL : new Choice(name);
  }

  /** Returns a reference to an item by its id, or {@link #NULL} for a null reference. */
  static Value reference(@Nullable String id) {
    return id == null ? NULL : new Reference(id);
  }

  /** Returns several values in the order given. */
  static Value many(List<? extends Value> elements) {
    return new Many(List.copyOf(elements));
  }

  /** Nothing. */
  record Null() implements Value {
    @Override
    public boolean isNull() {
      return true;
    }
  }

  /** A truth value. */
  record Bool(boolean value) implements Value {
    @Override
    public boolean isNull() {
      return false;
    }
  }

  /** A decimal number of any size; trailing zeros carry no meaning. */
  record Num(BigDecimal value) implements Value {
    @Override
    public boolean isNull() {
      return false;
    }

    /** Strips trailing zeros. */
    public Num {
      value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }
  }

  /**
   * A text, kept as it was read and compared in Unicode normal form C.
   *
   * @param value the text, possibly empty
   */
  record Text(String value) implements Value {
    @Override
    public boolean isNull() {
      return false;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Text text
          && (value.equals(text.value) || normalized().equals(text.normalized()));
    }

    @Override
    public int hashCode() {
      return normalized().hashCode();
    }

    /** Returns the text in Unicode normal form C. */
    public String normalized() {
      return nfc(value);
    }
  }

  /** A day of the calendar, without a time or a zone. */
  record Day(LocalDate value) implements Value {
    @Override
    public boolean isNull() {
      return false;
    }
  }

  /** A point in time. */
  record Moment(Instant value) implements Value {
    @Override
    public boolean isNull() {
      return false;
    }
  }

  /** One option of a choice, by its name; names are compared in Unicode normal form C. */
  record Choice(String name) implements Value {
    @Override
    public boolean isNull() {
      return false;
    }

    /** Normalizes the name. */
    public Choice {
      name = nfc(name);
    }
  }

  /** A reference to an item (or a person) by the id that the platform gave it. */
  record Reference(String id) implements Value {
    @Override
    public boolean isNull() {
      return false;
    }
  }

  /**
   * Several values. Whether their order matters is the field type's to say.
   *
   * @param elements the values, none of them {@link Null}
   */
  record Many(List<Value> elements) implements Value {
    @Override
    public boolean isNull() {
      return false;
    }

    /** Copies the list and drops empty elements. */
    public Many {
      List<Value> copy = new ArrayList<>(elements.size());
      for (Value element : elements) {
        if (!element.isNull()) {
          copy.add(element);
        }
      }
      elements = Collections.unmodifiableList(copy);
    }
  }

  /**
   * Named parts, such as the two ends of a date range.
   *
   * @param parts the parts, in the order of their names
   */
  record Struct(Map<String, Value> parts) implements Value {
    @Override
    public boolean isNull() {
      return false;
    }

    /** Copies the parts, sorted by name. */
    public Struct {
      parts = Collections.unmodifiableMap(new TreeMap<>(parts));
    }
  }

  /**
   * JSON that this library carries but does not interpret.
   *
   * @param json the JSON text in canonical form: members sorted, no blanks
   */
  record Opaque(String json) implements Value {
    @Override
    public boolean isNull() {
      return false;
    }
  }

  private static String nfc(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x300) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
      }
    }
    return text;
  }
}
