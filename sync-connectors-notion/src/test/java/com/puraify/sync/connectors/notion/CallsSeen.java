package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.HttpAnswer;
import com.puraify.sync.connector.HttpCalls;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.connector.Json;
import com.puraify.sync.testkit.ManualTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A context that notes the rate asked for, and answers every call with an empty list. */
final class CallsSeen implements ConnectorContext {

  final List<Integer> perMinute = new ArrayList<>();

  @Override
  public HttpCalls http(HttpSettings settings) {
    perMinute.add(settings.windows().get(0).calls());
    Json empty = Json.parse("{\"object\":\"list\",\"results\":[],\"has_more\":false}");
    return call -> new HttpAnswer(200, Map.of(), empty);
  }

  @Override
  public InstantSource clock() {
    return ManualTime.advancing();
  }

  @Override
  public void checkCancelled() {}
}
