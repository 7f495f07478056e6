package com.puraify.sync.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Field.Access;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract on PostgreSQL, and what is PostgreSQL's alone. */
class PostgresEntityTest extends JdbcEntityContract {

  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws IOException {
    server = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Override
  DataSource open() throws Exception {
    DataSource source = server.getPostgresDatabase();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA public CASCADE");
      statement.execute("CREATE SCHEMA public");
    }
    return source;
  }

  @Override
  String autoKey() {
    return "INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY";
  }

  @Override
  String moment() {
    return "TIMESTAMPTZ";
  }

  @Override
  String naiveMoment() {
    return "TIMESTAMP";
  }

  @Override
  String coarseMoment(boolean naive) {
    return naive ? "TIMESTAMP(0)" : "TIMESTAMPTZ(0)";
  }

  @Override
  String bool() {
    return "BOOLEAN";
  }

  @Override
  String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  @Override
  void insertTimed(String id, Instant at, boolean naive) throws SQLException {
    String zone = naive ? " AT TIME ZONE 'UTC'" : "";
    sql(
        "INSERT INTO \"m\" (\"id\", \"at\") VALUES ('"
            + id
            + "', TIMESTAMPTZ '"
            + at
            + "'"
            + zone
            + ")");
  }

  @Test
  void ownTypes_areReadAndWritten() throws Exception {
    sql(
        "CREATE TYPE mood AS ENUM ('a', 'b')",
        "CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%')",
        "CREATE TABLE own (id uuid DEFAULT gen_random_uuid() PRIMARY KEY, j json, jb jsonb, m mood,"
            + " e email, c char(5), n numeric, r real, f float8, arr int[], t time, bin bytea,"
            + " i inet, comp text GENERATED ALWAYS AS (c || '!') STORED, ser serial, at0"
            + " timestamptz(0))");
    EntitySession session = session(table("own").build());
    assertThat(session.schema().byId("bin")).isEmpty();
    assertThat(field(session, "arr").access()).isEqualTo(Access.READ_ONLY);
    assertThat(field(session, "i").access()).isEqualTo(Access.READ_ONLY);
    assertThat(field(session, "ser").access()).isEqualTo(Access.READ_ONLY);
    assertThat(field(session, "comp").derived()).isTrue();
    assertThat(field(session, "at0").type()).isEqualTo(FieldType.moment(Duration.ofSeconds(1)));
    Fields fields =
        Fields.builder()
            .put("j", new Value.Opaque("{\"a\":[1,\"ü\"]}"))
            .put("jb", new Value.Opaque("{\"a\":1,\"b\":null}"))
            .put("m", Value.text("b"))
            .put("e", Value.text("a@b"))
            .put("c", Value.text("ab"))
            .put("n", Value.number(new BigDecimal("12345678901234567890.123456789")))
            .put("r", Value.number(new BigDecimal("1.25")))
            .put("f", Value.number(new BigDecimal("1e100")))
            .put("at0", Value.moment(Instant.parse("2025-01-01T00:00:01Z")))
            .build();
    WriteResult.Done done = (WriteResult.Done) session.write(List.of(create(K1, fields))).get(0);
    assertThat(done.id()).isEqualTo(K1);
    Item item = items(drain(session, ReadRequest.all(Set.copyOf(fields.ids())))).get(K1);
    assertThat(item.fields()).isEqualTo(fields);
    Fields cut = Fields.of("at0", Value.moment(Instant.parse("2025-01-01T00:00:01.9Z")));
    WriteResult.Done updated = (WriteResult.Done) session.write(List.of(update(K1, cut))).get(0);
    Value kept = items(drain(session, ReadRequest.all(Set.of("at0")))).get(K1).fields().get("at0");
    assertThat(updated.after().fields().get("at0")).isEqualTo(kept);
    for (Fields bad :
        List.of(Fields.of("m", Value.text("nope")), Fields.of("e", Value.text("nope")))) {
      WriteResult.Rejected wrong =
          (WriteResult.Rejected) session.write(List.of(update(K1, bad))).get(0);
      assertThat(wrong.reason()).isEqualTo(WriteResult.Reason.INVALID_VALUE);
    }
    sql("UPDATE own SET n = 'NaN', f = 'Infinity'");
    item = items(drain(session, ReadRequest.all(Set.of("n", "f")))).get(K1);
    assertThat(item.fields())
        .isEqualTo(Fields.of("f", Value.text("Infinity"), "n", Value.text("NaN")));
  }

  @Test
  void textKeyWithADefault_isTheDatabases() throws Exception {
    sql("CREATE TABLE d (id text DEFAULT 'k' || floor(random() * 1e9)::text PRIMARY KEY, a text)");
    EntitySession session = session(table("d").build());
    WriteResult.Done done =
        (WriteResult.Done)
            session.write(List.of(create(K1, Fields.of("a", Value.text("x"))))).get(0);
    assertThat(done.id()).startsWith("k");
    assertThat(ids(drain(session, ReadRequest.all(Set.of())))).containsExactly(done.id());
  }

