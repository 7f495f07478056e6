package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The definitions of properties: one list, without pages. */
final class PropertyEndpoints {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,99}");
  private static final int MOST_UNIQUE = 10;
  private static final int MOST_CUSTOM = 1_000;
  private static final Map<String, Set<String>> FIELD_TYPES =
      Map.of(
          "string",
              Set.of("text", "textarea", "html", "file", "phonenumber", "calculation_equation"),
          "number", Set.of("number", "calculation_equation"),
          "date", Set.of("date"),
          "datetime", Set.of("date"),
          "enumeration",
              Set.of("select", "radio", "checkbox", "booleancheckbox", "calculation_equation"),
          "bool", Set.of("booleancheckbox", "calculation_equation"),
          "phone_number", Set.of("phonenumber"));

  private final Portal portal;

  PropertyEndpoints(Portal portal) {
    this.portal = portal;
  }

  private ObjectType type(Call call) {
    return portal.requireType(call.parameter("objectType"));
  }

  private static PropertySpec property(Call call, ObjectType type) {
    String name = call.parameter("propertyName");
    PropertySpec property = type.properties.get(name);
    if (property == null || property.isArchived() != call.flag("archived")) {
      throw HubSpotError.noProperty(name);
    }
    return property;
  }

  Reply list(Call call) {
    ObjectType type = type(call);
    ObjectNode body = Json.object();
    ArrayNode results = body.putArray("results");
    for (PropertySpec property : type.properties.values()) {
      if (property.isArchived() == call.flag("archived")) {
        results.add(PropertyView.show(type, property));
      }
    }
    return Reply.ok(body);
  }

  Reply get(Call call) {
    ObjectType type = type(call);
    return Reply.ok(PropertyView.show(type, property(call, type)));
  }

  /** Lists the administrator's rules for all properties that have any. */
  Reply rules(Call call) {
    ObjectType type = type(call);
    ObjectNode body = Json.object();
    ArrayNode results = body.putArray("results");
    for (PropertySpec property : type.properties.values()) {
      if (property.longest > 0 || property.trimmed) {
        ObjectNode one = results.addObject().put("propertyName", property.name);
        one.set("propertyValidationRules", rules(property));
      }
    }
    return Reply.ok(body);
  }

  private static ArrayNode rules(PropertySpec property) {
    ArrayNode rules = Json.array();
    if (property.longest > 0) {
      ObjectNode rule = rules.addObject().put("ruleType", "MAX_LENGTH");
      rule.putArray("ruleArguments").add(Integer.toString(property.longest));
      rule.put("shouldApplyNormalization", false);
    }
    if (property.trimmed) {
      ObjectNode rule = rules.addObject().put("ruleType", "WHITESPACE");
      rule.putArray("ruleArguments").add("TRIM");
      rule.put("shouldApplyNormalization", true);
    }
    return rules;
  }

  /** Reads the definitions that a batch names. */
  Reply batchRead(Call call) {
    ObjectType type = type(call);
    BatchAnswer answer = new BatchAnswer(portal);
    for (JsonNode input : call.inputs(100)) {
      String name = Call.required(input, "name");
      PropertySpec property = type.property(name);
      if (property == null) {
        answer.fail(HubSpotError.noProperty(name).row(), 1);
      } else {
        answer.add(PropertyView.show(type, property));
      }
    }
    return answer.reply(call.version(), 200);
  }

  Reply create(Call call) {
    ObjectType type = type(call);
    return Reply.created(PropertyView.show(type, define(type, call.body())));
  }

  /** Defines a property as a body describes it. */
  PropertySpec define(ObjectType type, JsonNode body) {
    String name = Call.required(body, "name");
    String valueType = Call.required(body, "type");
    String fieldType = Call.required(body, "fieldType");
    if (!NAME.matcher(name).matches()) {
      throw HubSpotError.badInput(
          "Property name " + name + " must be lower case letters, digits and underscores.");
    }
    Set<String> fieldTypes = FIELD_TYPES.get(valueType);
    if (fieldTypes == null || !fieldTypes.contains(fieldType)) {
      throw HubSpotError.badInput(
          "Properties of type " + valueType + " cannot have the field type " + fieldType + ".");
    }
    PropertySpec old = type.properties.get(name);
    if (old != null && !old.isArchived()) {
      throw HubSpotError.conflict("Property " + name + " already exists");
    }
    PropertySpec property =
        new PropertySpec(name, valueType, fieldType, Call.required(body, "label"));
    property.groupName = Call.required(body, "groupName");
    property.unique = body.path("hasUniqueValue").asBoolean();
    property.hubspotDefined = false;
    property.createdAt = portal.now();
    describe(property, body);
    long unique = type.properties.values().stream().filter(p -> p.unique).count();
    if (property.unique && unique >= MOST_UNIQUE) {
      throw HubSpotError.badInput(type.plural + " has " + MOST_UNIQUE + " unique properties.");
    }
    long custom = type.properties.values().stream().filter(p -> !p.hubspotDefined).count();
    if (custom >= MOST_CUSTOM) {
      throw HubSpotError.badInput(type.plural + " has " + MOST_CUSTOM + " properties.");
    }
    return type.add(property);
  }

  private void describe(PropertySpec property, JsonNode body) {
    property.label = body.path("label").asText(property.label);
    property.groupName = body.path("groupName").asText(property.groupName);
    property.description = body.path("description").asText(property.description);
    property.hidden = body.path("hidden").asBoolean(property.hidden);
    if (body.path("referencedObjectType").isTextual()) {
      property.referencedObjectType = body.path("referencedObjectType").asText();
    }
    if (body.path("options").isArray()) {
      property.options.clear();
      for (JsonNode option : body.path("options")) {
        property.options.add(
            new PropertySpec.Option(
                Call.required(option, "label"),
                Call.required(option, "value"),
                option.path("hidden").asBoolean()));
      }
    }
    property.updatedAt = portal.now();
  }

  Reply update(Call call) {
    ObjectType type = type(call);
    PropertySpec property = property(call, type);
    if (property.hubspotDefined && !property.hasExternalOptions() && !call.body().has("options")) {
      throw HubSpotError.badInput("Property " + property.name + " is read only.");
    }
    describe(property, call.body());
    return Reply.ok(PropertyView.show(type, property));
  }

  /** Archives a definition: the values are no longer shown, and writes of them refused. */
  Reply archive(Call call) {
    ObjectType type = type(call);
    PropertySpec property = property(call, type);
    archive(property, portal.now());
    return Reply.noContent();
  }

  static void archive(PropertySpec property, Instant at) {
    if (property.hubspotDefined) {
      throw HubSpotError.badInput("Property " + property.name + " cannot be archived.");
    }
    property.archivedAt = at;
  }
}
