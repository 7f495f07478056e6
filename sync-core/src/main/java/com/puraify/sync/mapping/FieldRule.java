package com.puraify.sync.mapping;

import com.puraify.sync.conflict.ConflictStrategy;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One pair of fields that correspond. Immutable.
 *
 * <p>Defaults: both ways, converted by the types of the two fields, conflicts settled as the sync
 * settles them, references translated through the same sync.
 */
public final class FieldRule {

  private final String local;
  private final String remote;
  private final Direction direction;
  private final @Nullable Converter converter;
  private final @Nullable ConflictStrategy conflicts;
  private final @Nullable String referenceSync;

  private FieldRule(Builder builder) {
    this.local = builder.local;
    this.remote = builder.remote;
    this.direction = builder.direction;
    this.converter = builder.converter;
    this.conflicts = builder.conflicts;
    this.referenceSync = builder.referenceSync;
  }

  static Builder builder(String local, String remote) {
    return new Builder(local, remote);
  }

  /** Returns the local field's name or id. */
  public String local() {
    return local;
  }

  /** Returns the remote field's name or id. */
  public String remote() {
    return remote;
  }

  /** Returns which way values flow. */
  public Direction direction() {
    return direction;
  }

  /** Returns the converter, if one was given; else the types of the two fields decide. */
  public Optional<Converter> converter() {
    return Optional.ofNullable(converter);
  }

  /** Returns how conflicts of this field are settled, if not as the sync settles them. */
  public Optional<ConflictStrategy> conflicts() {
    return Optional.ofNullable(conflicts);
  }

  /** Returns the id of the sync whose links translate this field's references, if not this one. */
  public Optional<String> referenceSync() {
    return Optional.ofNullable(referenceSync);
  }

  /** Collects what is special about a pair. Confined to one thread at a time. */
  public static final class Builder {
    private final String local;
    private final String remote;
    private Direction direction = Direction.BOTH;
    private @Nullable Converter converter;
    private @Nullable ConflictStrategy conflicts;
    private @Nullable String referenceSync;

    private Builder(String local, String remote) {
      this.local = Objects.requireNonNull(local, "local");
      this.remote = Objects.requireNonNull(remote, "remote");
    }

    /** Sets which way values flow. Default: both ways. */
    public Builder direction(Direction way) {
      this.direction = way;
      return this;
    }

    /** Sets how values are converted. Default: as the types of the two fields suggest. */
    public Builder convert(Converter how) {
      this.converter = how;
      return this;
    }

    /** Sets how conflicts of this field are settled. Default: as the sync settles them. */
    public Builder conflicts(ConflictStrategy strategy) {
      this.conflicts = strategy;
      return this;
    }

    /**
     * Sets whose links translate this field's references. Default: this sync's own, for references
     * among its items.
     *
     * @param sync the id of the sync that links the items it points to
     */
    public Builder references(String sync) {
      this.referenceSync = sync;
      return this;
    }

    FieldRule build() {
      return new FieldRule(this);
    }
  }
}
