package com.puraify.sync.testkit.engine;

import static com.puraify.sync.testkit.engine.PingPlatform.ping;
import static com.puraify.sync.testkit.engine.World.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.puraify.sync.Listening;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.host.CredentialProvider;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.testkit.Interference;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.SpiCall;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import com.puraify.sync.webhook.WebhookDelivery;
import com.puraify.sync.webhook.WebhookReply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an engine does with webhooks, whatever the platform. */
class WebhookTest {

  private static final Duration DEBOUNCE = SyncEngine.Builder.DEFAULT_WEBHOOK_DEBOUNCE;

  private final Vault vault = new Vault();
  private World world;
  private SyncEngine engine;
  private Listening listening;

  /** A host's store of credentials. */
  private static final class Vault implements CredentialProvider {
    private final Map<String, String> kept = new ConcurrentHashMap<>();
    private volatile boolean down;
    private volatile boolean writable = true;

    @Override
    public Optional<Secret> find(String project, String name) {
      if (down) {
        throw new IllegalStateException("vault down");
      }
      return Optional.ofNullable(kept.get(project + "/" + name)).map(Secret::of);
    }

    @Override
    public void store(String project, String name, Secret credential) {
      kept.put(project + "/" + name, credential.reveal());
    }

    @Override
    public boolean canStore() {
      return writable;
    }
  }

  @BeforeEach
  void begin() {
    world = new World();
    vault.kept.put("pf-1/cloud_webhook", PingPlatform.KEY);
    for (int i = 1; i <= 5; i++) {
      world.local.put(task("t" + i, "open", null));
    }
    engine = engine().singleThreaded().build();
    engine.sync(config());
    listening = engine.listen(config());
  }

  private SyncEngine.Builder engine() {
    return SyncEngine.builder()
        .state(world.store)
        .time(world.time)
        .credentials(vault)
        .addConnector(new PingPlatform());
  }

  @AfterEach
  void end() {
    engine.close();
    world.close();
  }

  private SyncConfig config() {
    return world.config().project("pf-1").build();
  }

  private void edit(String item, String status) {
    world.remote.edit(item, Fields.of("f2", Value.choice(status)));
  }

  private int receive(WebhookDelivery delivery) {
    return engine.receive("pf-1", "cloud", delivery).status();
  }

  private int hear(String id, String... items) {
    return receive(ping(id, world.remote.id(), world.time.instant(), items));
  }

  private List<SyncReport> later() {
    world.time.advance(DEBOUNCE);
    return engine.runDue();
  }

  private long lookups() {
    return world.remote.calls(SpiCall.Kind.LOOKUP);
  }

