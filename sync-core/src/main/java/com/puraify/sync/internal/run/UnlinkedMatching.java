package com.puraify.sync.internal.run;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.match.Matcher;
import com.puraify.sync.internal.merge.CaseDraft;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Matches the unlinked items of both sides. Confined to one thread, and used once. */
final class UnlinkedMatching {

  private final StateStore store;
  private final String sync;
  private final BoundMapping mapping;
  private final Map<Side, SideSurvey> sides;
  private final Instant now;
  private final Doubts doubts;
  private final List<Matcher.Pair> pairs = new ArrayList<>();
  private final List<Integer> localOnly = new ArrayList<>();
  private final List<Integer> remoteOnly = new ArrayList<>();
  private final List<Work> waiting = new ArrayList<>();

  /**
   * Creates a matching.
   *
   * @param doubts what it is not known of yet if it has a counterpart: where one of several items
   *     with the same key is such an item, they wait
   */
  UnlinkedMatching(
      StateStore store,
      String sync,
      BoundMapping mapping,
      Map<Side, SideSurvey> sides,
      Instant now,
      Doubts doubts) {
    this.store = store;
    this.sync = sync;
    this.mapping = mapping;
    this.sides = sides;
    this.now = now;
    this.doubts = doubts;
  }

  /**
   * If one of an ambiguous group changed or went away, the others may be a match now, or new; and
   * if a person answered, all are needed.
   */
  private void bringGroupsIn(OpenCases cases) {
    for (Case each : cases.ofKind(Case.Kind.AMBIGUOUS_MATCH)) {
      if (each.answer() == null
          && !side(Side.LOCAL).hasNewsOf(each.localIds())
          && !side(Side.REMOTE).hasNewsOf(each.remoteIds())) {
        continue;
      }
      for (Side side : Side.values()) {
        if (side(side).scope() != SideSurvey.Scope.ALL) {
          List<String> ids = side == Side.LOCAL ? each.localIds() : each.remoteIds();
          side(side).lookAtUnlinked(store.marks(sync, side, ids));
        }
      }
    }
  }

  /** Matches by keys, and by what people answered. */
  Matching match(OpenCases cases) {
    bringGroupsIn(cases);
    Matcher.Matches matches =
        Matcher.match(
            side(Side.LOCAL).candidates(side(Side.REMOTE)),
            side(Side.REMOTE).candidates(side(Side.LOCAL)));
    sides.values().forEach(SideSurvey::endReading);
    boolean answered =
        cases.ofKind(Case.Kind.AMBIGUOUS_MATCH).stream().anyMatch(each -> each.answer() != null);
    for (Matcher.Pair pair : matches.pairs()) {
      if (waits(List.of(pair.local()), List.of(pair.remote()))) {
        continue;
      }
      if (answered && areDifferent(pair, cases)) {
        localOnly.add(pair.local());
        remoteOnly.add(pair.remote());
      } else {
        pairs.add(pair);
      }
    }
    List<CaseDraft> questions = new ArrayList<>();
    List<Mark> marks = new ArrayList<>();
    for (Matcher.Ambiguity ambiguity : matches.ambiguities()) {
      if (waits(ambiguity.locals(), ambiguity.remotes())) {
        continue;
      }
      CaseDraft question = question(ambiguity);
      Resolution answer = cases.findFor(question);
      if (answer instanceof Resolution.LinkItems link && link(ambiguity, link)) {
        continue;
      }
      if (answer instanceof Resolution.CreateAll) {
        localOnly.addAll(ambiguity.locals());
        remoteOnly.addAll(ambiguity.remotes());
      } else {
        questions.add(question);
        ambiguity.locals().forEach(at -> marks.add(mark(Side.LOCAL, ambiguity.key(), at)));
        ambiguity.remotes().forEach(at -> marks.add(mark(Side.REMOTE, ambiguity.key(), at)));
      }
    }
    return new Matching(
        pairs,
        with(matches.localOnly(), localOnly),
        with(matches.remoteOnly(), remoteOnly),
        questions,
        marks,
        waiting);
  }

