package com.puraify.sync.connector;

import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConfigurationException.Problem;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Schema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A host's own objects as an entity, made of three functions.
 *
 * <pre>{@code
 * Entity tasks =
 *     HostEntity.named("tasks", Schema.of("tasks", Field.of("title", FieldType.text())))
 *         .list(() -> repository.all().stream().map(this::toItem).toList())
 *         .save((id, fields) -> toItem(repository.save(id, fields)))
 *         .delete(repository::remove)
 *         .build();
 * }</pre>
 *
 * <p>Every run compares in full: it lists all objects, and an object that is no longer listed
 * counts as deleted. Objects are written one at a time.
 *
 * <p>The functions are called from the engine's threads, never two at once within one run, and may
 * block. A function refuses an object by throwing {@link IllegalArgumentException} (the values do
 * not fit) or {@link java.util.NoSuchElementException} (there is no such object); it must not have
 * changed anything then. Any other exception of a function that writes leaves open whether it did:
 * the engine looks before it writes again.
 *
 * <p>Immutable; as thread-safe as its functions.
 */
public final class HostEntity implements Entity {

  /** The platform's name. */
  public static final String PLATFORM = "host";

  private final String name;
  private final Schema schema;
  private final Supplier<? extends Iterable<Item>> list;
  private final Save save;
  private final Consumer<String> delete;
  private final @Nullable Function<String, Optional<Item>> find;

  /** Creates or changes one of the host's objects. */
  @FunctionalInterface
  public interface Save {

    /**
     * Creates an object, or changes some fields of one.
     *
     * @param id the object's id, or null for a new object
     * @param fields the values to set, by field id; other fields stay as they are
     * @return the object as it is now, with at least the fields that were set
     * @throws IllegalArgumentException if the values do not fit; nothing was changed
     * @throws java.util.NoSuchElementException if there is no object with this id
     */
    Item save(@Nullable String id, Fields fields);
  }

  private HostEntity(
      Builder builder,
      Supplier<? extends Iterable<Item>> list,
      Save save,
      Consumer<String> delete) {
    this.name = builder.name;
    this.schema = builder.schema;
    this.list = list;
    this.save = save;
    this.delete = delete;
    this.find = builder.find;
  }

  /**
   * Returns a builder.
   *
   * @param name what identifies these objects for good: the engine remembers under it what it did
   * @param schema the objects' fields
   */
  public static Builder named(String name, Schema schema) {
    return new Builder(name, schema);
  }

  @Override
  public String platform() {
    return PLATFORM;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public EntitySession open(ConnectorContext context) {
    return new HostEntitySession(this, context);
  }

  Schema schema() {
    return schema;
  }

  Iterable<Item> list() {
    return list.get();
  }

  Item save(@Nullable String id, Fields fields) {
    return save.save(id, fields);
  }

  void delete(String id) {
    delete.accept(id);
  }

  /** Returns those of some items that are there, by id: asked for one by one, or by listing all. */
  Map<String, Item> find(Collection<String> ids) {
    Map<String, Item> found = new HashMap<>();
    if (find == null) {
      Set<String> wanted = Set.copyOf(ids);
      for (Item item : list()) {
        if (wanted.contains(item.id())) {
          found.put(item.id(), item);
        }
      }
      return found;
    }
    for (String id : ids) {
      find.apply(id).ifPresent(item -> found.put(id, item));
    }
    return found;
  }

  @Override
  public String toString() {
    return PLATFORM + " objects " + name;
  }

  /**
   * Collects the functions. Confined to one thread at a time.
   *
   * <p>{@code list}, {@code save} and {@code delete} are needed; without {@code find}, objects are
   * looked up by listing all of them.
   */
  public static final class Builder {
    private final String name;
    private final Schema schema;
    private @Nullable Supplier<? extends Iterable<Item>> list;
    private @Nullable Save save;
    private @Nullable Consumer<String> delete;
    private @Nullable Function<String, Optional<Item>> find;

    private Builder(String name, Schema schema) {
      this.name = Objects.requireNonNull(name, "name");
      this.schema = Objects.requireNonNull(schema, "schema");
    }

    /** Sets what lists all objects, each once, as they are now. An iterable is read once. */
    public Builder list(Supplier<? extends Iterable<Item>> all) {
      this.list = all;
      return this;
    }

    /** Sets what creates an object or changes fields of one. */
    public Builder save(Save function) {
      this.save = function;
      return this;
    }

    /** Sets what removes the object with an id; one that is gone already is no error. */
    public Builder delete(Consumer<String> function) {
      this.delete = function;
      return this;
    }

    /** Sets what finds an object by its id. Default: all are listed. */
    public Builder find(Function<String, Optional<Item>> function) {
      this.find = function;
      return this;
    }

    /**
     * Returns the entity. Calls none of the functions.
     *
     * @throws ConfigurationException if the name is blank or a function is missing
     */
    public HostEntity build() {
      List<Problem> problems = new ArrayList<>();
      if (name.isBlank()) {
        problems.add(new Problem("name", "is blank; name the objects, such as \"tasks\""));
      }
      if (list == null) {
        problems.add(new Problem("list", "is missing; give what lists all objects"));
      }
      if (save == null) {
        problems.add(new Problem("save", "is missing; give what creates and changes an object"));
      }
      if (delete == null) {
        problems.add(new Problem("delete", "is missing; give what removes an object"));
      }
      if (!problems.isEmpty() || list == null || save == null || delete == null) {
        throw new ConfigurationException(problems);
      }
      return new HostEntity(this, list, save, delete);
    }
  }
}
