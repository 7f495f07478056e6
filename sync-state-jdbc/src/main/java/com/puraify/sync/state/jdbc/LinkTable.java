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

  List<Link> after(long number, int limit) throws SQLException {
    PreparedStatement query = session.prepare(SELECT + "key > ? AND key <= ? ORDER BY key LIMIT ?");
    query.setLong(1, keys.after(number));
    query.setLong(2, keys.last());
    query.setInt(3, limit);
    return decode(LinkStatements.all(query));
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
