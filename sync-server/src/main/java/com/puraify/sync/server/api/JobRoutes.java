package com.puraify.sync.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.job.Job;
import com.puraify.sync.server.http.JsonText;
import com.puraify.sync.server.http.ProblemException;
import com.puraify.sync.server.http.ProblemType;
import com.puraify.sync.server.http.Resource;
import com.puraify.sync.server.http.Route;
import io.javalin.http.Context;
import java.util.List;

/** Jobs: what waits, what is under way, what was over lately. */
public final class JobRoutes implements Resource {

  private final SyncEngine engine;
  private final JobEvents events;

  /** Creates the routes. */
  public JobRoutes(SyncEngine engine, JobEvents events) {
    this.engine = engine;
    this.events = events;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/jobs", this::list),
        Route.get("/jobs/{job}", ctx -> JsonText.answer(ctx, JobJson.of(job(ctx).status()))),
        Route.get("/jobs/{job}/events", context -> events.stream(context, job(context))),
        Route.post("/jobs/{job}/cancel", this::cancel));
  }

  private void list(Context context) {
    ObjectNode node = JsonText.object();
    ArrayNode jobs = node.putArray("jobs");
    engine.jobs().list().forEach(job -> jobs.add(JobJson.of(job)));
    JsonText.answer(context, node);
  }

  private void cancel(Context context) {
    Job job = job(context);
    if (job.status().state().isOver()) {
      throw ProblemException.of(
          ProblemType.CONFLICT,
          "the job is over: " + job.status().state().word(),
          "nothing needs to be done");
    }
    job.cancel();
    JsonText.answer(context, 202, JobJson.of(job.status()));
  }

  private Job job(Context context) {
    String id = context.pathParam("job");
    return engine
        .jobs()
        .find(id)
        .orElseThrow(
            () ->
                ProblemException.of(
                    ProblemType.NOT_FOUND,
                    "no job has the id '" + id + "', or it was over long ago",
                    "see GET /jobs for those that are there, and GET /syncs/{sync}/runs for"
                        + " older runs"));
  }
}
