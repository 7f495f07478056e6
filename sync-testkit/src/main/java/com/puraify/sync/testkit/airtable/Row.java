package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record of a table: its cells by field id, empty ones absent. Guarded by the workspace. */
final class Row {
  final String id;
  final Instant created;
  final SimulatedCollaborator creator;
  final long number;
  final Map<String, JsonNode> cells = new HashMap<>();

  /** When each field was last edited after the creation. */
  final Map<String, Instant> edits = new HashMap<>();

  @Nullable Instant edited;
  @Nullable SimulatedCollaborator editor;

  Row(String id, Instant created, SimulatedCollaborator creator, long number) {
    this.id = id;
    this.created = created;
    this.creator = creator;
    this.number = number;
  }

  @Nullable JsonNode cell(FieldSpec field) {
    return cells.get(field.id);
  }
}
