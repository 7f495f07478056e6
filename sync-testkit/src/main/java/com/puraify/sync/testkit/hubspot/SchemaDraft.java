package com.puraify.sync.testkit.hubspot;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Adds properties to an object, as an administrator does. Names are the internal ones; labels are
 * made of them. Confined to one thread.
 */
public final class SchemaDraft {
  private final Portal portal;
  private final ObjectType type;

  SchemaDraft(Portal portal, ObjectType type) {
    this.portal = portal;
    this.type = type;
  }

  /** Adds a single line of text. */
  public SchemaDraft text(String name) {
    return add(name, "string", "text");
  }

  /** Adds a text that no two records may share; records can be named by it. */
  public SchemaDraft uniqueText(String name) {
    return add(name, "string", "text", property -> unique(property));
  }

  /** Adds a text that is no longer than this by the administrator's rule, blanks around cut off. */
  public SchemaDraft shortText(String name, int longest) {
    return add(
        name,
        "string",
        "text",
        property -> {
          property.longest = longest;
          property.trimmed = true;
          return property;
        });
  }

  /** Adds a text of several lines. */
  public SchemaDraft textarea(String name) {
    return add(name, "string", "textarea");
  }

  /** Adds rich text. */
  public SchemaDraft html(String name) {
    return add(name, "string", "html");
  }

  /** Adds a phone number. */
  public SchemaDraft phone(String name) {
    return add(name, "string", "phonenumber");
  }

  /** Adds a number. */
  public SchemaDraft number(String name) {
    return add(name, "number", "number");
  }

  /** Adds a number that no two records may share; records can be named by it. */
  public SchemaDraft uniqueNumber(String name) {
    return add(name, "number", "number", property -> unique(property));
  }

  /** Adds a day. */
  public SchemaDraft date(String name) {
    return add(name, "date", "date");
  }

  /** Adds a moment. */
  public SchemaDraft datetime(String name) {
    return add(name, "datetime", "date");
  }

  /** Adds a checkbox, which may be true, false or empty. */
  public SchemaDraft bool(String name) {
    return add(name, "bool", "booleancheckbox");
  }

  /** Adds a choice of one of these values; labels are like values, in upper case. */
  public SchemaDraft choice(String name, String... values) {
    return add(name, "enumeration", "select", property -> options(property, values));
  }

  /** Adds a choice of several of these values; labels are like values, in upper case. */
  public SchemaDraft choices(String name, String... values) {
    return add(name, "enumeration", "checkbox", property -> options(property, values));
  }

  /** Adds a choice of an owner. */
  public SchemaDraft owner(String name) {
    return add(name, "enumeration", "select", property -> property.refersTo("OWNER"));
  }

  /** Adds a number that HubSpot computes: nobody can write it. */
  public SchemaDraft calculated(String name) {
    return add(name, "number", "calculation_equation", PropertySpec::calculated);
  }

  /** Adds a text that nobody can write. */
  public SchemaDraft readOnly(String name) {
    return add(name, "string", "text", PropertySpec::readOnly);
  }

  /** Makes properties required when a record is created. */
  public SchemaDraft required(String... names) {
    type.required.addAll(List.of(names));
    return this;
  }

  private static PropertySpec unique(PropertySpec property) {
    property.unique = true;
    return property;
  }

  private static PropertySpec options(PropertySpec property, String... values) {
    for (String value : values) {
      property.option(value, value.toUpperCase(java.util.Locale.ROOT));
    }
    return property;
  }

  private SchemaDraft add(String name, String valueType, String fieldType) {
    return add(name, valueType, fieldType, property -> property);
  }

  private SchemaDraft add(
      String name, String valueType, String fieldType, UnaryOperator<PropertySpec> more) {
    if (type.properties.containsKey(name)) {
      throw new IllegalArgumentException(type.plural + " has a property " + name + " already");
    }
    PropertySpec property = new PropertySpec(name, valueType, fieldType, name.replace('_', ' '));
    property.hubspotDefined = false;
    property.groupName = type.name + "information";
    property.createdAt = portal.now();
    property.updatedAt = portal.now();
    type.add(more.apply(property));
    return this;
  }
}
