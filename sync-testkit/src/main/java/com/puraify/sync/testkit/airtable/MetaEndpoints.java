package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;

/** The endpoints about tokens, bases, tables and fields. */
final class MetaEndpoints {
  private static final int PAGE = 1_000;

  private final Workspace workspace;

  MetaEndpoints(Workspace workspace) {
    this.workspace = workspace;
  }

  ObjectNode whoami(Call call) {
    Grant grant = call.grant();
    ObjectNode answer = Json.object().put("id", grant.user().id());
    if (grant.isOauth()) {
      answer.set("scopes", Json.array(grant.scopes().stream().sorted().toList()));
    }
    if (grant.scopes().contains("user.email:read")) {
      answer.put("email", grant.user().email());
    }
    return answer;
  }

  ObjectNode bases(Call call) {
    List<BaseRecord> seen =
        workspace.bases.values().stream()
            .filter(base -> base.permission != Permission.NONE && call.grant().covers(base.id))
            .toList();
    String offset = call.queried("offset");
    int from = offset == null ? 0 : start(seen, offset);
    int end = Math.min(seen.size(), from + PAGE);
    ObjectNode answer = Json.object();
    ArrayNode bases = answer.putArray("bases");
    for (BaseRecord base : seen.subList(from, end)) {
      ObjectNode shown = bases.addObject().put("id", base.id).put("name", base.name);
      shown.put("permissionLevel", base.permission.shown());
    }
    if (end < seen.size()) {
      answer.put("offset", "itr/" + seen.get(end).id);
    }
    return answer;
  }

  private static int start(List<BaseRecord> bases, String offset) {
    for (int i = 0; i < bases.size(); i++) {
      if (offset.equals("itr/" + bases.get(i).id)) {
        return i;
      }
    }
    throw AirtableError.refused("INVALID_OFFSET_VALUE", "The value of offset is invalid");
  }

  ObjectNode tables(Call call) {
    BaseRecord base = workspace.visible(call.parameter("baseId"));
    boolean visibleFields = call.queriedAll("include").contains("visibleFieldIds");
    ObjectNode answer = Json.object();
    ArrayNode tables = answer.putArray("tables");
    base.tables
        .values()
        .forEach(table -> tables.add(SchemaView.table(workspace, table, visibleFields)));
    return answer;
  }

  ObjectNode createTable(Call call) {
    call.keys("name", "description", "fields");
    JsonNode fields = call.body().path("fields");
    if (!fields.isArray() || fields.isEmpty()) {
      throw AirtableError.invalid("\"fields\" must name at least one field");
    }
    return change(
        call,
        transaction -> {
          SchemaWrites schema = new SchemaWrites(transaction);
          TableRecord table = schema.addTable(call.body().path("name").asText());
          if (call.body().has("description")) {
            schema.describe(table, call.body().path("description"));
          }
          fields.forEach(field -> schema.addByApi(table, field));
          return SchemaView.table(workspace, table, false);
        });
  }

  ObjectNode updateTable(Call call) {
    call.keys("name", "description");
    return change(
        call,
        transaction -> {
          SchemaWrites schema = new SchemaWrites(transaction);
          TableRecord table = transaction.base.table(call.parameter("tableId"));
          if (call.body().has("name")) {
            schema.rename(table, call.body().path("name").asText());
          }
          if (call.body().has("description")) {
            schema.describe(table, call.body().path("description"));
          }
          return SchemaView.table(workspace, table, false);
        });
  }

  ObjectNode createField(Call call) {
    call.keys("name", "description", "type", "options");
    return change(
        call,
        transaction -> {
          TableRecord table = transaction.base.table(call.parameter("tableId"));
          FieldSpec field = new SchemaWrites(transaction).addByApi(table, call.body());
          return SchemaView.field(table, field);
        });
  }

  ObjectNode updateField(Call call) {
    call.keys("name", "description");
    return change(
        call,
        transaction -> {
          TableRecord table = transaction.base.table(call.parameter("tableId"));
          FieldSpec field = table.find(call.id("fieldId", "fld"));
          if (field == null) {
            throw AirtableError.unseen();
          }
          SchemaWrites schema = new SchemaWrites(transaction);
          if (call.body().has("name")) {
            schema.rename(table, field, call.body().path("name").asText());
          }
          schema.describe(table, field, call.body().path("description"));
          return SchemaView.field(table, field);
        });
  }

  private ObjectNode change(Call call, Function<Transaction, ObjectNode> work) {
    BaseRecord base = workspace.visible(call.parameter("baseId"));
    base.demand(Permission.CREATE);
    return workspace.transact(base, Workspace.BY_API, call.grant().user(), work);
  }
}
