package com.puraify.sync.testkit.engine;

import static com.puraify.sync.testkit.engine.World.page;
import static com.puraify.sync.testkit.engine.World.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.Link;
import com.puraify.sync.testkit.Interference;
import com.puraify.sync.testkit.SpiCall;
import com.puraify.sync.value.Side;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A table gives a new row the id of one that was deleted, while that id is still in a link. */
class ReusedIdTest {

  private static World world(boolean declared) {
    return new World(
        local ->
            local
                .capabilities(
                    Capabilities.builder()
                        .batches(100, 100, 100)
                        .lookupBatch(100)
                        .conditionalWrites(true)
                        .findable(true)
                        .reusesIds(declared)
                        .build())
                .reusesIds(true),
        remote -> remote);
  }

  /** Two linked items, l1 and l2; the next row is given the id l2 if that row is gone by then. */
  private static World linked(boolean declared) {
    World world = world(declared);
    world.local.put(task(World.BYSTANDER, "open", null));
    world.local.put(task("old", "open", "x"));
    assertThat(world.sync().status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(world.locals()).containsOnlyKeys("l2");
    return world;
  }

  private static void assertSettled(World world, String... items) {
    SyncReport idle = world.sync();
    assertThat(idle.status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(idle.created(Side.LOCAL) + idle.created(Side.REMOTE)).isZero();
    assertThat(world.locals().values()).containsExactlyInAnyOrder(items);
    assertThat(world.remotes().values()).containsExactlyInAnyOrder(items);
    assertThat(world.store.linksAfter("tasks", 0, 10))
        .hasSize(items.length + 1)
        .noneMatch(link -> link.hasLostId(Side.LOCAL) || link.hasLostId(Side.REMOTE));
  }

  @Test
  void deleteOfARow_isPassedOnThoughItsIdIsUsedAgain() {
    try (World world = linked(true)) {
      world.local.remove("l2");
      world.remote.put(page("new", "open", "y"));

      SyncReport report = world.sync();

      assertThat(report.status()).isEqualTo(SyncStatus.SUCCESS);
      assertThat(world.locals()).containsOnlyKeys("l2");
      assertThat(report.created(Side.LOCAL)).isEqualTo(1);
      assertThat(report.deleted(Side.REMOTE)).isEqualTo(1);
      assertSettled(world, "new/open/y");
    }
  }

  @Test
  void rowDeletedAfterItWasRead_itsDeleteIsPassedOnByTheNextRun() {
    try (World world = linked(true)) {
      world.remote.put(page("new", "open", "y"));
      world.local.interfere(
          new Interference() {
            @Override
            public void before(SpiCall call) {
              if (call.kind() == SpiCall.Kind.CREATE && world.local.items().containsKey("l2")) {
                world.local.remove("l2");
              }
            }
          });

      world.sync();

      world.local.interfere(Interference.NONE);
      assertThat(world.locals()).containsOnlyKeys("l2");
      assertThat(world.remotes()).hasSize(2);
      assertThat(world.store.linksAfter("tasks", 0, 10))
          .filteredOn(link -> link.hasLostId(Side.LOCAL))
          .singleElement()
          .satisfies(link -> assertThat(link.localId()).contains("formerly l2"));
      assertThat(world.sync().deleted(Side.REMOTE)).isEqualTo(1);
      assertSettled(world, "new/open/y");
    }
  }

  @Test
  void answerOfTheCreateLost_theNewRowIsFoundUnderTheOldId() {
    try (World world = linked(true)) {
      world.local.remove("l2");
      world.remote.put(page("new", "open", "y"));
      List<SpiCall> lost = new ArrayList<>();
      world.local.interfere(
          new Interference() {
            @Override
            public void after(SpiCall call) {
              if (call.kind() == SpiCall.Kind.CREATE && lost.isEmpty()) {
                lost.add(call);
                throw new ConnectorException(ConnectorException.Kind.TIMEOUT, "no answer");
              }
            }
          });

      world.sync();
      world.sync();

      assertThat(lost).hasSize(1);
      assertThat(world.locals()).containsOnlyKeys("l2");
      assertSettled(world, "new/open/y");
    }
  }

  @Test
  void lostRowIsMadeAnew_whereItsCounterpartWasEditedAndThatCounts() {
    try (World world = linked(true)) {
      SyncConfig preferRemote = world.config().conflicts(ConflictStrategy.preferRemote()).build();
      world.local.remove("l2");
      world.remote.edit("r2", World.page("old", "edited", "x"));
      world.remote.put(page("new", "open", "y"));

      world.sync(preferRemote);
      world.sync(preferRemote);

      assertSettled(world, "new/open/y", "old/edited/x");
    }
  }

  @Test
  void questionAboutTheLostRow_isAskedUnderWhatItWas() {
    try (World world = linked(true)) {
      SyncConfig ask = world.config().conflicts(ConflictStrategy.manualReview()).build();
      world.local.remove("l2");
      world.remote.edit("r2", World.page("old", "edited", "x"));
      world.remote.put(page("new", "open", "y"));

      world.sync(ask);
      world.sync(ask);

      Case question = world.engine.cases(ask).get(0);
      assertThat(world.engine.cases(ask)).hasSize(1);
      assertThat(question.remoteIds()).containsExactly("r2");
      assertThat(question.localIds()).singleElement().asString().contains("formerly l2");
      world.engine.resolve(question, Resolution.take(Side.LOCAL));
      world.sync(ask);
      assertSettled(world, "new/open/y");
    }
  }

  @Test
  void idInALinkThatIsNotDeclaredToBeUsedAgain_isRefusedAndAskedAboutOnce() {
    try (World world = linked(false)) {
      world.local.remove("l2");
      world.remote.put(page("new", "open", "y"));

      SyncReport report = world.sync();

      assertThat(report.status()).isEqualTo(SyncStatus.PARTIAL);
      assertThat(report.rejections())
          .singleElement()
          .satisfies(each -> assertThat(each.detail()).contains("linked to another: l2"));
      world.sync();
      assertThat(world.local.items()).hasSize(2);
      assertThat(world.engine.cases(world.config().build())).isNotEmpty();
    }
  }

  @Test
  void linkOfARowThatWasGivenItsOwnIdAgain_hasNoTombstone() {
    try (World world = linked(true)) {
      SyncConfig preferRemote = world.config().conflicts(ConflictStrategy.preferRemote()).build();
      world.local.remove("l2");
      world.remote.edit("r2", World.page("old", "edited", "x"));

      world.sync(preferRemote);

      assertThat(world.locals()).containsExactly(entry("l2", "old/edited/x"));
      assertThat(world.store.marks("tasks", Side.LOCAL, List.of("l2"))).isEmpty();
      assertSettled(world, "old/edited/x");
    }
  }

  @Test
  void lostId_isNoIdOfAPlatform() {
    try (World world = linked(true)) {
      Link link = world.store.linksAfter("tasks", 1, 1).get(0);

      Link left = link.withLostId(Side.LOCAL);

      assertThat(left.hasLostId(Side.LOCAL)).isTrue();
      assertThat(left.hasLostId(Side.REMOTE)).isFalse();
      assertThat(left.remoteId()).isEqualTo(link.remoteId());
      assertThat(Link.isLost(link.localId())).isFalse();
      assertThat(left.localId()).isNotEqualTo(link.localId()).contains(link.localId());
      assertThat(world.local.items()).containsEntry("l2", task("old", "open", "x"));
    }
  }
}
