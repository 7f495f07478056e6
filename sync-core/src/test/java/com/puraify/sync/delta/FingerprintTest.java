package com.puraify.sync.delta;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Stores hold fingerprints for years; another way to take them would make everything a change. */
class FingerprintTest {

  private final DeltaDetector detector =
      DeltaDetector.of(
          List.of(Field.of("a", FieldType.text()), Field.of("b", FieldType.text())), 7);

  @Test
  void fingerprints_stayWhatTheyAre() {
    StringBuilder all = new StringBuilder();
    for (Value value :
        List.of(
            Value.NULL,
            Value.TRUE,
            Value.number(1),
            Value.number(BigDecimal.valueOf(Long.MAX_VALUE)),
            Value.number(BigDecimal.valueOf(Long.MIN_VALUE)),
            Value.number(new BigDecimal(BigInteger.TWO.pow(80), 3)),
            Value.text("é"),
            Value.day(LocalDate.of(2026, 3, 29)),
            Value.moment(Instant.parse("2026-03-29T01:30:00.123456789Z")),
            Value.choice("open"),
            Value.reference("r1"),
            new Value.Opaque("{}"),
            Value.many(List.of(Value.text("x"), Value.number(2))),
            new Value.Struct(Map.of("start", Value.NULL, "end", Value.text("x"))))) {
      all.append(Long.toHexString(detector.fingerprint("a", value))).append('\n');
    }

    assertThat(all).hasToString(GOLDEN);
    assertThat(detector.tracked()).containsExactly("a", "b");
  }

  private static final String GOLDEN =
      """
      82d30f30c62d777b
      dfdda8290446dcff
      a0a13e434edc76ec
      5276d2907a5c6a10
      ab3784d322590070
      dd64041392ac7122
      21f3cb7266f8b4f
      414e190900afac68
      312d3f934b3779f0
      9fcf1bfa7974b7f6
      4d5d42ccf07d3835
      fb987892c1979689
      a65a20557977f7fe
      e65b3c7d98fd9b6c
      """;
}
