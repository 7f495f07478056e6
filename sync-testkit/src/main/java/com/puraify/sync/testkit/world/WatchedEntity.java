package com.puraify.sync.testkit.world;

import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.testkit.EntityView;
import com.puraify.sync.testkit.Interference;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.SpiCall;
import com.puraify.sync.testkit.world.Trouble.Point;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * An entity as a simulated process sees it: each call takes a while, can go wrong, and is written
 * down.
 */
final class WatchedEntity extends EntityView {

  private final Side side;
  private final MemoryEntity entity;
  private final Node node;

  WatchedEntity(Side side, MemoryEntity entity, Node node) {
    super(entity);
    this.side = side;
    this.entity = entity;
    this.node = node;
  }

  @Override
  protected <T> T around(SpiCall.Kind kind, int size, Supplier<T> call) {
    return node.call(side, call);
  }

  @Override
  protected ConnectorContext lent(ConnectorContext context) {
    return node.lent(side, context);
  }

  @Override
  protected EntitySession view(EntitySession session) {
    return new WatchedSession(session);
  }

  private final class WatchedSession extends Session {
    private List<Page.Change> earlier = List.of();

    WatchedSession(EntitySession session) {
      super(session);
    }

    @Override
    public Page read(ReadRequest request) {
      Page page = super.read(request);
      Page shown = node.page(side, request, page, earlier);
      earlier = page.changes();
      for (Page.Change change : shown.changes()) {
        node.saw(side, change, false);
      }
      node.read(side, request, shown);
      return shown;
    }

    @Override
    public List<Lookup> lookup(List<String> ids, Set<String> fields) {
      List<Lookup> found = super.lookup(ids, fields);
      for (Lookup lookup : found) {
        node.saw(
            side,
            lookup instanceof Lookup.Found item
                ? new Page.Present(item.item())
                : new Page.Removed((Lookup.Gone) lookup),
            true);
      }
      return found;
    }

    @Override
    public List<Item> find(FindRequest request) {
      List<Item> found = super.find(request);
      found.forEach(item -> node.saw(side, new Page.Present(item), false));
      return found;
    }

    @Override
    public List<WriteResult> write(List<? extends Write> batch) {
      node.writing(side, batch);
      try {
        return answered(batch, node.write(side, () -> written(batch)));
      } catch (LostAnswer lost) {
        if (lost.loud) {
          throw new ConnectorException(ConnectorException.Kind.TIMEOUT, "no answer")
              .withEffectPossible();
        }
        return Collections.nCopies(batch.size(), new WriteResult.Unknown("no answer", null));
      }
    }

    private List<WriteResult> written(List<? extends Write> batch) {
      node.at(Point.WRITE, side);
      entity.interfere(node.amid(side));
      List<WriteResult> results;
      try {
        results = session().write(batch);
      } finally {
        entity.interfere(Interference.NONE);
        node.answers();
      }
      try {
        node.at(Point.WRITTEN, side);
        node.at(Point.CALLED, side);
      } catch (ConnectorException e) {
        throw new LostAnswer(e.kind() == ConnectorException.Kind.TIMEOUT);
      }
      return results;
    }

    private List<WriteResult> answered(List<? extends Write> batch, List<WriteResult> results) {
      for (WriteResult result : results) {
        if (result instanceof WriteResult.Done done && done.after() != null) {
          node.saw(side, new Page.Present(done.after()), true);
        } else if (result instanceof WriteResult.Stale stale && stale.current() != null) {
          node.saw(side, new Page.Present(stale.current()), true);
        }
      }
      node.answered(side, batch, results);
      return new ArrayList<>(results);
    }
  }

  /** The answer to a write got lost; the write was made. */
  private static final class LostAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean loud;

    LostAnswer(boolean loud) {
      super("lost", null, false, false);
      this.loud = loud;
    }
  }
}
