package com.puraify.sync.testkit.airtable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which records a list holds, and in which order. */
final class Selection {
  private Selection() {}

  /**
   * Returns the ids of the records that fulfil the query, in its order.
   *
   * @param run what the order of a list depends on for which none was asked
   */
  static List<String> ids(Viewing viewing, ListQuery query, String run) {
    TableRecord table = viewing.table();
    ViewSpec view = query.view().isEmpty() ? null : table.view(query.view());
    List<Row> rows = new ArrayList<>(table.rows.values());
    if (view != null) {
      rows.removeIf(row -> !shows(viewing, view, row));
    }
    if (!query.filter().isEmpty()) {
      Expression filter = parsed(table, query.filter());
      rows.removeIf(row -> !fulfils(viewing, row, filter));
    }
    List<SortKey> sorts = query.sorts().isEmpty() && view != null ? view.sorts() : query.sorts();
    if (!sorts.isEmpty()) {
      rows.sort(order(viewing, sorts));
    } else if (view == null) {
      Ids ids = viewing.workspace().ids;
      rows.sort(Comparator.comparingLong(row -> ids.scatter(run + row.id)));
    }
    return rows.stream().limit(query.maxRecords()).map(row -> row.id).toList();
  }

  /** Returns the formula; every field that it mentions must be there. */
  static Expression parsed(TableRecord table, String formula) {
    try {
      Expression parsed = FormulaParser.parse(formula);
      parsed.fields(
          name -> {
            if (table.find(name) == null) {
              throw new FormulaFailure("Unknown field names: " + name.toLowerCase(Locale.ROOT));
            }
          });
      return parsed;
    } catch (FormulaFailure e) {
      throw AirtableError.badFormula(String.valueOf(e.getMessage()));
    }
  }

  /** Whether a view shows a record. */
  static boolean shows(Viewing viewing, ViewSpec view, Row row) {
    Expression filter = view.filter();
    return filter == null || fulfils(viewing, row, filter);
  }

  private static boolean fulfils(Viewing viewing, Row row, Expression filter) {
    try {
      return FormulaValues.isTrue(filter.evaluate(new Scope(viewing, row, null)));
    } catch (FormulaFailure e) {
      // A formula that fails on a record excludes it, as Airtable's #ERROR! does.
      return false;
    }
  }

  private static Comparator<Row> order(Viewing viewing, List<SortKey> sorts) {
    Comparator<Row> order = Comparator.comparing(row -> 0);
    for (SortKey sort : sorts) {
      FieldSpec field = viewing.table().field(sort.field());
      Comparator<Row> next = (one, other) -> compare(viewing, field, one, other);
      order = order.thenComparing(sort.descending() ? Collections.reverseOrder(next) : next);
    }
    return order;
  }

  private static int compare(Viewing viewing, FieldSpec field, Row one, Row other) {
    Object first = value(viewing, field, one);
    Object second = value(viewing, field, other);
    if (first == null || second == null) {
      return Boolean.compare(first != null, second != null);
    }
    return FormulaValues.compare(first, second);
  }

  private static @Nullable Object value(Viewing viewing, FieldSpec field, Row row) {
    if (field.type.equals("singleSelect")) {
      return place(field, row);
    }
    try {
      Object value = field.cells.value(viewing, row, field);
      boolean text = value instanceof String || value instanceof List<?>;
      return text ? FormulaValues.text(value).toLowerCase(Locale.ROOT) : value;
    } catch (FormulaFailure e) {
      return null;
    }
  }

  /** Returns the place of a choice: choices sort as they are listed. */
  private static @Nullable Double place(FieldSpec field, Row row) {
    var cell = row.cell(field);
    double place = 0;
    for (var choice : field.options.path("choices")) {
      if (cell != null && choice.path("id").asText().equals(cell.asText())) {
        return place;
      }
      place++;
    }
    return null;
  }
}
