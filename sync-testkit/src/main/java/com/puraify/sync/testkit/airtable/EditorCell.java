package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Who created the record, or who edited it last. */
final class EditorCell extends ComputedCell {
  private final boolean last;

  EditorCell(boolean last) {
    this.last = last;
  }

  @Override
  public @Nullable JsonNode show(Viewing viewing, Row row, FieldSpec field) {
    SimulatedCollaborator user = last ? row.editor : row.creator;
    return user == null ? null : Collaborators.shown(user);
  }
}
