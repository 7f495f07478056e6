package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The endpoints of webhooks. */
final class WebhookEndpoints {
  private static final int MOST = 10;
  private static final int MOST_OF_CLIENT = 2;
  private static final int LARGEST_PAGE = 50;
  private static final int SECRET_BYTES = 32;
  private static final Set<String> DATA_TYPES = Set.of("tableData", "tableFields", "tableMetadata");

  private final Workspace workspace;

  WebhookEndpoints(Workspace workspace) {
    this.workspace = workspace;
  }

  private BaseRecord base(Call call) {
    BaseRecord base = workspace.visible(call.parameter("baseId"));
    Instant now = workspace.now();
    base.webhooks.removeIf(webhook -> webhook.isGone(now));
    return base;
  }

  private static boolean sees(Call call, WebhookRecord webhook) {
    return !call.grant().isOauth() || call.grant().client().equals(webhook.client);
  }

  private WebhookRecord find(Call call) {
    String id = call.id("webhookId", "ach");
    return base(call).webhooks.stream()
        .filter(webhook -> webhook.id.equals(id) && sees(call, webhook))
        .findFirst()
        .orElseThrow(AirtableError::unseen);
  }

  ObjectNode list(Call call) {
    ObjectNode answer = Json.object();
    ArrayNode webhooks = answer.putArray("webhooks");
    base(call).webhooks.stream()
        .filter(webhook -> sees(call, webhook))
        .forEach(webhook -> webhooks.add(webhook.shown()));
    return answer;
  }

  ObjectNode create(Call call) {
    call.keys("notificationUrl", "specification");
    BaseRecord base = base(call);
    base.demand(Permission.CREATE);
    demandSpecification(base, call.body().path("specification"));
    String client = call.grant().client();
    if (base.webhooks.size() >= MOST) {
      throw AirtableError.refused(
          "TOO_MANY_WEBHOOKS_IN_BASE", "the base has " + MOST + " webhooks");
    }
    if (!client.isEmpty()
        && base.webhooks.stream().filter(webhook -> webhook.client.equals(client)).count()
            >= MOST_OF_CLIENT) {
      throw AirtableError.refused(
          "TOO_MANY_WEBHOOKS_BY_OAUTH_INTEGRATION_IN_BASE",
          "the integration has " + MOST_OF_CLIENT + " webhooks in the base");
    }
    WebhookRecord webhook =
        new WebhookRecord(
            workspace.ids.next("ach"),
            workspace.ids.bytes(SECRET_BYTES),
            url(call.body().path("notificationUrl")),
            call.body().path("specification").deepCopy(),
            client,
            workspace.now());
    base.webhooks.add(webhook);
    return Json.object()
        .put("id", webhook.id)
        .put("macSecretBase64", Base64.getEncoder().encodeToString(webhook.secret))
        .put("expirationTime", Times.shown(webhook.expires));
  }

  private static @Nullable String url(JsonNode given) {
    if (given.isMissingNode() || given.isNull()) {
      return null;
    }
    try {
      URI url = URI.create(given.asText());
      if (url.getHost() != null && Set.of("http", "https").contains(url.getScheme())) {
        return given.asText();
      }
    } catch (IllegalArgumentException e) {
      throw badUrl();
    }
    throw badUrl();
  }

  private static AirtableError badUrl() {
    return AirtableError.invalid("\"notificationUrl\" must be an absolute URL");
  }

  private static void demandSpecification(BaseRecord base, JsonNode specification) {
    JsonNode filters = specification.path("options").path("filters");
    List<String> types = Json.texts(filters.path("dataTypes"));
    if (types.isEmpty() || !DATA_TYPES.containsAll(types)) {
      throw AirtableError.invalid("\"dataTypes\" must name some of " + DATA_TYPES);
    }
    String scope = filters.path("recordChangeScope").asText();
    boolean known =
        base.tables.containsKey(scope)
            || base.tables.values().stream()
                .flatMap(table -> table.views.stream())
                .anyMatch(view -> view.id().equals(scope));
    if (!scope.isEmpty() && !known) {
      throw AirtableError.invalid("\"recordChangeScope\" names no table or view of the base");
    }
  }

  ObjectNode refresh(Call call) {
    WebhookRecord webhook = find(call);
    if (!webhook.isActive(workspace.now())) {
      throw AirtableError.refused(
          "CANNOT_REFRESH_DISABLED_WEBHOOK", "the webhook is disabled or has expired");
    }
    extend(webhook);
    return Json.object().put("expirationTime", Times.shown(webhook.expires));
  }

  private void extend(WebhookRecord webhook) {
    webhook.expires = workspace.now().plus(WebhookRecord.LIFE);
  }

  ObjectNode enableNotifications(Call call) {
    call.keys("enable");
    WebhookRecord webhook = find(call);
    JsonNode enable = call.body().path("enable");
    if (!enable.isBoolean()) {
      throw AirtableError.invalid("\"enable\" must be a boolean");
    }
    webhook.notifies = enable.booleanValue() && webhook.url != null;
    webhook.failedPings = 0;
    webhook.pingDue = null;
    return Json.object();
  }

  ObjectNode delete(Call call) {
    WebhookRecord webhook = find(call);
    base(call).webhooks.remove(webhook);
    return Json.object();
  }

  ObjectNode payloads(Call call) {
    WebhookRecord webhook = find(call);
    Instant now = workspace.now();
    long cursor = number(call, "cursor", 1, Long.MAX_VALUE);
    long limit = number(call, "limit", LARGEST_PAGE, LARGEST_PAGE);
    webhook.forget(now);
    if (webhook.isActive(now)) {
      extend(webhook);
    }
    ObjectNode answer = Json.object();
    ArrayNode payloads = answer.putArray("payloads");
    // What was thrown away is skipped.
    long oldest = webhook.log.isEmpty() ? webhook.next : webhook.log.getFirst().number();
    long next = Math.min(Math.max(cursor, oldest), webhook.next);
    boolean more = false;
    for (WebhookRecord.Entry entry : webhook.log) {
      if (entry.number() >= cursor) {
        more = payloads.size() >= limit;
        if (more) {
          break;
        }
        payloads.add(entry.payload());
        next = entry.number() + 1;
      }
    }
    return answer.put("cursor", next).put("mightHaveMore", more);
  }

  private static long number(Call call, String name, long usual, long most) {
    String value = call.queried(name);
    if (value == null) {
      return usual;
    }
    try {
      long number = Long.parseLong(value);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw AirtableError.invalid("\"" + name + "\" must be a whole number");
    }
    throw AirtableError.invalid("\"" + name + "\" must be a whole number from 1 to " + most);
  }
}
