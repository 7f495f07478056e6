package com.puraify.sync.testkit.world;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Capabilities.CreateSafety;
import com.puraify.sync.connector.Capabilities.DeleteVisibility;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.MemoryEntityBuilder;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What is peculiar about a simulated platform. Immutable.
 *
 * @param incremental whether it tells changes since a checkpoint
 * @param deletes how deletes show
 * @param granularity how coarse its times are
 * @param lag how long a change may stay invisible
 * @param unevenLag whether each change has a lag of its own
 * @param laggingLookups whether lookups by id lag, too
 * @param createBatch how many items one call creates
 * @param updateBatch how many items one call updates
 * @param deleteBatch how many items one call deletes
 * @param page how many items a page holds
 * @param atomic whether a batch is written as a whole or not at all
 * @param conditional whether writes are conditional
 * @param byVersion whether conditions compare versions
 * @param safety how a create is made safe
 * @param findable whether items are found by content
 * @param metered whether calls are scarce
 * @param shortPages whether pages hold less than they could
 * @param emptyPages whether every second page is empty
 * @param repeats how many items of a page the next one repeats
 * @param dated whether items come with a time of change
 * @param answersItems whether writes answer with the item
 * @param answersBefore whether writes answer with the item as it was
 * @param refusals how a refused item is answered
 * @param rewrites whether it rewrites notes without saying so
 * @param poison whether it refuses items whose notes are poison
 * @param unique whether no two items may have one title
 * @param vague whether lookups never say why an item is gone
 * @param limits how many calls it lets through
 */
