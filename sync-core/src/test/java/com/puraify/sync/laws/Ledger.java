package com.puraify.sync.laws;

import com.puraify.sync.internal.commit.CommitSink;
import com.puraify.sync.internal.merge.CaseDraft;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.internal.write.WritePreparation;
import com.puraify.sync.report.Rejection;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run that keeps nothing but links. */
final class Ledger implements CommitSink {

  /** Each create is the first of its source. */
  static final WritePreparation.CreateKeys KEYS =
      new WritePreparation.CreateKeys() {
        @Override
        public @Nullable String key(String targetAndSource) {
          return null;
        }

        @Override
        public Intent.@Nullable Entry earlier(String targetAndSource) {
          return null;
        }

        @Override
        public String fresh() {
          return "key";
        }
      };

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
  public List<StateChange> stillRefused(Rejection rejection) {
    return List.of();
  }

  @Override
  public boolean contested(ItemPlan plan, Side side) {
    return false;
  }

  @Override
  public List<StateChange> asked(CaseDraft question) {
    return List.of();
  }

  @Override
  public void adopted(String localId, String remoteId) {}

  @Override
  public StateChange unread(ItemPlan plan, Side side) {
    return new StateChange.PutSetting("unread", null);
  }

  @Override
  public List<StateChange> parted(Link link) {
    return List.of();
  }

  @Override
  public void note(String text) {}

  @Override
  public void followUp(ItemPlan plan) {}

  @Override
  public void lookAgain(long link) {}

  @Override
  public void leftOut(String text) {}

  @Override
  public Optional<Entry> journal(ItemPlan plan, Side side, @Nullable Item before) {
    return Optional.empty();
  }

  @Override
  public List<StateChange> closeCases(String localId, String remoteId, List<CaseDraft> stillAsked) {
    return List.of();
  }
}
