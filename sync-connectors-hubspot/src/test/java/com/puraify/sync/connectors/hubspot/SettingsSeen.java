package com.puraify.sync.connectors.hubspot;

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

/** A context that notes the settings of calls, and answers every call with an empty list. */
final class SettingsSeen implements ConnectorContext {

  final List<HttpSettings> settings = new ArrayList<>();

  @Override
  public HttpCalls http(HttpSettings asked) {
    settings.add(asked);
    return call -> new HttpAnswer(200, Map.of(), Json.parse("{\"results\":[]}"));
  }

  @Override
  public InstantSource clock() {
    return ManualTime.advancing();
  }

  @Override
  public void checkCancelled() {}
}
