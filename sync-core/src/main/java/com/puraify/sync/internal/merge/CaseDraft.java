package com.puraify.sync.internal.merge;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question that merging raises; it becomes a case when the item is committed.
 *
 * @param id the case's id: the same question has the same id in every run
 * @param kind what is asked
 * @param question the question in a sentence
 * @param localIds the local items that it is about
 * @param remoteIds the remote items that it is about
 * @param field the local field's name, or null
 * @param local the local value in local terms, or null
 * @param remote the remote value in local terms, or null
 * @param state a fingerprint of the state that it is asked about
 */
public record CaseDraft(
    String id,
    Case.Kind kind,
    String question,
    List<String> localIds,
    List<String> remoteIds,
    @Nullable String field,
    @Nullable Value local,
    @Nullable Value remote,
    String state) {

  /** Returns the id of the question about a field of a pair of items. */
  public static String conflictId(String localId, String remoteId, String field) {
    return "conflict|" + localId + "|" + remoteId + "|" + field;
  }

  /** Returns what a case about a pair of items speaks of. */
  public static String subject(String localId, String remoteId) {
    return localId + "|" + remoteId;
  }
}
