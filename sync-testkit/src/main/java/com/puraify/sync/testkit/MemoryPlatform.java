package com.puraify.sync.testkit;

import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Connector;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.value.Schema;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A platform that lives in memory, with one account: a connector and its connection in one.
 *
 * <p>Register it with an engine, or hand out its {@link MemoryEntity entities} directly. References
 * between its entities are checked. Thread-safe.
 */
public final class MemoryPlatform implements Connector, Connection {

  private final String name;
  private final InstantSource clock;
  private final List<MemoryEntity> entities = new CopyOnWriteArrayList<>();

  private MemoryPlatform(String name, InstantSource clock) {
    this.name = name;
    this.clock = clock;
  }

  /**
   * Returns a platform without entities.
   *
   * @param name its name in lower case, such as {@code "memory"}
   * @param clock the platform's own clock, which need not agree with the engine's
   */
  public static MemoryPlatform named(String name, InstantSource clock) {
    return new MemoryPlatform(name, clock);
  }

  /** Returns a builder of an entity, which belongs to this platform as soon as it is built. */
  public MemoryEntityBuilder entity(Schema schema) {
    return new MemoryEntityBuilder(this, schema);
  }

  /** Returns an entity of this platform with nothing peculiar about it. */
  public MemoryEntity add(Schema schema) {
    return entity(schema).build();
  }

  void add(MemoryEntity entity) {
    if (find(entity.id()).isPresent()) {
      throw new IllegalArgumentException(name + " has an entity " + entity.id() + " already");
    }
    entities.add(entity);
  }

  /** Returns the platform's clock. */
  public InstantSource clock() {
    return clock;
  }

  /** Lets a test meddle with all calls to the entities that there are now. */
  public void interfere(Interference interference) {
    entities.forEach(entity -> entity.interfere(interference));
  }

  /** Returns the entity with an id. */
  public Optional<MemoryEntity> find(String id) {
    return entities.stream().filter(entity -> entity.id().equals(id)).findFirst();
  }

  @Override
  public String platform() {
    return name;
  }

  @Override
  public Connection connect(ConnectionSettings settings) {
    return this;
  }

  @Override
  public List<EntityName> entities(ConnectorContext context) {
    context.checkCancelled();
    return entities.stream()
        .map(entity -> new EntityName(entity.id(), entity.schema().entity()))
        .toList();
  }

  @Override
  public Entity entity(String nameOrId) {
    return find(nameOrId)
        .or(
            () ->
                entities.stream()
                    .filter(entity -> entity.schema().entity().equals(nameOrId))
                    .findFirst())
        .<Entity>map(entity -> entity)
        .orElseGet(() -> new MissingEntity(name, nameOrId));
  }
}
