package com.puraify.sync.testkit.airtable;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function of the formula language; it evaluates the arguments that it needs. */
@FunctionalInterface
interface FormulaFunction {
  @Nullable Object apply(List<Expression> arguments, Scope scope);

  /** A function of its arguments' values. */
  @FunctionalInterface
  interface OfValues {
    @Nullable Object apply(Arguments arguments);
  }
}
