package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A formula over the values of a field of the linked records. */
final class RollupCell extends ComputedCell {

  @Override
  public @Nullable JsonNode show(Viewing viewing, Row row, FieldSpec field) {
    try {
      return FormulaValues.shown(value(viewing, row, field));
    } catch (FormulaFailure e) {
      return Json.object().put("error", "#ERROR!");
    }
  }

  @Override
  public @Nullable Object value(Viewing viewing, Row row, FieldSpec field) {
    FieldSpec link = viewing.table().find(field.option("recordLinkFieldId"));
    if (link == null) {
      throw new FormulaFailure("the link of the rollup is gone");
    }
    List<Object> values = values(viewing, row, link, field.option("fieldIdInLinkedTable"));
    Expression formula = field.formula();
    return formula.evaluate(new Scope(viewing.on(viewing.table()), row, values));
  }

  private static List<Object> values(Viewing viewing, Row row, FieldSpec link, String fieldId) {
    TableRecord target = viewing.base().linked(link);
    FieldSpec wanted = target.find(fieldId);
    List<Object> values = new ArrayList<>();
    for (Row linked : wanted == null ? List.<Row>of() : LinkCell.rows(viewing, row, link)) {
      Object value = wanted == null ? null : wanted.cells.value(viewing.on(target), linked, wanted);
      if (value instanceof List<?> several) {
        values.addAll(several);
      } else if (value != null) {
        values.add(value);
      }
    }
    return values;
  }
}
