package com.puraify.sync.internal.commit;

import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.connector.WriteResult.Done;
import com.puraify.sync.delta.Base;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.merge.FieldPlan;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.internal.merge.Merger;
import com.puraify.sync.internal.write.WriteJob;
import com.puraify.sync.plan.FieldDecision;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Link;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the two sides of an item agree on, by the results of its writes so far.
 *
 * <p>A field counts as agreed only when every write that it needs was made. For a written field the
 * base takes what the platform says it now holds if that is what was sent, in canonical form, and
 * else what was sent; for the others, what the merge saw.
 */
final class Agreement {

  private final ItemPlan plan;
  private final BoundMapping mapping;
  private final Merger merger;
  private final Map<Side, WriteResult> results;
  private final boolean basePerSide;

  /**
   * Creates an agreement.
   *
   * @param merger knows which edits count
   * @param results the results so far, to which the caller adds
   */
  Agreement(
      ItemPlan plan,
      BoundMapping mapping,
      Merger merger,
      Map<Side, WriteResult> results,
      boolean basePerSide) {
    this.plan = plan;
    this.mapping = mapping;
    this.merger = merger;
    this.results = results;
    this.basePerSide = basePerSide;
  }

  /** Returns a link with the bases that the results so far call for. */
  Link on(Link before) {
    Map<String, Long> local = new LinkedHashMap<>();
    Map<String, Long> remote = new LinkedHashMap<>();
    for (FieldPlan field : plan.fields()) {
      if (field.settles() && written(field)) {
        agree(Side.LOCAL, field, local);
        agree(Side.REMOTE, field, remote);
      } else if (field.writesBoth() && made(Side.LOCAL) != made(Side.REMOTE)) {
        // The side that is still to be written counts as unchanged, so that it follows.
        Side open = made(Side.LOCAL) ? Side.REMOTE : Side.LOCAL;
        seen(open, field, open == Side.LOCAL ? local : remote);
      }
    }
    Link agreed =
        before
            .withBase(Side.LOCAL, before.local().with(local))
            .withBase(Side.REMOTE, before.remote().with(remote));
    return basePerSide ? agreed : oneBase(agreed);
  }

  /**
   * Returns the link of an item with what was made of it. Both bases were taken for the intent;
   * here they are cut down to what both sides agree on.
   */
  Link onNew(long number, Side target, Done done, WriteJob job) {
    Intent.Entry earlier = job.earlier();
    Intent.Entry intended =
        earlier == null ? job.entries().get(0) : answered(earlier, target, done);
    List<String> settled = new ArrayList<>(plan.fields().size());
    Map<String, Long> leftEmpty = new LinkedHashMap<>();
    Map<String, Long> kept = new LinkedHashMap<>();
    for (FieldPlan field : plan.fields()) {
      if (!field.settles()) {
        continue;
      }
      settled.add(field.field().field(target.other()).id());
      String id = field.field().field(target).id();
      Value sent = field.to(target);
      Value held = sent == null || earlier != null ? sent : kept(target, field, sent);
      if (held != null && held != sent) {
        kept.put(id, mapping.detector(target).fingerprint(id, held));
      } else if (sent == null && !intended.content().has(id)) {
        leftEmpty.put(id, mapping.detector(target).fingerprint(id, Value.NULL));
      }
    }
    Base sourceBase = intended.sourceContent().only(settled);
    Base targetBase = intended.content().with(leftEmpty).with(kept);
    boolean local = target == Side.LOCAL;
    String source = plan.source().id();
    Link link =
        new Link(
            number,
            local ? done.id() : source,
            local ? source : done.id(),
            local ? targetBase : sourceBase,
            local ? sourceBase : targetBase,
            Link.Condition.SOUND.withRevisit(
                plan.deferred()
                    || earlier != null
                    || isUnread(target.other())
                    || (done.after() == null && hasUnagreed(target))));
    return basePerSide ? link : oneBase(link);
  }

  /**
   * A repeated create may be answered with what the first attempt made, of what was sent then. What
   * was sent now counts only where the answer shows it.
   */
  private Intent.Entry answered(Intent.Entry earlier, Side target, Done done) {
    Map<String, Long> content = new LinkedHashMap<>();
    Map<String, Long> sourceContent = new LinkedHashMap<>();
    for (FieldPlan field : plan.fields()) {
      String id = field.field().field(target).id();
      String sourceId = field.field().field(target.other()).id();
      Value sent = field.to(target);
      Value held = done.after() == null ? null : done.after().fields().get(id);
      Value source = plan.source().fields().get(sourceId);
      if (field.settles() && held != null && source != null) {
        long print = mapping.detector(target).fingerprint(id, held);
        if (print == mapping.detector(target).fingerprint(id, sent == null ? Value.NULL : sent)) {
          content.put(id, print);
          sourceContent.put(
              sourceId, mapping.detector(target.other()).fingerprint(sourceId, source));
        }
      }
    }
    return new Intent.Entry(
        earlier.key(),
        earlier.link(),
        earlier.sourceId(),
        earlier.targetId(),
        earlier.content().with(content),
        earlier.sourceContent().with(sourceContent));
  }

