package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** How the cells of a type of field are written and read. Stateless. */
interface CellType {

  /** Whether Airtable alone says what the cells hold. */
  boolean computed();

  /**
   * Checks a value that is not null and returns what is stored for it, or null to empty the cell.
   */
  @Nullable JsonNode accept(Writing writing, FieldSpec field, JsonNode value);

  /** Returns what record answers show, or null when the cell is empty. */
  @Nullable JsonNode show(Viewing viewing, Row row, FieldSpec field);

  /** Returns what webhook payloads show, or null when the cell is empty. */
  default @Nullable JsonNode showV2(Viewing viewing, Row row, FieldSpec field) {
    return show(viewing, row, field);
  }

  /**
   * Returns what formulas see: a String, Double, Boolean, Instant or List of such, or null for
   * blank.
   */
  @Nullable Object value(Viewing viewing, Row row, FieldSpec field);
}
