package com.puraify.sync.testkit.tck;

import static com.puraify.sync.testkit.tck.DeclaringLiars.liar;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Capabilities.CreateSafety;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Liars about what they wrote. */
final class WritingLiars {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final int NOTE = 60;

  private WritingLiars() {}

  static List<Liar> all() {
    List<Liar> liars = new ArrayList<>(doing());
    liars.addAll(telling());
    return liars;
  }

  /** Returns what does not answer whole batches at once, and creates without keys. */
  private static Capabilities simple() {
    return MemoryUnderTest.everything()
        .atomicBatches(false)
        .createSafety(CreateSafety.FIND)
        .build();
  }

  private static UnaryOperator<EntitySession> each(UnaryOperator<WriteResult> lie) {
    return LyingSession.results(results -> results.stream().map(lie).toList());
  }

  private static List<Liar> doing() {
    return List.of(
        liar("writes back all that it read", "WRITE-2", WritingLiars::whole),
        liar(
            "repeats a create whose answer was lost",
            "WRITE-3",
            simple(),
            LyingSession.write(
                (honest, batch) -> {
                  List<WriteResult> results = honest.write(batch);
                  return results.get(0) instanceof WriteResult.Unknown
                      ? honest.write(batch)
                      : results;
                })),
        liar(
            "throws for a batch of which it wrote a part",
            "WRITE-4",
            simple(),
            LyingSession.results(WritingLiars::thrown)),
        purging(),
        liar(
            "cuts texts that are too long",
            "WRITE-11",
            LyingSession.altering(WritingLiars::shortened)),
        liar(
            "creates what it should update when that is gone",
            "WRITE-8",
            simple(),
            LyingSession.write(
                (honest, batch) -> {
                  List<WriteResult> results = new ArrayList<>(honest.write(batch));
                  for (int i = 0; i < results.size(); i++) {
                    if (batch.get(i) instanceof Write.Update update
                        && results.get(i) instanceof WriteResult.Rejected no
                        && no.reason() == Reason.GONE) {
                      Fields fields = update.fields().with("title", Value.text("again"));
                      results.set(
                          i,
                          honest.write(List.of(new Write.Create(key(), fields, List.of()))).get(0));
                    }
                  }
                  return results;
                })));
  }

  private static String key() {
    return "key " + COUNT.incrementAndGet();
  }

  private static List<WriteResult> thrown(List<WriteResult> results) {
    for (WriteResult result : results) {
      if (result instanceof WriteResult.Rejected no
          && results.size() > 1
          && no.reason() != Reason.GONE) {
        throw new ConnectorException(Kind.INVALID, "the batch is refused: " + no.detail());
      }
    }
    return results;
  }

  private static EntitySession whole(EntitySession honest) {
    Map<String, Fields> read = new HashMap<>();
    return new LyingSession(honest) {
      @Override
      public List<Lookup> lookup(List<String> ids, Set<String> fields) {
        List<Lookup> answers = super.lookup(ids, fields);
        for (Lookup answer : answers) {
          if (answer instanceof Lookup.Found found) {
            read.put(found.id(), found.item().fields().without("code").without("size"));
          }
        }
        return answers;
      }

      @Override
      public List<WriteResult> write(List<? extends Write> batch) {
        return super.write(batch.stream().map(this::all).toList());
      }

      private Write all(Write write) {
        return write instanceof Write.Update update && read.containsKey(update.id())
            ? new Write.Update(
                update.id(), read.get(update.id()).with(update.fields()), update.expected())
            : write;
      }
    };
  }

  private static Write shortened(Write write) {
    if (write instanceof Write.Update update) {
      return new Write.Update(update.id(), shortened(update.fields()), update.expected());
    }
    return write;
  }

  private static Fields shortened(Fields fields) {
    return fields.get("note") instanceof Value.Text note && note.value().length() > NOTE
        ? fields.with("note", Value.text(note.value().substring(0, NOTE)))
        : fields;
  }

