package com.puraify.sync.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FieldTypeLaws {

  @Property
  void canonical_isItsOwnCanonicalForm(@ForAll("types") FieldType type, @ForAll("values") Value v) {
    Value once = type.canonical(v);

    assertThat(type.canonical(once)).isEqualTo(once);
  }

  @Property
  void equalValues_haveEqualCanonicalForms(
      @ForAll("types") FieldType type, @ForAll("values") Value value) {
    Value recomposed = recompose(value);

    assertThat(recomposed).isEqualTo(value).hasSameHashCodeAs(value);
    assertThat(type.canonical(recomposed)).isEqualTo(type.canonical(value));
  }

  @Property
  void sets_areBlindToOrder(
      @ForAll("types") FieldType element, @ForAll("lists") List<Value> values, @ForAll Random by) {
    FieldType type = FieldType.setOf(element);
    List<Value> shuffled = new ArrayList<>(values);
    Collections.shuffle(shuffled, by);

    assertThat(type.canonical(Value.many(shuffled))).isEqualTo(type.canonical(Value.many(values)));
  }

  @Provide
  Arbitrary<FieldType> types() {
    return ArbitraryValues.types();
  }

  @Provide
  Arbitrary<Value> values() {
    return ArbitraryValues.values();
  }

  @Provide
  Arbitrary<List<Value>> lists() {
    return ArbitraryValues.values().list().ofMaxSize(5);
  }

  /** Returns an equal value whose texts are decomposed. */
  private static Value recompose(Value value) {
    if (value instanceof Value.Text text) {
      return Value.text(Normalizer.normalize(text.value(), Normalizer.Form.NFD));
    }
    if (value instanceof Value.Many many) {
      return Value.many(many.elements().stream().map(FieldTypeLaws::recompose).toList());
    }
    return value;
  }
}
