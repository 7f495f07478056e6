package com.puraify.sync.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.connectors.jdbc.SqlFault.What;
import com.puraify.sync.value.FieldType;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What MariaDB is told and says, without a server; and words that all dialects share. */
class DialectTest {

  @Test
  void mariaDb_quotesWithBackticks_andDoublesThem() {
    assertThat(Dialect.MARIADB.quote("a`b\"c")).isEqualTo("`a``b\"c`");
    assertThat(Dialect.POSTGRESQL.quote("a`b\"c")).isEqualTo("\"a`b\"\"c\"");
  }

  @Test
  void mariaDb_comparesKeysInSteps_soThatItsIndexIsUsed() {
    assertThat(Dialect.MARIADB.after(List.of("`a`"))).isEqualTo("`a` > ?");
    assertThat(Dialect.MARIADB.after(List.of("`a`", "`b`", "`c`")))
        .isEqualTo("(`a` >= ? AND (`a` > ? OR (`b` >= ? AND (`b` > ? OR `c` > ?))))");
    assertThat(Dialect.POSTGRESQL.after(List.of("a", "b"))).isEqualTo("(a, b) > (?, ?)");
  }

  @Test
  void mariaDb_locksRowsAndInsertsDefaults() {
    assertThat(Dialect.MARIADB.lockClause()).isEqualTo(" FOR UPDATE");
    assertThat(Dialect.MARIADB.lockAll("`t`")).isNull();
    assertThat(Dialect.MARIADB.insertDefaults("`t`")).isEqualTo("INSERT INTO `t` () VALUES ()");
    assertThat(Dialect.MARIADB.returnsKeysByRow(true)).isFalse();
    assertThat(Dialect.MARIADB.returnsKeysByRow(false)).isTrue();
  }

  @Test
  void mariaDb_typesBecomeFields() {
    assertThat(mariaDb(Types.BIT, "TINYINT", 1, 0)).isEqualTo(new BoolCodec(false));
    assertThat(mariaDb(Types.BIT, "BIT", 1, null)).isEqualTo(new BoolCodec(false));
    assertThat(mariaDb(Types.INTEGER, "INT UNSIGNED", 10, 0))
        .isEqualTo(new NumberCodecs.Whole(0, Long.MAX_VALUE));
    assertThat(mariaDb(Types.BIGINT, "BIGINT UNSIGNED", 20, 0))
        .isEqualTo(new NumberCodecs.Decimal(new FieldType.Num(0, 0), 20));
    assertThat(mariaDb(Types.TIMESTAMP, "DATETIME", 19, 0).type())
        .isEqualTo(FieldType.moment(java.time.Duration.ofSeconds(1)));
    assertThat(mariaDb(Types.LONGVARCHAR, "JSON", 1 << 30, null))
        .isEqualTo(new TextCodecs.Jsons(false));
    assertThat(mariaDb(Types.CHAR, "UUID", 36, null)).isEqualTo(new TextCodecs.Uuids(true));
    assertThat(mariaDb(Types.DATE, "YEAR", 4, null)).isEqualTo(new TextCodecs.Shown());
    assertThat(mariaDb(Types.LONGVARBINARY, "BLOB", 65535, null)).isNull();
  }

  private static ColumnCodec mariaDb(int type, String name, int size, Integer digits) {
    return ColumnTypes.codec(
        Dialect.MARIADB, new ColumnTypes.Declared(type, name, size, digits, false), ZoneOffset.UTC);
  }

  @Test
  void mariaDb_errorsMeanWhatTheyMean() {
    Map<SQLException, What> meanings =
        Map.of(
            new SQLException("(conn=1) Duplicate entry 'x' for key 'u'", "23000", 1062),
            What.DUPLICATE,
            new SQLException("Cannot add or update a child row", "23000", 1452),
            What.MISSING_REFERENCE,
            new SQLException("Cannot delete or update a parent row", "23000", 1451),
            What.STILL_REFERENCED,
            new SQLException("Data too long for column 'a' at row 1", "22001", 1406),
            What.BAD_VALUE,
            new SQLException("Field 'a' doesn't have a default value", "HY000", 1364),
            What.BAD_VALUE,
            new SQLException("Lock wait timeout exceeded", "HY000", 1205),
            What.CONTENDED,
            new SQLException("Deadlock found", "40001", 1213),
            What.CONTENDED,
            new SQLException("The table 't' is full", "HY000", 1114),
            What.DISK_FULL,
            new SQLException("Access denied for user", "28000", 1045),
            What.AUTHENTICATION,
            new SQLException("Table 'd.t' doesn't exist", "42S02", 1146),
            What.NOT_FOUND);
    meanings.forEach(
        (exception, what) ->
            assertThat(SqlFault.of(exception).what()).as(exception.getMessage()).isEqualTo(what));
    assertThat(SqlFault.of(new SQLException("Column 'nn' cannot be null", "23000", 1048)).column())
        .isEqualTo("nn");
  }

  @Test
  void messages_holdNoRowsOfTheTable() {
    SqlFault own =
        SqlFault.of(
            new SQLException(
                "(conn=7) Duplicate entry 'it's\n for key 'x'' for key 'email'", "23000", 1062));
    assertThat(own.message()).isEqualTo("(conn=7) Duplicate entry for key 'email'");
    assertThat(own.column()).isEqualTo("email");
    SqlFault fault =
        SqlFault.of(
            new SQLException(
                "ERROR: duplicate key value violates unique constraint \"u\"\n"
                    + "  Detail: Key (email)=(someone@example.org) already exists.",
                "23505"));
    assertThat(fault.column()).isEqualTo("email");
    assertThat(fault.message()).doesNotContain("someone");
    assertThat(fault.exception("writing").getMessage()).doesNotContain("someone");
  }
}
