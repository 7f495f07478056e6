package com.puraify.sync.internal.write;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.internal.config.Safeguard;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes the jobs of one side, batch by batch.
 *
 * <p>An intent is committed before each call, together with what came of a call before; a crash in
 * between leaves the intent open, and the next run finds out. A batch that is refused as a whole is
 * looked through in halves. A result that nobody can vouch for is never tried again here: what is
 * known of a create or an update by its intent stays until it was looked for.
 */
public final class SideWriter {

  /** How old an intent may be when its call is made. */
  public static final Duration AGE = Duration.ofMinutes(1);

  private final Side side;
  private final EntitySession session;
  private final Ledger ledger;
  private final Outcomes outcomes;
  private final Parallel parallel;
  private final Function<List<String>, List<Lookup>> look;
  private final boolean noted;
  private final Set<Attempt> underWay = ConcurrentHashMap.newKeySet();

  /** Runs several tasks, and returns when all have ended. */
  @FunctionalInterface
  public interface Parallel {
    /** Runs the tasks; throws what the first that failed threw. */
    void run(List<Runnable> tasks);
  }

  /**
   * Creates a writer.
   *
   * @param look looks items of the side up by their ids
   */
  public SideWriter(
      Side side,
      EntitySession session,
      Ledger ledger,
      Outcomes outcomes,
      Parallel parallel,
      Function<List<String>, List<Lookup>> look,
      Set<Safeguard> safeguards) {
    this.side = side;
    this.session = session;
    this.ledger = ledger;
    this.outcomes = outcomes;
    this.parallel = parallel;
    this.look = look;
    this.noted = safeguards.contains(Safeguard.INTENT_LEDGER);
  }

  /**
   * Writes jobs, in order of creates, updates, deletes.
   *
   * @throws ConnectorException if the platform can no longer be written; what was written before is
   *     committed
   */
  public void write(List<WriteJob> jobs) {
    for (Intent.Action action : Intent.Action.values()) {
      List<WriteJob> some = jobs.stream().filter(job -> job.action() == action).toList();
      if (!some.isEmpty()) {
        writeAll(action, some);
      }
    }
  }

  /**
   * Makes sure that no intent of a write that is under way is much older than a call that is made
   * now: when a write whose answer is lost must have become visible is reckoned from it, and a call
   * may have waited for its turn for longer than that.
   *
   * @throws com.puraify.sync.error.StateException if another runner has taken over
   */
  public void date() {
    underWay.forEach(Attempt::date);
  }

