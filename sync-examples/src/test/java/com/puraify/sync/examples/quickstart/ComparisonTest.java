package com.puraify.sync.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The quickstart's judge must see what differs, or its verdict is worth nothing. */
class ComparisonTest {

  private static Comparison of(
      Map<String, Object> row, Map<String, Object> page, String... except) {
    return Comparison.of(List.of(row), List.of(page), Set.of(except));
  }

  @Test
  void sameInOtherWords_isEqual() {
    Comparison comparison =
        of(
            Map.of(
                "id",
                1,
                "title",
                "a",
                "status",
                "open",
                "estimate",
                2.0,
                "reviewed",
                0,
                "tags",
                "[\"x\",\"y\"]",
                "due",
                "2026-03-01T09:30:00Z"),
            Map.of(
                "id",
                "p",
                "Name",
                "a",
                "Status",
                "To do",
                "Estimate",
                2,
                "Reviewed",
                false,
                "Tags",
                List.of("y", "x"),
                "Due",
                "2026-03-01T10:30:00+01:00"));

    assertThat(comparison.differences()).isEmpty();
    assertThat(comparison.equal()).isEqualTo(1);
  }

  @Test
  void differentValue_isTold() {
    assertThat(
            of(Map.of("id", 1, "title", "a", "notes", "x"), Map.of("id", "p", "Name", "a"))
                .differences())
        .singleElement()
        .asString()
        .contains("notes");
  }

  @Test
  void taskOnOneSideOnly_isTold() {
    assertThat(of(Map.of("id", 1, "title", "a"), Map.of("id", "p", "Name", "b")).differences())
        .hasSize(2);
  }

  @Test
  void relationToAnotherTask_isTold() {
    Map<String, Object> row = Map.of("id", 1, "title", "a", "blocked_by", "[\"7\"]");
    Map<String, Object> page = Map.of("id", "p", "Name", "a", "Blocked by", List.of("p"));

    assertThat(of(row, page).differences()).hasSize(1);
  }

  @Test
  void exceptedTitle_isNotCompared() {
    assertThat(of(Map.of("id", 1, "title", "a"), Map.of("id", "p", "Name", "b"), "a", "b"))
        .isEqualTo(new Comparison(0, List.of()));
  }
}
