package com.puraify.sync.connectors.jdbc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * A server of the tests' own, of the MariaDB that is installed on the machine: no package of Maven
 * holds one for every machine. Where there is none, the tests that ask for it are skipped.
 */
final class MariaDbServer {

  private static MariaDbServer running;

  private final int port;

  private MariaDbServer(int port) {
    this.port = port;
  }

  /** Returns the server, which is started for the first who asks and ends with the tests. */
  static synchronized MariaDbServer get() throws Exception {
    if (running == null) {
      Optional<Path> server = program("mariadbd");
      Optional<Path> installer = program("mariadb-install-db");
      assumeTrue(
          server.isPresent() && installer.isPresent(),
          "MariaDB is not installed; on Debian: apt-get install mariadb-server");
      running = start(server.orElseThrow(), installer.orElseThrow());
    }
    return running;
  }

  private static Optional<Path> program(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static MariaDbServer start(Path server, Path installer) throws Exception {
    Path directory = Files.createTempDirectory("mdb");
    Path data = directory.resolve("data");
    Path log = directory.resolve("log");
    String user = "--user=" + System.getProperty("user.name");
    Process install =
        process(
            log,
            installer.toString(),
            "--no-defaults",
            "--datadir=" + data,
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            user);
    if (install.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(log));
    }
    int port = freePort();
    Process process =
        process(
            log,
            server.toString(),
            "--no-defaults",
            "--datadir=" + data,
            "--socket=" + directory.resolve("s"),
            "--bind-address=127.0.0.1",
            "--port=" + port,
            "--default-time-zone=+00:00",
            "--innodb-flush-log-at-trx-commit=0",
            user);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, directory)));
    MariaDbServer started = new MariaDbServer(port);
    started.awaitReady(process, log);
    return started;
  }

  private static Process process(Path log, String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady(Process process, Path log) throws Exception {
    while (true) {
      try {
        source("mysql", "").getConnection().close();
        return;
      } catch (SQLException e) {
        if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException(Files.readString(log), e);
        }
      }
    }
  }

  private static void stop(Process process, Path directory) {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      List<Path> files = new ArrayList<>();
      try (Stream<Path> all = Files.walk(directory)) {
        all.sorted(Comparator.reverseOrder()).forEach(files::add);
      }
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("the server's files are still in " + directory, e);
    }
  }

  /**
   * Returns a database of a name, anew and empty, on whose connections names may stand between
   * double quotes, and whose texts are compared as they are written.
   */
  DataSource empty(String name) throws SQLException {
    try (Connection connection = source("mysql", "").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + name);
      statement.execute(
          "CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin");
    }
    return source(name, "&sessionVariables=sql_mode=CONCAT(@@sql_mode,',ANSI_QUOTES')");
  }

  /** Returns a database as a program finds it that sets nothing. */
  DataSource plain(String name) throws SQLException {
    return source(name, "");
  }

  private DataSource source(String database, String options) throws SQLException {
    return new MariaDbDataSource(
        "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?user=root" + options);
  }
}
