package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A field as people see it. A handle: it holds no state of its own. Thread-safe. */
public final class SimulatedField {
  private final People people;
  private final String baseId;
  private final String tableId;
  private final String id;

  SimulatedField(People people, String baseId, String tableId, String id) {
    this.people = people;
    this.baseId = baseId;
    this.tableId = tableId;
    this.id = id;
  }

  /** Returns the id of the field, {@code fld…}. */
  public String id() {
    return id;
  }

  /** Returns the name. */
  public String name() {
    return with(field -> field.name);
  }

  /** Returns the type, as the API names it. */
  public String type() {
    return with(field -> field.type);
  }

  /** Returns the options, as the API shows them. */
  public JsonNode options() {
    return with(field -> field.options.deepCopy());
  }

  /** Returns the names of the choices. */
  public List<String> choices() {
    return with(field -> choices(field));
  }

  private static List<String> choices(FieldSpec field) {
    return Json.texts(field.options.path("choices").findValues("name"));
  }

  /** Gives the field another name. */
  public void rename(String name) {
    change((transaction, table) -> schema(transaction).rename(table, field(table), name));
  }

  /** Adds a choice. */
  public void addChoice(String name) {
    changeOptions(
        (transaction, field) -> {
          ObjectNode unused = Choices.add(people.workspace.ids, field, name);
        });
  }

  /** Gives a choice another name; cells show the new one and count as not edited. */
  public void renameChoice(String name, String next) {
    changeOptions((transaction, field) -> choice(field, name).put("name", next));
  }

  /** Removes a choice, from cells too. */
  public void removeChoice(String name) {
    changeOptions(
        (transaction, field) -> {
          ObjectNode choice = choice(field, name);
          String gone = choice.path("id").asText();
          TableRecord table = People.table(transaction.base, tableId);
          for (Row row : List.copyOf(table.rows.values())) {
            transaction.write(table, row, field, without(row.cell(field), gone));
          }
          ArrayNode choices = field.options.withArray("/choices");
          for (int i = choices.size() - 1; i >= 0; i--) {
            if (choices.get(i).path("id").asText().equals(gone)) {
              choices.remove(i);
            }
          }
        });
  }

  private static @Nullable JsonNode without(@Nullable JsonNode cell, String choiceId) {
    if (cell == null || !cell.isArray()) {
      return cell != null && cell.asText().equals(choiceId) ? null : cell;
    }
    List<String> rest = Json.texts(cell).stream().filter(id -> !id.equals(choiceId)).toList();
    return rest.isEmpty() ? null : Json.array(rest);
  }

  private static ObjectNode choice(FieldSpec field, String name) {
    if (field.choice("name", name) instanceof ObjectNode choice) {
      return choice;
    }
    throw new IllegalArgumentException(field.name + " has no choice " + name);
  }

  /**
   * Makes the field one of another type. Cells keep what can be converted and lose the rest.
   *
   * @throws IllegalArgumentException if one of the types is a link or computed
   */
  public void changeType(String type, ObjectNode options) {
    change(
        (transaction, table) -> {
          FieldSpec before = field(table);
          FieldSpec after = new FieldSpec(id, before.name, type, options.deepCopy());
          if (before.isLink() || after.isLink() || after.cells.computed()) {
            throw new IllegalArgumentException(before.type + " cannot become " + type + " here");
          }
          schema(transaction).noteField(table, before);
          Viewing viewing = Viewing.of(people.workspace, transaction.base, table);
          Writing writing = new Writing(transaction, table, true);
          table.fields.set(table.fields.indexOf(before), after);
          for (Row row : List.copyOf(table.rows.values())) {
            Object value = before.cells.value(viewing, row, before);
            row.cells.remove(id);
            if (value != null) {
              convert(writing, row, after, FormulaValues.text(value));
            }
          }
        });
  }

  private static void convert(Writing writing, Row row, FieldSpec field, String text) {
    try {
      JsonNode cell = field.cells.accept(writing, field, Json.text(text));
      if (cell != null) {
        row.cells.put(field.id, cell);
      }
    } catch (AirtableError e) {
      // What the new type cannot hold is lost, as it is for people.
      row.cells.remove(field.id);
    }
  }

  /** Deletes the field with its cells, and the other side of a link. */
  public void delete() {
    change((transaction, table) -> schema(transaction).delete(table, field(table)));
  }

  private static SchemaWrites schema(Transaction transaction) {
    return new SchemaWrites(transaction);
  }

  private FieldSpec field(TableRecord table) {
    FieldSpec field = table.find(id);
    if (field == null) {
      throw new IllegalStateException("the field " + id + " is gone");
    }
    return field;
  }

  private void changeOptions(BiConsumer<Transaction, FieldSpec> change) {
    change(
        (transaction, table) -> {
          schema(transaction).noteField(table, field(table));
          change.accept(transaction, field(table));
        });
  }

  private void change(BiConsumer<Transaction, TableRecord> change) {
    people.act(
        baseId,
        transaction -> {
          change.accept(transaction, People.table(transaction.base, tableId));
          return true;
        });
  }

  private <T> T with(Function<FieldSpec, T> work) {
    return people.read(baseId, base -> work.apply(field(People.table(base, tableId))));
  }
}
