package com.puraify.sync.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.value.Value;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConverterTest {

  private final Converter choices = Converter.choices(Map.of("open", "To do", "done", "Done"));

  @Test
  void choices_translateBothWays() {
    assertThat(choices.toRemote(Value.choice("open"))).isEqualTo(Value.choice("To do"));
    assertThat(choices.toLocal(Value.choice("To do"))).isEqualTo(Value.choice("open"));
    assertThat(choices.toRemote(Value.text("done"))).isEqualTo(Value.choice("Done"));
    assertThat(choices.toRemote(Value.NULL)).isEqualTo(Value.NULL);
  }

  @Test
  void choices_areBlindToUnicodeComposition() {
    Converter composed = Converter.choices(Map.of("Cafe\u0301", "Resume\u0301"));

    assertThat(composed.toRemote(Value.choice("Café"))).isEqualTo(Value.choice("Resumé"));
    assertThat(composed.toRemote(Value.text("Cafe\u0301"))).isEqualTo(Value.choice("Resumé"));
    assertThat(composed.toLocal(Value.choice("Resumé"))).isEqualTo(Value.choice("Café"));
  }

  @Test
  void choiceThatIsNotInTheTable_hasNoCounterpart() {
    assertThatThrownBy(() -> choices.toRemote(Value.choice("Open")))
        .isInstanceOf(ConversionException.class)
        .hasMessageContaining("'Open'")
        .hasMessageContaining("open");
    assertThatThrownBy(() -> choices.toLocal(Value.choice("open")))
        .isInstanceOf(ConversionException.class);
  }

  @Test
  void valueThatIsNoChoice_hasNoCounterpart() {
    assertThatThrownBy(() -> choices.toRemote(Value.TRUE))
        .isInstanceOf(ConversionException.class)
        .hasMessageContaining("choice");
  }

  @Test
  void remoteNameTwice_isRefused() {
    assertThatThrownBy(() -> Converter.choices(Map.of("a", "x", "b", "x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'x'");
  }

  @Test
  void choices_areCopied() {
    Map<String, String> table = new HashMap<>(Map.of("a", "x"));
    Converter converter = Converter.choices(table);
    table.clear();

    assertThat(converter.toRemote(Value.choice("a"))).isEqualTo(Value.choice("x"));
  }

  @Test
  void identity_changesNothing() {
    assertThat(Converter.identity().toLocal(Value.TRUE)).isEqualTo(Value.TRUE);
    assertThat(Converter.identity().toRemote(Value.NULL)).isEqualTo(Value.NULL);
  }
}
