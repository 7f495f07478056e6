package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.HttpCall;
import com.puraify.sync.connector.HttpCalls;
import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.webhook.WebhookSubscriptions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes, renews and ends webhooks. A webhook belongs to a base, so a subscription's id is the
 * base's and the webhook's. Each lasts seven days, and longer if it is renewed or its log is read.
 */
final class AirtableSubscriptions implements WebhookSubscriptions {

  private static final char DOT = '.';

  private final AirtableConnection connection;

  AirtableSubscriptions(AirtableConnection connection) {
    this.connection = connection;
  }

  /** Returns the id of a subscription. */
  static String id(String base, String webhook) {
    return base + DOT + webhook;
  }

  /** Returns the webhook's id in that of a subscription; another text as it is. */
  static String webhookOf(String subscription) {
    return subscription.substring(subscription.indexOf(DOT) + 1);
  }

  private static String baseOf(String subscription) {
    int dot = subscription.indexOf(DOT);
    if (dot < 0
        || !AirtableIds.isBase(subscription.substring(0, dot))
        || !AirtableIds.isWebhook(webhookOf(subscription))) {
      throw new ConnectorException(
          Kind.NOT_FOUND, "'" + subscription + "' is no subscription to an Airtable base");
    }
    return subscription.substring(0, dot);
  }

  private static String path(String base) {
    return "/v0/bases/" + base + "/webhooks";
  }

  @Override
  public Subscribed subscribe(ConnectorContext context, Request request) {
    String base = Table.baseOf(request.entity());
    Json filters =
        Json.object(
            o ->
                o.put("dataTypes", Json.array(Json.of("tableData")))
                    .put("recordChangeScope", Table.tableOf(request.entity())));
    Json body =
        Json.object(
            o ->
                o.put("notificationUrl", request.callback().toString())
                    .put(
                        "specification",
                        Json.object(
                            s -> s.put("options", Json.object(f -> f.put("filters", filters))))));
    Json made = connection.calls(context, base).send(HttpCall.post(path(base), body)).body();
    return new Subscribed(
        id(base, made.at("id").text()),
        Secret.of(made.at("macSecretBase64").text()),
        expires(made));
  }

  /** Renews a webhook, and has it notify again if it gave up on an address that did not answer. */
  @Override
  public @Nullable Instant renew(ConnectorContext context, String subscription) {
    String base = baseOf(subscription);
    String webhook = path(base) + "/" + webhookOf(subscription);
    HttpCalls calls = connection.calls(context, base);
    try {
      Instant expires =
          expires(calls.send(HttpCall.query(webhook + "/refresh", Json.object())).body());
      calls.send(
          HttpCall.query(
              webhook + "/enableNotifications", Json.object(o -> o.put("enable", true))));
      return expires;
    } catch (ConnectorException e) {
      if (isGone(e) || e.kind() == Kind.INVALID) { // or expired, or disabled
        throw new ConnectorException(
            Kind.NOT_FOUND, "the webhook cannot be renewed: " + e.getMessage(), e);
      }
      throw e;
    }
  }

  @Override
  public void unsubscribe(ConnectorContext context, String subscription) {
    String base = baseOf(subscription);
    try {
      connection
          .calls(context, base)
          .send(HttpCall.delete(path(base) + "/" + webhookOf(subscription)));
    } catch (ConnectorException e) {
      if (!isGone(e)) {
        throw e;
      }
    }
  }

  /** Airtable does not tell a webhook that is gone from one that may not be seen. */
  private static boolean isGone(ConnectorException e) {
    return e.kind() == Kind.NOT_FOUND || e.kind() == Kind.PERMISSION;
  }

  private static @Nullable Instant expires(Json webhook) {
    String time = webhook.at("expirationTime").textOrNull();
    return time == null ? null : MomentCodec.instant(time);
  }
}
