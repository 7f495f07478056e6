/**
 * SQL tables as entities: any table with a key, of SQLite, PostgreSQL, H2 or MariaDB, over a {@link
 * javax.sql.DataSource}.
 *
 * <p>{@link com.puraify.sync.connectors.jdbc.JdbcEntity} is one table with its settings; {@link
 * com.puraify.sync.connectors.jdbc.JdbcDatabase} is a whole database whose tables are found by
 * name.
 */
@NullMarked
package com.puraify.sync.connectors.jdbc;

import org.jspecify.annotations.NullMarked;
