package com.puraify.sync.state.jdbc;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes numbers, texts and times one after the other into bytes. */
final class BinaryWriter {

  private byte[] bytes;
  private int size;

  BinaryWriter(int expected) {
    bytes = new byte[Math.max(16, expected)];
  }

  BinaryWriter one(int value) {
    room(1);
    bytes[size++] = (byte) value;
    return this;
  }

  /** Small numbers take one byte, negative ones ten. */
  BinaryWriter number(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    return this;
  }

  BinaryWriter eight(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  BinaryWriter text(String value) {
    return block(Texts.encode(value));
  }

  BinaryWriter textOrNull(@Nullable String value) {
    return value == null ? one(0) : one(1).text(value);
  }

  BinaryWriter block(byte[] value) {
    number(value.length);
    room(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
    return this;
  }

  BinaryWriter moment(Instant value) {
    return eight(value.getEpochSecond()).number(value.getNano());
  }

  byte[] toBytes() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
