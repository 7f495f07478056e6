package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.connector.WriteResult.Done;
import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.connector.WriteResult.Rejected;
import com.puraify.sync.connector.WriteResult.Unknown;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates, changes and deletes objects in batches. Thread-safe.
 *
 * <p>Nothing is sent that HubSpot is known to refuse. Associations of objects that are there are
 * written before their properties: if HubSpot refuses them, nothing was written yet; if it refuses
 * the properties afterwards, the outcome is {@link Unknown}, and the next run finds the
 * associations as they should be.
 */
final class RecordWriter {

  private final HubSpotApi api;
  private final RecordType type;
  private final Associations associations;
  private final BatchWriter batches;

  RecordWriter(HubSpotApi api, RecordType type, RecordReader reader, Associations associations) {
    this.api = api;
    this.type = type;
    this.associations = associations;
    this.batches = new BatchWriter(api, type, reader, associations);
  }

  List<WriteResult> write(List<? extends Write> batch) {
    Outcomes outcomes = new Outcomes(batch.size());
    if (batch.isEmpty()) {
      return outcomes.all();
    }
    if (batch.get(0) instanceof Write.Create) {
      create(batch, outcomes);
    } else if (batch.get(0) instanceof Write.Update) {
      update(batch, outcomes);
    } else {
      delete(batch, outcomes);
    }
    return outcomes.all();
  }

