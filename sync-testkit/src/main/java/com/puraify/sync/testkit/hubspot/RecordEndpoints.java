package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** The endpoints of single records, and the list of all. */
final class RecordEndpoints {
  private static final int LARGEST_PAGE = 100;
  private static final int LARGEST_PAGE_WITH_HISTORY = 50;
  private static final int USUAL_PAGE = 10;

  private final Portal portal;
  private final RecordWrites writes;
  private final Removals removals;
  private final RecordView view;

  RecordEndpoints(Portal portal, RecordWrites writes, Removals removals, RecordView view) {
    this.portal = portal;
    this.writes = writes;
    this.removals = removals;
    this.view = view;
  }

  private ObjectType type(Call call) {
    return portal.requireType(call.parameter("objectType"));
  }

  /** Pages through all records by id; {@code after} is the id to go on with. */
  Reply list(Call call) {
    ObjectType type = type(call);
    List<String> histories = call.list("propertiesWithHistory");
    int limit =
        call.limit(USUAL_PAGE, histories.isEmpty() ? LARGEST_PAGE : LARGEST_PAGE_WITH_HISTORY);
    NavigableMap<Long, CrmRecord> all = call.flag("archived") ? type.archived : type.records;
    String after = call.queried("after");
    if (after != null) {
      Long first = ObjectType.number(after);
      if (first == null) {
        throw HubSpotError.badInput("Invalid value for after: " + after);
      }
      all = all.tailMap(first, true);
    }
    ObjectNode body = Json.object();
    ArrayNode results = body.putArray("results");
    CrmRecord next = null;
    for (CrmRecord record : all.values()) {
      if (results.size() == limit) {
        next = record;
        break;
      }
      results.add(shown(call, record, histories));
    }
    if (next != null) {
      ObjectNode paging = body.putObject("paging").putObject("next");
      paging.put("after", next.idText());
      paging.put("link", link(call, next.idText()));
    }
    return Reply.ok(body);
  }

  private static String link(Call call, String after) {
    StringBuilder link = new StringBuilder("https://api.hubapi.com" + call.request().path() + "?");
    call.request()
        .query()
        .forEach(
            (name, values) -> {
              if (!name.equals("after")) {
                values.forEach(value -> link.append(name).append('=').append(value).append('&'));
              }
            });
    return link.append("after=").append(after).toString();
  }

  private ObjectNode shown(Call call, CrmRecord record, List<String> histories) {
    ObjectNode shown = view.show(record, call.list("properties"), histories);
    List<String> wanted = call.list("associations");
    if (!wanted.isEmpty()) {
      addAssociations(shown, record, wanted);
    }
    return shown;
  }

  private void addAssociations(ObjectNode shown, CrmRecord record, List<String> wanted) {
    ObjectNode associations = Json.object();
    for (String name : wanted) {
      ObjectType to = portal.requireType(name);
      List<CrmRecord> ends = portal.edges.ends(record, to);
      if (ends.isEmpty()) {
        continue;
      }
      int most = portal.quirks.associationPage();
      ObjectNode block = associations.putObject(to.plural);
      ArrayNode results = block.putArray("results");
      for (CrmRecord end : ends.subList(0, Math.min(most, ends.size()))) {
        for (int typeId : portal.edges.types(record, end)) {
          results.addObject().put("id", end.idText()).put("type", oldName(record, to, typeId));
        }
      }
      if (ends.size() > most) {
        block.putObject("paging").putObject("next").put("after", ends.get(most).idText());
      }
    }
    if (!associations.isEmpty()) {
      shown.set("associations", associations);
    }
  }

  /** Returns the name of an association in the older versions' words. */
  private String oldName(CrmRecord record, ObjectType to, int typeId) {
    AssociationType type = portal.associationTypes.from(record.type.typeId, typeId);
    String plain = record.type.name + "_to_" + to.name;
    if (type == null || type.label() == null || type.primary()) {
      AssociationType primary = portal.associationTypes.primary(record.type.typeId, to.typeId);
      boolean unlabelled = primary != null && type != null && type.label() == null;
      return unlabelled ? plain + "_unlabeled" : plain;
    }
    return type.label().toLowerCase(java.util.Locale.ROOT).replace(' ', '_');
  }

  /** Returns the record that a path names, which may be the winner of a merge. */
  private CrmRecord find(Call call, ObjectType type, boolean archived) {
    String id = call.parameter("objectId");
    String idProperty = call.queried("idProperty");
    CrmRecord record = byName(type, id, idProperty);
    if (record == null && archived) {
      Long number = ObjectType.number(id);
      record = number == null ? null : type.archived.get(number);
    }
    if (record == null) {
      throw HubSpotError.notFound(id);
    }
    return record;
  }

  static @Nullable CrmRecord byName(ObjectType type, String id, @Nullable String idProperty) {
    if (idProperty == null || idProperty.equals("hs_object_id")) {
      return type.find(id);
    }
    if (!type.isUnique(idProperty)) {
      throw HubSpotError.badInput(
          "Property " + idProperty + " is not a unique property of " + type.typeId);
    }
    return type.byUnique(idProperty, id);
  }

  Reply get(Call call) {
    ObjectType type = type(call);
    CrmRecord record = find(call, type, call.flag("archived"));
    return Reply.ok(shown(call, record, call.list("propertiesWithHistory")));
  }

  Reply create(Call call) {
    ObjectType type = type(call);
    Writing writing = Writing.by(call);
    Draft draft = writes.create(type, call.body(), writing);
    CrmRecord record = writes.commit(draft, writing);
    return Reply.created(view.written(record, draft.changes().keySet(), traceId(call)));
  }

  private static @Nullable String traceId(Call call) {
    return Call.optional(call.body(), "objectWriteTraceId");
  }

  Reply update(Call call) {
    CrmRecord record = find(call, type(call), false);
    Writing writing = Writing.by(call);
    Draft draft = writes.update(record, call.body(), writing);
    writes.commit(draft, writing);
    return Reply.ok(view.written(record, draft.changes().keySet(), traceId(call)));
  }

  /** Archives a record; a record that is not there, or was merged away, is archived enough. */
  Reply archive(Call call) {
    ObjectType type = type(call);
    Long id = ObjectType.number(call.parameter("objectId"));
    CrmRecord record = id == null ? null : type.records.get(id);
    if (record != null) {
      removals.archive(record, call.author());
    }
    return Reply.noContent();
  }

  Reply merge(Call call) {
    ObjectType type = type(call);
    String primaryId = Call.required(call.body(), "primaryObjectId");
    String loserId = Call.required(call.body(), "objectIdToMerge");
    CrmRecord primary = type.find(primaryId);
    CrmRecord loser = type.find(loserId);
    if (primary == null || loser == null) {
      throw HubSpotError.notFound(primary == null ? primaryId : loserId);
    }
    if (primary.equals(loser)) {
      throw HubSpotError.badInput("A record cannot be merged into itself.");
    }
    return Reply.ok(view.show(removals.merge(primary, loser, call.author()), List.of(), List.of()));
  }

  Reply gdprDelete(Call call) {
    ObjectType type = type(call);
    String id = Call.required(call.body(), "objectId");
    CrmRecord record = byName(type, id, Call.optional(call.body(), "idProperty"));
    if (record == null) {
      Long number = ObjectType.number(id);
      record = number == null ? null : type.archived.get(number);
    }
    if (record != null) {
      removals.deleteForPrivacy(record, call.author());
    }
    return Reply.noContent();
  }
}
