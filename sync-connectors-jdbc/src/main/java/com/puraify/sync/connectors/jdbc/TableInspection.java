package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.connectors.jdbc.TableCatalog.TableName;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What metadata says of a table. */
final class TableInspection {

  private final Connection connection;
  private final DatabaseMetaData metaData;
  private final Dialect dialect;
  private final TableName table;
  private final @Nullable String catalog;
  private final @Nullable String schema;

  TableInspection(Connection connection, Dialect dialect, TableName table) throws SQLException {
    this.connection = connection;
    this.metaData = connection.getMetaData();
    this.dialect = dialect;
    this.table = table;
    boolean inCatalog = dialect.namespaceIsCatalog();
    this.catalog = inCatalog ? table.namespace() : null;
    this.schema = inCatalog ? null : table.namespace();
  }

  /**
   * A column as metadata describes it.
   *
   * @param automatic whether it is an identity column or filled from a sequence
   * @param computed whether it is an expression of other columns
   */
  record RawColumn(
      String name,
      ColumnTypes.Declared type,
      boolean nullable,
      boolean hasDefault,
      boolean automatic,
      boolean computed) {}

  /** Returns the table's name between quotes, with its schema. */
  String from() {
    String name = dialect.quote(table.name());
    return table.namespace() == null ? name : dialect.quote(table.namespace()) + "." + name;
  }

  /** Returns the columns in their order. */
  List<RawColumn> columns() throws SQLException {
    List<RawColumn> columns = columns(TableCatalog.pattern(metaData, table.name()));
    return columns.isEmpty() ? columns(table.name()) : columns;
  }

  private List<RawColumn> columns(String tablePattern) throws SQLException {
    List<RawColumn> columns = new ArrayList<>();
    String schemaPattern = schema == null ? null : TableCatalog.pattern(metaData, schema);
    try (ResultSet row = metaData.getColumns(catalog, schemaPattern, tablePattern, "%")) {
      while (row.next()) {
        boolean same =
            table.name().equals(row.getString("TABLE_NAME"))
                && (schema == null || schema.equals(row.getString("TABLE_SCHEM")));
        if (same) {
          columns.add(column(row));
        }
      }
    }
    return columns;
  }

  private RawColumn column(ResultSet row) throws SQLException {
    int sqlType = row.getInt("DATA_TYPE");
    boolean domain = sqlType == Types.DISTINCT && row.getObject("SOURCE_DATA_TYPE") != null;
    Object digits = row.getObject("DECIMAL_DIGITS");
    return new RawColumn(
        row.getString("COLUMN_NAME"),
        new ColumnTypes.Declared(
            domain ? row.getInt("SOURCE_DATA_TYPE") : sqlType,
            String.valueOf(row.getString("TYPE_NAME")),
            row.getInt("COLUMN_SIZE"),
            digits instanceof Number number ? Integer.valueOf(number.intValue()) : null,
            domain),
        row.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls,
        hasDefault(row.getString("COLUMN_DEF")),
        "YES".equals(row.getString("IS_AUTOINCREMENT")),
        "YES".equals(row.getString("IS_GENERATEDCOLUMN")));
  }

  /** MariaDB tells of a column without a default that it is filled with NULL. */
  private boolean hasDefault(@Nullable String expression) {
    return expression != null && !(dialect == Dialect.MARIADB && expression.equals("NULL"));
  }

  /** Returns the names of the primary key's columns in the key's order; none if there is no key. */
  List<String> primaryKey() throws SQLException {
    return primaryKey(catalog, schema, table.name());
  }

  private List<String> primaryKey(@Nullable String inCatalog, @Nullable String inSchema, String of)
      throws SQLException {
    Map<Integer, String> bySequence = new TreeMap<>();
    try (ResultSet row = metaData.getPrimaryKeys(inCatalog, inSchema, of)) {
      while (row.next()) {
        bySequence.put(row.getInt("KEY_SEQ"), row.getString("COLUMN_NAME"));
      }
    }
    return List.copyOf(bySequence.values());
  }