  private void writeAll(Intent.Action action, List<WriteJob> jobs) {
    Capabilities capabilities = session.capabilities();
    int size =
        switch (action) {
          case CREATE -> capabilities.createBatch();
          case UPDATE -> capabilities.updateBatch();
          case DELETE -> capabilities.deleteBatch();
        };
    Queue<List<WriteJob>> batches = new ConcurrentLinkedQueue<>();
    for (int from = 0; from < jobs.size(); from += size) {
      batches.add(jobs.subList(from, Math.min(from + size, jobs.size())));
    }
    AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    int workers = Math.min(capabilities.parallelWrites(), batches.size());
    List<Runnable> tasks = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      tasks.add(() -> work(action, batches, failure));
    }
    parallel.run(tasks);
    RuntimeException stop = failure.get();
    if (stop != null) {
      throw stop;
    }
  }

  /**
   * Writes batch after batch. What came of one batch is committed, together with the intent of the
   * next but one, while the next is under way: the platform and the state store work at the same
   * time.
   */
  private void work(
      Intent.Action action,
      Queue<List<WriteJob>> batches,
      AtomicReference<@Nullable RuntimeException> failure) {
    List<StateChange> owed = new ArrayList<>();
    Attempt next = null;
    try {
      next = intend(action, batches, owed);
      commit(owed);
      while (failure.get() == null && next != null) {
        ledger.checkCancelled();
        Attempt now = next;
        next = intend(action, batches, owed);
        write(now, owed);
      }
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    } finally {
      if (next != null) {
        owed.add(new StateChange.RemoveIntent(next.intent.id())); // it was never sent
        next.batch.forEach(job -> owed.addAll(outcomes.withdraw(job)));
      }
      if (!owed.isEmpty()) {
        flush(owed, failure);
      }
    }
  }

  /** Writes a batch, commits what is owed meanwhile, and then owes what came of the batch. */
  private void write(Attempt now, List<StateChange> owed) {
    try {
      if (owed.isEmpty()) {
        now.run();
      } else {
        parallel.run(List.of(now::run, () -> commit(owed)));
      }
    } finally {
      if (now.ended) {
        settle(now, owed);
      }
    }
    if (now.failure != null) {
      throw now.failure;
    }
  }

  /** Takes the next batch, and owes its intent; returns null if there is none. */
  private @Nullable Attempt intend(
      Intent.Action action, Queue<List<WriteJob>> batches, List<StateChange> owed) {
    List<WriteJob> batch = batches.poll();
    if (batch == null) {
      return null;
    }
    Attempt attempt = new Attempt(intent(action, batch), batch);
    if (noted) {
      owed.add(new StateChange.PutIntent(attempt.intent));
    }
    batch.forEach(job -> owed.addAll(outcomes.intend(job)));
    return attempt;
  }

  /** Commits what is owed; it stays owed if that fails. */
  private void commit(List<StateChange> owed) {
    ledger.commit(owed);
    owed.clear();
  }

  private void flush(List<StateChange> owed, AtomicReference<@Nullable RuntimeException> failure) {
    try {
      ledger.commit(owed);
    } catch (RuntimeException e) {
      RuntimeException first = failure.get();
      if (first == null) {
        failure.set(e);
      } else {
        first.addSuppressed(e);
      }
    }
  }

  private Intent intent(Intent.Action action, List<WriteJob> batch) {
    Instant now = ledger.now();
    return new Intent(
        ledger.newId(),
        side,
        action,
        now,
        batch.stream().flatMap(job -> job.entries().stream()).toList());
  }

  private void settle(Attempt attempt, List<StateChange> owed) {
    Intent intent = attempt.intent;
    List<WriteJob> batch = attempt.batch;
    List<Intent.Entry> doubtful = new ArrayList<>();
    List<Outcomes.Created> made = new ArrayList<>();
    Map<String, Link> holders = holders(intent.action(), attempt.results);
    for (int i = 0; i < batch.size(); i++) {
      WriteResult result = attempt.results[i];
      if (result == null) {
        owed.addAll(outcomes.withdraw(batch.get(i)));
        continue;
      }
      if (result instanceof WriteResult.Unknown && intent.action() != Intent.Action.DELETE) {
        doubtful.addAll(batch.get(i).entries());
      }
      Link holder = result instanceof WriteResult.Done done ? holders.get(done.id()) : null;
      for (StateChange change : outcomes.settle(batch.get(i), result, holder)) {
        owed.add(change);
        if (intent.action() == Intent.Action.CREATE && change instanceof StateChange.PutLink put) {
          made.add(new Outcomes.Created(batch.get(i), put.link()));
        }
      }
    }
    if (!made.isEmpty()) {
      owed.addAll(outcomes.created(intent, made));
    }
    owed.add(
        doubtful.isEmpty() || !noted
            ? new StateChange.RemoveIntent(intent.id())
            : new StateChange.PutIntent(
                new Intent(intent.id(), intent.side(), intent.action(), intent.at(), doubtful)));
  }

  /** Returns the links that what was created is in already, by ids. */
  private Map<String, Link> holders(Intent.Action action, @Nullable WriteResult[] results) {
    if (action != Intent.Action.CREATE) {
      return Map.of();
    }
    List<String> ids = new ArrayList<>();
    for (WriteResult result : results) {
      if (result instanceof WriteResult.Done done) {
        ids.add(done.id());
      }
    }
    return ids.isEmpty() ? Map.of() : outcomes.holders(side, ids);
  }

  /** One batch on its way, possibly in halves. */
  private final class Attempt {
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Intent intent;
    private final List<WriteJob> batch;
    private final @Nullable WriteResult[] results;
    private @Nullable ConnectorException failure;

    private boolean over;

    /** Whether each result is known to be known or unknown; else the intent has to stay. */
    private boolean ended;

    Attempt(Intent intent, List<WriteJob> batch) {
      this.intent = intent;
      this.batch = batch;
      this.results = new @Nullable WriteResult[batch.size()];
    }

    void run() {
      underWay.add(this);
      try {
        run(0, batch.size());
        lookAtRepeated();
        ended = true;
      } finally {
        underWay.remove(this);
        lock.lock(); // nobody dates it any more from here on, who began to is awaited
        try {
          over = true;
        } finally {
          lock.unlock();
        }
      }
    }

    private void run(int from, int to) {
      if (failure != null) {
        return;
      }
      try {
        date();
        List<WriteResult> answers =
            session.write(batch.subList(from, to).stream().map(WriteJob::write).toList());
        if (answers.size() != to - from) {
          failure =
              new ConnectorException(
                  ConnectorException.Kind.PROTOCOL,
                  "the connector answered "
                      + answers.size()
                      + " results for a batch of "
                      + (to - from));
          fill(from, to, new WriteResult.Unknown("wrong number of results", null));
          return;
        }
        for (int i = 0; i < answers.size(); i++) {
          results[from + i] = answers.get(i);
        }
      } catch (ConnectorException e) {
        refused(from, to, e);
      }
    }

    /**
     * Looks at what a repeated create was answered with, if the answer does not show it: it may be
     * what the first attempt made, of what was sent then, and an edit that comes before anybody
     * looked could not be told from that. What cannot be looked at now is sent once more.
     */
    private void lookAtRepeated() {
      Map<String, Integer> unseen = new LinkedHashMap<>();
      for (int i = 0; i < batch.size(); i++) {
        if (batch.get(i).earlier() != null
            && results[i] instanceof WriteResult.Done done
            && done.after() == null) {
          unseen.put(done.id(), i);
        }
      }
      try {
        for (Lookup lookup : look.apply(List.copyOf(unseen.keySet()))) {
          Integer at = unseen.get(lookup.id());
          if (at != null && lookup instanceof Lookup.Found found) {
            results[at] = WriteResult.Done.with(found.item());
          }
        }
      } catch (ConnectorException e) {
        unseen.values().forEach(at -> fill(at, at + 1, new WriteResult.Unknown(e.code(), null)));
        failure = failure == null ? e : failure;
      }
    }

    /**
     * Makes sure that the lease is still ours, and that the intent is not much older than the call:
     * when a write whose answer is lost must have become visible is reckoned from it. Throws, and
     * nothing is sent, if another runner has taken over.
     */
    private void date() {
      lock.lock();
      try {
        Instant now = ledger.now();
        if (noted && !over && Duration.between(intent.at(), now).abs().compareTo(AGE) >= 0) {
          intent = new Intent(intent.id(), side, intent.action(), now, intent.entries());
          ledger.commit(List.of(new StateChange.PutIntent(intent)));
        }
      } finally {
        lock.unlock();
      }
    }

    private void refused(int from, int to, ConnectorException e) {
      String detail = e.getMessage() == null ? e.code() : e.getMessage();
      if (e.effectPossible()) {
        fill(from, to, new WriteResult.Unknown(detail, null));
        failure = e;
      } else if (e.kind() == ConnectorException.Kind.INVALID && to - from > 1) {
        int middle = (from + to) >>> 1;
        run(from, middle);
        run(middle, to);
      } else if (e.kind() == ConnectorException.Kind.INVALID) {
        results[from] = WriteResult.Rejected.because(WriteResult.Reason.INVALID_VALUE, detail);
      } else if (e.kind() == ConnectorException.Kind.STALE) {
        fill(from, to, new WriteResult.Stale(null));
      } else {
        failure = e;
      }
    }

    private void fill(int from, int to, WriteResult result) {
      for (int i = from; i < to; i++) {
        results[i] = result;
      }
    }
  }
}
