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
      2c45aa60ff5dc0e5
      da69cecd63012b5f
      d4a04a378e199e89
      c439d9ccacfc727d
      e3a146d74f6b69e9
      31ef0126b786283f
      9a6731a92206eaf6
      8f79151b202f5e32
      2131a68dfe9976a8
      7af4542182cdffa2
      28f98ac1915f4a4c
      e25acf36da4b718
      efe42a806da7a8bd
      47dad228cb410985
      """;
}
