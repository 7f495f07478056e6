package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Cells that are computed and refuse every value. */
abstract class ComputedCell implements CellType {

  @Override
  public final boolean computed() {
    return true;
  }

  @Override
  public final @Nullable JsonNode accept(Writing writing, FieldSpec field, JsonNode value) {
    throw AirtableError.computed(field);
  }

  @Override
  public @Nullable Object value(Viewing viewing, Row row, FieldSpec field) {
    JsonNode shown = show(viewing, row, field);
    return shown == null ? null : FormulaValues.ofJson(shown);
  }
}
