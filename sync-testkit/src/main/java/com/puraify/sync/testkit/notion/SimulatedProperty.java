package com.puraify.sync.testkit.notion;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** A property of a data source as people see it. A handle without state. Thread-safe. */
public final class SimulatedProperty {
  private final Interface people;
  private final String sourceId;
  private final String id;

  SimulatedProperty(Interface people, String sourceId, String id) {
    this.people = people;
    this.sourceId = sourceId;
    this.id = id;
  }

  /** Returns the id as the API shows it: percent-encoded. */
  public String id() {
    return with((source, property) -> property.encodedId());
  }

  /** Returns the name. */
  public String name() {
    return with((source, property) -> property.name);
  }

  /** Returns the type, such as {@code multi_select}. */
  public String type() {
    return with((source, property) -> property.type);
  }

  /** Gives the property another name; its id stays. */
  public void rename(String name) {
    edit((source, property) -> property.name = name);
  }

  /** Gives the property another type; values are converted where they can be, others are lost. */
  public void retype(String type) {
    edit((source, property) -> people.schema.retype(source, property, type));
  }

  /** Deletes the property and its values. */
  public void delete() {
    edit((source, property) -> people.schema.remove(source, property));
  }

  /** Returns the names of the options. */
  public List<String> options() {
    return with((source, property) -> property.options.stream().map(Option::name).toList());
  }

  /** Returns the id of an option. */
  public String optionId(String name) {
    return with((source, property) -> option(property, name).id());
  }

  /** Adds an option; to a status as one of those to do. */
  public void addOption(String name) {
    edit(
        (source, property) -> {
          List<Option> options = new ArrayList<>(property.options);
          options.add(
              new Option(people.workspace.ids.object(), name, people.workspace.ids.colour(), null));
          new OptionWrites(people.workspace).replace(property, options);
        });
  }

  /** Renames an option; pages that have it show the new name and are not edited by this. */
  public void renameOption(String from, String to) {
    edit(
        (source, property) -> {
          Option option = option(property, from);
          property.options.set(property.options.indexOf(option), option.named(to));
        });
  }

  /** Deletes an option; pages that have it lose it, or fall back to the default status. */
  public void deleteOption(String name) {
    edit(
        (source, property) -> {
          List<Option> options = new ArrayList<>(property.options);
          options.remove(option(property, name));
          new OptionWrites(people.workspace).replace(property, options);
        });
  }

  /** Makes an option of a status the default one. */
  public void defaultOption(String name) {
    edit((source, property) -> property.defaultOptionId = option(property, name).id());
  }

  /** Leaves a status without a default: emptied, it is then really empty. */
  public void noDefaultOption() {
    edit((source, property) -> property.defaultOptionId = null);
  }

  private static Option option(PropertySpec property, String name) {
    Option option = property.optionNamed(name);
    if (option == null) {
      throw new IllegalArgumentException(property.name + " has no option " + name);
    }
    return option;
  }

  /** Something done with a property under the lock. */
  @FunctionalInterface
  private interface Work<T> {
    T with(DataSourceRecord source, PropertySpec property);
  }

  private void edit(BiConsumer<DataSourceRecord, PropertySpec> change) {
    with(
        (source, property) -> {
          change.accept(source, property);
          source.editedAt = people.workspace.now();
          source.editedBy = people.actor.id();
          people.workspace.touched();
          people.workspace.events.schemaChanged(source, people.actor.id());
          return true;
        });
  }

  private <T> T with(Work<T> work) {
    return people.workspace.locked(
        () -> {
          DataSourceRecord source = people.workspace.dataSources.get(sourceId);
          if (source == null) {
            throw new IllegalStateException("the data source " + sourceId + " is gone");
          }
          return work.with(source, SimulatedDataSource.find(source, id));
        });
  }
}
