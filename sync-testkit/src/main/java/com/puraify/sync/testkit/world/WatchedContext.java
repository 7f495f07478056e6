package com.puraify.sync.testkit.world;

import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.HttpCalls;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.value.Side;
import java.time.InstantSource;
import java.util.List;

/** What an engine lends to a platform, with each call that it lets through written down. */
record WatchedContext(ConnectorContext context, SimulatedWorld world, Node node, Side side)
    implements ConnectorContext {

  @Override
  public HttpCalls http(HttpSettings settings) {
    return context.http(settings);
  }

  @Override
  public void pace(String platform, String account, List<RateWindow> windows) {
    context.pace(platform, account, windows);
    world.letThrough(node, side);
  }

  @Override
  public InstantSource clock() {
    return context.clock();
  }

  @Override
  public void checkCancelled() {
    context.checkCancelled();
  }
}
