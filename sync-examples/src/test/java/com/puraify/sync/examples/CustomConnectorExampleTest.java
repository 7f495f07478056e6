package com.puraify.sync.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomConnectorExampleTest {

  @TempDir Path directory;

  @Test
  void jsonDocument_drivesTheCustomConnector() throws Exception {
    DataSource database = CustomConnectorExample.database(directory.resolve("groceries.db"));
    try (TodoService service = TodoService.start("groceries")) {
      service.put("bread", false);
      service.put("eggs", false);
      service.put("salt", true);

      SyncReport report =
          CustomConnectorExample.sync(CustomConnectorExample.request(service.address()), database);

      assertThat(report.status()).isEqualTo(SyncStatus.SUCCESS);
      assertThat(service.shown())
          .containsExactlyInAnyOrder("[ ] bread", "[ ] eggs", "[x] salt", "[ ] milk");
      assertThat(rows(database)).containsExactlyInAnyOrder("bread0", "eggs0", "salt1", "milk0");
    }
  }

  @Test
  void main_runs() throws Exception {
    CustomConnectorExample.main(new String[0]);
  }

  private static List<String> rows(DataSource database) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT text, done FROM groceries")) {
      while (rows.next()) {
        all.add(rows.getString(1) + rows.getInt(2));
      }
    }
    return all;
  }
}
