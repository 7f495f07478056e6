package com.puraify.sync.connectors.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Something that is done on a connection. */
@FunctionalInterface
interface SqlWork<T> {
  T on(Connection connection) throws SQLException;
}
