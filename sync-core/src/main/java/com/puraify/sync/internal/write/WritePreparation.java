package com.puraify.sync.internal.write;

import com.puraify.sync.connector.Write;
import com.puraify.sync.delta.Base;
import com.puraify.sync.delta.DeltaDetector;
import com.puraify.sync.internal.delta.Sighting;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.merge.FieldPlan;
import com.puraify.sync.internal.merge.ItemPlan;
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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns what is planned about an item into writes. */
public final class WritePreparation {

  private final BoundMapping mapping;
  private final CreateKeys createKeys;

  /** The names under which counterparts are created. */
  public interface CreateKeys {
    /**
     * Returns the key of an earlier attempt to create the counterpart of a source item, or null if
     * there was none.
     *
     * @param targetAndSource the side and the source item's id
     */
    @Nullable String key(String targetAndSource);

    /**
     * Returns the entry of an earlier attempt, if a platform that is sent its key again answers
     * with what that attempt made; else null.
     *
     * @param targetAndSource the side and the source item's id
     */
    Intent.@Nullable Entry earlier(String targetAndSource);

    /** Returns a new key. */
    String fresh();
  }

  /**
   * Creates a preparation.
   *
   * @param createKeys the idempotency keys of creates
   */
  public WritePreparation(BoundMapping mapping, CreateKeys createKeys) {
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
    Intent.Entry earlier = createKeys.earlier(target + "|" + source.id());
    String known = createKeys.key(target + "|" + source.id());
    String key = known == null ? createKeys.fresh() : known;
    // Match fields are left out: what an upsert on them hits may be linked to another source, or an
    // item that nobody has looked at. A create is repeated only once it is known not to be there.
    List<String> matchFields = List.of();
    Fields fields = plan.writes(target);
    Link former = plan.link();
    return new WriteJob(
        plan,
        target,
        new Write.Create(key, fields, matchFields),
        List.of(
            new Intent.Entry(
                key,
                former == null ? 0 : former.number(),
                source.id(),
                null,
                mapping.detector(target).baseOf(fields),
                mapping.detector(target.other()).baseOf(source.fields()))),
        earlier);
  }

  private WriteJob update(ItemPlan plan, Side side, Fields writes) {
    String id = Objects.requireNonNull(plan.id(side));
    return new WriteJob(
        plan,
        side,
        new Write.Update(id, writes, expected(plan, side, writes.ids())),
        updates(plan, side, id),
        null);
  }

  /**
   * Returns what a recovery needs to know an update by its content: for each field what is written,
   * and what the other side held. Fields that are written on both sides have an entry of their own.
   */
  private List<Intent.Entry> updates(ItemPlan plan, Side side, String id) {
    List<Intent.Entry> entries = new ArrayList<>(2);
    entries.add(entry(plan, side, id, side + ":" + id, false));
    if (plan.fields().stream().anyMatch(FieldPlan::writesBoth)) {
      entries.add(entry(plan, side, id, Intent.Entry.BOTH_SIDES + side + ":" + id, true));
    }
    return entries;
  }

  private Intent.Entry entry(ItemPlan plan, Side side, String id, String key, boolean both) {
    Map<String, Long> sent = new LinkedHashMap<>();
    Map<String, Long> source = new LinkedHashMap<>();
    for (FieldPlan field : plan.fields()) {
      Value value = field.to(side);
      Item seen = plan.sighting(side.other()).item();
      String other = field.field().field(side.other()).id();
      Value from = seen == null ? null : seen.fields().get(other);
      if (value != null && from != null && field.writesBoth() == both) {
        String own = field.field().field(side).id();
        sent.put(own, mapping.detector(side).fingerprint(own, value));
        source.put(other, mapping.detector(side.other()).fingerprint(other, from));
      }
    }
    return entry(plan, side, id, key, Base.empty().with(sent), Base.empty().with(source));
  }

  private WriteJob delete(ItemPlan plan) {
    Side side = Objects.requireNonNull(plan.target());
    String id = Objects.requireNonNull(plan.id(side));
    Link link = Objects.requireNonNull(plan.link());
    Item item = plan.sighting(side).item();
    List<String> known = // an edit of what was never agreed on would be gone with it, too
        item == null
            ? link.base(side).fields()
            : mapping.detector(side).baseOf(item.fields()).fields();
    return new WriteJob(
        plan,
        side,
        new Write.Delete(id, expected(plan, side, known)),
        List.of(entry(plan, side, id, side + ":" + id, Base.empty(), Base.empty())),
        null);
  }

  private static Intent.Entry entry(
      ItemPlan plan, Side side, String id, String key, Base content, Base sourceContent) {
    Link link = plan.link();
    return new Intent.Entry(
        key, link == null ? 0 : link.number(), plan.id(side.other()), id, content, sourceContent);
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
