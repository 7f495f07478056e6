package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files: fetched some time after they were written by URL, and shown under URLs that expire. */
final class AttachmentCell extends StoredCell {

  @Override
  public @Nullable JsonNode accept(Writing writing, FieldSpec field, JsonNode value) {
    if (!value.isArray()) {
      throw AirtableError.badValue(field);
    }
    ArrayNode stored = Json.array();
    for (JsonNode item : value) {
      stored.add(accepted(writing, field, item));
    }
    return stored.isEmpty() ? null : stored;
  }

  private static JsonNode accepted(Writing writing, FieldSpec field, JsonNode item) {
    String id = item.path("id").asText();
    if (item.path("id").isTextual() && Ids.is("att", id)) {
      JsonNode kept = find(writing.base(), id);
      if (kept != null) {
        return kept;
      }
    } else if (item.path("url").isTextual() && !item.has("id")) {
      return Attachments.fetched(
          writing.workspace(), item.path("url").asText(), item.path("filename").asText());
    }
    throw AirtableError.refused(
        "INVALID_ATTACHMENT_OBJECT",
        "Invalid attachment object for field " + field.name + ": " + item.toPrettyString());
  }

  private static @Nullable JsonNode find(BaseRecord base, String id) {
    for (TableRecord table : base.tables.values()) {
      for (FieldSpec field : table.fields) {
        if (field.type.equals("multipleAttachments")) {
          for (Row row : table.rows.values()) {
            JsonNode found = find(row.cell(field), id);
            if (found != null) {
              return found;
            }
          }
        }
      }
    }
    return null;
  }

  private static @Nullable JsonNode find(@Nullable JsonNode cell, String id) {
    if (cell != null) {
      for (JsonNode file : cell) {
        if (file.path("id").asText().equals(id)) {
          return file;
        }
      }
    }
    return null;
  }

  @Override
  @Nullable JsonNode shown(Viewing viewing, FieldSpec field, JsonNode stored) {
    ArrayNode shown = Json.array();
    for (JsonNode file : stored) {
      ObjectNode seen = Attachments.shown(viewing.workspace(), file);
      if (seen != null) {
        shown.add(seen);
      }
    }
    return shown.isEmpty() ? null : shown;
  }

  @Override
  @Nullable Object valueOf(Viewing viewing, FieldSpec field, JsonNode stored) {
    List<Object> files = new ArrayList<>();
    for (JsonNode file : stored) {
      ObjectNode seen = Attachments.shown(viewing.workspace(), file);
      if (seen != null) {
        files.add(seen.path("filename").asText() + " (" + seen.path("url").asText() + ")");
      }
    }
    return files.isEmpty() ? null : files;
  }
}
