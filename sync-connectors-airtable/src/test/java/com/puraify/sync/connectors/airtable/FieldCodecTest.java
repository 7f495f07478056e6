package com.puraify.sync.connectors.airtable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.connector.WriteResult.Rejected;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
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

class FieldCodecTest {

  private static final String BASE = "appAAAAAAAAAAAAAA";
  private static final String REC = "recAAAAAAAAAAAAAA";
  private static final String USR = "usrAAAAAAAAAAAAAA";
  private static final String ATT = "attAAAAAAAAAAAAAA";
  private static final String STAGES = "{'choices':[{'name':'Lead'},{'name':'Won, at last'}]}";

  private static Json json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  private static Column column(String type, String options) {
    return FieldTypes.read(
        BASE,
        json(
            "{'id':'fldAAAAAAAAAAAAAA','name':'F','type':'%s','options':%s}"
                .formatted(type, options)));
  }

  private static Column column(String type) {
    return column(type, "null");
  }

  private static Value opaque(String text) {
    return new Value.Opaque(json(text).canonical());
  }

  static Stream<Arguments> writable() {
    return Stream.of(
        Arguments.of("singleLineText", "null", Value.text("İx"), "'İx'"),
        Arguments.of("email", "null", Value.text("a@example.com"), "'a@example.com'"),
        Arguments.of("multilineText", "null", Value.text("a\nb"), "'a\\nb'"),
        Arguments.of("multilineText", "null", Value.text("a\r\nb"), "'a\\nb'"),
        Arguments.of("richText", "null", Value.text("**a**"), "'**a**'"),
        Arguments.of("url", "null", Value.text(""), "null"),
        Arguments.of("number", "{'precision':2}", Value.number(new BigDecimal("2.675")), "2.68"),
        Arguments.of("number", "{'precision':0}", Value.number(new BigDecimal("-0.5")), "-1"),
        Arguments.of("number", "null", Value.number(new BigDecimal("1.25")), "1.25"),
        Arguments.of("currency", "{'precision':2}", Value.number(7), "7"),
        Arguments.of("percent", "{'precision':1}", Value.number(new BigDecimal("0.1254")), "0.125"),
        Arguments.of("duration", "null", Value.number(90), "90"),
        Arguments.of("rating", "{'max':5}", Value.number(5), "5"),
        Arguments.of("rating", "{'max':5}", Value.NULL, "null"),
        Arguments.of("checkbox", "null", Value.TRUE, "true"),
        Arguments.of("checkbox", "null", Value.NULL, "false"),
        Arguments.of("singleSelect", STAGES, Value.choice("Won, at last"), "'Won, at last'"),
        Arguments.of(
            "multipleSelects",
            STAGES,
            Value.many(List.of(Value.choice("Lead"), Value.choice("Lead"))),
            "['Lead']"),
        Arguments.of("multipleSelects", STAGES, Value.NULL, "[]"),
        Arguments.of("date", "null", Value.day(LocalDate.of(2024, 2, 29)), "'2024-02-29'"),
        Arguments.of(
            "dateTime",
            "null",
            Value.moment(Instant.parse("2025-10-26T00:30:59.987Z")),
            "'2025-10-26T00:30:59Z'"),
        Arguments.of(
            "multipleRecordLinks",
            "{'linkedTableId':'tblAAAAAAAAAAAAAA'}",
            Value.many(List.of(Value.reference(REC))),
            "['" + REC + "']"),
        Arguments.of("singleCollaborator", "null", Value.reference(USR), "{'id':'" + USR + "'}"),
        Arguments.of(
            "multipleCollaborators",
            "null",
            Value.many(List.of(Value.reference(USR))),
            "['" + USR + "']"),
        Arguments.of("barcode", "null", opaque("{'text':'12'}"), "{'text':'12'}"),
        Arguments.of("multipleAttachments", "null", Value.NULL, "[]"));
  }

  @ParameterizedTest
  @MethodSource("writable")
  void write_isThisCell_andReadsBackAsTheSame(
      String type, String options, Value value, String cell) {
    FieldCodec codec = column(type, options).codec();
    Json written = codec.write(value);
    assertThat(written).hasToString(json(cell).toString());
    Json shown =
        (written.isArray() && written.elements().isEmpty()) || written.equals(Json.of(false))
            ? Json.MISSING
            : written;
    assertThat(codec.type().canonical(codec.read(shown))).isEqualTo(codec.type().canonical(value));
  }

