package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The batches of associations, which are larger than those of records. */
final class AssociationBatches {
  private static final int MOST_READ = 1_000;
  private static final int MOST_WRITTEN = 2_000;

  private final Portal portal;
  private final Links links;
  private final AssociationEndpoints single;

  AssociationBatches(Portal portal, Links links, AssociationEndpoints single) {
    this.portal = portal;
    this.links = links;
    this.single = single;
  }

  private ObjectType from(Call call) {
    return portal.requireType(call.parameter("fromObjectType"));
  }

  private ObjectType to(Call call) {
    return portal.requireType(call.parameter("toObjectType"));
  }

  Reply read(Call call) {
    ObjectType from = from(call);
    ObjectType to = to(call);
    BatchAnswer answer = new BatchAnswer(portal);
    for (JsonNode input : call.inputs(MOST_READ)) {
      String id = Call.required(input, "id");
      CrmRecord record = from.find(id);
      if (record == null || portal.edges.ends(record, to).isEmpty()) {
        answer.fail(none(from, to, id), 1);
      } else {
        ObjectNode result = Json.object();
        result.putObject("from").put("id", record.idText());
        String after = Call.optional(input, "after");
        single.page(result, "to", record, to, after, portal.quirks.associationPage());
        answer.add(result);
      }
    }
    return answer.reply(call.version(), 200);
  }

  private static ObjectNode none(ObjectType from, ObjectType to, String id) {
    return HubSpotError.of(
            404,
            "OBJECT_NOT_FOUND",
            "No " + to.name + " is associated with " + from.name + " " + id + ".")
        .subCategory("crm.associations.NO_ASSOCIATIONS_FOUND")
        .with("fromObjectId", List.of(id))
        .with("fromObjectType", List.of(from.name))
        .with("toObjectType", List.of(to.name))
        .row();
  }

  Reply create(Call call) {
    return pairs(
        call,
        201,
        (from, to, input) -> {
          List<AssociationType> types = single.types(input.path("types"), from.type, to.type);
          types.forEach(type -> links.link(from, to, type, call.author()));
          return AssociationEndpoints.labelled(from, to, types);
        });
  }

  Reply associate(Call call) {
    return pairs(
        call,
        200,
        (from, to, input) -> {
          AssociationType plain = single.plain(from.type, to.type);
          links.link(from, to, plain, call.author());
          return AssociationEndpoints.linked(from, to, plain);
        });
  }

  /** What is done with one pair of records. */
  private interface PairWork {
    ObjectNode apply(CrmRecord from, CrmRecord to, JsonNode input);
  }

  private Reply pairs(Call call, int status, PairWork work) {
    ObjectType from = from(call);
    ObjectType to = to(call);
    BatchAnswer answer = new BatchAnswer(portal);
    for (JsonNode input : call.inputs(MOST_WRITTEN)) {
      String fromId = Call.required(input.path("from"), "id");
      String toId = Call.required(input.path("to"), "id");
      CrmRecord start = from.find(fromId);
      CrmRecord end = to.find(toId);
      try {
        if (start == null || end == null) {
          throw HubSpotError.notFound(start == null ? fromId : toId);
        }
        answer.add(work.apply(start, end, input));
      } catch (HubSpotError e) {
        answer.fail(
            e.with("fromObjectId", List.of(fromId)).with("toObjectId", List.of(toId)).row(), 1);
      }
    }
    return answer.reply(call.version(), status);
  }

  Reply archive(Call call) {
    ObjectType from = from(call);
    ObjectType to = to(call);
    for (JsonNode input : call.inputs(MOST_WRITTEN)) {
      CrmRecord start = from.find(Call.required(input.path("from"), "id"));
      for (JsonNode target : input.path("to")) {
        CrmRecord end = to.find(Call.required(target, "id"));
        if (start != null && end != null) {
          links.unlink(start, end, call.author());
        }
      }
    }
    return Reply.noContent();
  }

  Reply archiveLabels(Call call) {
    ObjectType from = from(call);
    ObjectType to = to(call);
    for (JsonNode input : call.inputs(MOST_WRITTEN)) {
      CrmRecord start = from.find(Call.required(input.path("from"), "id"));
      CrmRecord end = to.find(Call.required(input.path("to"), "id"));
      List<AssociationType> types = single.types(input.path("types"), from, to);
      if (start != null && end != null) {
        types.forEach(type -> links.unlink(start, end, type, call.author()));
      }
    }
    return Reply.noContent();
  }
}
