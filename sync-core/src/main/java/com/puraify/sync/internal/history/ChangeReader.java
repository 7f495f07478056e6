package com.puraify.sync.internal.history;

import com.puraify.sync.history.Change;
import com.puraify.sync.history.FieldChange;
import com.puraify.sync.internal.report.JournalEntry;
import com.puraify.sync.state.Document;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts journal entries into the words of the public history. */
final class ChangeReader {

  private final FieldNames names;

  ChangeReader(FieldNames names) {
    this.names = names;
  }

  /** Returns the change that a document's entry stands for. */
  Change change(Document document, JournalEntry entry) {
    Change.Kind kind =
        switch (entry.action()) {
          case JournalEntry.CREATE -> Change.Kind.CREATED;
          case JournalEntry.DELETE -> Change.Kind.DELETED;
          default -> Change.Kind.UPDATED;
        };
    Side side = entry.side();
    String other = counterpart(document.subject(), side, entry.id());
    return new Change(
        entry.run(),
        document.at(),
        kind,
        side,
        side == Side.LOCAL ? entry.id() : other,
        side == Side.LOCAL ? other : entry.id(),
        entry.reason(),
        kind == Change.Kind.DELETED ? deleted(entry) : written(entry));
  }

  /** A subject is the local id, a bar, and the remote id; either may have bars of its own. */
  private static @Nullable String counterpart(@Nullable String subject, Side side, String id) {
    if (subject == null) {
      return null;
    }
    if (side == Side.LOCAL) {
      return subject.startsWith(id + "|") ? subject.substring(id.length() + 1) : null;
    }
    return subject.endsWith("|" + id)
        ? subject.substring(0, subject.length() - id.length() - 1)
        : null;
  }

  private List<FieldChange> written(JournalEntry entry) {
    Side side = entry.side();
    Fields before = entry.before();
    List<FieldChange> fields = new ArrayList<>();
    entry
        .after()
        .forEach(
            (id, value) -> {
              JournalEntry.Rule rule = entry.rules().get(id);
              fields.add(
                  new FieldChange(
                      names.of(side, id),
                      before.get(id),
                      value,
                      rule == null ? entry.reason() : rule.name(),
                      rule != null && rule.third() ? null : side.other(),
                      rule == null ? null : rule.local(),
                      rule == null ? null : rule.remote()));
            });
    return fields;
  }

  private List<FieldChange> deleted(JournalEntry entry) {
    Side side = entry.side();
    List<FieldChange> fields = new ArrayList<>();
    entry
        .before()
        .forEach(
            (id, value) ->
                fields.add(
                    new FieldChange(
                        names.of(side, id),
                        value,
                        null,
                        entry.reason(),
                        side.other(),
                        null,
                        null)));
    return fields;
  }

  /** Returns the change of an item that was created together with many others. */
  static Change createdAmongMany(
      Document document,
      String run,
      Side side,
      @Nullable String localId,
      @Nullable String remoteId) {
    return new Change(
        run,
        document.at(),
        Change.Kind.CREATED,
        side,
        localId,
        remoteId,
        "new on the " + side.other().name().toLowerCase(Locale.ROOT) + " side",
        List.of());
  }
}
