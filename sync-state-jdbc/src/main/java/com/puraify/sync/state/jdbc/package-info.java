/** The state store on SQLite or PostgreSQL: {@link com.puraify.sync.state.jdbc.JdbcStateStore}. */
@NullMarked
package com.puraify.sync.state.jdbc;

import org.jspecify.annotations.NullMarked;
