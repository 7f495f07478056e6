package com.puraify.sync.examples.quickstart;

import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Schema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/** A SQLite table with a column for each property of a data source, called as the property is. */
final class MirrorTable {

  static final String NAME = "notion_items";
  private static final String KEY = "row_id";

  private MirrorTable() {}

  /** Makes the table if it does not exist, and adds the columns that it lacks. */
  static void create(Schema schema, DataSource database) throws SQLException {
    Map<String, String> columns = new LinkedHashMap<>();
    for (Field field : schema.fields()) {
      columns.put(field.name(), sqlType(field.type()));
    }
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "CREATE TABLE IF NOT EXISTS " + NAME + " (" + KEY + " INTEGER PRIMARY KEY)");
      Set<String> present = columns(statement);
      for (Map.Entry<String, String> column : columns.entrySet()) {
        if (present.add(column.getKey().toLowerCase(Locale.ROOT))) {
          statement.executeUpdate(
              "ALTER TABLE "
                  + NAME
                  + " ADD COLUMN "
                  + quoted(column.getKey())
                  + " "
                  + column.getValue());
        }
      }
    }
  }

  private static Set<String> columns(Statement statement) throws SQLException {
    Set<String> present = new TreeSet<>();
    try (ResultSet rows =
        statement.executeQuery("SELECT name FROM pragma_table_info('" + NAME + "')")) {
      while (rows.next()) {
        present.add(rows.getString(1).toLowerCase(Locale.ROOT));
      }
    }
    return present;
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
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

  /** Returns the mapping: columns and properties of the same name, and items by their title. */
  static SchemaMapping mapping(String title) {
    return SchemaMapping.builder().matchOn(title, title).build();
  }
}
