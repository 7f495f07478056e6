package com.puraify.sync.delta;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The 64-bit hash of a value under a seed. Each kind of value has a hasher of its own, so that a
 * text and a choice of the same letters differ without a byte in front of them. Immutable and
 * thread-safe.
 */
final class ValueHash {

  private static final int INLINE_BITS = 63;
  private static final long NULL = 0x5EED_0F_4011L;

  private final Hasher64 texts;
  private final Hasher64 numbers;
  private final Hasher64 longNumbers;
  private final Hasher64 bools;
  private final Hasher64 days;
  private final Hasher64 moments;
  private final Hasher64 choices;
  private final Hasher64 references;
  private final Hasher64 opaques;
  private final Hasher64 lists;
  private final Hasher64 structs;
  private final Hasher64 several;
  private final long nothing;

  ValueHash(long seed) {
    texts = Hashing.xxh3_64(seed);
    numbers = Hashing.xxh3_64(seed + 1);
    longNumbers = Hashing.xxh3_64(seed + 2);
    bools = Hashing.xxh3_64(seed + 3);
    days = Hashing.xxh3_64(seed + 4);
    moments = Hashing.xxh3_64(seed + 5);
    choices = Hashing.xxh3_64(seed + 6);
    references = Hashing.xxh3_64(seed + 7);
    opaques = Hashing.xxh3_64(seed + 8);
    lists = Hashing.xxh3_64(seed + 9);
    structs = Hashing.xxh3_64(seed + 10);
    several = Hashing.xxh3_64(seed + 11);
    nothing = several.hashLongToLong(NULL);
  }

  /** Returns the hash of a value in canonical form. */
  @SuppressWarnings("JavaInstantGetSecondsGetNano") // both parts are hashed
  long of(Value value) {
    if (value instanceof Value.Text text) {
      return of(texts, text.normalized());
    } else if (value instanceof Value.Num number) {
      return of(number.value());
    } else if (value instanceof Value.Null) {
      return nothing;
    } else if (value instanceof Value.Bool bool) {
      return bools.hashIntToLong(bool.value() ? 1 : 0);
    } else if (value instanceof Value.Day day) {
      return days.hashIntIntIntToLong(
          day.value().getYear(), day.value().getMonthValue(), day.value().getDayOfMonth());
    } else if (value instanceof Value.Moment moment) {
      return moments.hashLongIntToLong(moment.value().getEpochSecond(), moment.value().getNano());
    } else if (value instanceof Value.Choice choice) {
      return of(choices, choice.name());
    } else if (value instanceof Value.Reference reference) {
      return of(references, reference.id());
    } else if (value instanceof Value.Opaque opaque) {
      return of(opaques, opaque.json());
    } else if (value instanceof Value.Many many) {
      return of(lists, many.elements());
    } else if (value instanceof Value.Struct struct) {
      HashStream64 stream = structs.hashStream();
      struct.parts().forEach((name, part) -> stream.putString(name).putLong(of(part)));
      return stream.getAsLong();
    }
    throw new IllegalArgumentException("a value of an unknown kind: " + value.getClass());
  }

  /** Returns the hash of several values together. */
  long of(List<Value> values) {
    return of(several, values);
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
        ? numbers.hashLongIntToLong(number.unscaledValue().longValue(), number.scale())
        : longNumbers.hashLongIntToLong(
            longNumbers.hashBytesToLong(number.unscaledValue().toByteArray()), number.scale());
  }
}
