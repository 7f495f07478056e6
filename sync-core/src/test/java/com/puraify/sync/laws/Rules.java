package com.puraify.sync.laws;

import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.map.MappingBinder;
import com.puraify.sync.internal.merge.MergePolicy;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.plan.DeletePolicy;
import com.puraify.sync.plan.Drift;
import com.puraify.sync.plan.LeavePolicy;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How a sync of a scene is configured.
 *
 * @param direction which way it runs
 * @param strategy how it settles conflicts
 * @param variant what is special about some of its fields
 * @param deletes what becomes of the counterpart of a deleted item
 * @param onLeave what becomes of the counterpart of an item that leaves the filter
 * @param drift what becomes of edits on the target
 * @param mirrored whether the two sides are swapped
 */
record Rules(
    Direction direction,
    Strategy strategy,
    Variant variant,
    DeletePolicy deletes,
    LeavePolicy onLeave,
    Drift drift,
    boolean mirrored) {

  /** The time of every run. */
  static final Instant NOW = Instant.parse("2026-03-29T01:30:00Z");

  /** The plain case: both ways, nothing special. */
  static final Rules PLAIN =
      new Rules(
          Direction.BOTH,
          Strategy.PREFER_REMOTE,
          Variant.PLAIN,
          DeletePolicy.PROPAGATE,
          LeavePolicy.KEEP,
          Drift.KEEP,
          false);

  /** The strategies that come with the engine. */
  enum Strategy {
    PREFER_LOCAL(ConflictStrategy.preferLocal()),
    PREFER_REMOTE(ConflictStrategy.preferRemote()),
    MANUAL_REVIEW(ConflictStrategy.manualReview()),
    LATEST_WINS(ConflictStrategy.latestWins(Duration.ofMinutes(1))),
    FAIL(ConflictStrategy.fail());

    @SuppressWarnings("ImmutableEnumChecker") // they hold nothing
    private final ConflictStrategy strategy;

    Strategy(ConflictStrategy strategy) {
      this.strategy = strategy;
    }

    ConflictStrategy get() {
      return strategy;
    }

    Strategy mirror() {
      return switch (this) {
        case PREFER_LOCAL -> PREFER_REMOTE;
        case PREFER_REMOTE -> PREFER_LOCAL;
        default -> this;
      };
    }
  }

  /** What is special about some fields. */
  enum Variant {
    /** Nothing. */
    PLAIN,
    /** Some flow one way. */
    ONE_WAY,
    /** Some have a strategy of their own. */
    OWN_STRATEGY,
    /** Some are written once, and some never. */
    HARD_TO_WRITE
  }

  Rules with(Strategy other) {
    return new Rules(direction, other, variant, deletes, onLeave, drift, mirrored);
  }

  Rules with(Direction other) {
    return new Rules(other, strategy, variant, deletes, onLeave, drift, mirrored);
  }

  Rules with(Variant other) {
    return new Rules(direction, strategy, other, deletes, onLeave, drift, mirrored);
  }

  Rules with(DeletePolicy other) {
    return new Rules(direction, strategy, variant, other, onLeave, drift, mirrored);
  }

  /** Returns the rules by which the other side does what this side did. */
  Rules mirror() {
    return new Rules(
        mirrored(direction, true), strategy.mirror(), variant, deletes, onLeave, drift, !mirrored);
  }

  MergePolicy policy() {
    return new MergePolicy(direction, strategy.get(), deletes, onLeave, drift, NOW);
  }

  /** Returns the mapping, with its fields in some order. */
  BoundMapping bind(List<Column> order) {
    SchemaMapping.Builder mapping =
        SchemaMapping.builder()
            .matchOn(id(Column.TITLE, Side.LOCAL), id(Column.TITLE, Side.REMOTE));
    List<Field> locals = new ArrayList<>();
    List<Field> remotes = new ArrayList<>();
    for (Column column : order) {
      locals.add(field(column, Side.LOCAL));
      remotes.add(field(column, Side.REMOTE));
      mapping.field(
          id(column, Side.LOCAL),
          id(column, Side.REMOTE),
          rule -> {
            rule.direction(mirrored(direction(column), mirrored));
            Strategy own = strategy(column);
            if (own != null) {
              rule.conflicts((mirrored ? own.mirror() : own).get());
            }
          });
    }
    return MappingBinder.bind(
        mapping.build(),
        MappingBinder.Settings.first(
            "laws",
            direction,
            strategy.get(),
            new EntityKey("one", "account", "items"),
            new EntityKey("other", "account", "items"),
            7),
        Schema.of("locals", locals),
        Schema.of("remotes", remotes));
  }

  /** Returns the id of a column's field on a side, which are swapped in a mirrored world. */
  String id(Column column, Side side) {
    return column.id(mirrored ? side.other() : side);
  }

  private Field field(Column column, Side side) {
    Side real = mirrored ? side.other() : side;
    Field field = Field.of(column.id(real), column.type(real));
    if (variant != Variant.HARD_TO_WRITE) {
      return field;
    }
    if ((column == Column.TAGS && real == Side.REMOTE)
        || (column == Column.STATUS && real == Side.LOCAL)) {
      return field.createOnly();
    }
    return column == Column.DONE && real == Side.REMOTE ? field.asDerived() : field;
  }

  private Direction direction(Column column) {
    if (variant == Variant.HARD_TO_WRITE && column == Column.DONE) {
      return Direction.TO_LOCAL;
    }
    if (variant != Variant.ONE_WAY) {
      return Direction.BOTH;
    }
    return switch (column) {
      case STATUS, NOTES -> Direction.TO_LOCAL;
      case DUE, TAGS -> Direction.TO_REMOTE;
      case DONE -> Direction.NONE;
      default -> Direction.BOTH;
    };
  }

  private Strategy strategy(Column column) {
    if (variant != Variant.OWN_STRATEGY) {
      return null;
    }
    return switch (column) {
      case STATUS -> Strategy.MANUAL_REVIEW;
      case NOTES -> Strategy.PREFER_LOCAL;
      case TAGS -> Strategy.PREFER_REMOTE;
      case DUE -> Strategy.LATEST_WINS;
      default -> null;
    };
  }

  private static Direction mirrored(Direction direction, boolean yes) {
    return !yes
        ? direction
        : switch (direction) {
          case TO_LOCAL -> Direction.TO_REMOTE;
          case TO_REMOTE -> Direction.TO_LOCAL;
          default -> direction;
        };
  }
}
