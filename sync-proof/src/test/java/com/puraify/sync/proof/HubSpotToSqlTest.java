package com.puraify.sync.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.connectors.hubspot.HubSpot;
import com.puraify.sync.connectors.hubspot.HubSpotConnection;
import com.puraify.sync.connectors.jdbc.JdbcEntity;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.state.jdbc.JdbcStateStore;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.hubspot.HubSpotSimulator;
import com.puraify.sync.testkit.hubspot.SimulatedRecord;
import com.puraify.sync.testkit.simulator.Fault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** HubSpot's companies and contacts, and two tables of which one refers to the other. */
class HubSpotToSqlTest {

  @TempDir Path folder;

  private final ManualTime time = ManualTime.advancing();
  private final HubSpotSimulator sim = HubSpotSimulator.builder().clock(time).start();
  private final HubSpotConnection hubspot =
      HubSpot.connect(Secret.of(sim.token())).baseUri(sim.baseUri());
  private final SQLiteDataSource database = new SQLiteDataSource();

  @BeforeEach
  void create() throws SQLException {
    database.setUrl("jdbc:sqlite:" + folder.resolve("host.db"));
    execute("CREATE TABLE firms (id INTEGER PRIMARY KEY, name TEXT, town TEXT, size INTEGER)");
    execute(
        "CREATE TABLE people (id INTEGER PRIMARY KEY, mail TEXT, first_name TEXT, stage TEXT,"
            + " firm_id INTEGER REFERENCES firms(id))");
  }

  @AfterEach
  void stop() {
    sim.close();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join("/", row));
      }
    }
    return rows;
  }

  private SyncConfig companies() {
    return SyncConfig.between(JdbcEntity.table("firms", database).build(), hubspot.companies())
        .id("firms")
        .sweepEvery(Duration.ZERO)
        .mapping(
            SchemaMapping.builder()
                .matchOn("name", "name")
                .field("name", "name")
                .field("town", "city")
                .field("size", "numberofemployees")
                .build())
        .build();
  }

  private SyncConfig contacts() {
    return SyncConfig.between(JdbcEntity.table("people", database).build(), hubspot.contacts())
        .id("people")
        .sweepEvery(Duration.ZERO)
        .mapping(
            SchemaMapping.builder()
                .matchOn("mail", "email")
                .field("mail", "email")
                .field("first_name", "firstname")
                .field("stage", "lifecyclestage")
                .field("firm_id", "associations.0-2", rule -> rule.references("firms"))
                .build())
        .build();
  }

  /** Runs both syncs with an engine of their own, as a process that is started anew would. */
  private long sync() {
    time.advance(Duration.ofMinutes(5));
    try (JdbcStateStore store = JdbcStateStore.sqlite(folder.resolve("state.db"));
        SyncEngine engine = SyncEngine.builder().state(store).time(time).singleThreaded().build()) {
      long synced = 0;
      for (SyncConfig config : List.of(companies(), contacts())) {
        SyncReport report = engine.sync(config);
        synced += report.syncedItems();
      }
      return synced;
    }
  }

  @Test
  void bothSidesAreEdited_andTheThirdRunWritesNothing() throws SQLException {
    execute("INSERT INTO firms VALUES (1, 'Acme', 'Rome', 12), (2, 'Initech', NULL, NULL)");
    execute("INSERT INTO people VALUES (1, 'Ada@Example.com', 'Ada', 'lead', 1)");
    SimulatedRecord umbrella = sim.companies().add(Map.of("name", "Umbrella", "city", "Oslo"));
    SimulatedRecord acme = sim.companies().add(Map.of("name", "Acme", "city", "Rome"));
    SimulatedRecord eve = sim.contacts().add(Map.of("email", "eve@example.com"));
    eve.associate(umbrella);
    sync();
    assertThat(rows("SELECT name, town, size FROM firms ORDER BY name"))
        .containsExactly("Acme/Rome/12", "Initech/null/null", "Umbrella/Oslo/null");
    assertThat(
            rows(
                "SELECT mail, first_name, firms.name FROM people JOIN firms ON firms.id = firm_id"
                    + " ORDER BY mail"))
        .containsExactly("Ada@Example.com/Ada/Acme", "eve@example.com/null/Umbrella");
    SimulatedRecord ada = sim.contacts().record("email", "ada@example.com");
    assertThat(ada.associated(sim.companies())).containsExactly(acme.id());
    assertThat(acme.value("numberofemployees")).isEqualTo("12");

    execute("UPDATE people SET first_name = 'Ada L.', firm_id = 2 WHERE id = 1");
    execute("UPDATE firms SET size = 7 WHERE name = 'Umbrella'");
    ada.set("lifecyclestage", "customer");
    umbrella.set("city", "Bergen");
    eve.dissociate(umbrella);
    assertThat(sync()).isEqualTo(3);
    assertThat(ada.value("firstname")).isEqualTo("Ada L.");
    assertThat(ada.associated(sim.companies()))
        .containsExactly(sim.companies().record("name", "Initech").id());
    assertThat(umbrella.value("numberofemployees")).isEqualTo("7");
    assertThat(rows("SELECT town FROM firms WHERE name = 'Umbrella'")).containsExactly("Bergen");
    assertThat(rows("SELECT stage FROM people WHERE id = 1")).containsExactly("customer");
    assertThat(rows("SELECT firm_id FROM people WHERE mail = 'eve@example.com'"))
        .containsExactly("null");

    assertThat(sync()).isZero();
  }

  @Test
  void answersThatAreLost_andRunsThatFail_doubleAndLoseNothing() throws SQLException {
    for (int i = 1; i <= 300; i++) {
      execute("INSERT INTO people VALUES (" + i + ", 'p" + i + "@example.com', 'P', NULL, NULL)");
      sim.contacts().add(Map.of("email", "q" + i + "@example.com", "firstname", "Q"));
    }
    sim.faults()
        .next(
            Fault.dropConnection()
                .afterCommit()
                .when(call -> call.path().endsWith("/batch/create"))
                .times(2));
    sim.faults().next(Fault.html(503).when(call -> call.method().equals("GET")).times(6));
    for (int i = 0; i < 5; i++) {
      try {
        sync();
      } catch (com.puraify.sync.error.ConnectorException e) {
        assertThat(e.isTransient()).isTrue();
      }
    }
    assertThat(sim.contacts().size()).isEqualTo(600);
    assertThat(rows("SELECT COUNT(*), COUNT(DISTINCT mail) FROM people"))
        .containsExactly("600/600");
    assertThat(sync()).isZero();
  }
}
