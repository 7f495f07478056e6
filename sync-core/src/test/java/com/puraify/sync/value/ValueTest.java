package com.puraify.sync.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTest {

  @ParameterizedTest
  @CsvSource({"1, 1.0", "0, 0.000", "0, -0E+7", "100, 1E+2", "-12.50, -12.5"})
  void numbers_areEqualByTheirSize(BigDecimal one, BigDecimal other) {
    assertThat(Value.number(one))
        .isEqualTo(Value.number(other))
        .hasSameHashCodeAs(Value.number(other));
  }

  @Test
  void texts_areEqualInNormalFormC_andKeptAsRead() {
    Value.Text decomposed = new Value.Text("Cafe\u0301");

    assertThat(decomposed).isEqualTo(new Value.Text("Café"));
    assertThat(decomposed).hasSameHashCodeAs(new Value.Text("Café"));
    assertThat(decomposed.value()).isEqualTo("Cafe\u0301");
    assertThat(decomposed).isNotEqualTo(new Value.Text("Cafe"));
  }

  @Test
  void compatibilityForms_areDifferentTexts() {
    assertThat(Value.text("ﬁ")).isNotEqualTo(Value.text("fi"));
    assertThat(Value.text("a")).isNotEqualTo(Value.text("A"));
  }

  @Test
  void choices_areNormalized() {
    assertThat(Value.choice("Cafe\u0301")).isEqualTo(Value.choice("Café"));
  }

  @Test
  void nullReference_isNothing_andTheEmptyTextIsNot() {
    assertThat(Value.text(null)).isEqualTo(Value.NULL);
    assertThat(Value.number((BigDecimal) null)).isEqualTo(Value.NULL);
    assertThat(Value.text("").isNull()).isFalse();
    assertThat(Value.NULL.isNull()).isTrue();
  }

  @Test
  void kinds_areNeverEqual() {
    assertThat(Value.text("a")).isNotEqualTo(Value.choice("a"));
    assertThat(Value.reference("a")).isNotEqualTo(Value.choice("a"));
    assertThat(Value.many(List.of())).isNotEqualTo(Value.NULL);
  }

  @Test
  void many_dropsEmptyElements_andCopies() {
    List<Value> elements = new ArrayList<>(List.of(Value.TRUE, Value.NULL));
    Value.Many many = (Value.Many) Value.many(elements);
    elements.clear();

    assertThat(many.elements()).containsExactly(Value.TRUE);
    assertThatThrownBy(() -> many.elements().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void struct_sortsItsParts_andCopies() {
    Map<String, Value> parts = new HashMap<>(Map.of("start", Value.TRUE, "end", Value.FALSE));
    Value.Struct struct = new Value.Struct(parts);
    parts.clear();

    assertThat(struct.parts().keySet()).containsExactly("end", "start");
    assertThatThrownBy(() -> struct.parts().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
