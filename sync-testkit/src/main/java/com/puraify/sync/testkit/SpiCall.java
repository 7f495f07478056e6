package com.puraify.sync.testkit;

import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Write;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call that an engine makes to a {@link MemoryEntity}. Immutable.
 *
 * @param entity the entity's id
 * @param kind what it asks for
 * @param number which of this entity's calls it is, counted from 1
 * @param request for {@link Kind#READ}, the page that is asked for; else null
 * @param ids for {@link Kind#LOOKUP}, the ids that are asked for; else none
 * @param batch for writes, what is to be written; else none
 */
public record SpiCall(
    String entity,
    Kind kind,
    long number,
    @Nullable ReadRequest request,
    List<String> ids,
    List<? extends Write> batch) {

  /** Copies the lists. */
  public SpiCall {
    ids = List.copyOf(ids);
    batch = List.copyOf(batch);
  }

  /** What a call asks for. */
  public enum Kind {
    /** Opening the entity. */
    OPEN,
    /** The schema. */
    SCHEMA,
    /** A page. */
    READ,
    /** Items by their ids. */
    LOOKUP,
    /** Items by their content. */
    FIND,
    /** New items. */
    CREATE,
    /** New values. */
    UPDATE,
    /** Removals. */
    DELETE;

    /** Returns whether the call writes. */
    public boolean isWrite() {
      return this == CREATE || this == UPDATE || this == DELETE;
    }
  }

  /** Returns a short description, the same in every run: {@code "Tasks#12 CREATE of 3"}. */
  @Override
  public String toString() {
    int size = Math.max(ids.size(), batch.size());
    return entity + "#" + number + " " + kind + (size > 0 ? " of " + size : "");
  }
}
