package com.puraify.sync.internal.run;

import com.puraify.sync.EntityReference;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Connector;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.internal.map.NearestNames;
import com.puraify.sync.value.Schema;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the entities that a configuration points to. */
public final class EntityFinder {

  private final EngineParts parts;
  private final SyncConfig config;

  /** Creates a finder. */
  public EntityFinder(EngineParts parts, SyncConfig config) {
    this.parts = parts;
    this.config = config;
  }

  /** Returns the remote platform's name, simplified. */
  String platform() {
    return config.remote() instanceof EntityReference.OnPlatform on
        ? Schema.simplify(on.platform())
        : config.remote() instanceof EntityReference.Given given
            ? given.entity().platform()
            : "local";
  }

  /** Returns the entity that a reference points to. */
  public Entity find(EntityReference reference, ConnectorContext context) {
    if (reference instanceof EntityReference.Given given) {
      return given.entity();
    }
    if (reference instanceof EntityReference.Local named) {
      return local(named.name(), context);
    }
    return remote((EntityReference.OnPlatform) reference, context);
  }

  private Entity local(String name, ConnectorContext context) {
    Connection connection = parts.local();
    if (connection == null) {
      throw new ConfigurationException(
          "target_entity",
          "'"
              + name
              + "' is a local entity, and this engine has no local connection; give it one with"
              + " SyncEngine.builder().local(...)");
    }
    return named(connection, name, "target_entity", "the local connection", context);
  }

  private Entity remote(EntityReference.OnPlatform on, ConnectorContext context) {
    Connection connection = connection(on);
    String name = on.name();
    if (name != null) {
      return connection.entity(name);
    }
    if (config.local() instanceof EntityReference.Local local) {
      return named(connection, local.name(), "source_entity", on.platform(), context);
    }
    String local = ((EntityReference.Given) config.local()).entity().name();
    return named(connection, local, "source_entity", on.platform(), context);
  }

  /** Returns a connection to a platform, with the host's credential. */
  public Connection connection(EntityReference.OnPlatform on) {
    String platform = Schema.simplify(on.platform());
    Connector connector = parts.connectors().get(platform);
    if (connector == null) {
      List<String> known = parts.connectors().values().stream().map(Connector::platform).toList();
      throw new ConfigurationException(
          "source_platform",
          "no connector for '"
              + on.platform()
              + "'; "
              + (known.isEmpty()
                  ? "none is registered: put one on the class path, such as sync-connectors-notion"
                  : NearestNames.hint(on.platform(), known)));
    }
    Secret credential =
        parts
            .credentials()
            .find(config.project(), connector.platform())
            .orElseThrow(
                () ->
                    new ConnectorException(
                        ConnectorException.Kind.AUTHENTICATION,
                        "there is no credential of project '"
                            + config.project()
                            + "' for "
                            + connector.platform()
                            + "; store its token, or set "
                            + connector.platform().toUpperCase(Locale.ROOT)
                            + "_TOKEN"));
    Secret renewable =
        Secret.renewable(
            credential, () -> parts.credentials().findAnew(config.project(), connector.platform()));
    return connector.connect(
        new ConnectionSettings(config.project(), renewable, on.baseUri(), on.options()));
  }

  private static Entity named(
      Connection connection, String name, String where, String place, ConnectorContext context) {
    List<Connection.EntityName> entities = connection.entities(context);
    Optional<Connection.EntityName> exact =
        entities.stream()
            .filter(entity -> entity.name().equals(name) || entity.id().equals(name))
            .findFirst();
    if (exact.isPresent()) {
      return connection.entity(exact.get().id());
    }
    List<Connection.EntityName> alike =
        entities.stream()
            .filter(entity -> Schema.simplify(entity.name()).equals(Schema.simplify(name)))
            .toList();
    if (alike.size() == 1) {
      return connection.entity(alike.get(0).id());
    }
    List<String> names = entities.stream().map(Connection.EntityName::name).toList();
    throw new ConfigurationException(
        where,
        alike.isEmpty()
            ? place + " has no entity '" + name + "'; " + NearestNames.hint(name, names)
            : place
                + " has several entities called '"
                + name
                + "'; name one by its id: "
                + alike.stream().map(Connection.EntityName::id).toList());
  }
}
