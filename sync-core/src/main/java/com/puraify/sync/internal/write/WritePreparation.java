package com.puraify.sync.internal.write;

import com.puraify.sync.connector.Write;
import com.puraify.sync.delta.Base;
import com.puraify.sync.delta.DeltaDetector;
import com.puraify.sync.internal.delta.Sighting;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Link;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Turns what is planned about an item into writes. */
public final class WritePreparation {

  private final BoundMapping mapping;
  private final Function<String, String> createKeys;

  /**
   * Creates a preparation.
   *
   * @param createKeys returns the idempotency key for creating the counterpart of a source item:
   *     the one of an earlier attempt if there was one
   */
  public WritePreparation(BoundMapping mapping, Function<String, String> createKeys) {
    this.mapping = mapping;
    this.createKeys = createKeys;
  }

  /** Returns the writes of an item, at most one a side. */
  public List<WriteJob> jobs(ItemPlan plan) {
    List<WriteJob> jobs = new ArrayList<>(2);
    switch (plan.kind()) {
      case CREATE, RECREATE -> jobs.add(create(plan));
      case DELETE -> jobs.add(delete(plan));
      case UPDATE, ADOPT -> {
        for (Side side : Side.values()) {
          Fields writes = plan.writes(side);
          if (!writes.isEmpty()) {
            jobs.add(update(plan, side, writes));
          }
        }
      }
      default -> {}
    }
    return jobs;
  }

  private WriteJob create(ItemPlan plan) {
    Side target = Objects.requireNonNull(plan.target());
    Item source = plan.source();
    String key = createKeys.apply(target + "|" + source.id());
    Fields fields = plan.writes(target);
    Link former = plan.link();
    return new WriteJob(
        plan,
        target,
        new Write.Create(key, fields, mapping.matchFields(target)),
        new Intent.Entry(
            key,
            former == null ? 0 : former.number(),
            source.id(),
            null,
            mapping.detector(target).baseOf(fields),
            mapping.detector(target.other()).baseOf(source.fields())));
  }

  private WriteJob update(ItemPlan plan, Side side, Fields writes) {
    String id = Objects.requireNonNull(plan.id(side));
    return new WriteJob(
        plan,
        side,
        new Write.Update(id, writes, expected(plan, side, writes.ids())),
        entry(plan, side, id));
  }

  private WriteJob delete(ItemPlan plan) {
    Side side = Objects.requireNonNull(plan.target());
    String id = Objects.requireNonNull(plan.id(side));
    Link link = Objects.requireNonNull(plan.link());
    return new WriteJob(
        plan,
        side,
        new Write.Delete(id, expected(plan, side, link.base(side).fields())),
        entry(plan, side, id));
  }

  private Intent.Entry entry(ItemPlan plan, Side side, String id) {
    Link link = plan.link();
    return new Intent.Entry(
        side + ":" + id,
        link == null ? 0 : link.number(),
        plan.id(side.other()),
        id,
        Base.empty(),
        Base.empty());
  }

  /** What the merge saw of the fields that are written: the item as read, or else the base. */
  private Expected expected(ItemPlan plan, Side side, List<String> fields) {
    DeltaDetector detector = mapping.detector(side);
    Sighting sighting = plan.sighting(side);
    Item item = sighting.item();
    Link link = plan.link();
    Base seen =
        item != null ? detector.baseOf(item.fields()) : link == null ? null : link.base(side);
    return new Expected(
        seen == null ? Base.empty() : seen.only(fields),
        detector,
        item == null ? null : item.version());
  }
}
