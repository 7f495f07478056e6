package com.puraify.sync.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilterTest {

  private final Fields item =
      Fields.builder()
          .put("id-status", Value.choice("open"))
          .put("id-rank", Value.number(2))
          .put("id-due", Value.day(LocalDate.of(2025, 7, 25)))
          .put("id-at", Value.moment(Instant.parse("2025-07-25T12:00:00Z")))
          .put("id-owner", Value.reference("u-1"))
          .put("id-nothing", Value.NULL)
          .put("id-text", Value.text(""))
          .put("id-tags", Value.many(List.of()))
          .build();

  @Test
  void equal_comparesTextsAndChoicesByTheirWording() {
    assertThat(accepts(Filter.equal("status", Value.text("open")))).isTrue();
    assertThat(accepts(Filter.equal("status", Value.choice("open")))).isTrue();
    assertThat(accepts(Filter.equal("status", Value.text("Open")))).isFalse();
  }

  @Test
  void equal_comparesDaysMomentsAndReferencesByTheirWording() {
    assertThat(accepts(Filter.equal("due", Value.text("2025-07-25")))).isTrue();
    assertThat(accepts(Filter.equal("due", Value.text("2025-07-26")))).isFalse();
    assertThat(accepts(Filter.equal("at", Value.text("2025-07-25T12:00:00Z")))).isTrue();
    assertThat(accepts(Filter.equal("owner", Value.text("u-1")))).isTrue();
    assertThat(accepts(Filter.equal("due", Value.day(LocalDate.of(2025, 7, 25))))).isTrue();
  }

  @Test
  void in_acceptsAnyOfItsValues() {
    assertThat(accepts(Filter.in("rank", List.of(Value.number(1), Value.number(2))))).isTrue();
    assertThat(accepts(Filter.in("rank", List.of(Value.number(1))))).isFalse();
    assertThat(accepts(Filter.in("rank", List.of(Value.text("2"))))).isFalse();
  }

  @Test
  void empty_acceptsEveryKindOfNothing() {
    assertThat(List.of("nothing", "text", "tags", "unread"))
        .allMatch(field -> accepts(Filter.empty(field)));
    assertThat(accepts(Filter.empty("rank"))).isFalse();
  }

  @Test
  void fieldThatWasNotRead_equalsNothing() {
    assertThat(accepts(Filter.equal("unread", Value.NULL))).isFalse();
  }

  @Test
  void notAllAny_combine() {
    Filter yes = Filter.equal("rank", Value.number(2));
    Filter no = Filter.empty("rank");

    assertThat(accepts(Filter.not(yes))).isFalse();
    assertThat(accepts(Filter.not(no))).isTrue();
    assertThat(accepts(Filter.all(yes, no))).isFalse();
    assertThat(accepts(Filter.all(yes, yes))).isTrue();
    assertThat(accepts(Filter.any(no, yes))).isTrue();
    assertThat(accepts(Filter.any(no, no))).isFalse();
    assertThat(accepts(Filter.all())).isTrue();
    assertThat(accepts(Filter.any())).isFalse();
  }

  @Test
  void fields_areThoseItLooksAt() {
    Filter filter =
        Filter.all(
            Filter.equal("a", Value.TRUE),
            Filter.any(Filter.empty("b"), Filter.not(Filter.in("c", List.of()))));

    assertThat(filter.fields()).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void filters_areData() {
    assertThat(Filter.not(Filter.equal("a", Value.number(1))))
        .isEqualTo(Filter.not(Filter.in("a", List.of(Value.number(1)))));
  }

  private boolean accepts(Filter filter) {
    return filter.accepts(item, name -> "id-" + name);
  }
}
