package com.puraify.sync.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.error.MappingException;
import com.puraify.sync.internal.map.BoundField;
import com.puraify.sync.internal.map.MappingBinder;
import com.puraify.sync.internal.map.ReferenceTable;
import com.puraify.sync.internal.merge.FieldPlan;
import com.puraify.sync.internal.merge.ItemPlan;
import com.puraify.sync.mapping.ConversionException;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.value.ArbitraryValues;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** I6: what is put is what is got, and what is not mapped or was not read stays as it is. */
@AddLifecycleHook(Cases.class)
class MappingLaws {

  private static final FieldType TEXT = FieldType.text();
  private static final Map<Tuple2<FieldType, FieldType>, Optional<BoundField>> BOUND =
      new HashMap<>();

  private static final MappingBinder.Settings SETTINGS =
      MappingBinder.Settings.first(
          "laws",
          Direction.BOTH,
          ConflictStrategy.preferLocal(),
          new EntityKey("one", "account", "items"),
          new EntityKey("other", "account", "items"),
          7);

  /** Every type, each with what a platform holds in it. */
  private static final List<Tuple2<FieldType, Arbitrary<Value>>> TYPES =
      List.of(
          Tuple.of(TEXT, texts()),
          Tuple.of(new FieldType.Text(2_000, true), texts()),
          Tuple.of(FieldType.bool(), Arbitraries.of(Value.TRUE, Value.FALSE, Value.NULL)),
          Tuple.of(new FieldType.Bool(true), Arbitraries.of(Value.TRUE, Value.FALSE)),
          Tuple.of(FieldType.number(), numbers()),
          Tuple.of(new FieldType.Num(15, 2), numbers()),
          Tuple.of(FieldType.day(), days()),
          Tuple.of(FieldType.moment(Duration.ofMillis(1)), moments()),
          Tuple.of(new FieldType.Temporal(Duration.ofMinutes(1)), temporals()),
          Tuple.of(FieldType.choice(), choices()),
          Tuple.of(new FieldType.Choice(List.of("Open"), true, true), choices()),
          Tuple.of(new FieldType.Reference(FieldType.Reference.PEOPLE), references()),
          Tuple.of(FieldType.setOf(FieldType.choice()), several(choices())),
          Tuple.of(FieldType.listOf(FieldType.text()), several(texts())),
          Tuple.of(
              FieldType.setOf(new FieldType.Reference(FieldType.Reference.PEOPLE)),
              several(references())),
          Tuple.of(new FieldType.Json(), documents()));

  /** Two types, and a value of the remote one. */
  record Sample(FieldType local, FieldType remote, Value value) {}

  @Property
  void compatibility_isMutual(@ForAll("samples") Sample sample) {
    assertThat(bound(sample.local(), sample.remote()).isPresent())
        .isEqualTo(bound(sample.remote(), sample.local()).isPresent());
  }

  @Property
  void putGetPut_isPut(@ForAll("samples") Sample sample) {
    bound(sample.local(), sample.remote())
        .ifPresent(
            field -> {
              Optional<Value> local = to(field, Side.LOCAL, sample.value());
              if (local.isPresent()) {
                Value remote = field.convert(Side.REMOTE, local.get(), ReferenceTable.EMPTY);
                Value again = field.convert(Side.LOCAL, remote, ReferenceTable.EMPTY);

                assertThat(sample.local().canonical(again))
                    .isEqualTo(sample.local().canonical(local.get()));
                assertThat(field.same(local.get(), sample.value(), ReferenceTable.EMPTY)).isTrue();
              }
            });
  }

  @Property
  void whatATextCarries_comesBackWhole(@ForAll("samples") Sample sample) {
    BoundField field = bound(TEXT, sample.remote()).orElseThrow();
    to(field, Side.LOCAL, sample.remote().canonical(sample.value()))
        .ifPresent(
            text ->
                assertThat(
                        sample
                            .remote()
                            .canonical(field.convert(Side.REMOTE, text, ReferenceTable.EMPTY)))
                    .isEqualTo(sample.remote().canonical(sample.value())));
  }

