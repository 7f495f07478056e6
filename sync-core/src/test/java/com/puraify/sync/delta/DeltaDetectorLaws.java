package com.puraify.sync.delta;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.value.ArbitraryValues;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DeltaDetectorLaws {

  private static final List<String> IDS = List.of("a", "b", "c", "d");

  @Property
  void fingerprints_areEqual_exactlyIfCanonicalFormsAre(
      @ForAll("types") FieldType type, @ForAll("values") Value one, @ForAll("values") Value other) {
    DeltaDetector detector = DeltaDetector.of(List.of(Field.of("a", type)), 7);

    assertThat(detector.fingerprint("a", one) == detector.fingerprint("a", other))
        .isEqualTo(type.canonical(one).equals(type.canonical(other)));
  }

  @Property
  void canonicalForm_hasTheFingerprintOfItsValue(
      @ForAll("types") FieldType type, @ForAll("values") Value value) {
    DeltaDetector detector = DeltaDetector.of(List.of(Field.of("a", type)), 7);

    assertThat(detector.fingerprint("a", type.canonical(value)))
        .isEqualTo(detector.fingerprint("a", value));
  }

  @Property
  void item_differsFromItsOwnBaseInNothing(
      @ForAll("typeLists") List<FieldType> types, @ForAll("items") Fields item) {
    DeltaDetector detector = detector(types, 7);

    assertThat(detector.compare(detector.baseOf(item), item)).isEqualTo(Delta.NONE);
  }

  @Property
  void changedFields_areExactlyThoseWithAnotherCanonicalForm(
      @ForAll("typeLists") List<FieldType> types,
      @ForAll("items") Fields before,
      @ForAll("items") Fields after) {
    DeltaDetector detector = detector(types, 7);
    Set<String> different = new LinkedHashSet<>();
    for (int i = 0; i < IDS.size(); i++) {
      Value old = before.get(IDS.get(i));
      Value now = after.get(IDS.get(i));
      FieldType type = types.get(i);
      if (now != null && (old == null || !type.canonical(old).equals(type.canonical(now)))) {
        different.add(IDS.get(i));
      }
    }

    assertThat(detector.compare(detector.baseOf(before), after))
        .isEqualTo(different.isEmpty() ? Delta.NONE : new Delta.Changed(different));
  }

  @Property
  void fieldThatIsNotMentioned_countsAsUnchanged(
      @ForAll("typeLists") List<FieldType> types, @ForAll("items") Fields item) {
    DeltaDetector detector = detector(types, 7);
    Base base = detector.baseOf(item);

    for (String id : item.ids()) {
      assertThat(detector.compare(base, item.without(id))).isEqualTo(Delta.NONE);
    }
    assertThat(detector.compare(base, Fields.empty())).isEqualTo(Delta.NONE);
  }

  @Property
  void base_holdsTheMentionedTrackedFields_inTheTrackedOrder(@ForAll("items") Fields item) {
    DeltaDetector detector = detector(List.of(FieldType.text(), FieldType.text()), 7);
    Base base = detector.baseOf(item);

    assertThat(base.fields()).isEqualTo(IDS.subList(0, 2).stream().filter(item::mentions).toList());
    for (String id : base.fields()) {
      Value value = item.find(id).orElseThrow();
      assertThat(base.matches(id, detector.fingerprint(id, value))).isTrue();
    }
  }

  @Property
  void differentSeeds_differ(@ForAll("values") Value value, @ForAll long one, @ForAll long other) {
    Assume.that(one != other);
    List<Field> fields = List.of(Field.of("a", FieldType.text()));

    assertThat(DeltaDetector.of(fields, one).fingerprint("a", value))
        .isNotEqualTo(DeltaDetector.of(fields, other).fingerprint("a", value));
  }

  @Property
  void combined_tellsListsApart(
      @ForAll("lists") List<Value> one, @ForAll("lists") List<Value> other) {
    DeltaDetector detector = DeltaDetector.of(List.of(), 7);

    assertThat(detector.combined(one) == detector.combined(other)).isEqualTo(one.equals(other));
    assertThat(detector.combined(one)).isNotZero();
  }

  @Provide
  Arbitrary<FieldType> types() {
    return ArbitraryValues.types();
  }

  @Provide
  Arbitrary<List<FieldType>> typeLists() {
    return ArbitraryValues.types().list().ofSize(IDS.size());
  }

  @Provide
  Arbitrary<Value> values() {
    return Arbitraries.oneOf(few(), ArbitraryValues.values());
  }

  @Provide
  Arbitrary<List<Value>> lists() {
    return values().list().ofMaxSize(3);
  }

  @Provide
  Arbitrary<Fields> items() {
    return Arbitraries.maps(Arbitraries.of("a", "b", "c", "d", "untracked"), values())
        .map(Fields::copyOf);
  }

  /** A few values that are often equal in canonical form. */
  private static Arbitrary<Value> few() {
    return Arbitraries.of(
        Value.NULL,
        Value.text(""),
        Value.text("e\u0301"),
        Value.text("é"),
        Value.FALSE,
        Value.number(1),
        Value.many(List.of()),
        Value.choice("Open"),
        Value.choice("open"),
        Value.many(List.of(Value.choice("a"), Value.choice("b"))),
        Value.many(List.of(Value.choice("b"), Value.choice("a"))));
  }

  private static DeltaDetector detector(List<FieldType> types, long seed) {
    List<Field> fields = new java.util.ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      fields.add(Field.of(IDS.get(i), types.get(i)));
    }
    return DeltaDetector.of(fields, seed);
  }
}
