package com.puraify.sync.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A host's objects keep the promises of the SPI. */
class HostEntityTest {

  private static final Schema SCHEMA =
      Schema.of("notes", Field.of("text", FieldType.text()), Field.of("mark", FieldType.bool()));
  private static final Set<String> ALL = Set.of("text", "mark");

  private final Map<String, Fields> objects = new TreeMap<>();
  private int lists;
  private boolean cancelled;

  private HostEntity.Builder notes() {
    return HostEntity.named("notes", SCHEMA)
        .list(
            () -> {
              lists++;
              return objects.entrySet().stream()
                  .map(entry -> Item.of(entry.getKey(), entry.getValue()))
                  .toList();
            })
        .save(this::save)
        .delete(objects::remove);
  }

  private Item save(String id, Fields fields) {
    if (fields.get("text") instanceof Value.Text text) {
      switch (text.value()) {
        case "unfit" -> throw new IllegalArgumentException("the text does not fit");
        case "broken" -> throw new IllegalStateException("the disk is gone");
        default -> {}
      }
    }
    String saved = id == null ? "n" + (objects.size() + 1) : id;
    if (id != null && !objects.containsKey(id)) {
      throw new NoSuchElementException("there is no note " + id);
    }
    objects.put(saved, objects.getOrDefault(saved, Fields.empty()).with(fields));
    return Item.of(saved, objects.get(saved));
  }

  private EntitySession open(HostEntity entity) {
    return entity.open(
        new ConnectorContext() {
          @Override
          public HttpCalls http(HttpSettings settings) {
            throw new AssertionError("a host's objects need no HTTP");
          }

          @Override
          public InstantSource clock() {
            return InstantSource.system();
          }

          @Override
          public void checkCancelled() {
            if (cancelled) {
              throw new SyncCancelledException("the run was cancelled");
            }
          }
        });
  }

  private static Fields text(String text) {
    return Fields.of("text", Value.text(text));
  }

  private static WriteResult create(EntitySession session, String text) {
    return session
        .write(
            List.of(
                new Write.Create("00000000-0000-4000-8000-000000000001", text(text), List.of())))
        .get(0);
  }

  private static WriteResult update(EntitySession session, String id, Fields fields) {
    return session.write(List.of(new Write.Update(id, fields, Expectation.none()))).get(0);
  }

  @Test
  void read_deliversEveryObjectOnceInPages() {
    int count = 2 * HostEntitySession.PAGE + 1;
    for (int i = 0; i < count; i++) {
      objects.put("n" + i, text("note " + i));
    }
    try (EntitySession session = open(notes().build())) {
      List<String> ids = new ArrayList<>();
      int pages = 1;
      ReadRequest request = ReadRequest.all(ALL);
      Page page = session.read(request);
      page.changes().forEach(change -> ids.add(change.id()));
      while (page.next() instanceof Page.More more) {
        request = request.next(more);
        page = session.read(request);
        page.changes().forEach(change -> ids.add(change.id()));
        pages++;
      }
      assertThat(page.next()).isEqualTo(new Page.End(null));
      assertThat(pages).isEqualTo(3);
      assertThat(ids).hasSize(count);
      assertThat(new HashSet<>(ids)).hasSize(count);
      assertThat(lists).isEqualTo(1);
    }
  }

  @Test
  void read_samePageAgain_givesTheSame() {
    for (int i = 0; i <= HostEntitySession.PAGE; i++) {
      objects.put("n" + i, text("note " + i));
    }
    try (EntitySession session = open(notes().build())) {
      ReadRequest first = ReadRequest.all(ALL);
      ReadRequest second = first.next((Page.More) session.read(first).next());

      assertThat(session.read(second)).isEqualTo(session.read(second));
      assertThatThrownBy(() -> session.read(first.next(new Page.More("7"))))
          .isInstanceOf(ConnectorException.class)
          .hasMessageContaining("not the next one");
    }
  }

  @Test
  void read_ofNothing_isLegal() {
    try (EntitySession session = open(notes().build())) {
      assertThat(session.read(ReadRequest.all(ALL))).isEqualTo(Page.last(List.of(), null));
    }
  }

  @Test
  void read_givesOnlyTheFieldsThatAreWanted() {
    objects.put("n1", text("a").with("mark", Value.TRUE));
    try (EntitySession session = open(notes().build())) {
      Page page = session.read(ReadRequest.all(Set.of("mark")));
      assertThat(page.changes())
          .containsExactly(new Page.Present(Item.of("n1", Fields.of("mark", Value.TRUE))));
    }
  }

  @Test
  void read_ofChanges_isRefused() {
    try (EntitySession session = open(notes().build())) {
      assertThatThrownBy(() -> session.read(ReadRequest.changes("x", ALL)))
          .isInstanceOfSatisfying(
              ConnectorException.class,
              e -> assertThat(e.kind()).isEqualTo(ConnectorException.Kind.UNSUPPORTED));
    }
  }

