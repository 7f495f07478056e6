package com.puraify.sync.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A text that the engine keeps for people: a case, a run's report, a journal entry. The store does
 * not look into it. Immutable.
 *
 * @param kind what it is
 * @param id unique among the sync's documents of that kind
 * @param subject what it speaks of (a link's number, an item), or null
 * @param at when it was made; documents are listed newest first and pruned by age
 * @param open whether it still waits for somebody; never pruned while it does
 * @param text the content
 */
public record Document(
    Kind kind, String id, @Nullable String subject, Instant at, boolean open, String text) {

  /** What a document is. */
  public enum Kind {
    /** A question to a person. */
    CASE,
    /** What a run did. */
    RUN,
    /** A value that was overwritten or deleted, and by which rule. */
    JOURNAL,
    /**
     * What the history knows beyond that: what a run created, what it wrote without having read
     * what was there, and which items were linked once.
     */
    TRACE
  }
}
