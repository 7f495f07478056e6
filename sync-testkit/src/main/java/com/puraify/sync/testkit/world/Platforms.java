package com.puraify.sync.testkit.world;

import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.MemoryPlatform;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Both platforms of a world: their items, schemas and clocks. Confined to one thread. */
final class Platforms {

  /** How far a platform's clock is put back at most, from ten minutes ahead to ten behind. */
  private static final Duration LARGEST_SKEW = Duration.ofMinutes(20);

  private final Scenario scenario;
  private final ManualTime time;
  private final Map<Side, MemoryEntity> entities = new EnumMap<>(Side.class);
  private final Map<Side, Duration> skews = new EnumMap<>(Side.class);
  private boolean remodelled;
  private boolean stepped;

  Platforms(Scenario scenario, ManualTime time) {
    this.scenario = scenario;
    this.time = time;
    for (Side side : Side.values()) {
      skews.put(side, Duration.ZERO);
      entities.put(side, build(side));
    }
  }

  private MemoryEntity build(Side side) {
    InstantSource clock = () -> ManualTime.DEFAULT_START.plus(time.passed()).plus(skew(side));
    MemoryPlatform platform = MemoryPlatform.named(side == Side.LOCAL ? "sql" : "cloud", clock);
    return shape(side)
        .build(platform.entity(schema(side, false, false)), side)
        .idPrefix(side == Side.LOCAL ? "l" : "r")
        .build();
  }

  private Schema schema(Side side, boolean renamed, boolean removed) {
    List<Field> fields = new ArrayList<>();
    for (Column column : Column.values()) {
      Field field = column.field(side);
      if (column == Column.NOTES && renamed) {
        field = Field.of(field.id(), "Remarks", field.type());
      }
      if (column == Column.TITLE && shape(side).unique()) {
        field = field.asUnique();
      }
      if (column != Column.ESTIMATE || !removed) {
        fields.add(field);
      }
    }
    if (renamed) {
      fields.add(Field.of("extra", FieldType.text()));
    }
    return Schema.of(side == Side.LOCAL ? "tasks" : "Tasks", fields);
  }

  MemoryEntity entity(Side side) {
    return Objects.requireNonNull(entities.get(side));
  }

  PlatformShape shape(Side side) {
    return side == Side.LOCAL ? scenario.local() : scenario.remote();
  }

  private Duration skew(Side side) {
    return Objects.requireNonNull(skews.get(side));
  }

  /** A clock that goes back would make checkpoints pass later changes; nobody could tell. */
  void set(Step.Skew skew) {
    boolean back = skew.offset().compareTo(skew(skew.side())) < 0;
    if (!back || !shape(skew.side()).incremental()) {
      skews.put(skew.side(), skew.offset());
      stepped |= back;
    }
  }

  /**
   * Returns for how long a side may hide what was written to it: for the lag that it declares, and
   * where it has one and its clock was put back, for as long as that.
   */
  Duration hidesFor(Side side) {
    Duration lag = shape(side).lag();
    return steady() || lag.isZero() ? lag : lag.plus(LARGEST_SKEW);
  }

  /** Returns whether no platform's clock ever went back. */
  boolean steady() {
    return !stepped;
  }

  /** Changes a schema. */
  void remodel(Step.Remodel remodel) {
    remodelled = true;
    entity(remodel.side()).schema(schema(remodel.side(), remodel.renamed(), remodel.removed()));
  }

  /** Gives both sides the schemas back that they began with. */
  void mend() {
    for (Side side : Side.values()) {
      entity(side).schema(schema(side, false, false));
    }
    remodelled = false;
  }

  /** Returns whether a schema is not what it was. */
  boolean remodelled() {
    return remodelled;
  }

  /** Returns whether several items of a side have a title that the other side gives to one only. */
  boolean contested() {
    for (Side side : Side.values()) {
      Set<String> titles = new HashSet<>();
      for (Fields fields : entity(side).items().values()) {
        if (shape(side.other()).unique()
            && !Column.TITLE.isEmpty(side, fields)
            && !titles.add(Contents.of(Column.TITLE, side, fields))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns what both sides hold, without ids, sorted. */
  Map<Side, List<String>> contents() {
    Map<Side, List<String>> contents = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      List<String> items = new ArrayList<>();
      entity(side).items().values().forEach(fields -> items.add(Contents.of(side, fields)));
      Collections.sort(items);
      contents.put(side, items);
    }
    return contents;
  }
}