  @Test
  void changes_transactionThatIsOpenForLong_isNotMissed() throws Exception {
    sql("CREATE TABLE m (id text PRIMARY KEY, at timestamptz DEFAULT now())");
    EntitySession session = session(table("m").modifiedAt("at").overlap(Duration.ZERO).build());
    List<Page.End> ends = new ArrayList<>();
    try (Connection slow = dataSource.getConnection();
        Statement statement = slow.createStatement()) {
      slow.setAutoCommit(false);
      statement.execute("INSERT INTO m (id) VALUES ('slow')");
      sql("SELECT pg_sleep(1.1)", "INSERT INTO m (id) VALUES ('fast')");
      assertThat(ids(drain(session, ReadRequest.all(Set.of()), ends))).containsExactly("fast");
      slow.commit();
      slow.setAutoCommit(true);
    }
    String since = ends.get(0).checkpoint();
    assertThat(ids(drain(session, ReadRequest.changes(since, Set.of())))).contains("slow");
  }

  @Test
  void deferredConstraint_thatRefusesTheCommit_isARefusalAndNoDoubt() throws Exception {
    sql(
        "CREATE TABLE p (id int PRIMARY KEY)",
        "CREATE TABLE c (id text PRIMARY KEY, p int REFERENCES p DEFERRABLE INITIALLY DEFERRED)");
    EntitySession session = session(table("c").build());
    WriteResult result =
        session.write(List.of(create(K1, Fields.of("p", Value.reference("9"))))).get(0);
    assertThat(((WriteResult.Rejected) result).reason())
        .isEqualTo(WriteResult.Reason.MISSING_REFERENCE);
  }

  @Test
  void triggersThatChangeValues_areSeenWithReadBack() throws Exception {
    sql(
        "CREATE TABLE tr (id text PRIMARY KEY, a text)",
        "CREATE FUNCTION up() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN NEW.a = upper(NEW.a); RETURN NEW; END'",
        "CREATE TRIGGER up BEFORE INSERT OR UPDATE ON tr FOR EACH ROW EXECUTE FUNCTION up()");
    EntitySession session = session(table("tr").readBack(true).build());
    WriteResult.Done created =
        (WriteResult.Done)
            session.write(List.of(create(K1, Fields.of("a", Value.text("x"))))).get(0);
    assertThat(created.after().fields().get("a")).isEqualTo(Value.text("X"));
    WriteResult.Done updated =
        (WriteResult.Done)
            session.write(List.of(update(K1, Fields.of("a", Value.text("y"))))).get(0);
    assertThat(updated.after().fields().get("a")).isEqualTo(Value.text("Y"));
  }

  @Test
  void rowThatATriggerHoldsBack_isNotCalledWritten() throws Exception {
    sql(
        "CREATE TABLE tr (id text PRIMARY KEY, a text)",
        "INSERT INTO tr VALUES ('x', 'old')",
        "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER no BEFORE INSERT OR UPDATE ON tr FOR EACH ROW EXECUTE FUNCTION no()");
    EntitySession session = session(table("tr").build());
    WriteResult result =
        session.write(List.of(update("x", Fields.of("a", Value.text("new"))))).get(0);
    assertThat(((WriteResult.Rejected) result).reason()).isEqualTo(WriteResult.Reason.FORBIDDEN);
    ConnectorException e =
        catchThrowableOfType(
            ConnectorException.class,
            () -> session.write(List.of(create(K1, Fields.of("a", Value.text("new"))))));
    assertThat(e).hasMessageContaining("trigger");
  }

  @Test
  void missingRights_arePermission() throws Exception {
    sql(
        "CREATE TABLE r (id text PRIMARY KEY, a text)",
        "DROP ROLE IF EXISTS reader",
        "CREATE ROLE reader LOGIN",
        "GRANT USAGE ON SCHEMA public TO reader",
        "GRANT SELECT ON r TO reader");
    DataSource reader = server.getDatabase("reader", "postgres");
    EntitySession session = session(JdbcEntity.table("r", reader).build());
    ConnectorException e =
        catchThrowableOfType(
            ConnectorException.class, () -> session.write(List.of(create(K1, Fields.empty()))));
    assertThat(e.kind()).isEqualTo(Kind.PERMISSION);
    sql("DROP OWNED BY reader", "DROP ROLE reader");
  }

  @Test
  void otherSchema_isReachedByItsName() throws Exception {
    sql(
        "DROP SCHEMA IF EXISTS \"Other\" CASCADE",
        "CREATE SCHEMA \"Other\"",
        "CREATE TABLE \"Other\".t (id text PRIMARY KEY, b text)",
        "CREATE TABLE t (id text PRIMARY KEY, a text)",
        "INSERT INTO \"Other\".t VALUES ('x', 'y')");
    EntitySession session = session(table("t").schema("Other").build());
    assertThat(session.key().id()).isEqualTo("Other.t");
    assertThat(items(drain(session, ReadRequest.all(Set.of("b")))).get("x").fields())
        .isEqualTo(Fields.of("b", Value.text("y")));
    assertThat(session(table("t").build()).schema().byId("a")).isPresent();
    sql("DROP SCHEMA \"Other\" CASCADE");
  }
}
