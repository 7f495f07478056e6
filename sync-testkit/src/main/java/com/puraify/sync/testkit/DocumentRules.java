package com.puraify.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.state.Document;
import com.puraify.sync.state.StateChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Documents. */
abstract class DocumentRules extends MemoRules {

  private static final Document.Kind CASE = Document.Kind.CASE;
  private static final Document.Kind RUN = Document.Kind.RUN;
  private static final Document.Kind JOURNAL = Document.Kind.JOURNAL;

  @Test
  void DOCUMENT_1_document_isFoundByKindAndId_andReplaced() throws Exception {
    Document open = new Document(CASE, "1", "link 5", NOW, true, "which one?");
    Document other = new Document(RUN, "1", null, NOW.plusSeconds(1), false, "");
    commit("s", put(open), put(other));
    reopened();
    assertThat(store().document("s", CASE, "1")).contains(open);
    assertThat(store().document("s", RUN, "1")).contains(other);
    assertThat(store().document("s", JOURNAL, "1")).isEmpty();
    assertThat(store().document("t", CASE, "1")).isEmpty();
    Document settled = new Document(CASE, "1", null, NOW, false, "the left one");
    commit("s", put(settled));
    assertThat(store().document("s", CASE, "1")).contains(settled);
    assertThat(list(CASE, "link 5", false, 9)).isEmpty();
  }

  @Test
  void DOCUMENT_1_everyKind_isKeptApart() throws Exception {
    for (Document.Kind kind : Document.Kind.values()) {
      commit("s", put(new Document(kind, "same", "x", NOW, false, kind.name())));
    }
    reopened();
    for (Document.Kind kind : Document.Kind.values()) {
      assertThat(list(kind, "x", false, 9)).extracting(Document::text).containsExactly(kind.name());
    }
  }

  @Test
  void DOCUMENT_2_documents_comeNewestFirst_ofOneMomentTheLastPutFirst() {
    List<Document> put = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      put.add(document(RUN, "z" + (9 - i), NOW));
    }
    put.add(document(RUN, "newest", NOW.plusNanos(1000)));
    put.add(document(RUN, "oldest", NOW.minusNanos(1000)));
    store().commit(lease("s"), put.stream().map(StateStoreFixture::put).toList());
    List<Document> expected = new ArrayList<>(put.subList(0, 5));
    Collections.reverse(expected);
    expected.add(0, put.get(5));
    expected.add(put.get(6));
    assertThat(list(RUN, null, false, 100)).isEqualTo(expected);
    assertThat(list(RUN, null, false, 3)).isEqualTo(expected.subList(0, 3));
    assertThat(list(RUN, null, false, 0)).isEmpty();
    assertThat(list(CASE, null, false, 100)).isEmpty();
  }

  @Test
  void DOCUMENT_1_replacedDocument_movesToItsNewTime() {
    commit("s", put(document(RUN, "a", NOW)), put(document(RUN, "b", NOW.plusSeconds(1))));
    commit("s", put(document(RUN, "a", NOW.plusSeconds(2))));
    assertThat(list(RUN, null, false, 9)).extracting(Document::id).containsExactly("a", "b");
  }

  @Test
  void DOCUMENT_2_documents_areFilteredBySubjectAndByOpenness() {
    Document one = new Document(CASE, "1", "x", NOW, true, "");
    Document two = new Document(CASE, "2", "x", NOW.plusSeconds(1), false, "");
    Document three = new Document(CASE, "3", "X", NOW.plusSeconds(2), true, "");
    Document four = new Document(CASE, "4", null, NOW.plusSeconds(3), true, "");
    commit("s", put(one), put(two), put(three), put(four));
    assertThat(list(CASE, "x", false, 9)).containsExactly(two, one);
    assertThat(list(CASE, "x", true, 9)).containsExactly(one);
    assertThat(list(CASE, null, true, 9)).containsExactly(four, three, one);
    assertThat(list(CASE, null, true, 1)).containsExactly(four);
    assertThat(list(CASE, "", false, 9)).isEmpty();
  }

  @Test
  void DOCUMENT_3_pruning_removesOldOnes_butNeverOpenOnes() {
    Document open = new Document(CASE, "open", null, Instant.EPOCH, true, "");
    Document old = document(CASE, "old", NOW.minusNanos(1000));
    Document young = document(CASE, "young", NOW);
    Document journal = document(JOURNAL, "j", Instant.EPOCH);
    commit("s", put(open), put(old), put(young), put(journal));
    commit("t", put(old));
    commit("s", new StateChange.PruneDocuments(CASE, NOW));
    assertThat(list(CASE, null, false, 9)).containsExactly(young, open);
    assertThat(list(JOURNAL, null, false, 9)).containsExactly(journal);
    assertThat(store().document("t", CASE, "old")).contains(old);
    assertThat(store().document("s", CASE, "old")).isEmpty();
  }

  @Test
  void COMMIT_3_pruning_takesItsPlaceInTheOrderOfACommit() {
    StateChange prune = new StateChange.PruneDocuments(RUN, NOW);
    commit(
        "s",
        put(document(RUN, "before", Instant.EPOCH)),
        prune,
        put(document(RUN, "after", Instant.EPOCH)));
    assertThat(list(RUN, null, false, 9)).extracting(Document::id).containsExactly("after");
    commit("s", new StateChange.PruneDocuments(RUN, Instant.MAX));
    assertThat(list(RUN, null, false, 9)).isEmpty();
  }

  @Test
  void COMMIT_7_oddAndLargeDocuments_comeBackUnchanged() throws Exception {
    List<Document> documents = new ArrayList<>();
    for (String odd : ODD_IDS) {
      documents.add(new Document(JOURNAL, odd, odd, NOW, false, odd));
    }
    documents.add(new Document(JOURNAL, "large", null, NOW, true, "\u00fc\u0000".repeat(500_000)));
    store().commit(lease("s"), documents.stream().map(StateStoreFixture::put).toList());
    reopened();
    Collections.reverse(documents);
    assertThat(list(JOURNAL, null, false, 99)).isEqualTo(documents);
    for (String odd : ODD_IDS) {
      assertThat(list(JOURNAL, odd, false, 99)).extracting(Document::id).containsExactly(odd);
    }
  }

  private List<Document> list(
      Document.Kind kind, @Nullable String subject, boolean openOnly, int limit) {
    return store().documents("s", kind, subject, openOnly, limit);
  }
}
