package com.puraify.sync.testkit.tck;

import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A platform with one empty entity, made anew for each test, and a person who works on it without
 * the connector.
 *
 * <p>The first six methods are all that a kit's user must write. Each of the others gives the kit a
 * further means; the rules that need one which is missing are reported as not applicable. Called
 * from the test's thread, and {@link #update} from one other thread too.
 */
public interface PlatformUnderTest extends AutoCloseable {

  /** Returns the entity under test, described anew at each call; does no I/O. */
  Entity entity();

  /**
   * Creates an item, as a person would.
   *
   * @param fields values for fields that can be created, by the connector's field ids
   * @return the id by which the connector will know it
   * @throws IllegalArgumentException if the platform lets no person enter such values
   */
  String create(Fields fields);

  /** Edits some fields of an item, as a person would. */
  void update(String id, Fields fields);

  /** Deletes an item, or puts it into the trash, as a person would. */
  void remove(String id);

  /**
   * Returns the items that a person sees, by id. Of their fields, at least those that can be
   * written; a field that cannot be told is left out.
   */
  Map<String, Fields> items();

  /** Ends this platform. */
  @Override
  void close();

  /**
   * Returns a value that a field takes, or null if there is none to be had. For fields that hold
   * several values it is asked for their elements, too: with a field of the element's type.
   *
   * @param number which value; different numbers should give different values where there are so
   *     many, and must do so for unique fields
   */
  default @Nullable Value sample(Field field, int number) {
    return Samples.of(field, number, this::sample);
  }

  /**
   * Returns the time that the platform goes by, if a test can crank it; the kit then runs its
   * engine on it, too.
   */
  default Optional<ManualTime> time() {
    return Optional.empty();
  }

  /** Makes trouble until it is relieved, or returns false if this kind cannot be made. */
  default boolean trouble(Trouble trouble) {
    return false;
  }

  /** Ends all trouble. */
  default void relieve() {}

  /**
   * Takes an item away in some way other than by deletion, or returns false if there is no such way
   * on this platform.
   *
   * @param how archived, moved to elsewhere, merged, or ({@code UNKNOWN}) not shared any more
   * @param into for a merge, the item that takes it over; else null
   */
  default boolean lose(String id, Lookup.Reason how, @Nullable String into) {
    return false;
  }

  /** Renames a field, or returns false if fields are known by nothing but their names. */
  default boolean rename(String field, String name) {
    return false;
  }

  /** Returns an entity that does not exist on the platform. */
  default Optional<Entity> missing() {
    return Optional.empty();
  }

  /** Returns whether an item that was deleted lies in the trash; empty if there is no trash. */
  default Optional<Boolean> inTrash(String id) {
    return Optional.empty();
  }

  /** Returns what no message may show. */
  default Optional<String> secret() {
    return Optional.empty();
  }

  /** Returns how many requests of REST the platform has served. */
  default OptionalLong requests() {
    return OptionalLong.empty();
  }

  /** Returns how many connections, cursors or files of the connector are open now. */
  default OptionalInt held() {
    return OptionalInt.empty();
  }

  /**
   * Returns a connection that the connector makes with some options.
   *
   * @throws com.puraify.sync.error.ConfigurationException if the connector refuses them
   */
  default Optional<Connection> connect(Map<String, String> options) {
    return Optional.empty();
  }
}
