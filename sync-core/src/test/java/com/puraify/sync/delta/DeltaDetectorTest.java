package com.puraify.sync.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeltaDetectorTest {

  private static final long PINNED_TEXT = 5_495_374_321_939_846_900L;
  private static final long PINNED_NUMBER = 3_365_800_646_005_124_957L;

  private final DeltaDetector detector =
      DeltaDetector.of(
          List.of(Field.of("title", FieldType.text()), Field.of("rank", FieldType.number())), 42);

  @Test
  void itemWithoutBase_isAdded() {
    assertThat(detector.compare(null, Fields.empty())).isEqualTo(Delta.ADDED);
  }

  @Test
  void fieldThatWasNeverAgreedOn_isChanged() {
    assertThat(detector.compare(Base.empty(), Fields.of("title", Value.NULL)))
        .isEqualTo(new Delta.Changed(Set.of("title")));
  }

  @Test
  void untrackedField_playsNoPart() {
    Base base = detector.baseOf(Fields.of("title", Value.text("a"), "other", Value.TRUE));

    assertThat(base.fields()).containsExactly("title");
    assertThat(detector.compare(base, Fields.of("title", Value.text("a"), "other", Value.FALSE)))
        .isEqualTo(Delta.NONE);
  }

  @Test
  void fingerprints_stayTheSameAcrossReleases() {
    // Bases outlive the program that wrote them: another value here makes every item look changed.
    assertThat(detector.fingerprint("title", Value.text("a"))).isEqualTo(PINNED_TEXT);
    assertThat(detector.fingerprint("rank", Value.number(1))).isEqualTo(PINNED_NUMBER);
  }

  @Test
  void unknownField_isRefused() {
    assertThatThrownBy(() -> detector.fingerprint("else", Value.NULL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("else")
        .hasMessageContaining("title");
  }

  @Test
  void base_takesFurtherFingerprints_andGivesFieldsUp() {
    Base base = detector.baseOf(Fields.of("title", Value.text("a")));
    long rank = detector.fingerprint("rank", Value.number(1));
    Base more = base.with(Map.of("rank", rank, "title", 5L));

    assertThat(more.matches("rank", rank)).isTrue();
    assertThat(more.matches("title", 5L)).isTrue();
    assertThat(more.only(Set.of("rank"))).isEqualTo(Base.of(List.of("rank"), new long[] {rank}));
    assertThat(more.without(Set.of("title"))).isEqualTo(more.only(Set.of("rank")));
    assertThat(more.only(Set.of())).isEqualTo(Base.empty());
    assertThat(base.has("rank")).isFalse();
    assertThat(base.with(Map.of())).isSameAs(base);
    assertThat(base.only(Set.of("title", "x"))).isSameAs(base);
  }

  @Test
  void base_givesNoWayIn() {
    Base base = Base.of(List.of("a"), new long[] {1});
    base.fingerprints()[0] = 2;

    assertThat(base.matches("a", 1)).isTrue();
    assertThatThrownBy(() -> Base.of(List.of("a"), new long[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
