package com.puraify.sync.internal.run;

import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.internal.commit.ItemCommit;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.internal.merge.Merger;
import com.puraify.sync.internal.write.SideWriter;
import com.puraify.sync.internal.write.WriteJob;
import com.puraify.sync.internal.write.WritePreparation;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Side;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Carries a chunk's plans out: both sides at the same time, then what follows from them. */
final class ChunkWriter {

  private static final int MAX_ROUNDS = 3;

  private final BoundMapping mapping;
  private final Merger merger;
  private final WritePreparation preparation;
  private final RunLedger ledger;
  private final RunTally tally;
  private final Map<Side, SideWriter> writers = new EnumMap<>(Side.class);
  private final Workers workers;
  private final ReentrantLock lock = new ReentrantLock();
  private final IdentityHashMap<ItemPlan, ItemCommit> commits = new IdentityHashMap<>();

  ChunkWriter(
      BoundMapping mapping,
      Merger merger,
      WritePreparation preparation,
      RunLedger ledger,
      RunTally tally,
      Map<Side, SideSurvey> surveys,
      Workers workers) {
    this.mapping = mapping;
    this.merger = merger;
    this.preparation = preparation;
    this.ledger = ledger;
    this.tally = tally;
    this.workers = workers;
    surveys.forEach(
        (side, survey) ->
            writers.put(
                side, new SideWriter(side, survey.session(), ledger, this::settle, workers::all)));
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
    for (ItemPlan plan : plans) {
      List<WriteJob> own = preparation.jobs(plan);
      ItemCommit commit = new ItemCommit(plan, mapping, merger, tally, own);
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
        (side, some) ->
            lanes.add(() -> java.util.Objects.requireNonNull(writers.get(side)).write(some)));
    try {
      workers.all(lanes);
    } finally {
      commits.clear();
    }
  }

  private List<StateChange> settle(WriteJob job, WriteResult result) {
    lock.lock();
    try {
      return java.util.Objects.requireNonNull(commits.get(job.plan())).result(job.side(), result);
    } finally {
      lock.unlock();
    }
  }
}
