package com.puraify.sync.benchmarks;

import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.delta.Delta;
import com.puraify.sync.delta.DeltaDetector;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.internal.delta.Sighting;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.map.MappingBinder;
import com.puraify.sync.internal.map.ReferenceTable;
import com.puraify.sync.internal.merge.Answers;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.internal.merge.MergePolicy;
import com.puraify.sync.internal.merge.Merger;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.plan.DeletePolicy;
import com.puraify.sync.plan.Drift;
import com.puraify.sync.plan.LeavePolicy;
import com.puraify.sync.state.Link;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** How fast differences are found and merged, on one thread, with everything in memory. */
final class MergeBenchmark {

  private static final String[] IDS = SampleRow.COLUMNS.split(", ");

  private final TimeSource time;
  private final BoundMapping mapping;
  private final Merger merger;

  MergeBenchmark(TimeSource time) {
    this.time = time;
    Schema schema =
        Schema.of(
            "tasks",
            Field.of("id", FieldType.number()),
            Field.of("code", FieldType.text()),
            Field.of("title", FieldType.text()),
            Field.of("notes", FieldType.text()),
            Field.of("amount", FieldType.number()),
            Field.of("active", FieldType.bool()),
            Field.of("due", FieldType.day()),
            Field.of("seen", FieldType.moment(Duration.ofSeconds(1))));
    this.mapping =
        MappingBinder.bind(
            SchemaMapping.builder().matchOn("code", "code").build(),
            MappingBinder.Settings.first(
                "benchmark",
                Direction.BOTH,
                ConflictStrategy.manualReview(),
                new EntityKey("memory", "here", "tasks"),
                new EntityKey("memory", "there", "tasks"),
                1),
            schema,
            schema);
    this.merger =
        new Merger(
            mapping,
            new MergePolicy(
                Direction.BOTH,
                ConflictStrategy.manualReview(),
                DeletePolicy.PROPAGATE,
                LeavePolicy.KEEP,
                Drift.KEEP,
                Instant.EPOCH));
  }

  /**
   * What was measured, in items a second.
   *
   * @param unchanged comparing items that are equal to their base
   * @param changed comparing and merging items that were edited on both sides in different fields
   * @param created planning items that are new
   */
  record Speeds(double unchanged, double changed, double created) {}

  /** Measures with so many items, after two rounds that are not counted. */
  Speeds run(int items) {
    List<Item> before = new ArrayList<>();
    List<Link> links = new ArrayList<>();
    for (int number = 1; number <= items; number++) {
      SampleRow row = SampleRow.of(number, SampleRow.Key.NUMBER);
      Item item = item(row);
      before.add(item);
      links.add(
          new Link(
              number,
              item.id(),
              item.id(),
              detector(Side.LOCAL).baseOf(item.fields()),
              detector(Side.REMOTE).baseOf(item.fields()),
              Link.Condition.SOUND));
    }
    List<Item> local = edited(Side.LOCAL, items);
    List<Item> remote = edited(Side.REMOTE, items);
    Speeds speeds = new Speeds(0, 0, 0);
    for (int round = 0; round < 3; round++) {
      speeds =
          new Speeds(
              speed(items, () -> compare(before, links)),
              speed(items, () -> merge(local, remote, links)),
              speed(items, () -> create(before)));
    }
    return speeds;
  }

  private interface Work {
    int run();
  }

  private double speed(int items, Work work) {
    long start = time.nanos();
    int done = work.run();
    double seconds = (time.nanos() - start) / 1e9;
    if (done != items) {
      throw new IllegalStateException(done + " items instead of " + items);
    }
    return items / seconds;
  }

  private int compare(List<Item> items, List<Link> links) {
    int unchanged = 0;
    for (int i = 0; i < items.size(); i++) {
      if (delta(Side.LOCAL, links.get(i), items.get(i)) instanceof Delta.None) {
        unchanged++;
      }
    }
    return unchanged;
  }

  private int merge(List<Item> local, List<Item> remote, List<Link> links) {
    int merged = 0;
    for (int i = 0; i < links.size(); i++) {
      Link link = links.get(i);
      ItemPlan plan =
          merger.merge(
              link,
              new Sighting(delta(Side.LOCAL, link, local.get(i)), local.get(i)),
              new Sighting(delta(Side.REMOTE, link, remote.get(i)), remote.get(i)),
              ReferenceTable.EMPTY,
              Answers.NONE);
      if (plan.writes(Side.LOCAL).size() == 1 && plan.writes(Side.REMOTE).size() == 1) {
        merged++;
      }
    }
    return merged;
  }

  private int create(List<Item> items) {
    int created = 0;
    for (Item item : items) {
      ItemPlan plan = merger.create(Side.REMOTE, null, item, ReferenceTable.EMPTY);
      if (plan.writes(Side.REMOTE).size() == IDS.length) {
        created++;
      }
    }
    return created;
  }

  private Delta delta(Side side, Link link, Item item) {
    return detector(side).compare(link.base(side), item.fields());
  }

  private DeltaDetector detector(Side side) {
    return mapping.detector(side);
  }

  private static List<Item> edited(Side side, int items) {
    List<Item> edited = new ArrayList<>();
    for (int number = 1; number <= items; number++) {
      edited.add(item(SampleEdits.edit(side, SampleRow.of(number, SampleRow.Key.NUMBER))));
    }
    return edited;
  }

  private static Item item(SampleRow row) {
    return Item.of(
        row.id(),
        Fields.ofShape(
            IDS,
            new Value[] {
              Value.number(row.number()),
              Value.text(row.code()),
              Value.text(row.title()),
              Value.text(row.notes()),
              Value.number(row.amount()),
              Value.bool(row.active()),
              Value.day(row.due()),
              Value.moment(row.seen().toInstant(ZoneOffset.UTC))
            }));
  }
}