  @Property
  void valueOfTheSameType_passesUnchanged(@ForAll("samples") Sample sample) {
    BoundField field = bound(sample.remote(), sample.remote()).orElseThrow();

    assertThat(
            sample
                .remote()
                .canonical(field.convert(Side.LOCAL, sample.value(), ReferenceTable.EMPTY)))
        .isEqualTo(sample.remote().canonical(sample.value()));
  }

  @Property
  void textThatIsNoListOfTexts_isRefusedRatherThanCutDown(@ForAll("documents") Value document) {
    BoundField field =
        bound(FieldType.setOf(FieldType.choice()), new FieldType.Json()).orElseThrow();
    Optional<Value> list = to(field, Side.LOCAL, document);

    list.ifPresent(
        got ->
            assertThat(((Value.Many) got).elements())
                .hasSize(
                    document.isNull()
                        ? 0
                        : com.puraify.sync.connector.Json.parse(((Value.Opaque) document).json())
                            .elements()
                            .size()));
  }

  @Example
  void numberOfAnySize_isWrittenDownWithoutItsZeros() {
    BoundField field = bound(TEXT, FieldType.number()).orElseThrow();
    Value huge = Value.number(new BigDecimal("1E+999999999"));

    Value text = field.convert(Side.LOCAL, huge, ReferenceTable.EMPTY);

    assertThat(text).isEqualTo(Value.text("1E+999999999"));
    assertThat(field.convert(Side.REMOTE, text, ReferenceTable.EMPTY)).isEqualTo(huge);
  }

  @Example
  void numberColumn_carriesReferences() {
    BoundField field =
        MappingBinder.bind(
                SchemaMapping.builder().field("a", "b").build(),
                SETTINGS,
                Schema.of("locals", Field.of("a", FieldType.number())),
                Schema.of(
                    "remotes", Field.of("b", FieldType.setOf(new FieldType.Reference("items")))))
            .fields()
            .get(0);
    ReferenceTable table =
        (sync, from, id) ->
            from == Side.LOCAL && id.equals("5") ? "r5" : id.equals("r5") ? "5" : null;

    Value remote = field.convert(Side.REMOTE, Value.number(5), table);

    assertThat(remote).isEqualTo(Value.many(List.of(Value.reference("r5"))));
    assertThat(field.convert(Side.LOCAL, remote, table)).isEqualTo(Value.number(5));
  }

  @Property
  void whatIsWritten_isMapped_andWasReadOnTheOtherSide(@ForAll("linked") Scene scene) {
    Optional<ItemPlan> plan = scene.tryPlan();
    if (plan.isEmpty()) {
      return;
    }
    for (FieldPlan field : plan.get().fields()) {
      for (Side side : Side.values()) {
        if (field.to(side) != null) {
          assertThat(field.field().direction().flowsTo(side)).isTrue();
          assertThat(scene.side(side.other()).fields().ids())
              .contains(field.field().field(side.other()).id());
        }
      }
    }
  }

  @Property
  void whatIsNotMapped_staysAsItIs(@ForAll("linked") Scene scene) {
    Scene more =
        scene
            .with(Side.LOCAL, "l-unmapped", Value.text("mine"))
            .with(Side.REMOTE, "r-unmapped", Value.text("theirs"));
    Optional<Scene> done = more.tryPlan().flatMap(more::after);

    assertThat(Outline.of(more)).isEqualTo(Outline.of(scene));
    done.ifPresent(
        after -> {
          if (after.local().id().equals(scene.local().id())) {
            assertThat(after.local().fields().get("l-unmapped")).isEqualTo(Value.text("mine"));
          }
          if (after.remote().id().equals(scene.remote().id())) {
            assertThat(after.remote().fields().get("r-unmapped")).isEqualTo(Value.text("theirs"));
          }
        });
  }

  @Property
  void newItem_getsWhatIsMappedAndWasRead(@ForAll("linked") Scene scene) {
    for (Side target : Side.values()) {
      Fields source = scene.side(target.other()).fields();
      ItemPlan plan =
          scene
              .planner()
              .merger()
              .create(target, null, scene.side(target.other()).item(), ReferenceTable.EMPTY);
      for (String id : plan.writes(target).ids()) {
        BoundField field =
            scene.planner().mapping().fields().stream()
                .filter(each -> each.field(target).id().equals(id))
                .findFirst()
                .orElseThrow();
        Value value = source.get(field.field(target.other()).id());
        assertThat(value).isNotNull();
        assertThat(field.direction().flowsTo(target)).isTrue();
        assertThat(field.field(target).creatable()).isTrue();
      }
    }
  }

