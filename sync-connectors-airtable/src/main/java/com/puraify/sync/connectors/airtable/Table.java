package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.Schema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A table: its base, its id, its name, and its fields by their stable ids. Immutable. */
final class Table {

  /** What Airtable keeps of a record, and changes with its edits alone. */
  private static final Set<String> KEPT =
      Set.of("createdTime", "lastModifiedTime", "createdBy", "lastModifiedBy", "autoNumber");

  private final String base;
  private final String id;
  private final String name;
  private final String primary;
  private final Map<String, Column> columns;
  private final List<Clock> clocks;

  /**
   * A field that tells when a record was last modified.
   *
   * @param watched the ids of the fields whose edits move it; none for all
   */
  private record Clock(Column column, Set<String> watched) {}

  private Table(
      String base,
      String id,
      String name,
      String primary,
      Map<String, Column> columns,
      List<Clock> clocks) {
    this.base = base;
    this.id = id;
    this.name = name;
    this.primary = primary;
    this.columns = columns;
    this.clocks = clocks;
  }

  /**
   * Reads a table of a base's schema.
   *
   * @throws com.puraify.sync.error.ConnectorException of kind {@code PROTOCOL} if it is none
   */
  static Table read(String base, Json json) {
    Map<String, Column> columns = new LinkedHashMap<>();
    List<Clock> clocks = new ArrayList<>();
    for (Json field : json.at("fields").elements()) {
      Column column = FieldTypes.read(base, field);
      columns.put(column.id(), column);
      Json options = field.at("options");
      if (column.type().equals("lastModifiedTime")
          && "dateTime".equals(options.at("result", "type").textOrNull())
          && options.at("referencedFieldIds").isArray()) {
        clocks.add(
            new Clock(
                column,
                Set.copyOf(
                    options.at("referencedFieldIds").elements().stream()
                        .map(Json::text)
                        .toList())));
      }
    }
    return new Table(
        base,
        json.at("id").text(),
        json.at("name").text(),
        json.at("primaryFieldId").text(),
        columns,
        clocks);
  }

  /** Returns what identifies the table for good: the base's id and its own. */
  String key() {
    return key(base, id);
  }

  /** Returns what identifies a table of a base for good. */
  static String key(String base, String table) {
    return base + "/" + table;
  }

  /** Returns the base's id in what identifies a table. */
  static String baseOf(String key) {
    return key.substring(0, Math.max(0, key.indexOf('/')));
  }

  /** Returns the table's id in what identifies a table. */
  static String tableOf(String key) {
    return key.substring(key.indexOf('/') + 1);
  }

  String base() {
    return base;
  }

  String id() {
    return id;
  }

  String name() {
    return name;
  }

  /** Returns the id of the primary field, which every table has. */
  String primary() {
    return primary;
  }

  Collection<Column> columns() {
    return columns.values();
  }

  /** Returns the field with an id, or null. */
  @Nullable Column column(String fieldId) {
    return columns.get(fieldId);
  }

  /** Returns those of the fields whose ids are given; ids that are not there any more pass. */
  List<Column> wanted(Collection<String> ids) {
    Set<String> set = new HashSet<>(ids);
    return columns.values().stream().filter(column -> set.contains(column.id())).toList();
  }

  /** Returns a field that tells when a record was last modified in any way, or null. */
  @Nullable Column lastModified() {
    return clocks.stream()
        .filter(clock -> clock.watched.isEmpty())
        .map(Clock::column)
        .findFirst()
        .orElse(null);
  }

  /**
   * Returns a field that tells when any of some fields was last edited, or null if there is none.
   * What is computed is edited by nobody, and need not be watched.
   */
  @Nullable Column lastModified(List<Column> wanted) {
    Set<String> edited = new HashSet<>();
    for (Column column : wanted) {
      if (!column.field().derived()) {
        edited.add(column.id());
      }
    }
    return clocks.stream()
        .filter(clock -> clock.watched.isEmpty() || clock.watched.containsAll(edited))
        .map(Clock::column)
        .findFirst()
        .orElse(null);
  }

  /**
   * Returns whether a field may change without its record's being edited: a formula, a roll-up, or
   * whatever else Airtable computes but for times, people and numbers of its own.
   */
  boolean isComputing() {
    return columns.values().stream()
        .anyMatch(column -> column.field().derived() && !KEPT.contains(column.type()));
  }

  Schema schema() {
    return Schema.of(name, columns.values().stream().map(Column::field).toList());
  }
}
