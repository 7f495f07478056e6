package com.puraify.sync.testkit.tck;

import static com.puraify.sync.testkit.tck.DeclaringLiars.liar;

import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Liars about what is there. */
final class ReadingLiars {

  private static final int SHOWN = 25;

  private ReadingLiars() {}

  static List<Liar> all() {
    List<Liar> liars = new ArrayList<>(pages());
    liars.addAll(checkpoints());
    liars.addAll(lookups());
    liars.addAll(finds());
    return liars;
  }

  private static UnaryOperator<EntitySession> pages(Function<Page, Page> lie) {
    return LyingSession.read((honest, request) -> lie.apply(honest.read(request)));
  }

  private static Page with(Page page, Function<Page.Change, Page.Change> change) {
    return new Page(page.changes().stream().map(change).toList(), page.next());
  }

  private static boolean isChanges(ReadRequest request) {
    return request.scope() == ReadRequest.Scope.CHANGES;
  }

  private static List<Liar> pages() {
    return List.of(
        liar("pages by offset", "READ-1", LyingSession.read(ReadingLiars::byOffset)),
        liar(
            "ends after two pages",
            "READ-4",
            LyingSession.read(
                (honest, request) -> {
                  Page page = honest.read(request);
                  return request.token() != null && page.next() instanceof Page.More
                      ? new Page(page.changes(), new Page.End("2026-01-01T00:00:00Z"))
                      : page;
                })),
        liar(
            "calls a read that was stopped complete",
            "READ-4",
            pages(
                page ->
                    page.next() instanceof Page.CutOff
                        ? new Page(page.changes(), new Page.End("2026-01-01T00:00:00Z"))
                        : page)),
        liar(
            "gives the same token again",
            "READ-5",
            LyingSession.read(
                (honest, request) -> {
                  Page page = honest.read(request);
                  String token = request.token();
                  return token != null && page.next() instanceof Page.More
                      ? new Page(page.changes(), new Page.More(token))
                      : page;
                })),
        liar("gives each page once only", "READ-6", ReadingLiars::once),
        liar(
            "gives what was not read as empty",
            "READ-10",
            LyingSession.read(
                (honest, request) ->
                    with(
                        honest.read(request),
                        change -> changed(change, fields -> emptied(honest, fields))))),
        liar(
            "leaves out the field that was asked for",
            "READ-10",
            LyingSession.lookup(
                (honest, ids) ->
                    honest.lookup(ids.ids(), ids.fields().size() == 1 ? Set.of() : ids.fields()))),
        liar(
            "shows the beginning of long lists",
            "READ-11",
            pages(page -> with(page, change -> changed(change, ReadingLiars::cut)))),
        liar(
            "calls an item that changed removed",
            "READ-12",
            LyingSession.read(
                (honest, request) ->
                    with(
                        honest.read(request),
                        change ->
                            isChanges(request)
                                ? new Page.Removed(
                                    Lookup.Gone.because(change.id(), Lookup.Reason.UNKNOWN))
                                : change))));
  }

  private static Page.Change changed(Page.Change change, UnaryOperator<Fields> lie) {
    return change instanceof Page.Present present
        ? new Page.Present(present.item().withFields(lie.apply(present.item().fields())))
        : change;
  }

  private static Fields emptied(EntitySession honest, Fields fields) {
    Fields.Builder all = Fields.builder();
    honest
        .schema()
        .fields()
        .forEach(field -> all.put(field.id(), fields.find(field.id()).orElse(Value.NULL)));
    return all.build();
  }

  private static Fields cut(Fields fields) {
    Fields.Builder shown = Fields.builder();
    fields.forEach(
        (id, value) ->
            shown.put(
                id,
                value instanceof Value.Many many && many.elements().size() > SHOWN
                    ? Value.many(many.elements().subList(0, SHOWN))
                    : value));
    return shown.build();
  }

