package com.puraify.sync.testkit.engine;

import static com.puraify.sync.testkit.engine.World.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.EntityReference;
import com.puraify.sync.Listening;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.ConnectionSettings;
import com.puraify.sync.connector.Connector;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.host.CredentialProvider;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.webhook.WebhookReader;
import com.puraify.sync.webhook.WebhookSubscriptions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How an engine keeps a subscription that ends after a week, like the shortest-lived real one. */
class SubscriptionTest {

  private static final Duration LIFE = Duration.ofDays(7);
  private static final URI ADDRESS = URI.create("https://host.example/hooks/pf-1/cloud");

  private final World world = new World();
  private final Cloud cloud = new Cloud();
  private final Map<String, String> kept = new ConcurrentHashMap<>();
  private boolean writable = true;
  private ManualTime time = world.time;
  private SyncEngine engine = engine();

  /** A platform with subscriptions. */
  private final class Cloud implements Connector, Connection, WebhookSubscriptions {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new ArrayList<>();
    private boolean lost;
    private boolean down;
    private int made;

    @Override
    public String platform() {
      return "cloud";
    }

    @Override
    public Connection connect(ConnectionSettings settings) {
      return this;
    }

    @Override
    public Optional<WebhookReader> webhooks() {
      return Optional.of(new PingPlatform());
    }

    @Override
    public List<EntityName> entities(ConnectorContext context) {
      return List.of(new EntityName(world.remote.id(), world.remote.name()));
    }

    @Override
    public Entity entity(String nameOrId) {
      return world.remote;
    }

    @Override
    public Optional<WebhookSubscriptions> subscriptions() {
      return Optional.of(this);
    }

    @Override
    public Subscribed subscribe(ConnectorContext context, Request request) {
      check();
      requests.add(request);
      made++;
      lost = false;
      calls.add("subscribe");
      return new Subscribed("s" + made, Secret.of("key" + made), time.instant().plus(LIFE));
    }

    @Override
    public @Nullable Instant renew(ConnectorContext context, String subscription) {
      check();
      calls.add("renew " + subscription);
      if (lost) {
        throw new ConnectorException(ConnectorException.Kind.NOT_FOUND, "no such subscription");
      }
      return time.instant().plus(LIFE);
    }

    @Override
    public void unsubscribe(ConnectorContext context, String subscription) {
      check();
      calls.add("unsubscribe " + subscription);
    }

    private void check() {
      if (down) {
        throw new ConnectorException(ConnectorException.Kind.UNAVAILABLE, "down");
      }
    }
  }

  private final class Vault implements CredentialProvider {
    @Override
    public Optional<Secret> find(String project, String name) {
      return name.equals("cloud")
          ? Optional.of(Secret.of("token"))
          : Optional.ofNullable(kept.get(name)).map(Secret::of);
    }

    @Override
    public void store(String project, String name, Secret credential) {
      if (!writable) {
        throw new IllegalStateException("vault down");
      }
      kept.put(name, credential.reveal());
    }

    @Override
    public boolean canStore() {
      return writable;
    }
  }

  private SyncEngine.Builder builder() {
    return SyncEngine.builder()
        .state(world.store)
        .time(time)
        .credentials(new Vault())
        .addConnector(cloud);
  }

  private SyncEngine engine() {
    return builder().singleThreaded().build();
  }

  private SyncConfig config() {
    return SyncConfig.between(
            new EntityReference.Given(world.local),
            new EntityReference.OnPlatform("Cloud", "Tasks", null, Map.of()))
        .id("tasks")
        .project("pf-1")
        .mapping(
            SchemaMapping.builder()
                .matchOn("title", "Title")
                .field("title", "Title")
                .field("status", "Status")
                .build())
        .build();
  }

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  @Test
  void listeningWithAnAddress_subscribes_andKeepsTheKey() {
    engine.listen(config(), ADDRESS);

    assertThat(cloud.calls).containsExactly("subscribe");
    WebhookSubscriptions.Request request = cloud.requests.get(0);
    assertThat(request.entity()).isEqualTo(world.remote.id());
    assertThat(request.callback()).isEqualTo(ADDRESS);
    assertThat(request.fields()).containsExactlyInAnyOrder("f1", "f2");
    assertThat(kept).containsEntry("cloud_webhook.s1", "key1");
  }