  @Test
  void lookup_answersInTheOrderOfTheIdsAndTellsWhatIsGone() {
    objects.put("n1", text("a"));
    objects.put("n2", text("b"));
    try (EntitySession session = open(notes().build())) {
      List<Lookup> found = session.lookup(List.of("n2", "n9", "n1"), ALL);

      assertThat(found).extracting(Lookup::id).containsExactly("n2", "n9", "n1");
      assertThat(found.get(1)).isEqualTo(Lookup.Gone.because("n9", Lookup.Reason.DELETED));
      assertThat(lists).isEqualTo(1);
    }
  }

  @Test
  void lookup_withFind_listsNothing() {
    objects.put("n1", text("a"));
    HostEntity entity =
        notes().find(id -> Optional.ofNullable(objects.get(id)).map(f -> Item.of(id, f))).build();
    try (EntitySession session = open(entity)) {
      assertThat(session.lookup(List.of("n1", "n2"), ALL))
          .containsExactly(
              new Lookup.Found(Item.of("n1", text("a"))),
              Lookup.Gone.because("n2", Lookup.Reason.DELETED));
      assertThat(lists).isZero();
    }
  }

  @Test
  void find_showsWhatWasJustCreated() {
    try (EntitySession session = open(notes().build())) {
      create(session, "a");
      assertThat(session.capabilities().findable()).isTrue();
      assertThat(session.find(new FindRequest(null, null, List.of(), ALL)))
          .containsExactly(Item.of("n1", text("a")));
    }
  }

  @Test
  void write_returnsTheObjectAsItIsNow() {
    try (EntitySession session = open(notes().build())) {
      assertThat(create(session, "a")).isEqualTo(WriteResult.Done.with(Item.of("n1", text("a"))));
      assertThat(update(session, "n1", Fields.of("mark", Value.TRUE)))
          .isEqualTo(WriteResult.Done.with(Item.of("n1", text("a").with("mark", Value.TRUE))));
      assertThat(session.write(List.of(new Write.Delete("n1", Expectation.none()))))
          .containsExactly(new WriteResult.Done("n1", null, null));
      assertThat(objects).isEmpty();
    }
  }

  @Test
  void refusal_isTheItemsAlone() {
    try (EntitySession session = open(notes().build())) {
      assertThat(create(session, "unfit"))
          .isEqualTo(
              WriteResult.Rejected.because(
                  WriteResult.Reason.INVALID_VALUE, "the text does not fit"));
      assertThat(update(session, "n9", text("a")))
          .isEqualTo(WriteResult.Rejected.because(WriteResult.Reason.GONE, "there is no note n9"));
    }
  }

  @Test
  void anyOtherFailure_leavesTheOutcomeOpenAndKeepsTheMessageToItself() {
    try (EntitySession session = open(notes().build())) {
      assertThat(create(session, "broken"))
          .isInstanceOfSatisfying(
              WriteResult.Unknown.class,
              unknown ->
                  assertThat(unknown.detail())
                      .contains("IllegalStateException")
                      .doesNotContain("disk"));
    }
  }

  @Test
  void saveThatReturnsAnotherObject_isNotBelieved() {
    objects.put("n1", text("a"));
    HostEntity entity = notes().save((id, fields) -> Item.of("other", fields)).build();
    try (EntitySession session = open(entity)) {
      assertThat(update(session, "n1", text("b"))).isInstanceOf(WriteResult.Unknown.class);
    }
  }

  @Test
  void cancelledRun_endsBeforeTheNextCall() {
    try (EntitySession session = open(notes().build())) {
      cancelled = true;
      assertThatThrownBy(() -> create(session, "a")).isInstanceOf(SyncCancelledException.class);
      assertThat(objects).isEmpty();
    }
  }

  @Test
  void missingFunctions_areAllNamed() {
    assertThatThrownBy(() -> HostEntity.named(" ", SCHEMA).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("name", "list", "save", "delete");
  }

  @Test
  void hostThatCannotBeRead_isUnavailable() {
    EntitySession session =
        open(
            notes()
                .list(
                    () -> {
                      throw new IllegalStateException("no connection to user:password@host");
                    })
                .build());
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> session.read(ReadRequest.all(ALL)),
            () -> session.lookup(List.of("n1"), ALL),
            () -> session.find(new FindRequest(null, null, List.of(), ALL)))) {
      assertThatThrownBy(call)
          .isInstanceOfSatisfying(
              ConnectorException.class,
              e -> assertThat(e.kind()).isEqualTo(ConnectorException.Kind.UNAVAILABLE))
          .hasMessageContaining("'notes'")
          .hasMessageNotContaining("password");
    }
  }
}
