package com.puraify.sync.testkit.hubspot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The definition of one property. Guarded by the lock of the portal. */
final class PropertySpec {
  /**
   * One choice.
   *
   * @param value the key that is stored
   */
  record Option(String label, String value, boolean hidden) {}

  final String name;
  final String type;
  String fieldType;
  String label;
  String groupName = "";
  String description = "";
  final List<Option> options = new ArrayList<>();
  boolean unique;
  boolean calculated;
  boolean readOnly;
  boolean hubspotDefined = true;
  boolean hidden;
  @Nullable String referencedObjectType;
  @Nullable Instant createdAt;
  @Nullable Instant updatedAt;
  @Nullable Instant archivedAt;

  /** The longest text that the administrator allows, or 0 for any. */
  int longest;

  /** Whether the administrator lets blanks around texts be cut off. */
  boolean trimmed;

  PropertySpec(String name, String type, String fieldType, String label) {
    this.name = name;
    this.type = type;
    this.fieldType = fieldType;
    this.label = label;
  }

  PropertySpec option(String value, String optionLabel) {
    options.add(new Option(optionLabel, value, false));
    return this;
  }

  PropertySpec readOnly() {
    this.readOnly = true;
    return this;
  }

  PropertySpec calculated() {
    this.calculated = true;
    this.readOnly = true;
    return this;
  }

  PropertySpec refersTo(String objectType) {
    this.referencedObjectType = objectType;
    return this;
  }

  boolean isArchived() {
    return archivedAt != null;
  }

  boolean isWritable() {
    return !readOnly && !calculated;
  }

  boolean isChoices() {
    return type.equals("enumeration") && fieldType.equals("checkbox");
  }

  boolean isTime() {
    return type.equals("date") || type.equals("datetime");
  }

  boolean isNumeric() {
    return type.equals("number") || isTime();
  }

  boolean isStage() {
    return name.equals("dealstage") || name.equals("hs_pipeline_stage");
  }

  boolean isPipeline() {
    return name.equals("pipeline") || name.equals("hs_pipeline");
  }

  /** Whether the options are kept elsewhere: owners and pipelines. */
  boolean hasExternalOptions() {
    return "OWNER".equals(referencedObjectType) || isStage() || isPipeline();
  }
}
