package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes what one action did as payloads for one webhook. */
final class PayloadWriter {
  private final Workspace workspace;
  private final Transaction transaction;
  private final WebhookRecord webhook;
  private final List<ObjectNode> payloads = new ArrayList<>();
  private int records;

  PayloadWriter(Workspace workspace, Transaction transaction, WebhookRecord webhook) {
    this.workspace = workspace;
    this.transaction = transaction;
    this.webhook = webhook;
  }

  /** Returns the payloads: none when the webhook does not watch any of this. */
  List<ObjectNode> payloads() {
    if (!names("fromSources", transaction.source)) {
      return List.of();
    }
    for (String tableId : transaction.createdTables) {
      TableRecord table = transaction.base.tables.get(tableId);
      if (table != null && watches("tableMetadata", "add") && inScope(table)) {
        created(table);
      }
    }
    for (TableChanges changes : transaction.tables.values()) {
      if (inScope(changes.table)) {
        metadata(changes);
        fields(changes);
        records(changes);
      }
    }
    if (webhook.scope().isEmpty() && watches("tableMetadata", "remove")) {
      transaction.destroyedTables.forEach(id -> current().withArray("/destroyedTableIds").add(id));
    }
    return payloads;
  }

  private boolean watches(String dataType, String changeType) {
    return names("dataTypes", dataType) && names("changeTypes", changeType);
  }

  /** Whether a filter names a value, or names none at all. */
  private boolean names(String filter, String value) {
    JsonNode wanted = webhook.filters().path(filter);
    return wanted.isMissingNode() || Json.texts(wanted).contains(value);
  }

  private boolean inScope(TableRecord table) {
    String scope = webhook.scope();
    return scope.isEmpty()
        || scope.equals(table.id)
        || table.views.stream().anyMatch(view -> view.id().equals(scope));
  }

  private ObjectNode current() {
    if (payloads.isEmpty()) {
      begin();
    }
    return payloads.get(payloads.size() - 1);
  }

  private void begin() {
    ObjectNode payload = Json.object().put("timestamp", Times.shown(transaction.at));
    payload.put("baseTransactionNumber", transaction.base.transactions);
    payload.put("payloadFormat", "v0");
    ObjectNode action = payload.putObject("actionMetadata").put("source", transaction.source);
    ObjectNode user = Collaborators.shown(transaction.user);
    user.put("permissionLevel", transaction.base.permission.shown());
    action.putObject("sourceMetadata").set("user", user);
    payloads.add(payload);
    records = 0;
  }

  private ObjectNode table(TableRecord table) {
    return current().withObject("/changedTablesById").withObject("/" + table.id);
  }

  /** Returns the part of the payload for one more record, in a new payload when this is full. */
  private ObjectNode forRecord(TableRecord table) {
    int most = workspace.quirks.payloadRecords();
    if (most > 0 && records >= most) {
      begin();
    }
    ObjectNode target = table(table);
    records++;
    return target;
  }

  private void created(TableRecord table) {
    ObjectNode shown = current().withObject("/createdTablesById").putObject(table.id);
    ObjectNode metadata = shown.putObject("metadata").put("name", table.name);
    metadata.put("description", table.description);
    ObjectNode fields = shown.putObject("fieldsById");
    table.fields.forEach(
        field -> fields.putObject(field.id).put("name", field.name).put("type", field.type));
    shown.putObject("recordsById");
  }

  private void metadata(TableChanges changes) {
    TableChanges.Metadata before = changes.changedMetadata;
    TableRecord table = changes.table;
    if (before == null
        || transaction.createdTables.contains(table.id)
        || !watches("tableMetadata", "update")) {
      return;
    }
    ObjectNode changed = table(table).putObject("changedMetadata");
    changed.putObject("current").put("name", table.name).put("description", table.description);
    changed
        .putObject("previous")
        .put("name", before.name())
        .put("description", before.description());
  }

  private void fields(TableChanges changes) {
    TableRecord table = changes.table;
    if (transaction.createdTables.contains(table.id)) {
      return;
    }
    if (watches("tableFields", "add")) {
      for (String id : changes.createdFields) {
        FieldSpec field = table.find(id);
        if (field != null) {
          ObjectNode shown = table(table).withObject("/createdFieldsById").putObject(id);
          shown.put("name", field.name).put("type", field.type);
        }
      }
    }
    if (watches("tableFields", "update")) {
      changes.changedFields.forEach((id, before) -> changed(table, table.find(id), before));
    }
    if (watches("tableFields", "remove")) {
      changes.destroyedFields.forEach(id -> table(table).withArray("/destroyedFieldIds").add(id));
    }
  }

