package com.puraify.sync.mapping;

import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.value.Side;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of the two sides correspond, and how items are matched. Immutable.
 *
 * <p>Defaults: no pairs (fields of the same name and of compatible types are then paired), no match
 * key, no filter. A mapping names fields as people do; at the start of each run it is bound to the
 * fields' stable ids, and checked against both schemas before anything is read.
 */
public final class SchemaMapping {

  private final List<FieldRule> fields;
  private final List<MatchPair> matchKey;
  private final @Nullable Filter localFilter;
  private final @Nullable Filter remoteFilter;

  /**
   * One pair of fields of the match key.
   *
   * @param local the local field's name
   * @param remote the remote field's name
   */
  public record MatchPair(String local, String remote) {}

  private SchemaMapping(Builder builder) {
    this.fields = List.copyOf(builder.fields);
    this.matchKey = List.copyOf(builder.matchKey);
    this.localFilter = builder.localFilter;
    this.remoteFilter = builder.remoteFilter;
  }

  /** Returns a builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a mapping that pairs fields of the same name. */
  public static SchemaMapping byName() {
    return builder().build();
  }

  /** Returns the pairs, none if fields of the same name are to be paired. */
  public List<FieldRule> fields() {
    return fields;
  }

  /** Returns the pairs of fields that together identify an item; none if it cannot be matched. */
  public List<MatchPair> matchKey() {
    return matchKey;
  }

  /** Returns which items of a side take part, if not all. */
  public Optional<Filter> filter(Side side) {
    return Optional.ofNullable(side == Side.LOCAL ? localFilter : remoteFilter);
  }

  /** Collects a mapping. Confined to one thread at a time. */
  public static final class Builder {
    private final List<FieldRule> fields = new ArrayList<>();
    private final List<MatchPair> matchKey = new ArrayList<>();
    private @Nullable Filter localFilter;
    private @Nullable Filter remoteFilter;

    private Builder() {}

    /** Pairs two fields, both ways. */
    public Builder field(String local, String remote) {
      return field(local, remote, rule -> {});
    }

    /** Pairs two fields, with something special about them. */
    public Builder field(String local, String remote, Consumer<FieldRule.Builder> special) {
      FieldRule.Builder rule = FieldRule.builder(local, remote);
      special.accept(rule);
      fields.add(rule.build());
      return this;
    }

    /**
     * Adds a pair of fields to the match key. Two items are the same thing if all pairs of the key
     * are equal and none is empty.
     */
    public Builder matchOn(String local, String remote) {
      matchKey.add(new MatchPair(local, remote));
      return this;
    }

    /** Restricts a side to the items that a filter accepts. */
    public Builder where(Side side, Filter filter) {
      if (side == Side.LOCAL) {
        localFilter = filter;
      } else {
        remoteFilter = filter;
      }
      return this;
    }

    /**
     * Returns the mapping.
     *
     * @throws ConfigurationException if a field is written by two rules
     */
    public SchemaMapping build() {
      List<ConfigurationException.Problem> problems = new ArrayList<>();
      Set<String> localTargets = new HashSet<>();
      Set<String> remoteTargets = new HashSet<>();
      for (FieldRule rule : fields) {
        if (rule.direction().flowsTo(Side.LOCAL) && !localTargets.add(rule.local())) {
          problems.add(twice("local", rule.local()));
        }
        if (rule.direction().flowsTo(Side.REMOTE) && !remoteTargets.add(rule.remote())) {
          problems.add(twice("remote", rule.remote()));
        }
      }
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
      return new SchemaMapping(this);
    }

    private static ConfigurationException.Problem twice(String side, String field) {
      return new ConfigurationException.Problem(
          "mapping.field",
          "the "
              + side
              + " field '"
              + field
              + "' would be written by two pairs; give one of them another direction");
    }
  }
}
