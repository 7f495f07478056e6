package com.puraify.sync.examples;

import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.tck.ConnectorTck;
import com.puraify.sync.testkit.tck.PlatformUnderTest;
import com.puraify.sync.testkit.tck.Trouble;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The connector for todos, certified. */
class TodoConnectorTck extends ConnectorTck {

  @Override
  protected PlatformUnderTest platform() throws Exception {
    return new TodosUnderTest(TodoService.start("groceries"));
  }

  /** The service, and a person who writes todos in its own interface. */
  private record TodosUnderTest(TodoService service, ManualTime clock)
      implements PlatformUnderTest {

    TodosUnderTest(TodoService service) {
      this(service, ManualTime.advancing());
    }

    @Override
    public Entity entity() {
      return list("groceries");
    }

    private Entity list(String name) {
      return connect(Map.of()).orElseThrow().entity(name);
    }

    @Override
    public Optional<Connection> connect(Map<String, String> options) {
      Secret token = Secret.of(TodoService.TOKEN);
      return Optional.of(
          new TodoConnector()
              .connect(new ConnectionSettings("project", token, service.address(), options)));
    }

    @Override
    public String create(Fields fields) {
      return service.put(
          ((Value.Text) fields.get("text")).value(), Value.TRUE.equals(fields.get("done")));
    }

    @Override
    public void update(String id, Fields fields) {
      service.edit(
          id,
          Json.object(
              changes ->
                  fields.forEach(
                      (field, value) -> {
                        if (value instanceof Value.Text text) {
                          changes.put(field, text.value());
                        } else {
                          changes.put(field, value.equals(Value.TRUE));
                        }
                      })));
    }

    @Override
    public void remove(String id) {
      service.remove(id);
    }

    @Override
    public Map<String, Fields> items() {
      Map<String, Fields> items = new LinkedHashMap<>();
      service
          .todos()
          .forEach(
              (id, todo) ->
                  items.put(
                      id,
                      Fields.of(
                          "text",
                          Value.text(todo.at("text").text()),
                          "done",
                          Value.bool(todo.at("done").bool()))));
      return items;
    }

    @Override
    public Optional<ManualTime> time() {
      return Optional.of(clock);
    }

    @Override
    public Optional<Entity> missing() {
      return Optional.of(list("no such list"));
    }

    @Override
    public Optional<String> secret() {
      return Optional.of(TodoService.TOKEN);
    }

    @Override
    public OptionalLong requests() {
      return OptionalLong.of(service.served());
    }

    @Override
    public boolean trouble(Trouble trouble) {
      switch (trouble) {
        case DOWN -> service.breakWith(503);
        case REFUSED -> service.breakWith(401);
        case ANSWER_LOST -> service.loseAnswer(true);
        default -> {
          return false;
        }
      }
      return true;
    }

    @Override
    public void relieve() {
      service.breakWith(0);
      service.loseAnswer(false);
    }

    @Override
    public void close() {
      service.close();
    }
  }
}
