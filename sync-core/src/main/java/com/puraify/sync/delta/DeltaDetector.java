package com.puraify.sync.delta;

import com.puraify.sync.value.Field;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which fields of an item differ from its base.
 *
 * <p>Each field's value is reduced to a 64-bit fingerprint of its type's {@linkplain
 * com.puraify.sync.value.FieldType#canonical canonical form}, under a seed of the sync's own. A
 * change is a different fingerprint; times and versions play no part. Immutable and thread-safe.
 */
public final class DeltaDetector {

  private final ValueHash hash;
  private final Map<String, Field> fields;
  private final List<String> ids;
  private final String[] idArray;
  private final Field[] fieldArray;

  private DeltaDetector(List<Field> tracked, ValueHash hash) {
    this.hash = hash;
    this.fields = new LinkedHashMap<>();
    tracked.forEach(field -> fields.put(field.id(), field));
    this.ids = List.copyOf(fields.keySet());
    this.idArray = ids.toArray(new String[0]);
    this.fieldArray = fields.values().toArray(new Field[0]);
  }

  /**
   * Returns a detector.
   *
   * @param tracked the fields that count, in a fixed order
   * @param seed the sync's seed; fingerprints under different seeds cannot be compared
   */
  public static DeltaDetector of(List<Field> tracked, long seed) {
    return new DeltaDetector(tracked, new ValueHash(seed));
  }

  /** Returns a detector for other fields, under the same seed. */
  public DeltaDetector with(List<Field> others) {
    return new DeltaDetector(others, hash);
  }

  /** Returns the ids of the fields that count. */
  public List<String> tracked() {
    return ids;
  }

  /** Returns the fingerprint of a tracked field's value. */
  public long fingerprint(String field, Value value) {
    Field known = fields.get(field);
    if (known == null) {
      throw new IllegalArgumentException(field + " is not tracked; known are " + ids);
    }
    return hash.of(known.type().canonical(value));
  }

  /** Returns the fingerprints of all tracked fields that are mentioned. */
  public Base baseOf(Fields values) {
    long[] fingerprints = new long[idArray.length];
    List<String> mentioned = null;
    int count = 0;
    for (int i = 0; i < idArray.length; i++) {
      Value value = values.get(idArray[i]);
      if (value != null) {
        fingerprints[count++] = hash.of(fieldArray[i].type().canonical(value));
        if (mentioned != null) {
          mentioned.add(idArray[i]);
        }
      } else if (mentioned == null) {
        mentioned = new ArrayList<>(ids.subList(0, i));
      }
    }
    return mentioned == null
        ? Base.of(ids, fingerprints)
        : Base.of(mentioned, java.util.Arrays.copyOf(fingerprints, count));
  }

  /**
   * Compares an item with its base.
   *
   * @param base what was agreed on, or null for an item that is not linked
   * @param values the item's values; tracked fields that are not mentioned count as unchanged
   * @return {@link Delta.Added}, {@link Delta.Changed} or {@link Delta.None}
   */
  public Delta compare(@Nullable Base base, Fields values) {
    if (base == null) {
      return Delta.ADDED;
    }
    Set<String> changed = null;
    for (int i = 0; i < idArray.length; i++) {
      Value value = values.get(idArray[i]);
      if (value == null
          || base.matches(i, idArray[i], hash.of(fieldArray[i].type().canonical(value)))) {
        continue;
      }
      if (changed == null) {
        changed = new LinkedHashSet<>();
      }
      changed.add(idArray[i]);
    }
    return changed == null ? Delta.NONE : new Delta.Changed(changed);
  }

  /** Returns a fingerprint of several values together, such as a match key. Never 0. */
  public long combined(List<Value> values) {
    long combined = hash.of(values);
    return combined == 0 ? 1 : combined;
  }
}
