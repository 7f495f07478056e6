package com.puraify.sync.testkit.world;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.value.Value;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * I25: what a person answered is applied only to the values that the question named.
 *
 * <p>That a question blocks nothing but its own item is checked with I10.
 */
final class I25ReviewSoundness extends Checker {

  I25ReviewSoundness(SimulatedWorld world) {
    super(world, Invariant.I25_REVIEW_SOUNDNESS);
  }

  @Override
  void committed(@Nullable RunRecord run, List<StateChange> changes) {
    for (StateChange change : changes) {
      if (change instanceof StateChange.PutDocument put
          && put.document().kind() == Document.Kind.JOURNAL
          && put.document().text().contains("\"rule\":\"person\"")) {
        world.coverage().count("I25 answers applied");
        if (history().answers().stream().noneMatch(answer -> fits(put.document(), answer))) {
          fail("an answer was applied that nobody gave: " + put.document().text());
        }
      }
    }
  }

  private static boolean fits(Document entry, Map.Entry<Case, Resolution> answer) {
    Case question = answer.getKey();
    return question.kind() == Case.Kind.CONFLICT
        && question.localIds().stream().anyMatch(id -> names(entry, id))
        && mentions(entry, question, question.local())
        && mentions(entry, question, question.remote());
  }

  private static boolean names(Document entry, String id) {
    return String.valueOf(entry.subject()).startsWith(id + "|");
  }

  /** Choices and references go by other names in the journal: values in each side's own terms. */
  private static boolean mentions(Document entry, Case question, @Nullable Value value) {
    return value == null
        || value.isNull()
        || value instanceof Value.Reference
        || Column.STATUS.name(com.puraify.sync.value.Side.LOCAL).equals(question.field())
        || Normalizer.normalize(entry.text(), Normalizer.Form.NFC).contains(Contents.plain(value));
  }
}
