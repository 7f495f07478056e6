package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Lists of records, page by page. */
final class ListEndpoint {
  private final Workspace workspace;
  private final Iterators iterators;

  ListEndpoint(Workspace workspace, Iterators iterators) {
    this.workspace = workspace;
    this.iterators = iterators;
  }

  ObjectNode get(Call call) {
    return list(call, false);
  }

  ObjectNode post(Call call) {
    return list(call, true);
  }

  private ObjectNode list(Call call, boolean posted) {
    BaseRecord base = workspace.visible(call.parameter("baseId"));
    TableRecord table = base.table(call.parameter("tableId"));
    Viewing viewing = Viewing.of(workspace, base, table);
    ListQuery query = ListQuery.of(call, table, posted);
    Iterators.Place place = place(viewing, query);
    Iterators.Run run = place.run();
    int end = Math.min(run.recordIds.size(), place.at() + size(query, run));
    run.pages++;
    ObjectNode answer = Json.object();
    ArrayNode records = answer.putArray("records");
    for (String id : run.recordIds.subList(place.at(), end)) {
      Row row = table.rows.get(id);
      if (row != null) {
        records.add(query.shape().show(viewing, row));
      }
    }
    if (end < run.recordIds.size()) {
      answer.put("offset", run.offset(end));
    }
    if (workspace.quirks.extraKeys()) {
      answer.put("futureKey", true);
    }
    return answer;
  }

  private Iterators.Place place(Viewing viewing, ListQuery query) {
    String fingerprint = query.fingerprint(viewing.table());
    if (!query.offset().isEmpty()) {
      return iterators.resume(query.offset(), fingerprint);
    }
    String id = iterators.nextId();
    List<String> ids = Selection.ids(viewing, query, id);
    return iterators.open(id, fingerprint, ids);
  }

  /** Returns how many places the next page covers: with short pages, at times none. */
  private int size(ListQuery query, Iterators.Run run) {
    if (!workspace.quirks.shortPages()) {
      return query.pageSize();
    }
    return run.pages % 3 == 1 ? 0 : Math.max(1, query.pageSize() / 2);
  }
}
