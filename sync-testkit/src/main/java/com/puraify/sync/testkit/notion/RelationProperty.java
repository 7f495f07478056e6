package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code relation}: a set of page ids; within a page only the first ones are shown. */
final class RelationProperty implements PropertyType {
  private static final int MOST = 100;

  @Override
  public @Nullable JsonNode accept(
      Writing writing, PropertySpec property, String path, JsonNode value) {
    Shape.array(path, value, writing.limit(MOST));
    Set<String> ids = new LinkedHashSet<>();
    for (int i = 0; i < value.size(); i++) {
      String item = path + "[" + i + "]";
      writing.object(item, value.get(i), Set.of("id"));
      String id = Shape.id(item + ".id", value.get(i).path("id"));
      PageRecord target = writing.workspace().page(id);
      if (target == null || (!writing.byPerson() && !writing.workspace().sees(id))) {
        throw NotionError.notFound("page", id);
      }
      String source = target.state().parent().id();
      if (property.relation == null || !source.equals(property.relation.dataSourceId())) {
        throw NotionError.validation(
            "Page " + id + " is not in the data source that " + property.name + " relates to.");
      }
      ids.add(id);
    }
    return ids.isEmpty() ? null : Json.array(ids);
  }

  @Override
  public JsonNode show(Reading reading, PropertySpec property) {
    ArrayNode shown = Json.array();
    reading.related(property).stream()
        .limit(reading.inline())
        .forEach(page -> shown.addObject().put("id", page.id));
    return shown;
  }

  @Override
  public @Nullable Object logical(Reading reading, PropertySpec property) {
    return reading.related(property).stream().map(page -> page.id).toList();
  }

  @Override
  public JsonNode config(Workspace workspace, PropertySpec property) {
    ObjectNode config = Json.object();
    PropertySpec.Relation relation = property.relation;
    if (relation == null) {
      return config;
    }
    DataSourceRecord target = workspace.dataSources.get(relation.dataSourceId());
    config.put("database_id", target == null ? null : target.databaseId);
    config.put("data_source_id", relation.dataSourceId());
    String synced = relation.syncedPropertyId();
    PropertySpec other = target == null || synced == null ? null : target.property(synced);
    if (other == null) {
      config.put("type", "single_property").putObject("single_property");
    } else {
      ObjectNode dual = config.put("type", "dual_property").putObject("dual_property");
      dual.put("synced_property_id", other.encodedId()).put("synced_property_name", other.name);
    }
    return config;
  }
}
