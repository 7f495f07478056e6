package com.puraify.sync.internal.webhook;

import com.puraify.sync.EntityReference;
import com.puraify.sync.Priority;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.host.CredentialProvider;
import com.puraify.sync.internal.run.EngineParts;
import com.puraify.sync.internal.run.EntityFinder;
import com.puraify.sync.internal.run.RunContext;
import com.puraify.sync.internal.run.Settings;
import com.puraify.sync.mapping.FieldRule;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Side;
import com.puraify.sync.webhook.WebhookSubscriptions;
import com.puraify.sync.webhook.WebhookSubscriptions.Subscribed;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a sync's subscription at a platform: makes it, renews it at half of its life, makes another
 * when it is lost. What is known of it outlasts the engine.
 */
final class Subscriber {

  private static final Logger LOG = LoggerFactory.getLogger("com.puraify.sync.webhook");

  private final EngineParts parts;
  private final SyncConfig config;
  private final URI callback;
  private final Side side;
  private final EntityReference.OnPlatform reference;
  private final String platform;

  private Subscriber(
      EngineParts parts,
      SyncConfig config,
      URI callback,
      Side side,
      EntityReference.OnPlatform reference) {
    this.parts = parts;
    this.config = config;
    this.callback = callback;
    this.side = side;
    this.reference = reference;
    this.platform =
        Objects.requireNonNull(parts.connectors().get(Schema.simplify(reference.platform())))
            .platform();
  }

  /**
   * What is remembered of a subscription.
   *
   * @param id the platform's id
   * @param entity the entity that it is for
   * @param callback where its deliveries go
   * @param made when it was made or renewed
   * @param expires when it ends, or null
   */
  private record Known(
      String id, String entity, String callback, Instant made, @Nullable Instant expires) {

    static Known read(String text) {
      Json json = Json.parse(text);
      String expires = json.at("expires").textOrNull();
      return new Known(
          json.at("id").text(),
          json.at("entity").text(),
          json.at("callback").text(),
          Instant.parse(json.at("made").text()),
          expires == null ? null : Instant.parse(expires));
    }

    String text() {
      return Json.object(
              each ->
                  each.put("id", id)
                      .put("entity", entity)
                      .put("callback", callback)
                      .put("made", made.toString())
                      .put("expires", expires == null ? null : expires.toString()))
          .toString();
    }

    @Nullable Instant renewal() {
      return expires == null ? null : made.plus(Duration.between(made, expires).dividedBy(2));
    }
  }

  /**
   * Returns the subscriber of a sync.
   *
   * @throws ConfigurationException if its remote side is no entity on a platform that is named
   */
  static Subscriber of(EngineParts parts, SyncConfig config, URI callback) {
    if (config.remote() instanceof EntityReference.OnPlatform on
        && parts.connectors().containsKey(Schema.simplify(on.platform()))) {
      return new Subscriber(parts, config, callback, Side.REMOTE, on);
    }
    throw new ConfigurationException(
        "listen",
        "the engine can subscribe only where the configuration names the platform of sync '"
            + config.id()
            + "', so that it connects with the host's credential; subscribe by hand, and listen"
            + " without an address");
  }

  /**
   * Makes sure that there is a subscription that lasts.
   *
   * @return when to look again, or null if it lasts for ever
   */
  @Nullable Instant ensure() {
    RunContext context =
        new RunContext(
            parts.transport(), parts.budgets(), parts.time(), Priority.HIGH, () -> false);
    Connection connection = new EntityFinder(parts, config).connection(reference);
    WebhookSubscriptions calls =
        connection
            .subscriptions()
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "listen",
                        platform
                            + " has no calls to subscribe with; set its webhook up by hand, and"
                            + " listen without an address"));
    Optional<Known> known =
        Optional.ofNullable(
                parts.store().load(config.id()).settings().get(Settings.subscription(side)))
            .map(Known::read);
    if (known.isPresent() && known.get().callback().equals(callback.toString())) {
      Instant renewal = known.get().renewal();
      if (renewal == null || parts.time().instant().isBefore(renewal)) {
        return renewal;
      }
      try {
        return remember(renewed(known.get(), calls.renew(context, known.get().id())));
      } catch (ConnectorException e) {
        if (e.kind() != ConnectorException.Kind.NOT_FOUND) {
          throw e;
        }
        LOG.info("sync={} its subscription at {} is lost; making another", config.id(), platform);
      }
    }
    Instant renewal = subscribe(calls, context);
    known
        .filter(old -> !old.callback().equals(callback.toString()))
        .ifPresent(old -> end(calls, context, old.id()));
    return renewal;
  }

  private Known renewed(Known known, @Nullable Instant expires) {
    return new Known(known.id(), known.entity(), known.callback(), parts.time().instant(), expires);
  }

  private @Nullable Instant subscribe(WebhookSubscriptions calls, RunContext context) {
    WebhookSubscriptions.Request request;
    try (EntitySession session =
        new EntityFinder(parts, config).find(reference, context).open(context)) {
      request =
          new WebhookSubscriptions.Request(session.key().id(), fields(session.schema()), callback);
    }
    Subscribed made = calls.subscribe(context, request);
    Secret key = made.key();
    if (key != null) {
      try {
        parts
            .credentials()
            .store(config.project(), CredentialProvider.webhookKey(platform, made.id()), key);
      } catch (RuntimeException e) {
        end(calls, context, made.id()); // without its key it is of no use to anybody
        throw e;
      }
    }
    return remember(
        new Known(
            made.id(),
            request.entity(),
            callback.toString(),
            parts.time().instant(),
            made.expires()));
  }

  /** Returns the ids of the mapped fields; none if the mapping names none, which means all. */
  private Set<String> fields(Schema schema) {
    Set<String> ids = new LinkedHashSet<>();
    for (FieldRule rule : config.mapping().fields()) {
      schema.named(rule.remote()).map(Field::id).ifPresent(ids::add);
    }
    return ids;
  }

  private @Nullable Instant remember(Known known) {
    parts
        .store()
        .commit(
            config.id(),
            List.of(new StateChange.PutSetting(Settings.subscription(side), known.text())));
    return known.renewal();
  }

  private void end(WebhookSubscriptions calls, RunContext context, String id) {
    try {
      calls.unsubscribe(context, id);
    } catch (ConnectorException e) {
      LOG.warn(
          "sync={} a subscription at {} could not be ended: {}",
          config.id(),
          platform,
          e.getMessage());
    }
  }
}
