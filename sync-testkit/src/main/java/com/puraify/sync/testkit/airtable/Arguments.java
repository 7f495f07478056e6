package com.puraify.sync.testkit.airtable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of the arguments of a function. */
final class Arguments {
  private final @Nullable Object[] values;

  private Arguments(@Nullable Object[] values) {
    this.values = values;
  }

  static Arguments evaluated(List<Expression> arguments, Scope scope) {
    @Nullable Object[] values = new @Nullable Object[arguments.size()];
    Arrays.setAll(values, i -> arguments.get(i).evaluate(scope));
    return new Arguments(values);
  }

  int size() {
    return values.length;
  }

  @Nullable Object get(int index) {
    return index < values.length ? values[index] : null;
  }

  String text(int index) {
    return FormulaValues.text(get(index));
  }

  double number(int index) {
    return FormulaValues.number(get(index));
  }

  int whole(int index) {
    return (int) number(index);
  }

  /** Returns a point in time, or null for blank. */
  @Nullable Instant time(int index) {
    return FormulaValues.time(get(index));
  }

  /** Returns all values, those of lists one by one, without blanks. */
  List<Object> flat() {
    List<Object> flat = new ArrayList<>();
    for (Object value : values) {
      if (value instanceof List<?> several) {
        several.forEach(
            each -> {
              if (each != null) {
                flat.add(each);
              }
            });
      } else if (value != null) {
        flat.add(value);
      }
    }
    return flat;
  }

  /** Returns the numbers among all values. */
  List<Double> numbers() {
    return flat().stream().filter(Double.class::isInstance).map(Double.class::cast).toList();
  }
}
