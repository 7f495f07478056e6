package com.puraify.sync.testkit.crash;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Schema;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** An entity as an engine sees it whose process may die at any call. Thread-safe. */
final class KillableEntity implements Entity {

  private final Entity entity;
  private final KillSwitch kill;

  KillableEntity(Entity entity, KillSwitch kill) {
    this.entity = entity;
    this.kill = kill;
  }

  @Override
  public String platform() {
    return entity.platform();
  }

  @Override
  public String name() {
    return entity.name();
  }

  @Override
  public EntitySession open(ConnectorContext context) {
    return new Session(call("OPEN", false, () -> entity.open(context)));
  }

  private <T> T call(String name, boolean changes, Supplier<T> call) {
    String shown = entity.name() + " " + name;
    kill.before(shown);
    T answer = call.get();
    kill.after(shown, changes);
    return answer;
  }

  private final class Session implements EntitySession {
    private final EntitySession session;

    Session(EntitySession session) {
      this.session = session;
    }

    @Override
    public EntityKey key() {
      return session.key();
    }

    @Override
    public Capabilities capabilities() {
      return session.capabilities();
    }

    @Override
    public Schema schema() {
      return call("SCHEMA", false, session::schema);
    }

    @Override
    public Page read(ReadRequest request) {
      return call("READ", false, () -> session.read(request));
    }

    @Override
    public List<Lookup> lookup(List<String> ids, Set<String> fields) {
      return call("LOOKUP of " + ids.size(), false, () -> session.lookup(ids, fields));
    }

    @Override
    public List<Item> find(FindRequest request) {
      return call("FIND", false, () -> session.find(request));
    }

    @Override
    public List<WriteResult> write(List<? extends Write> batch) {
      return call("WRITE of " + batch.size(), true, () -> session.write(batch));
    }

    @Override
    public void close() {
      session.close(); // what it holds is the test's, not the dead engine's
    }
  }
}
