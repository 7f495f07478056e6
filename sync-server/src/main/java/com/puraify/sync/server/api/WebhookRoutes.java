package com.puraify.sync.server.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.host.CredentialProvider;
import com.puraify.sync.server.http.JsonText;
import com.puraify.sync.server.http.ProblemException;
import com.puraify.sync.server.http.ProblemType;
import com.puraify.sync.server.http.Resource;
import com.puraify.sync.server.http.Route;
import com.puraify.sync.server.syncs.Attention;
import com.puraify.sync.server.syncs.KnownSync;
import com.puraify.sync.server.syncs.KnownSyncs;
import com.puraify.sync.value.Schema;
import com.puraify.sync.webhook.WebhookDelivery;
import com.puraify.sync.webhook.WebhookReply;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where platforms post what happened, and where they are asked to. A delivery needs no token: the
 * signature over the raw body counts, which the engine checks.
 */
public final class WebhookRoutes implements Resource {

  private final SyncEngine engine;
  private final KnownSyncs syncs;
  private final Attention attention;
  private final String publicUrl;

  /**
   * Creates the routes.
   *
   * @param publicUrl how platforms reach this server, without a slash at its end; some sign it
   */
  public WebhookRoutes(SyncEngine engine, KnownSyncs syncs, Attention attention, String publicUrl) {
    this.engine = engine;
    this.syncs = syncs;
    this.attention = attention;
    this.publicUrl = publicUrl;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/webhooks/{platform}/{connection}", this::receive).open(),
        Route.get("/syncs/{sync}/subscription", this::subscription),
        Route.post("/syncs/{sync}/subscription", this::subscribe),
        Route.delete("/syncs/{sync}/subscription", this::unsubscribe));
  }

  private void subscription(Context context) {
    KnownSync sync = sync(context);
    tell(context, sync, attention.subscription(sync).orElse(null));
  }

  private void subscribe(Context context) {
    KnownSync sync = sync(context);
    tell(context, sync, attention.subscribe(sync));
  }

  private void unsubscribe(Context context) {
    attention.unsubscribe(sync(context));
    context.status(204);
  }

  private KnownSync sync(Context context) {
    return syncs.get(context.pathParam("sync"));
  }

  private static void tell(Context context, KnownSync sync, @Nullable URI callback) {
    ObjectNode node =
        JsonText.object().put("sync_id", sync.id()).put("subscribed", callback != null);
    if (callback != null) {
      node.put("callback", callback.toString());
    }
    JsonText.answer(context, node);
  }

  private void receive(Context context) throws IOException {
    String platform = context.pathParam("platform");
    String project = context.pathParam("connection");
    List<KnownSync> all = syncs.all();
    if (all.stream().noneMatch(each -> each.isOf(project, platform))) {
      throw ProblemException.of(
          ProblemType.NOT_FOUND,
          "no sync of project '" + project + "' has to do with " + platform,
          "start the sync first, and use /webhooks/{its platform}/{its project}");
    }
    attention.follow(all);
    WebhookDelivery delivery =
        WebhookDelivery.read(
            context.method().name(),
            calledUri(context),
            headers(context),
            context.req().getInputStream());
    answer(context, project, platform, engine.receive(project, platform, delivery));
  }

  /** Returns what the platform called, as it may have signed it. */
  private URI calledUri(Context context) {
    String query = context.queryString();
    try {
      return new URI(
          publicUrl + context.req().getRequestURI() + (query == null ? "" : "?" + query));
    } catch (URISyntaxException e) {
      throw ProblemException.of(
          ProblemType.INVALID_REQUEST,
          "the address that was called is malformed",
          "percent-encode what stands behind the question mark");
    }
  }

  private static Map<String, List<String>> headers(Context context) {
    Map<String, List<String>> headers = new HashMap<>();
    for (String name : Collections.list(context.req().getHeaderNames())) {
      headers.put(name, Collections.list(context.req().getHeaders(name)));
    }
    return headers;
  }

  /** What is refused gets a problem document; its status is what platforms look at. */
  private static void answer(Context context, String project, String platform, WebhookReply reply) {
    if (!reply.isAccepted()) {
      throw refused(reply.status(), project, platform);
    }
    context.status(reply.status());
    if (reply.contentType() != null) {
      context.contentType(reply.contentType()).result(reply.body());
    }
  }

  private static ProblemException refused(int status, String project, String platform) {
    return switch (status) {
      case 401 ->
          ProblemException.of(
                  ProblemType.UNAUTHENTICATED,
                  "the signature is missing or does not fit",
                  "sign the body with the key that the project has for the platform")
              .with("WWW-Authenticate", "Signature realm=\"webhooks\"");
      case 404 ->
          ProblemException.of(
              ProblemType.NOT_FOUND,
              "the platform sends no webhooks that this server reads",
              "leave it to the schedule");
      case 409 ->
          ProblemException.of(
              ProblemType.CONFLICT,
              "another key is known for this project and platform",
              "remove the known key first if the new one is right");
      case 413 ->
          ProblemException.of(
              ProblemType.TOO_LARGE,
              "the delivery has more than " + WebhookDelivery.MAX_BODY + " bytes",
              "send less at a time");
      case 503 ->
          ProblemException.of(
                  ProblemType.UNAVAILABLE,
                  "there is no key to check the delivery with, or it cannot be kept",
                  "keep it in the vault as '"
                      + CredentialProvider.webhookKey(Schema.simplify(platform))
                      + "' of project '"
                      + project
                      + "', and send the delivery again")
              .with("Retry-After", "60");
      case 500 ->
          ProblemException.of(
              ProblemType.INTERNAL, "the delivery could not be read", "see the server's log");
      default ->
          ProblemException.of(
              ProblemType.INVALID_REQUEST,
              "the delivery makes no sense, or is too old",
              "send what the platform sends, at once");
    };
  }
}
