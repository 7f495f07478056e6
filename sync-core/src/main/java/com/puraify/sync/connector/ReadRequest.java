package com.puraify.sync.connector;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which page to read. Immutable.
 *
 * @param scope whether everything is read, or what changed
 * @param since for {@link Scope#CHANGES}, the checkpoint to start from; else null
 * @param token what the page before gave as its {@link Page.More#token}, null for the first page
 * @param fields the ids of the fields that are wanted; none means that just the ids matter
 */
public record ReadRequest(
    Scope scope, @Nullable String since, @Nullable String token, Set<String> fields) {

  /** What a read covers. */
  public enum Scope {
    /** Every item of the entity. */
    ALL,
    /** What changed since a checkpoint. Asked only of {@link Capabilities#incremental} entities. */
    CHANGES
  }

  /** Copies the fields. */
  public ReadRequest {
    fields = Set.copyOf(fields);
  }

  /** Returns the request for the first page of everything. */
  public static ReadRequest all(Set<String> fields) {
    return new ReadRequest(Scope.ALL, null, null, fields);
  }

  /** Returns the request for the first page of what changed since a checkpoint. */
  public static ReadRequest changes(String since, Set<String> fields) {
    return new ReadRequest(Scope.CHANGES, since, null, fields);
  }

  /** Returns the request for the page after one. */
  public ReadRequest next(Page.More more) {
    return new ReadRequest(scope, since, more.token(), fields);
  }
}