  private static Optional<Value> to(BoundField field, Side side, Value value) {
    try {
      return Optional.of(field.convert(side, value, ReferenceTable.EMPTY));
    } catch (ConversionException e) {
      return Optional.empty();
    }
  }

  private static Optional<BoundField> bound(FieldType local, FieldType remote) {
    return BOUND.computeIfAbsent(
        Tuple.of(local, remote), types -> bind(types.get1(), types.get2()));
  }

  private static Optional<BoundField> bind(FieldType local, FieldType remote) {
    try {
      return Optional.of(
          MappingBinder.bind(
                  SchemaMapping.builder().field("a", "b").build(),
                  SETTINGS,
                  Schema.of("locals", Field.of("a", local)),
                  Schema.of("remotes", Field.of("b", remote)))
              .fields()
              .get(0));
    } catch (MappingException e) {
      return Optional.empty();
    }
  }

  @Provide
  Arbitrary<Sample> samples() {
    return Arbitraries.of(TYPES)
        .tuple2()
        .flatMap(
            types ->
                types
                    .get2()
                    .get2()
                    .map(value -> new Sample(types.get1().get1(), types.get2().get1(), value)));
  }

  @Provide("documents")
  Arbitrary<Value> anyDocument() {
    return documents();
  }

  @Provide
  Arbitrary<Scene> linked() {
    return Scenes.linked();
  }

  private static Arbitrary<Value> texts() {
    return Arbitraries.oneOf(
        Arbitraries.of("", " ", "1", "1.50", "1e3", "true", "0", "[]", "[\"a\"]", "{\"b\":1}")
            .map(Value::text),
        Arbitraries.of("2026-03-29", "2026-03-29T01:30:00Z", "2026-03-29/2026-03-30", "[1,2]")
            .map(Value::text),
        ArbitraryValues.texts().map(Value::text),
        Arbitraries.just(Value.NULL));
  }

  private static Arbitrary<Value> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.of("0", "1", "2.5", "-0.005", "1E+30", "123456789012345678")
            .map(text -> Value.number(new BigDecimal(text))),
        Arbitraries.bigDecimals().ofScale(4).map(Value::number),
        Arbitraries.just(Value.NULL));
  }

  private static Arbitrary<Value> days() {
    return Arbitraries.longs()
        .between(-700_000, 2_900_000)
        .map(day -> Value.day(LocalDate.ofEpochDay(day)))
        .injectNull(0.1)
        .map(value -> value == null ? Value.NULL : value);
  }

  private static Arbitrary<Value> moments() {
    return Arbitraries.longs()
        .between(-60_000_000_000_000L, 250_000_000_000_000L)
        .map(millis -> Value.moment(Instant.ofEpochMilli(millis)));
  }

  private static Arbitrary<Value> temporals() {
    Arbitrary<Value> points = Arbitraries.oneOf(days(), moments());
    return Arbitraries.oneOf(
        points,
        points
            .tuple2()
            .map(ends -> new Value.Struct(Map.of("start", ends.get1(), "end", ends.get2()))));
  }

  private static Arbitrary<Value> choices() {
    return Arbitraries.of("Open", "open", "é", "e\u0301", "1", "two words").map(Value::choice);
  }

  private static Arbitrary<Value> references() {
    return Arbitraries.of("u1", "u2", "17").map(Value::reference);
  }

  private static Arbitrary<Value> several(Arbitrary<Value> elements) {
    return elements.list().ofMaxSize(3).map(Value::many);
  }

  private static Arbitrary<Value> documents() {
    return Arbitraries.of(
            "{\"a\":1}", "[]", "[\"a\"]", "[\"a\",1]", "[1,2]", "1", "[[\"a\"]]", "[\"a\",{}]")
        .map(Value.Opaque::new);
  }
}
