package com.puraify.sync.internal.run;

import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.Connector;
import com.puraify.sync.host.ActionInvoker;
import com.puraify.sync.host.ConflictReviewer;
import com.puraify.sync.host.CredentialProvider;
import com.puraify.sync.host.PermissionGate;
import com.puraify.sync.host.ServiceCatalog;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.internal.budget.Budgets;
import com.puraify.sync.internal.config.Safeguard;
import com.puraify.sync.internal.http.HttpTransport;
import com.puraify.sync.internal.job.Ticker;
import com.puraify.sync.report.SyncEvent;
import com.puraify.sync.state.StateStore;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an engine is made of.
 *
 * @param store what it remembers in
 * @param time its time and chance
 * @param connectors by platform name, simplified
 * @param local where local entities are found by name, or null
 * @param credentials where tokens come from
 * @param gate who permits runs
 * @param catalog which platforms are connected
 * @param reviewer who asks people
 * @param actions what the host does around a run
 * @param events who is told what happens
 * @param budgets the accounts' budgets
 * @param transport the HTTP client
 * @param workers the threads
 * @param ticker waits for what is due later
 * @param memoryBound about how many bytes of items a side of a run keeps in memory
 * @param owner the engine's name in leases
 * @param safeguards the rules that keep data safe: all, but in tests of the tests
 */
public record EngineParts(
    StateStore store,
    TimeSource time,
    Map<String, Connector> connectors,
    @Nullable Connection local,
    CredentialProvider credentials,
    PermissionGate gate,
    ServiceCatalog catalog,
    ConflictReviewer reviewer,
    ActionInvoker actions,
    Consumer<SyncEvent> events,
    Budgets budgets,
    HttpTransport transport,
    Workers workers,
    Ticker ticker,
    long memoryBound,
    String owner,
    Set<Safeguard> safeguards) {

  /** Returns an id that nobody else has. */
  public String newId() {
    return RunLedger.newId(time);
  }

  /** Returns these parts with just some safeguards; for the engine's own tests. */
  EngineParts with(Set<Safeguard> some) {
    return new EngineParts(
        store,
        time,
        connectors,
        local,
        credentials,
        gate,
        catalog,
        reviewer,
        actions,
        events,
        budgets,
        transport,
        workers,
        ticker,
        memoryBound,
        owner,
        Set.copyOf(some));
  }
}
