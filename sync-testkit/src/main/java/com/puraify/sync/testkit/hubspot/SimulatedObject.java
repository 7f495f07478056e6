package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A type of object, such as contacts, as people see it. A handle: it holds no state of its own.
 * Thread-safe.
 */
public final class SimulatedObject {
  private final Interface people;
  private final ObjectType type;

  SimulatedObject(Interface people, ObjectType type) {
    this.people = people;
    this.type = type;
  }

  /** Returns the name in paths, such as {@code contacts}, or the name of a custom object. */
  public String name() {
    return type.plural;
  }

  /** Returns the id of the type, such as {@code 0-1}. */
  public String typeId() {
    return type.typeId;
  }

  /** Returns the fully qualified name of a custom object. */
  public String fullyQualifiedName() {
    return people.portal.qualifiedName(type);
  }

  /** Adds properties. */
  public SimulatedObject define(Consumer<SchemaDraft> properties) {
    people.portal.locked(() -> properties.accept(new SchemaDraft(people.portal, type)));
    return this;
  }

  /** Archives a property: it is no longer shown, and writes of it are refused. */
  public void archiveProperty(String name) {
    people.by(
        () -> {
          PropertyEndpoints.archive(property(name), people.portal.now());
          return true;
        });
  }

  /** Gives a property another label; its name stays. */
  public void relabel(String name, String label) {
    people.portal.locked(() -> property(name).label = label);
  }

  /** Adds an option to a choice. */
  public void addOption(String name, String value) {
    people.portal.locked(() -> property(name).option(value, value));
  }

  /** Removes an option from a choice; records that have it keep it. */
  public void removeOption(String name, String value) {
    people.portal.locked(
        () -> property(name).options.removeIf(option -> option.value().equals(value)));
  }

  private PropertySpec property(String name) {
    PropertySpec property = type.property(name);
    if (property == null) {
      throw new IllegalArgumentException(type.plural + " has no property " + name);
    }
    return property;
  }

  /**
   * Adds a record as a person.
   *
   * @param values by property name; a String as the API takes it, a Number, a Boolean, a LocalDate,
   *     an Instant, or a Collection for several choices; null for empty
   * @throws IllegalArgumentException if HubSpot would refuse them
   */
  public SimulatedRecord add(Map<String, ? extends @Nullable Object> values) {
    return people.by(
        () -> {
          Writing writing = Writing.by(people.actor());
          Draft draft = people.writes.create(type, row(values), writing);
          return new SimulatedRecord(people, people.writes.commit(draft, writing));
        });
  }

  static ObjectNode row(Map<String, ? extends @Nullable Object> values) {
    ObjectNode row = Json.object();
    ObjectNode properties = row.putObject("properties");
    values.forEach((name, value) -> properties.put(name, text(value)));
    return row;
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Collection<?> several) {
      return several.stream().map(String::valueOf).collect(Collectors.joining(";"));
    }
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (value instanceof String
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof LocalDate
        || value instanceof Instant) {
      return value.toString();
    }
    throw new IllegalArgumentException("a property cannot hold a " + value.getClass().getName());
  }

  /** Returns the records that are not archived, by id. */
  public List<SimulatedRecord> records() {
    return handles(type.records.values());
  }

  /** Returns the records in the recycle bin, by id. */
  public List<SimulatedRecord> archivedRecords() {
    return handles(type.archived.values());
  }

  private List<SimulatedRecord> handles(Collection<CrmRecord> records) {
    return people.portal.locked(
        () -> records.stream().map(record -> new SimulatedRecord(people, record)).toList());
  }

  /** Returns how many records are not archived. */
  public int size() {
    return people.portal.locked(type.records::size);
  }

  /**
   * Returns the record with this id, archived or not; the id of a record that was merged into
   * another one gives the winner.
   *
   * @throws IllegalArgumentException if there is none
   */
  public SimulatedRecord record(String id) {
    return people.portal.locked(
        () -> {
          CrmRecord record = type.find(id);
          Long number = ObjectType.number(id);
          if (record == null && number != null) {
            record = type.archived.get(number);
          }
          if (record == null) {
            throw new IllegalArgumentException("no " + type.name + " has the id " + id);
          }
          return new SimulatedRecord(people, record);
        });
  }

  /**
   * Returns the only record that has this value of a property.
   *
   * @throws IllegalArgumentException if there is none, or more than one
   */
  public SimulatedRecord record(String property, String value) {
    List<SimulatedRecord> found =
        records().stream().filter(record -> value.equals(record.value(property))).toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          found.size() + " " + type.plural + " have this " + property + "; there must be one");
    }
    return found.get(0);
  }

  /** Defines a label for associations with another object, and returns its type id. */
  public int defineLabel(SimulatedObject to, String label, String inverseLabel) {
    return people.portal.locked(
        () ->
            people
                .portal
                .associationTypes
                .define(type.typeId, to.type.typeId, label, inverseLabel)
                .id());
  }

  @Override
  public String toString() {
    return type.plural;
  }
}
