/** The server: an engine behind HTTP, as a program and as a part of one. */
module com.puraify.sync.server {
  requires transitive com.puraify.sync;
  requires com.puraify.sync.connectors.jdbc;
  requires com.puraify.sync.micrometer;
  requires com.puraify.sync.puraify;
  requires com.puraify.sync.state.jdbc;
  requires static com.puraify.sync.testkit;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.zaxxer.hikari;
  requires info.picocli;
  requires io.javalin;
  requires jakarta.servlet;
  requires micrometer.core;
  requires micrometer.registry.prometheus;
  requires org.eclipse.jetty.ee10.servlet;
  requires org.eclipse.jetty.http;
  requires org.eclipse.jetty.server;
  requires org.eclipse.jetty.util;
  requires org.slf4j;
  requires org.xerial.sqlitejdbc;
  requires java.sql;
  requires static org.jspecify;

  exports com.puraify.sync.server;

  opens com.puraify.sync.server.standalone to
      info.picocli;
}
