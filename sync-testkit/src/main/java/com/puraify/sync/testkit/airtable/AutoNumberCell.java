package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The place of the record in the order of creation; never given twice. */
final class AutoNumberCell extends ComputedCell {

  @Override
  public @Nullable JsonNode show(Viewing viewing, Row row, FieldSpec field) {
    return Json.number((double) row.number);
  }
}
