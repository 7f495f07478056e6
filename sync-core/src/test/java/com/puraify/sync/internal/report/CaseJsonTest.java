package com.puraify.sync.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.error.StateException;
import com.puraify.sync.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaseJsonTest {

  private static final Case QUESTION =
      new Case(
          "tasks",
          "c-1",
          Case.Kind.CONFLICT,
          Instant.parse("2025-07-25T12:00:00Z"),
          "Which title is right?",
          List.of("1"),
          List.of("a"),
          "title",
          Value.text("Here"),
          Value.NULL,
          "f00",
          null);

  static Stream<Resolution> resolutions() {
    return Stream.of(
        Resolution.take(com.puraify.sync.value.Side.LOCAL),
        Resolution.take(com.puraify.sync.value.Side.REMOTE),
        Resolution.use(Value.NULL),
        Resolution.use(Value.choice("x")),
        Resolution.hold("later"),
        new Resolution.Hold(null),
        Resolution.fail("stop"),
        Resolution.approve(),
        Resolution.retry(),
        Resolution.link("1", "a"),
        Resolution.createAll(),
        Resolution.ignore());
  }

  @Test
  void case_isOneLineOfJson() {
    assertThat(CaseJson.write(QUESTION.answered(Resolution.hold("later"))))
        .isEqualTo(
            "{\"sync\":\"tasks\",\"id\":\"c-1\",\"kind\":\"conflict\","
                + "\"opened_at\":\"2025-07-25T12:00:00Z\",\"question\":\"Which title is right?\","
                + "\"local_ids\":[\"1\"],\"remote_ids\":[\"a\"],\"state\":\"f00\","
                + "\"field\":\"title\",\"local\":\"Here\",\"remote\":null,"
                + "\"answer\":{\"hold\":\"later\"}}");
  }

  @ParameterizedTest
  @MethodSource("resolutions")
  void everyResolution_comesBack(Resolution resolution) {
    Case answered = QUESTION.answered(resolution);

    assertThat(CaseJson.read(CaseJson.write(answered))).isEqualTo(answered);
  }

  @Test
  void resolutionsAbove_areAllThereAre() {
    Set<Class<?>> tried = resolutions().map(Object::getClass).collect(Collectors.toSet());

    assertThat(tried).containsExactlyInAnyOrder(Resolution.class.getPermittedSubclasses());
  }

  @Test
  void noAnswer_isNotANullAnswer() {
    assertThat(CaseJson.write(QUESTION)).doesNotContain("answer");
    assertThat(CaseJson.read(CaseJson.write(QUESTION)).answer()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"sync\":1}", "nonsense", "[]"})
  void damagedText_isRefused(String text) {
    assertThatThrownBy(() -> CaseJson.read(text)).isInstanceOf(StateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"shrug\":1}", "\"shrug\"", "{}", "{\"take\":\"middle\"}", "[]"})
  void unknownAnswer_isRefused(String answer) {
    String text = CaseJson.write(QUESTION.answered(Resolution.retry()));

    assertThatThrownBy(() -> CaseJson.read(text.replace("\"retry\"", answer)))
        .isInstanceOf(StateException.class);
  }
}
