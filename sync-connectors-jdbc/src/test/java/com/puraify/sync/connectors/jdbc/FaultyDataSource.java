package com.puraify.sync.connectors.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A data source that counts what is open, and fails where a test wants it to. */
final class FaultyDataSource implements DataSource {

  private final DataSource real;
  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger opened = new AtomicInteger();
  volatile SQLException onConnect;
  volatile SQLException onCommit;

  /** Whether a commit that fails is made nevertheless. */
  volatile boolean commitsAnyway;

  /** What connections have as their auto-commit when they are handed out. */
  volatile boolean autoCommit = true;

  FaultyDataSource(DataSource real) {
    this.real = real;
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (onConnect != null) {
      throw onConnect;
    }
    Connection connection = real.getConnection();
    connection.setAutoCommit(autoCommit);
    open.incrementAndGet();
    opened.incrementAndGet();
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "commit" -> {
                  if (onCommit != null) {
                    if (commitsAnyway) {
                      connection.commit();
                    }
                    throw onCommit;
                  }
                }
                case "close" -> {
                  open.decrementAndGet();
                  if (connection.getAutoCommit() != autoCommit) {
                    throw new AssertionError("auto-commit was not restored");
                  }
                }
                default -> {}
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("nothing to unwrap");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
