package com.puraify.sync.testkit.airtable;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A table as people see it. A handle: it holds no state of its own. Thread-safe. */
public final class SimulatedTable {
  private final People people;
  private final String baseId;
  private final String id;

  SimulatedTable(People people, String baseId, String id) {
    this.people = people;
    this.baseId = baseId;
    this.id = id;
  }

  /** Returns the id of the table, {@code tbl…}. */
  public String id() {
    return id;
  }

  /** Returns the id of the base around it. */
  public String baseId() {
    return baseId;
  }

  /** Returns the name. */
  public String name() {
    return with(table -> table.name);
  }

  /** Gives the table another name. */
  public void rename(String name) {
    act(
        (transaction, table) -> {
          new SchemaWrites(transaction).rename(table, name);
          return true;
        });
  }

  /** Deletes the table, and the links to it. */
  public void delete() {
    act(
        (transaction, table) -> {
          new SchemaWrites(transaction).delete(table);
          return true;
        });
  }

  /** Adds fields. */
  public void extend(Consumer<TableDraft> more) {
    act(
        (transaction, table) -> {
          more.accept(new TableDraft(new SchemaWrites(transaction), table));
          return true;
        });
  }

  /** Returns the names of the fields, the primary one first. */
  public List<String> fieldNames() {
    return with(table -> table.fields.stream().map(field -> field.name).toList());
  }

  /**
   * Returns the field with this name or id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public SimulatedField field(String nameOrId) {
    return with(
        table -> new SimulatedField(people, baseId, id, TableDraft.find(table, nameOrId).id));
  }

  /** Adds a grid view of all records in the order of creation, and returns its id. */
  public String addView(String name) {
    return addView(name, "", List.of(), false);
  }

  /**
   * Adds a grid view and returns its id.
   *
   * @param filter a formula that names fields in braces, empty for all records
   * @param sorts the fields to sort by, none for the order of creation
   * @param descending whether all of them sort from the greatest down
   */
  public String addView(String name, String filter, List<String> sorts, boolean descending) {
    return act(
        (transaction, table) -> {
          String viewId = people.workspace.ids.next("viw");
          Expression shown =
              filter.isEmpty() ? null : FormulaParser.parse(TableDraft.bound(table, filter));
          List<SortKey> keys =
              sorts.stream()
                  .map(f -> new SortKey(TableDraft.find(table, f).id, descending))
                  .toList();
          table.views.add(new ViewSpec(viewId, name, ViewSpec.GRID, shown, keys));
          return viewId;
        });
  }

  /** Adds a record of this name and nothing else. */
  public SimulatedRecord add(String name) {
    return add(Map.of(with(table -> table.primary().id), name));
  }

  /** Adds a record as a person; the values are those of {@link SimulatedRecord#set}. */
  public SimulatedRecord add(Map<String, ? extends @Nullable Object> values) {
    return act(
        (transaction, table) -> {
          Row row = People.write(new Writing(transaction, table, false), null, values);
          return handle(row.id);
        });
  }

  /** Returns all records in the order of creation. */
  public List<SimulatedRecord> records() {
    return with(table -> table.rows.keySet().stream().map(this::handle).toList());
  }

  /** Returns the number of records. */
  public int size() {
    return with(table -> table.rows.size());
  }

  /**
   * Returns the record with this id, or the only one with this name.
   *
   * @throws IllegalArgumentException if there is none, or more than one
   */
  public SimulatedRecord record(String idOrName) {
    return people.read(
        baseId,
        base -> {
          TableRecord table = People.table(base, id);
          Viewing viewing = Viewing.of(people.workspace, base, table);
          FieldSpec primary = table.primary();
          List<String> found =
              table.rows.values().stream()
                  .filter(
                      row ->
                          row.id.equals(idOrName)
                              || FormulaValues.text(primary.cells.value(viewing, row, primary))
                                  .equals(idOrName))
                  .map(row -> row.id)
                  .toList();
          if (found.size() != 1) {
            throw new IllegalArgumentException(
                found.size() + " records are called " + idOrName + "; there must be one");
          }
          return handle(found.get(0));
        });
  }

  private SimulatedRecord handle(String recordId) {
    return new SimulatedRecord(people, baseId, id, recordId);
  }

  private interface Action<T> {
    T on(Transaction transaction, TableRecord table);
  }

  private <T> T act(Action<T> action) {
    return people.act(
        baseId, transaction -> action.on(transaction, People.table(transaction.base, id)));
  }

  private <T> T with(Function<TableRecord, T> work) {
    return people.read(baseId, base -> work.apply(People.table(base, id)));
  }

  /** Two handles are equal when they are of the same table. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SimulatedTable table && table.id.equals(id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "table " + id;
  }
}
