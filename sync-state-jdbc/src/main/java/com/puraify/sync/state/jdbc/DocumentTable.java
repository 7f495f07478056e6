package com.puraify.sync.state.jdbc;

import com.puraify.sync.state.Document;
import com.puraify.sync.state.StateChange;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The documents. Their columns serve to find them; the body is what is read. */
final class DocumentTable {

  private static final int FORM = 1;
  private static final String SELECT =
      "SELECT body FROM sync_documents WHERE sync = ? AND kind = ?";
  private static final String PUT =
      "INSERT INTO sync_documents (sync, kind, id, subject, at, open, body)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (sync, kind, id) DO UPDATE SET subject = excluded.subject,"
          + " at = excluded.at, open = excluded.open, body = excluded.body";

  private final TextSeal seal;

  DocumentTable(TextSeal seal) {
    this.seal = seal;
  }

  Optional<Document> get(Session session, int sync, Document.Kind kind, String id)
      throws SQLException {
    PreparedStatement query = session.prepare(SELECT + " AND id = ?");
    query.setInt(1, sync);
    query.setInt(2, Codes.DOCUMENTS.indexOf(kind));
    query.setBytes(3, ItemKey.of(id));
    return read(query, sync, kind).stream().findFirst();
  }

  List<Document> list(
      Session session,
      int sync,
      Document.Kind kind,
      @Nullable String subject,
      boolean openOnly,
      int limit)
      throws SQLException {
    PreparedStatement query =
        session.prepare(
            SELECT
                + (subject == null ? "" : " AND subject = ?")
                + (openOnly ? " AND open = 1" : "")
                + " ORDER BY at DESC, turn DESC LIMIT ?");
    int at = 1;
    query.setInt(at++, sync);
    query.setInt(at++, Codes.DOCUMENTS.indexOf(kind));
    if (subject != null) {
      query.setBytes(at++, ItemKey.of(subject));
    }
    query.setInt(at, limit);
    return read(query, sync, kind);
  }

  void put(Session session, int sync, List<Document> documents) throws SQLException {
    if (documents.isEmpty()) {
      return;
    }
    PreparedStatement put = session.prepare(PUT);
    for (Document document : documents) {
      put.setInt(1, sync);
      put.setInt(2, Codes.DOCUMENTS.indexOf(document.kind()));
      put.setBytes(3, ItemKey.of(document.id()));
      String subject = document.subject();
      if (subject == null) {
        put.setNull(4, Types.BINARY);
      } else {
        put.setBytes(4, ItemKey.of(subject));
      }
      put.setLong(5, Codes.micros(document.at()));
      put.setInt(6, document.open() ? 1 : 0);
      put.setBytes(7, encode(sync, document));
      put.addBatch();
    }
    put.executeBatch();
  }

  void prune(Session session, int sync, StateChange.PruneDocuments change) throws SQLException {
    PreparedStatement delete =
        session.prepare(
            "DELETE FROM sync_documents WHERE sync = ? AND kind = ? AND at < ? AND open = 0");
    delete.setInt(1, sync);
    delete.setInt(2, Codes.DOCUMENTS.indexOf(change.kind()));
    delete.setLong(3, Codes.micros(change.before()));
    delete.executeUpdate();
  }

  private byte[] encode(int sync, Document document) {
    BinaryWriter out =
        new BinaryWriter(64 + document.id().length() + document.text().length())
            .one(FORM)
            .text(document.id())
            .textOrNull(document.subject())
            .moment(document.at())
            .one(document.open() ? 1 : 0);
    seal.write(out, document.text(), place(sync, document.kind(), document.id()));
    return out.toBytes();
  }

  private List<Document> read(PreparedStatement query, int sync, Document.Kind kind)
      throws SQLException {
    List<Document> documents = new ArrayList<>();
    try (ResultSet found = query.executeQuery()) {
      while (found.next()) {
        BinaryReader in = BinaryReader.version(FORM, found.getBytes(1));
        String id = in.text();
        String subject = in.textOrNull();
        Instant at = in.moment();
        boolean open = in.one() != 0;
        String text = seal.read(in, place(sync, kind, id));
        documents.add(new Document(kind, id, subject, at, open, text));
      }
    }
    return documents;
  }

  private static byte[] place(int sync, Document.Kind kind, String id) {
    return new BinaryWriter(64).number(sync).one(Codes.DOCUMENTS.indexOf(kind)).text(id).toBytes();
  }
}
