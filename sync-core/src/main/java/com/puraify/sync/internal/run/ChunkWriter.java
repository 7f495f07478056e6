package com.puraify.sync.internal.run;

import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.delta.Base;
import com.puraify.sync.internal.commit.ItemCommit;
import com.puraify.sync.internal.config.Safeguard;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.internal.merge.Merger;
import com.puraify.sync.internal.write.Outcomes;
import com.puraify.sync.internal.write.SideWriter;
import com.puraify.sync.internal.write.WriteJob;
import com.puraify.sync.internal.write.WritePreparation;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Side;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Carries a chunk's plans out: both sides at the same time, then what follows from them. */
final class ChunkWriter {

  private static final int MAX_ROUNDS = 3;

  private final BoundMapping mapping;
  private final Merger merger;
  private final WritePreparation preparation;
  private final RunLedger ledger;
  private final RunTally tally;
  private final LostIds lostIds;
  private final Map<Side, SideWriter> writers = new EnumMap<>(Side.class);
  private final Workers workers;
  private final Set<Safeguard> safeguards;
  private final ReentrantLock lock = new ReentrantLock();
  private final IdentityHashMap<ItemPlan, ItemCommit> commits = new IdentityHashMap<>();

  ChunkWriter(
      BoundMapping mapping,
      Merger merger,
      WritePreparation preparation,
      RunLedger ledger,
      RunTally tally,
      Map<Side, SideSurvey> surveys,
      Workers workers,
      Set<Safeguard> safeguards) {
    this.mapping = mapping;
    this.merger = merger;
    this.preparation = preparation;
    this.ledger = ledger;
    this.tally = tally;
    this.lostIds = new LostIds(ledger, tally, surveys);
    this.workers = workers;
    this.safeguards = safeguards;
    Outcomes outcomes = outcomes();
    surveys.forEach(
        (side, survey) ->
            writers.put(
                side,
                new SideWriter(
                    side,
                    survey.session(),
                    ledger,
                    outcomes,
                    workers::all,
                    survey::lookup,
                    safeguards)));
  }

  /** Brings the intents of a side's writes that are under way up to date, before a call of it. */
  void date(Side side) {
    Objects.requireNonNull(writers.get(side)).date();
  }

  /** Writes what is planned, and remembers it. */
  void write(List<ItemPlan> plans) {
    List<ItemPlan> round = plans;
    for (int rounds = 0; !round.isEmpty() && rounds < MAX_ROUNDS; rounds++) {
      writeRound(round);
      round = tally.takeFollowUps();
    }
  }

  private void writeRound(List<ItemPlan> plans) {
    Map<Side, List<WriteJob>> jobs = new EnumMap<>(Side.class);
    List<StateChange> unwritten = new ArrayList<>();
    for (ItemPlan each : plans) {
      ItemPlan plan = linked(each, unwritten);
      List<WriteJob> own = preparation.jobs(plan);
      ItemCommit commit = new ItemCommit(plan, mapping, merger, tally, own, safeguards);
      tally.planned(plan, own.size());
      if (own.isEmpty()) {
        unwritten.addAll(commit.changes());
      } else {
        commits.put(plan, commit);
        own.forEach(job -> jobs.computeIfAbsent(job.side(), side -> new ArrayList<>()).add(job));
      }
    }
    if (!unwritten.isEmpty()) {
      ledger.commit(unwritten);
    }
    List<Runnable> lanes = new ArrayList<>();
    jobs.forEach(
        (side, some) -> lanes.add(() -> Objects.requireNonNull(writers.get(side)).write(some)));
    try {
      workers.all(lanes);
    } finally {
      commits.clear();
    }
  }

  private Outcomes outcomes() {
    return new Outcomes() {
      @Override
      public List<StateChange> intend(WriteJob job) {
        return with(job, commit -> commit.intend(job.side()));
      }

      @Override
      public List<StateChange> withdraw(WriteJob job) {
        return with(job, commit -> commit.withdraw(job.side()));
      }

      @Override
      public Map<String, Link> holders(Side side, List<String> ids) {
        return ledger.holders(side, ids);
      }

      @Override
      public List<StateChange> settle(WriteJob job, WriteResult result, @Nullable Link holder) {
        return with(
            job,
            commit ->
                holder == null || !(result instanceof WriteResult.Done done)
                    ? commit.result(job.side(), result)
                    : linked(job, done, holder, commit));
      }

      @Override
      public List<StateChange> created(Intent intent, List<Created> made) {
        return tally.created(intent, made);
      }
    };
  }

  /** Settles the create of an item whose id is in a link. */
  private List<StateChange> linked(
      WriteJob job, WriteResult.Done done, Link holder, ItemCommit commit) {
    Link former = job.plan().link();
    if (former != null && former.number() == holder.number()) { // it was given its old id again
      return commit.result(job.side(), done);
    }
    if (!lostIds.isNew(job)) {
      return commit.taken(job.side(), done);
    }
    List<StateChange> changes = new ArrayList<>(lostIds.take(holder, job.side()));
    changes.addAll(commit.result(job.side(), done));
    return changes;
  }

  private List<StateChange> with(WriteJob job, Function<ItemCommit, List<StateChange>> action) {
    lock.lock();
    try {
      return action.apply(Objects.requireNonNull(commits.get(job.plan())));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Two items that match and differ are linked first and written then, so that a run that is killed
   * in between finds them linked, and knows its own writes by their intents.
   */
  private ItemPlan linked(ItemPlan plan, List<StateChange> changes) {
    if (plan.kind() != ItemPlan.Kind.ADOPT || !plan.writesAnything()) {
      return plan;
    }
    String localId = Objects.requireNonNull(plan.id(Side.LOCAL));
    String remoteId = Objects.requireNonNull(plan.id(Side.REMOTE));
    Link link =
        new Link(
            tally.nextLink(),
            localId,
            remoteId,
            Base.empty(),
            Base.empty(),
            Link.Condition.SOUND.withRevisit(true));
    changes.add(new StateChange.PutLink(link));
    changes.add(new StateChange.RemoveMark(Side.LOCAL, localId));
    changes.add(new StateChange.RemoveMark(Side.REMOTE, remoteId));
    tally.adopted(localId, remoteId);
    return plan.onto(link);
  }
}
