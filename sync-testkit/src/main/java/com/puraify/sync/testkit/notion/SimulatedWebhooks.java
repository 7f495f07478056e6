package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.webhook.WebhookSignature;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The simulator's webhooks: subscriptions as a person makes them in Notion's settings, and
 * deliveries over real HTTP. Thread-safe.
 *
 * <p>What happens is collected for {@link #aggregation a while} by the simulator's clock, told as
 * its net effect, and sent up to eight times over a day until somebody answers 2xx. Nothing is sent
 * by itself: {@link #deliverDue} sends what the clock says is due, so that a test decides when.
 *
 * <pre>{@code
 * SimulatedWebhooks.Subscription hooks = sim.webhooks().subscribe(address);
 * hooks.confirm(token);         // the token that came with the handshake
 * page.set("Estimate", 5);
 * time.advance(Duration.ofMinutes(1));
 * sim.webhooks().deliverDue();
 * }</pre>
 */
public final class SimulatedWebhooks {
  /** How long events are collected unless that is changed. */
  public static final Duration DEFAULT_AGGREGATION = Duration.ofSeconds(30);

  private static final int TIMEOUT_MILLIS = 10_000;

  /** When each attempt is made after the first one; Notion publishes the number and the end. */
  private static final List<Duration> ATTEMPTS =
      List.of(
          Duration.ZERO,
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(20),
          Duration.ofHours(1),
          Duration.ofHours(4),
          Duration.ofHours(12),
          Duration.ofHours(24));

  private final Workspace workspace;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final List<Message> queue = new ArrayList<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private Duration aggregation = DEFAULT_AGGREGATION;
  private int lose;
  private int duplicate;
  private boolean backwards;

  SimulatedWebhooks(Workspace workspace) {
    this.workspace = workspace;
  }

  /**
   * One attempt to deliver something. Immutable.
   *
   * @param type the event's type, or {@code handshake}
   * @param event the event's id; empty for a handshake
   * @param number which attempt it was, from 1
   * @param status what was answered, or 0 for no answer
   * @param body what was sent
   */
  public record Attempt(String type, String event, int number, int status, String body) {}

  /** An event that is on its way to a subscription. */
  private static final class Message {
    private final Subscription to;
    private final String id;
    private final PageEvents.Event event;
    private final Instant first;
    private int made;

    Message(Subscription to, String id, PageEvents.Event event, Instant first) {
      this.to = to;
      this.id = id;
      this.event = event;
      this.first = first;
    }

    Instant due() {
      return first.plus(ATTEMPTS.get(made));
    }
  }

  /** A subscription, as the person sees it who made it. Thread-safe. */
  public final class Subscription {
    private final String id;
    private final URI address;
    private final Set<String> types;
    private final String token;
    private volatile boolean confirmed;

    private Subscription(String id, URI address, Set<String> types, String token) {
      this.id = id;
      this.address = address;
      this.types = types;
      this.token = token;
    }

    /** Returns its id. */
    public String id() {
      return id;
    }

    /**
     * Sends the handshake again, as a button in the settings does.
     *
     * @return what was answered, or 0 for no answer
     */
    public int resendToken() {
      ObjectNode body = Json.object().put("verification_token", token);
      return post(this, "handshake", "", 1, body).status();
    }

    /**
     * Confirms the token that came with the handshake; events are sent from now on.
     *
     * @throws IllegalArgumentException if it is another one
     */
    public void confirm(String given) {
      if (!given.equals(token)) {
        throw new IllegalArgumentException("that is not the token that was sent");
      }
      confirm();
    }

    /** Confirms the token, whoever saw it. */
    void confirm() {
      workspace.locked(workspace.events::listen);
      confirmed = true;
    }

    /** Returns whether the token was confirmed. */
    public boolean isConfirmed() {
      return confirmed;
    }

    /** Deletes it. What is on its way is not sent any more. */
    public void delete() {
      lock.lock();
      try {
        subscriptions.remove(this);
        queue.removeIf(message -> message.to.equals(this));
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Subscribes to events, and sends the handshake.
   *
   * @param address where to send them
   * @param types the events' types; none means all
   */
  public Subscription subscribe(URI address, String... types) {
    Subscription made =
        new Subscription(
            workspace.ids.request(),
            address,
            Set.of(types),
            "secret_" + workspace.ids.request().replace("-", ""));
    lock.lock();
    try {
      subscriptions.add(made);
    } finally {
      lock.unlock();
    }
    made.resendToken();
    return made;
  }

  /** Sets how long events are collected before they are told. */
  public SimulatedWebhooks aggregation(Duration length) {
    lock.lock();
    try {
      aggregation = length;
    } finally {
      lock.unlock();
    }
    return this;
  }

  /** Loses the next so many events: they are never sent. */
  public SimulatedWebhooks loseNext(int events) {
    lock.lock();
    try {
      lose = events;
    } finally {
      lock.unlock();
    }
    return this;
  }

  /** Sends the next so many deliveries twice, although they were answered well. */
  public SimulatedWebhooks repeatNext(int deliveries) {
    lock.lock();
    try {
      duplicate = deliveries;
    } finally {
      lock.unlock();
    }
    return this;
  }

  /** Sends what is due with the latest event first, or in order again. */
  public SimulatedWebhooks backwards(boolean on) {
    lock.lock();
    try {
      backwards = on;
    } finally {
      lock.unlock();
    }
    return this;
  }

  /**
   * Sends everything that is due by the simulator's clock, one after the other, on the caller's
   * thread.
   *
   * @return the attempts that were made
   */
  public List<Attempt> deliverDue() {
    List<Attempt> made = new ArrayList<>();
    for (Message message : due()) {
      made.add(attempt(message));
      if (repeats()) {
        made.add(attempt(message));
      }
    }
    return made;
  }

  /** Returns every attempt that was made so far, handshakes included. */
  public List<Attempt> attempts() {
    lock.lock();
    try {
      return List.copyOf(attempts);
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many deliveries wait for another attempt. */
  public int waiting() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  private List<Message> due() {
    Duration collected = aggregation;
    List<PageEvents.Event> events = workspace.locked(() -> workspace.events.take(collected));
    Instant now = workspace.now();
    lock.lock();
    try {
      for (PageEvents.Event event : events) {
        for (Subscription subscription : subscriptions) {
          boolean wanted =
              subscription.types.isEmpty() || subscription.types.contains(event.type());
          if (subscription.confirmed && wanted && !isLost()) {
            queue.add(new Message(subscription, workspace.ids.request(), event, now));
          }
        }
      }
      List<Message> due =
          new ArrayList<>(queue.stream().filter(each -> !each.due().isAfter(now)).toList());
      due.sort(Comparator.comparing(Message::due));
      if (backwards) {
        Collections.reverse(due);
      }
      return due;
    } finally {
      lock.unlock();
    }
  }

  private boolean isLost() {
    return lose > 0 && lose-- > 0;
  }

  private boolean repeats() {
    lock.lock();
    try {
      return duplicate > 0 && duplicate-- > 0;
    } finally {
      lock.unlock();
    }
  }

  private Attempt attempt(Message message) {
    int number = Math.min(message.made + 1, ATTEMPTS.size());
    Attempt made =
        post(message.to, message.event.type(), message.id, number, envelope(message, number));
    lock.lock();
    try {
      message.made++;
      if (made.status() / 100 == 2 || message.made >= ATTEMPTS.size()) {
        queue.remove(message);
      }
    } finally {
      lock.unlock();
    }
    return made;
  }

  private ObjectNode envelope(Message message, int number) {
    PageEvents.Event event = message.event;
    ObjectNode body = Json.object();
    body.put("id", message.id);
    body.put("timestamp", Dates.millisecond(event.at()));
    body.put("workspace_id", workspace.id);
    body.put("workspace_name", NotionSimulator.WORKSPACE_NAME);
    body.put("subscription_id", message.to.id);
    body.put("integration_id", workspace.bot.id());
    body.put("type", event.type());
    ArrayNode authors = body.putArray("authors");
    workspace.locked(
        () ->
            event.authors().forEach(id -> authors.addObject().put("id", id).put("type", kind(id))));
    body.put("attempt_number", number);
    body.put("api_version", ApiVersion.V2026_03_11.header());
    body.putObject("entity").put("id", event.id()).put("type", event.kind());
    body.set("data", event.data());
    return body;
  }

  private String kind(String userId) {
    SimulatedUser user = workspace.users.get(userId);
    return user != null && user.kind() == SimulatedUser.Kind.BOT ? "bot" : "person";
  }

  private Attempt post(Subscription to, String type, String event, int number, ObjectNode json) {
    byte[] body = Json.bytes(json);
    String signature = WebhookSignature.hmacSha256(Secret.of(to.token), body).hex();
    int status;
    try {
      status = send(to.address, body, signature);
    } catch (IOException e) {
      status = 0; // nobody is there, or nobody answers: that is what the other attempts are for
    }
    Attempt made = new Attempt(type, event, number, status, json.toString());
    lock.lock();
    try {
      attempts.add(made);
    } finally {
      lock.unlock();
    }
    return made;
  }

  /** Each delivery has a connection of its own, which no earlier one can have spoiled. */
  private static int send(URI address, byte[] body, String signature) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setRequestProperty("Connection", "close");
    connection.setRequestProperty("X-Notion-Signature", "sha256=" + signature);
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(body.length); // or it would be sent again unasked
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }
}
