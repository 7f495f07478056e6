package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.HttpAnswer;
import com.puraify.sync.connector.HttpCall;
import com.puraify.sync.connector.HttpCalls;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Notion's endpoints, as far as they are needed. Thread-safe. */
final class NotionApi {

  /** The version of the API that all of this is written against. */
  static final String VERSION = "2026-03-11";

  /** How many elements Notion puts on a page of a list, at most. */
  static final int PAGE_SIZE = 100;

  /** More properties than this are not named one by one: the address would grow too long. */
  private static final int MAX_NAMED = 100;

  private final HttpCalls calls;

  NotionApi(HttpCalls calls) {
    this.calls = calls;
  }

  /** Retrieves a data source; Notion may answer with the database of that id instead. */
  Json dataSource(String id) {
    return send(HttpCall.get("/v1/data_sources/" + id), "read content").body();
  }

  Json database(String id) {
    return expect("database", send(HttpCall.get("/v1/databases/" + id), "read content").body());
  }

  /**
   * Queries a data source.
   *
   * @param properties the properties that are wanted
   * @param repeatable whether the call may be repeated as it stands when the server fails
   */
  HttpAnswer query(String dataSource, Named properties, Json body, boolean repeatable) {
    String path = "/v1/data_sources/" + dataSource + "/query" + properties.query();
    HttpAnswer answer =
        send(repeatable ? HttpCall.query(path, body) : HttpCall.post(path, body), "read content");
    list(answer.body());
    return answer;
  }

  Json page(String id, Named properties) {
    return expect(
        "page", send(HttpCall.get("/v1/pages/" + id + properties.query()), "read content").body());
  }

  /** Creates a page; what comes back is unchecked, for the page is there whatever it is. */
  Json createPage(Json body) {
    return send(HttpCall.post("/v1/pages", body), "insert content").body();
  }

  /** Changes a page; what comes back is unchecked, for the change is made whatever it is. */
  Json updatePage(String id, Json body) {
    return send(HttpCall.patch("/v1/pages/" + id, body), "update content").body();
  }

  /** Retrieves one page of a property's list of values. */
  Json propertyItems(String page, String property, @Nullable String cursor) {
    HttpCall call =
        HttpCall.get("/v1/pages/" + page + "/properties/" + NotionIds.forUrl(property))
            .parameter("page_size", Integer.toString(PAGE_SIZE));
    return list(
        send(cursor == null ? call : call.parameter("start_cursor", cursor), "read content")
            .body());
  }

  Json search(Json body) {
    return list(send(HttpCall.query("/v1/search", body), "read content").body());
  }

  /**
   * Returns what comes after one page of a list.
   *
   * @return the cursor of the next page, or null if this was the last one
   * @throws ConnectorException of kind {@code PROTOCOL} if the list does not say, or does not move
   */
  static @Nullable String nextCursor(Json list, @Nullable String cursor) {
    if (!list.at("has_more").bool()) {
      return null;
    }
    String next = list.at("next_cursor").text();
    if (next.equals(cursor)) {
      throw new ConnectorException(
          ConnectorException.Kind.PROTOCOL, "Notion's list goes on with the cursor it came from");
    }
    return next;
  }

  /** Returns an answer that is the object that was asked for. */
  static Json expect(String object, Json body) {
    String found = body.at("object").textOrNull();
    if (!object.equals(found)) {
      throw new ConnectorException(
          ConnectorException.Kind.PROTOCOL,
          "Notion answered with "
              + (found == null ? "something else" : found)
              + " for a "
              + object);
    }
    return body;
  }

  /** Returns an answer that is a list; one without elements is none, however empty it looks. */
  private static Json list(Json body) {
    expect("list", body);
    if (!body.at("results").isArray()) {
      throw new ConnectorException(
          ConnectorException.Kind.PROTOCOL, "Notion answered with a list that has no results");
    }
    return body;
  }

  private HttpAnswer send(HttpCall call, String capability) {
    try {
      return calls.send(call);
    } catch (ConnectorException e) {
      NotionFault fault = NotionFault.of(e);
      if (e.kind() == ConnectorException.Kind.PERMISSION
          && fault != null
          && fault.code().equals("restricted_resource")) {
        throw new ConnectorException(
            e.kind(),
            e.getMessage()
                + "; the integration needs the capability to "
                + capability
                + ", which is granted in its settings",
            fault);
      }
      throw e;
    }
  }

  /** Properties that a call names, so that Notion leaves out the others. Immutable. */
  static final class Named {
    private final String query;

    private Named(String query) {
      this.query = query;
    }

    /** Returns all properties. */
    static Named all() {
      return new Named("");
    }

    /**
     * Returns some properties, and the relations that some of them are computed over; none means
     * that the title will do.
     */
    static Named of(List<Property> some, DataSource source) {
      Set<Property> wanted = new LinkedHashSet<>(some);
      for (Property property : some) {
        Property relation = source.relationOf(property);
        if (relation != null) {
          wanted.add(relation);
        }
      }
      if (wanted.isEmpty()) {
        return new Named("?filter_properties=" + DataSource.TITLE);
      }
      if (wanted.size() > MAX_NAMED || wanted.size() == source.properties().size()) {
        return all();
      }
      return new Named(
          wanted.stream()
              .map(property -> "filter_properties=" + NotionIds.forUrl(property.id()))
              .collect(Collectors.joining("&", "?", "")));
    }

    String query() {
      return query;
    }

    boolean isAll() {
      return query.isEmpty();
    }
  }
}
