package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.HttpAnswer;
import com.puraify.sync.connector.HttpCall;
import com.puraify.sync.connector.HttpCalls;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Airtable's endpoints for one table, as far as they are needed. Thread-safe. */
final class AirtableApi {

  /** How many records Airtable puts on a page, at most. */
  static final int PAGE_SIZE = 100;

  /** How many records Airtable writes at once, at most. */
  static final int BATCH = 10;

  /** How many payloads of a webhook's log Airtable puts on a page, at most. */
  static final int PAYLOADS = 50;

  private final HttpCalls calls;
  private final Table table;
  private final String path;
  private final String webhooks;

  AirtableApi(HttpCalls calls, Table table) {
    this.calls = calls;
    this.table = table;
    this.path = "/v0/" + table.base() + "/" + table.id();
    this.webhooks = "/v0/bases/" + table.base() + "/webhooks";
  }

  /**
   * Lists one page of records; those of a whole table in the order of their names.
   *
   * @param wanted the fields that are wanted; the primary field stands in for none
   * @param filter a formula, or null for all records
   * @param offset where the page before ended, or null for the first page
   */
  HttpAnswer list(List<Column> wanted, @Nullable String filter, @Nullable String offset) {
    Json body =
        Json.object(
            o -> {
              o.put("pageSize", PAGE_SIZE)
                  .put("returnFieldsByFieldId", true)
                  .put("fields", named(wanted));
              if (filter != null) {
                o.put("filterByFormula", filter);
              } else { // a listing that is begun anew goes through the records in the same order
                Json primary = Json.object(sort -> sort.put("field", table.primary()));
                o.put("sort", Json.array(primary));
              }
              if (offset != null) {
                o.put("offset", offset);
              }
            });
    HttpAnswer answer;
    try {
      answer = calls.send(HttpCall.query(path + "/listRecords", body));
    } catch (ConnectorException e) {
      AirtableFault fault = AirtableFault.of(e);
      if (fault != null && fault.isUnknownField()) {
        throw new ConnectorException(
            Kind.STALE, "the table's fields changed while it was being read: " + e.getMessage(), e);
      }
      throw e;
    }
    if (!answer.body().at("records").isArray()) {
      throw new ConnectorException(Kind.PROTOCOL, "Airtable answered with a list of no records");
    }
    return answer;
  }

  private Json named(List<Column> wanted) {
    Set<String> ids = new LinkedHashSet<>();
    wanted.forEach(column -> ids.add(column.id()));
    Column modified = table.lastModified();
    if (modified != null) {
      ids.add(modified.id());
    }
    if (ids.isEmpty()) {
      ids.add(table.primary());
    }
    return Json.array(ids.stream().map(Json::of).toList());
  }

  /** Creates records; what comes back is unchecked, for they are there whatever it is. */
  Json create(List<Json> records) {
    return calls.send(HttpCall.post(path, body(records, null))).body();
  }

  /** Changes records; what comes back is unchecked, for the change is made whatever it is. */
  Json update(List<Json> records) {
    return calls.send(HttpCall.patch(path, body(records, null))).body();
  }

  /** Creates records, or changes those that hold the same values in the fields to merge on. */
  Json upsert(List<Json> records, List<String> mergeOn) {
    return calls.send(HttpCall.patch(path, body(records, mergeOn))).body();
  }

  private static Json body(List<Json> records, @Nullable List<String> mergeOn) {
    return Json.object(
        o -> {
          if (mergeOn != null) {
            Json fields = Json.array(mergeOn.stream().map(Json::of).toList());
            o.put("performUpsert", Json.object(upsert -> upsert.put("fieldsToMergeOn", fields)));
          }
          o.put("records", Json.array(records)).put("returnFieldsByFieldId", true);
        });
  }

  /** Deletes records. A repeat of a call that was carried out is refused as a whole. */
  Json delete(List<String> ids) {
    HttpCall call = HttpCall.delete(path);
    for (String id : ids) {
      call = call.parameter("records[]", id);
    }
    return calls.send(call).body();
  }

  /** Lists the base's webhooks. */
  HttpAnswer webhooks() {
    HttpAnswer answer = calls.send(HttpCall.get(webhooks));
    if (!answer.body().at("webhooks").isArray()) {
      throw new ConnectorException(Kind.PROTOCOL, "Airtable answered with a list of no webhooks");
    }
    return answer;
  }

  /** Reads one page of a webhook's log, which keeps the webhook from expiring. */
  HttpAnswer payloads(String webhook, long cursor) {
    HttpAnswer answer =
        calls.send(
            HttpCall.get(webhooks + "/" + webhook + "/payloads")
                .parameter("cursor", Long.toString(cursor))
                .parameter("limit", Integer.toString(PAYLOADS)));
    if (!answer.body().at("payloads").isArray()) {
      throw new ConnectorException(Kind.PROTOCOL, "Airtable answered with a log of no payloads");
    }
    return answer;
  }
}
