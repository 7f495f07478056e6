package com.puraify.sync.internal.report;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.StateException;
import com.puraify.sync.state.Link;
import com.puraify.sync.value.Side;
import java.util.ArrayList;
import java.util.List;

/**
 * The texts of traces, and what they speak of. Of an item of its own, a trace is a {@linkplain
 * JournalJson journal entry}; the other kinds are here.
 */
public final class TraceJson {

  /** What the traces of many created items speak of; no pair of items is called like that. */
  public static final String MANY = "created";

  private TraceJson() {}

  /**
   * Items that were created together, by the numbers of their links.
   *
   * @param run the run that created them
   * @param side the side on which
   * @param ranges first and last number of each unbroken range
   */
  public record Created(String run, Side side, List<long[]> ranges) {

    /** Copies the list. */
    public Created {
      ranges = List.copyOf(ranges);
    }

    /** Returns whether a link is among them. */
    public boolean has(long number) {
      return ranges.stream().anyMatch(range -> range[0] <= number && number <= range[1]);
    }
  }

  /** Two items that were linked once. */
  public record Parted(String localId, String remoteId, long link) {}

  /** Returns what the trace of a parted pair speaks of, so that either item leads to it. */
  public static String subject(Side side, String id) {
    return "was|" + side + "|" + id;
  }

  /**
   * Returns the text for items that were created together.
   *
   * @param numbers the numbers of their links, ascending
   */
  public static String created(String run, Side side, List<Long> numbers) {
    List<long[]> ranges = new ArrayList<>();
    for (long number : numbers) {
      long[] last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
      if (last != null && last[1] + 1 == number) {
        last[1] = number;
      } else {
        ranges.add(new long[] {number, number});
      }
    }
    return Json.object(
            members ->
                members
                    .put("run", run)
                    .put("side", side.name())
                    .put(
                        "links",
                        Json.array(
                            ranges.stream()
                                .map(range -> Json.array(Json.of(range[0]), Json.of(range[1])))
                                .toList())))
        .toString();
  }

  /** Returns whether this is the text of items that were created together. */
  public static boolean isCreated(Json json) {
    return !json.at("links").isMissing();
  }

  /** Reads what {@link #created} wrote. */
  public static Created readCreated(Json json) {
    try {
      return new Created(
          json.at("run").text(),
          Side.valueOf(json.at("side").text()),
          json.at("links").elements().stream()
              .map(
                  range ->
                      new long[] {
                        range.at(0).number().longValueExact(), range.at(1).number().longValueExact()
                      })
              .toList());
    } catch (ConnectorException | IllegalArgumentException | ArithmeticException e) {
      throw damaged(e);
    }
  }

  /** Returns the text for two items that are no longer linked. */
  public static String parted(Link link) {
    return Json.object(
            members ->
                members
                    .put("local", link.localId())
                    .put("remote", link.remoteId())
                    .put("link", link.number()))
        .toString();
  }

  /** Returns whether this is the text of two items that are no longer linked. */
  public static boolean isParted(Json json) {
    return !json.at("link").isMissing();
  }

  /** Reads what {@link #parted} wrote. */
  public static Parted readParted(Json json) {
    try {
      return new Parted(
          json.at("local").text(),
          json.at("remote").text(),
          json.at("link").number().longValueExact());
    } catch (ConnectorException | ArithmeticException e) {
      throw damaged(e);
    }
  }

  private static StateException damaged(RuntimeException cause) {
    return new StateException(
        "a stored trace cannot be read; a newer version may have written it", cause);
  }
}
