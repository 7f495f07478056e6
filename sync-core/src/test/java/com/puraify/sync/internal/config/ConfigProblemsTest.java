package com.puraify.sync.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConfigurationException.Problem;
import java.util.List;
import org.assertj.core.api.AbstractListAssert;
import org.assertj.core.api.ObjectAssert;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigProblemsTest {

  @Test
  void problemsOfShapeAndOfMeaning_areReportedTogether() {
    assertThat(
            problems(
                "{\"sync_type\":\"both\",\"syncs\":1,\"schedule\":\"sometimes\",\"max_deletes\":-1,"
                    + "\"sweep_every\":\"-PT1H\",\"priority\":\"urgent\",\"mapping\":{\"fields\":["
                    + "{\"local\":\"a\"},{\"local\":\"b\",\"remote\":\"B\"},"
                    + "{\"local\":\"b\",\"remote\":\"C\"}]}}"))
        .extracting(Problem::where)
        .containsExactlyInAnyOrder(
            "/sync_type",
            "/syncs",
            "/schedule",
            "/max_deletes",
            "/sweep_every",
            "/priority",
            "/mapping/fields/0/remote",
            "/mapping/fields/2/local",
            "/source_platform",
            "/target_entity");
  }

  @Test
  void unknownWord_isAnsweredWithTheKnownOnes() {
    assertProblems("\"priority\":\"urgent\"")
        .containsExactly(tuple("/priority", "'urgent' is not known; write high, default or low"));
    assertProblems("\"sync_type\":\"both\"")
        .containsExactly(
            tuple(
                "/sync_type",
                "'both' is not usable; expected: Which way it runs: pull (remote to local), push"
                    + " (local to remote) or bidirectional, in any case."));
  }

  @Test
  void unknownMember_isAnsweredWithTheKnownOnes() {
    assertProblems("\"mapping\":{\"field\":[]}")
        .containsExactly(
            tuple("/mapping/field", "is not known here; known are match_on, fields, where"));
  }

  @Test
  void unknownMember_isPointedToInEscapedForm() {
    assertProblems("\"a/b~c\":1").extracting(t -> t.toList().get(0)).containsExactly("/a~1b~0c");
  }

  @Test
  void missingMember_isPointedTo() {
    assertThat(problems("{}"))
        .containsExactly(
            new Problem(
                "/source_platform",
                "is missing; expected: The remote platform, such as Notion, in any case."),
            new Problem(
                "/target_entity",
                "is missing; expected: The local entity's name, such as TasksTable."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"max_deletes\":\"5\" | /max_deletes | is a string; write a whole number",
        "\"max_deletes\":1.5 | /max_deletes | is a number; write a whole number",
        "\"max_deletes\":-1 | /max_deletes | must be at least 0",
        "\"max_deletes\":1e1000000000 | /max_deletes | must be from 0 to 2147483647",
        "\"max_deletes\":3000000000 | /max_deletes | must be at most 2147483647",
        "\"max_delete_share\":1.1 | /max_delete_share | must be at most 1",
        "\"schedule\":null | /schedule | is null; write a string",
        "\"mapping\":[] | /mapping | is an array [..]; write an object {..}",
        "\"connector_options\":{\"a\":1} | /connector_options/a | is a number; write a string",
        "\"guards\":false | /guards | a boolean is not known; write on or off",
      })
  void wrongShape_isNamed(String members, String pointer, String message) {
    assertProblems(members).containsExactly(tuple(pointer, message));
  }

  @Test
  void schedule_thatIsNone_saysWhatToWrite() {
    assertThat(problems(Documents.with("\"schedule\":\"sometimes\"")))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.where()).isEqualTo("/schedule");
              assertThat(problem.message()).contains("'sometimes'").contains("every_15_minutes");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"sweep_every", "keep_journal"})
  void durations_areCheckedOneByOne(String member) {
    assertProblems("\"" + member + "\":\"-PT1H\"")
        .containsExactly(tuple("/" + member, "must not be negative"));
    assertProblems("\"" + member + "\":\"1h\"")
        .containsExactly(
            tuple("/" + member, "'1h' is not a duration; write one such as PT15M, PT1H or P30D"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a b", "ä", "a/b"})
  void syncId_outOfItsCharacters_isRefused(String id) {
    assertProblems("\"sync_id\":\"" + id + "\"")
        .extracting(t -> t.toList().get(0))
        .containsExactly("/sync_id");
  }

  @Test
  void syncId_takesTwoHundredCharacters() {
    assertThat(SyncConfig.fromJson(Documents.with("\"sync_id\":\"" + "a".repeat(200) + "\"")).id())
        .hasSize(200);
    assertThat(problems(Documents.with("\"sync_id\":\"" + "a".repeat(201) + "\""))).hasSize(1);
  }

  @Test
  void blankNames_areRefused() {
    assertThat(
            problems("{\"project_id\":\" \",\"source_platform\":\"\",\"target_entity\":\"\\t\"}"))
        .extracting(Problem::where)
        .containsExactlyInAnyOrder("/project_id", "/source_platform", "/target_entity");
  }

  @Test
  void projectOfUnicodeBlanks_isRefusedAtItsPointer() {
    assertProblems("\"project_id\":\"\\u2003\"")
        .containsExactly(tuple("/project_id", "must not be blank"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"sync_type\":\"pull\",\"mode\":\"push\" | /sync_type | /mode",
        "\"source\":\"Airtable\" | /source_platform | /source",
        "\"target\":\"Other\" | /target_entity | /target",
      })
  void oldAndNewName_thatDisagree_areBothPointedTo(String members, String now, String then) {
    assertProblems(members).extracting(t -> t.toList().get(0)).containsExactly(now, then);
  }

  @Test
  void oldAndNewName_thatAgree_areFine() {
    String members =
        "\"sync_type\":\"pull\",\"mode\":\"PULL\",\"source\":\"NOTION\",\"target\":\"Tasks\"";

    assertThat(SyncConfig.fromJson(Documents.with(members)).local()).isNotNull();
  }

  @Test
  void targetWrittenTwice_pointsToTheLaterPair() {
    assertProblems(
            "\"mapping\":{\"fields\":[{\"local\":\"a\",\"remote\":\"A\"},"
                + "{\"local\":\"a\",\"remote\":\"B\",\"direction\":\"to_local\"},"
                + "{\"local\":\"a\",\"remote\":\"C\",\"direction\":\"to_remote\"}]}")
        .containsExactly(
            tuple(
                "/mapping/fields/1/local",
                "the local field 'a' is written by the pair at /mapping/fields/0/local already;"
                    + " give one of them another direction"));
  }

  @Test
  void choices_withARemoteNameTwice_areRefused() {
    assertProblems(
            "\"mapping\":{\"fields\":[{\"local\":\"a\",\"remote\":\"A\","
                + "\"choices\":{\"open\":\"To do\",\"n/a\":\"To do\"}}]}")
        .containsExactly(
            tuple(
                "/mapping/fields/0/choices/n~1a",
                "'To do' stands for 'open' already; give each local name a remote name of its"
                    + " own"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"field\":\"a\"}",
        "{\"equals\":1}",
        "{\"field\":\"a\",\"equals\":1,\"in\":[1]}",
        "{\"field\":\"a\",\"all\":[{\"field\":\"a\",\"equals\":1}]}",
      })
  void filter_ofNoKnownForm_isAnsweredWithTheForms(String filter) {
    assertThat(problems(Documents.with("\"mapping\":{\"where\":{\"local\":" + filter + "}}")))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.where()).isEqualTo("/mapping/where/local");
              assertThat(problem.message()).contains("\"equals\": \"open\"").contains("\"any\"");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"all\":[]} | /all",
        "{\"any\":[{\"not\":{\"field\":1,\"empty\":true}}]} | /any/0/not/field",
        "{\"field\":\"a\",\"equals\":null} | /equals",
        "{\"field\":\"a\",\"in\":[]} | /in",
        "{\"all\":[{\"field\":\"a\",\"equals\":[1]}]} | /all/0/equals",
        "{\"not\":{\"all\":[{}]}} | /not/all/0",
      })
  void filter_thatIsWrongInside_isPointedTo(String filter, String pointer) {
    assertProblems("\"mapping\":{\"where\":{\"remote\":" + filter + "}}")
        .extracting(t -> t.toList().get(0))
        .containsExactly("/mapping/where/remote" + pointer);
  }

  @Test
  void settingsWithoutEffect_areRefused() {
    assertProblems("\"latest_wins_tolerance\":\"PT1M\"")
        .extracting(t -> t.toList().get(0))
        .containsExactly("/latest_wins_tolerance");
    assertProblems("\"guards\":\"off\",\"max_deletes\":3")
        .extracting(t -> t.toList().get(0))
        .containsExactly("/max_deletes");
  }

  @Test
  void tolerance_countsForAFieldToo() {
    SyncConfig config =
        SyncConfig.fromJson(
            Documents.with(
                "\"latest_wins_tolerance\":\"PT1M\",\"mapping\":{\"fields\":[{\"local\":\"a\","
                    + "\"remote\":\"A\",\"conflict_resolution\":\"latest_wins\"}]}"));

    assertThat(config.mapping().fields().get(0).conflicts().orElseThrow().name())
        .isEqualTo("latest_wins");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"notion.test", "ftp://a.test", "https://", "https://u:hunter2@a.test", "ht tp"})
  void baseUrl_thatIsNone_isRefusedWithoutShowingIt(String url) {
    List<Problem> problems = problems(Documents.with("\"base_url\":\"" + url + "\""));

    assertThat(problems).extracting(Problem::where).containsExactly("/base_url");
    assertThat(problems.get(0).message()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | the document is empty; write an object {..}",
        "`  ` | the document is empty; write an object {..}",
        "[] | the document is not an object; write an object {..}",
        "3 | the document is not an object; write an object {..}",
        "{\"a\":1,\"a\":2} | the document is not usable JSON: it names 'a' twice, at line 1, column"
            + " 11",
        "{\"a\":1} x | the document is not usable JSON: look at line 1, column 9",
        "{\"a\":1}{} | the document is not usable JSON: there is more after its end",
        "{\"a\": | the document is not usable JSON: it ends too early, at line 1, column 6",
        "{'a':1} | the document is not usable JSON: look at line 1, column 2",
      })
  void textThatIsNoDocument_isOneProblem(String text, String message) {
    assertThat(problems(text)).containsExactly(new Problem("", message));
  }

  @Test
  void nestedTooDeep_isOneProblem() {
    assertThat(problems("[".repeat(5_000)))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("nested too deep"));
  }

  @Test
  void largerThanAMebibyte_isOneProblem() {
    String padding = "é".repeat((1 << 19) - 200);

    assertThat(SyncConfig.fromJson(Documents.with("\"$schema\":\"" + padding + "\""))).isNotNull();
    assertThat(problems(Documents.with("\"$schema\":\"" + padding + "é".repeat(200) + "\"")))
        .containsExactly(
            new Problem("", "the document is larger than 1 MiB; a sync is described in less"));
  }

  private static AbstractListAssert<?, List<? extends Tuple>, Tuple, ObjectAssert<Tuple>>
      assertProblems(String members) {
    return assertThat(problems(Documents.with(members)))
        .extracting(Problem::where, Problem::message);
  }

  private static List<Problem> problems(String document) {
    ConfigurationException e =
        catchThrowableOfType(ConfigurationException.class, () -> SyncConfig.fromJson(document));
    assertThat(e).as("no problem in %s", document).isNotNull();
    return e.problems();
  }
}
