package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A record as people see it. A handle: it holds no state of its own. Thread-safe. */
public final class SimulatedRecord {
  private final People people;
  private final String baseId;
  private final String tableId;
  private final String id;

  SimulatedRecord(People people, String baseId, String tableId, String id) {
    this.people = people;
    this.baseId = baseId;
    this.tableId = tableId;
    this.id = id;
  }

  /** Returns the id of the record, {@code rec…}. */
  public String id() {
    return id;
  }

  /** Whether the record was not deleted. */
  public boolean exists() {
    return people.read(
        baseId,
        base -> {
          TableRecord table = base.tables.get(tableId);
          return table != null && table.rows.containsKey(id);
        });
  }

  /** Returns when the record was created, as the API shows it. */
  public Instant createdTime() {
    return with((viewing, row) -> row.created);
  }

  /** Returns the exact time of the last edit after the creation; empty when there was none. */
  public Optional<Instant> editedTime() {
    return with((viewing, row) -> Optional.ofNullable(row.edited));
  }

  /** Returns who made the last edit after the creation; empty when there was none. */
  public Optional<SimulatedCollaborator> editor() {
    return with((viewing, row) -> Optional.ofNullable(row.editor));
  }

  /** Returns a cell as the API shows it, or null when it is empty. */
  public @Nullable JsonNode json(String nameOrId) {
    return with(
        (viewing, row) -> {
          FieldSpec field = TableDraft.find(viewing.table(), nameOrId);
          return field.cells.show(viewing, row, field);
        });
  }

  /**
   * Returns a cell as plain Java: a String for texts, choices, dates, and linked records (ids), a
   * BigDecimal for numbers, a Boolean for checkboxes, a List for what is several, a JsonNode for
   * people, files and other objects, and null for empty.
   */
  public @Nullable Object value(String nameOrId) {
    return People.plain(json(nameOrId));
  }

  /** Returns all cells that are not empty by field name, in the order of the table. */
  public Map<String, @Nullable Object> values() {
    return with(
        (viewing, row) -> {
          Map<String, @Nullable Object> values = new LinkedHashMap<>();
          for (FieldSpec field : viewing.table().fields) {
            JsonNode shown = field.cells.show(viewing, row, field);
            if (shown != null) {
              values.put(field.name, People.plain(shown));
            }
          }
          return Collections.unmodifiableMap(values);
        });
  }

  /**
   * Edits one cell as a person.
   *
   * @param value null to empty it; a JsonNode in the API's own form; or a String, Number, Boolean,
   *     LocalDate, Instant, OffsetDateTime, SimulatedCollaborator, SimulatedRecord, or a Collection
   *     of such
   * @throws IllegalArgumentException if the field does not exist or cannot hold the value
   */
  public void set(String nameOrId, @Nullable Object value) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put(nameOrId, value);
    set(values);
  }

  /** Edits several cells at once, as {@link #set(String, Object)} does. */
  public void set(Map<String, ? extends @Nullable Object> values) {
    people.act(
        baseId,
        transaction -> {
          TableRecord table = People.table(transaction.base, tableId);
          Row unused =
              People.write(new Writing(transaction, table, false), People.row(table, id), values);
          return true;
        });
  }

  /** Deletes the record, and every link to it. */
  public void delete() {
    people.act(
        baseId,
        transaction -> {
          TableRecord table = People.table(transaction.base, tableId);
          transaction.delete(table, People.row(table, id));
          return true;
        });
  }

  private <T extends @Nullable Object> T with(BiFunction<Viewing, Row, T> work) {
    return people.read(
        baseId,
        base -> {
          TableRecord table = People.table(base, tableId);
          return work.apply(Viewing.of(people.workspace, base, table), People.row(table, id));
        });
  }

  /** Two handles are equal when they are of the same record. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SimulatedRecord record && record.id.equals(id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "record " + id;
  }
}
