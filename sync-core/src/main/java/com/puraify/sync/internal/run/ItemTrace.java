package com.puraify.sync.internal.run;

import com.puraify.sync.internal.merge.CaseDraft;
import com.puraify.sync.internal.merge.FieldPlan;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.internal.report.JournalEntry;
import com.puraify.sync.internal.report.JournalJson;
import com.puraify.sync.internal.report.TraceJson;
import com.puraify.sync.internal.write.Outcomes;
import com.puraify.sync.plan.FieldDecision;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a run leaves behind so that its history can be told: what it wrote, and what it created. A
 * first sync may create millions of items, so only the first ones of a run are kept with their
 * values; of the others it is kept that the run created them. Thread-safe.
 */
final class ItemTrace {

  /** How many items that a run creates are kept with their values. */
  static final int CREATED_IN_FULL = 500;

  private final String run;
  private final AtomicInteger created = new AtomicInteger();
  private final AtomicLong unread = new AtomicLong();

  ItemTrace(String run) {
    this.run = run;
  }

  /** Returns what is kept of the items that a batch created. */
  List<StateChange> created(Intent intent, List<Outcomes.Created> made, Instant at) {
    List<StateChange> changes = new ArrayList<>();
    List<Long> others = new ArrayList<>();
    for (Outcomes.Created each : made) {
      if (created.get() < CREATED_IN_FULL && created.getAndIncrement() < CREATED_IN_FULL) {
        ItemPlan plan = each.job().plan();
        changes.add(
            item(intent.side(), each.link(), plan.reason(), plan.writes(intent.side()), at));
      } else {
        others.add(each.link().number());
      }
    }
    if (!others.isEmpty()) {
      others.sort(null);
      changes.add(
          put(
              "batch|" + intent.id(),
              TraceJson.MANY,
              at,
              TraceJson.created(run, intent.side(), others)));
    }
    return changes;
  }

  /** Returns what is kept of an item whose create had an unknown outcome, and which was found. */
  StateChange found(Side side, Link link, Instant at) {
    return item(side, link, "its create had an unknown outcome; it was found", Fields.empty(), at);
  }

  private StateChange item(Side side, Link link, String reason, Fields values, Instant at) {
    JournalEntry entry =
        new JournalEntry(
            run,
            side,
            link.id(side),
            JournalEntry.CREATE,
            reason,
            true,
            Fields.empty(),
            values,
            Map.of());
    return put(
        "item|" + run + "|" + side + "|" + link.id(side),
        CaseDraft.subject(link.localId(), link.remoteId()),
        at,
        JournalJson.write(entry));
  }

  /** Returns what is kept of two items that are no longer linked, so that either leads to both. */
  static List<StateChange> parted(Link link, Instant at) {
    String pair = CaseDraft.subject(link.localId(), link.remoteId());
    String text = TraceJson.parted(link);
    return List.of(
        put("local|" + pair, TraceJson.subject(Side.LOCAL, link.localId()), at, text),
        put("remote|" + pair, TraceJson.subject(Side.REMOTE, link.remoteId()), at, text));
  }

  /** Returns what is kept of a write that replaced values that nobody had read. */
  StateChange unread(ItemPlan plan, Side side, Instant at) {
    Item unknown = Item.of(Objects.requireNonNull(plan.id(side)), Fields.empty());
    return put(
        "write|" + run + "|" + unread.incrementAndGet(),
        subject(plan),
        at,
        JournalJson.write(entry(plan, side, unknown, true)));
  }

  /** Returns what the entries about an item speak of. */
  static String subject(ItemPlan plan) {
    Link link = plan.link();
    return link == null
        ? CaseDraft.subject(
            String.valueOf(plan.id(Side.LOCAL)), String.valueOf(plan.id(Side.REMOTE)))
        : CaseDraft.subject(link.localId(), link.remoteId());
  }

  /** Returns the journal's entry for a write that replaces what an item holds. */
  JournalEntry entry(ItemPlan plan, Side side, Item old, boolean made) {
    return new JournalEntry(
        run,
        side,
        old.id(),
        plan.kind().name(),
        plan.reason(),
        made,
        old.fields(),
        plan.writes(side),
        rules(plan, side));
  }

  private static Map<String, JournalEntry.Rule> rules(ItemPlan plan, Side side) {
    Map<String, JournalEntry.Rule> rules = new HashMap<>();
    for (FieldPlan field : plan.fields()) {
      if (field.to(side) == null) {
        continue;
      }
      FieldDecision decision = field.decision();
      boolean conflict = decision.isConflict();
      rules.put(
          field.field().field(side).id(),
          new JournalEntry.Rule(
              decision.rule(),
              decision.outcome() == FieldDecision.Outcome.TO_BOTH,
              conflict ? decision.local() : null,
              conflict ? decision.remote() : null));
    }
    return rules;
  }

  private static StateChange put(String id, @Nullable String subject, Instant at, String text) {
    return new StateChange.PutDocument(
        new Document(Document.Kind.TRACE, id, subject, at, false, text));
  }
}
