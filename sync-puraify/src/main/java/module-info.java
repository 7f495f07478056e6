/** The engine's ports as HTTP adapters to the other engines of the platform. */
module com.puraify.sync.puraify {
  requires transitive com.puraify.sync;
  requires static org.jspecify;
  requires java.net.http;
  requires org.slf4j;

  exports com.puraify.sync.puraify;
}
