package com.puraify.sync.internal.read;

import com.puraify.sync.error.StateException;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The items of one side that a run has to do something about, in the order in which they were read.
 *
 * <p>They stay in memory up to a bound; past it they go into a temporary file that is deleted with
 * the log. Written by one thread, then read by one thread at a time.
 */
public final class ItemLog implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final long memoryBound;
  private final List<Item> items = new ArrayList<>();
  private final ItemCodec codec = new ItemCodec();
  private final Bytes pending = new Bytes(0);
  private final Bytes window = new Bytes(0);
  private long[] links = new long[16];
  private long[] offsets = new long[0];
  private int size;
  private int unlinked;
  private long estimate;
  private @Nullable Path path;
  private @Nullable FileChannel file;
  private long flushed;
  private long windowStart;

  /**
   * Creates an empty log.
   *
   * @param memoryBound about how many bytes of items are kept in memory
   */
  public ItemLog(long memoryBound) {
    this.memoryBound = memoryBound;
  }

  /**
   * Adds an item.
   *
   * @param link its link's number, or 0 if it has none
   * @return its position
   */
  public int add(long link, Item item) {
    if (size == links.length) {
      links = Arrays.copyOf(links, size * 2);
    }
    links[size] = link;
    if (link == 0) {
      unlinked++;
    }
    if (estimate < memoryBound) {
      estimate += estimate(item);
      items.add(item);
    } else {
      spill(item);
    }
    return size++;
  }

  /** Returns how many items were added. */
  public int size() {
    return size;
  }

  /** Returns the link's number of the item at a position, or 0 if it has none. */
  public long link(int position) {
    return links[position];
  }

  /** Makes an entry as if it had never been added; its item was seen again later. */
  public void forget(int position) {
    if (links[position] == 0) {
      unlinked--;
    }
    links[position] = FORGOTTEN;
  }

  /** Returns how many items without a link there are. */
  public int unlinked() {
    return unlinked;
  }

  /** What {@link #link} returns for an entry that was forgotten. */
  public static final long FORGOTTEN = -1;

  /** Returns the item at a position; fastest in ascending order. */
  public Item item(int position) {
    if (position < items.size()) {
      return items.get(position);
    }
    int at = position - items.size();
    long start = offsets[at];
    long end = position + 1 < size ? offsets[at + 1] : flushed + pending.size();
    try {
      return codec.read(at(start, (int) (end - start)));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Returns whether some items are on disk. */
  public boolean spilled() {
    return size > items.size();
  }

  /** Deletes the temporary file, if there is one. */
  @Override
  public void close() {
    try {
      if (file != null) {
        file.close();
      }
      if (path != null) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void spill(Item item) {
    int at = size - items.size();
    if (at == offsets.length) {
      offsets = Arrays.copyOf(offsets, Math.max(1024, at * 2));
    }
    offsets[at] = flushed + pending.size();
    try {
      codec.write(item, pending);
      if (pending.size() >= BUFFER) {
        flush();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void flush() throws IOException {
    FileChannel to = file;
    if (to == null) {
      path = Files.createTempFile("sync-run-", ".items");
      to =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      file = to;
    }
    ByteBuffer buffer = ByteBuffer.wrap(pending.block(), 0, pending.size());
    while (buffer.hasRemaining()) {
      flushed += to.write(buffer, flushed);
    }
    pending.clear();
  }

  /** Returns the bytes of an item, to be read from where they stand. */
  private Bytes at(long start, int length) throws IOException {
    if (start >= flushed) {
      pending.seek((int) (start - flushed));
      return pending;
    }
    if (start < windowStart || start + length > windowStart + window.size()) {
      int size = (int) Math.min(Math.max(BUFFER, length), flushed - start);
      ByteBuffer buffer = ByteBuffer.wrap(window.refill(size), 0, size);
      FileChannel from = java.util.Objects.requireNonNull(file);
      while (buffer.hasRemaining()) {
        if (from.read(buffer, start + buffer.position()) < 0) {
          throw new IOException("it ends too early");
        }
      }
      windowStart = start;
    }
    window.seek((int) (start - windowStart));
    return window;
  }

  private static long estimate(Item item) {
    long[] bytes = {96 + 2L * item.id().length()};
    item.fields()
        .forEach(
            (id, value) ->
                bytes[0] +=
                    value instanceof Value.Text text ? 56 + 2L * text.value().length() : 64);
    return bytes[0];
  }

  private static StateException failed(IOException e) {
    return new StateException(
        "the temporary file for a large run failed ("
            + e.getMessage()
            + "); make room in the directory for temporary files (java.io.tmpdir)",
        e);
  }
}
