package com.puraify.sync.testkit.tck;

import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Values that fields of each type take. */
final class Samples {

  private static final LocalDate DAY = LocalDate.of(2025, 3, 1);
  private static final Instant MOMENT = Instant.parse("2025-03-01T10:00:00Z");
  private static final int NAMES = 7;

  private Samples() {}

  /** Returns a value that a field takes, or null if none is known. */
  static @Nullable Value of(
      Field field, int number, BiFunction<Field, Integer, @Nullable Value> elements) {
    FieldType type = field.type();
    if (type instanceof FieldType.Text text) {
      String sample = "text " + number;
      return Value.text(
          sample.length() <= text.maxLength() ? sample : Integer.toString(number, 36));
    }
    if (type instanceof FieldType.Choice choice) {
      return choice(choice, number);
    }
    if (type instanceof FieldType.Many many) {
      Set<Value> values = new LinkedHashSet<>();
      for (int i = 0; i < Math.min(2, many.maxWritten()); i++) {
        Value element = elements.apply(element(field, many), number + i);
        if (element == null) {
          return null;
        }
        values.add(element);
      }
      return Value.many(List.copyOf(values));
    }
    if (type instanceof FieldType.Moment || type instanceof FieldType.Temporal) {
      return type.canonical(Value.moment(MOMENT.plusSeconds(86_400L * number)));
    }
    if (type instanceof FieldType.Bool) {
      return Value.bool(number % 2 == 1);
    }
    if (type instanceof FieldType.Num) {
      return Value.number(number);
    }
    if (type instanceof FieldType.Day) {
      return Value.day(DAY.plusDays(number));
    }
    return type instanceof FieldType.Json ? new Value.Opaque("{\"n\":" + number + "}") : null;
  }

  private static @Nullable Value choice(FieldType.Choice choice, int number) {
    List<String> options = choice.options();
    if (!options.isEmpty()) {
      return Value.choice(options.get(number % options.size()));
    }
    return choice.open() ? Value.choice("option " + number % NAMES) : null;
  }

  /** Returns a field like one of several values, for a single one of them. */
  static Field element(Field field, FieldType.Many many) {
    return new Field(
        field.id(), field.name(), many.element(), field.access(), false, false, field.derived());
  }

  /** Returns values on which platforms are known to stumble. */
  static List<Value> odd(FieldType type) {
    List<Value> values = new ArrayList<>();
    values.add(Value.NULL);
    if (type instanceof FieldType.Text) {
      for (String text :
          List.of(
              "",
              " ",
              " both ends ",
              "two\nlines",
              "tab\tand \"quotes\" and 'quotes' and \\",
              "e\u0301",
              "\u00e9",
              "\u0130\u0131",
              "\ud83d\ude00",
              "<b>&amp;</b>",
              "%_?",
              "null",
              "0",
              "x".repeat(40))) {
        values.add(Value.text(text));
      }
    } else if (type instanceof FieldType.Num) {
      for (String number :
          List.of("0", "-1", "0.1", "-0.05", "2.675", "12345678.9", "1E+6", "2147483648")) {
        values.add(Value.number(new BigDecimal(number)));
      }
    } else if (type instanceof FieldType.Bool) {
      values.add(Value.TRUE);
      values.add(Value.FALSE);
    } else if (type instanceof FieldType.Day) {
      values.add(Value.day(LocalDate.of(2024, 2, 29)));
      values.add(Value.day(LocalDate.of(1969, 12, 31)));
    } else if (type instanceof FieldType.Moment) {
      values.add(Value.moment(Instant.parse("2025-10-26T00:30:00Z")));
      values.add(Value.moment(Instant.parse("2025-03-30T01:30:59.987654Z")));
    } else if (type instanceof FieldType.Temporal) {
      values.add(Value.day(LocalDate.of(2024, 2, 29)));
      values.add(Value.moment(Instant.parse("2025-03-30T01:30:59.987654Z")));
    }
    return values;
  }
}