  private static List<Liar> telling() {
    return List.of(
        liar(
            "answers in another order",
            "WRITE-1",
            LyingSession.results(
                results -> {
                  List<WriteResult> turned = new ArrayList<>(results);
                  Collections.reverse(turned);
                  return turned;
                })),
        liar(
            "answers what was done alone",
            "WRITE-1",
            LyingSession.results(
                results -> results.stream().filter(WriteResult.Done.class::isInstance).toList())),
        liar(
            "calls a write whose answer was lost refused",
            "WRITE-3",
            simple(),
            each(
                result ->
                    result instanceof WriteResult.Unknown unknown
                        ? WriteResult.Rejected.because(Reason.OTHER, unknown.detail())
                        : result)),
        liar(
            "throws as if nothing had happened when an answer was lost",
            "WRITE-3",
            simple(),
            each(
                result -> {
                  if (result instanceof WriteResult.Unknown unknown) {
                    throw new ConnectorException(Kind.TIMEOUT, unknown.detail());
                  }
                  return result;
                })),
        liar(
            "calls a refused batch a platform that is down",
            "WRITE-5",
            LyingSession.write(
                (honest, batch) -> {
                  try {
                    return honest.write(batch);
                  } catch (ConnectorException e) {
                    throw new ConnectorException(Kind.UNAVAILABLE, "try again later", e);
                  }
                })),
        liar(
            "names an item by the create's key",
            "WRITE-6",
            LyingSession.write(
                (honest, batch) -> {
                  List<WriteResult> results = new ArrayList<>(honest.write(batch));
                  if (batch.get(0) instanceof Write.Create create
                      && results.get(0) instanceof WriteResult.Done) {
                    results.set(0, new WriteResult.Done(create.key(), null, null));
                  }
                  return results;
                })),
        liar(
            "tells what it wrote as what was there before",
            "WRITE-6",
            each(
                result ->
                    result instanceof WriteResult.Done done && done.before() != null
                        ? new WriteResult.Done(done.id(), done.after(), done.after())
                        : result)),
        liar(
            "tells the item without the written fields",
            "WRITE-6",
            each(
                result ->
                    result instanceof WriteResult.Done done && done.after() != null
                        ? new WriteResult.Done(
                            done.id(), Item.of(done.id(), Fields.empty()), done.before())
                        : result)),
        liar(
            "calls stale what it wrote",
            "WRITE-7",
            LyingSession.write(
                (honest, batch) -> {
                  List<WriteResult> results = honest.write(batch);
                  if (!(results.get(0) instanceof WriteResult.Stale)) {
                    return results;
                  }
                  honest.write(batch.stream().map(DeclaringLiars::unconditional).toList());
                  return results;
                })),
        liar(
            "tells a stale item as it was expected",
            "WRITE-7",
            each(
                result ->
                    result instanceof WriteResult.Stale stale && stale.current() != null
                        ? new WriteResult.Stale(
                            stale
                                .current()
                                .withFields(Fields.of("title", Value.text("as expected"))))
                        : result)),
        liar(
            "writes a part of what it rejects",
            "WRITE-8",
            simple(),
            LyingSession.write(
                (honest, batch) -> {
                  List<WriteResult> results = honest.write(batch);
                  if (batch.get(0) instanceof Write.Create create
                      && results.get(0) instanceof WriteResult.Rejected) {
                    Fields rest = Fields.of("title", create.fields().get("title"));
                    honest.write(List.of(new Write.Create(key(), rest, List.of())));
                  }
                  return results;
                })),
        liar(
            "calls an item gone whose values it refuses",
            "WRITE-8",
            simple(),
            each(
                result ->
                    result instanceof WriteResult.Rejected no
                        ? new WriteResult.Rejected(Reason.GONE, no.detail(), no.field())
                        : result)));
  }

  /** Returns the liar that leaves nothing in the trash. */
  private static Liar purging() {
    return new Liar(
        "deletes for good",
        "WRITE-9",
        () ->
            MemoryUnderTest.telling(
                DeclaringLiars.able(),
                (platform, honest) ->
                    LyingSession.write(
                            (session, batch) -> {
                              for (Write write : batch) {
                                if (write instanceof Write.Delete delete) {
                                  platform.purged.add(delete.id());
                                }
                              }
                              return session.write(batch);
                            })
                        .apply(honest)));
  }
}
