package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One action in a base: everything it changes, so that it can be told or undone. */
final class Transaction {
  final Workspace workspace;
  final BaseRecord base;
  final String source;
  final SimulatedCollaborator user;
  final Instant at;
  final Map<String, TableChanges> tables = new LinkedHashMap<>();
  final Set<String> createdTables = new LinkedHashSet<>();
  final Set<String> destroyedTables = new LinkedHashSet<>();
  private final Deque<Runnable> undo = new ArrayDeque<>();

  Transaction(Workspace workspace, BaseRecord base, String source, SimulatedCollaborator user) {
    this.workspace = workspace;
    this.base = base;
    this.source = source;
    this.user = user;
    this.at = workspace.now();
  }

  TableChanges changes(TableRecord table) {
    return tables.computeIfAbsent(table.id, id -> new TableChanges(table));
  }

  boolean isEmpty() {
    return tables.isEmpty() && createdTables.isEmpty() && destroyedTables.isEmpty();
  }

  /** Remembers how to take something back. */
  void onUndo(Runnable step) {
    undo.push(step);
  }

  void undo() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }

  Row create(TableRecord table) {
    long number = ++table.numbers;
    Instant created = workspace.shown(at);
    Row row = new Row(workspace.ids.next("rec"), created, user, number);
    table.rows.put(row.id, row);
    changes(table).createdRecords.add(row.id);
    onUndo(() -> table.rows.remove(row.id));
    return row;
  }

  /** Puts stored content in a cell, null for none, and keeps the other side of a link equal. */
  void write(TableRecord table, Row row, FieldSpec field, @Nullable JsonNode next) {
    JsonNode before = row.cell(field);
    if (Objects.equals(before, next)) {
      if (workspace.quirks.unchangedEditsCount()) {
        touch(table, row, field);
      }
      return;
    }
    put(table, row, field, next, true);
    if (field.isLink()) {
      mirror(row, field, links(before), links(next));
    }
  }

  static Set<String> links(@Nullable JsonNode cell) {
    return cell == null ? Set.of() : new LinkedHashSet<>(Json.texts(cell));
  }

  private void mirror(Row row, FieldSpec field, Set<String> before, Set<String> next) {
    TableRecord target = base.linked(field);
    FieldSpec inverse = target.find(field.option("inverseLinkFieldId"));
    if (inverse == null) {
      return;
    }
    for (String id : before) {
      if (!next.contains(id)) {
        relink(target, target.rows.get(id), inverse, row.id, false);
      }
    }
    for (String id : next) {
      if (!before.contains(id)) {
        relink(target, target.rows.get(id), inverse, row.id, true);
      }
    }
  }

  private void relink(
      TableRecord table, @Nullable Row row, FieldSpec field, String id, boolean linked) {
    if (row == null) {
      return;
    }
    Set<String> ids = new LinkedHashSet<>(links(row.cell(field)));
    if (linked ? ids.add(id) : ids.remove(id)) {
      ArrayNode cell = Json.array(ids);
      boolean counts = workspace.quirks.inverseLinksCount();
      put(table, row, field, cell.isEmpty() ? null : cell, counts);
    }
  }

  private void put(
      TableRecord table, Row row, FieldSpec field, @Nullable JsonNode next, boolean counts) {
    JsonNode before = row.cell(field);
    note(table, row, field);
    set(row, field, next);
    onUndo(() -> set(row, field, before));
    if (counts) {
      touch(table, row, field);
    }
  }

  private static void set(Row row, FieldSpec field, @Nullable JsonNode value) {
    if (value == null) {
      row.cells.remove(field.id);
    } else {
      row.cells.put(field.id, value);
    }
  }

  private void note(TableRecord table, Row row, FieldSpec field) {
    TableChanges changes = changes(table);
    if (changes.createdRecords.contains(row.id)) {
      return;
    }
    noteViews(changes, row);
    Map<String, @Nullable JsonNode> cells =
        changes.changedCells.computeIfAbsent(row.id, id -> new LinkedHashMap<>());
    if (!cells.containsKey(field.id)) {
      Viewing viewing = Viewing.of(workspace, base, table);
      cells.put(field.id, base.webhooks.isEmpty() ? null : field.cells.showV2(viewing, row, field));
    }
  }

  private void noteViews(TableChanges changes, Row row) {
    if (!base.webhooks.isEmpty() && !changes.viewsBefore.containsKey(row.id)) {
      Viewing viewing = Viewing.of(workspace, base, changes.table);
      changes.viewsBefore.put(row.id, Webhooks.watchedViews(viewing, row));
    }
  }

  private void touch(TableRecord table, Row row, FieldSpec field) {
    if (changes(table).createdRecords.contains(row.id)) {
      return;
    }
    Instant edited = row.edited;
    SimulatedCollaborator editor = row.editor;
    Instant edit = row.edits.get(field.id);
    onUndo(
        () -> {
          row.edited = edited;
          row.editor = editor;
          if (edit == null) {
            row.edits.remove(field.id);
          } else {
            row.edits.put(field.id, edit);
          }
        });
    row.edited = at;
    row.editor = user;
    row.edits.put(field.id, at);
  }

  private void unlinkOneWay(TableRecord table, Row row) {
    for (TableRecord other : base.tables.values()) {
      for (FieldSpec field : other.fields) {
        if (field.isLink()
            && field.option("linkedTableId").equals(table.id)
            && field.option("inverseLinkFieldId").isEmpty()) {
          List<Row> linking =
              other.rows.values().stream()
                  .filter(from -> links(from.cell(field)).contains(row.id))
                  .toList();
          linking.forEach(from -> relink(other, from, field, row.id, false));
        }
      }
    }
  }

  /** Deletes a record, and with it every link to it. */
  void delete(TableRecord table, Row row) {
    noteViews(changes(table), row);
    for (FieldSpec field : table.fields) {
      if (field.isLink() && row.cell(field) != null) {
        mirror(row, field, links(row.cell(field)), Set.of());
      }
    }
    unlinkOneWay(table, row);
    table.rows.remove(row.id);
    onUndo(() -> table.restore(row));
    TableChanges changes = changes(table);
    changes.changedCells.remove(row.id);
    if (!changes.createdRecords.remove(row.id)) {
      changes.destroyedRecords.add(row.id);
    }
  }
}
