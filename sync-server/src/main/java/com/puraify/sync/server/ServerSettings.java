package com.puraify.sync.server;

import com.puraify.sync.connector.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the server runs. Immutable; {@link SettingsReader} reads it from the environment and a file.
 *
 * @param host the address to listen on
 * @param port the port, or 0 for any free one
 * @param token what callers must send, or null: then {@code host} must be this machine alone
 * @param publicUrl how platforms reach the server, for webhooks, or null for where it listens
 * @param maxBody how many bytes a body may have
 * @param requestTimeout how long a request may take to arrive
 * @param answerWithin how long a caller waits for a run before it is answered with the job
 * @param stopWithin how long a stop waits for answers that are under way
 * @param data the folder of the SQLite files
 * @param state where the engine remembers
 * @param database where the local tables are
 * @param databaseSchema the schema of the local tables, or null for the connection's
 * @param simulators whether platforms are simulated
 */
public record ServerSettings(
    String host,
    int port,
    @Nullable Secret token,
    @Nullable URI publicUrl,
    int maxBody,
    Duration requestTimeout,
    Duration answerWithin,
    Duration stopWithin,
    Path data,
    DatabaseAddress state,
    DatabaseAddress database,
    @Nullable String databaseSchema,
    boolean simulators) {

  /**
   * A database.
   *
   * @param url its JDBC URL
   * @param user who connects, or null if the URL says so
   * @param password with which password
   */
  public record DatabaseAddress(String url, @Nullable String user, @Nullable Secret password) {

    /** Returns whether it is a SQLite file. */
    public boolean isSqlite() {
      return url.startsWith("jdbc:sqlite:");
    }

    /** The URL may hold a password, so it is not shown. */
    @Override
    public String toString() {
      return isSqlite() ? url : url.replaceFirst("[?;].*", "").replaceFirst("//[^/@]*@", "//");
    }
  }

  /** Returns whether nobody but this machine can reach the server. */
  public boolean isLoopback() {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!address.isLoopbackAddress()) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException e) {
      return false; // what cannot be told apart from the world is taken for the world
    }
  }
}
