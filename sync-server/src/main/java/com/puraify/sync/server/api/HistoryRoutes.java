package com.puraify.sync.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.history.Change;
import com.puraify.sync.history.History;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.server.http.JsonText;
import com.puraify.sync.server.http.ProblemException;
import com.puraify.sync.server.http.ProblemType;
import com.puraify.sync.server.http.Resource;
import com.puraify.sync.server.http.Route;
import com.puraify.sync.server.syncs.KnownSyncs;
import com.puraify.sync.value.Side;
import io.javalin.http.Context;
import java.util.List;

/** What happened: runs, what they changed, and why an item is as it is. */
public final class HistoryRoutes implements Resource {

  /** How many runs or changes are shown unless told otherwise. */
  static final int DEFAULT_LIMIT = 50;

  /** How many runs or changes are shown at most. */
  static final int MAX_LIMIT = 1_000;

  private final SyncEngine engine;
  private final KnownSyncs syncs;

  /** Creates the routes. */
  public HistoryRoutes(SyncEngine engine, KnownSyncs syncs) {
    this.engine = engine;
    this.syncs = syncs;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/syncs/{sync}/runs", this::runs),
        Route.get("/syncs/{sync}/runs/{run}", this::run),
        Route.get("/syncs/{sync}/items/{side}/{item}", this::explain));
  }

  private void runs(Context context) {
    ObjectNode node = JsonText.object();
    ArrayNode runs = node.putArray("runs");
    history(context)
        .runs(limit(context))
        .forEach(report -> runs.add(JsonText.own(report.toJson())));
    JsonText.answer(context, node);
  }

  private void run(Context context) {
    History history = history(context);
    String id = context.pathParam("run");
    int limit = limit(context);
    SyncReport report =
        history
            .run(id)
            .orElseThrow(
                () ->
                    ProblemException.of(
                        ProblemType.NOT_FOUND,
                        "no run has the id '" + id + "', or its report is no longer kept",
                        "see GET /syncs/{sync}/runs for those that are there"));
    ObjectNode node = JsonText.object();
    node.set("report", JsonText.own(report.toJson()));
    put(node, history.changes(id), limit);
    JsonText.answer(context, node);
  }

  private void explain(Context context) {
    History history = history(context);
    Side side = side(context);
    String id = context.pathParam("item");
    int limit = limit(context);
    ObjectNode node = HistoryJson.of(history.explain(side, id));
    put(node, history.changes(side, id, limit), limit);
    JsonText.answer(context, node);
  }

  private static void put(ObjectNode node, List<Change> changes, int limit) {
    ArrayNode shown = node.putArray("changes");
    changes.stream().limit(limit).forEach(change -> shown.add(HistoryJson.of(change)));
    node.put("changes_left_out", Math.max(0, changes.size() - limit));
  }

  private History history(Context context) {
    return engine.history(syncs.get(context.pathParam("sync")).config());
  }

  private static Side side(Context context) {
    return switch (context.pathParam("side")) {
      case "local" -> Side.LOCAL;
      case "remote" -> Side.REMOTE;
      default ->
          throw ProblemException.of(
              ProblemType.INVALID_REQUEST,
              "'" + context.pathParam("side") + "' is no side",
              "write local or remote");
    };
  }

  private static int limit(Context context) {
    String text = context.queryParam("limit");
    if (text == null) {
      return DEFAULT_LIMIT;
    }
    if (text.matches("\\d{1,4}")) {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    }
    throw ProblemException.of(
        ProblemType.INVALID_REQUEST,
        "limit is '" + text + "'",
        "write a whole number from 1 to " + MAX_LIMIT);
  }
}
