package com.puraify.sync.testkit;

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

/**
 * An entity that hands every call on to another, and comes in between: to count, to fail, to die.
 *
 * <p>A subclass says in {@link #around} what happens before and after a call. One that has to know
 * what is asked and answered makes a {@link Session} of its own in {@link #view}. As thread-safe as
 * the subclass.
 */
public abstract class EntityView implements Entity {

  private final Entity entity;

  /**
   * Creates a view.
   *
   * @param entity what the calls are handed on to
   */
  protected EntityView(Entity entity) {
    this.entity = entity;
  }

  /**
   * Makes a call.
   *
   * @param kind which one
   * @param size how many items are looked up or written, or 0
   * @param call the call itself
   */
  protected abstract <T> T around(SpiCall.Kind kind, int size, Supplier<T> call);

  /** Returns what the other entity is lent instead of an engine's context. */
  protected ConnectorContext lent(ConnectorContext context) {
    return context;
  }

  /** Returns what a run gets for a session of the other entity. */
  protected EntitySession view(EntitySession session) {
    return new Session(session);
  }

  @Override
  public final String platform() {
    return entity.platform();
  }

  @Override
  public final String name() {
    return entity.name();
  }

  @Override
  public final EntitySession open(ConnectorContext context) {
    return view(around(SpiCall.Kind.OPEN, 0, () -> entity.open(lent(context))));
  }

  private static SpiCall.Kind kind(List<? extends Write> batch) {
    Write first = batch.isEmpty() ? null : batch.get(0);
    return first instanceof Write.Create
        ? SpiCall.Kind.CREATE
        : first instanceof Write.Delete ? SpiCall.Kind.DELETE : SpiCall.Kind.UPDATE;
  }

  /** A session that hands every call on. Closing it closes the other one, and counts as no call. */
  protected class Session implements EntitySession {

    private final EntitySession session;

    /**
     * Creates a session.
     *
     * @param session what the calls are handed on to
     */
    protected Session(EntitySession session) {
      this.session = session;
    }

    /** Returns the other entity's session. */
    protected final EntitySession session() {
      return session;
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
      return around(SpiCall.Kind.SCHEMA, 0, session::schema);
    }

    @Override
    public Page read(ReadRequest request) {
      return around(SpiCall.Kind.READ, 0, () -> session.read(request));
    }

    @Override
    public List<Lookup> lookup(List<String> ids, Set<String> fields) {
      return around(SpiCall.Kind.LOOKUP, ids.size(), () -> session.lookup(ids, fields));
    }

    @Override
    public List<Item> find(FindRequest request) {
      return around(SpiCall.Kind.FIND, 0, () -> session.find(request));
    }

    @Override
    public List<WriteResult> write(List<? extends Write> batch) {
      return around(kind(batch), batch.size(), () -> session.write(batch));
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
