/** Simulated platforms, hand-cranked time and contract suites. */
module com.puraify.sync.testkit {
  requires transitive com.puraify.sync;
  requires transitive com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.core;
  requires java.net.http;
  requires static org.jspecify;
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;

  exports com.puraify.sync.testkit;
  exports com.puraify.sync.testkit.airtable;
  exports com.puraify.sync.testkit.crash;
  exports com.puraify.sync.testkit.hubspot;
  exports com.puraify.sync.testkit.notion;
  exports com.puraify.sync.testkit.simulator;
  exports com.puraify.sync.testkit.tck;
  exports com.puraify.sync.testkit.world;
}
