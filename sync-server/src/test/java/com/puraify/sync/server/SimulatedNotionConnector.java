package com.puraify.sync.server;

import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Connector;
import com.puraify.sync.connectors.notion.NotionConnector;
import com.puraify.sync.webhook.WebhookReader;
import java.net.URI;
import java.util.Optional;

/** Notion's connector, on its way to a simulator. */
record SimulatedNotionConnector(URI baseUri) implements Connector {

  @Override
  public String platform() {
    return "notion";
  }

  @Override
  public Connection connect(ConnectionSettings settings) {
    return new NotionConnector()
        .connect(
            new ConnectionSettings(
                settings.project(), settings.credential(), baseUri, settings.options()));
  }

  @Override
  public Optional<WebhookReader> webhooks() {
    return new NotionConnector().webhooks();
  }
}
