package com.puraify.sync.internal.run;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.StateException;
import com.puraify.sync.internal.merge.CaseDraft;
import com.puraify.sync.internal.report.CaseJson;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Takes people's answers to cases; they take effect in the next run. */
public final class Answering {

  private Answering() {}

  /** Returns the open cases of a sync, newest first. */
  public static List<Case> cases(StateStore store, String sync) {
    return store.documents(sync, Document.Kind.CASE, null, true, Integer.MAX_VALUE).stream()
        .map(document -> CaseJson.read(document.text()))
        .toList();
  }

  /**
   * Notes an answer.
   *
   * @throws ConfigurationException if the case cannot be answered like that
   * @throws StateException if the case is no longer open, or is about another state by now
   */
  public static void resolve(StateStore store, Case question, Resolution answer, Instant now) {
    if (!fits(question, answer)) {
      throw new ConfigurationException(
          "resolution",
          answer.getClass().getSimpleName()
              + " is no answer to a case of kind "
              + question.kind()
              + "; see Case.Kind for those that are");
    }
    Document document =
        store
            .document(question.sync(), Document.Kind.CASE, question.id())
            .filter(Document::open)
            .orElseThrow(
                () -> new StateException("the case '" + question.id() + "' is no longer open"));
    Case current = CaseJson.read(document.text());
    if (!current.state().equals(question.state())) {
      throw new StateException(
          "the item of case '"
              + question.id()
              + "' has moved on since; read the case again and answer that");
    }
    List<StateChange> changes = new ArrayList<>();
    Case answered = current.answered(answer);
    changes.add(
        new StateChange.PutDocument(OpenCases.document(answered, document.subject(), true)));
    changes.addAll(revisit(store, answered, now));
    store.commit(question.sync(), changes);
  }

  /** Returns what a case speaks of. */
  static String subject(Case question) {
    return CaseDraft.subject(
        question.localIds().size() == 1 ? question.localIds().get(0) : "",
        question.remoteIds().size() == 1 ? question.remoteIds().get(0) : "");
  }

  /** Returns what makes the next run look at the items of a case. */
  static List<StateChange> revisit(StateStore store, Case question, Instant now) {
    List<StateChange> changes = new ArrayList<>();
    Set<Long> links = new HashSet<>();
    for (Side side : Side.values()) {
      List<String> ids = side == Side.LOCAL ? question.localIds() : question.remoteIds();
      Set<String> unlinked = new HashSet<>(ids);
      for (Link link : store.links(question.sync(), side, ids)) {
        unlinked.remove(link.id(side));
        if (links.add(link.number())) {
          Link.Condition condition = link.condition().withRevisit(true);
          if (question.kind() == Case.Kind.QUARANTINE) {
            condition = condition.withRejected(Side.LOCAL, 0).withRejected(Side.REMOTE, 0);
          } else if (question.kind() == Case.Kind.OSCILLATION) {
            condition = condition.withFrozen(false).withRecent(List.of());
          }
          changes.add(new StateChange.PutLink(link.withCondition(condition)));
        }
      }
      for (String id : unlinked) {
        Mark mark =
            store.marks(question.sync(), side, List.of(id)).stream()
                .findFirst()
                .orElse(new Mark(side, id, Mark.Kind.UNLINKED, 0, 0, true, now));
        changes.add(new StateChange.PutMark(mark.withRevisit(true)));
      }
    }
    return changes;
  }

  private static boolean fits(Case question, Resolution answer) {
    return switch (question.kind()) {
      case CONFLICT ->
          answer instanceof Resolution.Take
              || answer instanceof Resolution.Ignore
              || (answer instanceof Resolution.Use && question.field() != null);
      case AMBIGUOUS_MATCH ->
          answer instanceof Resolution.LinkItems
              || answer instanceof Resolution.CreateAll
              || answer instanceof Resolution.Ignore;
      case GUARD -> answer instanceof Resolution.Approve;
      case QUARANTINE -> answer instanceof Resolution.Retry;
      case OSCILLATION -> answer instanceof Resolution.Retry;
      case DOUBTFUL_CREATE ->
          answer instanceof Resolution.Retry || answer instanceof Resolution.LinkItems;
    };
  }
}
