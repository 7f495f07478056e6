package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The number of linked records. */
final class CountCell extends ComputedCell {

  @Override
  public @Nullable JsonNode show(Viewing viewing, Row row, FieldSpec field) {
    FieldSpec link = viewing.table().find(field.option("recordLinkFieldId"));
    return link == null ? null : Json.number(Transaction.links(row.cell(link)).size());
  }
}
