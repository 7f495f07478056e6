package com.puraify.sync.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BaseTest {

  private static final Base AB = Base.of(List.of("a", "b"), new long[] {1, 2});

  @Test
  void field_matchesItsOwnFingerprintAlone() {
    assertThat(AB.matches("a", 1)).isTrue();
    assertThat(AB.matches("b", 1)).isFalse();
    assertThat(AB.matches("c", 0)).isFalse();
    assertThat(AB.has("b")).isTrue();
    assertThat(AB.has("c")).isFalse();
  }

  @Test
  void likelyPosition_isAHintAndNoMore() {
    assertThat(AB.matches(0, "a", 1)).isTrue();
    assertThat(AB.matches(1, "a", 1)).isTrue();
    assertThat(AB.matches(1, "a", 2)).isFalse();
    assertThat(AB.matches(2, "b", 2)).isTrue();
    assertThat(AB.matches(7, "b", 1)).isFalse();
    assertThat(AB.matches(1, "b", 2)).isTrue();
  }

  @Test
  void with_replacesAndAppends_andLeavesTheOldOneAlone() {
    Map<String, Long> changed = new LinkedHashMap<>();
    changed.put("b", 20L);
    changed.put("c", 30L);
    changed.put("d", 40L);

    Base more = AB.with(changed);

    assertThat(more.fields()).containsExactly("a", "b", "c", "d");
    assertThat(more.fingerprints()).containsExactly(1, 20, 30, 40);
    assertThat(AB.fingerprints()).containsExactly(1, 2);
    assertThat(AB.with(Map.of())).isSameAs(AB);
    assertThat(Base.empty().with(Map.of("x", 9L)).matches("x", 9)).isTrue();
  }

  @Test
  void without_keepsTheOthersAtTheirValues() {
    Base abc = AB.with(Map.of("c", 3L));

    assertThat(abc.without(Set.of("b"))).isEqualTo(Base.of(List.of("a", "c"), new long[] {1, 3}));
    assertThat(abc.without(Set.of("a")).fingerprints()).containsExactly(2, 3);
    assertThat(abc.without(Set.of())).isSameAs(abc);
    assertThat(abc.without(Set.of("x"))).isSameAs(abc);
    assertThat(abc.without(Set.of("a", "b", "c"))).isSameAs(Base.empty());
  }

  @Test
  void fingerprints_areACopy() {
    AB.fingerprints()[0] = 99;

    assertThat(AB.matches("a", 1)).isTrue();
  }

  @Test
  void bases_areEqualByFieldsAndFingerprints() {
    Base same = Base.of(List.of("a", "b"), new long[] {1, 2});

    assertThat(AB).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(AB).isNotEqualTo(Base.of(List.of("a", "b"), new long[] {1, 3}));
    assertThat(AB).isNotEqualTo(Base.of(List.of("a", "c"), new long[] {1, 2}));
    assertThat(AB).isNotEqualTo("Base[a, b]");
    assertThat(AB.hashCode())
        .isNotEqualTo(Base.of(List.of("a", "b"), new long[] {1, 3}).hashCode())
        .isNotEqualTo(Base.of(List.of("a", "c"), new long[] {1, 2}).hashCode());
    assertThat(AB).hasToString("Base[a, b]");
  }

  @Test
  void fieldsAndFingerprints_comeInEqualNumbers() {
    assertThatThrownBy(() -> Base.of(List.of("a"), new long[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 fields, 2");
    assertThat(Base.of(List.of(), new long[0])).isSameAs(Base.empty());
  }
}
