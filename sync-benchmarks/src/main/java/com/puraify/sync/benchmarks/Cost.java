package com.puraify.sync.benchmarks;

import com.puraify.sync.host.TimeSource;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What something took. On a machine that is shared, processor time says more than time.
 *
 * @param seconds how long it took
 * @param processor how many seconds of processors this process used meanwhile, all threads
 *     together, the compiler and the collector among them
 */
record Cost(double seconds, double processor) {

  /** The moment before. */
  record Start(TimeSource time, long nanos, long processorNanos) {

    Cost end() {
      return new Cost((time.nanos() - nanos) / 1e9, (processorNanosNow() - processorNanos) / 1e9);
    }
  }

  static Start start(TimeSource time) {
    return new Start(time, time.nanos(), processorNanosNow());
  }

  private static long processorNanosNow() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
