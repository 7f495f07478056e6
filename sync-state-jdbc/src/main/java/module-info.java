/** The state store on SQLite or PostgreSQL. */
module com.puraify.sync.state.jdbc {
  requires transitive com.puraify.sync;
  requires transitive java.sql;
  requires static org.jspecify;
  requires org.xerial.sqlitejdbc;

  exports com.puraify.sync.state.jdbc;
}
