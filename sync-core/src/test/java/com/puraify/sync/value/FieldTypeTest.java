package com.puraify.sync.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldTypeTest {

  private static final Value DAY = Value.day(LocalDate.of(2025, 7, 25));

  @ParameterizedTest
  @CsvSource({
    "0.1234567890123456, 0.123456789012346",
    "123456789012345678, 123456789012346000",
    "1.00000000000000005, 1",
    "-2.5, -2.5"
  })
  void number_keepsTheDigitsOfItsPlatform(BigDecimal read, BigDecimal kept) {
    FieldType type = new FieldType.Num(FieldType.Num.DOUBLE_DIGITS, Integer.MAX_VALUE);

    assertThat(type.canonical(Value.number(read))).isEqualTo(Value.number(kept));
  }

  @ParameterizedTest
  @CsvSource({"1.005, 1.01", "-1.005, -1.01", "1.004, 1", "5, 5"})
  void number_isRoundedToItsScale(BigDecimal read, BigDecimal kept) {
    FieldType type = new FieldType.Num(0, 2);

    assertThat(type.canonical(Value.number(read))).isEqualTo(Value.number(kept));
  }

  @Test
  void text_withoutDeclarations_staysAsItIs() {
    assertThat(FieldType.text().canonical(Value.text(""))).isEqualTo(Value.text(""));
    assertThat(FieldType.text().canonical(Value.text("a\r\nb"))).isEqualTo(Value.text("a\r\nb"));
  }

  @Test
  void emptyText_isNothing_whereThePlatformCannotTell() {
    FieldType type = new FieldType.Text(100, true);

    assertThat(type.canonical(Value.text(""))).isEqualTo(Value.NULL);
    assertThat(type.canonical(Value.text("a\r\nb\rc"))).isEqualTo(Value.text("a\nb\nc"));
    assertThat(type.canonical(Value.text(" "))).isEqualTo(Value.text(" "));
  }

  @Test
  void text_whoseCaseDoesNotMatter_isTheSameInAnyCase() {
    FieldType type = new FieldType.Text(100, true, true);

    assertThat(type.canonical(Value.text(" Ada@Example.COM ")))
        .isEqualTo(Value.text("ada@example.com"));
    assertThat(type.canonical(Value.text("INFO@example.com")))
        .isEqualTo(Value.text("info@example.com"));
    assertThat(type.canonical(Value.text("  "))).isEqualTo(Value.NULL);
    assertThat(new FieldType.Text(100, true).canonical(Value.text("Ada")))
        .isEqualTo(Value.text("Ada"));
  }

  @Test
  void bool_thatCannotBeEmpty_isFalse() {
    assertThat(new FieldType.Bool(true).canonical(Value.NULL)).isEqualTo(Value.FALSE);
    assertThat(FieldType.bool().canonical(Value.NULL)).isEqualTo(Value.NULL);
  }

  @ParameterizedTest
  @CsvSource({
    "PT1M, 2025-07-25T12:34:56.789Z, 2025-07-25T12:34:00Z",
    "PT1S, 2025-07-25T12:34:56.789Z, 2025-07-25T12:34:56Z",
    "PT0.001S, 2025-07-25T12:34:56.789123Z, 2025-07-25T12:34:56.789Z",
    "PT1M, 1969-12-31T23:59:59.5Z, 1969-12-31T23:59:00Z",
    "PT0.001S, 1969-12-31T23:59:59.9999Z, 1969-12-31T23:59:59.999Z",
    "PT0S, 2025-07-25T12:34:56.789123456Z, 2025-07-25T12:34:56.789123456Z",
  })
  void moment_isCutToItsPrecision(Duration precision, Instant read, Instant kept) {
    assertThat(FieldType.moment(precision).canonical(Value.moment(read)))
        .isEqualTo(Value.moment(kept));
  }

  @Test
  void range_isCutAtBothEnds() {
    FieldType type = new FieldType.Temporal(Duration.ofMinutes(1));

    assertThat(type.canonical(range("2025-07-25T12:00:01Z", "2025-07-25T13:00:59Z")))
        .isEqualTo(range("2025-07-25T12:00:00Z", "2025-07-25T13:00:00Z"));
    assertThat(type.canonical(Value.moment(Instant.parse("2025-07-25T12:00:01Z"))))
        .isEqualTo(Value.moment(Instant.parse("2025-07-25T12:00:00Z")));
    assertThat(type.canonical(DAY)).isEqualTo(DAY);
  }

  @Test
  void range_withoutAnEnd_isItsStart() {
    FieldType type = new FieldType.Temporal(Duration.ofMinutes(1));

    assertThat(type.canonical(new Value.Struct(Map.of("start", DAY)))).isEqualTo(DAY);
    assertThat(type.canonical(new Value.Struct(Map.of("start", DAY, "end", Value.NULL))))
        .isEqualTo(DAY);
  }

  @Test
  void range_withoutEnds_isNothing() {
    FieldType type = new FieldType.Temporal(Duration.ofMinutes(1));

    assertThat(type.canonical(new Value.Struct(Map.of("start", Value.NULL, "end", Value.NULL))))
        .isEqualTo(Value.NULL);
    assertThat(type.canonical(new Value.Struct(Map.of()))).isEqualTo(Value.NULL);
  }

  @Test
  void choice_isComparedAsDeclared() {
    FieldType loose = new FieldType.Choice(List.of("Open"), true, true);

    assertThat(loose.canonical(Value.choice(" OPEN "))).isEqualTo(loose.canonical(choice("open")));
    assertThat(FieldType.choice().canonical(choice("OPEN"))).isNotEqualTo(choice("open"));
    assertThat(loose.canonical(choice("TITLE"))).isEqualTo(choice("title")); // not ı, as in Turkish
  }

  @Test
  void optionFor_findsThePlatformsOwnSpelling() {
    FieldType.Choice loose = new FieldType.Choice(List.of("Open", "To Do "), false, true);

    assertThat(loose.optionFor("open")).isEqualTo("Open");
    assertThat(loose.optionFor("to do")).isEqualTo("To Do ");
    assertThat(loose.optionFor("done")).isNull();
    assertThat(FieldType.choiceOf(List.of("Open")).optionFor("open")).isNull();
    assertThat(FieldType.choiceOf(List.of("Open")).optionFor("Open")).isEqualTo("Open");
  }

  @Test
  void optionFor_isBlindToUnicodeComposition() {
    FieldType.Choice strict = FieldType.choiceOf(List.of("Cafe\u0301"));

    assertThat(strict.optionFor("Café")).isEqualTo("Cafe\u0301");
  }

  @Test
  void optionFor_agreesWithTheCanonicalForm() {
    FieldType.Choice loose = new FieldType.Choice(List.of("i"), false, true);

    assertThat(loose.canonical(choice("ı"))).isNotEqualTo(loose.canonical(choice("i")));
    assertThat(loose.optionFor("ı")).isNull();
  }

  @Test
  void set_ignoresOrderAndRepetition() {
    FieldType type = FieldType.setOf(FieldType.choice());

    assertThat(type.canonical(many(choice("b"), choice("a"), choice("b"))))
        .isEqualTo(type.canonical(many(choice("a"), choice("b"))));
  }

  @Test
  void set_ignoresOrder_whateverTheUnicodeComposition() {
    FieldType type = FieldType.setOf(FieldType.text());

    assertThat(type.canonical(many(Value.text("f"), Value.text("e\u0301"))))
        .isEqualTo(type.canonical(many(Value.text("f"), Value.text("é"))));
  }

  @Test
  void list_keepsOrderAndRepetition() {
    FieldType type = FieldType.listOf(FieldType.choice());
    Value value = many(choice("b"), choice("a"), choice("b"));

    assertThat(type.canonical(value)).isEqualTo(value);
  }

  @Test
  void severalOfNothing_isNothing() {
    FieldType type = FieldType.setOf(new FieldType.Text(100, true));

    assertThat(type.canonical(Value.NULL)).isEqualTo(many());
    assertThat(type.canonical(many(Value.text(""), Value.text("a"))))
        .isEqualTo(many(Value.text("a")));
  }

  @Test
  void valueOfAnotherKind_staysAsItIs() {
    assertThat(FieldType.number().canonical(Value.text("1"))).isEqualTo(Value.text("1"));
    assertThat(FieldType.setOf(FieldType.choice()).canonical(choice("a"))).isEqualTo(choice("a"));
  }

  private static Value choice(String name) {
    return Value.choice(name);
  }

  private static Value many(Value... elements) {
    return Value.many(List.of(elements));
  }

  private static Value range(String start, String end) {
    return new Value.Struct(
        Map.of(
            "start", Value.moment(Instant.parse(start)), "end", Value.moment(Instant.parse(end))));
  }
}
