package com.puraify.sync.testkit.notion;

import java.util.HashMap;
import java.util.Map;

/** The property types that the simulator knows; every other name is an opaque one. */
final class PropertyTypes {
  private static final Map<String, PropertyType> KNOWN = new HashMap<>();
  private static final PropertyType UNKNOWN = new OpaqueProperty();

  static {
    KNOWN.put("title", new TextProperty());
    KNOWN.put("rich_text", new TextProperty());
    KNOWN.put("number", new NumberProperty());
    KNOWN.put("checkbox", new CheckboxProperty());
    KNOWN.put("url", new StringProperty(2000));
    KNOWN.put("email", new StringProperty(200));
    KNOWN.put("phone_number", new StringProperty(200));
    KNOWN.put("select", new SelectProperty());
    KNOWN.put("status", new StatusProperty());
    KNOWN.put("multi_select", new MultiSelectProperty());
    KNOWN.put("date", new DateProperty());
    KNOWN.put("people", new PeopleProperty());
    KNOWN.put("relation", new RelationProperty());
    KNOWN.put("files", new FilesProperty());
    KNOWN.put("place", new PlaceProperty());
    KNOWN.put("verification", new VerificationProperty());
    KNOWN.put("unique_id", new UniqueIdProperty());
    KNOWN.put("formula", new FormulaProperty());
    KNOWN.put("rollup", new RollupProperty());
    for (SystemProperty system : SystemProperty.values()) {
      KNOWN.put(system.type(), system);
    }
  }

  private PropertyTypes() {}

  static PropertyType of(String type) {
    return KNOWN.getOrDefault(type, UNKNOWN);
  }

  static boolean isKnown(String type) {
    return KNOWN.containsKey(type);
  }
}
