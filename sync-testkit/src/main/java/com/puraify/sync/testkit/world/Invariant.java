package com.puraify.sync.testkit.world;

/** What must always hold. The numbers are fixed; messages, tests and commits cite them. */
public enum Invariant {
  /** No person's value is overwritten unless it was seen and decided about. */
  I1_NO_LOST_UPDATE,
  /** An id is in at most one link, and links name items that existed. */
  I2_LINK_BIJECTION,
  /** Nothing is created whose counterpart was there to be found. */
  I3_NO_CREATION_WITHOUT_DECISION,
  /** A create makes one item, however often its answer is lost. */
  I4_EXACTLY_ONCE_CREATION,
  /** A run over an unchanged world writes nothing. */
  I5_IDEMPOTENCE,
  /** Only mapped fields are written, and only with a converted value that the other side held. */
  I6_MAPPING_ROUND_TRIP,
  /** The number of writes is bounded by the number of edits. */
  I7_BOUNDED_WORK,
  /** A delete follows from a known deletion alone, and never hits an unseen edit. */
  I8_DELETE_SAFETY,
  /** A checkpoint passes nothing that was not seen. */
  I9_CURSOR_SOUNDNESS,
  /** Linked items end up equal, and every item that takes part is linked. */
  I10_CONVERGENCE,
  /** One bad item holds up no other; success is said only of a complete run. */
  I11_ISOLATION,
  /** A runner that lost its lease writes nothing more. */
  I12_SINGLE_WRITER,
  /** A run ends, after a number of calls that is linear in what there is. */
  I13_TERMINATION,
  /** Every person's value that was overwritten is in the journal; secrets are nowhere. */
  I14_NOTHING_SILENT,
  /** After a crash everything ends up as it would have without. */
  I15_CRASH_ATOMICITY,
  /** Nothing of one tenant shows at another. */
  I16_TENANT_ISOLATION,
  /** Fields are merged three ways, as the naive model does it. */
  I17_THREE_WAY,
  /** With the sides swapped, the result is swapped. */
  I18_SYMMETRY,
  /** The same seed does the same, twice. */
  I19_DETERMINISM,
  /** Page and batch sizes make no difference to the result. */
  I20_ORDER_INDEPENDENCE,
  /** Conflicts are decided by the policy that is configured. */
  I21_POLICY_FIDELITY,
  /** Items outside the filter are left alone. */
  I22_FILTER_SOUNDNESS,
  /** No window of a declared limit sees more calls than it allows. */
  I23_RATE_SAFETY,
  /** A question blocks its own item alone, and an answer to old facts is no answer. */
  I25_REVIEW_SOUNDNESS,
  /** The engine keeps the rules of the connector SPI, and throws what it documents. */
  CONTRACT;

  /** Returns the short name, such as {@code "I4"}. */
  public String number() {
    int end = name().indexOf('_');
    return end < 0 ? name() : name().substring(0, end);
  }
}