  /** Returns the names of the columns of each unique index that holds for all rows. */
  List<List<String>> uniqueIndexes() throws SQLException {
    if (table.view()) {
      return List.of();
    }
    Map<String, List<String>> indexes = new LinkedHashMap<>();
    if (dialect == Dialect.SQLITE) {
      // Its driver does not tell partial indexes from others.
      String sql =
          "SELECT i.name AS INDEX_NAME, c.name AS COLUMN_NAME, NULL AS FILTER_CONDITION"
              + " FROM pragma_index_list(?) i, pragma_index_info(i.name) c"
              + " WHERE i.\"unique\" = 1 AND i.partial = 0";
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setString(1, table.name());
        try (ResultSet row = statement.executeQuery()) {
          collect(row, indexes);
        }
      }
    } else {
      try (ResultSet row = metaData.getIndexInfo(catalog, schema, table.name(), true, true)) {
        collect(row, indexes);
      }
    }
    return List.copyOf(indexes.values());
  }

  private static void collect(ResultSet row, Map<String, List<String>> indexes)
      throws SQLException {
    while (row.next()) {
      String index = row.getString("INDEX_NAME");
      if (index != null && row.getString("FILTER_CONDITION") == null) {
        // An index on an expression has no column, and then says nothing of any.
        String column = row.getString("COLUMN_NAME");
        indexes.computeIfAbsent(index, name -> new ArrayList<>()).add(column == null ? "" : column);
      }
    }
  }

  /**
   * Returns the ids of the tables that single columns refer to by a foreign key on the other
   * table's primary key, by column.
   */
  Map<String, String> references() throws SQLException {
    List<ForeignKey> keys = new ArrayList<>();
    try (ResultSet row = metaData.getImportedKeys(catalog, schema, table.name())) {
      while (row.next()) {
        if (row.getInt("KEY_SEQ") == 1) {
          keys.add(ForeignKey.of(row));
        } else if (!keys.isEmpty()) {
          keys.set(keys.size() - 1, keys.get(keys.size() - 1).composite());
        }
      }
    }
    Map<String, String> references = new LinkedHashMap<>();
    for (ForeignKey key : keys) {
      boolean byPrimaryKey =
          key.single()
              && primaryKey(key.catalog(), key.schema(), key.table()).equals(List.of(key.target()));
      if (byPrimaryKey) {
        String namespace = dialect.namespaceIsCatalog() ? key.catalog() : key.schema();
        references.put(key.column(), new TableName(namespace, key.table(), false).id());
      }
    }
    return references;
  }

  private record ForeignKey(
      @Nullable String catalog,
      @Nullable String schema,
      String table,
      String target,
      String column,
      boolean single) {

    static ForeignKey of(ResultSet row) throws SQLException {
      return new ForeignKey(
          row.getString("PKTABLE_CAT"),
          row.getString("PKTABLE_SCHEM"),
          row.getString("PKTABLE_NAME"),
          String.valueOf(row.getString("PKCOLUMN_NAME")),
          row.getString("FKCOLUMN_NAME"),
          true);
    }

    ForeignKey composite() {
      return new ForeignKey(catalog, schema, table, target, column, false);
    }
  }

  /** Returns the codec for a column, or null for one that is left out. */
  @Nullable ColumnCodec codec(RawColumn column, ZoneId zone) throws SQLException {
    return dialect == Dialect.SQLITE
        ? ColumnTypes.sqlite(connection, from(), dialect.quote(column.name()), column.type(), zone)
        : ColumnTypes.codec(dialect, column.type(), zone);
  }

  /**
   * Returns whether a primary key of this one column is SQLite's row id, to which it gives values
   * by itself.
   */
  boolean isRowId(RawColumn column) throws SQLException {
    if (dialect != Dialect.SQLITE
        || !column.type().typeName().toUpperCase(Locale.ROOT).equals("INTEGER")) {
      return false;
    }
    String sql = "SELECT 1 FROM pragma_table_list(?) WHERE wr = 0";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.name());
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  /**
   * Returns whether SQLite may give a new row the row id of one that was deleted, as it does unless
   * the key is declared AUTOINCREMENT.
   */
  boolean reusesRowIds() throws SQLException {
    String sql = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.name());
      try (ResultSet row = statement.executeQuery()) {
        return !row.next()
            || !String.valueOf(row.getString(1)).toUpperCase(Locale.ROOT).contains("AUTOINCREMENT");
      }
    }
  }

  /** Returns the database's address: its URL without parameters and without anyone's name. */
  String address() throws SQLException {
    String url = String.valueOf(metaData.getURL());
    String bare = Arrays.asList(url.split("[?;]", 2)).get(0);
    int at = bare.lastIndexOf('@');
    int from = at < 0 ? -1 : Math.max(bare.lastIndexOf("//", at) + 1, bare.lastIndexOf(':', at));
    return at < 0 ? bare : bare.substring(0, from + 1) + bare.substring(at + 1);
  }
}
