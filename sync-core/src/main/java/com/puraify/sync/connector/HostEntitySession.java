package com.puraify.sync.connector;

import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.SyncException;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Schema;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A host's objects, open for one run: pages cut from one pass over the host's list. */
final class HostEntitySession implements EntitySession {

  static final int PAGE = 500;

  private final HostEntity entity;
  private final ConnectorContext context;
  private @Nullable Iterator<Item> rest;
  private @Nullable Page latest;
  private int latestNumber;

  HostEntitySession(HostEntity entity, ConnectorContext context) {
    this.entity = entity;
    this.context = context;
  }

  @Override
  public EntityKey key() {
    return new EntityKey(HostEntity.PLATFORM, HostEntity.PLATFORM, entity.name());
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.builder().lookupBatch(PAGE).readPage(PAGE).findable(true).build();
  }

  @Override
  public Schema schema() {
    return entity.schema();
  }

  @Override
  public Page read(ReadRequest request) {
    context.checkCancelled();
    if (request.scope() != ReadRequest.Scope.ALL) {
      throw new ConnectorException(
          ConnectorException.Kind.UNSUPPORTED,
          "the objects '" + entity.name() + "' are read in full; they keep no record of changes");
    }
    String token = request.token();
    if (token == null) {
      return asked(
          () -> {
            Iterator<Item> all = entity.list().iterator();
            rest = all;
            return page(0, all, request.fields());
          });
    }
    int number = number(token);
    if (latest != null && number == latestNumber) {
      return latest; // the engine asks again for the page it was just given
    }
    if (rest == null || number != latestNumber + 1) {
      throw new ConnectorException(
          ConnectorException.Kind.PROTOCOL, "page " + token + " is not the next one of this read");
    }
    Iterator<Item> items = rest;
    return asked(() -> page(number, items, request.fields()));
  }

  /** Asks the host, whose functions may throw anything. */
  private <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (SyncException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new ConnectorException(
          ConnectorException.Kind.UNAVAILABLE,
          "the objects '"
              + entity.name()
              + "' cannot be read: the host's function failed with "
              + e.getClass().getSimpleName()
              + "; see the cause",
          e);
    }
  }

  private static int number(String token) {
    try {
      return Integer.parseInt(token);
    } catch (NumberFormatException e) {
      throw new ConnectorException(
          ConnectorException.Kind.PROTOCOL, "not a page of this entity: " + token, e);
    }
  }

  private Page page(int number, Iterator<Item> items, Set<String> fields) {
    List<Item> some = new ArrayList<>();
    while (some.size() < PAGE && items.hasNext()) {
      some.add(narrowed(items.next(), fields));
    }
    Page page =
        items.hasNext() ? Page.of(some, Integer.toString(number + 1)) : Page.last(some, null);
    latest = page;
    latestNumber = number;
    return page;
  }

  @Override
  public List<Lookup> lookup(List<String> ids, Set<String> fields) {
    context.checkCancelled();
    Map<String, Item> found = asked(() -> entity.find(ids));
    return ids.stream().map(id -> answer(id, found.get(id), fields)).toList();
  }

  private static Lookup answer(String id, @Nullable Item item, Set<String> fields) {
    return item == null
        ? Lookup.Gone.because(id, Lookup.Reason.DELETED)
        : new Lookup.Found(narrowed(item, fields));
  }

  /** Every object may be what is looked for: the host's list is not searched by content. */
  @Override
  public List<Item> find(FindRequest request) {
    context.checkCancelled();
    return asked(
        () -> {
          List<Item> all = new ArrayList<>();
          entity.list().forEach(item -> all.add(narrowed(item, request.fields())));
          return all;
        });
  }

  private static Item narrowed(Item item, Set<String> fields) {
    return item.withFields(item.fields().only(fields));
  }

  @Override
  public List<WriteResult> write(List<? extends Write> batch) {
    context.checkCancelled();
    return batch.stream().map(this::write).toList();
  }

  private WriteResult write(Write write) {
    try {
      if (write instanceof Write.Create create) {
        return saved(null, create.fields());
      }
      if (write instanceof Write.Update update) {
        return saved(update.id(), update.fields());
      }
      String id = ((Write.Delete) write).id();
      entity.delete(id);
      return new WriteResult.Done(id, null, null);
    } catch (IllegalArgumentException e) {
      return refused(WriteResult.Reason.INVALID_VALUE, e);
    } catch (NoSuchElementException e) {
      return refused(WriteResult.Reason.GONE, e);
    } catch (SyncException e) {
      throw e;
    } catch (RuntimeException e) { // a host's function may throw anything, having written or not
      return new WriteResult.Unknown(
          "the host's function failed with " + e.getClass().getSimpleName(), null);
    }
  }

  private WriteResult saved(@Nullable String id, Fields fields) {
    Item after = entity.save(id, fields);
    if (id != null && !after.id().equals(id)) {
      return new WriteResult.Unknown(
          "save was asked to change object " + id + " and returned object " + after.id(), null);
    }
    return WriteResult.Done.with(after);
  }

  private static WriteResult refused(WriteResult.Reason reason, RuntimeException e) {
    String message = e.getMessage();
    return WriteResult.Rejected.because(
        reason, message == null ? "the host refuses it without a reason" : message);
  }

  @Override
  public void close() {
    rest = null;
    latest = null;
  }
}