  static Stream<Arguments> unwritable() {
    return Stream.of(
        Arguments.of("singleLineText", "null", Value.text("a\nb"), "several"),
        Arguments.of("multilineText", "null", Value.text("x".repeat(100_001)), "100001"),
        Arguments.of("multilineText", "null", Value.text("\ud83d"), "surrogate"),
        Arguments.of("singleLineText", "null", Value.number(1), "takes text"),
        Arguments.of("number", "null", Value.text("1"), "takes a number"),
        Arguments.of("number", "null", Value.number(new BigDecimal("1E+400")), "beyond"),
        Arguments.of("rating", "{'max':5}", Value.number(0), "1 to 5"),
        Arguments.of("rating", "{'max':5}", Value.number(6), "1 to 5"),
        Arguments.of("rating", "{'max':5}", Value.number(new BigDecimal("2.5")), "2.5"),
        Arguments.of("checkbox", "null", Value.text("yes"), "true or false"),
        Arguments.of("singleSelect", STAGES, Value.choice("lead"), "[Lead, Won, at last]"),
        Arguments.of(
            "multipleSelects", STAGES, Value.many(List.of(Value.choice("Lost"))), "'Lost'"),
        Arguments.of("date", "null", Value.day(LocalDate.of(10_000, 1, 1)), "10000"),
        Arguments.of("date", "null", Value.moment(Instant.EPOCH), "a day"),
        Arguments.of("dateTime", "null", Value.day(LocalDate.of(2026, 1, 1)), "point in time"),
        Arguments.of("dateTime", "null", Value.moment(Instant.MAX), "years"),
        Arguments.of("multipleRecordLinks", "{}", Value.reference("recShort"), "recShort"),
        Arguments.of("singleCollaborator", "null", Value.reference("a@example.com"), "user"),
        Arguments.of("multipleAttachments", "null", opaque("{'n':1}"), "array"),
        Arguments.of("multipleAttachments", "null", opaque("[{'url':'file:///etc'}]"), "http"),
        Arguments.of("barcode", "null", opaque("{'text':'1','more':2}"), "text"),
        Arguments.of("formula", "{'result':{'type':'number'}}", Value.number(1), "computes"),
        Arguments.of("hologram", "null", opaque("{}"), "computes"));
  }

  @ParameterizedTest
  @MethodSource("unwritable")
  void valueThatAirtableWouldRefuse_isRejected_withTheFieldAndTheReason(
      String type, String options, Value value, String reason) {
    Column column = column(type, options);
    UnwritableException e =
        catchThrowableOfType(UnwritableException.class, () -> column.codec().write(value));
    Rejected rejected = e.of(column).rejected();
    assertThat(rejected.reason()).isEqualTo(Reason.INVALID_VALUE);
    assertThat(rejected.field()).isEqualTo("fldAAAAAAAAAAAAAA");
    assertThat(rejected.detail()).startsWith("'F' (" + type + "): ").contains(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "singleLineText|null",
        "number|null",
        "rating|null",
        "singleSelect|{'choices':[]}",
        "date|null",
        "dateTime|null",
        "singleCollaborator|null",
        "multipleAttachments|null",
        "barcode|null",
        "formula|{'result':{'type':'number'}}",
        "rollup|{'result':null}",
        "multipleLookupValues|{}",
        "createdBy|null",
        "aiText|null"
      })
  void absentCell_isEmpty(String type, String options) {
    assertThat(column(type, options).codec().read(Json.MISSING)).isEqualTo(Value.NULL);
  }