  private static Page byOffset(EntitySession honest, ReadRequest request) {
    List<Page.Change> all = new ArrayList<>();
    ReadRequest each = new ReadRequest(request.scope(), request.since(), null, request.fields());
    Page page = honest.read(each);
    all.addAll(page.changes());
    while (page.next() instanceof Page.More more) {
      each = each.next(more);
      page = honest.read(each);
      all.addAll(page.changes());
    }
    int from = request.token() == null ? 0 : Integer.parseInt(request.token());
    int to = Math.min(all.size(), from + 4);
    return new Page(
        all.subList(Math.min(from, to), to),
        to < all.size() ? new Page.More(String.valueOf(to)) : page.next());
  }

  private static EntitySession once(EntitySession honest) {
    Set<String> given = new HashSet<>();
    return LyingSession.read(
            (session, request) -> {
              Page page = session.read(request);
              return request.token() != null && !given.add(request.token())
                  ? new Page(List.of(), page.next())
                  : page;
            })
        .apply(honest);
  }

  private static List<Liar> checkpoints() {
    return List.of(
        liar(
            "leaves out a change",
            "READ-7",
            LyingSession.read(
                (honest, request) -> {
                  Page page = honest.read(request);
                  List<Page.Change> changes = page.changes();
                  return isChanges(request) && !changes.isEmpty()
                      ? new Page(changes.subList(0, changes.size() - 1), page.next())
                      : page;
                })),
        liar("delivers items as they were when it saw them first", "READ-7", ReadingLiars::cached),
        checkpointed("takes the checkpoint at the last page", (platform, context) -> platform),
        checkpointed("takes the engine's clock for its checkpoint", (platform, context) -> context),
        liar("reads what is later than the latest it has seen", "READ-9", ReadingLiars::exclusive),
        new Liar(
            "forgets the visibility lag in its checkpoint",
            "READ-8",
            () ->
                MemoryUnderTest.telling(
                    DeclaringLiars.able(),
                    (platform, honest) ->
                        ended(honest, new FirstPage(platform.time().orElseThrow())::checkpoint))));
  }

  /** The time of a read's first page, to the second. */
  private static final class FirstPage {
    private final InstantSource clock;
    private Instant begun = Instant.EPOCH;

    FirstPage(InstantSource clock) {
      this.clock = clock;
    }

    Instant checkpoint(ReadRequest request) {
      begun = request.token() == null ? clock.instant() : begun;
      return begun;
    }
  }

  private static Liar checkpointed(
      String lie, java.util.function.BinaryOperator<InstantSource> clock) {
    return new Liar(
        lie,
        "READ-8",
        () ->
            new MemoryUnderTest(
                DeclaringLiars.able(),
                quirks -> quirks,
                (platform, context, session) -> {
                  InstantSource time = clock.apply(platform.time().orElseThrow(), context.clock());
                  return ended(session.get(), request -> time.instant());
                }));
  }

  private static EntitySession ended(
      EntitySession honest, Function<ReadRequest, Instant> checkpoint) {
    return LyingSession.read(
            (session, request) -> {
              Instant at = checkpoint.apply(request);
              Page page = session.read(request);
              return page.next() instanceof Page.End
                  ? new Page(page.changes(), new Page.End(at.toString()))
                  : page;
            })
        .apply(honest);
  }

  private static EntitySession cached(EntitySession honest) {
    Map<String, Page.Change> first = new HashMap<>();
    return LyingSession.read(
            (session, request) ->
                with(
                    session.read(request),
                    change ->
                        Objects.requireNonNullElse(first.putIfAbsent(change.id(), change), change)))
        .apply(honest);
  }

