package com.puraify.sync.value;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The values of an item's fields, by field id.
 *
 * <p>A field that is not in here was not read, or is not to be written; a field that is empty is in
 * here with {@link Value#NULL}. Iteration follows the order of insertion.
 *
 * <p>Immutable.
 */
public final class Fields {

  private static final Fields EMPTY = new Fields(new String[0], new Value[0]);

  private final String[] ids;
  private final Value[] values;

  private Fields(String[] ids, Value[] values) {
    this.ids = ids;
    this.values = values;
  }

  /** Returns fields that mention nothing. */
  public static Fields empty() {
    return EMPTY;
  }

  /** Returns fields with one value. */
  public static Fields of(String id, Value value) {
    return new Fields(new String[] {id}, new Value[] {value});
  }

  /** Returns fields with two values. */
  public static Fields of(String id1, Value value1, String id2, Value value2) {
    return builder().put(id1, value1).put(id2, value2).build();
  }

  /** Returns fields with three values. */
  public static Fields of(
      String id1, Value value1, String id2, Value value2, String id3, Value value3) {
    return builder().put(id1, value1).put(id2, value2).put(id3, value3).build();
  }

  /** Returns fields with the entries of a map, in its order. */
  public static Fields copyOf(Map<String, ? extends Value> values) {
    return new Fields(
        values.keySet().toArray(new String[0]), values.values().toArray(new Value[0]));
  }

  /**
   * Returns fields whose ids are shared with other items of the same shape, which keeps large
   * entities small in memory.
   *
   * @param ids the field ids, each once; the array must never change afterwards
   * @param values the values in the same order; owned by the result
   * @throws IllegalArgumentException if the lengths differ
   */
  public static Fields ofShape(String[] ids, Value[] values) {
    if (ids.length != values.length) {
      throw new IllegalArgumentException(ids.length + " ids for " + values.length + " values");
    }
    return new Fields(ids, values);
  }

  /** Returns a builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the value of a field, or null if the field is not mentioned. */
  public @Nullable Value get(String id) {
    for (int i = 0; i < ids.length; i++) {
      if (ids[i].equals(id)) {
        return values[i];
      }
    }
    return null;
  }

  /** Returns the value of a field, if it is mentioned. */
  public Optional<Value> find(String id) {
    return Optional.ofNullable(get(id));
  }

  /** Returns whether a field is mentioned. */
  public boolean mentions(String id) {
    return get(id) != null;
  }

  /** Returns how many fields are mentioned. */
  public int size() {
    return ids.length;
  }

  /** Returns whether no field is mentioned. */
  public boolean isEmpty() {
    return ids.length == 0;
  }

  /** Returns the ids of the fields that are mentioned. */
  public List<String> ids() {
    return List.of(ids);
  }

  /** Calls an action for each field that is mentioned. */
  public void forEach(BiConsumer<String, Value> action) {
    for (int i = 0; i < ids.length; i++) {
      action.accept(ids[i], values[i]);
    }
  }

  /** Returns these fields with one more, or with another value for one. */
  public Fields with(String id, Value value) {
    for (int i = 0; i < ids.length; i++) {
      if (ids[i].equals(id)) {
        Value[] copy = values.clone();
        copy[i] = value;
        return new Fields(ids, copy);
      }
    }
    String[] moreIds = Arrays.copyOf(ids, ids.length + 1);
    Value[] moreValues = Arrays.copyOf(values, values.length + 1);
    moreIds[ids.length] = id;
    moreValues[ids.length] = value;
    return new Fields(moreIds, moreValues);
  }

  /** Returns these fields, overlaid by others. */
  public Fields with(Fields others) {
    if (isEmpty()) {
      return others;
    }
    Builder builder = builder();
    forEach(builder::put);
    others.forEach(builder::put);
    return builder.build();
  }

  /** Returns just those fields that are among the ids given. */
  public Fields only(Collection<String> wanted) {
    Builder builder = builder();
    for (int i = 0; i < ids.length; i++) {
      if (wanted.contains(ids[i])) {
        builder.put(ids[i], values[i]);
      }
    }
    return builder.build();
  }

  /** Returns these fields without one. */
  public Fields without(String id) {
    if (!mentions(id)) {
      return this;
    }
    Builder builder = builder();
    for (int i = 0; i < ids.length; i++) {
      if (!ids[i].equals(id)) {
        builder.put(ids[i], values[i]);
      }
    }
    return builder.build();
  }

  /** Returns the values by field id, in order. */
  public Map<String, Value> toMap() {
    Map<String, Value> map = new LinkedHashMap<>();
    forEach(map::put);
    return map;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Fields fields)) {
      return false;
    }
    return Arrays.equals(ids, fields.ids)
        ? Arrays.equals(values, fields.values)
        : toMap().equals(fields.toMap());
  }

  @Override
  public int hashCode() {
    int hash = 0; // as of a map, for which the order makes no difference
    for (int i = 0; i < ids.length; i++) {
      hash += ids[i].hashCode() ^ values[i].hashCode();
    }
    return hash;
  }

  @Override
  public String toString() {
    return toMap().toString();
  }

  /** Collects fields. Confined to one thread at a time. */
  public static final class Builder {
    private final Map<String, Value> values = new LinkedHashMap<>();

    private Builder() {}

    /** Sets the value of a field. */
    public Builder put(String id, Value value) {
      values.put(id, value);
      return this;
    }

    /** Returns the fields collected so far. */
    public Fields build() {
      return values.isEmpty() ? EMPTY : copyOf(values);
    }
  }
}
