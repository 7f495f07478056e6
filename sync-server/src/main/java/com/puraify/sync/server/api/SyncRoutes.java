package com.puraify.sync.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.job.ScheduleStatus;
import com.puraify.sync.server.http.JsonText;
import com.puraify.sync.server.http.ProblemException;
import com.puraify.sync.server.http.ProblemType;
import com.puraify.sync.server.http.Resource;
import com.puraify.sync.server.http.Route;
import com.puraify.sync.server.syncs.Attention;
import com.puraify.sync.server.syncs.KnownSync;
import com.puraify.sync.server.syncs.KnownSyncs;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The syncs that are known, and their schedules. */
public final class SyncRoutes implements Resource {

  private final SyncEngine engine;
  private final KnownSyncs syncs;
  private final Attention attention;

  /** Creates the routes. */
  public SyncRoutes(SyncEngine engine, KnownSyncs syncs, Attention attention) {
    this.engine = engine;
    this.syncs = syncs;
    this.attention = attention;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/syncs", this::list),
        Route.get("/syncs/{sync}", context -> answer(context, sync(context))),
        Route.delete("/syncs/{sync}", this::forget),
        Route.post("/syncs/{sync}/pause", this::pause),
        Route.post("/syncs/{sync}/resume", this::resume),
        Route.delete("/syncs/{sync}/schedule", this::unschedule),
        Route.get("/schedules", this::schedules));
  }

  private void list(Context context) {
    Map<String, ScheduleStatus> schedules = schedulesBySync();
    ObjectNode node = JsonText.object();
    ArrayNode all = node.putArray("syncs");
    syncs.all().forEach(sync -> all.add(view(sync, schedules.get(sync.id()))));
    JsonText.answer(context, node);
  }

  private void schedules(Context context) {
    ObjectNode node = JsonText.object();
    ArrayNode all = node.putArray("schedules");
    engine.jobs().schedules().forEach(schedule -> all.add(JobJson.of(schedule)));
    JsonText.answer(context, node);
  }

  private void pause(Context context) {
    KnownSync sync = sync(context);
    engine.jobs().pause(sync.id());
    answer(context, sync);
  }

  private void resume(Context context) {
    KnownSync sync = sync(context);
    engine.jobs().resume(sync.id());
    answer(context, sync);
  }

  private void unschedule(Context context) {
    KnownSync sync = sync(context);
    if (!engine.jobs().unschedule(sync.id())) {
      throw ProblemException.of(
          ProblemType.NOT_FOUND,
          "sync '" + sync.id() + "' has no schedule",
          "nothing needs to be done; POST a document with one to /sync/start to give it one");
    }
    context.status(204);
  }

  private void forget(Context context) {
    KnownSync sync = sync(context);
    engine.jobs().unschedule(sync.id());
    attention.end(sync.id());
    syncs.remove(sync.id());
    context.status(204);
  }

  private KnownSync sync(Context context) {
    return syncs.get(context.pathParam("sync"));
  }

  private void answer(Context context, KnownSync sync) {
    JsonText.answer(context, view(sync, schedulesBySync().get(sync.id())));
  }

  private Map<String, ScheduleStatus> schedulesBySync() {
    return engine.jobs().schedules().stream()
        .collect(Collectors.toMap(ScheduleStatus::sync, Function.identity(), (one, other) -> one));
  }

  private ObjectNode view(KnownSync sync, @Nullable ScheduleStatus schedule) {
    SyncConfig config = sync.config();
    ObjectNode node = JsonText.object();
    node.put("sync_id", sync.id());
    node.put("project_id", config.project());
    node.put("source_platform", sync.platform());
    node.put("sync_type", config.type().name().toLowerCase(Locale.ROOT));
    node.put("priority", config.priority().name().toLowerCase(Locale.ROOT));
    node.put("paused", engine.jobs().isPaused(sync.id()));
    if (schedule != null) {
      node.set("schedule", JobJson.of(schedule));
    }
    node.set("document", JsonText.own(sync.document()));
    return node;
  }
}
