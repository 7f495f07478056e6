package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables of a schema by their names. */
final class TableCatalog {

  private static final Set<String> TABLE_TYPES =
      Set.of("TABLE", "BASE TABLE", "PARTITIONED TABLE", "FOREIGN TABLE");
  private static final Set<String> VIEW_TYPES = Set.of("VIEW", "MATERIALIZED VIEW");

  private static final int NAMES_SHOWN = 5;

  private final @Nullable String namespace;
  private final List<TableName> tables;

  private TableCatalog(@Nullable String namespace, List<TableName> tables) {
    this.namespace = namespace;
    this.tables = tables;
  }

  /**
   * How a table is called.
   *
   * @param namespace its schema (on MariaDB, its database), or null where there are none
   * @param view whether it is a view
   */
  record TableName(@Nullable String namespace, String name, boolean view) {

    /** Returns the id of the entity that the table is, within its database. */
    String id() {
      return namespace == null ? name : namespace + "." + name;
    }
  }

  /**
   * Returns the tables and views of a schema, in the order of their names.
   *
   * @param schema the schema, or null for the one that the connection is in
   */
  static TableCatalog of(Connection connection, @Nullable String schema) throws SQLException {
    DatabaseMetaData metaData = connection.getMetaData();
    Dialect dialect = Dialect.of(metaData);
    String namespace = schema == null ? dialect.currentNamespace(connection) : schema;
    boolean catalog = dialect.namespaceIsCatalog();
    List<TableName> tables = new ArrayList<>();
    try (ResultSet rows =
        metaData.getTables(
            catalog ? namespace : null,
            catalog || namespace == null ? null : pattern(metaData, namespace),
            "%",
            null)) {
      while (rows.next()) {
        String type = rows.getString("TABLE_TYPE");
        String in = rows.getString(catalog ? "TABLE_CAT" : "TABLE_SCHEM");
        boolean here = namespace == null || namespace.equals(in);
        if (here && (TABLE_TYPES.contains(type) || VIEW_TYPES.contains(type))) {
          boolean view = VIEW_TYPES.contains(type);
          tables.add(new TableName(namespace, rows.getString("TABLE_NAME"), view));
        }
      }
    }
    tables.sort(Comparator.comparing(TableName::name));
    return new TableCatalog(namespace, List.copyOf(tables));
  }

  List<TableName> tables() {
    return tables;
  }

  /**
   * Returns the table that a name means: exactly, or by its id, or but for case.
   *
   * @throws ConnectorException of kind {@code NOT_FOUND}, with the names that are nearest
   */
  TableName named(String name) {
    for (TableName table : tables) {
      if (table.name().equals(name)) {
        return table;
      }
    }
    for (TableName table : tables) {
      if (table.id().equals(name)) {
        return table;
      }
    }
    List<TableName> alike =
        tables.stream()
            .filter(t -> t.name().equalsIgnoreCase(name) || t.id().equalsIgnoreCase(name))
            .toList();
    if (alike.size() == 1) {
      return alike.get(0);
    }
    List<String> names = tables.stream().map(TableName::name).toList();
    throw new ConnectorException(
        Kind.NOT_FOUND,
        "no table "
            + name
            + (namespace == null ? "" : " in schema " + namespace)
            + nearest(name, names));
  }

  /** Returns a pattern that means just one name. */
  static String pattern(DatabaseMetaData metaData, String name) throws SQLException {
    String escape = metaData.getSearchStringEscape();
    return name.replace(escape, escape + escape)
        .replace("_", escape + "_")
        .replace("%", escape + "%");
  }

  /** Returns words for a message that name what is there, the most alike first. */
  static String nearest(String name, List<String> names) {
    if (names.isEmpty()) {
      return "; there are none";
    }
    List<String> shown =
        names.stream()
            .sorted(Comparator.comparingInt(each -> distance(name, each)))
            .limit(NAMES_SHOWN)
            .toList();
    return "; the nearest of " + names.size() + " are " + shown;
  }

  /** Returns how many letters must be put in, taken out or changed to make one name of another. */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
