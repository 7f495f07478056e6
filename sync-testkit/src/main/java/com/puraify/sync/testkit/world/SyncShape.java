package com.puraify.sync.testkit.world;

import com.puraify.sync.FirstSync;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncType;
import com.puraify.sync.conflict.Conflict;
import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.mapping.Filter;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.plan.DeletePolicy;
import com.puraify.sync.plan.Drift;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.plan.LeavePolicy;
import com.puraify.sync.plan.WriteGuard;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How the simulated sync is configured. Immutable.
 *
 * @param type which way it runs
 * @param strategy how conflicts are settled
 * @param notesStrategy how conflicts about notes are settled
 * @param deletes what happens to the counterpart of a deleted item
 * @param onLeave what happens to the counterpart of an item that leaves the filter
 * @param drift what happens to edits on the target of a one-way sync
 * @param filter which items take part
 * @param matched whether items are matched by title; else both sides' items are new to each other
 * @param estimate which way estimates flow
 * @param references whether items refer to others
 * @param guards the limits
 * @param writeGuard whether items are looked at once more before they are updated
 * @param sweepEvery how often a side with scarce calls is read in full
 */
public record SyncShape(
    SyncType type,
    Strategy strategy,
    Strategy notesStrategy,
    DeletePolicy deletes,
    LeavePolicy onLeave,
    Drift drift,
    Filtered filter,
    boolean matched,
    Direction estimate,
    boolean references,
    Guards guards,
    WriteGuard writeGuard,
    Duration sweepEvery) {

  /** The id of the simulated sync. */
  static final String ID = "tasks";

  /** Which items take part. */
  public enum Filtered {
    /** All. */
    NONE,
    /** Local items that are not done. */
    LOCAL,
    /** Remote items that are not done. */
    REMOTE
  }

  /** How conflicts are settled. */
  public enum Strategy {
    /** The local side wins. */
    PREFER_LOCAL,
    /** The remote side wins. */
    PREFER_REMOTE,
    /** A person decides. */
    MANUAL,
    /** The later change wins. */
    LATEST,
    /** A strategy of the host's own: the local side wins, except for removals, which are held. */
    CUSTOM;

    ConflictStrategy strategy() {
      return switch (this) {
        case PREFER_LOCAL -> ConflictStrategy.preferLocal();
        case PREFER_REMOTE -> ConflictStrategy.preferRemote();
        case MANUAL -> ConflictStrategy.manualReview();
        case LATEST -> ConflictStrategy.latestWins(Duration.ofMinutes(2));
        case CUSTOM ->
            conflict ->
                conflict.kind() == Conflict.Kind.FIELD
                    ? Resolution.take(Side.LOCAL)
                    : Resolution.hold("a removal");
      };
    }

    Strategy mirrored() {
      return switch (this) {
        case PREFER_LOCAL -> PREFER_REMOTE;
        case PREFER_REMOTE -> PREFER_LOCAL;
        default -> this;
      };
    }
  }

  static SyncShape draw(Draw draw) {
    SyncType type =
        draw.chance(70) ? SyncType.BIDIRECTIONAL : draw.of(SyncType.PULL, SyncType.PUSH);
    Strategy strategy =
        draw.chance(70)
            ? draw.of(Strategy.PREFER_LOCAL, Strategy.PREFER_REMOTE, Strategy.MANUAL)
            : draw.of(Strategy.values());
    return new SyncShape(
        type,
        strategy,
        draw.chance(80) ? strategy : draw.of(Strategy.values()),
        draw.chance(80) ? DeletePolicy.PROPAGATE : DeletePolicy.KEEP,
        draw.of(LeavePolicy.values()),
        draw.chance(60) ? Drift.KEEP : Drift.REVERT,
        draw.chance(75) ? Filtered.NONE : draw.of(Filtered.LOCAL, Filtered.REMOTE),
        draw.chance(75),
        draw.chance(80) ? Direction.BOTH : draw.of(Direction.TO_LOCAL, Direction.TO_REMOTE),
        draw.chance(15),
        draw.chance(70)
            ? Guards.DEFAULT
            : draw.chance(50) ? Guards.OFF : Guards.DEFAULT.withMaxDeletes(draw.below(2)),
        draw.chance(70) ? WriteGuard.AS_READ : WriteGuard.RECHECK,
        draw.of(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(6)));
  }

  /** Returns another configuration of the same sync, as a person would change it. */
  SyncShape changed(Draw draw) {
    SyncShape other = draw(draw);
    return new SyncShape(
        draw.chance(30) ? other.type : type,
        other.strategy,
        other.notesStrategy,
        draw.chance(50) ? other.deletes : deletes,
        other.onLeave,
        other.drift,
        draw.chance(30) ? other.filter : filter,
        matched,
        draw.chance(30) ? other.estimate : estimate,
        references,
        other.guards,
        other.writeGuard,
        other.sweepEvery);
  }

  /** Returns this configuration with the sides swapped. */
  SyncShape mirrored() {
    return new SyncShape(
        type == SyncType.PULL ? SyncType.PUSH : type == SyncType.PUSH ? SyncType.PULL : type,
        strategy.mirrored(),
        notesStrategy.mirrored(),
        deletes,
        onLeave,
        drift,
        filter == Filtered.LOCAL
            ? Filtered.REMOTE
            : filter == Filtered.REMOTE ? Filtered.LOCAL : filter,
        matched,
        estimate == Direction.TO_LOCAL
            ? Direction.TO_REMOTE
            : estimate == Direction.TO_REMOTE ? Direction.TO_LOCAL : estimate,
        references,
        guards,
        writeGuard,
        sweepEvery);
  }

  /** Returns the columns that are mapped. */
  List<Column> columns() {
    List<Column> columns = new ArrayList<>(Column.MAPPED);
    if (references) {
      columns.add(Column.PARENT);
    }
    return columns;
  }

  /** Returns which way a column flows. */
  Direction direction(Column column) {
    Direction own = column == Column.ESTIMATE ? estimate : Direction.BOTH;
    Direction way = type.direction();
    if (way == Direction.BOTH) {
      return own;
    }
    return own == Direction.BOTH || own == way ? way : Direction.NONE;
  }

  Strategy strategy(Column column) {
    return column == Column.NOTES ? notesStrategy : strategy;
  }

  /** Returns whether the filter lets an item of a side take part. */
  boolean accepts(Side side, Fields fields) {
    boolean filtered =
        (filter == Filtered.LOCAL && side == Side.LOCAL)
            || (filter == Filtered.REMOTE && side == Side.REMOTE);
    Value status = fields.get(Column.STATUS.id(side));
    return !filtered || !Column.STATUS.value(side, "done").equals(status);
  }

  SyncConfig config(Entity local, Entity remote) {
    SchemaMapping.Builder mapping = SchemaMapping.builder();
    if (matched) {
      mapping.matchOn(Column.TITLE.name(Side.LOCAL), Column.TITLE.name(Side.REMOTE));
    }
    for (Column column : columns()) {
      mapping.field(
          column.id(Side.LOCAL),
          column.id(Side.REMOTE),
          rule -> {
            if (column == Column.STATUS) {
              rule.convert(column.converter());
            }
            if (column == Column.NOTES) {
              rule.conflicts(notesStrategy.strategy());
            }
            if (column == Column.ESTIMATE) {
              rule.direction(estimate);
            }
          });
    }
    if (filter != Filtered.NONE) {
      Side side = filter == Filtered.LOCAL ? Side.LOCAL : Side.REMOTE;
      mapping.where(
          side,
          Filter.not(Filter.equal(Column.STATUS.name(side), Column.STATUS.value(side, "done"))));
    }
    return SyncConfig.between(local, remote)
        .id(ID)
        .type(type)
        .mapping(mapping.build())
        .conflicts(strategy.strategy())
        .deletes(deletes)
        .onLeave(onLeave)
        .drift(drift)
        .firstSync(matched ? FirstSync.MATCH : FirstSync.CREATE_ALL)
        .guards(guards)
        .writeGuard(writeGuard)
        .sweepEvery(sweepEvery)
        .build();
  }
}
