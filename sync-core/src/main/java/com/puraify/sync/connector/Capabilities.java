package com.puraify.sync.connector;

import java.time.Duration;

/**
 * What an entity can do, as data. The engine relies on each statement, and the contract suite tries
 * to prove each one wrong. Immutable.
 *
 * <p>Defaults, each the most cautious answer: nothing incremental, deletes seen by a complete read,
 * no batches, no conditional writes, no safe creates, no lag, one write at a time.
 */
public final class Capabilities {

  private final boolean incremental;
  private final DeleteVisibility deletes;
  private final Duration granularity;
  private final Duration visibilityLag;
  private final int createBatch;
  private final int updateBatch;
  private final int deleteBatch;
  private final int lookupBatch;
  private final int readPage;
  private final boolean atomicBatches;
  private final int parallelWrites;
  private final boolean conditionalWrites;
  private final CreateSafety createSafety;
  private final boolean findable;
  private final boolean metered;
  private final boolean reusesIds;

  /** How deletes show themselves. */
  public enum DeleteVisibility {
    /** A read of changes names what was removed. */
    FEED,
    /** By absence from a complete read. */
    SWEEP,
    /** Not at all. */
    NONE
  }

  /** How a create whose outcome is unknown is settled without making a second item. */
  public enum CreateSafety {
    /** {@link Write.Create#key} makes a repeated create the same item: it is simply sent again. */
    KEYED,
    /** An upsert on the mapping's match fields makes it the same item, if they are not empty. */
    UPSERT,
    /** By looking for it among what is there, once the visibility lag is over. */
    FIND
  }

  private Capabilities(Builder builder) {
    this.incremental = builder.incremental;
    this.deletes = builder.deletes;
    this.granularity = builder.granularity;
    this.visibilityLag = builder.visibilityLag;
    this.createBatch = builder.createBatch;
    this.updateBatch = builder.updateBatch;
    this.deleteBatch = builder.deleteBatch;
    this.lookupBatch = builder.lookupBatch;
    this.readPage = builder.readPage;
    this.atomicBatches = builder.atomicBatches;
    this.parallelWrites = builder.parallelWrites;
    this.conditionalWrites = builder.conditionalWrites;
    this.createSafety = builder.createSafety;
    this.findable = builder.findable;
    this.metered = builder.metered;
    this.reusesIds = builder.reusesIds;
  }

  /** Returns a builder with the cautious defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns whether changes since a checkpoint can be read. */
  public boolean incremental() {
    return incremental;
  }

  /** Returns how deletes show themselves. */
  public DeleteVisibility deletes() {
    return deletes;
  }

  /** Returns how coarse the platform's times of change are. */
  public Duration granularity() {
    return granularity;
  }

  /** Returns how long a write may stay invisible to reads, at most. */
  public Duration visibilityLag() {
    return visibilityLag;
  }

  /** Returns how many items one call creates, at most. */
  public int createBatch() {
    return createBatch;
  }

  /** Returns how many items one call updates, at most. */
  public int updateBatch() {
    return updateBatch;
  }

  /** Returns how many items one call deletes, at most. */
  public int deleteBatch() {
    return deleteBatch;
  }

  /** Returns how many items one call looks up, at most. */
  public int lookupBatch() {
    return lookupBatch;
  }

  /**
   * Returns how many items a page of a read holds, at most; used to weigh reads against lookups.
   */
  public int readPage() {
    return readPage;
  }

  /** Returns whether a batch is written as a whole or not at all. */
  public boolean atomicBatches() {
    return atomicBatches;
  }

  /** Returns how many writes may be under way at once. */
  public int parallelWrites() {
    return parallelWrites;
  }

  /** Returns whether an update or delete is made only if its {@link Expectation} holds. */
  public boolean conditionalWrites() {
    return conditionalWrites;
  }

  /** Returns how a create can be made safe. */
  public CreateSafety createSafety() {
    return createSafety;
  }

  /** Returns whether {@link EntitySession#find} works. */
  public boolean findable() {
    return findable;
  }

