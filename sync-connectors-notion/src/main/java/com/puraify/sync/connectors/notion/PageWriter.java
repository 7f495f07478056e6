package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.connector.WriteResult.Done;
import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.connector.WriteResult.Rejected;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates, changes and trashes pages, one at a time. Thread-safe.
 *
 * <p>Nothing is sent that Notion is known to refuse. A call is repeated only if Notion said that it
 * had no effect.
 */
final class PageWriter {

  private static final int MAX_BODY = 500 * 1024;
  private static final int CONFLICTS = 3;

  private final NotionApi api;
  private final DataSource source;
  private final RelationTargets targets;
  private final PageReader reader;

  PageWriter(NotionApi api, DataSource source, RelationTargets targets, PageReader reader) {
    this.api = api;
    this.source = source;
    this.targets = targets;
    this.reader = reader;
  }

  WriteResult write(Write write) {
    try {
      if (write instanceof Write.Create create) {
        return create(create.fields());
      }
      if (write instanceof Write.Update update) {
        return update(pageId(update.id()), update);
      }
      Write.Delete delete = (Write.Delete) write;
      return delete(pageId(delete.id()));
    } catch (UnwritableException e) {
      return e.rejected();
    }
  }

  private WriteResult create(Fields fields) {
    Json properties = content(fields, true);
    Json body =
        fitting(
            Json.object(
                o ->
                    o.put(
                            "parent",
                            Json.object(
                                p ->
                                    p.put("type", "data_source_id")
                                        .put("data_source_id", source.id())))
                        .put("properties", properties)));
    for (int attempt = 1; ; attempt++) {
      try {
        return done(api.createPage(body), fields);
      } catch (ConnectorException e) {
        if (e.kind() == Kind.STALE && attempt < CONFLICTS) {
          continue; // Notion could not save it and asks to be asked again
        }
        WriteResult committed = committed(e, null, fields);
        return committed != null
            ? committed
            : WriteFailure.ofCreation(e, source.id(), source.wanted(fields.ids()));
      }
    }
  }

  private WriteResult update(String id, Write.Update update) {
    Fields fields = update.fields();
    Json properties = content(fields, false);
    if (properties.members().isEmpty()) {
      return new Done(id, null, null);
    }
    Json body = fitting(Json.object(o -> o.put("properties", properties)));
    for (int attempt = 1; ; attempt++) {
      try {
        return done(api.updatePage(id, body), fields);
      } catch (ConnectorException e) {
        if (e.kind() != Kind.STALE) {
          WriteResult committed = committed(e, id, fields);
          return committed != null
              ? committed
              : WriteFailure.ofChange(e, id, source.wanted(fields.ids()));
        }
        Item current = afterConflict(id, update);
        if (holds(current, fields)) {
          return Done.with(current);
        }
        if (attempt == CONFLICTS || !update.expected().holds(current.fields())) {
          return new WriteResult.Stale(current);
        }
      }
    }
  }

  private WriteResult delete(String id) {
    Json body = Json.object(o -> o.put("in_trash", true));
    for (int attempt = 1; ; attempt++) {
      try {
        Json page = api.updatePage(id, body);
        return page.at("in_trash").isTrue()
            ? new Done(id, null, null)
            : new WriteResult.Unknown(
                "Notion did not confirm that page " + id + " is trashed", null);
      } catch (ConnectorException e) {
        NotionFault fault = NotionFault.of(e);
        if (fault != null && fault.isTrashed()) {
          return trashedBefore(id, e);
        }
        if (e.kind() != Kind.STALE) {
          return WriteFailure.ofChange(e, id, List.of());
        }
        if (attempt == CONFLICTS) {
          return new WriteResult.Stale(null);
        }
      }
    }
  }

