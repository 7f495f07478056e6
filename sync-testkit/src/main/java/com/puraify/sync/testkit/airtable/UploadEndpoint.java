package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Adds files that are sent along to cells. */
final class UploadEndpoint {
  private static final int LARGEST = 5 * 1024 * 1024;

  private final Workspace workspace;

  UploadEndpoint(Workspace workspace) {
    this.workspace = workspace;
  }

  ObjectNode upload(Call call) {
    call.keys("contentType", "file", "filename");
    BaseRecord base = workspace.visible(call.parameter("baseId"));
    base.demand(Permission.EDIT);
    TableRecord table = tableOf(base, call.id("recordId", "rec"));
    if (table == null) {
      throw AirtableError.recordNotFound();
    }
    Row row = People.row(table, call.parameter("recordId"));
    FieldSpec field = table.field(call.parameter("fieldId"));
    if (!field.type.equals("multipleAttachments")) {
      throw AirtableError.badValue(field);
    }
    int size = size(call.body().path("file").asText());
    JsonNode type = call.body().path("contentType");
    JsonNode name = call.body().path("filename");
    if (!type.isTextual() || !name.isTextual()) {
      throw AirtableError.invalid("\"contentType\" and \"filename\" must be texts");
    }
    ArrayNode files = Json.array();
    JsonNode present = row.cell(field);
    if (present != null) {
      present.forEach(files::add);
    }
    files.add(Attachments.uploaded(workspace, name.asText(), type.asText(), size));
    workspace.transact(
        base,
        Workspace.BY_API,
        call.grant().user(),
        transaction -> {
          transaction.write(table, row, field, files);
          return true;
        });
    return RecordShape.named(true).show(Viewing.of(workspace, base, table), row);
  }

  private static @Nullable TableRecord tableOf(BaseRecord base, String recordId) {
    return base.tables.values().stream()
        .filter(table -> table.rows.containsKey(recordId))
        .findFirst()
        .orElse(null);
  }

  private static int size(String base64) {
    byte[] content;
    try {
      content = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw AirtableError.invalid("\"file\" must be base64");
    }
    if (content.length == 0 || content.length > LARGEST) {
      throw AirtableError.usual(413);
    }
    return content.length;
  }
}