  /**
   * Returns whether items of the same key wait, since it is not known whether one of them has a
   * counterpart; except for those whose counterpart is told when they are sent once more.
   */
  private boolean waits(List<Integer> locals, List<Integer> remotes) {
    List<Work> others = new ArrayList<>();
    List<Integer> localSent = new ArrayList<>();
    List<Integer> remoteSent = new ArrayList<>();
    for (Side side : Side.values()) {
      for (Integer at : side == Side.LOCAL ? locals : remotes) {
        Work.Single single = single(side, at);
        if (doubts.mayMatch(single)) {
          return false;
        }
        if (doubts.tells(single)) {
          (side == Side.LOCAL ? localSent : remoteSent).add(at);
        } else {
          others.add(single);
        }
      }
    }
    if (localSent.isEmpty() && remoteSent.isEmpty() && others.stream().noneMatch(doubts::concern)) {
      return false;
    }
    localOnly.addAll(localSent);
    remoteOnly.addAll(remoteSent);
    waiting.addAll(others);
    return true;
  }

  private Work.Single single(Side side, int position) {
    return new Work.Single(side, item(side, position));
  }

  /**
   * Two that are left of a group are no match if a person said that each of the group is a thing of
   * its own: the run that began to create their counterparts did not get to these.
   */
  private boolean areDifferent(Matcher.Pair pair, OpenCases cases) {
    long key = mapping.matchKey(Side.LOCAL, item(Side.LOCAL, pair.local()).fields());
    return cases.findFor(
            question(new Matcher.Ambiguity(key, List.of(pair.local()), List.of(pair.remote()))))
        instanceof Resolution.CreateAll;
  }

  private static int[] with(int[] some, List<Integer> more) {
    if (more.isEmpty()) {
      return some;
    }
    int[] all = Arrays.copyOf(some, some.length + more.size());
    for (int i = 0; i < more.size(); i++) {
      all[some.length + i] = more.get(i);
    }
    return all;
  }

  /**
   * Two of an ambiguous group are the same; if just one kind of rest is left, it is new.
   *
   * @return false if one of the two is not there any more: that is no answer then
   */
  private boolean link(Matcher.Ambiguity ambiguity, Resolution.LinkItems link) {
    List<Integer> locals = new ArrayList<>(ambiguity.locals());
    List<Integer> remotes = new ArrayList<>(ambiguity.remotes());
    Integer local = at(Side.LOCAL, locals, link.localId());
    Integer remote = at(Side.REMOTE, remotes, link.remoteId());
    if (local == null || remote == null) {
      return false;
    }
    pairs.add(new Matcher.Pair(local, remote));
    locals.remove(local);
    remotes.remove(remote);
    if (locals.isEmpty() || remotes.isEmpty()) {
      localOnly.addAll(locals);
      remoteOnly.addAll(remotes);
    }
    return true;
  }

  private @Nullable Integer at(Side side, List<Integer> positions, String id) {
    for (Integer position : positions) {
      if (item(side, position).id().equals(id)) {
        return position;
      }
    }
    return null;
  }

  private CaseDraft question(Matcher.Ambiguity ambiguity) {
    List<String> locals = ids(Side.LOCAL, ambiguity.locals());
    List<String> remotes = ids(Side.REMOTE, ambiguity.remotes());
    return new CaseDraft(
        "match|" + Long.toHexString(ambiguity.key()),
        Case.Kind.AMBIGUOUS_MATCH,
        locals.size()
            + " local and "
            + remotes.size()
            + " remote items have the same match key; which of them are the same thing?",
        locals,
        remotes,
        null,
        null,
        null,
        String.join(",", locals) + "|" + String.join(",", remotes));
  }

  private List<String> ids(Side side, List<Integer> positions) {
    return positions.stream().map(position -> item(side, position).id()).sorted().toList();
  }

  private Mark mark(Side side, long key, int position) {
    return new Mark(side, item(side, position).id(), Mark.Kind.AMBIGUOUS, key, 0, false, now);
  }

  private Item item(Side side, int position) {
    return side(side).log().item(position);
  }

  private SideSurvey side(Side side) {
    return Objects.requireNonNull(sides.get(side));
  }
}