public record PlatformShape(
    boolean incremental,
    DeleteVisibility deletes,
    Duration granularity,
    Duration lag,
    boolean unevenLag,
    boolean laggingLookups,
    int createBatch,
    int updateBatch,
    int deleteBatch,
    int page,
    boolean atomic,
    boolean conditional,
    boolean byVersion,
    CreateSafety safety,
    boolean findable,
    boolean metered,
    boolean shortPages,
    boolean emptyPages,
    int repeats,
    boolean dated,
    boolean answersItems,
    boolean answersBefore,
    MemoryEntity.Refusals refusals,
    boolean rewrites,
    boolean poison,
    boolean unique,
    boolean vague,
    List<RateWindow> limits) {

  static final String POISON = "poison";

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Copies the list. */
  public PlatformShape {
    limits = List.copyOf(limits);
  }

  static PlatformShape draw(Draw draw, boolean matched) {
    boolean incremental = draw.chance(50);
    Duration lag =
        draw.chance(65)
            ? Duration.ZERO
            : draw.of(Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofMinutes(20));
    boolean atomic = draw.chance(30);
    boolean conditional = draw.chance(50);
    DeleteVisibility deletes =
        draw.chance(8)
            ? DeleteVisibility.NONE
            : incremental && draw.chance(40) ? DeleteVisibility.FEED : DeleteVisibility.SWEEP;
    CreateSafety safety =
        draw.chance(60)
            ? CreateSafety.FIND
            : matched && draw.chance(50) ? CreateSafety.UPSERT : CreateSafety.KEYED;
    boolean batches = draw.chance(60);
    return new PlatformShape(
        incremental,
        deletes,
        draw.of(
            Duration.ofNanos(1),
            Duration.ofMillis(1),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1)),
        lag,
        draw.chance(50),
        draw.chance(25),
        batches ? draw.from(1, 5) : 1,
        batches ? draw.from(1, 5) : 1,
        batches ? draw.from(1, 3) : 1,
        draw.of(1, 2, 3, 5, 100),
        atomic,
        conditional,
        conditional && draw.chance(40),
        safety,
        draw.chance(60),
        draw.chance(40),
        draw.chance(15),
        draw.chance(10),
        draw.chance(15) ? draw.from(1, 2) : 0,
        draw.chance(85),
        draw.chance(75),
        draw.chance(40),
        atomic
            ? draw.of(MemoryEntity.Refusals.WHOLE_BATCH, MemoryEntity.Refusals.VAGUE)
            : draw.of(MemoryEntity.Refusals.values()),
        draw.chance(15),
        draw.chance(20),
        draw.chance(10),
        deletes == DeleteVisibility.SWEEP && draw.chance(5),
        List.of());
  }

  /** Returns this shape with limits on calls, or without. */
  PlatformShape limited(Draw draw) {
    if (!draw.chance(20)) {
      return this;
    }
    List<RateWindow> windows = new ArrayList<>();
    windows.add(RateWindow.of(draw.from(1, 4), draw.of(SECOND, SECOND.multipliedBy(10))));
    if (draw.chance(30)) {
      windows.add(RateWindow.of(draw.from(3, 20), SECOND.multipliedBy(60)));
    }
    return withLimits(windows);
  }

  /** Returns this shape with other pages and batches, which must make no difference. */
  PlatformShape reshaped() {
    return new PlatformShape(
        incremental,
        deletes,
        granularity,
        lag,
        unevenLag,
        laggingLookups,
        createBatch == 1 ? 3 : 1,
        updateBatch == 1 ? 4 : 1,
        deleteBatch == 1 ? 2 : 1,
        page == 100 ? 2 : 100,
        atomic,
        conditional,
        byVersion,
        safety,
        findable,
        metered,
        !shortPages,
        !emptyPages,
        repeats == 0 ? 1 : 0,
        dated,
        answersItems,
        answersBefore,
        refusals,
        rewrites,
        poison,
        unique,
        vague,
        limits);
  }

  /** Returns this shape with other limits on calls. */
  PlatformShape withLimits(List<RateWindow> windows) {
    return new PlatformShape(
        incremental,
        deletes,
        granularity,
        lag,
        unevenLag,
        laggingLookups,
        createBatch,
        updateBatch,
        deleteBatch,
        page,
        atomic,
        conditional,
        byVersion,
        safety,
        findable,
        metered,
        shortPages,
        emptyPages,
        repeats,
        dated,
        answersItems,
        answersBefore,
        refusals,
        rewrites,
        poison,
        unique,
        vague,
        windows);
  }

  Capabilities capabilities() {
    return Capabilities.builder()
        .incremental(incremental)
        .deletes(deletes)
        .granularity(granularity)
        .visibilityLag(lag)
        .batches(createBatch, updateBatch, deleteBatch)
        .lookupBatch(updateBatch)
        .readPage(page)
        .atomicBatches(atomic)
        .conditionalWrites(conditional)
        .createSafety(safety)
        .findable(findable)
        .metered(metered)
        .build();
  }

  MemoryEntityBuilder build(MemoryEntityBuilder builder, Side side) {
    builder
        .capabilities(capabilities())
        .returnsItems(answersItems)
        .refusals(refusals)
        .limits(limits);
    with(builder, unevenLag, MemoryEntityBuilder::unevenLag);
    with(builder, laggingLookups, MemoryEntityBuilder::laggingLookups);
    with(builder, byVersion, MemoryEntityBuilder::conditionalByVersion);
    with(builder, shortPages, MemoryEntityBuilder::shortPages);
    with(builder, emptyPages, MemoryEntityBuilder::emptyPages);
    with(builder, repeats > 0, each -> each.repeats(repeats));
    with(builder, !dated, MemoryEntityBuilder::undated);
    with(builder, answersBefore, MemoryEntityBuilder::returnsBefore);
    with(builder, vague, MemoryEntityBuilder::vagueAbsence);
    with(builder, rewrites, each -> each.normalizer(Column.NOTES.id(side), PlatformShape::rewrite));
    with(builder, poison, each -> each.refusing(fields -> isPoison(side, fields)));
    return builder;
  }

  private static void with(
      MemoryEntityBuilder builder, boolean yes, Consumer<MemoryEntityBuilder> change) {
    if (yes) {
      change.accept(builder);
    }
  }

  /** Returns what a platform that rewrites makes of notes. */
  static Value rewrite(Value value) {
    return value instanceof Value.Text text
        ? Value.text(text.value().strip().toUpperCase(Locale.ROOT))
        : value;
  }

  static boolean isPoison(Side side, Fields fields) {
    return fields.get(Column.NOTES.id(side)) instanceof Value.Text text
        && text.value().strip().equalsIgnoreCase(POISON);
  }
}
