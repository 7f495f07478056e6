package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.value.FieldType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the codec for a column from what metadata says of it. */
final class ColumnTypes {

  private static final Set<String> PG_TEXTS =
      Set.of("text", "varchar", "bpchar", "citext", "name", "char");

  private static final int MAX_NANO_DIGITS = 9;

  /** How long the text of a point in time is, up to the digits of its second's fraction. */
  private static final int MARIADB_SECONDS_POINT = 20;

  private ColumnTypes() {}

  /**
   * What metadata says of a column's type.
   *
   * @param sqlType of {@link Types}; for a domain, the type below it
   * @param typeName the database's name of the type
   * @param size length or precision, 0 if unknown
   * @param digits digits after the point, null if they are not limited
   * @param domain whether it is a domain
   */
  record Declared(
      int sqlType, String typeName, int size, @Nullable Integer digits, boolean domain) {}

  /** Returns the codec for a column, or null for one that is left out. */
  static @Nullable ColumnCodec codec(Dialect dialect, Declared declared, ZoneId zone) {
    String name = declared.typeName().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "json", "jsonb" -> new TextCodecs.Jsons(dialect == Dialect.POSTGRESQL);
      case "uuid" -> new TextCodecs.Uuids(dialect == Dialect.MARIADB);
      case "timestamptz" -> new TimeCodecs.Zoned(precision(dialect, declared));
      case "bool", "boolean" -> new BoolCodec(false);
      case "money", "year", "bit", "oid", "timetz" ->
          name.equals("bit") && dialect == Dialect.MARIADB && declared.size() <= 1
              ? new BoolCodec(false)
              : new TextCodecs.Shown();
      case "decfloat" ->
          new NumberCodecs.Decimal(new FieldType.Num(declared.size(), Integer.MAX_VALUE), 0);
      default ->
          name.startsWith("enum") && dialect != Dialect.POSTGRESQL
              ? new TextCodecs.Plain(Integer.MAX_VALUE, false, false)
              : byType(dialect, declared, name, zone);
    };
  }

  private static @Nullable ColumnCodec byType(
      Dialect dialect, Declared declared, String name, ZoneId zone) {
    boolean unsigned = name.contains("unsigned");
    return switch (declared.sqlType()) {
      case Types.BOOLEAN, Types.BIT -> new BoolCodec(false);
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT ->
          unsigned && declared.sqlType() == Types.BIGINT
              ? new NumberCodecs.Decimal(new FieldType.Num(0, 0), 20)
              : NumberCodecs.Whole.of(declared.sqlType(), unsigned);
      case Types.NUMERIC, Types.DECIMAL -> decimal(declared);
      case Types.REAL -> new NumberCodecs.Floating(NumberCodecs.Floating.SINGLE_DIGITS);
      case Types.FLOAT, Types.DOUBLE -> new NumberCodecs.Floating(FieldType.Num.DOUBLE_DIGITS);
      case Types.DATE -> new TimeCodecs.Days();
      case Types.TIMESTAMP -> new TimeCodecs.Naive(precision(dialect, declared), zone);
      case Types.TIMESTAMP_WITH_TIMEZONE -> new TimeCodecs.Zoned(precision(dialect, declared));
      case Types.CHAR, Types.NCHAR -> text(dialect, declared, name, true);
      case Types.VARCHAR,
          Types.NVARCHAR,
          Types.LONGVARCHAR,
          Types.LONGNVARCHAR,
          Types.CLOB,
          Types.NCLOB ->
          text(dialect, declared, name, false);
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> null;
      default -> new TextCodecs.Shown();
    };
  }

  private static ColumnCodec text(Dialect dialect, Declared declared, String name, boolean padded) {
    boolean named = dialect == Dialect.POSTGRESQL && !declared.domain() && !PG_TEXTS.contains(name);
    int length = declared.size() <= 0 ? Integer.MAX_VALUE : declared.size();
    return new TextCodecs.Plain(length, padded, named);
  }

  private static ColumnCodec decimal(Declared declared) {
    Integer scale = declared.digits();
    if (scale == null || declared.size() <= 0) {
      return new NumberCodecs.Decimal(FieldType.number(), 0);
    }
    return new NumberCodecs.Decimal(new FieldType.Num(0, scale), declared.size() - scale);
  }

  private static Duration precision(Dialect dialect, Declared declared) {
    int digits =
        dialect == Dialect.MARIADB
            ? declared.size() - MARIADB_SECONDS_POINT // the digits are told by the length alone
            : declared.digits() == null ? 0 : declared.digits();
    digits = Math.max(0, Math.min(digits, MAX_NANO_DIGITS));
    long nanos = 1_000_000_000L;
    for (int i = 0; i < digits; i++) {
      nanos /= 10;
    }
    return Duration.ofNanos(nanos);
  }

  /**
   * Returns the codec for a column of SQLite, by its declared type as SQLite itself reads it; null
   * for one that is left out.
   *
   * @param from the quoted table
   * @param column the quoted column
   */
  static @Nullable ColumnCodec sqlite(
      Connection connection, String from, String column, Declared declared, ZoneId zone)
      throws SQLException {
    String name = declared.typeName().toUpperCase(Locale.ROOT);
    if (name.contains("BOOL")) {
      return new BoolCodec(true);
    }
    if (name.startsWith("DATETIME") || name.startsWith("TIMESTAMP")) {
      return new SqliteCodecs.Moments(SqliteTimeForm.sample(connection, from, column), zone);
    }
    if (name.startsWith("DATE")) {
      return new SqliteCodecs.Days(SqliteTimeForm.sample(connection, from, column), zone);
    }
    if (name.equals("JSON")) {
      return new TextCodecs.Jsons(false);
    }
    if (name.contains("INT")) {
      return new SqliteCodecs.Numbers(true);
    }
    if (name.contains("CHAR") || name.contains("CLOB") || name.contains("TEXT")) {
      return new TextCodecs.Plain(Integer.MAX_VALUE, false, false);
    }
    if (name.contains("BLOB")) {
      return null;
    }
    if (name.contains("DEC") || name.contains("NUM")) {
      boolean whole = Integer.valueOf(0).equals(declared.digits()) && declared.size() <= 18;
      return new SqliteCodecs.Numbers(whole);
    }
    if (name.contains("REAL") || name.contains("FLOA") || name.contains("DOUB")) {
      return new SqliteCodecs.Numbers(false);
    }
    return name.isEmpty() || name.equals("UUID")
        ? new TextCodecs.Plain(Integer.MAX_VALUE, false, false)
        : new TextCodecs.Shown();
  }
}
