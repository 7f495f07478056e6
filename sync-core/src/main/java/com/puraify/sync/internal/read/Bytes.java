package com.puraify.sync.internal.read;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A block of bytes that is written at its end and read from a position. The streams of the JDK take
 * a lock for each byte, which costs more than all else that is done with an item. Confined to one
 * thread at a time.
 */
final class Bytes {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] block;
  private int end;
  private int at;

  Bytes(int capacity) {
    this.block = new byte[capacity];
  }

  /** Returns how many bytes there are. */
  int size() {
    return end;
  }

  /** Drops what was written. */
  void clear() {
    end = 0;
    at = 0;
  }

  /** Returns the block itself, of which the first {@link #size} bytes count. */
  byte[] block() {
    return block;
  }

  /**
   * Drops what was there, and returns a block for so many bytes that are about to be put into it.
   */
  byte[] refill(int size) {
    clear();
    room(size);
    end = size;
    return block;
  }

  /** Goes to where the next read starts. */
  void seek(int position) {
    at = position;
  }

  void putByte(int value) {
    room(1);
    block[end++] = (byte) value;
  }

  void putInt(int value) {
    room(Integer.BYTES);
    INT.set(block, end, value);
    end += Integer.BYTES;
  }

  void putLong(long value) {
    room(Long.BYTES);
    LONG.set(block, end, value);
    end += Long.BYTES;
  }

  void putBytes(byte[] bytes) {
    putInt(bytes.length);
    room(bytes.length);
    System.arraycopy(bytes, 0, block, end, bytes.length);
    end += bytes.length;
  }

  void putText(String text) {
    putBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  int takeByte() {
    return block[at++];
  }

  int takeInt() {
    int value = (int) INT.get(block, at);
    at += Integer.BYTES;
    return value;
  }

  long takeLong() {
    long value = (long) LONG.get(block, at);
    at += Long.BYTES;
    return value;
  }

  byte[] takeBytes() {
    int length = takeInt();
    byte[] bytes = Arrays.copyOfRange(block, at, at + length);
    at += length;
    return bytes;
  }

  String takeText() {
    int length = takeInt();
    String text = new String(block, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  private void room(int more) {
    if (block.length - end < more) {
      block = Arrays.copyOf(block, Math.max(block.length * 2, end + more));
    }
  }
}
