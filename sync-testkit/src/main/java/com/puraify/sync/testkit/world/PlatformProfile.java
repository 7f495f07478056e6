package com.puraify.sync.testkit.world;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Capabilities.CreateSafety;
import com.puraify.sync.connector.Capabilities.DeleteVisibility;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.testkit.MemoryEntity.Refusals;
import com.puraify.sync.testkit.world.Step.Doing;
import com.puraify.sync.testkit.world.Step.Edit;
import com.puraify.sync.testkit.world.Step.Run;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a real platform is like, for worlds whose remote side is that platform.
 *
 * <p>{@link #capabilities} is what the platform's connector declares, word for word: a test that
 * knows the connectors holds the two together. {@link #shape} adds what no connector declares: how
 * a refused batch is answered, whether listings repeat or rewrite, what people can do to an item
 * there, and how many calls are let through.
 *
 * <p>Worlds hold few items, which pages of a hundred would never divide: half of the worlds have
 * batches and pages of a few items instead, where the platform has batches at all.
 */
@SuppressWarnings("ImmutableEnumChecker") // capabilities and sets are never changed
public enum PlatformProfile {
  /**
   * Notion: one page a call, times cut to the minute, a trash, an archive, pages that move or are
   * no longer shared; nothing conditional, nothing batched, no key for a create.
   */
  NOTION(
      Capabilities.builder()
          .incremental(true)
          .deletes(DeleteVisibility.SWEEP)
          .granularity(Duration.ofMinutes(1))
          .visibilityLag(Duration.ofMinutes(1))
          .batches(1, 1, 1)
          .lookupBatch(1)
          .readPage(100)
          .parallelWrites(3)
          .createSafety(CreateSafety.FIND)
          .findable(true)
          .metered(true)
          .build(),
      EnumSet.of(
          Doing.PUT,
          Doing.EDIT,
          Doing.REMOVE,
          Doing.ARCHIVE,
          Doing.HIDE,
          Doing.MOVE,
          Doing.RESTORE),
      List.of(Refusals.PER_ITEM),
      RateWindow.of(180, Duration.ofMinutes(1))),

  /**
   * Airtable: ten records a call, all or none, and a refusal that need not name the record; times
   * of change to the second, or none at all; a record that is gone is only gone.
   */
  AIRTABLE(
      Capabilities.builder()
          .incremental(true)
          .deletes(DeleteVisibility.SWEEP)
          .granularity(Duration.ofSeconds(1))
          .visibilityLag(Duration.ofMinutes(1))
          .batches(10, 10, 10)
          .lookupBatch(100)
          .readPage(100)
          .atomicBatches(true)
          .parallelWrites(3)
          .createSafety(CreateSafety.UPSERT)
          .findable(true)
          .metered(true)
          .build(),
      EnumSet.of(Doing.PUT, Doing.EDIT, Doing.REMOVE, Doing.RESTORE),
      List.of(Refusals.WHOLE_BATCH, Refusals.VAGUE),
      RateWindow.of(5, Duration.ofMillis(1_030))),

  /**
   * HubSpot: a hundred records a call, of which some may be refused; a search that lags behind what
   * a look at the record shows, by a time of its own for each change; people merge records.
   */
  HUBSPOT(
      Capabilities.builder()
          .incremental(true)
          .deletes(DeleteVisibility.SWEEP)
          .granularity(Duration.ofMillis(1))
          .visibilityLag(Duration.ofMinutes(2))
          .batches(100, 100, 100)
          .lookupBatch(100)
          .readPage(100)
          .parallelWrites(4)
          .createSafety(CreateSafety.FIND)
          .findable(true)
          .metered(true)
          .build(),
      EnumSet.of(Doing.PUT, Doing.EDIT, Doing.REMOVE, Doing.RESTORE, Doing.MERGE),
      List.of(Refusals.PER_ITEM, Refusals.WHOLE_BATCH),
      RateWindow.of(5, Duration.ofSeconds(1)));

  private final Capabilities capabilities;
  private final Set<Doing> doings;
  private final List<Refusals> refusals;
  private final RateWindow limit;

  PlatformProfile(
      Capabilities capabilities, Set<Doing> doings, List<Refusals> refusals, RateWindow limit) {
    this.capabilities = capabilities;
    this.doings = doings;
    this.refusals = refusals;
    this.limit = limit;
  }

  /** Returns what the platform's connector declares unless it is told otherwise. */
  public Capabilities capabilities() {
    return capabilities;
  }

  /** Returns how many calls it lets through. */
  public RateWindow limit() {
    return limit;
  }

  /** Returns the name by which programs call it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the profile that programs call by a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static PlatformProfile of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  /** Returns a scenario as it is drawn from a seed, with this platform on its remote side. */
  public Scenario scenario(long seed) {
    Scenario drawn = Scenario.of(seed);
    PlatformShape shape = shape(new Draw(seed * values().length + List.of(values()).indexOf(this)));
    return drawn.withPlatforms(drawn.local(), shape).withSteps(steps(drawn.steps())).as(this);
  }

  /** Returns the platform as one world knows it. */
  PlatformShape shape(Draw draw) {
    boolean small = draw.chance(50);
    // Airtable's log of payloads tells of deletes, too; a host turns it on or does not.
    boolean told = this == AIRTABLE && draw.chance(30);
    return new PlatformShape(
        capabilities.incremental(),
        told ? DeleteVisibility.FEED : capabilities.deletes(),
        capabilities.granularity(),
        capabilities.visibilityLag(),
        this == HUBSPOT || draw.chance(50),
        false,
        batch(draw, small, capabilities.createBatch()),
        batch(draw, small, capabilities.updateBatch()),
        batch(draw, small, capabilities.deleteBatch()),
        small ? draw.from(1, 4) : capabilities.readPage(),
        capabilities.atomicBatches(),
        capabilities.conditionalWrites(),
        false,
        capabilities.createSafety(),
        capabilities.findable(),
        capabilities.metered(),
        draw.chance(30),
        this == AIRTABLE && draw.chance(15),
        this == NOTION && draw.chance(30) ? 1 : 0,
        this != AIRTABLE || draw.chance(50),
        true,
        false,
        draw.of(refusals),
        draw.chance(10),
        draw.chance(20),
        this == HUBSPOT && draw.chance(20),
        false,
        List.of(limit));
  }

  private static int batch(Draw draw, boolean small, int real) {
    return small && real > 1 ? draw.from(2, 4) : real;
  }

  /** What nobody can do there, they do by deleting; the platform's own clock is never set. */
  private List<Step> steps(List<Step> drawn) {
    List<Step> steps = new ArrayList<>();
    for (Step step : drawn) {
      if (step instanceof Run run) {
        steps.add(new Run(run.troubles().stream().map(this::possible).toList()));
      } else {
        steps.add(possible(step));
      }
    }
    return steps;
  }

  private Trouble possible(Trouble trouble) {
    Step step = trouble.step();
    return step == null
        ? trouble
        : new Trouble(
            trouble.at(), trouble.nth(), trouble.kind(), trouble.detail(), possible(step));
  }

  private Step possible(Step step) {
    if (step instanceof Edit edit && edit.side() == Side.REMOTE && !doings.contains(edit.doing())) {
      return new Edit(edit.side(), Doing.REMOVE, edit.pick(), edit.column(), edit.text());
    }
    return step instanceof Step.Skew skew && skew.side() == Side.REMOTE
        ? new Step.Wait(skew.offset().abs())
        : step;
  }
}
