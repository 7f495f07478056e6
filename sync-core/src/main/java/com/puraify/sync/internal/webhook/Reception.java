package com.puraify.sync.internal.webhook;

import com.puraify.sync.connector.Connector;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.host.CredentialProvider;
import com.puraify.sync.value.Schema;
import com.puraify.sync.webhook.WebhookDelivery;
import com.puraify.sync.webhook.WebhookHint;
import com.puraify.sync.webhook.WebhookKeys;
import com.puraify.sync.webhook.WebhookReader;
import com.puraify.sync.webhook.WebhookReading;
import com.puraify.sync.webhook.WebhookReply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers deliveries, and passes on what genuine ones point to. Thread-safe. */
final class Reception {

  private static final Logger LOG = LoggerFactory.getLogger("com.puraify.sync.webhook");

  private final Map<String, Connector> connectors;
  private final Map<String, WebhookReader> readers = new HashMap<>();
  private final CredentialProvider credentials;
  private final InstantSource clock;
  private final Audience audience;
  private final ReentrantLock handshakes = new ReentrantLock();

  /** Who hears of hints. */
  @FunctionalInterface
  interface Audience {
    /** Tells of a genuine hint. Returns at once. */
    void hear(String project, String platform, WebhookHint hint);
  }

  Reception(
      Map<String, Connector> connectors,
      CredentialProvider credentials,
      InstantSource clock,
      Audience audience) {
    this.connectors = connectors;
    this.credentials = credentials;
    this.clock = clock;
    this.audience = audience;
    connectors.forEach(
        (name, connector) ->
            connector.webhooks().ifPresent(reader -> this.readers.put(name, reader)));
  }

  WebhookReply receive(String project, String platform, WebhookDelivery delivery) {
    String name = Schema.simplify(platform);
    Connector connector = connectors.get(name);
    WebhookReader reader = readers.get(name);
    if (connector == null || reader == null) {
      return refused(platform, 404, "no connector of that name reads webhooks");
    }
    if (!"POST".equals(delivery.method())) {
      return refused(platform, 405, "webhooks are posted");
    }
    if (delivery.isTooLarge()) {
      return refused(platform, 413, "it has more than " + WebhookDelivery.MAX_BODY + " bytes");
    }
    Keys keys = new Keys(project, connector.platform());
    WebhookReading reading;
    try {
      reading = reader.read(delivery, keys, clock.instant());
    } catch (ConnectorException e) {
      // Not its message: what a body should have been may be said with what it was.
      return refused(platform, 400, "its body is not what the platform sends");
    } catch (RuntimeException e) {
      if (keys.unasked) {
        return refused(platform, 503, "the credential provider did not answer");
      }
      LOG.warn("platform={} the reader of its webhooks failed", platform, e);
      return WebhookReply.of(500);
    }
    if (reading instanceof WebhookReading.Refused no) {
      return refused(platform, no.status(), no.reason());
    }
    if (reading instanceof WebhookReading.Handshake handshake) {
      return shake(project, connector.platform(), handshake);
    }
    for (WebhookHint hint : ((WebhookReading.Hints) reading).hints()) {
      audience.hear(project, name, hint);
    }
    return WebhookReply.of(200);
  }

  /**
   * Keeps the key that a platform introduces itself with. Where there is one already, only the same
   * one is taken: else anybody who knows the address could put a key of theirs in its place.
   */
  private WebhookReply shake(String project, String platform, WebhookReading.Handshake handshake) {
    String name = CredentialProvider.webhookKey(platform);
    handshakes.lock();
    try {
      Optional<Secret> known = credentials.find(project, name);
      if (known.isPresent()) {
        return equal(known.get(), handshake.token())
            ? handshake.reply()
            : refused(
                platform,
                409,
                "it brings another key than the one that is kept; to take it, remove '"
                    + name
                    + "' of project '"
                    + project
                    + "' first");
      }
      if (!credentials.canStore()) {
        return refused(
            platform,
            503,
            "it brings a key, and the engine's credential provider keeps nothing; give the engine"
                + " one that implements store and canStore");
      }
      credentials.store(project, name, handshake.token());
      LOG.info(
          "platform={} introduced itself; its key is kept as '{}' of project '{}'",
          platform,
          name,
          project);
      return handshake.reply();
    } catch (RuntimeException e) {
      // Not its message, which may repeat what was to be kept.
      return refused(
          platform, 503, "its key could not be kept (" + e.getClass().getSimpleName() + ")");
    } finally {
      handshakes.unlock();
    }
  }

  private static boolean equal(Secret one, Secret other) {
    return MessageDigest.isEqual(
        one.reveal().getBytes(StandardCharsets.UTF_8),
        other.reveal().getBytes(StandardCharsets.UTF_8));
  }

  private static WebhookReply refused(String platform, int status, String reason) {
    LOG.warn("platform={} a webhook was answered {}: {}", platform, status, reason);
    return WebhookReply.of(status);
  }

  /** The keys of a project, asked for as they are needed. */
  private final class Keys implements WebhookKeys {
    private final String project;
    private final String platform;
    private boolean unasked;

    Keys(String project, String platform) {
      this.project = project;
      this.platform = platform;
    }

    @Override
    public List<Secret> of(String subscription) {
      List<Secret> keys = new ArrayList<>();
      if (!subscription.isEmpty()) {
        find(CredentialProvider.webhookKey(platform, subscription)).ifPresent(keys::add);
      }
      find(CredentialProvider.webhookKey(platform)).ifPresent(keys::add);
      return keys;
    }

    private Optional<Secret> find(String name) {
      try {
        return credentials.find(project, name);
      } catch (RuntimeException e) {
        unasked = true;
        throw e;
      }
    }
  }
}
