package com.puraify.sync.cluster;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.testkit.EntityView;
import com.puraify.sync.testkit.SpiCall;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A table that is called as a platform with few calls would be, one item at a time. */
final class PacedTable extends EntityView {

  static final List<RateWindow> WINDOWS =
      List.of(
          RateWindow.of(5, Duration.ofMillis(400)), RateWindow.of(20, Duration.ofMillis(2_000)));

  private final Runnable called;
  private volatile @Nullable ConnectorContext context;

  /**
   * Creates a view of a table.
   *
   * @param called told of each call before it is made
   */
  PacedTable(Entity table, Runnable called) {
    super(table);
    this.called = called;
  }

  @Override
  protected ConnectorContext lent(ConnectorContext lent) {
    context = lent;
    return lent;
  }

  @Override
  protected EntitySession view(EntitySession session) {
    return new Session(session) {
      @Override
      public Capabilities capabilities() {
        return Capabilities.builder()
            .batches(1, 1, 1)
            .lookupBatch(50)
            .conditionalWrites(true)
            .metered(true)
            .build();
      }
    };
  }

  @Override
  protected <T> T around(SpiCall.Kind kind, int size, Supplier<T> call) {
    ConnectorContext lent = context;
    if (lent != null) { // opening a table is no call
      lent.pace("demo", "account", WINDOWS);
      called.run();
    }
    return call.get();
  }
}
