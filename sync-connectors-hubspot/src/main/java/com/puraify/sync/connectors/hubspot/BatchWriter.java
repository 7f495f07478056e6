package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.connector.WriteResult.Done;
import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.connector.WriteResult.Rejected;
import com.puraify.sync.connector.WriteResult.Unknown;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends batches of properties, and accounts for each object of them. Thread-safe.
 *
 * <p>Each object carries a trace id of its own, so that HubSpot writes the others of a batch when
 * it refuses one. What the answer says nothing of is {@link Unknown}.
 */
final class BatchWriter {

  private static final String STAGE = "lifecyclestage";

  private final HubSpotApi api;
  private final RecordType type;
  private final RecordReader reader;
  private final Associations associations;

  BatchWriter(HubSpotApi api, RecordType type, RecordReader reader, Associations associations) {
    this.api = api;
    this.type = type;
    this.reader = reader;
    this.associations = associations;
  }

  /**
   * Writes objects.
   *
   * @param how {@code create}, {@code update} or {@code upsert}
   * @param key for an upsert, the property that identifies them; else null
   * @throws ConnectorException if nothing of the whole batch was written
   */
  void write(List<Draft> drafts, String how, @Nullable String key, RecordWriter.Outcomes outcomes) {
    if (drafts.isEmpty()) {
      return;
    }
    List<Json> inputs = new ArrayList<>();
    List<Draft> sent = new ArrayList<>();
    for (Draft draft : drafts) {
      try {
        inputs.add(input(draft, key));
        sent.add(draft);
      } catch (UnwritableException e) {
        outcomes.put(draft.index(), e.rejected());
      }
    }
    if (sent.isEmpty()) {
      return;
    }
    BatchAnswer answer;
    try {
      answer = BatchAnswer.read(api.batchWrite(type.type().path(), how, inputs));
    } catch (ConnectorException e) {
      failed(sent, how, key, e, outcomes);
      return;
    }
    outcomes.written();
    new Account(sent, outcomes).settle(answer);
  }

  private Json input(Draft draft, @Nullable String key) {
    List<Json> references = new ArrayList<>();
    if (draft.id() == null) {
      draft
          .references()
          .forEach((each, objects) -> references.addAll(associations.ofNew(each, objects)));
    }
    return Json.object(
        o -> {
          if (key != null) {
            o.put("id", draft.properties().get(key)).put("idProperty", key);
          } else if (draft.id() != null) {
            o.put("id", draft.id());
          }
          o.put("properties", draft.values());
          if (!references.isEmpty()) {
            o.put("associations", Json.array(references));
          }
          o.put("objectWriteTraceId", draft.trace());
        });
  }

  private void failed(
      List<Draft> drafts,
      String how,
      @Nullable String key,
      ConnectorException e,
      RecordWriter.Outcomes outcomes) {
    if (e.effectPossible() || isUnreadable(e)) {
      outcomes.written();
      drafts.forEach(draft -> outcomes.put(draft.index(), RecordWriter.unknown(e)));
    } else if (!isRefusal(e, drafts)) {
      if (!outcomes.anyWritten()) {
        throw e;
      }
      drafts.forEach(draft -> outcomes.put(draft.index(), RecordWriter.unknown(e)));
    } else if (drafts.size() == 1) {
      Draft draft = drafts.get(0);
      outcomes.put(draft.index(), settled(draft, Refusal.of(e, draft, type), outcomes));
    } else if (!outcomes.anyWritten()) {
      throw new ConnectorException(
          Kind.INVALID, RecordWriter.detail(e), e.getCause()); // the engine looks for the culprit
    } else {
      int middle = drafts.size() / 2;
      write(drafts.subList(0, middle), how, key, outcomes);
      write(drafts.subList(middle, drafts.size()), how, key, outcomes);
    }
  }

  /** An answer that is no batch at all came with a status that says that all was well. */
  private static boolean isUnreadable(ConnectorException e) {
    return e.kind() == Kind.PROTOCOL && HubSpotFault.of(e) == null;
  }

  /** Returns whether it is the objects that were refused, rather than the call. */
  private static boolean isRefusal(ConnectorException e, List<Draft> drafts) {
    return e.kind() == Kind.INVALID
        || (e.kind() == Kind.NOT_FOUND
            && drafts.stream()
                .anyMatch(draft -> draft.id() != null || !draft.references().isEmpty()));
  }

  /** A refusal of what is left of an object says nothing of what was written of it before. */
  private static WriteResult settled(
      Draft draft, WriteResult result, RecordWriter.Outcomes outcomes) {
    return outcomes.isTouched(draft) && result instanceof Rejected refused
        ? new Unknown(
            "its associations were written, and its properties refused: " + refused.detail(), null)
        : result;
  }

