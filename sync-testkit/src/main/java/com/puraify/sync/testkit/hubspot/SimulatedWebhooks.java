package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks of the portal: who is told of what, and what was sent.
 *
 * <p>Events are sent in arrays of at most 100, shuffled, some of them twice. An array that is not
 * taken with a 2xx within 5 seconds is sent again up to 10 times over the next 24 hours of the
 * simulator's clock. Nothing is sent until {@link #deliver()} is called, or {@link #automatic} is
 * switched on. Thread-safe.
 */
public final class SimulatedWebhooks {
  /** The most events that one array holds. */
  public static final int MOST_EVENTS = 100;

  /** How long after a failed attempt each of the ten retries is made. */
  private static final List<Duration> RETRIES =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(4),
          Duration.ofHours(6),
          Duration.ofHours(10));

  private static final long FIRST_EVENT = 3_000_000_001L;
  private static final int POLL_MILLIS = 20;

  /** An array on its way. */
  private record Parcel(List<ObjectNode> events, int attempt, Instant dueAt) {}

  private final Portal portal;
  private final List<WebhookSubscription> subscriptions = new ArrayList<>();
  private final List<ObjectNode> fresh = new ArrayList<>();
  private final List<Parcel> failed = new ArrayList<>();
  private final List<WebhookDelivery> deliveries = new ArrayList<>();
  private final ReentrantLock delivering = new ReentrantLock();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private List<Integer> signatures = List.of(1, 3);
  private String secret = "simulated-client-secret";
  private @Nullable URI target;
  private String publicUri = "";
  private long nextEvent = FIRST_EVENT;
  private long nextSubscription = 101;
  private @Nullable ScheduledExecutorService postman;

  SimulatedWebhooks(Portal portal) {
    this.portal = portal;
  }

  /** Sends everything to this address from now on. */
  public SimulatedWebhooks target(URI address) {
    return target(address, address.toString());
  }

  /**
   * Sends everything to this address, and signs another, as when a proxy stands in between.
   *
   * @param signedAddress the address that HubSpot believes it sends to
   */
  public SimulatedWebhooks target(URI address, String signedAddress) {
    portal.locked(
        () -> {
          this.target = address;
          this.publicUri = signedAddress;
        });
    return this;
  }

  /** Sets the secret that everything is signed with. */
  public SimulatedWebhooks secret(String value) {
    portal.locked(() -> this.secret = value);
    return this;
  }

  /** Returns the secret that everything is signed with. */
  public String secret() {
    return portal.locked(() -> secret);
  }

  /** Signs in these ways: 1, 2 or 3; at first 1 and 3. Ways 1 and 2 share a header. */
  public SimulatedWebhooks signatures(Integer... versions) {
    portal.locked(() -> this.signatures = List.of(versions));
    return this;
  }

  /**
   * Subscribes to an event, such as {@code contact.creation}. Changes of properties need their
   * names: {@code subscribe("deal.propertyChange", "amount", "dealname")}. Custom objects need
   * their type: {@code subscribe("object.creation", "2-3465404")}, or {@code
   * subscribe("object.propertyChange", "2-3465404", "colour")}.
   *
   * @throws IllegalArgumentException if something is missing, or the property is the time of change
   */
  public SimulatedWebhooks subscribe(String eventType, String... details) {
    List<String> rest = new ArrayList<>(List.of(details));
    String typeId = null;
    if (eventType.startsWith("object.")) {
      if (rest.isEmpty()) {
        throw new IllegalArgumentException(eventType + " needs the id of the object's type");
      }
      typeId = rest.remove(0);
    }
    boolean ofProperties = eventType.endsWith(".propertyChange");
    if (ofProperties == rest.isEmpty()) {
      throw new IllegalArgumentException(
          eventType + (ofProperties ? " needs" : " takes no") + " names of properties");
    }
    String objectTypeId = typeId;
    portal.locked(
        () -> {
          if (ofProperties) {
            rest.forEach(name -> add(eventType, name, objectTypeId, true));
          } else {
            add(eventType, null, objectTypeId, true);
          }
        });
    return this;
  }

  WebhookSubscription add(
      String eventType,
      @Nullable String propertyName,
      @Nullable String objectTypeId,
      boolean active) {
    if ("hs_lastmodifieddate".equals(propertyName) || "lastmodifieddate".equals(propertyName)) {
      throw new IllegalArgumentException(propertyName + " cannot be subscribed to");
    }
    WebhookSubscription made =
        new WebhookSubscription(nextSubscription++, eventType, propertyName, objectTypeId, active);
    subscriptions.add(made);
    return made;
  }

  List<WebhookSubscription> subscriptions() {
    return subscriptions;
  }

  @Nullable URI targetUri() {
    return target;
  }

  /** Ends all subscriptions; what waits is still sent. */
  public void unsubscribeAll() {
    portal.locked(subscriptions::clear);
  }

  /** Returns how many events wait to be sent, for the first time or again. */
  public int waiting() {
    return portal.locked(
        () -> fresh.size() + failed.stream().mapToInt(parcel -> parcel.events.size()).sum());
  }

  /** Returns every attempt so far, the oldest first. */
  public List<WebhookDelivery> deliveries() {
    return portal.locked(() -> List.copyOf(deliveries));
  }

  /**
   * Sends everything that is due by the simulator's clock, and waits for the answers.
   *
   * @return the attempts that were made
   */
  public List<WebhookDelivery> deliver() {
    delivering.lock();
    try {
      List<WebhookDelivery> made = new ArrayList<>();
      for (Parcel parcel : portal.locked(this::due)) {
        made.add(send(parcel));
      }
      return made;
    } finally {
      delivering.unlock();
    }
  }

  /** Sends what is due all by itself, or stops doing so. */
  public void automatic(boolean on) {
    portal.locked(
        () -> {
          ScheduledExecutorService present = postman;
          if (on && present == null) {
            postman = start();
          } else if (!on && present != null) {
            present.shutdown();
            postman = null;
          }
        });
  }

  private ScheduledExecutorService start() {
    ScheduledExecutorService made =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "hubspot-webhooks");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        made.scheduleWithFixedDelay(this::deliver, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    return made;
  }

  private List<Parcel> due() {
    Instant now = portal.now();
    List<Parcel> parcels = new ArrayList<>();
    if (target == null) {
      return parcels;
    }
    for (Iterator<Parcel> waiting = failed.iterator(); waiting.hasNext(); ) {
      Parcel parcel = waiting.next();
      if (!parcel.dueAt.isAfter(now)) {
        parcels.add(parcel);
        waiting.remove();
      }
    }
    List<ObjectNode> events = new ArrayList<>();
    for (ObjectNode event : fresh) {
      events.add(event);
      if (portal.ids.below(100) < portal.quirks.duplicatedEvents()) {
        events.add(event);
      }
    }
    fresh.clear();
    portal.ids.shuffle(events);
    for (int from = 0; from < events.size(); from += MOST_EVENTS) {
      int to = Math.min(events.size(), from + MOST_EVENTS);
      parcels.add(new Parcel(List.copyOf(events.subList(from, to)), 0, now));
    }
    return parcels;
  }

  private WebhookDelivery send(Parcel parcel) {
    ArrayNode array = Json.array();
    for (ObjectNode event : parcel.events) {
      array.add(event.deepCopy().put("attemptNumber", parcel.attempt));
    }
    String body = new String(Json.bytes(array), java.nio.charset.StandardCharsets.UTF_8);
    Instant at = portal.now();
    int status = post(body, at);
    WebhookDelivery delivery =
        new WebhookDelivery(at, parcel.attempt, parcel.events.size(), status, body);
    portal.locked(
        () -> {
          deliveries.add(delivery);
          if (!delivery.succeeded() && parcel.attempt < RETRIES.size()) {
            Instant again = at.plus(RETRIES.get(parcel.attempt));
            failed.add(new Parcel(parcel.events, parcel.attempt + 1, again));
          }
        });
    return delivery;
  }

  private int post(String body, Instant at) {
    HttpRequest request = portal.locked(() -> request(body, at));
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0; // No answer in time is an outcome like any other, and leads to a retry.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private HttpRequest request(String body, Instant at) {
    URI address = target;
    if (address == null) {
      throw new IllegalStateException("webhooks have no target");
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(portal.quirks.webhookTimeout())
            .header("Content-Type", "application/json")
            .header("User-Agent", "HubSpot Connect 2.0 (http://dev.hubspot.com/)")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    String millis = Long.toString(at.toEpochMilli());
    Signatures.headers(signatures, secret, publicUri, body, millis).forEach(request::header);
    return request.build();
  }

  void created(CrmRecord record, Author author) {
    happened(record, "creation", author);
  }

  /** Tells of an event that has no more to it than the record. */
  void happened(CrmRecord record, String kind, Author author) {
    for (WebhookSubscription subscription : wanting(record.type, kind, null)) {
      ObjectNode event = event(subscription, record, author);
      if (kind.equals("creation")) {
        event.put("changeFlag", "NEW");
      } else if (kind.equals("deletion")) {
        event.put("changeFlag", "DELETED");
      }
      fresh.add(event);
    }
  }

  void changed(CrmRecord record, Map<String, String> changes, Author author) {
    changes.forEach(
        (name, value) -> {
          for (WebhookSubscription subscription : wanting(record.type, "propertyChange", name)) {
            ObjectNode event = event(subscription, record, author);
            fresh.add(event.put("propertyName", name).put("propertyValue", value));
          }
        });
  }

  void merged(CrmRecord winner, long primaryId, long loserId, int moved, Author author) {
    for (WebhookSubscription subscription : wanting(winner.type, "merge", null)) {
      ObjectNode event = event(subscription, winner, author);
      event.put("objectId", primaryId).put("primaryObjectId", primaryId);
      event.putArray("mergedObjectIds").add(loserId);
      event.put("newObjectId", winner.id).put("numberOfPropertiesMoved", moved);
      fresh.add(event);
    }
  }

  void associated(CrmRecord from, CrmRecord to, boolean removed, boolean primary, Author author) {
    for (WebhookSubscription subscription : wanting(from.type, "associationChange", null)) {
      ObjectNode event = event(subscription, from, author);
      event.remove("objectId");
      event.put("associationType", from.type.shouted() + "_TO_" + to.type.shouted());
      event.put("fromObjectId", from.id).put("toObjectId", to.id);
      event.put("associationRemoved", removed).put("isPrimaryAssociation", primary);
      fresh.add(event);
    }
  }

  private List<WebhookSubscription> wanting(
      ObjectType type, String kind, @Nullable String property) {
    return subscriptions.stream().filter(one -> one.wants(type, kind, property)).toList();
  }

  private ObjectNode event(WebhookSubscription subscription, CrmRecord record, Author author) {
    ObjectNode event = Json.object().put("eventId", nextEvent++);
    event.put("subscriptionId", subscription.id()).put("portalId", portal.id);
    event.put("appId", Credentials.PRIVATE_APP_ID);
    event.put("occurredAt", portal.now().toEpochMilli());
    event.put("subscriptionType", subscription.eventType()).put("attemptNumber", 0);
    event.put("objectId", record.id).put("objectTypeId", record.type.typeId);
    event.put("changeSource", author.source()).put("sourceId", author.sourceId());
    return event.put("isSensitive", false);
  }
}