  @Test
  void genuineDelivery_isAnsweredAtOnce_andItsItemsAreLookedAtLater() {
    edit("r1", "done");
    long calls = world.remote.calls() + world.local.calls();

    assertThat(hear("d1", "r1")).isEqualTo(200);

    assertThat(world.remote.calls() + world.local.calls()).isEqualTo(calls);
    assertThat(listening.isWaiting()).isTrue();
    assertThat(engine.runDue()).as("not due yet").isEmpty();
    List<SyncReport> reports = later();
    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).updated(Side.LOCAL)).isEqualTo(1);
    assertThat(world.locals()).containsEntry("l1", "t1/done/-");
    assertThat(listening.isWaiting()).isFalse();
    assertThat(later()).isEmpty();
  }

  @Test
  void burst_isOneRun_withOneLookupForEachItem() {
    long before = lookups();
    for (int i = 0; i < 40; i++) {
      edit("r" + (i % 4 + 1), "s" + i);
      hear("d" + i, "r" + (i % 4 + 1));
      world.time.advance(Duration.ofMillis(100));
    }

    assertThat(later()).hasSize(1);

    assertThat(lookups() - before).isEqualTo(4);
    assertThat(world.locals()).containsEntry("l4", "t4/s39/-");
  }

  @Test
  void endlessBurst_doesNotPutTheRunOffForEver() {
    int runs = 0;
    for (int i = 0; i < 100; i++) {
      hear("d" + i, "r1");
      world.time.advance(Duration.ofSeconds(1));
      runs += engine.runDue().size();
    }

    assertThat(runs).isBetween(15, 20);
  }

  @Test
  void deliveryThatIsRepeated_countsOnce() {
    hear("d1", "r1");
    assertThat(later()).hasSize(1);

    assertThat(hear("d1", "r1")).isEqualTo(200);

    assertThat(listening.isWaiting()).isFalse();
    assertThat(later()).isEmpty();
  }

  @Test
  void forgottenDelivery_isLookedAtAgain_andChangesNothing() {
    hear("d0", "r1");
    later();
    for (int i = 1; i <= 10_000; i++) {
      hear("d" + i, "r2");
    }
    later();
    int writes = world.local.writes().size();

    hear("d0", "r1");

    assertThat(later()).hasSize(1);
    assertThat(world.local.writes()).hasSize(writes);
  }

  @Test
  void reorderedDeliveries_endInTheSameWorld() {
    edit("r1", "one");
    WebhookDelivery first = ping("d1", world.remote.id(), world.time.instant(), "r1");
    edit("r1", "two");
    WebhookDelivery second = ping("d2", world.remote.id(), world.time.instant(), "r1");

    receive(second);
    later();
    receive(first);
    later();

    assertThat(world.locals()).containsEntry("l1", "t1/two/-");
  }

  @Test
  void hintForAnotherEntity_isIgnored() {
    hear("d1", "r1");
    later();
    long calls = world.remote.calls();

    assertThat(receive(ping("d2", "another", world.time.instant(), "x1"))).isEqualTo(200);

    assertThat(listening.isWaiting()).isFalse();
    assertThat(later()).isEmpty();
    assertThat(world.remote.calls()).isEqualTo(calls);
  }

  @Test
  void hintForAnotherEntity_beforeTheEngineKnowsItsOwn_readsNoItem() {
    long before = lookups();
    long pages = world.remote.calls(SpiCall.Kind.READ);

    receive(ping("d1", "another", world.time.instant(), "r1"));
    receive(ping("d2", "another", world.time.instant()));
    later();

    assertThat(lookups()).isEqualTo(before);
    assertThat(world.remote.calls(SpiCall.Kind.READ)).isEqualTo(pages);
  }

  @Test
  void hintWithoutEntity_concernsEverySyncOfThePlatform() {
    edit("r1", "done");

    receive(ping("d1", null, world.time.instant(), "r1"));
    later();

    assertThat(world.locals()).containsEntry("l1", "t1/done/-");
  }

  @Test
  void hintWithoutItems_leadsToAnOrdinaryRun() {
    edit("r1", "done");
    long before = lookups();

    hear("d1");
    later();

    assertThat(world.locals()).containsEntry("l1", "t1/done/-");
    assertThat(lookups()).isEqualTo(before);
    assertThat(world.remote.calls(SpiCall.Kind.READ)).isGreaterThan(1);
  }

  @Test
  void moreItemsThanAreWorthLookingUp_areReadInPages() {
    edit("r1", "done");
    long before = lookups();
    for (int i = 0; i < 20; i++) {
      String[] items = new String[100];
      for (int j = 0; j < 100; j++) {
        items[j] = "r" + (i * 100 + j);
      }
      hear("d" + i, items);
    }

    later();

    assertThat(world.locals()).containsEntry("l1", "t1/done/-");
    assertThat(lookups()).isEqualTo(before);
  }

  @Test
  void unknownRecord_changesNothing() {
    hear("d1", "r4711");

    assertThat(later()).singleElement().matches(report -> report.syncedItems() == 0);
  }

  @Test
  void deliveriesThatAreNotGenuine_changeNothing_andSayWhy() {
    String body = "{\"id\":\"d1\",\"at\":\"" + world.time.instant() + "\",\"items\":[\"r1\"]}";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    Instant now = world.time.instant();

    assertThat(receive(PingPlatform.delivery(bytes, "00"))).isEqualTo(401);
    assertThat(receive(PingPlatform.delivery(bytes, ""))).isEqualTo(401);
    assertThat(receive(ping("d1", null, now.minus(Duration.ofMinutes(6)), "r1"))).isEqualTo(400);
    assertThat(receive(ping("d1", null, now.plus(Duration.ofMinutes(6)), "r1"))).isEqualTo(400);
    assertThat(receive(PingPlatform.signed("no json"))).isEqualTo(400);
    assertThat(receive(PingPlatform.signed("{\"id\":7}"))).isEqualTo(400);
    assertThat(receive(PingPlatform.signed("{\"crash\":true}"))).isEqualTo(500);
    assertThat(receive(PingPlatform.signed("x".repeat(WebhookDelivery.MAX_BODY + 1))))
        .isEqualTo(413);
    assertThat(
            receive(
                WebhookDelivery.of("GET", URI.create("https://host.example/"), Map.of(), bytes)))
        .isEqualTo(405);
    assertThat(engine.receive("pf-1", "nobody", PingPlatform.signed(body)).status()).isEqualTo(404);
    assertThat(engine.receive("pf-2", "cloud", PingPlatform.signed(body)).status())
        .as("another project has no key of its own, and never uses this one's")
        .isEqualTo(503);
    vault.down = true;
    assertThat(receive(PingPlatform.signed(body))).isEqualTo(503);

    assertThat(listening.isWaiting()).isFalse();
    assertThat(later()).isEmpty();
  }

  @Test
  void deliveryOfAnotherProject_doesNotReachThisOnesSyncs() {
    vault.kept.put("pf-2/cloud_webhook", PingPlatform.KEY);

    assertThat(
            engine.receive("pf-2", "cloud", ping("d1", null, world.time.instant(), "r1")).status())
        .isEqualTo(200);

    assertThat(listening.isWaiting()).isFalse();
  }

  @Test
  void handshake_keepsTheKeyBeforeItIsAnswered() {
    vault.kept.clear();
    WebhookReply reply =
        engine.receive("pf-1", "Cloud", PingPlatform.signed("{\"token\":\"" + "new-key\"}"));

    assertThat(reply).isEqualTo(WebhookReply.text(200, "hello"));
    assertThat(vault.kept).containsEntry("pf-1/cloud_webhook", "new-key");
  }

  @Test
  void handshakeThatBringsAnotherKey_isRefused_andTheSameOneIsNot() {
    assertThat(receive(PingPlatform.signed("{\"token\":\"evil\"}"))).isEqualTo(409);
    assertThat(receive(PingPlatform.signed("{\"token\":\"" + PingPlatform.KEY + "\"}")))
        .isEqualTo(200);

    assertThat(vault.kept).containsEntry("pf-1/cloud_webhook", PingPlatform.KEY);
  }

  @Test
  void handshakeThatCannotBeKept_isNotConfirmed() {
    vault.kept.clear();
    vault.writable = false;

    assertThat(receive(PingPlatform.signed("{\"token\":\"new-key\"}"))).isEqualTo(503);
    assertThat(vault.kept).isEmpty();
  }

  @Test
  void environmentProvider_keepsNothing_andSaysWhatToDo() {
    assertThat(CredentialProvider.environment().canStore()).isFalse();
    assertThatThrownBy(
            () -> CredentialProvider.environment().store("p", "cloud_webhook", Secret.of("k")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cloud_webhook")
        .hasMessageContaining("implements store");
  }

  @Test
  void ownWriteThatComesBack_isNotWrittenAgain() {
    world.local.edit("l1", World.local("status", "done"));
    world.time.advance(Duration.ofMinutes(5));
    engine.sync(config());
    int writes = world.local.writes().size() + world.remote.writes().size();

    hear("d1", "r1");
    later();

    assertThat(world.local.writes().size() + world.remote.writes().size()).isEqualTo(writes);
  }

  @Test
  void ordinaryRunThatBeganBeforeTheWebhook_doesNotOverwriteWhatItBrought() {
    edit("r1", "first");
    boolean[] once = {false};
    world.local.interfere(
        new Interference() {
          @Override
          public void before(SpiCall call) {
            if (call.kind().isWrite() && !once[0]) {
              once[0] = true;
              edit("r1", "second"); // the ordinary run has read "first" and is about to write it
              hear("d1", "r1");
            }
          }
        });

    world.time.advance(Duration.ofMinutes(5));
    engine.sync(config());
    assertThat(world.locals()).containsEntry("l1", "t1/first/-");
    later();

    assertThat(world.locals()).containsEntry("l1", "t1/second/-");
    world.time.advance(Duration.ofMinutes(5));
    engine.sync(config());
    assertThat(world.locals()).containsEntry("l1", "t1/second/-");
  }

  @Test
  void syncThatSomebodyElseRuns_isWaitedFor() {
    edit("r1", "done");
    hear("d1", "r1");
    var lease =
        world
            .store
            .acquire("tasks", "elsewhere", Duration.ofMinutes(2), world.time.instant())
            .orElseThrow();

    assertThat(later()).isEmpty();
    assertThat(listening.isWaiting()).isTrue();
    hear("d2", "r2");
    assertThat(later()).isEmpty();
    world.store.release(lease);

    assertThat(later()).hasSize(1);
    assertThat(world.locals()).containsEntry("l1", "t1/done/-");
    assertThat(listening.isWaiting()).isFalse();
  }

  @Test
  void itemsThatWereQueued_areLookedAtByTheNextEngine_andNothingElse() {
    edit("r1", "done");
    edit("r2", "unheard");
    hear("d1", "r1");
    var lease =
        world
            .store
            .acquire("tasks", "elsewhere", Duration.ofMinutes(2), world.time.instant())
            .orElseThrow();
    assertThat(later()).isEmpty();
    engine.close();
    world.store.release(lease);
    long lookups = lookups();
    long pages = world.remote.calls(SpiCall.Kind.READ);

    engine = engine().singleThreaded().build();
    listening = engine.listen(config());
    assertThat(listening.isWaiting()).isTrue();
    assertThat(engine.runDue()).hasSize(1);

    assertThat(world.locals()).containsEntry("l1", "t1/done/-").containsEntry("l2", "t2/open/-");
    assertThat(lookups() - lookups).isEqualTo(1);
    assertThat(world.remote.calls(SpiCall.Kind.READ)).isEqualTo(pages);
    assertThat(listening.isWaiting()).isFalse();
  }

  @Test
  void itemsOfTwoEngines_areLookedAtInOneRun() {
    edit("r1", "one");
    edit("r2", "two");
    try (SyncEngine other = engine().singleThreaded().build();
        Listening there = other.listen(config())) {
      hear("d1", "r1");
      other.receive("pf-1", "cloud", ping("d2", world.remote.id(), world.time.instant(), "r2"));
      var lease =
          world
              .store
              .acquire("tasks", "elsewhere", Duration.ofMinutes(2), world.time.instant())
              .orElseThrow();
      world.time.advance(DEBOUNCE);
      assertThat(engine.runDue()).isEmpty();
      assertThat(other.runDue()).isEmpty();
      assertThat(there.isWaiting()).isTrue();
      world.store.release(lease);
      long lookups = lookups();

      assertThat(later()).hasSize(1);
      assertThat(other.runDue()).isEmpty();

      assertThat(world.locals()).containsEntry("l1", "t1/one/-").containsEntry("l2", "t2/two/-");
      assertThat(lookups() - lookups).isEqualTo(2);
      assertThat(there.isWaiting()).isFalse();
    }
  }

  @Test
  void requestForEverything_takesTheQueuedItemsAlong() {
    edit("r1", "done");
    edit("r2", "unheard");
    hear("d1", "r1");
    var lease =
        world
            .store
            .acquire("tasks", "elsewhere", Duration.ofMinutes(2), world.time.instant())
            .orElseThrow();
    assertThat(later()).isEmpty();
    engine.submit(config());
    world.store.release(lease);
    world.time.advance(Duration.ofMinutes(5));

    assertThat(engine.runDue()).hasSize(1);

    assertThat(world.locals()).containsEntry("l1", "t1/done/-").containsEntry("l2", "t2/unheard/-");
    assertThat(engine.runDue()).isEmpty();
  }

  @Test
  void runThatFails_isMadeUpForByTheNextOrdinaryOne() {
    edit("r1", "done");
    boolean[] broken = {true};
    world.remote.interfere(
        new Interference() {
          @Override
          public void before(SpiCall call) {
            if (broken[0]) {
              throw new ConnectorException(ConnectorException.Kind.UNAVAILABLE, "down");
            }
          }
        });
    hear("d1", "r1");
    assertThat(later()).isEmpty();
    assertThat(listening.isWaiting()).isFalse();

    broken[0] = false;
    world.time.advance(Duration.ofMinutes(5));
    engine.sync(config());

    assertThat(world.locals()).containsEntry("l1", "t1/done/-");
  }

  @Test
  void whatNoRunLookedAtBeforeTheEngineClosed_isReadByTheNextOrdinaryRun() {
    edit("r1", "done");
    hear("d1", "r1");
    engine.close();
    assertThat(hear("d2", "r1")).isEqualTo(503);
    assertThat(later()).isEmpty();

    engine = engine().singleThreaded().build();
    world.time.advance(Duration.ofMinutes(5));
    engine.sync(config());

    assertThat(world.locals()).containsEntry("l1", "t1/done/-");
  }

  @Test
  void closedHandle_hearsNothingMore_andAnotherMayListen() {
    assertThatThrownBy(() -> engine.listen(config()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("listens already");
    hear("d1", "r1");

    listening.close();

    assertThat(later()).isEmpty();
    listening = engine.listen(config());
    hear("d2", "r1");
    assertThat(later()).hasSize(1);
  }

  @Test
  void syncWithoutWebhooks_cannotListen() {
    try (SyncEngine deaf =
        SyncEngine.builder().state(world.store).time(world.time).singleThreaded().build()) {
      assertThatThrownBy(() -> deaf.listen(config()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("webhooks");
    }
  }

  @Test
  void engineWithThreads_runsByItself_andStopsWhenItIsClosed() throws Exception {
    ManualTime cranked = ManualTime.cranked();
    CountDownLatch finished = new CountDownLatch(1);
    List<SyncReport> reports = new ArrayList<>();
    try (SyncEngine threaded = engine().time(cranked).build()) {
      threaded.on(
          com.puraify.sync.report.SyncEvent.RunFinished.class,
          event -> {
            reports.add(event.report());
            finished.countDown();
          });
      Listening own = threaded.listen(config());
      edit("r1", "done");
      for (int i = 0; i < 10; i++) {
        threaded.receive(
            "pf-1", "cloud", ping("t" + i, null, cranked.instant(), "r" + (i % 5 + 1)));
      }
      cranked.awaitSleepers(1);
      assertThat(cranked.sleepers()).as("one thread waits, however many deliveries").isEqualTo(1);
      cranked.advance(DEBOUNCE);

      assertThat(finished.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(reports).singleElement().matches(report -> report.updated(Side.LOCAL) == 1);
      assertTimeoutPreemptively(Duration.ofSeconds(10), () -> awaitNothingWaits(own));

      threaded.receive("pf-1", "cloud", ping("last", null, cranked.instant(), "r1"));
      cranked.awaitSleepers(1);
    } // ends at once although time stands still
    assertThat(cranked.sleepers()).isZero();
    assertThat(reports).hasSize(1);
  }

  /** The thread that asked for the run may not have noted yet that it did. */
  private static void awaitNothingWaits(Listening own) {
    while (own.isWaiting()) {
      Thread.onSpinWait();
    }
  }
}
