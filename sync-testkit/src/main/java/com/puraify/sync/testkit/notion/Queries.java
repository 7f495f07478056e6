package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Queries of data sources. Every page of a query is cut from the present order behind the last row
 * of the page before, so that rows which move meanwhile come twice or not at all, as they would.
 * Guarded by the lock of the workspace.
 */
final class Queries {
  private static final int LARGEST_PAGE = 100;
  private static final int RESULTS_KEPT = 16;
  private static final Set<String> KEYS =
      Set.of(
          "filter", "sorts", "start_cursor", "page_size", "result_type", "is_archived", "in_trash");

  /** Where a query goes on. */
  private record Position(@Nullable Hit last, int delivered, int pages) {}

  /** The sorted rows of a query, good while nothing changes. */
  private record Result(long version, @Nullable Instant at, List<Hit> hits, Sorts sorts) {}

  private final Workspace workspace;
  private final Cursors cursors;
  private final Map<String, Result> results = new LinkedHashMap<>();

  Queries(Workspace workspace, Cursors cursors) {
    this.workspace = workspace;
    this.cursors = cursors;
  }

  ObjectNode run(
      DataSourceRecord source,
      JsonNode body,
      ApiVersion version,
      @Nullable Set<PropertySpec> only) {
    Set<String> keys = new HashSet<>(KEYS);
    if (version.knowsArchived()) {
      keys.add("archived");
    }
    Shape.object("body", body, keys);
    int size = pageSize(body.path("page_size"));
    if (size > workspace.quirks.slowPageSize()) {
      throw NotionError.usual(504);
    }
    String type =
        body.has("result_type")
            ? Shape.oneOf(
                "body.result_type", body.path("result_type"), List.of("page", "data_source"))
            : "page";
    boolean archived =
        body.has("is_archived") && Shape.bool("body.is_archived", body.path("is_archived"));
    String key = source.id + type + archived + body.path("filter") + "\n" + body.path("sorts");
    Result result = result(key, source, body, archived);
    List<Hit> hits = type.equals("page") ? result.hits : List.of();
    Position from = cursors.find(Paging.cursor(body), key, Position.class);
    return page(key, hits, result.sorts, from, size, version, only);
  }

  private static int pageSize(JsonNode node) {
    return node.isMissingNode()
        ? LARGEST_PAGE
        : Shape.integer("body.page_size", node, 1, LARGEST_PAGE);
  }

  private Result result(String key, DataSourceRecord source, JsonNode body, boolean archived) {
    Instant now = workspace.now();
    boolean lags = !workspace.quirks.visibilityLag().isZero();
    boolean timed = lags || DateCondition.isRelative(body.path("filter").toString());
    Result known = results.get(key);
    if (known != null
        && known.version == workspace.version()
        && (timed ? now.equals(known.at) : known.at == null)) {
      return known;
    }
    Predicate<Reading> filter =
        new Filters(workspace, source).compile("body.filter", body.path("filter"));
    Sorts sorts = Sorts.compile(workspace, source, "body.sorts", body.path("sorts"));
    long salt = workspace.ids.scatter(key);
    Instant seen = now.minus(workspace.quirks.visibilityLag());
    List<Hit> hits = new ArrayList<>();
    for (PageRecord page : source.pages) {
      PageState state = lags ? page.at(seen) : page.state();
      if (state == null || !isListed(source, page, state, archived)) {
        continue;
      }
      Reading reading = Reading.byBot(workspace, page, state);
      if (filter.test(reading.complete())) {
        hits.add(new Hit(page, state, sorts.keys(reading), mix(page.scatter ^ salt)));
      }
    }
    hits.sort(sorts.order());
    Result fresh =
        new Result(
            workspace.version(), timed ? now : null, Collections.unmodifiableList(hits), sorts);
    results.remove(key);
    results.put(key, fresh);
    if (results.size() > RESULTS_KEPT) {
      results.remove(results.keySet().iterator().next());
    }
    return fresh;
  }

  private boolean isListed(
      DataSourceRecord source, PageRecord page, PageState state, boolean archived) {
    return !state.inTrash()
        && state.archived() == archived
        && state.parent().id().equals(source.id)
        && workspace.sees(page.id);
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  private ObjectNode page(
      String key,
      List<Hit> hits,
      Sorts sorts,
      @Nullable Position from,
      int size,
      ApiVersion version,
      @Nullable Set<PropertySpec> only) {
    int delivered = from == null ? 0 : from.delivered;
    int pages = from == null ? 0 : from.pages;
    Hit last = from == null ? null : from.last;
    int start = last == null ? 0 : behind(hits, last, sorts.order());
    int cap = workspace.quirks.queryCap();
    boolean capped = delivered + hits.size() - start > cap;
    int remaining = Math.min(hits.size() - start, cap - delivered);
    int count = Math.min(remaining, wanted(key, size, pages));
    ObjectNode answer = Json.object().put("object", "list");
    ArrayNode shown = answer.putArray("results");
    for (Hit hit : hits.subList(start, start + count)) {
      shown.add(
          hit.page().shownPartially
              ? PageView.partial(hit.page())
              : PageView.show(Reading.byBot(workspace, hit.page(), hit.state()), version, only));
    }
    boolean more = count < remaining;
    Hit newLast = count == 0 ? last : hits.get(start + count - 1);
    answer.put(
        "next_cursor",
        more ? cursors.keep(key, new Position(newLast, delivered + count, pages + 1)) : null);
    answer.put("has_more", more);
    answer.put("type", "page_or_data_source").putObject("page_or_data_source");
    if (capped) {
      answer
          .putObject("request_status")
          .put("type", "incomplete")
          .put("incomplete_reason", "query_result_limit_reached");
    }
    return answer;
  }

  /** Returns how many rows this page may hold; with short pages, never none twice in a row. */
  private int wanted(String key, int size, int pages) {
    if (!workspace.quirks.shortPages()) {
      return size;
    }
    SplittableRandom random = new SplittableRandom(workspace.ids.scatter(key) + pages / 2);
    int first = random.nextInt(size + 1);
    return pages % 2 == 0 ? first : Math.max(1, size - first);
  }

  private static int behind(List<Hit> hits, Hit last, Comparator<Hit> order) {
    int found = Collections.binarySearch(hits, last, order);
    return found >= 0 ? found + 1 : -found - 1;
  }
}
