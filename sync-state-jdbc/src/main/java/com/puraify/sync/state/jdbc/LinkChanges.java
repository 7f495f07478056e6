package com.puraify.sync.state.jdbc;

import com.puraify.sync.state.Link;
import com.puraify.sync.state.StateChange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes a commit's changes to links, as if one after the other, in as few calls as that allows.
 *
 * <p>Links of a run of puts have different numbers. Those that hold the same ids as before are
 * updated first, in place: nobody else in the run can tell. The others are put in their order, and
 * if none of them was there before, as plain inserts.
 */
final class LinkChanges {

  private final Session session;
  private final LinkStatements statements;
  private final LinkKeys keys;
  private final Layouts.Writing layouts;
  private final List<LinkRow> puts = new ArrayList<>();
  private final Set<Long> removals = new HashSet<>();
  private final Set<Long> numbers = new HashSet<>();
  private long last;
  private long count;

  LinkChanges(Session session, LinkStatements statements, Layouts.Writing layouts, Syncs.Row row) {
    this.session = session;
    this.statements = statements;
    this.keys = new LinkKeys(row.number());
    this.layouts = layouts;
    this.last = row.lastLink();
    this.count = row.links();
  }

  void make(List<StateChange> changes) throws SQLException {
    for (StateChange change : changes) {
      if (change instanceof StateChange.PutLink put) {
        put(put.link());
      } else if (change instanceof StateChange.RemoveLink remove) {
        remove(remove.number());
      }
    }
    flush();
  }

  /** Returns the highest number ever given out. */
  long last() {
    return last;
  }

  /** Returns how many links there are now. */
  long count() {
    return count;
  }

  private void put(Link link) throws SQLException {
    if (!removals.isEmpty() || !numbers.add(link.number())) {
      flush();
      numbers.add(link.number());
    }
    puts.add(LinkCodec.encode(link, keys, layouts));
  }

  private void remove(long number) throws SQLException {
    if (!puts.isEmpty()) {
      flush();
    }
    if (keys.holds(number)) {
      removals.add(keys.of(number));
    }
  }

  private void flush() throws SQLException {
    if (!removals.isEmpty()) {
      count -= statements.delete(session, removals);
    }
    if (!puts.isEmpty()) {
      flushPuts();
    }
    removals.clear();
    puts.clear();
    numbers.clear();
  }

  private void flushPuts() throws SQLException {
    long highest = keys.after(last);
    List<LinkRow> known = new ArrayList<>();
    for (LinkRow row : puts) {
      if (row.key <= highest) {
        known.add(row);
      }
      last = Math.max(last, LinkKeys.number(row.key));
    }
    Set<Long> others = known.isEmpty() ? Set.of() : statements.update(session, known);
    List<LinkRow> rest = new ArrayList<>(puts.size() - known.size());
    for (LinkRow row : puts) {
      if (row.key > highest || others.contains(row.key)) {
        rest.add(row);
      }
    }
    if (others.isEmpty() && !rest.isEmpty()) {
      statements.insert(session, rest);
      count += rest.size();
    } else if (!others.isEmpty()) {
      count += rest.size() - statements.byKeys(session, others).size();
      statements.upsert(session, rest);
    }
  }
}
