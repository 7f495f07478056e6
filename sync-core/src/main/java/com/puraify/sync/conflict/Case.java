package com.puraify.sync.conflict;

import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A question that waits for a person. Immutable.
 *
 * @param sync the id of the sync that asks
 * @param id unique within the sync; the same question asked again has the same id
 * @param kind what is asked
 * @param openedAt when it was first asked
 * @param question the question in a sentence
 * @param localIds the local items that it is about
 * @param remoteIds the remote items that it is about
 * @param field the local field's name, of a conflict about a field
 * @param local the local value in local terms, of a conflict about a field
 * @param remote the remote value in local terms, of a conflict about a field
 * @param state a fingerprint of the state that it was asked about; an answer counts only for it
 * @param answer what was answered, to take effect in the next run
 */
public record Case(
    String sync,
    String id,
    Kind kind,
    Instant openedAt,
    String question,
    List<String> localIds,
    List<String> remoteIds,
    @Nullable String field,
    @Nullable Value local,
    @Nullable Value remote,
    String state,
    @Nullable Resolution answer) {

  /** What is asked. */
  public enum Kind {
    /** Both sides changed the same thing. Answers: take, use (fields only), ignore. */
    CONFLICT,
    /** Several items could be the same thing. Answers: link, createAll, ignore. */
    AMBIGUOUS_MATCH,
    /** A safety limit was reached. Answers: approve. */
    GUARD,
    /** The platform refuses an item. Answers: retry. */
    QUARANTINE,
    /** A field keeps flipping. Answers: retry. */
    OSCILLATION,
    /** It is not known whether an item was created. Answers: retry, link. */
    DOUBTFUL_CREATE
  }

  /** Copies the lists. */
  public Case {
    localIds = List.copyOf(localIds);
    remoteIds = List.copyOf(remoteIds);
  }

  /** Returns the value of a side, of a conflict about a field. */
  public Optional<Value> value(Side side) {
    return Optional.ofNullable(side == Side.LOCAL ? local : remote);
  }

  /** Returns this case with an answer. */
  public Case answered(@Nullable Resolution resolution) {
    return new Case(
        sync,
        id,
        kind,
        openedAt,
        question,
        localIds,
        remoteIds,
        field,
        local,
        remote,
        state,
        resolution);
  }
}