  /** Returns what came of an object of which the associations alone were written. */
  WriteResult associated(Draft draft) {
    String id = Objects.requireNonNull(draft.id());
    return Done.with(Item.of(id, references(draft)));
  }

  private static Fields references(Draft draft) {
    Fields.Builder fields = Fields.builder();
    draft
        .references()
        .forEach((each, objects) -> fields.put(each.id(), Association.value(objects)));
    return fields.build();
  }

  /** One batch's objects, of which the answer tells in any order. */
  private final class Account {
    private final List<Draft> open;
    private final RecordWriter.Outcomes outcomes;

    Account(List<Draft> drafts, RecordWriter.Outcomes outcomes) {
      this.open = new ArrayList<>(drafts);
      this.outcomes = outcomes;
    }

    void settle(BatchAnswer answer) {
      List<Json> anonymous = new ArrayList<>();
      for (Json object : answer.results()) {
        Draft draft = named(object);
        if (draft == null) {
          anonymous.add(object);
        } else {
          put(draft, done(object, draft));
        }
      }
      List<Problem> nameless = new ArrayList<>();
      for (Problem problem : answer.problems()) {
        List<Draft> named = open.stream().filter(draft -> isAbout(problem, draft)).toList();
        named.forEach(draft -> put(draft, refused(problem, draft)));
        if (named.isEmpty()) {
          nameless.add(problem);
        }
      }
      anonymous.forEach(this::recognise);
      if (open.size() == 1 && nameless.size() == 1) { // there is but one that it can be about
        Draft last = open.get(0);
        put(last, refused(nameless.get(0), last));
      }
      String said = nameless.stream().map(Problem::words).findFirst().orElse("");
      for (Draft draft : List.copyOf(open)) {
        put(
            draft,
            new Unknown(
                "HubSpot's answer says nothing of it" + (said.isEmpty() ? "" : ": " + said), null));
      }
    }

    private void put(Draft draft, WriteResult result) {
      open.remove(draft);
      outcomes.put(draft.index(), result);
    }

    private WriteResult refused(Problem problem, Draft draft) {
      return settled(draft, Refusal.of(problem, draft, type), outcomes);
    }

    private boolean isAbout(Problem problem, Draft draft) {
      return problem.traces().contains(draft.trace())
          || (draft.id() != null && problem.ids().contains(draft.id()));
    }

    /** Returns the draft that a result names by its id or its trace, or null if it names none. */
    private @Nullable Draft named(Json object) {
      String trace = object.at("objectWriteTraceId").textOrNull();
      String id = object.at("id").textOrNull();
      for (Draft draft : open) {
        if (draft.id() == null ? draft.trace().equals(trace) : draft.id().equals(id)) {
          return draft;
        }
      }
      return null;
    }

    /** Finds the new object that a result without a trace can be: one that holds what it shows. */
    private void recognise(Json object) {
      for (Draft draft : open) {
        if (draft.id() == null && holds(object, draft)) {
          put(draft, done(object, draft));
          return;
        }
      }
    }

    private boolean holds(Json object, Draft draft) {
      for (Map.Entry<String, String> each : draft.properties().entrySet()) {
        Property property = type.property(each.getKey());
        String shown = object.at("properties", each.getKey()).textOrNull();
        if (property == null || shown == null || shown.isEmpty()) {
          return false;
        }
        PropertyCodec codec = property.codec();
        try {
          if (!codec
              .type()
              .canonical(codec.read(shown))
              .equals(codec.type().canonical(codec.read(each.getValue())))) {
            return false;
          }
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
          return false; // it shows something else than was written
        }
      }
      return true;
    }

    /** HubSpot answers well to a stage that it does not take, and keeps the one it has. */
    private boolean keepsAnother(Json object, Draft draft) {
      String shown = object.at("properties", STAGE).textOrNull();
      return shown != null && !shown.equals(draft.properties().get(STAGE)) && draft.id() != null;
    }

    /** HubSpot made the change: whatever goes wrong from here on, it is made. */
    private WriteResult done(Json object, Draft draft) {
      String id = object.at("id").textOrNull();
      if (id == null) {
        return new Unknown("HubSpot accepted the write, but its answer shows no id", null);
      }
      Set<String> written = draft.written();
      if (written.equals(Set.of(STAGE)) && keepsAnother(object, draft)) {
        return new Rejected(
            Reason.INVALID_VALUE,
            "HubSpot keeps '"
                + object.at("properties", STAGE).textOrNull()
                + "', for a lifecycle stage moves forward only; clear it first to set it back",
            STAGE);
      }
      try {
        Item after = reader.after(object, written, draft.cleared());
        return after == null
            ? new Done(id, null, null)
            : Done.with(after.withFields(after.fields().with(references(draft))));
      } catch (ConnectorException e) {
        return new Done(id, null, null);
      }
    }
  }
}
