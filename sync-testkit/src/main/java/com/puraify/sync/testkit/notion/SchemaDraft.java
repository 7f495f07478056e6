package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Adds properties to a data source, one method per type. Every data source has its title from the
 * start, called Name. Confined to the call that it is given to.
 */
public final class SchemaDraft {
  private final Interface people;
  private final DataSourceRecord source;
  private final SchemaTypes types;

  SchemaDraft(Interface people, DataSourceRecord source) {
    this.people = people;
    this.source = source;
    this.types = new SchemaTypes(people.workspace, people.schema);
  }

  /** Gives the title property another name than Name. */
  public SchemaDraft title(String name) {
    source.titleProperty().name = name;
    return this;
  }

  /** Adds a rich text. */
  public SchemaDraft richText(String name) {
    return plain(name, "rich_text");
  }

  /** Adds a number. */
  public SchemaDraft number(String name) {
    add(name, "number").config = Json.object().put("format", "number");
    return this;
  }

  /** Adds a checkbox. */
  public SchemaDraft checkbox(String name) {
    return plain(name, "checkbox");
  }

  /** Adds a select with these options. */
  public SchemaDraft select(String name, String... options) {
    return choices(name, "select", options);
  }

  /** Adds a multi-select with these options. */
  public SchemaDraft multiSelect(String name, String... options) {
    return choices(name, "multi_select", options);
  }

  /**
   * Adds a status with these options: the first is to do and the default, the last is complete,
   * those between are in progress.
   */
  public SchemaDraft status(String name, String... options) {
    new OptionWrites(people.workspace).status(add(name, "status"), List.of(options));
    return this;
  }

  /** Adds a date. */
  public SchemaDraft date(String name) {
    return plain(name, "date");
  }

  /** Adds a people property. */
  public SchemaDraft people(String name) {
    return plain(name, "people");
  }

  /** Adds a files property. */
  public SchemaDraft files(String name) {
    return plain(name, "files");
  }

  /** Adds an address of the web. */
  public SchemaDraft url(String name) {
    return plain(name, "url");
  }

  /** Adds an e-mail address. */
  public SchemaDraft email(String name) {
    return plain(name, "email");
  }

  /** Adds a phone number. */
  public SchemaDraft phone(String name) {
    return plain(name, "phone_number");
  }

  /** Adds a place. */
  public SchemaDraft place(String name) {
    return plain(name, "place");
  }

  /** Adds a one-way relation. */
  public SchemaDraft relation(String name, SimulatedDataSource target) {
    types.relate(source, add(name, "relation"), record(target), null);
    return this;
  }

  /** Adds a one-way relation of the data source to itself. */
  public SchemaDraft relationToSelf(String name) {
    types.relate(source, add(name, "relation"), source, null);
    return this;
  }

  /** Adds a two-way relation; the other side gets a property called {@code backName}. */
  public SchemaDraft relation(String name, SimulatedDataSource target, String backName) {
    types.relate(source, add(name, "relation"), record(target), backName);
    return this;
  }

  /**
   * Adds a rollup.
   *
   * @param function such as {@code sum} or {@code show_original}
   * @param relation a relation of this data source
   * @param property the property of the related pages
   */
  public SchemaDraft rollup(String name, String function, String relation, String property) {
    types.roll(source, add(name, "rollup"), function, relation, property);
    return this;
  }

  /**
   * Adds a formula.
   *
   * @param type what it computes: {@code string}, {@code number}, {@code boolean} or {@code date}
   * @param expression what the schema shows
   * @param function computes the value: a String, a Number, a Boolean, or for a date its ISO form
   */
  public SchemaDraft formula(
      String name,
      String type,
      String expression,
      Function<SimulatedPage, @Nullable Object> function) {
    add(name, "formula").formula = new PropertySpec.Formula(expression, type, function);
    return this;
  }

  /** Adds a unique number with a prefix. */
  public SchemaDraft uniqueId(String name, String prefix) {
    add(name, "unique_id").config = Json.object().put("prefix", prefix);
    return this;
  }

  /** Adds the time of creation. */
  public SchemaDraft createdTime(String name) {
    return plain(name, "created_time");
  }

  /** Adds the time of the last edit. */
  public SchemaDraft lastEditedTime(String name) {
    return plain(name, "last_edited_time");
  }

  /** Adds the author. */
  public SchemaDraft createdBy(String name) {
    return plain(name, "created_by");
  }

  /** Adds the last editor. */
  public SchemaDraft lastEditedBy(String name) {
    return plain(name, "last_edited_by");
  }

  /** Adds a button. */
  public SchemaDraft button(String name) {
    return plain(name, "button");
  }

  /** Adds a verification, and so makes the data source a wiki. */
  public SchemaDraft verification(String name) {
    source.wiki = true;
    return plain(name, "verification");
  }

  /** Adds a property of a type that nobody knows: people set any JSON, the API only shows it. */
  public SchemaDraft unknown(String name, String type, JsonNode config) {
    if (PropertyTypes.isKnown(type)) {
      throw new IllegalArgumentException(type + " is a known type");
    }
    add(name, type).config = config;
    return this;
  }

  private SchemaDraft plain(String name, String type) {
    add(name, type);
    return this;
  }

  private SchemaDraft choices(String name, String type, String... options) {
    PropertySpec property = add(name, type);
    for (String option : options) {
      Workspace workspace = people.workspace;
      property.options.add(
          new Option(workspace.ids.object(), option, workspace.ids.colour(), null));
    }
    return this;
  }

  private PropertySpec add(String name, String type) {
    if (source.propertyNamed(name) != null) {
      throw new IllegalArgumentException("there is a property " + name + " already");
    }
    PropertySpec property = new PropertySpec(people.schema.newId(source), name, type);
    source.properties.add(property);
    return property;
  }

  private DataSourceRecord record(SimulatedDataSource target) {
    DataSourceRecord record = people.workspace.dataSources.get(target.id());
    if (record == null) {
      throw new IllegalArgumentException("the data source " + target.id() + " is gone");
    }
    return record;
  }
}
