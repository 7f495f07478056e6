package com.puraify.sync.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTest {

  @Test
  void named_prefersTheExactName_thenTheId() {
    Schema schema = Schema.of("Tasks", field("x", "id-of-y"), field("id-of-y", "Other"));

    assertThat(id(schema.named("id-of-y"))).contains("x");
    assertThat(id(schema.named("x"))).contains("x");
  }

  @ParameterizedTest
  @CsvSource({"due date", "DUE_DATE", "Due-Date", "dueDate", "due  date!"})
  void named_isBlindToCaseSpacesAndPunctuation(String name) {
    assertThat(id(Schema.of("Tasks", field("1", "Due date")).named(name))).contains("1");
  }

  @Test
  void named_inTurkish_isTheSame() {
    assertThat(id(Schema.of("Tasks", field("1", "TITLE")).named("title"))).contains("1");
  }

  @Test
  void named_neverGuesses() {
    Schema alike = Schema.of("Tasks", field("1", "Due date"), field("2", "Due-date"));
    Schema same = Schema.of("Tasks", field("1", "Due"), field("2", "Due"));

    assertThat(alike.named("due date")).isEmpty();
    assertThat(id(alike.named("Due date"))).contains("1");
    assertThat(same.named("Due")).isEmpty();
    assertThat(id(same.named("2"))).contains("2");
    assertThat(same.named("else")).isEmpty();
  }

  @Test
  void named_doesNotTakeOneSignForAnother() {
    Schema schema = Schema.of("Tasks", field("1", "🎯"), field("2", "की"));

    assertThat(schema.named("🚀")).isEmpty();
    assertThat(schema.named("!")).isEmpty();
    assertThat(schema.named("का")).isEmpty();
    assertThat(id(schema.named("🎯"))).contains("1");
  }

  @Test
  void named_isBlindToUnicodeComposition() {
    assertThat(id(Schema.of("Tasks", field("1", "Cafe\u0301")).named("café"))).contains("1");
  }

  @Test
  void sameIdTwice_isRefused() {
    assertThatThrownBy(() -> Schema.of("Tasks", field("1", "a"), field("1", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1");
  }

  private static Optional<String> id(Optional<Field> field) {
    return field.map(Field::id);
  }

  private static Field field(String id, String name) {
    return Field.of(id, name, FieldType.text());
  }
}
