package com.puraify.sync.internal.history;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.history.Change;
import com.puraify.sync.history.Explanation;
import com.puraify.sync.history.FieldChange;
import com.puraify.sync.history.FieldExplanation;
import com.puraify.sync.history.FieldExplanation.Why;
import com.puraify.sync.internal.map.KnownPair;
import com.puraify.sync.internal.report.CaseJson;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells why one item is as it is. */
final class Explainer {

  private final StateStore store;
  private final String sync;
  private final List<KnownPair> mapped;
  private final Side side;
  private final String id;

  Explainer(StateStore store, String sync, List<KnownPair> mapped, Side side, String id) {
    this.store = store;
    this.sync = sync;
    this.mapped = mapped;
    this.side = side;
    this.id = id;
  }

  /**
   * Explains.
   *
   * @param link the item's link, or null
   * @param pairs the pairs that it is or was in, the latest first
   * @param changes what was changed of them, newest first
   */
  Explanation explain(@Nullable Link link, Set<StoredHistory.Pair> pairs, List<Change> changes) {
    List<Case> questions = questions();
    String counterpart = pairs.stream().map(pair -> pair.id(side.other())).findFirst().orElse(null);
    Mark mark = store.marks(sync, side, List.of(id)).stream().findFirst().orElse(null);
    Explanation.State state = state(link, mark, pairs, questions);
    List<FieldExplanation> fields = new ArrayList<>();
    if (state != Explanation.State.UNKNOWN) {
      mapped.forEach(pair -> fields.add(field(pair, link, changes, questions)));
    }
    return new Explanation(
        side, id, state, counterpart, text(state, mark, counterpart), fields, questions);
  }

  private List<Case> questions() {
    return store.documents(sync, Document.Kind.CASE, null, true, Integer.MAX_VALUE).stream()
        .map(document -> CaseJson.read(document.text()))
        .filter(each -> (side == Side.LOCAL ? each.localIds() : each.remoteIds()).contains(id))
        .toList();
  }

  private static Explanation.State state(
      @Nullable Link link,
      @Nullable Mark mark,
      Set<StoredHistory.Pair> pairs,
      List<Case> questions) {
    if (link != null) {
      return Explanation.State.LINKED;
    }
    if (mark != null && mark.kind() != Mark.Kind.TOMBSTONE) {
      return Explanation.State.APART;
    }
    if (mark != null || !pairs.isEmpty()) {
      return Explanation.State.GONE;
    }
    return questions.isEmpty() ? Explanation.State.UNKNOWN : Explanation.State.APART;
  }

  private String text(Explanation.State state, @Nullable Mark mark, @Nullable String counterpart) {
    String item = "the " + word(side) + " item '" + id + "' ";
    return switch (state) {
      case LINKED ->
          item + "is linked with the " + word(side.other()) + " item '" + counterpart + "'";
      case GONE ->
          item
              + "is gone, or its counterpart is"
              + (counterpart == null ? "" : "; it was linked with '" + counterpart + "'");
      case UNKNOWN -> item + "was never synced, or so long ago that nothing is kept of it";
      case APART -> item + "has no counterpart: " + (mark == null ? "a case is open" : why(mark));
    };
  }

  private static String why(Mark mark) {
    return switch (mark.kind()) {
      case AMBIGUOUS -> "several items could be it";
      case QUARANTINED -> "the other side refuses to create it";
      case UNLINKED -> "it is to have none (one-way, filtered out, unlinked or held)";
      case TOMBSTONE -> "it is known to be dead";
    };
  }

  private FieldExplanation field(
      KnownPair pair, @Nullable Link link, List<Change> changes, List<Case> questions) {
    String name = pair.name(side);
    Change change = null;
    FieldChange written = null;
    for (Change each : changes) {
      written = each.field(pair.name(each.side())).orElse(null);
      boolean amongMany = each.kind() == Change.Kind.CREATED && each.fields().isEmpty();
      if (each.kind() != Change.Kind.DELETED
          && (written != null || (amongMany && agreed(link, pair)))) {
        change = each;
        break;
      }
    }
    Case question = held(pair, questions);
    Why why;
    if (question != null) {
      why = Why.HELD;
    } else if (change != null) {
      why = change.side() == side ? Why.WRITTEN : Why.OWN;
    } else {
      why = agreed(link, pair) ? Why.UNTOUCHED : Why.NEVER_SYNCED;
    }
    String text = name + ": " + text(why, change, written, question);
    return new FieldExplanation(name, why, change, change == null ? null : written, question, text);
  }

  private boolean agreed(@Nullable Link link, KnownPair pair) {
    return link != null && link.base(side).has(pair.id(side));
  }

  /** Questions about fields name the local one, or the one that a side refuses. */
  private static @Nullable Case held(KnownPair pair, List<Case> questions) {
    for (Case each : questions) {
      String field = each.field();
      if (field == null
          || names(field, pair.localName(), pair.localId())
          || (each.kind() != Case.Kind.CONFLICT
              && names(field, pair.remoteName(), pair.remoteId()))) {
        return each;
      }
    }
    return null;
  }

  private static boolean names(String field, String name, String id) {
    return field.equals(id) || Schema.simplify(field).equals(Schema.simplify(name));
  }

  private String text(
      Why why, @Nullable Change change, @Nullable FieldChange written, @Nullable Case question) {
    return switch (why) {
      case HELD -> "held: " + (question == null ? "" : question.question());
      case WRITTEN, OWN -> change == null ? "" : story(change, written);
      case UNTOUCHED -> "untouched since the items were linked: both held the same";
      case NEVER_SYNCED -> "never synced";
    };
  }

  private String story(Change change, @Nullable FieldChange written) {
    boolean own = change.side() != side;
    StringBuilder text = new StringBuilder();
    text.append(own ? "this side's own value, which run " : "written by run ").append(change.run());
    text.append(own ? " took to the other side" : "").append(" at ").append(change.at());
    if (written == null) {
      return text.append(" when the item was created").toString();
    }
    Side from = written.from();
    if (!own) {
      text.append(
          from == null ? " as the value of neither side" : " from the " + word(from) + " side");
    }
    text.append(written.byPerson() ? ", decided by a person" : ", by rule " + written.rule());
    Value before = written.before();
    if (change.kind() == Change.Kind.CREATED) {
      return text.append("; the item was new").toString();
    }
    return text.append(
            before == null ? "; what it replaced was not read" : "; it replaced " + before)
        .toString();
  }

  private static String word(Side some) {
    return some.name().toLowerCase(Locale.ROOT);
  }
}
