package com.puraify.sync.proof.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connectors.airtable.AirtableConnection;
import com.puraify.sync.connectors.notion.NotionConnection;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.state.MemoryStateStore;
import com.puraify.sync.testkit.EntityView;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.SpiCall;
import com.puraify.sync.testkit.world.PlatformProfile;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The profiles of simulated worlds are what the connectors declare, so that they cannot part. */
class ProfileTest {

  /** Notes what a session declares. */
  private static final class Seen extends EntityView {
    private @Nullable Capabilities declared;

    Seen(Entity entity) {
      super(entity);
    }

    @Override
    protected <T> T around(SpiCall.Kind kind, int size, Supplier<T> call) {
      return call.get();
    }

    @Override
    protected EntitySession view(EntitySession session) {
      declared = session.capabilities();
      return super.view(session);
    }
  }

  @ParameterizedTest
  @EnumSource(ConnectorWorldTest.Platform.class)
  void profile_isWhatTheConnectorDeclares(ConnectorWorldTest.Platform platform) {
    Capabilities profile = PlatformProfile.of(platform.label()).capabilities();
    Capabilities declared = declared(platform);

    assertThat(profile.incremental()).isEqualTo(declared.incremental());
    assertThat(profile.deletes()).isEqualTo(declared.deletes());
    assertThat(profile.granularity()).isEqualTo(declared.granularity());
    assertThat(profile.visibilityLag()).isEqualTo(declared.visibilityLag());
    assertThat(profile.createBatch()).isEqualTo(declared.createBatch());
    assertThat(profile.updateBatch()).isEqualTo(declared.updateBatch());
    assertThat(profile.deleteBatch()).isEqualTo(declared.deleteBatch());
    assertThat(profile.lookupBatch()).isEqualTo(declared.lookupBatch());
    assertThat(profile.readPage()).isEqualTo(declared.readPage());
    assertThat(profile.atomicBatches()).isEqualTo(declared.atomicBatches());
    assertThat(profile.parallelWrites()).isEqualTo(declared.parallelWrites());
    assertThat(profile.conditionalWrites()).isEqualTo(declared.conditionalWrites());
    assertThat(profile.createSafety()).isEqualTo(declared.createSafety());
    assertThat(profile.findable()).isEqualTo(declared.findable());
    assertThat(profile.metered()).isEqualTo(declared.metered());
  }

  private static Capabilities declared(ConnectorWorldTest.Platform platform) {
    ManualTime time = ManualTime.advancing();
    try (Remote remote = platform.starter.start(new SplittableRandom(1), time);
        SyncEngine engine =
            SyncEngine.builder()
                .state(MemoryStateStore.create())
                .time(time)
                .singleThreaded()
                .build()) {
      Seen seen = new Seen(remote.entity(Duration.ofSeconds(20)));
      engine
          .sync(
              SyncConfig.between(People.table(new SplittableRandom(1), time), seen)
                  .id("declared")
                  .mapping(SchemaMapping.builder().field("title", remote.title()).build())
                  .build())
          .orThrow();
      return Objects.requireNonNull(seen.declared);
    }
  }

  @Test
  void limits_areThoseThatTheConnectorsKeep() {
    assertThat(PlatformProfile.NOTION.limit().calls())
        .isEqualTo(NotionConnection.DEFAULT_CALLS_PER_MINUTE);
    assertThat(PlatformProfile.AIRTABLE.limit().calls())
        .isEqualTo(AirtableConnection.DEFAULT_CALLS_PER_SECOND);
  }
}
