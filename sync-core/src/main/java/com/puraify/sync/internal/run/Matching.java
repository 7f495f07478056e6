package com.puraify.sync.internal.run;

import com.puraify.sync.internal.match.Matcher;
import com.puraify.sync.internal.merge.CaseDraft;
import com.puraify.sync.state.Mark;
import com.puraify.sync.value.Side;
import java.util.List;

/**
 * What came of matching unlinked items, which are named by their positions in the sides' logs.
 *
 * @param pairs those that are the same thing
 * @param localOnly local ones without a counterpart
 * @param remoteOnly remote ones without a counterpart
 * @param questions what people have to say first
 * @param marks what is to be remembered of those that people are asked about
 * @param waiting what is left alone because of creates in doubt
 */
@SuppressWarnings("ArrayRecordComponent") // a million boxed numbers would not fit
record Matching(
    List<Matcher.Pair> pairs,
    int[] localOnly,
    int[] remoteOnly,
    List<CaseDraft> questions,
    List<Mark> marks,
    List<Work> waiting) {

  /** Returns the positions of a side's items without a counterpart. */
  int[] only(Side side) {
    return side == Side.LOCAL ? localOnly : remoteOnly;
  }
}
