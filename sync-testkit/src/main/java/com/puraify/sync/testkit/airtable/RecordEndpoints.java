package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The endpoints of records, but for lists. */
final class RecordEndpoints {
  private final Workspace workspace;

  RecordEndpoints(Workspace workspace) {
    this.workspace = workspace;
  }

  private BaseRecord base(Call call) {
    return workspace.visible(call.parameter("baseId"));
  }

  private static Row row(TableRecord table, Call call) {
    Row row = table.rows.get(call.id("recordId", "rec"));
    if (row == null) {
      throw AirtableError.recordNotFound();
    }
    return row;
  }

  ObjectNode retrieve(Call call) {
    BaseRecord base = base(call);
    TableRecord table = base.table(call.parameter("tableId"));
    Row row = row(table, call);
    RecordShape shape =
        new RecordShape(
            call.queriedTrue("returnFieldsByFieldId"), ListQuery.isText(call), false, null);
    return shape.show(Viewing.of(workspace, base, table), row);
  }

  ObjectNode create(Call call) {
    call.keys("fields", "records", "typecast", "returnFieldsByFieldId");
    boolean batch = call.body().has("records");
    return write(
        call,
        writing -> {
          List<Row> rows = new ArrayList<>();
          if (batch) {
            for (JsonNode item : RecordBatch.items(call, "fields")) {
              rows.add(RecordWrites.create(writing, item.path("fields")));
            }
          } else {
            rows.add(RecordWrites.create(writing, RecordBatch.fields(call)));
          }
          return new Written(rows, batch, null);
        });
  }

  ObjectNode update(Call call) {
    return change(call, false);
  }

  ObjectNode replace(Call call) {
    return change(call, true);
  }

  ObjectNode updateOne(Call call) {
    return changeOne(call, false);
  }

  ObjectNode replaceOne(Call call) {
    return changeOne(call, true);
  }

  private ObjectNode changeOne(Call call, boolean replacing) {
    call.keys("fields", "typecast", "returnFieldsByFieldId");
    return write(
        call,
        writing -> {
          Row row = row(writing.table(), call);
          RecordWrites.update(writing, row, RecordBatch.fields(call), replacing);
          return new Written(List.of(row), false, null);
        });
  }

  private ObjectNode change(Call call, boolean replacing) {
    call.keys("records", "typecast", "returnFieldsByFieldId", "performUpsert");
    return write(
        call,
        writing -> {
          List<JsonNode> items = RecordBatch.items(call, "id", "fields");
          if (call.body().has("performUpsert")) {
            List<Row> rows = new ArrayList<>();
            Upsert upsert = new Upsert(writing, call.body().path("performUpsert"));
            return new Written(rows, true, upsert.apply(items, replacing, rows));
          }
          List<String> ids = items.stream().map(item -> item.path("id").asText()).toList();
          List<Row> rows = RecordBatch.rows(writing.table(), ids);
          for (int i = 0; i < rows.size(); i++) {
            RecordWrites.update(writing, rows.get(i), items.get(i).path("fields"), replacing);
          }
          return new Written(rows, true, null);
        });
  }

  /** What a write came to. */
  private record Written(List<Row> rows, boolean batch, @Nullable ObjectNode more) {}

  private ObjectNode write(Call call, Function<Writing, Written> work) {
    BaseRecord base = base(call);
    TableRecord table = base.table(call.parameter("tableId"));
    base.demand(Permission.EDIT);
    boolean typecast = call.flag("typecast");
    RecordShape shape = RecordShape.named(call.flag("returnFieldsByFieldId"));
    Written written =
        workspace.transact(
            base,
            Workspace.BY_API,
            call.grant().user(),
            transaction -> work.apply(new Writing(transaction, table, typecast)));
    Viewing viewing = Viewing.of(workspace, base, table);
    if (!written.batch) {
      return shape.show(viewing, written.rows.get(0));
    }
    ObjectNode answer = Json.object();
    ArrayNode records = answer.putArray("records");
    written.rows.forEach(row -> records.add(shape.show(viewing, row)));
    if (written.more != null) {
      answer.setAll(written.more);
    }
    return answer;
  }

  ObjectNode delete(Call call) {
    List<String> ids = call.queriedAll("records");
    RecordBatch.size(ids.size());
    ObjectNode answer = Json.object();
    ArrayNode records = answer.putArray("records");
    delete(call, table -> RecordBatch.rows(table, ids));
    ids.forEach(id -> records.addObject().put("id", id).put("deleted", true));
    return answer;
  }

  ObjectNode deleteOne(Call call) {
    delete(call, table -> List.of(row(table, call)));
    return Json.object().put("id", call.parameter("recordId")).put("deleted", true);
  }

  private void delete(Call call, Function<TableRecord, List<Row>> chosen) {
    BaseRecord base = base(call);
    TableRecord table = base.table(call.parameter("tableId"));
    base.demand(Permission.EDIT);
    List<Row> rows = chosen.apply(table);
    workspace.transact(
        base,
        Workspace.BY_API,
        call.grant().user(),
        transaction -> {
          rows.forEach(row -> transaction.delete(table, row));
          return true;
        });
  }
}
