package com.puraify.sync.delta;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The 64-bit hash of a value under a seed. Each kind of value has a hasher of its own, so that a
 * text and a choice of the same letters differ without a byte in front of them. Immutable and
 * thread-safe.
 */
final class ValueHash {

  private static final int INLINE_BITS = 63;
  private static final long NULL = 0x5EED_0F_4011L;

  private static final int TEXTS = 0;
  private static final int NUMBERS = 1;
  private static final int LONG_NUMBERS = 2;
  private static final int BOOLS = 3;
  private static final int DAYS = 4;
  private static final int MOMENTS = 5;
  private static final int CHOICES = 6;
  private static final int REFERENCES = 7;
  private static final int OPAQUES = 8;
  private static final int LISTS = 9;
  private static final int STRUCTS = 10;
  private static final int SEVERAL = 11;

  private final long seed;
  private final @Nullable Hasher64[] hashers = new Hasher64[SEVERAL + 1];
  private final long nothing;

  ValueHash(long seed) {
    this.seed = seed;
    this.nothing = hasher(SEVERAL).hashLongToLong(NULL);
  }

  /**
   * Returns the hasher of a kind. Making one costs more than hashing with it, and most syncs know
   * few kinds. Of two threads that make the same one, either's is as good: hashers are immutable.
   */
  private Hasher64 hasher(int kind) {
    Hasher64 known = hashers[kind];
    if (known == null) {
      known = Hashing.xxh3_64(seed + kind);
      hashers[kind] = known;
    }
    return known;
  }

  /** Returns the hash of a value in canonical form. */
  @SuppressWarnings("JavaInstantGetSecondsGetNano") // both parts are hashed
  long of(Value value) {
    if (value instanceof Value.Text text) {
      return of(hasher(TEXTS), text.normalized());
    } else if (value instanceof Value.Num number) {
      return of(number.value());
    } else if (value instanceof Value.Null) {
      return nothing;
    } else if (value instanceof Value.Bool bool) {
      return hasher(BOOLS).hashIntToLong(bool.value() ? 1 : 0);
    } else if (value instanceof Value.Day day) {
      return hasher(DAYS)
          .hashIntIntIntToLong(
              day.value().getYear(), day.value().getMonthValue(), day.value().getDayOfMonth());
    } else if (value instanceof Value.Moment moment) {
      return hasher(MOMENTS)
          .hashLongIntToLong(moment.value().getEpochSecond(), moment.value().getNano());
    } else if (value instanceof Value.Choice choice) {
      return of(hasher(CHOICES), choice.name());
    } else if (value instanceof Value.Reference reference) {
      return of(hasher(REFERENCES), reference.id());
    } else if (value instanceof Value.Opaque opaque) {
      return of(hasher(OPAQUES), opaque.json());
    } else if (value instanceof Value.Many many) {
      return of(hasher(LISTS), many.elements());
    } else if (value instanceof Value.Struct struct) {
      HashStream64 stream = hasher(STRUCTS).hashStream();
      struct.parts().forEach((name, part) -> stream.putString(name).putLong(of(part)));
      return stream.getAsLong();
    }
    throw new IllegalArgumentException("a value of an unknown kind: " + value.getClass());
  }

  /** Returns the hash of several values together. */
  long of(List<Value> values) {
    return of(hasher(SEVERAL), values);
  }

  private long of(Hasher64 hasher, List<Value> values) {
    if (values.size() == 1) {
      return hasher.hashLongToLong(of(values.get(0)));
    }
    HashStream64 stream = hasher.hashStream();
    for (Value value : values) {
      stream.putLong(of(value));
    }
    return stream.getAsLong();
  }

  private static long of(Hasher64 hasher, String text) {
    return hasher.hashBytesToLong(text.getBytes(StandardCharsets.UTF_8));
  }

  private long of(BigDecimal number) {
    return number.unscaledValue().bitLength() <= INLINE_BITS
        ? hasher(NUMBERS).hashLongIntToLong(number.unscaledValue().longValue(), number.scale())
        : hasher(LONG_NUMBERS)
            .hashLongIntToLong(
                hasher(LONG_NUMBERS).hashBytesToLong(number.unscaledValue().toByteArray()),
                number.scale());
  }
}
