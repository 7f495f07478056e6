package com.puraify.sync.delta;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
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

  private static final int INLINE_BITS = 63;

  private final Hasher64 hasher;
  private final Map<String, Field> fields;
  private final List<String> ids;
  private final String[] idArray;
  private final Field[] fieldArray;

  private DeltaDetector(List<Field> tracked, long seed) {
    this.hasher = Hashing.xxh3_64(seed);
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
    return new DeltaDetector(tracked, seed);
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
    return hash(hasher.hashStream(), known.type().canonical(value));
  }

  /** Returns the fingerprints of all tracked fields that are mentioned. */
  public Base baseOf(Fields values) {
    long[] fingerprints = new long[idArray.length];
    List<String> mentioned = null;
    int count = 0;
    HashStream64 stream = hasher.hashStream();
    for (int i = 0; i < idArray.length; i++) {
      Value value = values.get(idArray[i]);
      if (value != null) {
        fingerprints[count++] = hash(stream, fieldArray[i].type().canonical(value));
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
    HashStream64 stream = hasher.hashStream();
    for (int i = 0; i < idArray.length; i++) {
      Value value = values.get(idArray[i]);
      if (value == null
          || base.matches(i, idArray[i], hash(stream, fieldArray[i].type().canonical(value)))) {
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
    HashStream64 stream = hasher.hashStream();
    for (Value value : values) {
      put(stream, value);
    }
    long hash = stream.getAsLong();
    return hash == 0 ? 1 : hash;
  }

  /** A stream is large, and serves the fields of an item one after the other. */
  private static long hash(HashStream64 stream, Value value) {
    put(stream.reset(), value);
    return stream.getAsLong();
  }

  @SuppressWarnings("JavaInstantGetSecondsGetNano") // both parts are hashed
  private static void put(HashStream64 to, Value value) {
    if (value instanceof Value.Text text) {
      to.putByte((byte) 1).putString(text.normalized());
    } else if (value instanceof Value.Num number) {
      putNumber(to, number.value());
    } else if (value instanceof Value.Null) {
      to.putByte((byte) 0);
    } else if (value instanceof Value.Bool bool) {
      to.putByte((byte) 3).putBoolean(bool.value());
    } else if (value instanceof Value.Day day) {
      to.putByte((byte) 4).putLong(day.value().toEpochDay());
    } else if (value instanceof Value.Moment moment) {
      to.putByte((byte) 5)
          .putLong(moment.value().getEpochSecond())
          .putInt(moment.value().getNano());
    } else if (value instanceof Value.Choice choice) {
      to.putByte((byte) 6).putString(choice.name());
    } else if (value instanceof Value.Reference reference) {
      to.putByte((byte) 7).putString(reference.id());
    } else if (value instanceof Value.Opaque opaque) {
      to.putByte((byte) 8).putString(opaque.json());
    } else if (value instanceof Value.Many many) {
      to.putByte((byte) 9).putInt(many.elements().size());
      many.elements().forEach(element -> put(to, element));
    } else if (value instanceof Value.Struct struct) {
      to.putByte((byte) 10).putInt(struct.parts().size());
      struct
          .parts()
          .forEach(
              (name, part) -> {
                to.putString(name);
                put(to, part);
              });
    }
  }

  private static void putNumber(HashStream64 to, BigDecimal number) {
    to.putByte((byte) 2).putInt(number.scale());
    if (number.unscaledValue().bitLength() <= INLINE_BITS) {
      to.putLong(number.unscaledValue().longValue());
    } else {
      to.putByteArray(number.unscaledValue().toByteArray());
    }
  }
}
