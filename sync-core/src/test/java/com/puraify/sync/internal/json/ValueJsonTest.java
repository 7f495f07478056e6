package com.puraify.sync.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.StateException;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueJsonTest {

  @Test
  void forms_areAsDocumented() {
    Fields fields =
        Fields.builder()
            .put("null", Value.NULL)
            .put("bool", Value.TRUE)
            .put("number", Value.number(new BigDecimal("-12.50")))
            .put("long", Value.number(new BigDecimal("1E+4000")))
            .put("text", Value.text("a"))
            .put("day", Value.day(LocalDate.of(2025, 7, 25)))
            .put("moment", Value.moment(Instant.parse("2025-07-25T12:00:00.5Z")))
            .put("choice", Value.choice("To do"))
            .put("reference", Value.reference("p-1"))
            .put("many", Value.many(List.of(Value.choice("x"), Value.number(1))))
            .put("struct", new Value.Struct(Map.of("start", Value.day(LocalDate.EPOCH))))
            .put("opaque", new Value.Opaque("{\"a\":1}"))
            .build();

    assertThat(ValueJson.write(fields))
        .hasToString(
            "{\"null\":null,\"bool\":true,\"number\":-12.5,\"long\":{\"n\":\"1E+4000\"},"
                + "\"text\":\"a\",\"day\":{\"d\":\"2025-07-25\"},"
                + "\"moment\":{\"m\":\"2025-07-25T12:00:00.500Z\"},\"choice\":{\"c\":\"To do\"},"
                + "\"reference\":{\"r\":\"p-1\"},\"many\":[{\"c\":\"x\"},1],"
                + "\"struct\":{\"s\":{\"start\":{\"d\":\"1970-01-01\"}}},"
                + "\"opaque\":{\"j\":\"{\\\"a\\\":1}\"}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"x\":\"1\"}",
        "{\"d\":\"1\",\"m\":\"2\"}",
        "{\"d\":\"tomorrow\"}",
        "{\"m\":1}",
        "{\"n\":\"one\"}",
        "{\"s\":[]}",
        "[{}]",
      })
  void whatWasNeverWritten_isRefused(String json) {
    assertThatThrownBy(() -> ValueJson.read(Json.parse(json))).isInstanceOf(StateException.class);
  }

  @Test
  void fieldsThatAreNoObject_areRefused() {
    assertThatThrownBy(() -> ValueJson.readFields(Json.array())).isInstanceOf(StateException.class);
    assertThatThrownBy(() -> ValueJson.read(Json.MISSING)).isInstanceOf(StateException.class);
  }
}
