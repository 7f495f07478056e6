package com.puraify.sync.internal.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.internal.match.Matcher.Candidates;
import com.puraify.sync.internal.match.Matcher.Matches;
import org.junit.jupiter.api.Test;

/** What the laws leave out: many items, and positions that do not come in order. */
class MatcherTest {

  @Test
  void manyItems_outgrowTheFirstArrays() {
    Candidates locals = new Candidates();
    Candidates remotes = new Candidates();
    for (int i = 0; i < 700; i++) {
      locals.add(i + 1, i);
      remotes.add(i < 300 ? i + 1 : 10_000 + i, i);
    }

    Matches matches = Matcher.match(locals, remotes);

    assertThat(matches.pairs()).hasSize(300);
    assertThat(matches.localOnly()).hasSize(400).isSorted().contains(300, 699);
    assertThat(matches.remoteOnly()).hasSize(400).isSorted().contains(300, 699);
  }

  @Test
  void positions_areAscending_whateverOrderTheyCameIn() {
    Candidates backwards = new Candidates();
    for (int position = 5; position >= 0; position--) {
      backwards.add(7, position);
    }
    Candidates one = new Candidates();
    one.add(7, 0);

    assertThat(Matcher.match(backwards, new Candidates()).localOnly())
        .containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(Matcher.match(backwards, one).ambiguities().get(0).locals())
        .containsExactly(0, 1, 2, 3, 4, 5);
  }
}