  /**
   * Returns whether calls are scarce (a rate limit, a quota), so that complete reads are spared
   * where changes will do.
   */
  public boolean metered() {
    return metered;
  }

  /**
   * Returns whether a new item may be given the id of one that was deleted. If not, an item that is
   * answered to a create and is in another link already counts as that other one, and as refused.
   */
  public boolean reusesIds() {
    return reusesIds;
  }

  /** Collects capabilities. Confined to one thread at a time. */
  public static final class Builder {
    private boolean incremental;
    private DeleteVisibility deletes = DeleteVisibility.SWEEP;
    private Duration granularity = Duration.ofNanos(1);
    private Duration visibilityLag = Duration.ZERO;
    private int createBatch = 1;
    private int updateBatch = 1;
    private int deleteBatch = 1;
    private int lookupBatch = 1;
    private int readPage = 100;
    private boolean atomicBatches;
    private int parallelWrites = 1;
    private boolean conditionalWrites;
    private CreateSafety createSafety = CreateSafety.FIND;
    private boolean findable;
    private boolean metered;
    private boolean reusesIds;

    private Builder() {}

    /** Sets whether changes since a checkpoint can be read. Default: no. */
    public Builder incremental(boolean yes) {
      this.incremental = yes;
      return this;
    }

    /** Sets how deletes show themselves. Default: by a complete read. */
    public Builder deletes(DeleteVisibility visibility) {
      this.deletes = visibility;
      return this;
    }

    /** Sets how coarse times of change are. Default: a nanosecond. */
    public Builder granularity(Duration coarse) {
      this.granularity = coarse;
      return this;
    }

    /** Sets how long a write may stay invisible to reads. Default: not at all. */
    public Builder visibilityLag(Duration lag) {
      this.visibilityLag = lag;
      return this;
    }

    /** Sets how many items one call creates, updates and deletes. Default: 1 each. */
    public Builder batches(int create, int update, int delete) {
      this.createBatch = create;
      this.updateBatch = update;
      this.deleteBatch = delete;
      return this;
    }

    /** Sets how many items one call looks up. Default: 1. */
    public Builder lookupBatch(int items) {
      this.lookupBatch = items;
      return this;
    }

    /** Sets how many items a page of a read holds. Default: 100. */
    public Builder readPage(int items) {
      this.readPage = items;
      return this;
    }

    /** Sets whether a batch is written as a whole or not at all. Default: no. */
    public Builder atomicBatches(boolean yes) {
      this.atomicBatches = yes;
      return this;
    }

    /** Sets how many writes may be under way at once. Default: 1. */
    public Builder parallelWrites(int calls) {
      this.parallelWrites = calls;
      return this;
    }

    /** Sets whether expectations are checked in the same step as the write. Default: no. */
    public Builder conditionalWrites(boolean yes) {
      this.conditionalWrites = yes;
      return this;
    }

    /** Sets how a create can be made safe. Default: by looking for it. */
    public Builder createSafety(CreateSafety safety) {
      this.createSafety = safety;
      return this;
    }

    /** Sets whether {@link EntitySession#find} works. Default: no. */
    public Builder findable(boolean yes) {
      this.findable = yes;
      return this;
    }

    /** Sets whether calls are scarce. Default: no. */
    public Builder metered(boolean yes) {
      this.metered = yes;
      return this;
    }

    /** Sets whether a new item may be given the id of one that was deleted. Default: no. */
    public Builder reusesIds(boolean yes) {
      this.reusesIds = yes;
      return this;
    }

    /**
     * Returns the capabilities.
     *
     * @throws IllegalArgumentException if a batch, page or number of calls is less than 1
     */
    public Capabilities build() {
      require("createBatch", createBatch);
      require("updateBatch", updateBatch);
      require("deleteBatch", deleteBatch);
      require("lookupBatch", lookupBatch);
      require("readPage", readPage);
      require("parallelWrites", parallelWrites);
      return new Capabilities(this);
    }

    private static void require(String name, int number) {
      if (number < 1) {
        throw new IllegalArgumentException(name + " must be at least 1, not " + number);
      }
    }
  }
}
