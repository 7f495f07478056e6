package com.puraify.sync.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a field can hold, and how the platform normalizes it.
 *
 * <p>The normalizations that a type declares (a precision, an order that carries no meaning, an
 * empty text that reads back as nothing) make up its {@linkplain #canonical canonical form}. Deltas
 * and bases are taken on it, so that a platform that rounds, trims or reorders causes no echo.
 *
 * <p>All types are immutable.
 */
public sealed interface FieldType {

  /**
   * Returns the form in which this type compares values.
   *
   * @param value any value; one of a kind that this type does not hold is returned as it is
   */
  Value canonical(Value value);

  /**
   * Returns the type in words for messages, such as {@code "text"} or {@code "choice (closed)"}.
   */
  String describe();

  /** Returns a text type without limits, in which the empty text and nothing are different. */
  static Text text() {
    return new Text(Integer.MAX_VALUE, false);
  }

  /** Returns a truth-value type that can be empty. */
  static Bool bool() {
    return new Bool(false);
  }

  /** Returns a type for decimal numbers of any precision. */
  static Num number() {
    return new Num(0, Integer.MAX_VALUE);
  }

  /** Returns a type for calendar days. */
  static Day day() {
    return new Day();
  }

  /** Returns a type for points in time, cut to a precision. */
  static Moment moment(Duration precision) {
    return new Moment(precision);
  }

  /** Returns a choice that takes any name. */
  static Choice choice() {
    return new Choice(List.of(), true, false);
  }

  /** Returns a choice of just these names. */
  static Choice choiceOf(List<String> options) {
    return new Choice(options, false, false);
  }

  /** Returns several values whose order carries no meaning. */
  static Many setOf(FieldType element) {
    return new Many(element, false, Integer.MAX_VALUE);
  }

  /** Returns several values whose order carries meaning. */
  static Many listOf(FieldType element) {
    return new Many(element, true, Integer.MAX_VALUE);
  }

  /**
   * Truth values.
   *
   * @param emptyIsFalse whether the platform cannot tell empty from false
   */
  record Bool(boolean emptyIsFalse) implements FieldType {
    @Override
    public Value canonical(Value value) {
      return emptyIsFalse && value.isNull() ? Value.FALSE : value;
    }

    @Override
    public String describe() {
      return "boolean";
    }
  }

  /**
   * Decimal numbers.
   *
   * @param significantDigits how many digits the platform keeps, 0 for all
   * @param scale how many digits after the point the platform keeps
   */
  record Num(int significantDigits, int scale) implements FieldType {

    /** Digits that survive a round trip through an IEEE 754 double. */
    public static final int DOUBLE_DIGITS = 15;

    @Override
    public Value canonical(Value value) {
      if (!(value instanceof Value.Num number)) {
        return value;
      }
      BigDecimal decimal = number.value();
      if (significantDigits > 0 && decimal.precision() > significantDigits) {
        decimal =
            decimal.round(new MathContext(significantDigits, java.math.RoundingMode.HALF_EVEN));
      }
      if (decimal.scale() > scale) {
        decimal = decimal.setScale(scale, java.math.RoundingMode.HALF_UP);
      }
      return decimal.compareTo(number.value()) == 0 ? value : new Value.Num(decimal);
    }

    @Override
    public String describe() {
      return "number";
    }
  }

  /**
   * Texts.
   *
   * @param maxLength the longest text that can be written, in UTF-16 code units
   * @param emptyIsNull whether an empty text reads back as nothing; line ends are then compared as
   *     line feeds too, because such platforms rewrite both
   * @param caseInsensitive whether texts that differ only in case, or in blanks at their ends, are
   *     the same, as e-mail addresses are to platforms that keep them in lower case
   */
  record Text(int maxLength, boolean emptyIsNull, boolean caseInsensitive) implements FieldType {

    /** Creates a type of texts in which case matters. */
    public Text(int maxLength, boolean emptyIsNull) {
      this(maxLength, emptyIsNull, false);
    }

    @Override
    public Value canonical(Value value) {
      if (!(value instanceof Value.Text text)) {
        return value;
      }
      String plain = text.value();
      if (caseInsensitive) {
        plain = plain.strip().toLowerCase(Locale.ROOT);
      }
      if (emptyIsNull) {
        if (plain.isEmpty()) {
          return Value.NULL;
        }
        if (plain.indexOf('\r') >= 0) {
          plain = plain.replace("\r\n", "\n").replace('\r', '\n');
        }
      }
      return plain.equals(text.value()) ? value : new Value.Text(plain);
    }

    @Override
    public String describe() {
      return maxLength == Integer.MAX_VALUE ? "text" : "text up to " + maxLength;
    }
  }

  /** Calendar days. */
  record Day() implements FieldType {
    @Override
    public Value canonical(Value value) {
      return value;
    }

    @Override
    public String describe() {
      return "day";
    }
  }

  /**
   * Points in time.
   *
   * @param precision what finer parts are cut off
   */
  record Moment(Duration precision) implements FieldType {
    @Override
    public Value canonical(Value value) {
      return cut(value, precision);
    }

    @Override
    public String describe() {
      return "moment";
    }

    static Value cut(Value value, Duration precision) {
      if (!(value instanceof Value.Moment moment)) {
        return value;
      }
      Instant cut = floor(moment.value(), precision);
      return cut.equals(moment.value()) ? value : new Value.Moment(cut);
    }

    private static Instant floor(Instant instant, Duration precision) {
      long unit = precision.toNanos();
      if (unit <= 1) {
        return instant;
      }
      if (unit % 1_000_000_000L == 0) {
        long seconds = unit / 1_000_000_000L;
        return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), seconds) * seconds);
      }
      long nanos = instant.getNano();
      return Instant.ofEpochSecond(instant.getEpochSecond(), nanos - nanos % unit);
    }
  }

  /**
   * Days, points in time, and ranges of either ({@link Value.Struct} with {@code start} and {@code
   * end}).
   *
   * @param precision what finer parts of a point in time are cut off
   */
  record Temporal(Duration precision) implements FieldType {
    @Override
    public Value canonical(Value value) {
      if (value instanceof Value.Struct range) {
        Map<String, Value> parts = new TreeMap<>();
        range.parts().forEach((name, part) -> parts.put(name, canonical(part)));
        parts.values().removeIf(Value::isNull);
        if (parts.isEmpty()) {
          return Value.NULL;
        }
        Value start = parts.get("start");
        return parts.size() == 1 && start != null ? start : new Value.Struct(parts);
      }
      return Moment.cut(value, precision);
    }

    @Override
    public String describe() {
      return "day, moment or range";
    }
  }

  /**
   * One option out of several.
   *
   * @param options the names known now, in the platform's order
   * @param open whether writing an unknown name adds it as an option
   * @param caseInsensitive whether names that differ only in case are the same option
   */
  record Choice(List<String> options, boolean open, boolean caseInsensitive) implements FieldType {
    /** Copies the options. */
    public Choice {
      options = List.copyOf(options);
    }

    @Override
    public Value canonical(Value value) {
      if (!caseInsensitive || !(value instanceof Value.Choice choice)) {
        return value;
      }
      return new Value.Choice(choice.name().strip().toLowerCase(Locale.ROOT));
    }

    /**
     * Returns the option that a name stands for, as the platform spells it: the name itself, or the
     * first option with the same canonical form.
     */
    public @Nullable String optionFor(String name) {
      if (options.contains(name)) {
        return name;
      }
      Value wanted = canonical(new Value.Choice(name));
      for (String option : options) {
        if (canonical(new Value.Choice(option)).equals(wanted)) {
          return option;
        }
      }
      return null;
    }

    @Override
    public String describe() {
      return open ? "choice" : "choice of " + options;
    }
  }

  /**
   * References to items of an entity.
   *
   * @param entity the id of the entity that it points to, or {@link #PEOPLE}
   */
  record Reference(String entity) implements FieldType {
    /** The entity id of a platform's people; their ids are never translated. */
    public static final String PEOPLE = "people";

    @Override
    public Value canonical(Value value) {
      return value;
    }

    /** Returns whether this points to people rather than to items. */
    public boolean toPeople() {
      return entity.equals(PEOPLE);
    }

    @Override
    public String describe() {
      return toPeople() ? "person" : "reference";
    }
  }

  /**
   * Several values.
   *
   * @param element what each of them is
   * @param ordered whether their order carries meaning; without it repeated values count once
   * @param maxWritten how many can be written at once; more may be read
   */
  record Many(FieldType element, boolean ordered, int maxWritten) implements FieldType {
    @Override
    public Value canonical(Value value) {
      if (value.isNull()) {
        return new Value.Many(List.of());
      }
      if (!(value instanceof Value.Many many)) {
        return value;
      }
      List<Value> elements = new ArrayList<>(many.elements().size());
      for (Value each : many.elements()) {
        elements.add(element.canonical(each));
      }
      if (ordered) {
        return new Value.Many(elements);
      }
      List<Value> distinct = new ArrayList<>(new LinkedHashSet<>(elements));
      distinct.sort(ValueOrder.INSTANCE);
      return new Value.Many(distinct);
    }

    @Override
    public String describe() {
      return "several of " + element.describe();
    }
  }

  /** JSON that is carried and compared as text in canonical form. */
  record Json() implements FieldType {
    @Override
    public Value canonical(Value value) {
      return value;
    }

    @Override
    public String describe() {
      return "json";
    }
  }

  /** Returns the day on which a moment falls in UTC. */
  static LocalDate utcDay(Instant instant) {
    return LocalDate.ofInstant(instant, java.time.ZoneOffset.UTC);
  }
}