  @Test
  void absentCheckbox_isFalse_andAbsentListsAreEmpty() {
    assertThat(column("checkbox").codec().read(Json.MISSING)).isEqualTo(Value.FALSE);
    for (String type : List.of("multipleSelects", "multipleRecordLinks", "multipleCollaborators")) {
      assertThat(column(type, "{}").codec().read(Json.MISSING)).isEqualTo(Value.many(List.of()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'error':'#ERROR!'}", "{'specialValue':'NaN'}"})
  void cellThatAirtableCannotCompute_isNotTakenForEmpty(String cell) {
    for (String result : List.of("number", "singleLineText", "dateTime", "checkbox")) {
      Column column = column("formula", "{'result':{'type':'" + result + "'}}");
      assertThat(column.codec().read(json(cell))).isNull();
    }
    assertThat(column("formula", "{'result':null}").codec().read(json(cell))).isNull();
    assertThat(
            column("rollup", "{'result':{'type':'number'}}").codec().read(json("[" + cell + "]")))
        .isNull();
  }

  static Stream<Arguments> computed() {
    return Stream.of(
        Arguments.of("formula", "number", "1.50", Value.number(new BigDecimal("1.5"))),
        Arguments.of("formula", "singleLineText", "'a'", Value.text("a")),
        Arguments.of("formula", "singleLineText", "['a']", Value.text("a")),
        Arguments.of("formula", "singleLineText", "['a','b']", null),
        Arguments.of("formula", "checkbox", "1", Value.TRUE),
        Arguments.of("formula", "date", "'2026-01-02'", Value.day(LocalDate.of(2026, 1, 2))),
        Arguments.of("rollup", "number", "[null,3]", Value.number(3)),
        Arguments.of(
            "formula",
            "dateTime",
            "'2026-01-02T03:04:05.678Z'",
            Value.moment(Instant.parse("2026-01-02T03:04:05.678Z"))));
  }

  @ParameterizedTest
  @MethodSource("computed")
  void computedField_hasTheTypeOfItsResult(String type, String result, String cell, Value value) {
    Column column = column(type, "{'result':{'type':'" + result + "'}}");
    assertThat(column.field().derived()).isTrue();
    assertThat(column.field().writable()).isFalse();
    assertThat(column.codec().read(json(cell))).isEqualTo(value);
  }

  @Test
  void otherComputedTypes_areRead() {
    assertThat(column("autoNumber").field().unique()).isTrue();
    assertThat(column("autoNumber").codec().read(json("7"))).isEqualTo(Value.number(7));
    assertThat(column("count").codec().read(json("0"))).isEqualTo(Value.number(0));
    assertThat(column("lastModifiedBy").codec().read(json("{'id':'" + USR + "','name':'x'}")))
        .isEqualTo(Value.reference(USR));
    assertThat(column("createdTime", "{'result':{'type':'date'}}").type()).isEqualTo("createdTime");
    assertThat(
            column("createdTime", "{'result':{'type':'date'}}").codec().read(json("'2026-01-02'")))
        .isEqualTo(Value.day(LocalDate.of(2026, 1, 2)));
    assertThat(column("button").codec().read(json("{'url':null,'label':'Go'}")))
        .isEqualTo(opaque("{'label':'Go','url':null}"));
    assertThat(column("hologram").codec().read(json("{'z':1,'a':[true]}")))
        .isEqualTo(opaque("{'a':[true],'z':1}"));
  }

  @Test
  void attachments_areComparedWithoutTheirAddresses_whichExpire() {
    FieldCodec codec = column("multipleAttachments").codec();
    String file =
        "[{'id':'%s','url':'https://dl.example/%s','filename':'a.png','size':3,'type':'image/png',"
            + "'thumbnails':{'small':{'url':'https://dl.example/%s'}}}]";
    Value one = codec.read(json(file.formatted(ATT, "1", "1")));
    assertThat(one).isEqualTo(codec.read(json(file.formatted(ATT, "2", "2"))));
    assertThat(one)
        .isEqualTo(opaque("[{'filename':'a.png','id':'" + ATT + "','size':3,'type':'image/png'}]"));
    assertThat(codec.write(one)).isEqualTo(json("[{'id':'" + ATT + "'}]"));
    assertThat(codec.write(opaque("[{'url':'https://a.example/x','filename':'x','n':1}]")))
        .isEqualTo(json("[{'url':'https://a.example/x','filename':'x'}]"));
    Column lookup = column("multipleLookupValues", "{}");
    assertThat(lookup.codec().read(json(file.formatted(ATT, "1", "1")))).isEqualTo(one);
  }

  @Test
  void richText_isReadWithoutTheLineEndsThatAirtableAdds() {
    FieldCodec codec = column("richText").codec();
    assertThat(codec.read(json("'a\\n\\nb\\n\\n'"))).isEqualTo(Value.text("a\n\nb"));
    assertThat(codec.read(json("'\\n'"))).isEqualTo(Value.NULL);
  }

  @Test
  void numbersAreRoundedToThePrecisionBeforeTheyAreCompared() {
    FieldType type = column("number", "{'precision':2}").codec().type();
    assertThat(type.canonical(Value.number(new BigDecimal("2.675"))))
        .isEqualTo(type.canonical(Value.number(new BigDecimal("2.680"))));
  }

  @Test
  void cellOfTheWrongKind_isAProtocolError() {
    for (String type : List.of("singleLineText", "date", "singleCollaborator", "multipleSelects")) {
      assertThatThrownBy(() -> column(type, "{}").codec().read(json("3")))
          .isInstanceOfSatisfying(
              ConnectorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PROTOCOL));
    }
  }

  @Test
  void conditions_areFormulasOverTheFieldsId() {
    String field = "{fldAAAAAAAAAAAAAA}";
    assertThat(column("singleLineText").codec().condition(field, Value.text("O'Neil \\ \"x\"")))
        .isEqualTo(field + "='O\\'Neil \\\\ \\\"x\\\"'");
    assertThat(column("singleLineText").codec().condition(field, Value.text("é")))
        .isEqualTo("OR(" + field + "='é'," + field + "='e\u0301')");
    assertThat(column("multilineText").codec().condition(field, Value.text("a\nb"))).isNull();
    assertThat(column("richText").codec().condition(field, Value.text("a"))).isNull();
    assertThat(column("checkbox").codec().condition(field, Value.NULL))
        .isEqualTo("NOT(" + field + ")");
    assertThat(column("number", "{'precision':0}").codec().condition(field, Value.number(1_000)))
        .isEqualTo("AND(" + field + ">=999," + field + "<=1001)");
    assertThat(column("singleSelect", STAGES).codec().condition(field, Value.choice("Lead")))
        .isEqualTo(field + "='Lead'");
    assertThat(column("date").codec().condition(field, Value.day(LocalDate.of(2026, 3, 1))))
        .isEqualTo(
            "AND(IS_AFTER("
                + field
                + ",'2026-02-27T00:00:00Z'),IS_BEFORE("
                + field
                + ",'2026-03-03T00:00:00Z'))");
  }
}
