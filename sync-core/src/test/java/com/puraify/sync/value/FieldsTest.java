package com.puraify.sync.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FieldsTest {

  private static final Value ONE = Value.number(1);
  private static final Value TWO = Value.number(2);

  private final Fields fields = Fields.of("a", ONE, "b", Value.NULL);

  @Test
  void absentAndEmpty_areDifferent() {
    assertThat(fields.get("b")).isEqualTo(Value.NULL);
    assertThat(fields.get("c")).isNull();
    assertThat(fields.mentions("b")).isTrue();
    assertThat(fields.mentions("c")).isFalse();
    assertThat(fields.find("c")).isEmpty();
    assertThat(fields).isNotEqualTo(Fields.of("a", ONE));
  }

  @Test
  void with_replacesInPlace_orAppends() {
    assertThat(fields.with("a", TWO)).isEqualTo(Fields.of("a", TWO, "b", Value.NULL));
    assertThat(fields.with("a", TWO).ids()).containsExactly("a", "b");
    assertThat(fields.with("c", TWO).ids()).containsExactly("a", "b", "c");
    assertThat(fields.get("a")).isEqualTo(ONE);
  }

  @Test
  void with_overlays() {
    assertThat(fields.with(Fields.of("b", TWO, "c", ONE)))
        .isEqualTo(Fields.of("a", ONE, "b", TWO, "c", ONE));
    assertThat(Fields.empty().with(fields)).isEqualTo(fields);
    assertThat(fields.with(Fields.empty())).isEqualTo(fields);
  }

  @Test
  void onlyAndWithout_select() {
    assertThat(fields.only(Set.of("a", "x"))).isEqualTo(Fields.of("a", ONE));
    assertThat(fields.without("a")).isEqualTo(Fields.of("b", Value.NULL));
    assertThat(fields.without("x")).isSameAs(fields);
    assertThat(fields.without("a").without("b").isEmpty()).isTrue();
  }

  @Test
  void equality_isBlindToOrder() {
    Fields other = Fields.of("b", Value.NULL, "a", ONE);

    assertThat(fields).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(fields.ids()).isNotEqualTo(other.ids());
  }

  @Test
  void shapes_areShared_andChangedCopiesLeaveThemAlone() {
    String[] shape = {"a", "b"};
    Fields one = Fields.ofShape(shape, new Value[] {ONE, TWO});
    Fields changed = one.with("a", TWO).with("c", ONE);

    assertThat(one).isEqualTo(Fields.of("a", ONE, "b", TWO));
    assertThat(changed).isEqualTo(Fields.of("a", TWO, "b", TWO, "c", ONE));
    assertThat(shape).containsExactly("a", "b");
  }

  @Test
  void shapes_mustFit() {
    assertThatThrownBy(() -> Fields.ofShape(new String[] {"a"}, new Value[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void copies_keepTheOrderOfInsertion() {
    assertThat(Fields.copyOf(fields.toMap())).isEqualTo(fields);
    assertThat(Fields.builder().put("z", ONE).put("a", ONE).put("z", TWO).build().ids())
        .isEqualTo(List.of("z", "a"));
  }
}
