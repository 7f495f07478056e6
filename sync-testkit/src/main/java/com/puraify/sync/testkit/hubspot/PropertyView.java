package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Definitions of properties, as the API shows them. */
final class PropertyView {
  private PropertyView() {}

  static ObjectNode show(ObjectType type, PropertySpec property) {
    ObjectNode shown = Json.object().put("name", property.name).put("label", property.label);
    shown.put("type", property.type).put("fieldType", property.fieldType);
    shown.put("groupName", property.groupName).put("description", property.description);
    ArrayNode options = shown.putArray("options");
    for (PropertySpec.Option option : property.options) {
      add(options, option.label(), option.value(), option.hidden());
    }
    addPipelines(options, type, property);
    if (property.type.equals("bool") && options.isEmpty()) {
      add(options, "Yes", "true", false);
      add(options, "No", "false", false);
    }
    shown.put("hasUniqueValue", property.unique).put("calculated", property.calculated);
    shown.put("externalOptions", property.hasExternalOptions());
    if (property.referencedObjectType != null) {
      shown.put("referencedObjectType", property.referencedObjectType);
    }
    shown.put("hidden", property.hidden).put("hubspotDefined", property.hubspotDefined);
    shown.put("formField", !property.readOnly).put("displayOrder", -1);
    time(shown, "createdAt", property.createdAt);
    time(shown, "updatedAt", property.updatedAt);
    shown.put("archived", property.isArchived());
    time(shown, "archivedAt", property.archivedAt);
    shown.put("dataSensitivity", "non_sensitive");
    ObjectNode rules = shown.putObject("modificationMetadata");
    rules.put("archivable", !property.hubspotDefined);
    rules.put("readOnlyDefinition", property.hubspotDefined);
    rules.put("readOnlyOptions", property.hubspotDefined && property.hasExternalOptions());
    rules.put("readOnlyValue", !property.isWritable());
    return shown;
  }

  private static void addPipelines(ArrayNode options, ObjectType type, PropertySpec property) {
    Collection<Pipeline> pipelines = type.pipelines.values();
    if (property.isPipeline()) {
      pipelines.forEach(pipeline -> add(options, pipeline.label(), pipeline.id(), false));
    }
    if (property.isStage()) {
      for (Pipeline pipeline : pipelines) {
        pipeline.stages().forEach(stage -> add(options, stage.label(), stage.id(), false));
      }
    }
  }

  private static void add(ArrayNode options, String label, String value, boolean hidden) {
    int order = options.size();
    ObjectNode option = options.addObject().put("label", label).put("value", value);
    option.put("displayOrder", order).put("hidden", hidden);
  }

  private static void time(ObjectNode shown, String name, @Nullable Instant at) {
    if (at != null) {
      shown.put(name, Times.envelope(at));
    }
  }
}