  private static EntitySession exclusive(EntitySession honest) {
    AtomicReference<Instant> latest = new AtomicReference<>(Instant.EPOCH);
    return LyingSession.read(
            (session, request) -> {
              Instant since = latest.get();
              Page page = session.read(request);
              List<Page.Change> later = new ArrayList<>();
              for (Page.Change change : page.changes()) {
                Instant at =
                    change instanceof Page.Present there ? there.item().modifiedAt() : Instant.MAX;
                if (!isChanges(request) || at.isAfter(since)) {
                  later.add(change);
                }
                if (at.isAfter(latest.get()) && at.isBefore(Instant.MAX)) {
                  latest.set(at);
                }
              }
              return new Page(later, page.next());
            })
        .apply(honest);
  }

  private static List<Liar> lookups() {
    return List.of(
        liar(
            "answers in another order",
            "LOOKUP-1",
            looked(
                answers -> {
                  List<Lookup> turned = new ArrayList<>(answers);
                  Collections.reverse(turned);
                  return turned;
                })),
        liar(
            "leaves out what is not there",
            "LOOKUP-1",
            looked(answers -> answers.stream().filter(Lookup.Found.class::isInstance).toList())),
        liar(
            "calls everything that is gone deleted",
            "LOOKUP-2",
            looked(answers -> gone(answers, Lookup.Reason.DELETED))),
        liar(
            "calls what was deleted archived",
            "LOOKUP-2",
            looked(answers -> gone(answers, Lookup.Reason.ARCHIVED))),
        liar(
            "does not name the item that took over",
            "LOOKUP-3",
            looked(
                answers ->
                    answers.stream()
                        .map(
                            each ->
                                each instanceof Lookup.Gone gone
                                    ? Lookup.Gone.because(gone.id(), gone.reason())
                                    : each)
                        .toList())),
        liar(
            "throws for an id that it does not know",
            "LOOKUP-4",
            looked(
                answers -> {
                  for (Lookup answer : answers) {
                    if (answer instanceof Lookup.Gone gone && !gone.id().startsWith("item")) {
                      throw new ConnectorException(Kind.INVALID, "not an id: " + gone.id());
                    }
                  }
                  return answers;
                })));
  }

  private static UnaryOperator<EntitySession> looked(UnaryOperator<List<Lookup>> lie) {
    return LyingSession.lookup((honest, ids) -> lie.apply(honest.lookup(ids.ids(), ids.fields())));
  }

  private static List<Lookup> gone(List<Lookup> answers, Lookup.Reason reason) {
    return answers.stream()
        .map(each -> each instanceof Lookup.Gone ? Lookup.Gone.because(each.id(), reason) : each)
        .toList();
  }

  private static List<Liar> finds() {
    return List.of(
        liar(
            "finds the first value alone",
            "FIND-1",
            LyingSession.find(
                (honest, asked) ->
                    honest.find(
                        new FindRequest(
                            asked.createdSince(),
                            asked.field(),
                            asked.values().stream().limit(1).toList(),
                            asked.fields())))),
        liar(
            "finds the first page alone",
            "FIND-1",
            LyingSession.find((honest, asked) -> honest.find(asked).stream().limit(4).toList())),
        liar(
            "compares texts character by character",
            "FIND-2",
            LyingSession.find(
                (honest, asked) ->
                    honest.find(asked).stream().filter(item -> exactly(item, asked)).toList())),
        liar(
            "finds in the part of a listing that it gets",
            "FIND-3",
            LyingSession.find(
                (honest, asked) -> {
                  Page page = honest.read(ReadRequest.all(asked.fields()));
                  List<Item> items = new ArrayList<>();
                  ReadRequest request = ReadRequest.all(asked.fields());
                  while (true) {
                    page.changes().forEach(each -> items.add(((Page.Present) each).item()));
                    if (!(page.next() instanceof Page.More more)) {
                      return items;
                    }
                    request = request.next(more);
                    page = honest.read(request);
                  }
                })));
  }

  private static boolean exactly(Item item, FindRequest asked) {
    Value held = asked.field() == null ? Value.NULL : item.fields().get(asked.field());
    return !(held instanceof Value.Text text)
        || asked.values().stream()
            .anyMatch(each -> each instanceof Value.Text t && t.value().equals(text.value()));
  }
}