  /** Notion refuses to trash what lies in the trash, and what is archived, in the same words. */
  private WriteResult trashedBefore(String id, ConnectorException refusal) {
    try {
      Json page = api.page(id, NotionApi.Named.of(List.of(), source));
      return page.at("in_trash").isTrue()
          ? new Done(id, null, null)
          : Rejected.because(Reason.FORBIDDEN, WriteFailure.detail(refusal));
    } catch (ConnectorException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return Rejected.because(Reason.GONE, WriteFailure.detail(e));
      }
      throw e;
    }
  }

  /** Someone else is writing to the page just now: looks at what it holds before trying again. */
  private Item afterConflict(String id, Write.Update update) {
    Set<String> fields = new HashSet<>(update.fields().ids());
    fields.addAll(update.expected().fields());
    Lookup now = reader.lookUp(id, source.wanted(fields));
    if (now instanceof Lookup.Found found) {
      return found.item();
    }
    throw new UnwritableException(
        Reason.GONE, "page " + id + " is not in the data source any more", null);
  }

  private boolean holds(Item current, Fields fields) {
    for (Property property : source.wanted(fields.ids())) {
      Value now = current.fields().get(property.id());
      Value then = fields.get(property.id());
      if (now == null
          || then == null
          || !property
              .codec()
              .type()
              .canonical(now)
              .equals(property.codec().type().canonical(then))) {
        return false;
      }
    }
    return true;
  }

  /** Notion made the change: whatever goes wrong from here on, it is made. */
  private WriteResult done(Json page, Fields fields) {
    String id = page.at("id").textOrNull();
    if (id == null || !"page".equals(page.at("object").textOrNull())) {
      return new WriteResult.Unknown(
          "Notion accepted the write, but its answer does not show the page", null);
    }
    try {
      return Done.with(reader.after(page, Set.copyOf(fields.ids())));
    } catch (ConnectorException e) {
      return new Done(NotionIds.normal(id), null, null);
    }
  }

  /**
   * Returns what came of a write that Notion says it made although its answer is an error, or null
   * if it does not say so.
   *
   * @param expected the id of the page that was written, or null for a new one
   */
  private @Nullable WriteResult committed(
      ConnectorException e, @Nullable String expected, Fields fields) {
    NotionFault fault = NotionFault.of(e);
    String id = fault == null ? null : fault.committedId();
    if (id == null || (expected != null && !expected.equals(id))) {
      return null;
    }
    try {
      return done(api.page(id, NotionApi.Named.all()), fields);
    } catch (ConnectorException again) {
      return new WriteResult.Unknown(
          WriteFailure.detail(e) + "; then " + WriteFailure.detail(again),
          expected == null ? id : null);
    }
  }

  private Json content(Fields fields, boolean creating) {
    Map<String, Json> content = new LinkedHashMap<>();
    for (String id : fields.ids()) {
      Property property = source.property(id);
      if (property == null) {
        throw new UnwritableException(
            Reason.INVALID_VALUE, "the data source has no property with id '" + id + "'", id);
      }
      refuseOutOfReach(property);
      Value value = fields.find(id).orElse(Value.NULL);
      try {
        Json written = property.codec().write(value);
        if (!(creating && value.isNull())) { // a new page is empty where nothing is said
          content.put(property.id(), Json.object(o -> o.put(property.type(), written)));
        }
      } catch (UnwritableException e) {
        throw e.of(property);
      }
    }
    return Json.object(content);
  }

  private void refuseOutOfReach(Property property) {
    String target = property.codec() instanceof ReferencesCodec codec ? codec.target() : null;
    if (target != null && targets.isOutOfReach(target)) {
      throw new UnwritableException(
          Reason.FORBIDDEN,
          "'"
              + property.name()
              + "' points to data source "
              + target
              + ", which is not shared with the integration: what it holds cannot be seen and"
              + " would be overwritten; share it",
          property.id());
    }
  }

  private static Json fitting(Json body) {
    int bytes = body.toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BODY) {
      throw new UnwritableException(
          "all values together make "
              + bytes
              + " bytes, more than the 500 KB of one Notion request");
    }
    return body;
  }

  private static String pageId(String id) {
    return NotionIds.uuid(id)
        .orElseThrow(
            () ->
                new UnwritableException(
                    Reason.GONE, "'" + id + "' is not the id of a Notion page", null));
  }
}
