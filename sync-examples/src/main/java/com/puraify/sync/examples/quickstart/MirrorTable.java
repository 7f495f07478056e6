package com.puraify.sync.examples.quickstart;

import com.puraify.sync.mapping.Direction;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;

/**
 * A SQLite table with a column for each property of a data source, and the mapping between them.
 */
final class MirrorTable {

  static final String NAME = "notion_items";

  private static final String KEY = "id";

  private final Map<String, Field> fieldsByColumn = new LinkedHashMap<>();
  private final List<String> leftOut = new ArrayList<>();
  private final Field title;

  /**
   * Lays a table out.
   *
   * @param schema the data source's properties
   * @param title the property that items are matched by
   * @param dataSource the id of the data source itself, to which relations may point
   */
  MirrorTable(Schema schema, Field title, String dataSource) {
    this.title = title;
    for (Field field : schema.fields()) {
      if (pointsElsewhere(field.type(), dataSource)) {
        leftOut.add(field.name());
      } else {
        fieldsByColumn.put(column(field.name()), field);
      }
    }
  }

  /** Relations to another data source need a sync of their own, whose links translate them. */
  private static boolean pointsElsewhere(FieldType type, String dataSource) {
    return type instanceof FieldType.Many many
        && many.element() instanceof FieldType.Reference reference
        && !reference.toPeople()
        && !reference.entity().equals(dataSource);
  }

  private String column(String property) {
    String plain =
        property
            .strip()
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N}]+", "_")
            .replaceAll("^_+|_+$", "");
    String base = plain.isEmpty() || plain.equals(KEY) ? "property_" + plain : plain;
    String column = base;
    for (int i = 2; fieldsByColumn.containsKey(column); i++) {
      column = base + "_" + i;
    }
    return column;
  }

  /** Returns the names of relations that are left out because they point to other data sources. */
  List<String> leftOut() {
    return List.copyOf(leftOut);
  }

  /** Makes the table unless it exists. */
  void createIn(DataSource database) throws SQLException {
    List<String> columns = new ArrayList<>();
    columns.add(KEY + " INTEGER PRIMARY KEY");
    fieldsByColumn.forEach(
        (column, field) -> columns.add("\"" + column + "\" " + sqlType(field.type())));
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "CREATE TABLE IF NOT EXISTS " + NAME + " (" + String.join(", ", columns) + ")");
    }
  }

  private static String sqlType(FieldType type) {
    if (type instanceof FieldType.Num number) {
      return number.scale() == 0 ? "INTEGER" : "REAL";
    }
    if (type instanceof FieldType.Bool) {
      return "BOOLEAN";
    }
    if (type instanceof FieldType.Day) {
      return "DATE";
    }
    if (type instanceof FieldType.Moment) {
      return "TIMESTAMP";
    }
    return type instanceof FieldType.Many ? "JSON" : "TEXT";
  }

  /** Returns the mapping: every property with its column, computed ones into the table only. */
  SchemaMapping mapping() {
    SchemaMapping.Builder mapping = SchemaMapping.builder();
    fieldsByColumn.forEach(
        (column, field) -> {
          Direction way = field.writable() ? Direction.BOTH : Direction.TO_LOCAL;
          mapping.field(column, field.id(), rule -> rule.direction(way));
          if (field.equals(title)) {
            mapping.matchOn(column, field.id());
          }
        });
    return mapping.build();
  }
}
