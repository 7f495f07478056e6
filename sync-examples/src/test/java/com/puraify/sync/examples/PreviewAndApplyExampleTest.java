package com.puraify.sync.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PreviewAndApplyExampleTest {

  @Test
  void guard_stopsTheDeletesUntilThePlanIsApproved() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PreviewAndApplyExample example = new PreviewAndApplyExample();

    example.run(new PrintStream(out, true, StandardCharsets.UTF_8));

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("30 to create")
        .contains("The catalogue still holds 0 products.")
        .contains("\"status\":\"needs_approval\"")
        .contains("12 to delete")
        .contains("Not applied: 12 of 30 items would be deleted");
    assertThat(example.catalogue().values())
        .containsExactlyInAnyOrderElementsOf(example.shop().values())
        .hasSize(18);
  }
}
