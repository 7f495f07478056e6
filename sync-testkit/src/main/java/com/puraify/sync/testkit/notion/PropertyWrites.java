package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the {@code properties} of a page write against the schema. */
final class PropertyWrites {
  private static final Set<String> ECHOES = Set.of("id", "has_more");
  private static final PropertySpec LONE_TITLE = new PropertySpec("title", "title", "title");

  private final Writing writing;
  private final @Nullable DataSourceRecord source;

  /** Checks writes to pages of this data source, or with null to pages outside any. */
  PropertyWrites(Writing writing, @Nullable DataSourceRecord source) {
    this.writing = writing;
    this.source = source;
  }

  /** Returns the stored forms by property id; null for what is emptied. */
  Map<String, @Nullable JsonNode> accept(String path, JsonNode properties) {
    Map<String, @Nullable JsonNode> accepted = new LinkedHashMap<>();
    if (properties.isMissingNode()) {
      return accepted;
    }
    Shape.object(path, properties);
    for (Map.Entry<String, JsonNode> entry : properties.properties()) {
      PropertySpec property = find(entry.getKey());
      if (property != null) {
        String inner = path + "." + entry.getKey();
        accepted.put(property.id, value(inner, entry.getKey(), property, entry.getValue()));
      } else if (!writing.workspace().quirks.unknownPropertiesIgnored()) {
        throw NotionError.validation(entry.getKey() + " is not a property that exists.");
      }
    }
    return accepted;
  }

  private @Nullable PropertySpec find(String key) {
    if (source != null) {
      return source.property(key);
    }
    return key.equals("title") ? LONE_TITLE : null;
  }

  private @Nullable JsonNode value(String path, String key, PropertySpec property, JsonNode node) {
    Shape.object(path, node);
    String type = property.type;
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      boolean stated = entry.getKey().equals("type");
      if (stated ? !entry.getValue().asText().equals(type) : isOtherType(entry.getKey(), type)) {
        throw NotionError.validation(key + " is expected to be " + type + ".");
      }
      if (!stated && !entry.getKey().equals(type) && !isEcho(entry.getKey())) {
        throw Shape.bad(path + "." + entry.getKey(), "not present", entry.getValue());
      }
    }
    String inner = path + "." + type;
    JsonNode value = node.path(type);
    Shape.defined(inner, value);
    if (type.equals("verification") && source != null && !source.wiki) {
      throw Shape.bad(inner, "not present", value);
    }
    return property.behaviour().accept(writing, property, inner, value);
  }

  private static boolean isOtherType(String key, String type) {
    return PropertyTypes.isKnown(key) && !key.equals(type);
  }

  private boolean isEcho(String key) {
    return writing.workspace().quirks.echoesIgnored() && ECHOES.contains(key);
  }
}
