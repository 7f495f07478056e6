package com.puraify.sync.testkit.tck;

import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.HostEntity;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The kit on a host's own objects, looked up by listing all of them. */
class HostEntityTck extends ConnectorTck {

  @Override
  protected PlatformUnderTest platform() {
    return new HostUnderTest(false);
  }

  /** A host with a map of objects. */
  static final class HostUnderTest implements PlatformUnderTest {
    private static final int LONGEST = 30;
    private static final Schema SCHEMA =
        Schema.of(
            "notes",
            Field.of("title", FieldType.text()).asRequired(),
            Field.of("short", new FieldType.Text(LONGEST, false)),
            Field.of("count", FieldType.number()),
            Field.of("done", FieldType.bool()),
            Field.of("at", FieldType.moment(Duration.ofSeconds(1))),
            Field.of("kind", FieldType.choiceOf(List.of("one", "two"))),
            Field.of("tags", FieldType.setOf(FieldType.text())));

    private final Map<String, Fields> objects = new LinkedHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final boolean finds;
    private int count;
    private boolean down;
    private boolean failsAfterwards;

    HostUnderTest(boolean finds) {
      this.finds = finds;
    }

    @Override
    public Entity entity() {
      HostEntity.Builder notes =
          HostEntity.named("notes", SCHEMA)
              .list(() -> locked(this::all))
              .save((id, fields) -> locked(() -> saved(id, fields)))
              .delete(id -> locked(() -> removed(id)));
      return (finds ? notes.find(id -> locked(() -> found(id))) : notes).build();
    }

    private List<Item> all() {
      reached();
      return objects.entrySet().stream()
          .map(each -> Item.of(each.getKey(), each.getValue()))
          .toList();
    }

    private Optional<Item> found(String id) {
      reached();
      return Optional.ofNullable(objects.get(id)).map(fields -> Item.of(id, fields));
    }

    private Item saved(@Nullable String id, Fields fields) {
      reached();
      Item saved = put(id, fields);
      if (failsAfterwards) {
        failsAfterwards = false;
        throw new IllegalStateException("the disk was full when the log was written");
      }
      return saved;
    }

    private Item put(@Nullable String id, Fields fields) {
      Fields before = id == null ? empty() : objects.get(id);
      if (before == null) {
        throw new NoSuchElementException("there is no note " + id);
      }
      Fields after = before.with(fields);
      if (after.get("title") instanceof Value.Null) {
        throw new IllegalArgumentException("a note needs a title");
      }
      if (after.get("short") instanceof Value.Text text && text.value().length() > LONGEST) {
        throw new IllegalArgumentException("short is longer than " + LONGEST);
      }
      if (after.get("kind") instanceof Value.Choice kind
          && !List.of("one", "two").contains(kind.name())) {
        throw new IllegalArgumentException("there is no kind " + kind.name());
      }
      String key = id == null ? "note-" + ++count : id;
      Fields kept = kept(after);
      objects.put(key, kept);
      return Item.of(key, kept);
    }

    private static Fields empty() {
      Fields.Builder fields = Fields.builder();
      SCHEMA.fields().forEach(field -> fields.put(field.id(), Value.NULL));
      return fields.build();
    }

    private static Fields kept(Fields fields) {
      Fields.Builder kept = Fields.builder();
      SCHEMA
          .fields()
          .forEach(field -> kept.put(field.id(), field.type().canonical(fields.get(field.id()))));
      return kept.build();
    }

    private Object removed(String id) {
      reached();
      return objects.remove(id) == null;
    }

    private void reached() {
      if (down) {
        throw new IllegalStateException("the host's database is down");
      }
    }

    private <T> T locked(Supplier<T> work) {
      lock.lock();
      try {
        return work.get();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public String create(Fields fields) {
      return locked(() -> put(null, fields)).id();
    }

    @Override
    public void update(String id, Fields fields) {
      locked(() -> put(id, fields));
    }

    @Override
    public void remove(String id) {
      locked(() -> objects.remove(id));
    }

    @Override
    public Map<String, Fields> items() {
      return locked(() -> new LinkedHashMap<>(objects));
    }

    @Override
    public boolean trouble(Trouble trouble) {
      down = trouble == Trouble.DOWN;
      failsAfterwards = trouble == Trouble.ANSWER_LOST;
      return down || failsAfterwards;
    }

    @Override
    public void relieve() {
      down = false;
      failsAfterwards = false;
    }

    @Override
    public void close() {
      // lives in memory
    }
  }
}
