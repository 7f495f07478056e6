package com.puraify.sync.examples;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.HostEntity;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.connectors.notion.Notion;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.testkit.notion.NotionSimulator;
import com.puraify.sync.testkit.notion.SimulatedDataSource;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A host's own objects as the local side, in three functions: list, save and delete. */
public final class HostObjectsExample {

  private static final Schema SCHEMA =
      Schema.of("todos", Field.of("title", FieldType.text()), Field.of("done", FieldType.bool()));

  private HostObjectsExample() {}

  /** One of the host's own objects. */
  record Todo(String title, boolean done) {}

  /** The host's own place for its objects: a map here, anything with ids in earnest. */
  static final class Todos {
    private final Map<String, Todo> byId = new TreeMap<>();

    String add(Todo todo) {
      String id = "todo-" + (byId.size() + 1);
      byId.put(id, todo);
      return id;
    }

    Map<String, Todo> all() {
      return byId;
    }

    /** Returns these objects as an entity that the engine can sync. */
    Entity entity() {
      return HostEntity.named("todos", SCHEMA)
          .list(() -> byId.entrySet().stream().map(e -> item(e.getKey(), e.getValue())).toList())
          .save(this::save)
          .delete(byId::remove)
          .build();
    }

    private Item save(@Nullable String id, Fields fields) {
      Todo before = id == null ? new Todo("", false) : byId.get(id);
      if (before == null) {
        throw new NoSuchElementException("there is no todo " + id);
      }
      Todo after =
          new Todo(
              fields.get("title") instanceof Value.Text title ? title.value() : before.title(),
              fields.get("done") instanceof Value.Bool done ? done.value() : before.done());
      if (id == null) {
        return item(add(after), after);
      }
      byId.put(id, after);
      return item(id, after);
    }

    private static Item item(String id, Todo todo) {
      return Item.of(
          id, Fields.of("title", Value.text(todo.title()), "done", Value.bool(todo.done())));
    }
  }

  /** Syncs some objects with a data source. */
  static SyncReport sync(SyncEngine engine, Todos todos, Entity notion) {
    SyncConfig config =
        SyncConfig.between(todos.entity(), notion)
            .id("todos")
            .mapping(
                SchemaMapping.builder()
                    .matchOn("title", "Name")
                    .field("title", "Name")
                    .field("done", "Done")
                    .build())
            .build();
    return engine.sync(config).orThrow();
  }

  /** Syncs a few objects with a simulated Notion, twice. */
  public static void main(String[] args) {
    try (NotionSimulator simulator = NotionSimulator.start();
        SyncEngine engine = SyncEngine.builder().build()) {
      SimulatedDataSource pages = simulator.addDatabase("Todos", schema -> schema.checkbox("Done"));
      pages.add("Water the plants");
      Todos todos = new Todos();
      todos.add(new Todo("Feed the cat", true));
      Entity notion =
          Notion.connect(Secret.of(simulator.token()))
              .baseUri(simulator.baseUri())
              .dataSource("Todos");
      System.out.println(sync(engine, todos, notion).toJson());
      pages.page("Feed the cat").set("Done", false);
      System.out.println(sync(engine, todos, notion).toJson());
      System.out.println(List.copyOf(todos.all().values()));
    }
  }
}
