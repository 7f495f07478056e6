package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** When the record was created. */
final class CreatedTimeCell extends ComputedCell {

  @Override
  public @Nullable JsonNode show(Viewing viewing, Row row, FieldSpec field) {
    return LastModifiedTimeCell.shown(field, row.created);
  }

  @Override
  public @Nullable Object value(Viewing viewing, Row row, FieldSpec field) {
    return row.created;
  }
}
