package com.puraify.sync.examples;

import com.puraify.sync.connector.Capabilities;
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
import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
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

  private static final String LISTS = "/lists/";
  private static final Schema SCHEMA =
      Schema.of(
          "todos",
          Field.of("text", FieldType.text()).asRequired(),
          Field.of("done", FieldType.bool()));

  @Override
  public String platform() {
    return "todo";
  }

  @Override
  public Connection connect(ConnectionSettings settings) {
    if (settings.baseUri() == null) {
      throw new ConfigurationException("base_url", "say where the todo service is");
    }
    HttpSettings http =
        HttpSettings.builder("todo", settings.credential().account(), settings.baseUri())
            .bearer(settings.credential())
            .addWindow(RateWindow.of(50, Duration.ofSeconds(1)))
            .build();
    return new Account(http);
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
      return new Session(http, name, context.http(http));
    }
  }

  /** A list that is open for a run. Pacing, retries and secrets are the engine's. */
  private record Session(HttpSettings http, String list, HttpCalls calls) implements EntitySession {
    @Override
    public EntityKey key() {
      return new EntityKey(http.platform(), http.account(), list);
    }

    @Override
    public Capabilities capabilities() {
      return Capabilities.builder()
          .metered(true)
          .createSafety(Capabilities.CreateSafety.KEYED)
          .build();
    }

    @Override
    public Schema schema() {
      return SCHEMA;
    }

    @Override
    public Page read(ReadRequest request) {
      HttpCall call = HttpCall.get(LISTS + list);
      String token = request.token();
      Json page = calls.send(token == null ? call : call.parameter("after", token)).body();
      List<Item> items = page.at("todos").elements().stream().map(Session::item).toList();
      String next = page.at("next").textOrNull();
      return next == null ? Page.last(items, null) : Page.of(items, next);
    }

    @Override
    public List<Lookup> lookup(List<String> ids, Set<String> fields) {
      return ids.stream().map(this::lookup).toList();
    }

    private Lookup lookup(String id) {
      try {
        return new Lookup.Found(item(calls.send(HttpCall.get(LISTS + list + "/" + id)).body()));
      } catch (ConnectorException e) {
        if (e.kind() == Kind.NOT_FOUND) {
          return Lookup.Gone.because(id, Lookup.Reason.DELETED);
        }
        throw e;
      }
    }

    @Override
    public List<WriteResult> write(List<? extends Write> batch) {
      return batch.stream().map(this::write).toList();
    }

    private WriteResult write(Write write) {
      try {
        if (write instanceof Write.Create create) {
          HttpCall call = HttpCall.post(LISTS + list, json(create.fields()));
          return done(call.header("Idempotency-Key", create.key()));
        }
        if (write instanceof Write.Update update) {
          return done(HttpCall.patch(LISTS + list + "/" + update.id(), json(update.fields())));
        }
        String id = ((Write.Delete) write).id();
        calls.send(HttpCall.delete(LISTS + list + "/" + id));
        return new WriteResult.Done(id, null, null);
      } catch (ConnectorException e) {
        if (e.kind() == Kind.NOT_FOUND || e.kind() == Kind.INVALID) {
          return WriteResult.Rejected.because(
              e.kind() == Kind.INVALID ? WriteResult.Reason.INVALID_VALUE : WriteResult.Reason.GONE,
              String.valueOf(e.getMessage()));
        }
        if (e.effectPossible()) {
          return new WriteResult.Unknown(String.valueOf(e.getMessage()), null);
        }
        throw e;
      }
    }

    private WriteResult done(HttpCall call) {
      return WriteResult.Done.with(item(calls.send(call).body()));
    }

    private static Item item(Json todo) {
      return Item.of(
          todo.at("id").text(),
          Fields.of(
              "text",
              Value.text(todo.at("text").text()),
              "done",
              Value.bool(todo.at("done").bool())));
    }

    private static Json json(Fields fields) {
      return Json.object(
          todo ->
              fields.forEach(
                  (id, value) -> {
                    if (value instanceof Value.Text text) {
                      todo.put(id, text.value());
                    } else {
                      todo.put(id, value.equals(Value.TRUE));
                    }
                  }));
    }

    @Override
    public void close() {
      // holds nothing: the calls are the engine's
    }
  }
}
