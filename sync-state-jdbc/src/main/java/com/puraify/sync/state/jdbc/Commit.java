package com.puraify.sync.state.jdbc;

import com.puraify.sync.error.StateException;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateChange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes a list of changes in a transaction that holds the sync's row. Changes to one table keep
 * their order; tables do not depend on each other.
 */
final class Commit {

  private final Session session;
  private final Syncs.Row row;
  private final List<StateChange> links = new ArrayList<>();
  private final List<StateChange> marks = new ArrayList<>();
  private final List<Document> documents = new ArrayList<>();

  Commit(Session session, Syncs.Row row) {
    this.session = session;
    this.row = row;
  }

  /** Refuses changes to settings that somebody else has changed meanwhile. */
  void refuseUnexpected(List<StateChange> changes, String sync) throws SQLException {
    for (StateChange change : changes) {
      if (change instanceof StateChange.ExpectSetting expected
          && !Objects.equals(
              SettingTable.one(session, row.number(), expected.name()), expected.value())) {
        throw new StateException(
            "The setting '"
                + expected.name()
                + "' of sync '"
                + sync
                + "' is not as expected: somebody else has changed it. Nothing was committed; read"
                + " it again.");
      }
    }
  }

  /** Refuses what a commit on behalf of a person may not hold. */
  void refuseWhatOnlyRunsMayChange(List<StateChange> changes, LinkTable table) throws SQLException {
    Map<Long, Link> asked = new HashMap<>();
    for (StateChange change : changes) {
      if (change instanceof StateChange.PutLink put) {
        asked.put(put.link().number(), put.link());
      } else if (change instanceof StateChange.RemoveLink
          || change instanceof StateChange.PutIntent
          || change instanceof StateChange.RemoveIntent) {
        throw new StateException(
            "Only a run, under its sync's lease, may commit a "
                + change.getClass().getSimpleName()
                + ". Nothing was committed.");
      }
    }
    Map<Long, Link> held = new HashMap<>();
    table.byNumbers(asked.keySet()).forEach(link -> held.put(link.number(), link));
    for (StateChange change : changes) {
      if (change instanceof StateChange.PutLink put) {
        Link link = held.get(put.link().number());
        if (link == null || !link.withCondition(put.link().condition()).equals(put.link())) {
          throw new StateException(
              "Outside a run only the condition of an existing link may change, but link "
                  + put.link().number()
                  + " is not there or differs otherwise. Nothing was committed; read it again.");
        }
      }
    }
  }

  void make(
      List<StateChange> changes,
      Syncs syncs,
      LinkStatements statements,
      Layouts.Writing layouts,
      DocumentTable documentTable)
      throws SQLException {
    for (StateChange change : changes) {
      if (change instanceof StateChange.PutLink || change instanceof StateChange.RemoveLink) {
        links.add(change);
      } else {
        makeOther(change, documentTable);
      }
    }
    MarkTable.apply(session, row.number(), marks);
    documentTable.put(session, row.number(), documents);
    if (!links.isEmpty()) {
      LinkChanges linkChanges = new LinkChanges(session, statements, layouts, row);
      linkChanges.make(links);
      if (linkChanges.last() != row.lastLink() || linkChanges.count() != row.links()) {
        syncs.count(session, row.number(), linkChanges.last(), linkChanges.count());
      }
    }
  }

  private void makeOther(StateChange change, DocumentTable documentTable) throws SQLException {
    int sync = row.number();
    if (change instanceof StateChange.PutMark || change instanceof StateChange.RemoveMark) {
      marks.add(change);
    } else if (change instanceof StateChange.PutDocument it) {
      documents.add(it.document());
    } else if (change instanceof StateChange.PutSetting it) {
      SettingTable.apply(session, sync, it);
    } else if (change instanceof StateChange.PutIntent it) {
      IntentTable.put(session, sync, it.intent());
    } else if (change instanceof StateChange.RemoveIntent it) {
      IntentTable.remove(session, sync, it);
    } else if (change instanceof StateChange.PruneDocuments it) {
      documentTable.put(session, sync, documents);
      documents.clear();
      documentTable.prune(session, sync, it);
    } else if (change instanceof StateChange.PruneMarks it) {
      MarkTable.apply(session, sync, marks);
      marks.clear();
      MarkTable.prune(session, sync, it);
    }
  }
}
