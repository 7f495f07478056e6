package com.puraify.sync.testkit;

import com.puraify.sync.connector.Json;
import com.puraify.sync.delta.Base;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Lease;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.testkit.tck.Certification;
import com.puraify.sync.testkit.tck.Certified;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A store and the things that the rules put into it. */
@ExtendWith(Certification.class)
abstract class StateStoreFixture implements Certified {

  static final Instant NOW = Instant.parse("2026-03-29T00:59:59.123456Z");
  static final Duration MINUTE = Duration.ofMinutes(1);

  /** Ids that a store is tempted to mistake for something else. */
  static final List<String> ODD_IDS =
      List.of(
          "",
          " ",
          "  ",
          "null",
          "0",
          "00",
          "1",
          "'; DROP TABLE links; --",
          "\"quoted\"",
          "back\\slash",
          "%",
          "_",
          "line\nbreak",
          "\u0000",
          "a\u0000b",
          "a",
          "A",
          "i\u0307",
          "\u0130",
          "\u0131",
          "e\u0301",
          "\u00e9",
          "\u03a9",
          "\ud83d\ude00",
          "\ud83d",
          "\ude00",
          "?",
          "\uffff",
          "6a5c2f3e-0d9b-4a57-8f4e-1c2b3a495867",
          "6A5C2F3E-0D9B-4A57-8F4E-1C2B3A495867",
          "6a5c2f3e0d9b4a578f4e1c2b3a495867",
          "6a5c2f3e-0d9b-4a57-8f4e-1c2b3a49586g",
          "x".repeat(2000),
          "x".repeat(1999) + "y",
          "\u20ac".repeat(2000));

  private @Nullable StateStore opened;

  /** Returns a new, empty store. */
  protected abstract StateStore open() throws Exception;

  /**
   * Closes a store and opens it again on what it held, as after the end of its process. A store
   * that does not promise to be durable returns the same one.
   */
  protected abstract StateStore reopen(StateStore store) throws Exception;

  @BeforeEach
  final void openStore() throws Exception {
    opened = open();
  }

  @AfterEach
  final void closeStore() {
    if (opened != null) {
      opened.close();
    }
  }

  @Override
  public final Json subject() {
    return Json.object(members -> members.put("store", store().getClass().getName()));
  }

  final StateStore store() {
    if (opened == null) {
      throw new IllegalStateException("no store is open");
    }
    return opened;
  }

  final StateStore reopened() throws Exception {
    opened = reopen(store());
    return opened;
  }

  final Lease lease(String sync) {
    return store().acquire(sync, "node-a", MINUTE, NOW).orElseThrow();
  }

  final Lease commit(String sync, StateChange... changes) {
    Lease lease = lease(sync);
    try {
      store().commit(lease, List.of(changes));
    } finally {
      store().release(lease);
    }
    return lease;
  }

  final List<Link> allLinks(String sync) {
    return store().linksAfter(sync, 0, Integer.MAX_VALUE);
  }

  static Link link(long number, String localId, String remoteId) {
    Base local = Base.of(List.of("title", "status"), new long[] {number, -number});
    Base remote = Base.of(List.of("f1", "f2", "f3"), new long[] {1, 2, number});
    return new Link(number, localId, remoteId, local, remote, Link.Condition.SOUND);
  }

  static StateChange put(long number, String localId, String remoteId) {
    return new StateChange.PutLink(link(number, localId, remoteId));
  }

  static StateChange put(Link link) {
    return new StateChange.PutLink(link);
  }

  static StateChange remove(long number) {
    return new StateChange.RemoveLink(number);
  }

  static StateChange put(Mark mark) {
    return new StateChange.PutMark(mark);
  }

  static StateChange put(Intent intent) {
    return new StateChange.PutIntent(intent);
  }

  static StateChange put(Document document) {
    return new StateChange.PutDocument(document);
  }

  static StateChange set(String name, @Nullable String value) {
    return new StateChange.PutSetting(name, value);
  }

  static Mark mark(Side side, String id) {
    return new Mark(side, id, Mark.Kind.UNLINKED, 7, 8, false, NOW);
  }

  static Document document(Document.Kind kind, String id, Instant at) {
    return new Document(kind, id, null, at, false, "text of " + id);
  }

  static List<StateChange> puts(long first, long last, LongFunction<Link> link) {
    return new ArrayList<>(
        LongStream.rangeClosed(first, last).mapToObj(link).map(StateStoreFixture::put).toList());
  }
}
