package com.puraify.sync.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Schema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a failed call means for the one item that it was about. */
class ItemwiseSessionTest {

  private static final Item ITEM = Item.of("1", Fields.empty());
  private static final Write.Create CREATE = new Write.Create("key", Fields.empty(), List.of());
  private static final Write.Update UPDATE =
      new Write.Update("1", Fields.empty(), Expectation.none());
  private static final Write.Delete DELETE = new Write.Delete("1", Expectation.none());

  /** A platform that answers each call, or fails each in the same way. */
  private record Session(ConnectorException failure) implements ItemwiseSession {
    private Item answer() {
      if (failure != null) {
        throw failure;
      }
      return ITEM;
    }

    @Override
    public Item get(String id, Set<String> fields) {
      return answer();
    }

    @Override
    public Item create(Write.Create write) {
      return answer();
    }

    @Override
    public Item update(Write.Update write) {
      return answer();
    }

    @Override
    public void delete(Write.Delete write) {
      answer();
    }

    @Override
    public EntityKey key() {
      return new EntityKey("p", "a", "e");
    }

    @Override
    public Capabilities capabilities() {
      return Capabilities.builder().build();
    }

    @Override
    public Schema schema() {
      return Schema.of("e");
    }

    @Override
    public Page read(ReadRequest request) {
      return Page.last(List.of(), null);
    }
  }

  private static ConnectorException failure(Kind kind) {
    return new ConnectorException(kind, "no " + kind);
  }

  private static WriteResult write(ConnectorException failure, Write write) {
    return new Session(failure).write(List.of(write)).get(0);
  }

  @Test
  void callsThatSucceed_areDone() {
    assertThat(write(null, CREATE)).isEqualTo(WriteResult.Done.with(ITEM));
    assertThat(write(null, UPDATE)).isEqualTo(WriteResult.Done.with(ITEM));
    assertThat(write(null, DELETE)).isEqualTo(new WriteResult.Done("1", null, null));
    assertThat(new Session(null).lookup(List.of("1"), Set.of()))
        .containsExactly(new Lookup.Found(ITEM));
  }

  @Test
  void itemsThatAreNotFound_areGone_butNotTheirEntity() {
    ConnectorException missing = failure(Kind.NOT_FOUND);
    assertThat(new Session(missing).lookup(List.of("7"), Set.of()))
        .containsExactly(Lookup.Gone.because("7", Lookup.Reason.UNKNOWN));
    for (Write write : List.of(UPDATE, DELETE)) {
      assertThat(write(missing, write))
          .isEqualTo(WriteResult.Rejected.because(WriteResult.Reason.GONE, missing.getMessage()));
    }
    assertThatThrownBy(() -> write(missing, CREATE)).isSameAs(missing);
  }

  @Test
  void failures_sayWhatBecameOfTheItem_orThatTheCallFailed() {
    assertThat(write(failure(Kind.INVALID), CREATE))
        .isEqualTo(WriteResult.Rejected.because(WriteResult.Reason.INVALID_VALUE, "no INVALID"));
    assertThat(write(failure(Kind.STALE), UPDATE)).isEqualTo(new WriteResult.Stale(null));
    for (Kind kind : Kind.values()) {
      assertThat(write(failure(kind).withEffectPossible(), CREATE))
          .isEqualTo(new WriteResult.Unknown("no " + kind, null));
    }
    ConnectorException down = failure(Kind.UNAVAILABLE);
    assertThatThrownBy(() -> write(down, UPDATE)).isSameAs(down);
    assertThatThrownBy(() -> new Session(down).lookup(List.of("1"), Set.of())).isSameAs(down);
  }

  @Test
  void batches_areOfOne() {
    assertThatThrownBy(() -> new Session(null).write(List.of(UPDATE, UPDATE)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void unknownOptions_areRefusedAllAtOnce() {
    ConnectionSettings settings =
        new ConnectionSettings("p", Secret.of("s"), null, Map.of("a", "1", "b", "2", "c", "3"));
    settings.requireOptionsAmong(Set.of("a", "b", "c"));
    assertThatThrownBy(() -> settings.requireOptionsAmong(Set.of("b")))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.problems())
                    .extracting(ConfigurationException.Problem::where)
                    .containsExactly("a", "c"));
  }

  @Test
  void segments_arePercentEncoded() {
    assertThat(HttpCall.segment("a/b c?d#\u00fc")).isEqualTo("a%2Fb%20c%3Fd%23%C3%BC");
  }
}
