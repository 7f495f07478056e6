package com.puraify.sync.internal.run;

import com.puraify.sync.Priority;
import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.HttpCalls;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.internal.budget.AccountBudget;
import com.puraify.sync.internal.budget.Budgets;
import com.puraify.sync.internal.budget.CallWatch;
import com.puraify.sync.internal.budget.Cancellation;
import com.puraify.sync.internal.http.HttpTransport;
import com.puraify.sync.internal.http.Lane;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/** What an engine lends to connectors for the length of one run. Thread-safe. */
public final class RunContext implements ConnectorContext {

  private final HttpTransport transport;
  private final Budgets budgets;
  private final TimeSource time;
  private final Priority priority;
  private final Cancellation cancellation;
  private final CallWatch watch;
  private final ConcurrentMap<String, LongAdder> calls = new ConcurrentHashMap<>();
  private volatile Runnable beforeCalls = () -> {};

  /**
   * Creates a context.
   *
   * @param transport the engine's HTTP client
   * @param budgets the engine's budgets
   * @param time the engine's time
   * @param priority how urgent the run is
   * @param cancelled whether the run was cancelled; asked often, from any thread
   */
  public RunContext(
      HttpTransport transport,
      Budgets budgets,
      TimeSource time,
      Priority priority,
      BooleanSupplier cancelled) {
    this(transport, budgets, time, priority, cancelled, CallWatch.NONE);
  }

  /**
   * Creates a context.
   *
   * @param watch told of calls that wait for their turn
   */
  RunContext(
      HttpTransport transport,
      Budgets budgets,
      TimeSource time,
      Priority priority,
      BooleanSupplier cancelled,
      CallWatch watch) {
    this.transport = transport;
    this.budgets = budgets;
    this.time = time;
    this.priority = priority;
    this.cancellation = new Cancellation(time, cancelled);
    this.watch = watch;
  }

  /** Sets what is done before each call, once its turn has come; what it throws prevents it. */
  void beforeCalls(Runnable action) {
    beforeCalls = action;
  }

  @Override
  public HttpCalls http(HttpSettings settings) {
    List<AccountBudget> all = new ArrayList<>();
    settings
        .sharedWindows()
        .forEach((pool, windows) -> all.add(budgets.shared(settings.platform(), pool, windows)));
    all.add(budgets.of(settings.platform(), settings.account(), settings.windows()));
    LongAdder counter = counter(settings.platform());
    return transport.calls(
        settings, new Lane(all, priority, cancellation, watch, () -> sending(counter)));
  }

  @Override
  public void pace(String platform, String account, List<RateWindow> windows) {
    budgets.of(platform, account, windows).acquire(priority, cancellation, List.of(), watch);
    sending(counter(platform));
  }

  private void sending(LongAdder counter) {
    beforeCalls.run();
    counter.increment();
  }

  private LongAdder counter(String platform) {
    return calls.computeIfAbsent(platform, each -> new LongAdder());
  }

  @Override
  public InstantSource clock() {
    return time;
  }

  @Override
  public void checkCancelled() {
    cancellation.check();
  }

  /** Returns how many calls were sent so far, by platform; each attempt counts. */
  public Map<String, Long> calls() {
    Map<String, Long> sums = new TreeMap<>();
    calls.forEach((platform, count) -> sums.put(platform, count.sum()));
    return sums;
  }
}
