package com.puraify.sync.examples.quickstart;

import com.puraify.sync.report.SyncEvent;
import com.puraify.sync.report.SyncProgress;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far a run is while somebody watches; shows nothing otherwise. */
final class Progress implements AutoCloseable {

  private static final int EVERY_MILLIS = 100;

  private final @Nullable ProgressBar bar;

  /**
   * Starts to show progress.
   *
   * @param writes how many writes are planned
   */
  Progress(Screen screen, long writes) {
    this.bar =
        screen.terminal()
            ? new ProgressBarBuilder()
                .setTaskName("  syncing")
                .setInitialMax(writes)
                .setUpdateIntervalMillis(EVERY_MILLIS)
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .setUnit(" writes", 1)
                .hideEta()
                .clearDisplayOnFinish()
                .setConsumer(new ConsoleProgressBarConsumer(screen.err(), screen.width() - 1))
                .build()
            : null;
  }

  /** Takes an event of the run. */
  void on(SyncEvent event) {
    if (bar != null && event instanceof SyncEvent.Progressed progressed) {
      SyncProgress progress = progressed.progress();
      bar.setExtraMessage(" " + progress.phase().word());
      bar.maxHint(Math.max(bar.getMax(), progress.written()));
      bar.stepTo(progress.written());
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
