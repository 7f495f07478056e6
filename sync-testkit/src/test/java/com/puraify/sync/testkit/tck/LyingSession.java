package com.puraify.sync.testkit.tck;

import com.puraify.sync.connector.Capabilities;
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
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** An honest session, of which one method is replaced. */
class LyingSession implements EntitySession {

  /** How a method that was replaced answers, with the honest session at hand. */
  interface Answer<Q, A> {
    A to(EntitySession honest, Q question);
  }

  /**
   * What a lookup asks for.
   *
   * @param ids the ids
   * @param fields the fields
   */
  record Ids(List<String> ids, Set<String> fields) {}

  final EntitySession honest;

  LyingSession(EntitySession honest) {
    this.honest = honest;
  }

  static UnaryOperator<EntitySession> able(UnaryOperator<Capabilities> lie) {
    return honest ->
        new LyingSession(honest) {
          @Override
          public Capabilities capabilities() {
            return lie.apply(super.capabilities());
          }
        };
  }

  static UnaryOperator<EntitySession> key(UnaryOperator<EntityKey> lie) {
    return honest ->
        new LyingSession(honest) {
          @Override
          public EntityKey key() {
            return lie.apply(super.key());
          }
        };
  }

  static UnaryOperator<EntitySession> schema(UnaryOperator<Schema> lie) {
    return honest ->
        new LyingSession(honest) {
          @Override
          public Schema schema() {
            return lie.apply(super.schema());
          }
        };
  }

  static UnaryOperator<EntitySession> read(Answer<ReadRequest, Page> lie) {
    return honest ->
        new LyingSession(honest) {
          @Override
          public Page read(ReadRequest request) {
            return lie.to(honest, request);
          }
        };
  }

  static UnaryOperator<EntitySession> lookup(Answer<Ids, List<Lookup>> lie) {
    return honest ->
        new LyingSession(honest) {
          @Override
          public List<Lookup> lookup(List<String> ids, Set<String> fields) {
            return lie.to(honest, new Ids(ids, fields));
          }
        };
  }

  static UnaryOperator<EntitySession> find(Answer<FindRequest, List<Item>> lie) {
    return honest ->
        new LyingSession(honest) {
          @Override
          public List<Item> find(FindRequest request) {
            return lie.to(honest, request);
          }
        };
  }

  static UnaryOperator<EntitySession> write(Answer<List<? extends Write>, List<WriteResult>> lie) {
    return honest ->
        new LyingSession(honest) {
          @Override
          public List<WriteResult> write(List<? extends Write> batch) {
            return lie.to(honest, batch);
          }
        };
  }

  /** Writes honestly, and changes what is told of it. */
  static UnaryOperator<EntitySession> results(UnaryOperator<List<WriteResult>> lie) {
    return write((honest, batch) -> lie.apply(honest.write(batch)));
  }

  /** Writes something else than it was told to, action by action. */
  static UnaryOperator<EntitySession> altering(Function<Write, Write> lie) {
    return write((honest, batch) -> honest.write(batch.stream().map(lie).toList()));
  }

  @Override
  public EntityKey key() {
    return honest.key();
  }

  @Override
  public Capabilities capabilities() {
    return honest.capabilities();
  }

  @Override
  public Schema schema() {
    return honest.schema();
  }

  @Override
  public Page read(ReadRequest request) {
    return honest.read(request);
  }

  @Override
  public List<Lookup> lookup(List<String> ids, Set<String> fields) {
    return honest.lookup(ids, fields);
  }

  @Override
  public List<Item> find(FindRequest request) {
    return honest.find(request);
  }

  @Override
  public List<WriteResult> write(List<? extends Write> batch) {
    return honest.write(batch);
  }

  @Override
  public void close() {
    honest.close();
  }
}
