package com.puraify.sync.delta;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one side of a link held when both sides last agreed: a 64-bit fingerprint per field.
 *
 * <p>A field that is not in here was never agreed on. Bases of one entity share their list of field
 * ids, so that a base costs eight bytes a field. Immutable.
 */
public final class Base {

  private static final Base EMPTY = new Base(List.of(), new long[0]);

  private final List<String> fields;
  private final long[] fingerprints;

  private Base(List<String> fields, long[] fingerprints) {
    this.fields = fields;
    this.fingerprints = fingerprints;
  }

  /** Returns a base on which nothing was agreed. */
  public static Base empty() {
    return EMPTY;
  }

  /**
   * Returns a base.
   *
   * @param fields field ids, each once; kept as it is if it is unmodifiable
   * @param fingerprints the fingerprints in the same order; owned by the result
   * @throws IllegalArgumentException if the numbers differ
   */
  public static Base of(List<String> fields, long[] fingerprints) {
    if (fields.size() != fingerprints.length) {
      throw new IllegalArgumentException(fields.size() + " fields, " + fingerprints.length);
    }
    return fields.isEmpty() ? EMPTY : new Base(List.copyOf(fields), fingerprints);
  }

  /** Returns the ids of the fields that were agreed on. */
  public List<String> fields() {
    return fields;
  }

  /** Returns the fingerprints in the order of {@link #fields}. */
  public long[] fingerprints() {
    return fingerprints.clone();
  }

  /** Returns whether a field was agreed on. */
  public boolean has(String field) {
    return fields.contains(field);
  }

  /** Returns whether a field was agreed on with just this fingerprint. */
  public boolean matches(String field, long fingerprint) {
    int at = fields.indexOf(field);
    return at >= 0 && fingerprints[at] == fingerprint;
  }

  /** The same, faster where the field is likely at a position. */
  boolean matches(int likely, String field, long fingerprint) {
    return (likely < fingerprints.length && fields.get(likely).equals(field))
        ? fingerprints[likely] == fingerprint
        : matches(field, fingerprint);
  }

  /** Returns this base with other fingerprints for some fields, and with further fields. */
  public Base with(Map<String, Long> changed) {
    if (changed.isEmpty()) {
      return this;
    }
    long[] copy = fingerprints.clone();
    List<String> ids = fields;
    for (Map.Entry<String, Long> entry : changed.entrySet()) {
      int at = ids.indexOf(entry.getKey());
      if (at < 0) {
        ids = new ArrayList<>(ids);
        ids.add(entry.getKey());
        copy = Arrays.copyOf(copy, copy.length + 1);
        at = copy.length - 1;
      }
      copy[at] = entry.getValue();
    }
    return new Base(List.copyOf(ids), copy);
  }

  /** Returns this base with just those fields on which another says the same. */
  public Base common(Base other) {
    List<String> same = new ArrayList<>(fields.size());
    for (int i = 0; i < fingerprints.length; i++) {
      if (other.matches(fields.get(i), fingerprints[i])) {
        same.add(fields.get(i));
      }
    }
    return only(same);
  }

  /** Returns this base with just those fields that are among the ids given. */
  public Base only(Collection<String> wanted) {
    int at = 0;
    while (at < fingerprints.length && wanted.contains(fields.get(at))) {
      at++;
    }
    if (at == fingerprints.length) {
      return this;
    }
    List<String> ids = new ArrayList<>(fields.subList(0, at));
    long[] kept = Arrays.copyOf(fingerprints, fingerprints.length);
    for (int i = at + 1; i < fingerprints.length; i++) {
      if (wanted.contains(fields.get(i))) {
        kept[ids.size()] = fingerprints[i];
        ids.add(fields.get(i));
      }
    }
    return of(ids, Arrays.copyOf(kept, ids.size()));
  }

  /** Returns this base without some fields. */
  public Base without(Collection<String> dropped) {
    return only(fields.stream().filter(id -> !dropped.contains(id)).toList());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Base base
        && fields.equals(base.fields)
        && Arrays.equals(fingerprints, base.fingerprints);
  }

  @Override
  public int hashCode() {
    return 31 * fields.hashCode() + Arrays.hashCode(fingerprints);
  }

  @Override
  public String toString() {
    return "Base" + fields;
  }
}
