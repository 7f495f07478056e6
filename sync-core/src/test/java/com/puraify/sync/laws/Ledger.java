package com.puraify.sync.laws;

import com.puraify.sync.internal.commit.CommitSink;
import com.puraify.sync.internal.merge.CaseDraft;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.report.Rejection;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.List;

/** A run that keeps nothing but links. */
final class Ledger implements CommitSink {

  private long links = 1;

  @Override
  public long nextLink() {
    return ++links;
  }

  @Override
  public Instant now() {
    return Rules.NOW;
  }

  @Override
  public void written(Side side, String action, String id) {}

  @Override
  public void synced(ItemPlan plan) {}

  @Override
  public List<StateChange> rejected(Rejection rejection) {
    return List.of();
  }

  @Override
  public List<StateChange> asked(CaseDraft question) {
    return List.of();
  }

  @Override
  public void adopted(String localId, String remoteId) {}

  @Override
  public void note(String text) {}

  @Override
  public void followUp(ItemPlan plan) {}

  @Override
  public void lookAgain(long link) {}

  @Override
  public List<StateChange> journal(ItemPlan plan, Side side, Item before) {
    return List.of();
  }

  @Override
  public List<StateChange> closeCases(String localId, String remoteId, List<CaseDraft> stillAsked) {
    return List.of();
  }
}
