package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one action did to a table. */
final class TableChanges {
  /** A field or a table before the action. */
  record Metadata(String name, @Nullable String description) {}

  final TableRecord table;
  final Set<String> createdRecords = new LinkedHashSet<>();
  final Set<String> destroyedRecords = new LinkedHashSet<>();
  final Set<String> createdFields = new LinkedHashSet<>();
  final Set<String> destroyedFields = new LinkedHashSet<>();
  final Map<String, Metadata> changedFields = new LinkedHashMap<>();
  @Nullable Metadata changedMetadata;

  /** By record and field: what the cell showed before, in the form of webhooks; null for empty. */
  final Map<String, Map<String, @Nullable JsonNode>> changedCells = new LinkedHashMap<>();

  /** By record that was changed or destroyed: the watched views that showed it before. */
  final Map<String, Set<String>> viewsBefore = new LinkedHashMap<>();

  TableChanges(TableRecord table) {
    this.table = table;
  }
}
