package com.puraify.sync.server.api;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.server.http.JsonText;
import com.puraify.sync.server.http.RequestBody;
import com.puraify.sync.server.http.Resource;
import com.puraify.sync.server.http.Route;
import com.puraify.sync.server.syncs.KnownSync;
import com.puraify.sync.server.syncs.KnownSyncs;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs and previews, of documents and of syncs that are known. */
public final class StartRoutes implements Resource {

  private final SyncEngine engine;
  private final KnownSyncs syncs;
  private final Starting starting;
  private final RequestBody body;

  /** Creates the routes. */
  public StartRoutes(SyncEngine engine, KnownSyncs syncs, Starting starting, RequestBody body) {
    this.engine = engine;
    this.syncs = syncs;
    this.starting = starting;
    this.body = body;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/sync/start", context -> starting.start(context, document(context))),
        Route.post("/sync/plan", context -> plan(context, document(context))),
        Route.get("/sync/schema", StartRoutes::schema),
        Route.post("/syncs/{sync}/start", context -> starting.start(context, known(context))),
        Route.post("/syncs/{sync}/plan", context -> plan(context, known(context))));
  }

  private static void schema(Context context) {
    context.contentType("application/schema+json").result(SyncConfig.jsonSchema());
  }

  private void plan(Context context, KnownSync sync) {
    JsonText.answer(context, PlanJson.of(engine.plan(sync.config())));
  }

  private KnownSync known(Context context) {
    return syncs.get(context.pathParam("sync"));
  }

  /** The text goes on as it came, so that pointers are those of what was sent. */
  private KnownSync document(Context context) throws IOException {
    byte[] text = body.json(context);
    JsonText.request(text);
    return KnownSync.of(new String(text, StandardCharsets.UTF_8));
  }
}
