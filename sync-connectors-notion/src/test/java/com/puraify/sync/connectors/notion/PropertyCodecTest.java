package com.puraify.sync.connectors.notion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PropertyCodecTest {

  private static final String ID = "be633bf1-dfa0-436d-b259-571129a590e5";
  private static final Json OPTIONS =
      Json.parse(
          "{\"options\":[{\"id\":\"o1\",\"name\":\"Lead\"},"
              + "{\"id\":\"o2\",\"name\":\"İstanbul\"}]}");

  private static PropertyCodec codec(String type) {
    return PropertyTypes.read(
            "P",
            Json.object(
                o ->
                    o.put("id", "p")
                        .put("type", type)
                        .put(
                            type,
                            type.equals("relation")
                                ? Json.object(c -> c.put("data_source_id", ID))
                                : OPTIONS)))
        .codec();
  }

  private static Value read(String type, String content) {
    return codec(type).read(Json.parse(content));
  }

  static Stream<Arguments> writable() {
    return Stream.of(
        Arguments.of("title", Value.text("")),
        Arguments.of("title", Value.NULL),
        Arguments.of("rich_text", Value.text(" a\r\nb\rc\n ")),
        Arguments.of("rich_text", Value.text("x".repeat(1_999) + "🦊" + "y".repeat(5_000))),
        Arguments.of("rich_text", Value.text("x".repeat(200_000))),
        Arguments.of("url", Value.text("")),
        Arguments.of("url", Value.text("https://example.com/ä")),
        Arguments.of("email", Value.NULL),
        Arguments.of("phone_number", Value.text("+1")),
        Arguments.of("number", Value.NULL),
        Arguments.of("number", Value.number(0)),
        Arguments.of("number", Value.number(new BigDecimal("1e-300"))),
        Arguments.of("number", Value.number(new BigDecimal("123456789012345678901234567890"))),
        Arguments.of("number", Value.number(new BigDecimal("0.1000000000000000055511151231"))),
        Arguments.of("checkbox", Value.NULL),
        Arguments.of("checkbox", Value.TRUE),
        Arguments.of("select", Value.choice(" LEAD ")),
        Arguments.of("select", Value.choice("istanbul")),
        Arguments.of("select", Value.NULL),
        Arguments.of("status", Value.choice("lead")),
        Arguments.of("multi_select", Value.NULL),
        Arguments.of(
            "multi_select",
            Value.many(List.of(Value.choice("b"), Value.choice("Lead"), Value.choice("lead")))),
        Arguments.of("date", Value.NULL),
        Arguments.of("date", Value.day(LocalDate.of(1, 1, 1))),
        Arguments.of("date", Value.moment(Instant.parse("2026-03-29T01:30:59.999Z"))),
        Arguments.of(
            "date",
            new Value.Struct(
                Map.of(
                    "start", Value.moment(Instant.parse("2026-01-01T00:00:30Z")),
                    "end", Value.moment(Instant.parse("2026-01-02T00:00:00Z"))))),
        Arguments.of(
            "date",
            new Value.Struct(
                Map.of("start", Value.day(LocalDate.of(2026, 1, 1)), "end", Value.NULL))),
        Arguments.of("people", Value.many(List.of(Value.reference(ID)))),
        Arguments.of("relation", Value.many(List.of())),
        Arguments.of("relation", Value.many(List.of(Value.reference(ID), Value.reference(ID)))),
        Arguments.of("files", Value.NULL),
        Arguments.of(
            "files",
            new Value.Opaque(
                "[{\"name\":\"a\",\"type\":\"external\",\"url\":\"https://e.com/a?b\"}]")));
  }

  @ParameterizedTest
  @MethodSource("writable")
  void readingWhatWasWritten_givesTheSameCanonicalValue(String type, Value value) {
    PropertyCodec codec = codec(type);
    Json sent = codec.write(value);
    Value read = codec.read(Json.parse(sent.toString())); // through the text, as it travels
    assertThat(codec.type().canonical(read)).isEqualTo(codec.type().canonical(value));
  }

  @ParameterizedTest
  @MethodSource("writable")
  void canonicalForm_isStable(String type, Value value) {
    FieldType field = codec(type).type();
    assertThat(field.canonical(field.canonical(value))).isEqualTo(field.canonical(value));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-09-21T14:36:00.000+00:00, , 2026-09-21T14:36:00Z",
    "2026-09-21T14:36:00.000Z, , 2026-09-21T14:36:00Z",
    "2026-09-15T09:00:00-07:00, , 2026-09-15T16:00:00Z",
    "2026-09-15T09:00, , 2026-09-15T09:00:00Z",
    "2026-09-15T09:00:00.000, Europe/Berlin, 2026-09-15T07:00:00Z",
    "2026-09-15T09:00:00.000+02:00, Europe/Berlin, 2026-09-15T07:00:00Z",
  })
  void dates_areReadInEveryForm(String start, String zone, String moment) {
    Json content =
        Json.object(o -> o.put("start", start).put("end", Json.NULL).put("time_zone", zone));
    assertThat(codec("date").read(content)).isEqualTo(Value.moment(Instant.parse(moment)));
  }

  @Test
  void datesThatAreNone_areProtocolErrors() {
    for (String date : List.of("tomorrow", "2026-13-01", "2026-09-15T25:00:00Z")) {
      assertThatThrownBy(() -> read("date", "{\"start\":\"" + date + "\"}"))
          .isInstanceOf(ConnectorException.class)
          .hasMessageContaining(date);
    }
  }

  @Test
  void rangeOfDayAndMoment_isReadAsItIs() {
    assertThat(read("date", "{\"start\":\"2026-01-01\",\"end\":\"2026-01-02T10:00:00Z\"}"))
        .isEqualTo(
            new Value.Struct(
                Map.of(
                    "start", Value.day(LocalDate.of(2026, 1, 1)),
                    "end", Value.moment(Instant.parse("2026-01-02T10:00:00Z")))));
  }

  @Test
  void richText_joinsMentionsAndEquations() {
    assertThat(
            read(
                "rich_text",
                """
                [{"type":"text","text":{"content":"a "},"plain_text":"a "},
                 {"type":"mention","mention":{"type":"user"},"plain_text":"@Ada"},
                 {"type":"equation","equation":{"expression":"x^2"}},
                 {"type":"future"}]
                """))
        .isEqualTo(Value.text("a @Adax^2"));
  }

  @Test
  void optionShownByItsIdAlone_isFoundInTheSchema() {
    assertThat(read("select", "{\"id\":\"o1\"}")).isEqualTo(Value.choice("Lead"));
    assertThatThrownBy(() -> read("select", "{\"id\":\"o9\"}"))
        .isInstanceOf(ConnectorException.class);
  }

  @Test
  void groupsAmongPeople_areKept() {
    assertThat(
            read(
                "people",
                "[{\"object\":\"user\",\"id\":\"BE633BF1DFA0436DB259571129A590E5\"},"
                    + "{\"object\":\"group\",\"id\":\"g1\",\"name\":\"All\"}]"))
        .isEqualTo(Value.many(List.of(Value.reference(ID), Value.reference("g1"))));
  }

  @Test
  void formulaThatNotionCannotCompute_isNotTaken_forEmpty() {
    assertThat(read("formula", "{\"type\":\"unsupported\",\"unsupported\":{}}")).isNull();
    assertThat(read("rollup", "{\"type\":\"incomplete\",\"incomplete\":{}}")).isNull();
    assertThat(read("formula", "{\"type\":\"number\",\"number\":null}")).isEqualTo(Value.NULL);
    assertThat(read("formula", "{\"type\":\"string\",\"string\":\"\"}")).isEqualTo(Value.NULL);
    assertThat(read("formula", "{\"type\":\"boolean\",\"boolean\":false}")).isEqualTo(Value.FALSE);
    assertThat(read("formula", "{\"type\":\"date\",\"date\":{\"start\":\"2026-01-01\"}}"))
        .isEqualTo(Value.day(LocalDate.of(2026, 1, 1)));
  }

  @Test
  void rollupOfValues_holdsNothingThatChangesByItself() {
    assertThat(
            read(
                "rollup",
                """
                {"type":"array","function":"show_original","array":[
                  {"type":"files","files":[{"name":"f","type":"file",
                    "file":{"url":"https://s3/x?sig=1","expiry_time":"2026-01-01T00:00:00Z"}}]},
                  {"type":"people","people":[{"object":"user","id":"u","name":"Ada"}]},
                  {"type":"number","number":1.50},
                  {"type":"select","select":null},
                  {"type":"multi_select","multi_select":[{"id":"1","name":"a"}]},
                  {"type":"future","future":7}]}
                """))
        .isEqualTo(
            new Value.Opaque(
                "[[{\"name\":\"f\",\"path\":\"https://s3/x\",\"type\":\"file\"}],"
                    + "[\"u\"],1.50,null,[\"a\"],7]"));
  }

  @Test
  void verification_keepsWhoByTheirId() {
    assertThat(
            read(
                "verification",
                "{\"state\":\"verified\",\"verified_by\":{\"object\":\"user\",\"id\":\"u\","
                    + "\"name\":\"Ada\",\"avatar_url\":\"https://s3/a?sig=1\"}}"))
        .isEqualTo(
            new Value.Opaque("{\"date\":null,\"state\":\"verified\",\"verified_by\":\"u\"}"));
  }

  @Test
  void text_isCutBetweenCharacters() {
    List<String> spans = TextCodec.split("x".repeat(1_999) + "🦊");
    assertThat(spans).extracting(String::length).containsExactly(1_999, 2);
    assertThatThrownBy(() -> codec("title").write(Value.text("🦊x".repeat(66_700))))
        .isInstanceOf(UnwritableException.class);
  }

  @Test
  void tooManyElements_areRefused_butRepeatsCountOnce() {
    List<Value> choices = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      choices.add(Value.choice("c" + i));
      choices.add(Value.choice("C" + i));
    }
    assertThat(codec("multi_select").write(Value.many(choices)).elements()).hasSize(100);
    choices.add(Value.choice("more"));
    assertThatThrownBy(() -> codec("multi_select").write(Value.many(choices)))
        .isInstanceOf(UnwritableException.class);
  }

  @Test
  void singleReference_isTakenForASetOfOne_inTheUsualForm() {
    String undashed = ID.replace("-", "").toUpperCase(Locale.ROOT);
    assertThat(codec("relation").write(Value.reference(undashed)))
        .hasToString("[{\"id\":\"" + ID + "\"}]");
  }

  @Test
  void propertyIds_areNeverEncodedTwice() {
    assertThat(NotionIds.forUrl("f%5C%5C%3Ap")).isEqualTo("f%5C%5C%3Ap");
    assertThat(NotionIds.forUrl(";s|V")).isEqualTo("%3Bs%7CV");
    assertThat(NotionIds.forUrl("50%")).isEqualTo("50%25");
    assertThat(NotionIds.forUrl("ä%zz")).isEqualTo("%C3%A4%25zz");
    assertThat(NotionIds.decoded("f%5C%5C%3Ap")).isEqualTo("f\\\\:p");
    assertThat(NotionIds.decoded("a+b%2B")).isEqualTo("a+b+");
  }
}
