package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Cells that hold what was written to them. */
abstract class StoredCell implements CellType {

  @Override
  public boolean computed() {
    return false;
  }

  @Override
  public final @Nullable JsonNode show(Viewing viewing, Row row, FieldSpec field) {
    JsonNode stored = row.cell(field);
    return stored == null ? null : shown(viewing, field, stored);
  }

  @Override
  public final @Nullable JsonNode showV2(Viewing viewing, Row row, FieldSpec field) {
    JsonNode stored = row.cell(field);
    return stored == null ? null : shownV2(viewing, field, stored);
  }

  @Override
  public final @Nullable Object value(Viewing viewing, Row row, FieldSpec field) {
    JsonNode stored = row.cell(field);
    return stored == null ? null : valueOf(viewing, field, stored);
  }

  /** Returns what record answers show; null when all that was stored is gone. */
  @Nullable JsonNode shown(Viewing viewing, FieldSpec field, JsonNode stored) {
    return stored;
  }

  @Nullable JsonNode shownV2(Viewing viewing, FieldSpec field, JsonNode stored) {
    return shown(viewing, field, stored);
  }

  @Nullable Object valueOf(Viewing viewing, FieldSpec field, JsonNode stored) {
    return FormulaValues.ofJson(stored);
  }
}
