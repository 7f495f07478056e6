package com.puraify.sync.server;

import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Connector;
import com.puraify.sync.webhook.WebhookReader;
import java.net.URI;
import java.util.Optional;
import java.util.ServiceLoader;

/** Notion's connector, on its way to a simulator. */
record SimulatedNotionConnector(URI baseUri) implements Connector {

  @Override
  public String platform() {
    return "notion";
  }

  @Override
  public Connection connect(ConnectionSettings settings) {
    return real()
        .connect(
            new ConnectionSettings(
                settings.project(), settings.credential(), baseUri, settings.options()));
  }

  @Override
  public Optional<WebhookReader> webhooks() {
    return real().webhooks();
  }

  private static Connector real() {
    return ServiceLoader.load(Connector.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(connector -> connector.platform().equals("notion"))
        .findFirst()
        .orElseThrow();
  }
}
