package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Sends the pings of webhooks that are due, over HTTP. A ping that fails is sent again ten seconds
 * later, then twenty, and so on; after {@value #MOST_TRIES} failures, about a day, the webhook
 * sends no more. Thread-safe.
 */
final class Pings implements AutoCloseable {
  static final int MOST_TRIES = 13;

  private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int LOOK_EVERY_MILLIS = 50;
  private static final String ALGORITHM = "HmacSHA256";

  /** One ping to be sent. */
  private record Ping(WebhookRecord webhook, URI url, String body) {}

  private final Workspace workspace;
  private final ReentrantLock sending = new ReentrantLock();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "simulator-pings");
            thread.setDaemon(true);
            return thread;
          });

  private @Nullable HttpClient http;

  Pings(Workspace workspace) {
    this.workspace = workspace;
  }

  /** Starts to send pings as they become due. */
  void start() {
    var unused =
        timer.scheduleWithFixedDelay(
            this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    if (!workspace.quirks.pingsByHand()) {
      deliver();
    }
  }

  /** Sends what is due and returns how many pings that were, failed ones included. */
  int deliver() {
    sending.lock();
    try {
      List<Ping> due = workspace.locked(this::due);
      for (Ping ping : due) {
        String failure = send(ping);
        workspace.locked(() -> note(ping.webhook, failure));
      }
      return due.size();
    } finally {
      sending.unlock();
    }
  }

  private List<Ping> due() {
    Instant now = workspace.now();
    List<Ping> due = new ArrayList<>();
    for (BaseRecord base : workspace.bases.values()) {
      for (WebhookRecord webhook : base.webhooks) {
        Instant at = webhook.pingDue;
        String url = webhook.url;
        if (at != null && url != null && !now.isBefore(at) && webhook.isActive(now)) {
          // What is logged from here on is told by a ping of its own.
          webhook.pingDue = null;
          due.add(new Ping(webhook, URI.create(url), body(base, webhook, now)));
        }
      }
    }
    return due;
  }

  private static String body(BaseRecord base, WebhookRecord webhook, Instant now) {
    ObjectNode body = Json.object();
    body.putObject("base").put("id", base.id);
    body.putObject("webhook").put("id", webhook.id);
    return body.put("timestamp", Times.shown(now)).toString();
  }

  /** Sends a ping and returns what went wrong, or null. */
  private @Nullable String send(Ping ping) {
    HttpRequest request =
        HttpRequest.newBuilder(ping.url)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("X-Airtable-Content-MAC", "hmac-sha256=" + mac(ping))
            .POST(HttpRequest.BodyPublishers.ofString(ping.body))
            .build();
    try {
      int status = client().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      return status == 200 || status == 204
          ? null
          : "The HTTP request returned a " + status + " status code instead of 200 or 204";
    } catch (IOException e) {
      return "The HTTP request could not be sent";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "The HTTP request was interrupted";
    }
  }

  /** Returns the client, made at the first ping: most simulators send none. */
  private HttpClient client() {
    HttpClient made = http;
    if (made == null) {
      made =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(TIMEOUT)
              .build();
      http = made;
    }
    return made;
  }

  private static String mac(Ping ping) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(ping.webhook.secret, ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(ping.body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  private void note(WebhookRecord webhook, @Nullable String failure) {
    Instant now = workspace.now();
    ObjectNode result = Json.object().put("success", failure == null);
    result.put("completionTimestamp", Times.shown(now)).put("durationMs", 1.0);
    result.put("retryNumber", webhook.failedPings);
    webhook.lastResult = result;
    if (failure == null) {
      webhook.failedPings = 0;
      webhook.lastSuccess = now;
      return;
    }
    webhook.failedPings++;
    boolean again = webhook.failedPings < MOST_TRIES;
    result.putObject("error").put("message", failure);
    result.put("willBeRetried", again);
    webhook.notifies = webhook.notifies && again;
    webhook.pingDue =
        webhook.notifies
            ? now.plus(FIRST_WAIT.multipliedBy(1L << (webhook.failedPings - 1)))
            : null;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
