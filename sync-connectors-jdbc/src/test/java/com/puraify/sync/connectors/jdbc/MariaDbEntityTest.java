package com.puraify.sync.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.puraify.sync.connector.Capabilities.CreateSafety;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Expectation;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.value.Field.Access;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract on MariaDB, and what is MariaDB's alone. */
class MariaDbEntityTest extends JdbcEntityContract {

  private static MariaDbServer server;

  @BeforeAll
  static void start() throws Exception {
    server = MariaDbServer.get();
  }

  @Override
  DataSource open() throws Exception {
    return server.empty("contract");
  }

  @Override
  String autoKey() {
    return "INTEGER AUTO_INCREMENT PRIMARY KEY";
  }

  @Override
  String moment() {
    return "TIMESTAMP(6) NULL DEFAULT NULL";
  }

  @Override
  String naiveMoment() {
    return "DATETIME(6)";
  }

  @Override
  String coarseMoment(boolean naive) {
    return naive ? "DATETIME" : "TIMESTAMP NULL DEFAULT NULL";
  }

  @Override
  String bool() {
    return "BOOLEAN";
  }

  @Override
  String folded(String name) {
    return name;
  }

  @Override
  void insertTimed(String id, Instant at, boolean naive) throws SQLException {
    String text = at.toString().replace("T", " ").replace("Z", "");
    sql("INSERT INTO \"m\" (\"id\", \"at\") VALUES ('" + id + "', '" + text + "')");
  }

  @Test
  void ownTypes_areReadAndWritten() throws Exception {
    sql(
        "CREATE TABLE own (id UUID DEFAULT UUID() PRIMARY KEY, j JSON, e ENUM('a', 'b'),"
            + " c CHAR(5), r FLOAT, u INT UNSIGNED, bu BIGINT UNSIGNED, bt BIT(1), d3 DATETIME(3),"
            + " ts TIMESTAMP(6) NULL, t TIME, y YEAR, b8 BIT(8), i INET6, bin BLOB,"
            + " g BIGINT AS (u + 1) STORED)");
    EntitySession session = session(table("own").build());
    assertThat(session.schema().byId("bin")).isEmpty();
    for (String shown : List.of("t", "y", "b8", "i", "g")) {
      assertThat(field(session, shown).access()).as(shown).isEqualTo(Access.READ_ONLY);
    }
    assertThat(field(session, "g").derived()).isTrue();
    assertThat(field(session, "d3").type()).isEqualTo(FieldType.moment(Duration.ofMillis(1)));
    assertThat(field(session, "ts").type()).isEqualTo(FieldType.moment(Duration.ofNanos(1_000)));
    Fields fields =
        Fields.builder()
            .put("j", Value.text("{\"a\":[1,\"ü\"]}"))
            .put("e", Value.text("b"))
            .put("c", Value.text("ab"))
            .put("r", Value.number(new BigDecimal("1.25")))
            .put("u", Value.number(4_294_967_295L))
            .put("bu", Value.number(new BigDecimal("18446744073709551615")))
            .put("bt", Value.TRUE)
            .put("d3", Value.moment(Instant.parse("2025-01-01T00:00:01.123Z")))
            .put("ts", Value.moment(Instant.parse("2025-07-01T00:00:01.123456Z")))
            .build();
    WriteResult made = session.write(List.of(create(K1, fields))).get(0);
    assertThat(made).isInstanceOf(WriteResult.Done.class);
    WriteResult.Done done = (WriteResult.Done) made;
    assertThat(done.id()).isEqualTo(K1);
    Item item = items(drain(session, ReadRequest.all(Set.copyOf(fields.ids())))).get(done.id());
    assertThat(item.fields()).isEqualTo(fields);
    for (Fields bad :
        List.of(
            Fields.of("e", Value.text("nope")),
            Fields.of("u", Value.number(-1)),
            Fields.of("j", Value.text("no json")),
            Fields.of("ts", Value.moment(Instant.parse("2050-01-01T00:00:00Z"))))) {
      WriteResult.Rejected wrong =
          (WriteResult.Rejected) session.write(List.of(update(K1, bad))).get(0);
      assertThat(wrong.reason()).as(bad.toString()).isEqualTo(WriteResult.Reason.INVALID_VALUE);
    }
  }

  @Test
  void keysAndTextsThatDifferInCaseAlone_areOtherItems_andAFindTellsThemApart() throws Exception {
    sql(
        "CREATE TABLE ci (id VARCHAR(60) PRIMARY KEY, a VARCHAR(40))"
            + " COLLATE utf8mb4_general_ci",
        "INSERT INTO ci VALUES ('Ada', 'X'), ('bob', 'x'), ('Cleo', 'x '), ('dora', 'y')");
    EntitySession session = session(table("ci").pageSize(1).build());
    assertThat(ids(drain(session, ReadRequest.all(Set.of()))))
        .containsExactly("Ada", "bob", "Cleo", "dora");
    assertThat(session.lookup(List.of("ada", "Ada"), Set.of()))
        .extracting(Lookup::id, each -> each instanceof Lookup.Found)
        .containsExactly(tuple("ada", false), tuple("Ada", true));
    assertThat(session.write(List.of(update("BOB", Fields.of("a", Value.text("z"))))))
        .first()
        .isInstanceOf(WriteResult.Rejected.class);
    assertThat(ask("SELECT a FROM ci WHERE id = 'bob'")).isEqualTo("x");
    WriteResult taken =
        session
            .write(List.of(create(K1, Fields.of("id", Value.text("ADA"), "a", Value.text("mine")))))
            .get(0);
    assertThat(((WriteResult.Rejected) taken).reason()).isEqualTo(WriteResult.Reason.DUPLICATE);
    assertThat(ask("SELECT a FROM ci WHERE id = 'Ada'")).isEqualTo("X");
  }

  @Test
  void asItIsInstalled_namesBetweenBackticksAreUnderstood() throws Exception {
    sql("CREATE TABLE \"a table\" (\"the key\" INTEGER AUTO_INCREMENT PRIMARY KEY, \"a\" TEXT)");
    EntitySession session = session(JdbcEntity.table("a table", server.plain("contract")).build());
    WriteResult.Done made =
        (WriteResult.Done)
            session.write(List.of(create(K1, Fields.of("a", Value.text("it's"))))).get(0);
    session.write(List.of(update(made.id(), Fields.of("a", Value.text("\"mine\"")))));
    assertThat(items(drain(session, ReadRequest.all(Set.of("a")))).get(made.id()).fields())
        .isEqualTo(Fields.of("a", Value.text("\"mine\"")));
    session.write(List.of(new Write.Delete(made.id(), Expectation.none())));
    assertThat(ask("SELECT COUNT(*) FROM \"a table\"")).isEqualTo("0");
  }

  @Test
  void uniqueColumnThatMayBeEmpty_isAKeyOfTheHosts_notTheDatabases() throws Exception {
    sql("CREATE TABLE k (id INTEGER AUTO_INCREMENT PRIMARY KEY, code VARCHAR(60) UNIQUE, a TEXT)");
    EntitySession session = session(table("k").key("code").build());
    assertThat(session.capabilities().createSafety()).isEqualTo(CreateSafety.KEYED);
    WriteResult.Done made =
        (WriteResult.Done)
            session.write(List.of(create(K1, Fields.of("a", Value.text("x"))))).get(0);
    assertThat(made.id()).isEqualTo(K1);
  }
}