  private void create(List<? extends Write> batch, Outcomes outcomes) {
    List<Draft> fresh = new ArrayList<>();
    Map<String, Map<String, Draft>> upserts = new LinkedHashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      Write.Create create = (Write.Create) batch.get(i);
      Draft draft = draft(i, create.key(), null, create, outcomes);
      if (draft == null) {
        continue;
      }
      String key = uniqueKey(create, draft);
      String value = key == null ? null : draft.properties().get(key);
      if (key == null
          || value == null
          || upserts.computeIfAbsent(key, name -> new LinkedHashMap<>()).putIfAbsent(value, draft)
              != null) {
        fresh.add(draft);
      }
    }
    batches.write(fresh, "create", null, outcomes);
    upserts.forEach(
        (key, drafts) -> batches.write(List.copyOf(drafts.values()), "upsert", key, outcomes));
  }

  private @Nullable Draft draft(
      int index, String trace, @Nullable String id, Write write, Outcomes outcomes) {
    try {
      return write instanceof Write.Create create
          ? Draft.of(index, trace, null, create.fields(), type)
          : Draft.of(index, trace, known(id), ((Write.Update) write).fields(), type);
    } catch (UnwritableException e) {
      outcomes.put(index, e.rejected());
      return null;
    }
  }

  /**
   * Returns the property by which a repeated creation is the same object, or null if there is none.
   * A contact's address is none: HubSpot writes a batch by addresses as a whole or not at all.
   */
  private @Nullable String uniqueKey(Write.Create create, Draft draft) {
    if (create.matchFields().size() != 1 || !draft.references().isEmpty()) {
      return null;
    }
    Property property = type.property(create.matchFields().get(0));
    return property == null
            || !property.field().unique()
            || !property.field().writable()
            || PropertyTypes.isAddress(type.type(), property.name())
        ? null
        : property.name();
  }

  private void update(List<? extends Write> batch, Outcomes outcomes) {
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      Write.Update update = (Write.Update) batch.get(i);
      Draft draft = draft(i, Integer.toString(i), update.id(), update, outcomes);
      if (draft != null) {
        drafts.add(draft);
      }
    }
    Set<Association> all = new LinkedHashSet<>();
    drafts.forEach(draft -> all.addAll(draft.references().keySet()));
    all.forEach(association -> associate(association, drafts, outcomes));
    List<Draft> open = drafts.stream().filter(draft -> !outcomes.has(draft)).toList();
    for (Draft draft : open) {
      if (draft.properties().isEmpty()) {
        outcomes.put(draft.index(), batches.associated(draft));
      }
    }
    batches.write(
        open.stream().filter(draft -> !draft.properties().isEmpty()).toList(),
        "update",
        null,
        outcomes);
  }

  private void associate(Association association, List<Draft> drafts, Outcomes outcomes) {
    Map<String, Draft> byId = new HashMap<>();
    Map<String, Set<String>> wanted = new LinkedHashMap<>();
    for (Draft draft : drafts) {
      Set<String> objects = draft.references().get(association);
      if (objects != null && !outcomes.has(draft)) {
        byId.put(Objects.requireNonNull(draft.id()), draft);
        wanted.put(Objects.requireNonNull(draft.id()), objects);
      }
    }
    if (wanted.isEmpty()) {
      return;
    }
    Map<String, Associations.Failure> failures;
    try {
      failures = associations.write(association, wanted);
    } catch (ConnectorException e) {
      if (!outcomes.anyWritten() && !e.effectPossible()) {
        throw e;
      }
      byId.values().forEach(draft -> outcomes.put(draft.index(), unknown(e)));
      return;
    }
    byId.forEach(
        (id, draft) -> {
          Associations.Failure failure = failures.get(id);
          if (failure == null) {
            outcomes.touched(draft);
          } else if (failure.isOpen() || outcomes.isTouched(draft)) {
            outcomes.put(draft.index(), unknown(failure.why()));
          } else {
            outcomes.put(
                draft.index(),
                new Rejected(Reason.MISSING_REFERENCE, detail(failure.why()), association.id()));
          }
        });
  }

  private void delete(List<? extends Write> batch, Outcomes outcomes) {
    Map<Integer, String> ids = new LinkedHashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      try {
        ids.put(i, known(((Write.Delete) batch.get(i)).id()));
      } catch (UnwritableException e) {
        outcomes.put(i, e.rejected());
      }
    }
    if (ids.isEmpty()) {
      return;
    }
    try {
      api.batchArchive(type.type().path(), new LinkedHashSet<>(ids.values()));
      ids.forEach((index, id) -> outcomes.put(index, new Done(id, null, null)));
    } catch (ConnectorException e) {
      if (e.effectPossible()) {
        ids.keySet().forEach(index -> outcomes.put(index, unknown(e)));
      } else if (e.kind() == Kind.INVALID && ids.size() == 1) {
        ids.keySet()
            .forEach(index -> outcomes.put(index, Rejected.because(Reason.OTHER, detail(e))));
      } else {
        throw e;
      }
    }
  }

  private static String known(@Nullable String id) {
    if (id == null || !RecordIds.isOne(id)) {
      throw new UnwritableException(
          Reason.GONE, "'" + id + "' is not the id of a HubSpot object", null);
    }
    return id;
  }

  static Unknown unknown(ConnectorException e) {
    return new Unknown(detail(e), null);
  }

  static String detail(ConnectorException e) {
    return Objects.requireNonNullElse(e.getMessage(), e.code());
  }

  /** What came of each write of a batch so far. Confined to one thread. */
  static final class Outcomes {
    private final @Nullable WriteResult[] results;
    private final Set<Integer> touched = new LinkedHashSet<>();
    private boolean sent;

    Outcomes(int size) {
      results = new @Nullable WriteResult[size];
    }

    void put(int index, WriteResult result) {
      results[index] = result;
    }

    boolean has(Draft draft) {
      return results[draft.index()] != null;
    }

    /** Notes that a part of an object was written, whatever comes of the rest. */
    void touched(Draft draft) {
      touched.add(draft.index());
      sent = true;
    }

    boolean isTouched(Draft draft) {
      return touched.contains(draft.index());
    }

    /** Notes that something of the batch was written, or may have been. */
    void written() {
      sent = true;
    }

    boolean anyWritten() {
      return sent;
    }

    List<WriteResult> all() {
      List<WriteResult> all = new ArrayList<>(results.length);
      for (WriteResult result : results) {
        all.add(
            Objects.requireNonNullElseGet(
                result, () -> new Unknown("HubSpot's answer says nothing of it", null)));
      }
      return all;
    }
  }
}
