package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.webhook.ReplayWindow;
import com.puraify.sync.webhook.WebhookDelivery;
import com.puraify.sync.webhook.WebhookHint;
import com.puraify.sync.webhook.WebhookKeys;
import com.puraify.sync.webhook.WebhookReader;
import com.puraify.sync.webhook.WebhookReading;
import com.puraify.sync.webhook.WebhookSignature;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads HubSpot's webhooks: lists of events, in any order, some of them sent more than once.
 *
 * <p>The key is the client secret of the app. A signature of version 3 covers the method, the
 * address, the body and the time of sending, which may be five minutes off; if there is one, it is
 * the one that counts. Older ones (version 2: method, address and body; version 1: the body) have
 * no time: what was overheard can be sent again, upon which the engine looks at the same objects
 * once more.
 */
final class HubSpotWebhookReader implements WebhookReader {

  /** How far off the time of sending may be. */
  static final ReplayWindow WINDOW = ReplayWindow.of(Duration.ofMinutes(5));

  private static final Pattern MILLIS = Pattern.compile("\\d{1,15}");

  /** What HubSpot leaves decoded when it signs an address. */
  private static final String DECODED = ":/?@!$'()*,;";

  @Override
  public WebhookReading read(WebhookDelivery delivery, WebhookKeys keys, Instant now) {
    List<Secret> secrets = keys.all();
    if (secrets.isEmpty()) {
      return WebhookReading.keyMissing();
    }
    Optional<String> third = delivery.header("X-HubSpot-Signature-v3");
    if (third.isPresent()) {
      String sent = delivery.header("X-HubSpot-Request-Timestamp").orElse("").strip();
      if (!MILLIS.matcher(sent).matches()
          || secrets.stream().noneMatch(key -> third(key, delivery, sent).isBase64(third.get()))) {
        return WebhookReading.forged();
      }
      if (!WINDOW.contains(Instant.ofEpochMilli(Long.parseLong(sent)), now)) {
        return WebhookReading.stale();
      }
    } else {
      String given = delivery.header("X-HubSpot-Signature").orElse("");
      boolean second = "v2".equals(delivery.header("X-HubSpot-Signature-Version").orElse("v1"));
      if (secrets.stream().noneMatch(key -> older(key, delivery, second).isHex(given))) {
        return WebhookReading.forged();
      }
    }
    Json events = delivery.json();
    return events.isArray()
        ? WebhookReading.hints(hints(events))
        : WebhookReading.malformed("HubSpot sends a list of events");
  }

  private static WebhookSignature third(Secret key, WebhookDelivery delivery, String sent) {
    return WebhookSignature.hmacSha256(
        key,
        bytes(delivery.method()),
        bytes(decoded(delivery.uri().toString())),
        delivery.body(),
        bytes(sent));
  }

  private static WebhookSignature older(Secret key, WebhookDelivery delivery, boolean second) {
    return second
        ? WebhookSignature.sha256(
            bytes(key.reveal()),
            bytes(delivery.method()),
            bytes(delivery.uri().toString()),
            delivery.body())
        : WebhookSignature.sha256(bytes(key.reveal()), delivery.body());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String decoded(String address) {
    StringBuilder plain = new StringBuilder(address.length());
    for (int i = 0; i < address.length(); i++) {
      int code = code(address, i);
      if (code >= 0 && DECODED.indexOf(code) >= 0) {
        plain.append((char) code);
        i += 2;
      } else {
        plain.append(address.charAt(i));
      }
    }
    return plain.toString();
  }

  /** Returns the character that is percent-encoded at a place, or -1 if none is. */
  private static int code(String address, int at) {
    if (address.charAt(at) != '%' || at + 2 >= address.length()) {
      return -1;
    }
    int high = Character.digit(address.charAt(at + 1), 16);
    int low = Character.digit(address.charAt(at + 2), 16);
    return high < 0 || low < 0 ? -1 : 16 * high + low;
  }

  private static List<WebhookHint> hints(Json events) {
    List<WebhookHint> hints = new ArrayList<>();
    for (Json event : events.elements()) {
      if (!event.isObject()) {
        throw new ConnectorException(Kind.PROTOCOL, "HubSpot sends a list of events");
      }
      hint(event, hints);
    }
    return hints;
  }

  private static void hint(Json event, List<WebhookHint> hints) {
    String kind =
        Objects.requireNonNullElseGet(
            event.at("subscriptionType").textOrNull(),
            () -> Objects.requireNonNullElse(event.at("eventType").textOrNull(), ""));
    Instant at =
        event.at("occurredAt").isNumber()
            ? Instant.ofEpochMilli(event.at("occurredAt").number().longValue())
            : Instant.EPOCH;
    String delivery = delivery(event, kind);
    if (kind.endsWith(".associationChange")) {
      String[] ends = ends(event);
      hint(delivery + " from", ends[0], ids(event, "fromObjectId"), at, hints);
      hint(delivery + " to", ends[1], ids(event, "toObjectId"), at, hints);
      return;
    }
    Set<String> ids = ids(event, "objectId", "primaryObjectId", "newObjectId", "mergedObjectIds");
    String type = event.at("objectTypeId").textOrNull();
    hint(
        delivery,
        type != null ? type : entity(kind.substring(0, Math.max(0, kind.indexOf('.')))),
        ids,
        at,
        hints);
  }

  private static void hint(
      String delivery,
      @Nullable String entity,
      Set<String> ids,
      Instant at,
      List<WebhookHint> hints) {
    if (!ids.isEmpty()) {
      hints.add(new WebhookHint(delivery, entity, ids, at));
    }
  }

  /** Events' ids are not unique, and an event keeps everything but the number of its attempt. */
  private static String delivery(Json event, String kind) {
    StringBuilder parts = new StringBuilder(kind);
    for (String part :
        List.of(
            "portalId",
            "subscriptionId",
            "eventId",
            "objectId",
            "fromObjectId",
            "toObjectId",
            "propertyName",
            "occurredAt")) {
      Json value = event.at(part);
      parts.append(' ').append(value.isMissing() ? "-" : value.toString());
    }
    return parts.toString();
  }

  private static Set<String> ids(Json event, String... names) {
    Set<String> ids = new LinkedHashSet<>();
    for (String name : names) {
      Json value = event.at(name);
      for (Json each : value.isArray() ? value.elements() : List.of(value)) {
        String id = each.isNumber() ? each.number().toPlainString() : each.textOrNull();
        if (id != null && RecordIds.isOne(id)) {
          ids.add(id);
        }
      }
    }
    return ids;
  }

  /** Returns the types at both ends of an association, such as {@code CONTACT_TO_COMPANY}. */
  private static @Nullable String[] ends(Json event) {
    String type = Objects.requireNonNullElse(event.at("associationType").textOrNull(), "");
    int middle = type.indexOf("_TO_");
    @Nullable String from = event.at("fromObjectTypeId").textOrNull();
    @Nullable String to = event.at("toObjectTypeId").textOrNull();
    return new @Nullable String[] {
      from != null || middle < 0 ? from : entity(type.substring(0, middle)),
      to != null || middle < 0 ? to : entity(type.substring(middle + "_TO_".length()))
    };
  }

  private static @Nullable String entity(String name) {
    return ObjectType.standard(name.toLowerCase(Locale.ROOT)).map(ObjectType::id).orElse(null);
  }
}
