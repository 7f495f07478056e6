package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;

/** The settings and subscriptions of webhooks, which a developer key opens. */
final class WebhookEndpoints {
  private final SimulatedWebhooks webhooks;

  WebhookEndpoints(SimulatedWebhooks webhooks) {
    this.webhooks = webhooks;
  }

  private static void demandKey(Call call) {
    if (call.queried("hapikey") == null && call.request().header("authorization") == null) {
      throw HubSpotError.unauthenticated();
    }
  }

  Reply settings(Call call) {
    demandKey(call);
    URI target = webhooks.targetUri();
    if (target == null) {
      throw HubSpotError.notFound(call.parameter("appId"));
    }
    ObjectNode body = Json.object().put("targetUrl", target.toString());
    body.putObject("throttling").put("maxConcurrentRequests", 10).put("period", "SECONDLY");
    return Reply.ok(body);
  }

  Reply configure(Call call) {
    demandKey(call);
    webhooks.target(address(Call.required(call.body(), "targetUrl")));
    return settings(call);
  }

  private static URI address(String text) {
    URI address;
    try {
      address = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw HubSpotError.badInput("targetUrl is not an address");
    }
    if (address.getHost() == null) {
      throw HubSpotError.badInput("targetUrl is not an address");
    }
    return address;
  }

  /** Ends everything: without a target nothing can be sent. */
  Reply clear(Call call) {
    demandKey(call);
    webhooks.subscriptions().clear();
    return Reply.noContent();
  }

  Reply list(Call call) {
    demandKey(call);
    ObjectNode body = Json.object();
    ArrayNode results = body.putArray("results");
    webhooks.subscriptions().forEach(one -> results.add(shown(one)));
    return Reply.ok(body);
  }

  private static ObjectNode shown(WebhookSubscription one) {
    ObjectNode shown = Json.object().put("id", Long.toString(one.id()));
    shown.put("eventType", one.eventType()).put("active", one.active());
    if (one.propertyName() != null) {
      shown.put("propertyName", one.propertyName());
    }
    if (one.objectTypeId() != null) {
      shown.put("objectTypeId", one.objectTypeId());
    }
    return shown;
  }

  Reply create(Call call) {
    demandKey(call);
    JsonNode body = call.body();
    String eventType = Call.required(body, "eventType");
    String propertyName = Call.optional(body, "propertyName");
    String objectTypeId = Call.optional(body, "objectTypeId");
    if (eventType.endsWith(".propertyChange") && propertyName == null) {
      throw HubSpotError.badInput("propertyName is required for " + eventType);
    }
    if (eventType.startsWith("object.") && objectTypeId == null) {
      throw HubSpotError.badInput("objectTypeId is required for " + eventType);
    }
    try {
      return Reply.created(
          shown(
              webhooks.add(
                  eventType, propertyName, objectTypeId, body.path("active").asBoolean())));
    } catch (IllegalArgumentException e) {
      throw HubSpotError.badInput(String.valueOf(e.getMessage()));
    }
  }

  private WebhookSubscription find(Call call) {
    demandKey(call);
    String id = call.parameter("subscriptionId");
    return webhooks.subscriptions().stream()
        .filter(one -> Long.toString(one.id()).equals(id))
        .findFirst()
        .orElseThrow(() -> HubSpotError.notFound(id));
  }

  Reply get(Call call) {
    return Reply.ok(shown(find(call)));
  }

  Reply update(Call call) {
    WebhookSubscription old = find(call);
    WebhookSubscription changed =
        new WebhookSubscription(
            old.id(),
            old.eventType(),
            old.propertyName(),
            old.objectTypeId(),
            call.body().path("active").asBoolean(old.active()));
    webhooks.subscriptions().replaceAll(one -> one.equals(old) ? changed : one);
    return Reply.ok(shown(changed));
  }

  Reply delete(Call call) {
    webhooks.subscriptions().remove(find(call));
    return Reply.noContent();
  }
}
