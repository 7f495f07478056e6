/** What runs and calls do, as Micrometer meters. */
module com.puraify.sync.micrometer {
  requires transitive com.puraify.sync;
  requires transitive micrometer.core;
  requires static org.jspecify;

  exports com.puraify.sync.micrometer;
}
