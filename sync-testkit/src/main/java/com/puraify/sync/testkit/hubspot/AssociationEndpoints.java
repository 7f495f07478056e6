package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Associations of one record, and the labels that there are. */
final class AssociationEndpoints {
  private static final int LARGEST_PAGE = 500;

  private final Portal portal;
  private final Links links;

  AssociationEndpoints(Portal portal, Links links) {
    this.portal = portal;
    this.links = links;
  }

  private ObjectType from(Call call) {
    return portal.requireType(call.parameter("fromObjectType"));
  }

  private ObjectType to(Call call) {
    return portal.requireType(call.parameter("toObjectType"));
  }

  private static CrmRecord record(ObjectType type, String id) {
    CrmRecord record = type.find(id);
    if (record == null) {
      throw HubSpotError.notFound(id);
    }
    return record;
  }

  Reply list(Call call) {
    CrmRecord from = record(from(call), call.parameter("fromObjectId"));
    int limit = Math.min(call.limit(LARGEST_PAGE, LARGEST_PAGE), portal.quirks.associationPage());
    ObjectNode body = Json.object();
    page(body, "results", from, to(call), call.queried("after"), limit);
    return Reply.ok(body);
  }

  /** Puts one page of a record's associations into a body. */
  void page(
      ObjectNode body,
      String name,
      CrmRecord from,
      ObjectType to,
      @Nullable String after,
      int limit) {
    ArrayNode results = body.putArray(name);
    Long first = after == null ? Long.valueOf(0) : ObjectType.number(after);
    if (first == null) {
      throw HubSpotError.badInput("Invalid value for after: " + after);
    }
    for (CrmRecord end : portal.edges.ends(from, to)) {
      if (end.id < first) {
        continue;
      }
      if (results.size() == limit) {
        ObjectNode next = body.putObject("paging").putObject("next").put("after", end.idText());
        next.put("link", "?after=" + end.idText());
        return;
      }
      ObjectNode shown = results.addObject().put("toObjectId", end.id);
      ArrayNode types = shown.putArray("associationTypes");
      for (int typeId : portal.edges.types(from, end)) {
        AssociationType type = portal.associationTypes.from(from.type.typeId, typeId);
        if (type != null) {
          ObjectNode one = types.addObject().put("category", type.category());
          one.put("typeId", type.id()).put("label", type.label());
        }
      }
    }
  }

  Reply linkPlainly(Call call) {
    CrmRecord from = record(from(call), call.parameter("fromObjectId"));
    CrmRecord to = record(to(call), call.parameter("toObjectId"));
    links.link(from, to, plain(from.type, to.type), call.author());
    BatchAnswer answer = new BatchAnswer(portal);
    answer.add(linked(from, to, plain(from.type, to.type)));
    answer.add(linked(to, from, plain(to.type, from.type)));
    return answer.reply(call.version(), 200);
  }

  static ObjectNode linked(CrmRecord from, CrmRecord to, AssociationType type) {
    ObjectNode shown = Json.object();
    shown.putObject("from").put("id", from.idText());
    shown.putObject("to").put("id", to.idText());
    ObjectNode spec = shown.putObject("associationSpec");
    spec.put("associationCategory", type.category()).put("associationTypeId", type.id());
    return shown;
  }

  AssociationType plain(ObjectType from, ObjectType to) {
    AssociationType plain = portal.associationTypes.plain(from.typeId, to.typeId);
    if (plain == null) {
      throw HubSpotError.badInput(from.plural + " and " + to.plural + " cannot be associated.")
          .subCategory("crm.associations.INVALID_ASSOCIATION_TYPE");
    }
    return plain;
  }

  Reply link(Call call) {
    CrmRecord from = record(from(call), call.parameter("fromObjectId"));
    CrmRecord to = record(to(call), call.parameter("toObjectId"));
    List<AssociationType> types = types(call.body(), from.type, to.type);
    types.forEach(type -> links.link(from, to, type, call.author()));
    return Reply.created(labelled(from, to, types));
  }

  static ObjectNode labelled(CrmRecord from, CrmRecord to, List<AssociationType> types) {
    ObjectNode body = Json.object().put("fromObjectTypeId", from.type.typeId);
    body.put("fromObjectId", from.id).put("toObjectTypeId", to.type.typeId);
    body.put("toObjectId", to.id);
    ArrayNode labels = body.putArray("labels");
    for (AssociationType type : types) {
      if (type.label() != null) {
        labels.add(type.label());
      }
    }
    return body;
  }

  /** Reads association specs that must fit two types of objects. */
  List<AssociationType> types(JsonNode specs, ObjectType from, ObjectType to) {
    if (!specs.isArray() || specs.isEmpty()) {
      throw HubSpotError.badInput("At least one association type is required.");
    }
    List<AssociationType> types = new ArrayList<>();
    for (JsonNode spec : specs) {
      AssociationType type =
          portal.associationTypes.from(from.typeId, spec.path("associationTypeId").asInt());
      if (type == null
          || !type.to().equals(to.typeId)
          || !type.category().equals(spec.path("associationCategory").asText())) {
        throw Links.notValid(spec, from.plural, to.plural);
      }
      types.add(type);
    }
    return types;
  }

  Reply unlink(Call call) {
    CrmRecord from = from(call).find(call.parameter("fromObjectId"));
    CrmRecord to = to(call).find(call.parameter("toObjectId"));
    if (from != null && to != null) {
      links.unlink(from, to, call.author());
    }
    return Reply.noContent();
  }

  Reply labels(Call call) {
    ObjectNode body = Json.object();
    ArrayNode results = body.putArray("results");
    portal
        .associationTypes
        .between(from(call).typeId, to(call).typeId)
        .forEach(type -> results.add(label(type)));
    return Reply.ok(body);
  }

  private static ObjectNode label(AssociationType type) {
    ObjectNode shown = Json.object().put("category", type.category());
    return shown.put("typeId", type.id()).put("label", type.label());
  }

  Reply addLabel(Call call) {
    String label = Call.required(call.body(), "label");
    String inverse = Call.optional(call.body(), "inverseLabel");
    AssociationType made =
        portal.associationTypes.define(
            from(call).typeId, to(call).typeId, label, inverse == null ? label : inverse);
    ObjectNode body = Json.object();
    ArrayNode results = body.putArray("results");
    results.add(label(made));
    results.add(label(portal.associationTypes.inverse(made)));
    return Reply.ok(body);
  }

  Reply renameLabel(Call call) {
    AssociationType old = ownLabel(call, call.body().path("associationTypeId").asInt());
    portal.associationTypes.replace(
        old,
        new AssociationType(
            old.id(),
            old.category(),
            Call.required(call.body(), "label"),
            old.from(),
            old.to(),
            old.inverse(),
            false));
    return Reply.noContent();
  }

  Reply deleteLabel(Call call) {
    Long id = ObjectType.number(call.parameter("associationTypeId"));
    portal.associationTypes.remove(ownLabel(call, id == null ? 0 : id.intValue()));
    return Reply.noContent();
  }

  private AssociationType ownLabel(Call call, int id) {
    AssociationType type = portal.associationTypes.from(from(call).typeId, id);
    if (type == null || type.label() == null || !type.category().equals("USER_DEFINED")) {
      throw HubSpotError.notFound(Integer.toString(id));
    }
    return type;
  }
}