  private boolean hasUnagreed(Side target) {
    return mapping.fields().stream().anyMatch(field -> !field.creates(target));
  }

  /** What a link without a base of its own for each side would be: the local one serves both. */
  private Link oneBase(Link link) {
    Map<String, Long> shared = new LinkedHashMap<>();
    long[] prints = link.local().fingerprints();
    mapping
        .fields()
        .forEach(
            field -> {
              int at = link.local().fields().indexOf(field.local().id());
              if (at >= 0) {
                shared.put(field.remote().id(), prints[at]);
              }
            });
    return link.withBase(Side.REMOTE, link.remote().with(shared));
  }

  /** Returns whether an item has to be looked at before anybody can tell what became of it. */
  boolean isUnclear() {
    return results.values().stream().anyMatch(Agreement::isUnclear)
        || tellsOfEdit(Side.LOCAL)
        || tellsOfEdit(Side.REMOTE);
  }

  private static boolean isUnclear(WriteResult result) {
    return result instanceof WriteResult.Stale
        || result instanceof WriteResult.Unknown
        || (result instanceof WriteResult.Rejected rejected
            && rejected.reason() == WriteResult.Reason.GONE);
  }

  /**
   * Returns whether the answer to a write shows an edit of another field, which a side that lags
   * may hide again for a while.
   */
  private boolean tellsOfEdit(Side side) {
    Item after = results.get(side) instanceof Done done ? done.after() : null;
    Item seen = plan.sighting(side).item();
    Link link = plan.link();
    if (after == null || link == null) {
      return false;
    }
    Base known = seen == null ? link.base(side) : mapping.detector(side).baseOf(seen.fields());
    Fields written = plan.writes(side);
    return mapping.fields().stream()
        .filter(field -> merger.minds(field, side))
        .map(field -> field.field(side).id())
        .anyMatch(
            id -> {
              Value held = after.fields().get(id);
              return held != null
                  && written.get(id) == null
                  && known.has(id)
                  && !known.matches(id, mapping.detector(side).fingerprint(id, held));
            });
  }

  /** A source that holds nothing has said nothing yet; when it does, the target is looked at. */
  private static boolean waits(FieldPlan field) {
    return !field.settles() && field.decision().outcome() != FieldDecision.Outcome.KEPT;
  }

  /**
   * Returns whether something is left to be agreed on. The checkpoints pass that: unless both items
   * are looked at again in the next run, a later change of one side would be merged as if the other
   * had not changed.
   */
  boolean waits(Link.Condition condition) {
    return condition.rejectedLocal() != 0
        || condition.rejectedRemote() != 0
        || plan.fields().stream().anyMatch(Agreement::waits)
        || isUnread(Side.LOCAL)
        || isUnread(Side.REMOTE);
  }

  /** A field that was never agreed on and is not shown may hold what no later change tells of. */
  private boolean isUnread(Side side) {
    Item item = plan.sighting(side).item();
    Link link = plan.link();
    return item != null
        && mapping.fields().stream()
            .anyMatch(
                field -> {
                  String id = field.field(side).id();
                  return field.updates(side.other())
                      && item.fields().get(id) == null
                      && (link == null || !link.base(side).has(id));
                });
  }

  private boolean made(Side side) {
    return results.get(side) instanceof Done;
  }

  private boolean written(FieldPlan field) {
    for (Side side : Side.values()) {
      if (field.to(side) != null && !made(side)) {
        return false;
      }
    }
    return true;
  }

  private void agree(Side side, FieldPlan field, Map<String, Long> base) {
    String id = field.field().field(side).id();
    Value sent = field.to(side);
    if (sent == null) {
      seen(side, field, base);
      return;
    }
    // What the platform now holds counts if it is what was sent, in canonical form; then both have
    // the same fingerprint. If it is not, what was sent counts, and the next run looks again.
    base.put(id, mapping.detector(side).fingerprint(id, kept(side, field, sent)));
  }

  /**
   * Returns what counts as agreed of a value that was sent: of a field that flows one way, what the
   * platform says it made of it. That is not carried back, and it is nobody's edit to be undone.
   */
  private Value kept(Side side, FieldPlan field, Value sent) {
    Item after = results.get(side) instanceof Done done ? done.after() : null;
    Value held = after == null ? null : after.fields().get(field.field().field(side).id());
    return held == null || field.field().direction().flowsTo(side.other()) ? sent : held;
  }

  private void seen(Side side, FieldPlan field, Map<String, Long> base) {
    String id = field.field().field(side).id();
    Item item = plan.sighting(side).item();
    Value value = item == null ? null : item.fields().get(id);
    if (value != null) {
      base.put(id, mapping.detector(side).fingerprint(id, value));
    }
  }
}
