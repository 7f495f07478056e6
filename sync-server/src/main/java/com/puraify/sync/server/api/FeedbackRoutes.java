package com.puraify.sync.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.error.StateException;
import com.puraify.sync.puraify.FeedbackReviewer;
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
import org.jspecify.annotations.Nullable;

/** Where the Feedback Loop brings people's answers that come later. */
public final class FeedbackRoutes implements Resource {

  private final SyncEngine engine;
  private final KnownSyncs syncs;
  private final RequestBody body;
  private final @Nullable FeedbackReviewer reviewer;

  /**
   * Creates the routes.
   *
   * @param reviewer who asked, or null if nobody does
   */
  public FeedbackRoutes(
      SyncEngine engine, KnownSyncs syncs, RequestBody body, @Nullable FeedbackReviewer reviewer) {
    this.engine = engine;
    this.syncs = syncs;
    this.body = body;
    this.reviewer = reviewer;
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.post("/feedback/answers", this::take));
  }

  private void take(Context context) throws IOException {
    FeedbackReviewer asking = reviewer;
    if (asking == null) {
      throw ProblemException.of(
          ProblemType.NOT_FOUND,
          "this server asks no Feedback Loop",
          "set FEEDBACK_LOOP_URL, or POST to /syncs/{sync}/cases/{case}/resolution");
    }
    ObjectNode answer = JsonText.request(body.json(context));
    JsonNode sync = answer.path("sync_id");
    List<KnownSync> asked = sync.isTextual() ? List.of(syncs.get(sync.asText())) : syncs.all();
    KnownSync answered = null;
    try {
      for (KnownSync each : asked) {
        if (asking.answer(engine, each.config(), answer.toString())) {
          answered = each;
          break;
        }
      }
    } catch (StateException e) {
      throw ProblemException.of(
              ProblemType.CONFLICT,
              String.valueOf(e.getMessage()),
              "ask anew: the next run tells what is to be decided now")
          .because(e);
    }
    ObjectNode told = JsonText.object().put("answered", answered != null);
    if (answered != null) {
      told.put("sync_id", answered.id());
    }
    JsonText.answer(context, told);
  }
}
