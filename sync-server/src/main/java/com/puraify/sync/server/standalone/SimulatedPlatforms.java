package com.puraify.sync.server.standalone;

import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Connector;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.host.CredentialProvider;
import com.puraify.sync.testkit.airtable.AirtableProgram;
import com.puraify.sync.testkit.hubspot.HubSpotProgram;
import com.puraify.sync.testkit.notion.NotionSimulator;
import com.puraify.sync.testkit.simulator.SimulatorProgram.Running;
import com.puraify.sync.webhook.WebhookReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Notion, Airtable and HubSpot, simulated on this machine with something in them, and connectors
 * that go there unless a document says where else. Thread-safe.
 */
final class SimulatedPlatforms implements AutoCloseable {

  private final NotionSimulator notion;
  private final List<Running> others;
  private final Map<String, Place> places = new LinkedHashMap<>();

  /**
   * Where a simulator is.
   *
   * @param baseUri its address
   * @param token what it takes as a token
   */
  record Place(URI baseUri, Secret token) {}

  private SimulatedPlatforms() {
    notion = SampleTasks.inNotion();
    places.put("notion", new Place(notion.baseUri(), Secret.of(notion.token())));
    others =
        List.of(new AirtableProgram().start(0, Map.of()), new HubSpotProgram().start(0, Map.of()));
    for (Running running : others) {
      Map<String, String> announced = running.announcement();
      places.put(
          String.valueOf(announced.get("platform")),
          new Place(
              URI.create(String.valueOf(announced.get("baseUrl"))),
              Secret.of(String.valueOf(announced.get("token")))));
    }
  }

  /** Starts the simulators, each on a free port. */
  static SimulatedPlatforms start() {
    return new SimulatedPlatforms();
  }

  /** Returns where each platform is. */
  Map<String, Place> places() {
    return places;
  }

  /** Returns the connectors of the class path that have a simulator, on their way to it. */
  List<Connector> connectors() {
    List<Connector> connectors = new ArrayList<>();
    for (Connector connector : ServiceLoader.load(Connector.class)) {
      Place place = places.get(connector.platform());
      if (place != null) {
        connectors.add(new Redirected(connector, place));
      }
    }
    return connectors;
  }

  /** Returns credentials: the simulators' own, and others from elsewhere. */
  CredentialProvider credentials(CredentialProvider otherwise) {
    return (project, name) -> {
      @Nullable Place place = places.get(name);
      return place == null ? otherwise.find(project, name) : Optional.of(place.token());
    };
  }

  @Override
  public void close() {
    notion.close();
    others.forEach(Running::close);
  }

  private record Redirected(Connector connector, Place place) implements Connector {
    @Override
    public String platform() {
      return connector.platform();
    }

    @Override
    public Connection connect(ConnectionSettings settings) {
      return connector.connect(
          settings.baseUri() != null
              ? settings
              : new ConnectionSettings(
                  settings.project(), settings.credential(), place.baseUri(), settings.options()));
    }

    @Override
    public Optional<WebhookReader> webhooks() {
      return connector.webhooks();
    }
  }
}
