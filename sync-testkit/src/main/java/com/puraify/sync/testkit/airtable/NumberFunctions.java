package com.puraify.sync.testkit.airtable;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The functions on numbers. */
final class NumberFunctions {
  private NumberFunctions() {}

  static void addTo(FormulaFunctions functions) {
    functions
        .add("ABS", 1, 1, a -> Math.abs(a.number(0)))
        .add("INT", 1, 1, a -> Math.floor(a.number(0)))
        .add("SQRT", 1, 1, a -> Math.sqrt(a.number(0)))
        .add("POWER", 2, 2, a -> Math.pow(a.number(0), a.number(1)))
        .add("MOD", 2, 2, a -> a.number(0) - a.number(1) * Math.floor(a.number(0) / a.number(1)))
        .add("ROUND", 1, 2, a -> round(a, RoundingMode.HALF_UP))
        .add("ROUNDUP", 1, 2, a -> round(a, RoundingMode.UP))
        .add("ROUNDDOWN", 1, 2, a -> round(a, RoundingMode.DOWN))
        .add("VALUE", 1, 1, a -> parsed(a.text(0)))
        .add("SUM", a -> sum(a))
        .add("AVERAGE", a -> sum(a) / a.numbers().size())
        .add("MAX", a -> a.numbers().stream().max(Double::compare).orElse(0.0))
        .add("MIN", a -> a.numbers().stream().min(Double::compare).orElse(0.0))
        .add("COUNT", a -> (double) a.numbers().size())
        .add("COUNTA", a -> (double) a.flat().stream().filter(v -> !v.equals("")).count())
        .add("COUNTALL", a -> (double) Math.max(a.size() > 1 ? a.size() : 0, a.flat().size()));
  }

  private static double sum(Arguments arguments) {
    return arguments.numbers().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static double round(Arguments arguments, RoundingMode mode) {
    double number = arguments.number(0);
    return Double.isFinite(number)
        ? new BigDecimal(Double.toString(number)).setScale(arguments.whole(1), mode).doubleValue()
        : number;
  }

  private static double parsed(String text) {
    String bare = text.replaceAll("[^0-9.+-]", "");
    try {
      return bare.isEmpty() ? 0 : Double.parseDouble(bare);
    } catch (NumberFormatException e) {
      throw new FormulaFailure("VALUE finds no number");
    }
  }
}
