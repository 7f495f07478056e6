package com.puraify.sync.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading and writing values of each type of property. */
class PropertyCodecTest {

  private static final ObjectType CONTACTS = ObjectType.standard("contacts").orElseThrow();
  private static final String OPTIONS =
      ",\"options\":[{\"label\":\"Hot\",\"value\":\"hot\"},{\"label\":\"Not so hot\",\"value\":\"cold\","
          + "\"hidden\":true},{\"label\":\"Neither\",\"value\":\"warm\"}]";

  private static Property property(String type, String fieldType, String more) {
    return PropertyTypes.read(
        CONTACTS,
        Json.parse(
            "{\"name\":\"p\",\"label\":\"P\",\"type\":\"%s\",\"fieldType\":\"%s\"%s}"
                .formatted(type, fieldType, more)));
  }

  private static PropertyCodec codec(String type, String fieldType) {
    return property(type, fieldType, OPTIONS).codec();
  }

  static Stream<Arguments> written() {
    return Stream.of(
        Arguments.of("string", "text", Value.text("Ada"), "Ada"),
        Arguments.of("string", "textarea", Value.text("one\r\ntwo"), "one\ntwo"),
        Arguments.of("string", "html", Value.text("<b>x</b>"), "<b>x</b>"),
        Arguments.of("phone_number", "phonenumber", Value.text("+49 30 1"), "+49 30 1"),
        Arguments.of("number", "number", Value.number(new BigDecimal("-0.50")), "-0.5"),
        Arguments.of("number", "number", Value.number(new BigDecimal("1E+6")), "1000000"),
        Arguments.of("bool", "booleancheckbox", Value.FALSE, "false"),
        Arguments.of("date", "date", Value.day(LocalDate.of(1969, 12, 31)), "1969-12-31"),
        Arguments.of(
            "datetime",
            "date",
            Value.moment(Instant.parse("2026-02-03T04:05:06.789654Z")),
            "2026-02-03T04:05:06.789Z"),
        Arguments.of("enumeration", "select", Value.choice("cold"), "cold"),
        Arguments.of(
            "enumeration",
            "checkbox",
            Value.many(List.of(Value.choice("warm"), Value.choice("hot"), Value.choice("warm"))),
            "warm;hot"));
  }

  @ParameterizedTest
  @MethodSource("written")
  void readingWhatWasWritten_givesTheSameCanonicalValue(
      String type, String fieldType, Value value, String text) {
    PropertyCodec codec = codec(type, fieldType);
    assertThat(codec.write(value)).isEqualTo(text);
    assertThat(codec.type().canonical(codec.read(text))).isEqualTo(codec.type().canonical(value));
  }

  @ParameterizedTest
  @CsvSource({
    "string, text",
    "number, number",
    "bool, booleancheckbox",
    "date, date",
    "datetime, date",
    "enumeration, select",
    "enumeration, checkbox"
  })
  void nothing_isWrittenAsTheEmptyText(String type, String fieldType) {
    PropertyCodec codec = codec(type, fieldType);
    assertThat(codec.write(Value.NULL)).isEmpty();
    assertThat(codec.type().canonical(codec.nothing()))
        .isEqualTo(codec.type().canonical(Value.NULL));
  }

  @Test
  void setsOfOptions_areReadWithoutBlanks_andNeverBeginWithASemicolon() {
    PropertyCodec codec = codec("enumeration", "checkbox");
    assertThat(codec.read(";hot;;warm;"))
        .isEqualTo(Value.many(List.of(Value.choice("hot"), Value.choice("warm"))));
    assertThat(codec.write(Value.many(List.of()))).isEmpty();
    assertThat(codec.write(Value.choice("hot"))).isEqualTo("hot");
    PropertyCodec open = property("enumeration", "checkbox", ",\"externalOptions\":true").codec();
    assertThatThrownBy(() -> open.write(Value.many(List.of(Value.choice(";hot")))))
        .isInstanceOf(UnwritableException.class)
        .hasMessageContaining("semicolon");
    assertThatThrownBy(() -> open.write(Value.many(List.of(Value.choice("")))))
        .isInstanceOf(UnwritableException.class);
  }

