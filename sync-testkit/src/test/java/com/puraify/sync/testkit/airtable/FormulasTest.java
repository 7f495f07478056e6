package com.puraify.sync.testkit.airtable;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The formula language, in filters. */
class FormulasTest extends Fixture {

  @BeforeEach
  void fill() {
    SimulatedRecord project = projects.add("P");
    tasks.add(
        Map.of(
            "Name",
            "one",
            "Estimate",
            1,
            "Done",
            true,
            "Status",
            "Open",
            "Tags",
            List.of("red", "blue"),
            "Due",
            "2026-05-01",
            "At",
            "2026-05-01T10:00:00Z",
            "Project",
            List.of(project)));
    tasks.add(Map.of("Name", "it's \"two\"\n", "Estimate", 0, "Status", "Closed"));
    tasks.add("three");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{Name}='one'|one",
        "Name='one'|one",
        "{Name}=\"one\"|one",
        "{Name}!='one'|two,three",
        "{Name}='ONE'|",
        "{Name}='it\\'s \\\"two\\\"\\n'|two",
        "{Estimate}=1|one",
        "{Estimate}=0|two,three",
        "{Estimate}=BLANK()|two,three",
        "{Estimate}='1'|",
        "{Estimate}>=1|one",
        "{Estimate}<1|two,three",
        "{Estimate}*2+1=3|one",
        "-{Estimate}<0|one",
        "(1+2)*3=9|one,two,three",
        "1+2*3=9|",
        "1+2&'x'='3x'|one,two,three",
        "{Done}|one",
        "NOT({Done})|two,three",
        "{Done}=TRUE()|one",
        "{Done}=FALSE()|two,three",
        "{Status}='Open'|one",
        "{Status}=''|three",
        "{Status}=BLANK()|three",
        "{Tags}='red, blue'|one",
        "FIND('blue',ARRAYJOIN({Tags}))|one",
        "{Project}='P'|one",
        "{Due}='2026-05-01'|one",
        "IS_AFTER({Due},'2026-04-30')|one",
        "IS_AFTER({Due},'2026-05-01')|",
        "IS_BEFORE({At},'2026-05-01T10:00:00.001Z')|one",
        "IS_SAME({At},'2026-05-01','day')|one",
        "IS_AFTER({At},DATETIME_PARSE('2026-04-30'))|one",
        "IS_AFTER({At},DATETIME_PARSE('30.04.2026','DD.MM.YYYY'))|one",
        "IS_BEFORE({At},DATEADD('2026-05-01T09:00:00Z',2,'hours'))|one",
        "DATETIME_DIFF({At},{Due},'hours')=10|one",
        "DATETIME_FORMAT({At},'YYYY-MM-DD')='2026-05-01'|one",
        "YEAR({Due})=2026|one",
        "AND({Estimate}=1,{Done})|one",
        "AND({Estimate}=1,NOT({Done}))|",
        "OR({Estimate}=1,{Name}='three')|one,three",
        "XOR({Done},{Status}='Closed')|one,two",
        "IF({Done},'x','')|one",
        "IF({Done},'x')='x'|one",
        "SWITCH({Status},'Open',1,'Closed',0,1)|one,three",
        "LEN({Name})=3|one",
        "LOWER(UPPER({Name}))='one'|one",
        "LEFT({Name},1)&RIGHT({Name},1)='oe'|one",
        "MID({Name},2,1)='n'|one",
        "SUBSTITUTE({Name},'n','m')='ome'|one",
        "SEARCH('t',{Name})=1|three",
        "REGEX_MATCH({Name},'^t.*e$')|three",
        "VALUE('1.5')=1.5|one,two,three",
        "ROUND(2.45,1)=2.5|one,two,three",
        "SUM(1,2,{Estimate})=4|one",
        "MAX(1,{Estimate},3)=3|one,two,three",
        "ISERROR(1/{Estimate})|two,three",
        "1/{Estimate}=1|one",
        "{Name}+1|one,two,three",
        "{Name}*1|",
        "0|",
        "''|",
        "'a'|one,two,three",
        "BLANK()|",
        "{Tags}|one",
        "{Double}=2|one"
      })
  void formula_letsThroughWhatIsTrue(String formula, String names) {
    List<String> wanted = names == null ? List.of() : List.of(names.split(",", -1));

    assertThat(matching(formula).stream().map(FormulasTest::shortened)).isEqualTo(wanted);
  }

  private static String shortened(String name) {
    return name.startsWith("it's") ? "two" : name;
  }

  @Test
  void fieldIds_canBeUsed() {
    String id = tasks.field("Estimate").id();

    assertThat(matching("{" + id + "}=1")).containsExactly("one");
    assertThat(matching(id + "=1")).containsExactly("one");
  }

  @Test
  void recordId_findsManyAtOnce() {
    String first = tasks.record("one").id();
    String third = tasks.record("three").id();

    assertThat(matching("OR(RECORD_ID()='" + first + "',RECORD_ID()='" + third + "')"))
        .containsExactly("one", "three");
    assertThat(matching("RECORD_ID()='" + first.toLowerCase(Locale.ROOT) + "'")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{Nope}=1",
        "Nope",
        "{Name",
        "{Name}=",
        "'open",
        "NOPE()",
        "AND()",
        "IF(1)",
        "1 2",
        "(1",
        "1)",
        "=1",
        "RECORD_ID(1)",
        "@"
      })
  void badFormula_isRefused(String formula) {
    ApiClient.Reply reply = api.get(path() + "?filterByFormula=" + ApiClient.encode(formula));

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.error()).isEqualTo("INVALID_FILTER_BY_FORMULA");
    assertThat(reply.message()).startsWith("The formula for filtering records is invalid");
  }

  @Test
  void lastModifiedTime_isBlankUntilTheFirstEdit() {
    assertThat(matching("LAST_MODIFIED_TIME()=BLANK()")).hasSize(3);
    assertThat(matching("IS_AFTER(LAST_MODIFIED_TIME(),'2000-01-01')")).isEmpty();
    assertThat(matching("IS_AFTER(CREATED_TIME(),'2000-01-01')")).hasSize(3);

    sim.quirks().blankUntilEdited(false);

    assertThat(matching("IS_AFTER(LAST_MODIFIED_TIME(),'2000-01-01')")).hasSize(3);
  }

  @Test
  void lastModifiedTime_movesWithEditsOfItsFields() {
    SimulatedRecord one = tasks.record("one");
    clock.advance(Duration.ofHours(1));
    one.set("Notes", "edited");
    String hour = "'2026-09-20T10:30:00Z'";

    assertThat(matching("IS_AFTER(LAST_MODIFIED_TIME()," + hour + ")")).containsExactly("one");
    assertThat(matching("IS_AFTER({Edited}," + hour + ")")).containsExactly("one");
    assertThat(matching("IS_AFTER(LAST_MODIFIED_TIME({Notes})," + hour + ")"))
        .containsExactly("one");
    assertThat(matching("IS_AFTER(LAST_MODIFIED_TIME({Estimate})," + hour + ")")).isEmpty();
    assertThat(one.value("Edited")).isEqualTo("2026-09-20T11:04:37.000Z");
    assertThat(one.value("Estimated")).isNull();
  }
}
