package com.puraify.sync.testkit.hubspot;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything that the simulated portal holds, behind one lock. */
final class Portal {
  private static final long FIRST_OWNER = 41_629_779L;
  private static final long FIRST_USER = 9_586_504L;
  private static final long FIRST_CUSTOM_TYPE = 3_465_404L;

  final InstantSource clock;
  final Ids ids;
  final HubSpotQuirks quirks;
  final long id;
  final ZoneId zone;
  final Map<String, ObjectType> types = new LinkedHashMap<>();
  final Map<String, SimulatedOwner> owners = new LinkedHashMap<>();
  final Agenda agenda = new Agenda();
  final AssociationTypes associationTypes = new AssociationTypes();
  final Edges edges = new Edges();
  final SimulatedWebhooks webhooks;
  final SimulatedOwner people;

  /** Until when every request is answered that the account is being migrated. */
  @Nullable Instant migratingUntil;

  private final ReentrantLock lock = new ReentrantLock();
  private long states;
  private long customTypes = FIRST_CUSTOM_TYPE;
  private long nextOwner = FIRST_OWNER;
  private long nextUser = FIRST_USER;

  Portal(InstantSource clock, Ids ids, HubSpotQuirks quirks, long id, ZoneId zone) {
    this.clock = clock;
    this.ids = ids;
    this.quirks = quirks;
    this.id = id;
    this.zone = zone;
    this.webhooks = new SimulatedWebhooks(this);
    StandardTypes.all(now()).forEach(type -> types.put(type.typeId, type));
    associationTypes.standard();
    this.people = addOwner("ada@example.com", "Ada", "Person");
  }

  /** Does work under the lock, after everything that had to happen up to now has happened. */
  <T extends @Nullable Object> T locked(Supplier<T> work) {
    lock.lock();
    try {
      agenda.run(now());
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  void locked(Runnable work) {
    locked(
        () -> {
          work.run();
          return true;
        });
  }

  Instant now() {
    return Times.now(clock.instant());
  }

  /** Returns the number of the next state of any record. */
  long nextState() {
    return ++states;
  }

  /** Returns a number that grows with every change of any record, and of the search index. */
  long version() {
    return states;
  }

  SimulatedOwner addOwner(String email, String firstName, String lastName) {
    SimulatedOwner owner =
        new SimulatedOwner(
            Long.toString(nextOwner++),
            Long.toString(nextUser++),
            email,
            firstName,
            lastName,
            false);
    owners.put(owner.id(), owner);
    return owner;
  }

  ObjectType addType(String name, String plural, String label, String pluralLabel) {
    if (type(name) != null || type(plural) != null) {
      throw new IllegalArgumentException("there is an object called " + name + " already");
    }
    ObjectType type = new ObjectType("2-" + customTypes++, name, plural, label, pluralLabel, now());
    StandardTypes.common(type);
    type.calculatedProperty = "hs_simulated_score";
    StandardTypes.score(type, "hs_simulated_score", "Score");
    types.put(type.typeId, type);
    associationTypes.custom(type, types.values());
    return type;
  }

  /** Returns the type with this id, name, plural or fully qualified name, or null. */
  @Nullable ObjectType type(String nameOrId) {
    ObjectType byId = types.get(nameOrId);
    if (byId != null) {
      return byId;
    }
    return types.values().stream()
        .filter(
            type ->
                type.name.equals(nameOrId)
                    || type.plural.equals(nameOrId)
                    || qualifiedName(type).equals(nameOrId))
        .findFirst()
        .orElse(null);
  }

  ObjectType requireType(String nameOrId) {
    ObjectType type = type(nameOrId);
    if (type == null) {
      throw HubSpotError.noType(nameOrId);
    }
    return type;
  }

  String qualifiedName(ObjectType type) {
    return type.isCustom() ? "p" + id + "_" + type.name : type.shouted();
  }

  /** Lets the search index see a record's present state after its delay. */
  void index(CrmRecord record, Instant from) {
    RecordState seen = record.state;
    double millis =
        quirks.indexDelay().toMillis() + ids.deviation() * quirks.indexJitter().toMillis();
    Instant at = from.plus(Duration.ofMillis(Math.round(millis)));
    agenda.planIndex(
        at,
        time -> {
          RecordState present = record.indexed;
          states++;
          if (present == null || present.number() < seen.number()) {
            record.indexed = seen;
          }
        });
    if (!at.isAfter(from)) {
      agenda.run(from);
    }
  }
}