  @Test
  void subscription_outlastsTheEngine() {
    engine.listen(config(), ADDRESS);
    engine.close();
    engine = engine();

    engine.listen(config(), ADDRESS);

    assertThat(cloud.calls).containsExactly("subscribe");
  }

  @Test
  void subscription_isRenewedAtHalfOfItsLife_andNotBefore() {
    engine.listen(config(), ADDRESS);
    world.time.advance(Duration.ofDays(3));
    engine.runDue();
    assertThat(cloud.calls).containsExactly("subscribe");

    for (int day = 0; day < 30; day++) {
      world.time.advance(Duration.ofDays(1));
      engine.runDue();
    }

    assertThat(cloud.calls).filteredOn("renew s1"::equals).hasSizeBetween(7, 9);
    assertThat(cloud.calls).filteredOn("subscribe"::equals).hasSize(1);
  }

  @Test
  void renewalThatFails_isTriedAgain() {
    engine.listen(config(), ADDRESS);
    world.time.advance(Duration.ofDays(4));
    cloud.down = true;
    engine.runDue();
    engine.runDue();
    cloud.down = false;
    assertThat(cloud.calls).containsExactly("subscribe");

    world.time.advance(Duration.ofMinutes(10));
    engine.runDue();

    assertThat(cloud.calls).containsExactly("subscribe", "renew s1");
  }

  @Test
  void subscriptionThatThePlatformLost_isMadeAnew() {
    engine.listen(config(), ADDRESS);
    cloud.lost = true;
    world.time.advance(Duration.ofDays(20));

    engine.runDue();

    assertThat(cloud.calls).containsExactly("subscribe", "renew s1", "subscribe");
    assertThat(kept).containsEntry("cloud_webhook.s2", "key2");
  }

  @Test
  void anotherAddress_endsTheOldSubscription() {
    try (Listening first = engine.listen(config(), ADDRESS)) {
      assertThat(first.config().id()).isEqualTo("tasks");
    }

    engine.listen(config(), URI.create("https://elsewhere.example/hooks"));

    assertThat(cloud.calls).containsExactly("subscribe", "subscribe", "unsubscribe s1");
  }

  @Test
  void keyThatCannotBeKept_leavesNoSubscriptionBehind() {
    writable = false;

    assertThatThrownBy(() -> engine.listen(config(), ADDRESS))
        .isInstanceOf(IllegalStateException.class);

    assertThat(cloud.calls).containsExactly("subscribe", "unsubscribe s1");
    writable = true;
    engine.listen(config(), ADDRESS);
    assertThat(kept).containsEntry("cloud_webhook.s2", "key2");
  }

  @Test
  void entityThatIsGivenItself_cannotBeSubscribedTo() {
    assertThatThrownBy(() -> engine.listen(world.config().build(), ADDRESS))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("names the platform");
  }

  @Test
  void engineWithThreads_renewsByItself_andIsWokenByAWebhookMeanwhile() throws Exception {
    world.local.put(task("a", "open", null));
    time = ManualTime.cranked();
    kept.put("cloud_webhook", PingPlatform.KEY);
    try (SyncEngine threaded = builder().webhookDebounce(Duration.ofSeconds(5)).build()) {
      Listening listening = threaded.listen(config(), ADDRESS);
      time.awaitSleepers(1);
      threaded.receive("pf-1", "cloud", PingPlatform.ping("d1", null, time.instant(), "r1"));
      while (listening.isWaiting()) {
        time.awaitSleepers(1);
        time.advance(Duration.ofSeconds(5));
      }
      assertThat(cloud.calls).containsExactly("subscribe");

      time.advance(Duration.ofDays(4));
      for (int i = 0; i < 1_000 && cloud.calls.size() < 2; i++) {
        time.awaitSleepers(1);
        time.advance(Duration.ofMinutes(1));
      }

      assertThat(cloud.calls).contains("renew s1");
    }
  }
}
