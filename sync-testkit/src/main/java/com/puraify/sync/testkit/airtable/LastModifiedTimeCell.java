package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** When one of the watched fields, or any field, was last edited. */
final class LastModifiedTimeCell extends ComputedCell {

  @Override
  public @Nullable JsonNode show(Viewing viewing, Row row, FieldSpec field) {
    Instant time = value(viewing, row, field);
    return time == null ? null : shown(field, time);
  }

  static JsonNode shown(FieldSpec field, Instant time) {
    boolean day = field.options.path("result").path("type").asText().equals("date");
    return Json.text(
        day ? LocalDate.ofInstant(time, ZoneOffset.UTC).toString() : Times.shown(time));
  }

  @Override
  public @Nullable Instant value(Viewing viewing, Row row, FieldSpec field) {
    return last(viewing.workspace(), row, Json.texts(field.options.path("referencedFieldIds")));
  }

  /** Returns the time of the latest edit of any of these fields, or of any at all, or null. */
  static @Nullable Instant last(Workspace workspace, Row row, Collection<String> fieldIds) {
    Instant last = fieldIds.isEmpty() ? row.edited : null;
    for (String id : fieldIds) {
      Instant edit = row.edits.get(id);
      if (edit != null && (last == null || edit.isAfter(last))) {
        last = edit;
      }
    }
    if (last == null) {
      return workspace.quirks.blankUntilEdited() ? null : row.created;
    }
    return workspace.shown(last);
  }
}
