/** The engine, its model and its SPIs. Packages under {@code internal} are not for others. */
module com.puraify.sync {
  requires static transitive org.jspecify;
  requires com.cronutils;
  requires com.dynatrace.hash4j;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.networknt.schema;
  requires dev.failsafe.core;
  requires java.net.http;
  requires org.slf4j;

  exports com.puraify.sync;
  exports com.puraify.sync.conflict;
  exports com.puraify.sync.connector;
  exports com.puraify.sync.delta;
  exports com.puraify.sync.error;
  exports com.puraify.sync.history;
  exports com.puraify.sync.host;
  exports com.puraify.sync.job;
  exports com.puraify.sync.mapping;
  exports com.puraify.sync.plan;
  exports com.puraify.sync.report;
  exports com.puraify.sync.schedule;
  exports com.puraify.sync.state;
  exports com.puraify.sync.value;
  exports com.puraify.sync.webhook;

  uses com.puraify.sync.connector.Connector;
}
