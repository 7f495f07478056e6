package com.puraify.sync.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellsTest {

  @Test
  void wideCharacters_takeTwoCellsAndMarksNone() {
    assertThat(Cells.width("abc")).isEqualTo(3);
    assertThat(Cells.width("日本")).isEqualTo(4);
    assertThat(Cells.width("e\u0301")).isEqualTo(1);
    assertThat(Cells.width("👩‍👩‍👧‍👦")).isEqualTo(2);
  }

  @Test
  void fit_isExactlyAsWideAsAsked() {
    assertThat(Cells.fit("日本語のドキュメント", 9)).satisfies(t -> assertThat(Cells.width(t)).isEqualTo(9));
    assertThat(Cells.fit("short", 9)).isEqualTo("short    ");
  }

  @Test
  void wrap_breaksBetweenWords() {
    assertThat(Cells.wrap("one two three", 7)).containsExactly("one two", "three");
  }
}
