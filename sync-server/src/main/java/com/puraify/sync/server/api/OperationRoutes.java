package com.puraify.sync.server.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.server.http.JsonText;
import com.puraify.sync.server.http.Resource;
import com.puraify.sync.server.http.Route;
import io.javalin.http.Context;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What operators and people look at: health, metrics, the description of the API, the page. */
public final class OperationRoutes implements Resource {

  private static final String OPENAPI = "openapi.json";

  private final BooleanSupplier stopping;
  private final Supplier<String> metrics;
  private final String openApi = Resources.text(OPENAPI);
  private final Page page = Page.load();

  /**
   * Creates the routes.
   *
   * @param stopping whether the server is about to stop
   * @param metrics gives the metrics in the Prometheus text format
   */
  public OperationRoutes(BooleanSupplier stopping, Supplier<String> metrics) {
    this.stopping = stopping;
    this.metrics = metrics;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/health", this::health).open(),
        Route.get("/metrics", this::metrics),
        Route.get("/openapi.json", this::openApi),
        Route.get("/", page::answer).open());
  }

  private void health(Context context) {
    boolean ends = stopping.getAsBoolean();
    ObjectNode node = JsonText.object();
    node.put("status", ends ? "stopping" : "up");
    JsonText.answer(context, ends ? 503 : 200, node);
  }

  private void metrics(Context context) {
    context.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.get());
  }

  private void openApi(Context context) {
    context.contentType(JsonText.MEDIA_TYPE).result(openApi);
  }
}
