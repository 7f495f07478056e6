package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Schemas of custom objects, pipelines and owners. */
final class AccountEndpoints {
  private static final int LARGEST_PAGE = 500;

  private final Portal portal;
  private final PropertyEndpoints properties;

  AccountEndpoints(Portal portal, PropertyEndpoints properties) {
    this.portal = portal;
    this.properties = properties;
  }

  /** Lists the custom objects alone. */
  Reply schemas(Call call) {
    ObjectNode body = Json.object();
    ArrayNode results = body.putArray("results");
    if (!call.flag("archived")) {
      portal.types.values().stream()
          .filter(ObjectType::isCustom)
          .forEach(type -> results.add(schema(type)));
    }
    return Reply.ok(body);
  }

  Reply schema(Call call) {
    return Reply.ok(schema(portal.requireType(call.parameter("objectType"))));
  }

  Reply createSchema(Call call) {
    JsonNode body = call.body();
    String name = Call.required(body, "name");
    String plural = body.path("labels").path("plural").asText(name);
    String singular = body.path("labels").path("singular").asText(name);
    ObjectType type;
    try {
      type = portal.addType(name, name, singular, plural);
    } catch (IllegalArgumentException e) {
      throw HubSpotError.conflict(String.valueOf(e.getMessage()));
    }
    for (JsonNode property : body.path("properties")) {
      ObjectNode whole = property.deepCopy();
      whole.put("groupName", property.path("groupName").asText(type.name + "_information"));
      properties.define(type, whole);
    }
    type.primaryDisplay = body.path("primaryDisplayProperty").asText(type.primaryDisplay);
    type.required.addAll(Json.texts(body.path("requiredProperties")));
    type.defaults.addAll(Json.texts(body.path("secondaryDisplayProperties")));
    return Reply.created(schema(type));
  }

  private ObjectNode schema(ObjectType type) {
    ObjectNode shown = Json.object().put("id", type.typeId.replace("2-", ""));
    shown.put("objectTypeId", type.typeId).put("name", type.name);
    shown.put("fullyQualifiedName", portal.qualifiedName(type)).put("portalId", portal.id);
    ObjectNode labels = shown.putObject("labels");
    labels.put("singular", type.label).put("plural", type.pluralLabel);
    shown.put("primaryDisplayProperty", type.primaryDisplay);
    shown.putArray("secondaryDisplayProperties");
    shown.set("requiredProperties", Json.array(type.required));
    shown.set("searchableProperties", Json.array(List.of(type.primaryDisplay)));
    ArrayNode all = shown.putArray("properties");
    type.properties.values().stream()
        .filter(property -> !property.isArchived())
        .forEach(property -> all.add(PropertyView.show(type, property)));
    ArrayNode associations = shown.putArray("associations");
    for (ObjectType to : portal.types.values()) {
      for (AssociationType association : portal.associationTypes.between(type.typeId, to.typeId)) {
        ObjectNode one = associations.addObject().put("id", Integer.toString(association.id()));
        one.put("fromObjectTypeId", type.typeId).put("toObjectTypeId", to.typeId);
        one.put("name", type.name + "_to_" + to.name);
      }
    }
    shown.put("createdAt", Times.envelope(type.createdAt));
    shown.put("updatedAt", Times.envelope(type.createdAt));
    return shown.put("archived", false);
  }

  Reply pipelines(Call call) {
    ObjectType type = portal.requireType(call.parameter("objectType"));
    ObjectNode body = Json.object();
    ArrayNode results = body.putArray("results");
    type.pipelines.values().forEach(pipeline -> results.add(pipeline(type, pipeline)));
    return Reply.ok(body);
  }

  Reply pipeline(Call call) {
    ObjectType type = portal.requireType(call.parameter("objectType"));
    String id = call.parameter("pipelineId");
    Pipeline pipeline = type.pipelines.get(id);
    if (pipeline == null) {
      throw HubSpotError.notFound(id);
    }
    return Reply.ok(pipeline(type, pipeline));
  }

  private static ObjectNode pipeline(ObjectType type, Pipeline pipeline) {
    String created = Times.envelope(type.createdAt);
    ObjectNode shown = Json.object().put("id", pipeline.id()).put("label", pipeline.label());
    shown.put("displayOrder", pipeline.displayOrder());
    shown.put("createdAt", created).put("updatedAt", created).put("archived", false);
    ArrayNode stages = shown.putArray("stages");
    for (Pipeline.Stage stage : pipeline.stages()) {
      ObjectNode one = stages.addObject().put("id", stage.id()).put("label", stage.label());
      one.put("displayOrder", stage.displayOrder());
      ObjectNode metadata = one.putObject("metadata");
      if (stage.probability() == null) {
        metadata.put("ticketState", stage.closed() ? "CLOSED" : "OPEN");
      } else {
        metadata.put("isClosed", Boolean.toString(stage.closed()));
        metadata.put("probability", stage.probability());
      }
      one.put("createdAt", created).put("updatedAt", created).put("archived", false);
    }
    return shown;
  }

  Reply owners(Call call) {
    int limit = call.limit(100, LARGEST_PAGE);
    String after = call.queried("after");
    String email = call.queried("email");
    ObjectNode body = Json.object();
    ArrayNode results = body.putArray("results");
    for (SimulatedOwner owner : portal.owners.values()) {
      boolean wanted =
          owner.archived() == call.flag("archived")
              && (email == null || email.equalsIgnoreCase(owner.email()))
              && (after == null || owner.id().compareTo(after) >= 0);
      if (wanted && results.size() == limit) {
        ObjectNode next = body.putObject("paging").putObject("next").put("after", owner.id());
        next.put("link", "https://api.hubapi.com/crm/v3/owners?after=" + owner.id());
        break;
      }
      if (wanted) {
        results.add(owner(owner));
      }
    }
    return Reply.ok(body);
  }

  Reply owner(Call call) {
    SimulatedOwner owner = portal.owners.get(call.parameter("ownerId"));
    if (owner == null || owner.archived() != call.flag("archived")) {
      throw HubSpotError.notFound(call.parameter("ownerId"));
    }
    return Reply.ok(owner(owner));
  }

  private ObjectNode owner(SimulatedOwner owner) {
    ObjectType contacts = portal.requireType("contacts");
    ObjectNode shown = Json.object().put("id", owner.id()).put("email", owner.email());
    shown.put("type", "PERSON");
    shown.put("firstName", owner.firstName()).put("lastName", owner.lastName());
    shown.put("userId", Long.parseLong(owner.userId()));
    shown.put("createdAt", Times.envelope(contacts.createdAt));
    shown.put("updatedAt", Times.envelope(contacts.createdAt));
    return shown.put("archived", owner.archived());
  }
}
