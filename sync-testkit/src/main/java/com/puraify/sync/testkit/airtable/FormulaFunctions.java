package com.puraify.sync.testkit.airtable;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions of the formula language by name: the logical ones, and those of the record. */
final class FormulaFunctions {
  private static final int MANY = 1_000;

  /** A function and how many arguments it takes. */
  private record Entry(FormulaFunction function, int least, int most) {}

  private static final Map<String, Entry> ALL = all();

  private final Map<String, Entry> entries = new HashMap<>();

  private FormulaFunctions() {}

  private static Map<String, Entry> all() {
    FormulaFunctions functions = new FormulaFunctions();
    functions.addLogic();
    functions.addRecord();
    TextFunctions.addTo(functions);
    NumberFunctions.addTo(functions);
    DateFunctions.addTo(functions);
    return Map.copyOf(functions.entries);
  }

  /** Returns the application of a function; letter case does not matter. */
  static Expression apply(String name, List<Expression> arguments) {
    Entry entry = ALL.get(name.toUpperCase(Locale.ROOT));
    if (entry == null) {
      throw new FormulaFailure("unknown function " + name);
    }
    if (arguments.size() < entry.least || arguments.size() > entry.most) {
      throw new FormulaFailure("wrong number of arguments for " + name);
    }
    return new Expression.Application(entry.function, List.copyOf(arguments));
  }

  /** Adds a function of its arguments' values. */
  FormulaFunctions add(String name, int least, int most, FormulaFunction.OfValues function) {
    return addLazy(
        name,
        least,
        most,
        (arguments, scope) -> function.apply(Arguments.evaluated(arguments, scope)));
  }

  /** Adds a function of any number of values. */
  FormulaFunctions add(String name, FormulaFunction.OfValues function) {
    return add(name, 1, MANY, function);
  }

  private FormulaFunctions addLazy(String name, int least, int most, FormulaFunction function) {
    entries.put(name, new Entry(function, least, most));
    return this;
  }

  private static boolean isTrue(Expression expression, Scope scope) {
    return FormulaValues.isTrue(expression.evaluate(scope));
  }

  private void addLogic() {
    addLazy("AND", 1, MANY, (a, s) -> FormulaValues.truth(a.stream().allMatch(x -> isTrue(x, s))));
    addLazy("OR", 1, MANY, (a, s) -> FormulaValues.truth(a.stream().anyMatch(x -> isTrue(x, s))));
    addLazy(
        "XOR",
        1,
        MANY,
        (a, s) -> FormulaValues.truth(a.stream().filter(x -> isTrue(x, s)).count() % 2 == 1));
    addLazy("NOT", 1, 1, (a, s) -> FormulaValues.truth(!isTrue(a.get(0), s)));
    addLazy("TRUE", 0, 0, (a, s) -> 1.0);
    addLazy("FALSE", 0, 0, (a, s) -> 0.0);
    addLazy("BLANK", 0, 0, (a, s) -> null);
    addLazy(
        "ERROR",
        0,
        1,
        (a, s) -> {
          throw new FormulaFailure("#ERROR!");
        });
    addLazy("IF", 2, 3, FormulaFunctions::choose);
    addLazy("SWITCH", 2, MANY, FormulaFunctions::pick);
    addLazy("ISERROR", 1, 1, (a, s) -> FormulaValues.truth(fails(a.get(0), s)));
  }

  private static @Nullable Object choose(List<Expression> arguments, Scope scope) {
    if (isTrue(arguments.get(0), scope)) {
      return arguments.get(1).evaluate(scope);
    }
    return arguments.size() < 3 ? null : arguments.get(2).evaluate(scope);
  }

  private static @Nullable Object pick(List<Expression> arguments, Scope scope) {
    Object value = arguments.get(0).evaluate(scope);
    int i = 1;
    for (; i + 1 < arguments.size(); i += 2) {
      if (FormulaValues.equal(value, arguments.get(i).evaluate(scope))) {
        return arguments.get(i + 1).evaluate(scope);
      }
    }
    return i < arguments.size() ? arguments.get(i).evaluate(scope) : null;
  }

  private static boolean fails(Expression expression, Scope scope) {
    try {
      return expression.evaluate(scope) instanceof Double number
          && (number.isNaN() || number.isInfinite());
    } catch (FormulaFailure e) {
      return true;
    }
  }

  private void addRecord() {
    addLazy("RECORD_ID", 0, 0, (a, s) -> s.row().id);
    addLazy("CREATED_TIME", 0, 0, (a, s) -> s.row().created);
    addLazy("LAST_MODIFIED_TIME", 0, MANY, FormulaFunctions::lastModified);
    addLazy("NOW", 0, 0, (a, s) -> s.viewing().workspace().now());
    addLazy("TODAY", 0, 0, (a, s) -> DateFunctions.day(s.viewing().workspace().now()));
  }

  private static @Nullable Object lastModified(List<Expression> arguments, Scope scope) {
    List<String> ids =
        arguments.stream()
            .map(
                argument -> {
                  FieldSpec field =
                      argument instanceof Expression.FieldReference reference
                          ? scope.viewing().table().find(reference.name())
                          : null;
                  if (field == null) {
                    throw new FormulaFailure("LAST_MODIFIED_TIME takes fields");
                  }
                  return field.id;
                })
            .toList();
    return LastModifiedTimeCell.last(scope.viewing().workspace(), scope.row(), ids);
  }
}
