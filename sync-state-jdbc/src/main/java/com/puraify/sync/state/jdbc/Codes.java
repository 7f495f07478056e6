package com.puraify.sync.state.jdbc;

import com.puraify.sync.error.StateException;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Mark;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The numbers that stand for enum constants and times in the database. A list only ever grows at
 * its end: what is stored must keep its meaning when constants are reordered.
 */
final class Codes {

  static final List<Side> SIDES = List.of(Side.LOCAL, Side.REMOTE);
  static final List<Mark.Kind> MARKS =
      List.of(Mark.Kind.TOMBSTONE, Mark.Kind.AMBIGUOUS, Mark.Kind.QUARANTINED, Mark.Kind.UNLINKED);
  static final List<Document.Kind> DOCUMENTS =
      List.of(Document.Kind.CASE, Document.Kind.RUN, Document.Kind.JOURNAL, Document.Kind.TRACE);
  static final List<Intent.Action> ACTIONS =
      List.of(Intent.Action.CREATE, Intent.Action.UPDATE, Intent.Action.DELETE);

  private static final long FURTHEST_SECOND = Long.MAX_VALUE / 1_000_000 - 1;

  private Codes() {}

  static <T> T decode(List<T> constants, int code) {
    if (code < 0 || code >= constants.size()) {
      throw new StateException(
          "The state store holds the code "
              + code
              + ", which this version of Sync Engine does not know. Use the version that wrote it,"
              + " or a newer one.");
    }
    return constants.get(code);
  }

  /** Returns microseconds since 1970; times further off than 292,000 years are cut to that. */
  static long micros(Instant time) {
    long second = time.getEpochSecond();
    if (Math.abs(second) > FURTHEST_SECOND) {
      return second < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return second * 1_000_000 + time.getNano() / 1000;
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
