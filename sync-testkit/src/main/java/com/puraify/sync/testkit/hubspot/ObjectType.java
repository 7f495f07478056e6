package com.puraify.sync.testkit.hubspot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One type of object: its properties and its records. Guarded by the lock of the portal. */
final class ObjectType {
  final String typeId;
  final String name;
  final String plural;
  final String label;
  final String pluralLabel;
  final Instant createdAt;
  final Map<String, PropertySpec> properties = new LinkedHashMap<>();
  final List<String> defaults = new ArrayList<>();
  final List<String> required = new ArrayList<>();

  /** Of these one is required at least, unless there are none. */
  final List<String> requiredAny = new ArrayList<>();

  final Map<String, Pipeline> pipelines = new LinkedHashMap<>();

  /** The records that are not archived, by id. */
  final TreeMap<Long, CrmRecord> records = new TreeMap<>();

  /** The records in the recycle bin, by id. */
  final TreeMap<Long, CrmRecord> archived = new TreeMap<>();

  /** Where the records went that were merged into others. */
  final Map<Long, Long> merged = new HashMap<>();

  private final Map<String, Map<String, CrmRecord>> unique = new HashMap<>();
  String primaryDisplay = "name";
  @Nullable String calculatedProperty;
  private long lastId = 100;

  ObjectType(
      String typeId, String name, String plural, String label, String pluralLabel, Instant at) {
    this.typeId = typeId;
    this.name = name;
    this.plural = plural;
    this.label = label;
    this.pluralLabel = pluralLabel;
    this.createdAt = at;
  }

  boolean isCustom() {
    return typeId.startsWith("2-");
  }

  boolean isContacts() {
    return typeId.equals("0-1");
  }

  /** Returns the name in messages, such as {@code CONTACT}. */
  String shouted() {
    return name.toUpperCase(Locale.ROOT);
  }

  /** Returns the property that tells when a property was last written. */
  String modifiedProperty() {
    return isContacts() ? "lastmodifieddate" : "hs_lastmodifieddate";
  }

  String createdProperty() {
    return isCustom() ? "hs_createdate" : "createdate";
  }

  /** Returns the word in scopes, such as {@code contacts}. */
  String scope() {
    return isCustom() ? "custom" : plural;
  }

  /** Returns the first part of webhook event types, such as {@code contact}. */
  String eventPrefix() {
    return isCustom() ? "object" : name;
  }

  long nextId(Ids ids) {
    lastId += ids.gap();
    return lastId;
  }

  /** Returns a property that exists and is not archived, or null. */
  @Nullable PropertySpec property(String propertyName) {
    PropertySpec property = properties.get(propertyName);
    return property == null || property.isArchived() ? null : property;
  }

  PropertySpec add(PropertySpec property) {
    properties.put(property.name, property);
    return property;
  }

  /** Returns the live record with this id, which may be that of a record merged into it. */
  @Nullable CrmRecord find(String idText) {
    Long id = number(idText);
    return id == null ? null : records.get(survivor(id));
  }

  /** Returns the id that a record has now, after all merges. */
  long survivor(long id) {
    long current = id;
    for (Long next = merged.get(current); next != null; next = merged.get(current)) {
      current = next;
    }
    return current;
  }

  static @Nullable Long number(String idText) {
    if (idText.isEmpty()
        || idText.length() > 18
        || !idText.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    return Long.parseLong(idText);
  }

  /** Whether records can be named by this property. */
  boolean isUnique(String propertyName) {
    PropertySpec property = property(propertyName);
    return property != null && (property.unique || isEmail(propertyName));
  }

  boolean isEmail(String propertyName) {
    return isContacts() && propertyName.equals("email");
  }

  /** Returns the live record that has this value of a unique property, or null. */
  @Nullable CrmRecord byUnique(String propertyName, String value) {
    Map<String, CrmRecord> holders = unique.get(propertyName);
    return holders == null ? null : holders.get(key(propertyName, value));
  }

  private String key(String propertyName, String value) {
    return isEmail(propertyName) ? value.strip().toLowerCase(Locale.ROOT) : value;
  }

  /** Enters the unique values of a record, or takes them out. */
  void hold(CrmRecord record, boolean on) {
    for (PropertySpec property : properties.values()) {
      String value = record.state.value(property.name);
      if (value == null) {
        continue;
      }
      if (property.unique || isEmail(property.name)) {
        hold(record, property.name, value, on);
      } else if (isContacts() && property.name.equals("hs_additional_emails")) {
        for (String email : value.split(";", -1)) {
          hold(record, "email", email, on);
        }
      }
    }
  }

  private void hold(CrmRecord record, String propertyName, String value, boolean on) {
    Map<String, CrmRecord> holders = unique.computeIfAbsent(propertyName, n -> new HashMap<>());
    String key = key(propertyName, value);
    if (on) {
      holders.putIfAbsent(key, record);
    } else {
      holders.remove(key, record);
    }
  }

  /** Returns the pipeline that a stage belongs to, or null. */
  @Nullable Pipeline pipelineOf(String stageId) {
    return pipelines.values().stream()
        .filter(pipeline -> pipeline.stage(stageId) != null)
        .findFirst()
        .orElse(null);
  }
}
