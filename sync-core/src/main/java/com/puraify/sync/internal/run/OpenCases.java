package com.puraify.sync.internal.run;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.internal.merge.Answers;
import com.puraify.sync.internal.merge.CaseDraft;
import com.puraify.sync.internal.report.CaseJson;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The open cases of a sync during a run: asked, answered, closed. Guarded by the caller's lock. */
final class OpenCases implements Answers {

  private static final int ALL = Integer.MAX_VALUE;

  private final String sync;
  private final Map<String, Case> open = new LinkedHashMap<>();
  private final Map<String, Set<String>> bySubject = new HashMap<>();
  private final Set<String> asked = new HashSet<>();

  OpenCases(StateStore store, String sync) {
    this.sync = sync;
    for (Document document : store.documents(sync, Document.Kind.CASE, null, true, ALL)) {
      Case each = CaseJson.read(document.text());
      open.put(each.id(), each);
      index(document.subject(), each.id());
    }
  }

  private void index(@Nullable String subject, String id) {
    if (subject != null) {
      bySubject.computeIfAbsent(subject, key -> new LinkedHashSet<>()).add(id);
    }
  }

  /** Returns the answer to a case, if it was given for just this state. */
  @Override
  public @Nullable Resolution find(String id, String state) {
    Case known = open.get(id);
    return known != null && known.state().equals(state) ? known.answer() : null;
  }

  /**
   * Returns the answer to a question about several items, or null if there is none. An answer for
   * more of them counts: the others were done with when a run was cut off.
   */
  @Nullable Resolution findFor(CaseDraft draft) {
    Case known = open.get(draft.id());
    return known != null
            && known.localIds().containsAll(draft.localIds())
            && known.remoteIds().containsAll(draft.remoteIds())
        ? known.answer()
        : null;
  }

  /** Returns a case by its id, or null if it is not open. */
  @Nullable Case get(String id) {
    return open.get(id);
  }

  /** Returns how many are open. */
  int count() {
    return open.size();
  }

  /**
   * Asks a question.
   *
   * @param onNew told of a question that is new, or about another state than before
   */
  List<StateChange> ask(CaseDraft draft, Instant now, Consumer<Case> onNew) {
    asked.add(draft.id());
    Case known = open.get(draft.id());
    if (known != null && known.state().equals(draft.state()) && known.answer() == null) {
      return List.of();
    }
    Case question =
        new Case(
            sync,
            draft.id(),
            draft.kind(),
            known == null ? now : known.openedAt(),
            draft.question(),
            draft.localIds(),
            draft.remoteIds(),
            draft.field(),
            draft.local(),
            draft.remote(),
            draft.state(),
            null);
    open.put(question.id(), question);
    String subject =
        CaseDraft.subject(
            draft.localIds().size() == 1 ? draft.localIds().get(0) : "",
            draft.remoteIds().size() == 1 ? draft.remoteIds().get(0) : "");
    index(subject, question.id());
    onNew.accept(question);
    return List.of(new StateChange.PutDocument(document(question, subject, true)));
  }

  /** Notes that a question still stands, as it was asked. */
  void askedAgain(String id) {
    asked.add(id);
  }

  /** Closes the questions about a subject that were not asked again in this run. */
  List<StateChange> closeUnasked(String subject) {
    List<StateChange> changes = new ArrayList<>();
    for (String id : bySubject.getOrDefault(subject, Set.of())) {
      if (!asked.contains(id)) {
        changes.addAll(close(id, subject));
      }
    }
    return changes;
  }

  /** Closes a question. */
  List<StateChange> close(String id, @Nullable String subject) {
    Case known = open.remove(id);
    return known == null
        ? List.of()
        : List.of(new StateChange.PutDocument(document(known, subject, false)));
  }

  /** Returns the open cases of a kind. */
  List<Case> ofKind(Case.Kind kind) {
    return open.values().stream().filter(each -> each.kind() == kind).toList();
  }

  /** Returns the open cases that nobody has answered. */
  List<Case> unanswered() {
    return open.values().stream().filter(each -> each.answer() == null).toList();
  }

  /** Returns whether a question was asked in this run. */
  boolean wasAsked(String id) {
    return asked.contains(id);
  }

  static Document document(Case each, @Nullable String subject, boolean stillOpen) {
    return new Document(
        Document.Kind.CASE, each.id(), subject, each.openedAt(), stillOpen, CaseJson.write(each));
  }
}
