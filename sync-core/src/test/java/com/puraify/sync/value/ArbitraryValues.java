package com.puraify.sync.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.arbitraries.StringArbitrary;

/** Values, fields and field types of every kind, for properties. */
public final class ArbitraryValues {

  private static final int DEPTH = 3;

  private ArbitraryValues() {}

  /** Returns texts with everything that causes trouble in them. */
  public static Arbitrary<String> texts() {
    StringArbitrary any = Arbitraries.strings().ofMaxLength(12);
    StringArbitrary odd =
        Arbitraries.strings()
            .withChars(
                '\0', '\n', '\r', '"', '\\', '/', ' ', '\u00a0', 'é', 'I', 'i', 'ı', 'İ', 'ß')
            .withChars('e', '\u0301', 'ا', 'ש', '한', '\u1112', '\u1161', '\u11ab')
            .ofMaxLength(8);
    return Arbitraries.oneOf(any, odd, Arbitraries.of("", "𝔘𝔫𝔦", "e\u0301", "é"));
  }

  /** Returns decimals of all sizes. */
  public static Arbitrary<BigDecimal> decimals() {
    Arbitrary<BigDecimal> usual = Arbitraries.bigDecimals().ofScale(6);
    Arbitrary<BigDecimal> extreme =
        Combinators.combine(
                Arbitraries.bigIntegers()
                    .between(BigInteger.TEN.pow(150).negate(), BigInteger.TEN.pow(150)),
                Arbitraries.integers().between(-1_000_000, 1_000_000))
            .as(BigDecimal::new);
    Arbitrary<BigDecimal> zeros =
        Arbitraries.integers().between(-9, 9).map(scale -> new BigDecimal(BigInteger.ZERO, scale));
    return Arbitraries.oneOf(usual, extreme, zeros);
  }

  /** Returns points in time, those at the ends of what Java knows among them. */
  public static Arbitrary<Instant> instants() {
    Arbitrary<Instant> any =
        Combinators.combine(
                Arbitraries.longs().between(-100_000_000_000L, 100_000_000_000L),
                Arbitraries.integers().between(0, 999_999_999))
            .as(Instant::ofEpochSecond);
    return Arbitraries.oneOf(any, Arbitraries.of(Instant.MIN, Instant.MAX, Instant.EPOCH));
  }

  /** Returns days, those at the ends of what Java knows among them. */
  public static Arbitrary<LocalDate> days() {
    Arbitrary<LocalDate> any =
        Arbitraries.longs().between(-1_000_000, 5_000_000).map(LocalDate::ofEpochDay);
    return Arbitraries.oneOf(any, Arbitraries.of(LocalDate.MIN, LocalDate.MAX));
  }

  /** Returns values of every kind. */
  public static Arbitrary<Value> values() {
    return Arbitraries.recursive(ArbitraryValues::leaves, ArbitraryValues::nested, 0, DEPTH);
  }

  /** Returns values that hold no others. */
  public static Arbitrary<Value> leaves() {
    return Arbitraries.oneOf(
        List.of(
            Arbitraries.of(Value.NULL, Value.TRUE, Value.FALSE),
            texts().map(Value::text),
            decimals().map(Value::number),
            days().map(Value::day),
            instants().map(Value::moment),
            texts().map(Value::choice),
            texts().map(Value::reference),
            texts().map(Value.Opaque::new)));
  }

  /** Returns fields with any values. */
  public static Arbitrary<Fields> fields() {
    return Arbitraries.maps(texts(), values()).ofMaxSize(5).map(Fields::copyOf);
  }

  /** Returns types of every kind. */
  public static Arbitrary<FieldType> types() {
    Arbitrary<Duration> precisions =
        Arbitraries.of(
            Duration.ZERO,
            Duration.ofNanos(1),
            Duration.ofMillis(1),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofDays(1));
    return Arbitraries.recursive(
        () ->
            Arbitraries.oneOf(
                List.of(
                    Arbitraries.of(true, false).map(FieldType.Bool::new),
                    Combinators.combine(
                            Arbitraries.of(0, 1, FieldType.Num.DOUBLE_DIGITS),
                            Arbitraries.of(0, 2, Integer.MAX_VALUE))
                        .as(FieldType.Num::new),
                    Combinators.combine(Arbitraries.of(true, false), Arbitraries.of(true, false))
                        .as((empty, anyCase) -> new FieldType.Text(100, empty, anyCase)),
                    Arbitraries.just(new FieldType.Day()),
                    precisions.map(FieldType.Moment::new),
                    precisions.map(FieldType.Temporal::new),
                    Arbitraries.of(true, false)
                        .map(yes -> new FieldType.Choice(List.of("open"), true, yes)),
                    Arbitraries.just(new FieldType.Reference("tasks")),
                    Arbitraries.just(new FieldType.Json()))),
        type ->
            Combinators.combine(type, Arbitraries.of(true, false))
                .as((element, ordered) -> new FieldType.Many(element, ordered, 100)),
        0,
        2);
  }

  private static Arbitrary<Value> nested(Arbitrary<Value> inner) {
    return Arbitraries.oneOf(
        inner.list().ofMaxSize(4).map(Value::many),
        Arbitraries.maps(texts(), inner).ofMaxSize(3).map(Value.Struct::new),
        Arbitraries.maps(Arbitraries.of("start", "end"), inner).map(Value.Struct::new));
  }
}
