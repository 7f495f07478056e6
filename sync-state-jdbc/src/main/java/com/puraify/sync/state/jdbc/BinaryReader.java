package com.puraify.sync.state.jdbc;

import com.puraify.sync.error.StateException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads what {@link BinaryWriter} wrote. */
final class BinaryReader {

  private final byte[] bytes;
  private int at;

  BinaryReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns a reader behind a leading byte that says which form the rest has. */
  static BinaryReader version(int expected, byte[] bytes) {
    BinaryReader reader = new BinaryReader(bytes);
    int version = reader.one();
    if (version != expected) {
      throw new StateException(
          "A record of the state store has form "
              + version
              + ", and this version of Sync Engine reads form "
              + expected
              + ". Use the version that wrote it, or a newer one.");
    }
    return reader;
  }

  boolean isAtEnd() {
    return at == bytes.length;
  }

  int one() {
    return bytes[at++] & 0xFF;
  }

  long number() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[at++];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  int count() {
    return Math.toIntExact(number());
  }

  long eight() {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (bytes[at++] & 0xFF);
    }
    return value;
  }

  String text() {
    int length = count();
    at += length;
    return Texts.decode(bytes, at - length, at);
  }

  @Nullable String textOrNull() {
    return one() == 0 ? null : text();
  }

  byte[] block() {
    byte[] block = new byte[count()];
    System.arraycopy(bytes, at, block, 0, block.length);
    at += block.length;
    return block;
  }

  Instant moment() {
    return Instant.ofEpochSecond(eight(), number());
  }
}
