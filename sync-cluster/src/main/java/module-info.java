/** Engines on several machines that share the work and the calls, through PostgreSQL. */
module com.puraify.sync.cluster {
  requires transitive com.puraify.sync;
  requires transitive java.sql;
  requires static org.jspecify;
  requires com.github.kagkarlsson.scheduler;
  requires com.puraify.sync.state.jdbc;
  requires org.slf4j;

  exports com.puraify.sync.cluster;
}
