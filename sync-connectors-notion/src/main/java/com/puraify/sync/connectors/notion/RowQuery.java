package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.HttpAnswer;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a data source in the order of a time, past Notion's cap on rows per query.
 *
 * <p>Notion ends a query after 10,000 rows. Then a new one is begun at the minute of the last row,
 * inclusive, for Notion's times are cut to the minute. Rows of that minute come twice. A minute
 * that fills a whole query by itself cannot be passed: the reading is cut off there.
 *
 * <p>By time of creation this is exact, for that never changes. By time of the last edit a row that
 * is edited meanwhile moves towards the end, where it comes again; none is passed over.
 *
 * <p>When Notion is overloaded by a page of rows, ever smaller ones are asked for, down to 10, and
 * the rest of the reading stays at the size that worked. Immutable.
 */
final class RowQuery {

  private static final int SMALLEST = 10;

  private final NotionApi api;
  private final String dataSource;
  private final String time;
  private final RowFilter filter;
  private final NotionApi.Named properties;

  private RowQuery(
      NotionApi api, String dataSource, String time, RowFilter filter, NotionApi.Named properties) {
    this.api = api;
    this.dataSource = dataSource;
    this.time = time;
    this.filter = filter;
    this.properties = properties;
  }

  /** Returns a reading in the order of creation. */
  static RowQuery byCreation(
      NotionApi api, String dataSource, RowFilter filter, NotionApi.Named properties) {
    return new RowQuery(api, dataSource, "created_time", filter, properties);
  }

  /** Returns a reading in the order of the last edit. */
  static RowQuery byLastEdit(NotionApi api, String dataSource, NotionApi.Named properties) {
    return new RowQuery(api, dataSource, "last_edited_time", RowFilter.every(), properties);
  }

  /**
   * One page of rows.
   *
   * @param rows pages, in full or in part, in the order of the time
   * @param serverTime Notion's clock
   * @param next where it goes on, or null if it does not
   * @param cutOff why it does not go on although there is more, or null if there is no more
   */
  record Rows(
      List<Json> rows,
      Optional<Instant> serverTime,
      @Nullable Position next,
      @Nullable String cutOff) {}

  /**
   * Reads the rows at a position. A cursor that expired costs nothing but the rows of one minute:
   * the reading goes on from the last row's, unless it has been there before.
   */
  Rows read(Position at) {
    try {
      return ask(at);
    } catch (ConnectorException e) {
      NotionFault fault = NotionFault.of(e);
      if (at.cursor() == null || fault == null || !fault.isInvalidCursor()) {
        throw e;
      }
      Instant from = at.last() == null ? at.from() : minute(at.last());
      Instant mark = from == null ? Instant.EPOCH : from;
      if (mark.equals(at.restartedAt())) {
        throw e;
      }
      return ask(new Position(from, null, at.size(), at.last(), mark));
    }
  }

  private Rows ask(Position at) {
    int size = at.size();
    boolean repeatable = size <= SMALLEST;
    while (true) {
      try {
        return rows(api.query(dataSource, properties, body(at, size), repeatable), at, size);
      } catch (ConnectorException e) {
        if (isOverload(e) && size > SMALLEST) {
          size = Math.max(SMALLEST, size / 2);
          repeatable = size == SMALLEST;
        } else if (!repeatable && (e.effectPossible() || e.kind() == Kind.UNAVAILABLE)) {
          repeatable = true; // a failure that asking for less does not mend
        } else {
          throw e;
        }
      }
    }
  }

  private static boolean isOverload(ConnectorException e) {
    NotionFault fault = NotionFault.of(e);
    return fault == null ? e.kind() == Kind.TIMEOUT : fault.isOverload();
  }

  private Json body(Position at, int size) {
    Instant from = at.from();
    Json since =
        from == null
            ? Json.MISSING
            : Json.object(
                o ->
                    o.put("timestamp", time)
                        .put(time, Json.object(c -> c.put("on_or_after", DateCodec.text(from)))));
    Json filtered = filter.with(since);
    return Json.object(
        o -> {
          if (!filtered.isMissing()) {
            o.put("filter", filtered);
          }
          o.put(
              "sorts",
              Json.array(Json.object(s -> s.put("timestamp", time).put("direction", "ascending"))));
          if (at.cursor() != null) {
            o.put("start_cursor", at.cursor());
          }
          o.put("page_size", size).put("result_type", "page");
        });
  }

  private Rows rows(HttpAnswer answer, Position at, int size) {
    Json list = answer.body();
    List<Json> rows = list.at("results").elements().stream().filter(RowQuery::isPage).toList();
    Instant last = at.last();
    for (Json row : rows) {
      Instant each = time(row);
      last = each == null ? last : each;
    }
    String cursor = NotionApi.nextCursor(list, at.cursor());
    if (cursor != null) {
      Position next = new Position(at.from(), cursor, size, last, at.restartedAt());
      return new Rows(rows, answer.serverTime(), next, null);
    }
    if (!"incomplete".equals(list.at("request_status", "type").textOrNull())) {
      return new Rows(rows, answer.serverTime(), null, null);
    }
    Instant from = last == null ? null : minute(last);
    if (from == null || (at.from() != null && !from.isAfter(at.from()))) {
      return new Rows(rows, answer.serverTime(), null, cutOff(list, from));
    }
    Position next = new Position(from, null, size, last, at.restartedAt());
    return new Rows(rows, answer.serverTime(), next, null);
  }

  private String cutOff(Json list, @Nullable Instant minute) {
    String reason = list.at("request_status", "incomplete_reason").textOrNull();
    return "Notion ended the query before its end ("
        + (reason == null ? "no reason given" : reason)
        + "), and more rows share the "
        + time
        + " "
        + (minute == null ? "(unknown)" : minute)
        + " than one query returns (10,000)";
  }

  private static boolean isPage(Json row) {
    String object = row.at("object").text();
    if (object.equals("page")) {
      return true;
    }
    if (object.equals("data_source") || object.equals("database")) {
      return false;
    }
    throw new ConnectorException(
        Kind.PROTOCOL, "Notion lists something that is no page among the rows: " + object);
  }

  private @Nullable Instant time(Json row) {
    String text = row.at(time).textOrNull();
    if (text == null) {
      return null;
    }
    try {
      return DateCodec.moment(text, null);
    } catch (DateTimeException e) {
      throw new ConnectorException(
          Kind.PROTOCOL, "Notion's " + time + " cannot be read: " + text, e);
    }
  }

  static Instant minute(Instant time) {
    return time.truncatedTo(ChronoUnit.MINUTES);
  }
}
