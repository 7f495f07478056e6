package com.puraify.sync.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.ArbitraryValues;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ValueJsonLaws {

  @Property
  void everyValue_comesBackAsItWas(@ForAll("values") Value value) {
    String text = ValueJson.write(value).toString();

    // Values are equal across Unicode compositions; their records' texts are not.
    assertThat(ValueJson.read(Json.parse(text))).isEqualTo(value).hasToString(value.toString());
  }

  @Property
  void differentValues_areWrittenDifferently(
      @ForAll("values") Value one, @ForAll("values") Value other) {
    String oneText = ValueJson.write(one).toString();
    String otherText = ValueJson.write(other).toString();

    assertThat(oneText.equals(otherText)).isEqualTo(one.toString().equals(other.toString()));
  }

  @Property
  void fields_comeBackAsTheyWere_inTheirOrder(@ForAll("fields") Fields fields) {
    String text = ValueJson.write(fields).toString();
    Fields read = ValueJson.readFields(Json.parse(text));

    assertThat(read).isEqualTo(fields).hasToString(fields.toString());
    assertThat(read.ids()).isEqualTo(fields.ids());
  }

  @Provide
  Arbitrary<Value> values() {
    return ArbitraryValues.values();
  }

  @Provide
  Arbitrary<Fields> fields() {
    return ArbitraryValues.fields();
  }
}
