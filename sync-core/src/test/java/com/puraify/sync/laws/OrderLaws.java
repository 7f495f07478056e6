package com.puraify.sync.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.internal.match.Matcher;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** I20: the order in which fields and items come makes no difference. */
@AddLifecycleHook(Cases.class)
class OrderLaws {

  @Property
  void fieldsInAnotherOrder_giveTheSamePlan(@ForAll("linked") Scene scene, @ForAll int order) {
    Scene shuffled =
        scene
            .with(Side.LOCAL, scene.local().with(shuffled(scene.local().fields(), order)))
            .with(Side.REMOTE, scene.remote().with(shuffled(scene.remote().fields(), order + 1)));

    assertThat(Outline.of(shuffled)).isEqualTo(Outline.of(scene));
  }

  @Property
  void mappingInAnotherOrder_givesTheSamePlan(@ForAll("linked") Scene scene, @ForAll int order) {
    scene
        .tryPlan()
        .ifPresent(
            plan -> {
              Scene.Planner other =
                  Scene.Planner.of(scene.rules(), Scenes.shuffled(Column.ALL, order));

              assertThat(Outline.of(scene.plan(other))).isEqualTo(Outline.of(plan));
            });
  }

  @Property
  void itemsInAnotherOrder_findTheSameCounterparts(
      @ForAll("keys") List<Integer> locals,
      @ForAll("keys") List<Integer> remotes,
      @ForAll int order) {
    Matched straight = match(named("l", locals), named("r", remotes));

    assertThat(
            match(
                Scenes.shuffled(named("l", locals), order),
                Scenes.shuffled(named("r", remotes), order + 1)))
        .isEqualTo(straight);
    assertThat(straight).isEqualTo(oneByOne(named("l", locals), named("r", remotes)));
  }

  /** An unlinked item: its name and its match key, 0 for none. */
  private record Candidate(String name, long key) {}

  /** Who matches whom, by name. */
  private record Matched(Set<String> pairs, Set<String> alone, Set<String> unclear) {}

  private static List<Candidate> named(String prefix, List<Integer> keys) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      // keys with the highest bit set are as good as any
      long key = keys.get(i) % 2 == 0 ? keys.get(i) : -keys.get(i);
      candidates.add(new Candidate(prefix + i, key));
    }
    return candidates;
  }

  private static Matched match(List<Candidate> locals, List<Candidate> remotes) {
    Matcher.Matches matches = Matcher.match(candidates(locals), candidates(remotes));
    Set<String> pairs = new TreeSet<>();
    Set<String> alone = new TreeSet<>();
    Set<String> unclear = new TreeSet<>();
    matches
        .pairs()
        .forEach(
            pair -> pairs.add(locals.get(pair.local()).name() + remotes.get(pair.remote()).name()));
    for (int at : matches.localOnly()) {
      alone.add(locals.get(at).name());
    }
    for (int at : matches.remoteOnly()) {
      alone.add(remotes.get(at).name());
    }
    for (Matcher.Ambiguity each : matches.ambiguities()) {
      assertThat(each.locals()).isSorted();
      assertThat(each.remotes()).isSorted();
      each.locals().forEach(at -> unclear.add(locals.get(at).name()));
      each.remotes().forEach(at -> unclear.add(remotes.get(at).name()));
    }
    assertThat(matches.localOnly()).isSorted();
    assertThat(matches.remoteOnly()).isSorted();
    assertThat(matches.pairs().stream().map(Matcher.Pair::local).toList()).isSorted();
    assertThat(2 * pairs.size() + alone.size() + unclear.size())
        .isEqualTo(locals.size() + remotes.size());
    return new Matched(pairs, alone, unclear);
  }

  private static Matcher.Candidates candidates(List<Candidate> some) {
    Matcher.Candidates candidates = new Matcher.Candidates();
    for (int i = 0; i < some.size(); i++) {
      candidates.add(some.get(i).key(), i);
    }
    assertThat(candidates.size()).isEqualTo(some.size());
    return candidates;
  }

  /** The same, said as simply as can be. */
  private static Matched oneByOne(List<Candidate> locals, List<Candidate> remotes) {
    Set<String> pairs = new TreeSet<>();
    Set<String> alone = new TreeSet<>();
    Set<String> unclear = new TreeSet<>();
    Map<Candidate, Side> all = new LinkedHashMap<>();
    locals.forEach(each -> all.put(each, Side.LOCAL));
    remotes.forEach(each -> all.put(each, Side.REMOTE));
    all.forEach(
        (each, side) -> {
          List<Candidate> own = same(side == Side.LOCAL ? locals : remotes, each);
          List<Candidate> others = same(side == Side.LOCAL ? remotes : locals, each);
          if (each.key() == Matcher.NO_KEY || others.isEmpty()) {
            alone.add(each.name());
          } else if (own.size() > 1 || others.size() > 1) {
            unclear.add(each.name());
          } else if (side == Side.LOCAL) {
            pairs.add(each.name() + others.get(0).name());
          }
        });
    return new Matched(pairs, alone, unclear);
  }

  private static List<Candidate> same(List<Candidate> some, Candidate wanted) {
    return some.stream().filter(each -> each.key() == wanted.key()).toList();
  }

  private static Fields shuffled(Fields fields, int order) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (String id : Scenes.shuffled(fields.ids(), order)) {
      values.put(id, fields.find(id).orElseThrow());
    }
    return Fields.copyOf(values);
  }

  @Provide
  Arbitrary<Scene> linked() {
    return Scenes.linked();
  }

  @Provide
  Arbitrary<List<Integer>> keys() {
    return Arbitraries.integers().between(0, 7).list().ofMaxSize(8);
  }
}
