package com.puraify.sync.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.error.StateException;
import com.puraify.sync.server.http.JsonText;
import com.puraify.sync.server.http.ProblemException;
import com.puraify.sync.server.http.ProblemType;
import com.puraify.sync.server.http.RequestBody;
import com.puraify.sync.server.http.Resource;
import com.puraify.sync.server.http.Route;
import com.puraify.sync.server.syncs.KnownSync;
import com.puraify.sync.server.syncs.KnownSyncs;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;

/** Questions that wait for a person, and their answers. */
public final class CaseRoutes implements Resource {

  /** How many cases a list shows. */
  static final int MAX_CASES = 1_000;

  private final SyncEngine engine;
  private final KnownSyncs syncs;
  private final RequestBody body;

  /** Creates the routes. */
  public CaseRoutes(SyncEngine engine, KnownSyncs syncs, RequestBody body) {
    this.engine = engine;
    this.syncs = syncs;
    this.body = body;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/cases", context -> list(context, syncs.all())),
        Route.get("/syncs/{sync}/cases", context -> list(context, List.of(sync(context)))),
        Route.get("/syncs/{sync}/cases/{case}", ctx -> JsonText.answer(ctx, view(ctx))),
        Route.post("/syncs/{sync}/cases/{case}/resolution", this::resolve));
  }

  private void list(Context context, List<KnownSync> asked) {
    ObjectNode node = JsonText.object();
    ArrayNode shown = node.putArray("cases");
    long leftOut = 0;
    for (KnownSync sync : asked) {
      for (Case question : engine.cases(sync.config())) {
        if (shown.size() < MAX_CASES) {
          shown.add(CaseJson.of(question));
        } else {
          leftOut++;
        }
      }
    }
    node.put("left_out", leftOut);
    JsonText.answer(context, node);
  }

  private void resolve(Context context) throws IOException {
    ObjectNode request = JsonText.request(body.json(context));
    Case question = question(context);
    if (request.has("state") && !request.path("state").asText().equals(question.state())) {
      throw moved("the item has moved on since the case was read", null);
    }
    try {
      engine.resolve(question, CaseJson.answer(question, request));
    } catch (StateException e) {
      throw moved(String.valueOf(e.getMessage()), e);
    }
    JsonText.answer(context, view(context));
  }

  private static ProblemException moved(
      String detail, @org.jspecify.annotations.Nullable Throwable cause) {
    ProblemException problem =
        ProblemException.of(
            ProblemType.CONFLICT, detail, "read the case again, and answer what it asks now");
    return cause == null ? problem : problem.because(cause);
  }

  private ObjectNode view(Context context) {
    return CaseJson.of(question(context));
  }

  private Case question(Context context) {
    KnownSync sync = sync(context);
    String id = context.pathParam("case");
    return engine.cases(sync.config()).stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                ProblemException.of(
                    ProblemType.NOT_FOUND,
                    "sync '" + sync.id() + "' has no open case '" + id + "'",
                    "see GET /syncs/" + sync.id() + "/cases for those that are open"));
  }

  private KnownSync sync(Context context) {
    return syncs.get(context.pathParam("sync"));
  }
}
