package com.puraify.sync.testkit.airtable;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A parsed formula. Immutable. */
sealed interface Expression {

  /**
   * Returns the value: a String, Double, Boolean, Instant or List of such, or null for blank.
   *
   * @throws FormulaFailure if there is none
   */
  @Nullable Object evaluate(Scope scope);

  /** Tells the names or ids of the fields that are mentioned. */
  default void fields(Consumer<String> consumer) {}

  /** A constant. */
  record Literal(Object value) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return value;
    }
  }

  /** A field, by name or id. */
  record FieldReference(String name) implements Expression {
    private static final String ROLLED_UP = "values";

    @Override
    public @Nullable Object evaluate(Scope scope) {
      if (scope.values() != null && name.equals(ROLLED_UP)) {
        return scope.values();
      }
      FieldSpec field = scope.viewing().table().find(name);
      if (field == null) {
        throw new FormulaFailure("unknown field " + name);
      }
      return field.cells.value(scope.viewing(), scope.row(), field);
    }

    @Override
    public void fields(Consumer<String> consumer) {
      consumer.accept(name);
    }
  }

  /** A function and its arguments. */
  record Application(FormulaFunction function, List<Expression> arguments) implements Expression {
    @Override
    public @Nullable Object evaluate(Scope scope) {
      return function.apply(arguments, scope);
    }

    @Override
    public void fields(Consumer<String> consumer) {
      arguments.forEach(argument -> argument.fields(consumer));
    }
  }

  /** An operator between two expressions. */
  record Operation(String operator, Expression left, Expression right) implements Expression {
    @Override
    public @Nullable Object evaluate(Scope scope) {
      return FormulaValues.operate(operator, left.evaluate(scope), right.evaluate(scope));
    }

    @Override
    public void fields(Consumer<String> consumer) {
      left.fields(consumer);
      right.fields(consumer);
    }
  }
}
