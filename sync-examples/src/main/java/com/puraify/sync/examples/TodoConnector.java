package com.puraify.sync.examples;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Capabilities.CreateSafety;
import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Connector;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.HttpCall;
import com.puraify.sync.connector.HttpCalls;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.connector.ItemwiseSession;
import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Write;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A connector for the {@link TodoService}: all that is special about it, and nothing else. */
public final class TodoConnector implements Connector {

  private static final Schema SCHEMA =
      Schema.of(
          "todos",
          Field.of("text", FieldType.text()).asRequired(),
          Field.of("done", new FieldType.Bool(true)));

  @Override
  public String platform() {
    return "todo";
  }

  @Override
  public Connection connect(ConnectionSettings settings) {
    settings.requireOptionsAmong(Set.of());
    if (settings.baseUri() == null) {
      throw new ConfigurationException("base_url", "say where the todo service is");
    }
    return new Account(
        HttpSettings.builder("todo", settings.credential().account(), settings.baseUri())
            .bearer(settings.credential())
            .addWindow(RateWindow.of(50, Duration.ofSeconds(1)))
            .build());
  }

  /** An account: it names lists. */
  private record Account(HttpSettings http) implements Connection {
    @Override
    public List<EntityName> entities(ConnectorContext context) {
      return context.http(http).send(HttpCall.get("/lists")).body().elements().stream()
          .map(list -> new EntityName(list.text(), list.text()))
          .toList();
    }

    @Override
    public Entity entity(String nameOrId) {
      return new TodoList(http, nameOrId);
    }
  }

  /** A list, not yet opened. */
  private record TodoList(HttpSettings http, String name) implements Entity {
    @Override
    public String platform() {
      return http.platform();
    }

    @Override
    public EntitySession open(ConnectorContext context) {
      TodoSession session = new TodoSession(http, name, context.http(http));
      session.read(ReadRequest.all(Set.of())); // throws if there is no such list
      return session;
    }
  }

  /** A list that is open for a run. Pacing, retries and secrets are the engine's. */
  private record TodoSession(HttpSettings http, String list, HttpCalls calls)
      implements ItemwiseSession {
    @Override
    public EntityKey key() {
      return new EntityKey(http.platform(), http.account(), list);
    }

    @Override
    public Capabilities capabilities() {
      return Capabilities.builder().metered(true).createSafety(CreateSafety.KEYED).build();
    }

    @Override
    public Schema schema() {
      return SCHEMA;
    }

    @Override
    public Page read(ReadRequest request) {
      HttpCall call = HttpCall.get(path());
      String token = request.token();
      Json page = calls.send(token == null ? call : call.parameter("after", token)).body();
      List<Item> items = page.at("todos").elements().stream().map(TodoSession::item).toList();
      String next = page.at("next").textOrNull();
      return next == null ? Page.last(items, null) : Page.of(items, next);
    }

    @Override
    public Item get(String id, Set<String> fields) {
      return item(calls.send(HttpCall.get(path(id))).body());
    }

    @Override
    public Item create(Write.Create write) {
      HttpCall call = HttpCall.post(path(), json(write.fields()));
      return item(calls.send(call.header("Idempotency-Key", write.key())).body());
    }

    @Override
    public Item update(Write.Update write) {
      return item(calls.send(HttpCall.patch(path(write.id()), json(write.fields()))).body());
    }

    @Override
    public void delete(Write.Delete write) {
      calls.send(HttpCall.delete(path(write.id())));
    }

    @Override
    public Lookup.Gone gone(String id) {
      return Lookup.Gone.because(id, Lookup.Reason.DELETED); // todos are never hidden or moved
    }

    private String path() {
      return "/lists/" + HttpCall.segment(list);
    }

    private String path(String id) {
      return path() + "/" + HttpCall.segment(id);
    }

    private static Item item(Json todo) {
      Value text = Value.text(todo.at("text").text());
      Value done = Value.bool(todo.at("done").bool());
      return Item.of(todo.at("id").text(), Fields.of("text", text, "done", done));
    }

    private static Json json(Fields fields) {
      return Json.object(todo -> fields.forEach((id, value) -> todo.put(id, json(value))));
    }

    private static Json json(Value value) {
      if (value instanceof Value.Text text) {
        return Json.of(text.value());
      }
      return value instanceof Value.Bool bool ? Json.of(bool.value()) : Json.NULL;
    }
  }
}