  @ParameterizedTest
  @CsvSource({"2026-03-04, 2026-03-04", "1772582400000, 2026-03-04", "-86400000, 1969-12-31"})
  void days_areReadInEachForm(String text, LocalDate day) {
    assertThat(codec("date", "date").read(text)).isEqualTo(Value.day(day));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-04T10:00:00Z",
        "2026-03-04T10:00:00.000Z",
        "2026-03-04T11:00:00+01:00",
        "1772618400000"
      })
  void moments_areReadInEachForm(String text) {
    assertThat(codec("datetime", "date").read(text))
        .isEqualTo(Value.moment(Instant.parse("2026-03-04T10:00:00Z")));
  }

  @Test
  void unknownOption_isRefused_withThoseThatThereAre() {
    assertThatThrownBy(() -> codec("enumeration", "select").write(Value.choice("Hot")))
        .isInstanceOf(UnwritableException.class)
        .hasMessageContaining("[hot, cold, warm]")
        .hasMessageContaining("internal values");
  }

  @Test
  void valuesThatHubSpotWouldRefuse_areRefusedBefore() {
    assertThatThrownBy(() -> codec("string", "text").write(Value.text("x".repeat(65_537))))
        .hasMessageContaining("65536");
    assertThatThrownBy(() -> codec("string", "text").write(Value.text("a\ud83d")))
        .hasMessageContaining("surrogate");
    assertThatThrownBy(() -> codec("date", "date").write(Value.day(LocalDate.of(12_026, 1, 1))))
        .hasMessageContaining("12026");
    assertThatThrownBy(
            () -> codec("number", "number").write(Value.number(new BigDecimal("1E+400"))))
        .hasMessageContaining("digits");
    assertThatThrownBy(() -> codec("number", "number").write(Value.text("7")))
        .hasMessageContaining("takes a number, not a text");
    assertThatThrownBy(
            () ->
                property("number", "number", ",\"referencedObjectType\":\"OWNER\"")
                    .codec()
                    .write(Value.reference("ada@example.com")))
        .hasMessageContaining("owner");
  }

  @Test
  void addressesOfContacts_areTheSameInAnyCase_andUnique() {
    Property email =
        PropertyTypes.read(
            CONTACTS,
            Json.parse(
                "{\"name\":\"email\",\"label\":\"Email\",\"type\":\"string\",\"fieldType\":\"text\"}"));
    assertThat(email.field().unique()).isTrue();
    assertThat(email.codec().write(Value.text(" Ada@Example.com "))).isEqualTo("ada@example.com");
    assertThat(email.field().type().canonical(Value.text("ADA@example.com")))
        .isEqualTo(Value.text("ada@example.com"));
  }

  @Test
  void ownersArePeople_andOtherReferencesPointToTheirType() {
    assertThat(
            property("enumeration", "select", ",\"referencedObjectType\":\"OWNER\"").field().type())
        .isEqualTo(new FieldType.Reference(FieldType.Reference.PEOPLE));
    assertThat(property("number", "number", ",\"referencedObjectType\":\"COMPANY\"").field().type())
        .isEqualTo(new FieldType.Reference("0-2"));
    PropertyCodec several =
        property("enumeration", "checkbox", ",\"referencedObjectType\":\"OWNER\"").codec();
    assertThat(several.read("12;13"))
        .isEqualTo(Value.many(List.of(Value.reference("12"), Value.reference("13"))));
    assertThat(several.write(Value.many(List.of(Value.reference("12"), Value.reference("13")))))
        .isEqualTo("12;13");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"calculated\":true",
        ",\"modificationMetadata\":{\"readOnlyValue\":true,\"archivable\":false}"
      })
  void computedProperties_areDerived_andNeverWritten(String more) {
    Field field = property("number", "calculation_equation", more).field();
    assertThat(field.derived()).isTrue();
    assertThat(field.access()).isEqualTo(Field.Access.READ_ONLY);
  }

  @Test
  void unknownTypes_areReadAsJson_andNeverWritten() {
    Property odd = property("hologram", "text", "");
    assertThat(odd.field().derived()).isTrue();
    assertThat(odd.codec().read("{\"b\":1,\"a\":2}"))
        .isEqualTo(new Value.Opaque("{\"a\":2,\"b\":1}"));
    assertThat(odd.codec().read("not json")).isEqualTo(new Value.Opaque("\"not json\""));
  }

  @Test
  void truthValuesAmongOptions_areBooleans() {
    Property property =
        property(
            "enumeration",
            "booleancheckbox",
            ",\"options\":[{\"label\":\"Yes\",\"value\":\"true\"},{\"label\":\"No\",\"value\":\"false\"}]");
    assertThat(property.field().type()).isEqualTo(FieldType.bool());
    assertThat(property.codec().read("true")).isEqualTo(Value.TRUE);
  }

  @Test
  void fields_areKnownByTheirInternalNames_andRequiredWhereHubSpotSaysSo() {
    Field name =
        PropertyTypes.read(
                ObjectType.standard("deal").orElseThrow(),
                Json.parse(
                    "{\"name\":\"dealname\",\"label\":\"Deal Name\",\"type\":\"string\","
                        + "\"fieldType\":\"text\",\"hasUniqueValue\":true}"))
            .field();
    assertThat(name.id()).isEqualTo("dealname");
    assertThat(name.name()).isEqualTo("Deal Name");
    assertThat(name.required()).isTrue();
    assertThat(name.unique()).isTrue();
  }
}