  private void changed(TableRecord table, @Nullable FieldSpec field, TableChanges.Metadata before) {
    if (field == null || !names("watchSchemasOfFieldIds", field.id)) {
      return;
    }
    ObjectNode shown = table(table).withObject("/changedFieldsById").putObject(field.id);
    shown.putObject("current").put("name", field.name).put("type", field.type);
    if (webhook.includes().path("includePreviousFieldDefinitions").booleanValue()) {
      shown.putObject("previous").put("name", before.name()).put("type", field.type);
    }
  }

  private void records(TableChanges changes) {
    if (!names("dataTypes", "tableData")) {
      return;
    }
    Viewing viewing = Viewing.of(workspace, transaction.base, changes.table);
    for (String id : changes.createdRecords) {
      appeared(viewing, changes, id);
    }
    changes.changedCells.forEach((id, before) -> record(viewing, changes, id, before));
    for (String id : changes.destroyedRecords) {
      if (wasShown(changes, id)) {
        vanished(changes.table, id);
      }
    }
  }

  private boolean isViewScoped() {
    return Ids.is("viw", webhook.scope());
  }

  private boolean wasShown(TableChanges changes, String id) {
    return !isViewScoped()
        || changes.viewsBefore.getOrDefault(id, Set.of()).contains(webhook.scope());
  }

  private boolean isShown(Viewing viewing, Row row) {
    return !isViewScoped() || Webhooks.watchedViews(viewing, row).contains(webhook.scope());
  }

  private void record(
      Viewing viewing, TableChanges changes, String id, Map<String, @Nullable JsonNode> before) {
    Row row = changes.table.rows.get(id);
    if (row == null) {
      return;
    }
    boolean was = wasShown(changes, id);
    boolean is = isShown(viewing, row);
    if (was && is) {
      updated(viewing, row, before);
    } else if (was) {
      vanished(changes.table, id);
    } else if (is) {
      appeared(viewing, changes, id);
    }
  }

  private void appeared(Viewing viewing, TableChanges changes, String id) {
    Row row = changes.table.rows.get(id);
    if (row == null || !names("changeTypes", "add") || !isShown(viewing, row)) {
      return;
    }
    ObjectNode shown = forRecord(changes.table).withObject("/createdRecordsById").putObject(id);
    shown.put("createdTime", Times.shown(row.created));
    ObjectNode cells = shown.putObject("cellValuesByFieldId");
    for (FieldSpec field : changes.table.fields) {
      if (!field.cells.computed() && (names("watchDataInFieldIds", field.id) || includes(field))) {
        put(cells, viewing, row, field);
      }
    }
  }

  private void vanished(TableRecord table, String id) {
    if (names("changeTypes", "remove")) {
      forRecord(table).withArray("/destroyedRecordIds").add(id);
    }
  }

  private void updated(Viewing viewing, Row row, Map<String, @Nullable JsonNode> before) {
    List<FieldSpec> watched =
        viewing.table().fields.stream()
            .filter(field -> before.containsKey(field.id))
            .filter(field -> names("watchDataInFieldIds", field.id))
            .toList();
    if (watched.isEmpty() || !names("changeTypes", "update")) {
      return;
    }
    ObjectNode shown =
        forRecord(viewing.table()).withObject("/changedRecordsById").putObject(row.id);
    ObjectNode current = shown.putObject("current").putObject("cellValuesByFieldId");
    for (FieldSpec field : watched) {
      JsonNode cell = field.cells.showV2(viewing, row, field);
      current.set(field.id, cell == null ? Json.nothing() : cell);
    }
    if (webhook.includes().path("includePreviousCellValues").booleanValue()) {
      ObjectNode previous = shown.putObject("previous").putObject("cellValuesByFieldId");
      for (FieldSpec field : watched) {
        JsonNode cell = before.get(field.id);
        previous.set(field.id, cell == null ? Json.nothing() : cell);
      }
    }
    ObjectNode unchanged = Json.object();
    for (FieldSpec field : viewing.table().fields) {
      if (includes(field) && !watched.contains(field)) {
        put(unchanged, viewing, row, field);
      }
    }
    if (!unchanged.isEmpty()) {
      shown.putObject("unchanged").set("cellValuesByFieldId", unchanged);
    }
  }

  private static void put(ObjectNode target, Viewing viewing, Row row, FieldSpec field) {
    JsonNode cell = field.cells.showV2(viewing, row, field);
    if (cell != null) {
      target.set(field.id, cell);
    }
  }

  /** Whether the webhook asked for the cells of a field even when they did not change. */
  private boolean includes(FieldSpec field) {
    JsonNode wanted = webhook.includes().path("includeCellValuesInFieldIds");
    return wanted.asText().equals("all")
        || (wanted instanceof ArrayNode some && Json.texts(some).contains(field.id));
  }
}
