package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Formulas over the record. */
final class FormulaCell extends ComputedCell {

  @Override
  public @Nullable JsonNode show(Viewing viewing, Row row, FieldSpec field) {
    try {
      return FormulaValues.shown(evaluate(viewing, row, field));
    } catch (FormulaFailure e) {
      return Json.object().put("error", "#ERROR!");
    }
  }

  @Override
  public @Nullable Object value(Viewing viewing, Row row, FieldSpec field) {
    return evaluate(viewing, row, field);
  }

  private static @Nullable Object evaluate(Viewing viewing, Row row, FieldSpec field) {
    Expression formula = field.formula();
    return formula.evaluate(new Scope(viewing.on(viewing.table()), row, null));
  }
}
