package com.puraify.sync.state.jdbc;

import com.puraify.sync.state.Link;
import com.puraify.sync.value.Side;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** Reads the links of one sync, on one session. */
final class LinkTable {

  private static final String SELECT = "SELECT " + LinkStatements.READ + " FROM sync_links WHERE ";

  private static final int PAGE = 1000;

  private final Session session;
  private final LinkStatements statements;
  private final LinkKeys keys;
  private final Layouts.Reading layouts;

  LinkTable(Session session, LinkStatements statements, LinkKeys keys, Layouts.Reading layouts) {
    this.session = session;
    this.statements = statements;
    this.keys = keys;
    this.layouts = layouts;
  }

  List<Link> byIds(Side side, Collection<String> ids) throws SQLException {
    List<byte[]> items = new LinkedHashSet<>(ids).stream().map(keys::item).toList();
    return decode(statements.byItems(session, column(side), items));
  }

  List<Link> byNumbers(Collection<Long> numbers) throws SQLException {
    List<Long> held =
        new LinkedHashSet<>(numbers).stream().filter(keys::holds).map(keys::of).toList();
    return decode(statements.byKeys(session, held));
  }

  /**
   * Pages without an upper bound: with one, PostgreSQL takes a table that it has no statistics of
   * yet, as after every first sync, for so small that it sorts all of the rest for each page.
   */
  List<Link> after(long number, int limit) throws SQLException {
    PreparedStatement query = session.prepare(SELECT + "key > ? ORDER BY key LIMIT ?");
    List<LinkRow> rows = new ArrayList<>();
    long after = keys.after(number);
    boolean more = true;
    while (more && rows.size() < limit) {
      int wanted = Math.min(PAGE, limit - rows.size());
      query.setLong(1, after);
      query.setInt(2, wanted);
      List<LinkRow> page = LinkStatements.all(query);
      page.stream().filter(row -> row.key <= keys.last()).forEach(rows::add);
      more = page.size() == wanted && page.get(wanted - 1).key < keys.last();
      after = page.isEmpty() ? after : page.get(page.size() - 1).key;
    }
    return decode(rows);
  }

  List<Link> toRevisit() throws SQLException {
    PreparedStatement query =
        session.prepare(SELECT + "revisit = 1 AND key > ? AND key <= ? ORDER BY key");
    query.setLong(1, keys.after(0));
    query.setLong(2, keys.last());
    return decode(LinkStatements.all(query));
  }

  static String column(Side side) {
    return side == Side.LOCAL ? "local" : "remote";
  }

  private List<Link> decode(List<LinkRow> rows) throws SQLException {
    List<Link> links = new ArrayList<>(rows.size());
    for (LinkRow row : rows) {
      links.add(LinkCodec.decode(row, keys, layouts));
    }
    return links;
  }
}
