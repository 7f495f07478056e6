package com.puraify.sync.testkit.airtable;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each type of field takes and shows. */
class CellsTest extends Fixture {

  private ApiClient.Reply typecast(String fields) {
    return api.post(path(), "{'typecast':true,'fields':" + fields + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Name|'text'|'text'",
        "Notes|'two\\nlines'|'two\\nlines'",
        "Mail|'not checked'|'not checked'",
        "Estimate|2|2",
        "Estimate|2.25|2.3",
        "Estimate|-0.05|-0.1",
        "Cost|1.005|1.01",
        "Progress|0.125|0.13",
        "Took|90.5|90.5",
        "Stars|5|5",
        "Done|true|true",
        "Status|'Open'|'Open'",
        "Tags|['green','red']|['green','red']",
        "Due|'2026-02-28'|'2026-02-28'",
        "At|'2026-02-28T10:00:00.123Z'|'2026-02-28T10:00:00.123Z'",
        "At|'2026-02-28T10:00:00+02:00'|'2026-02-28T08:00:00.000Z'",
        "At|'2026-02-28T10:00:00'|'2026-02-28T10:00:00.000Z'",
        "Meeting|'2026-02-28T10:00:00'|'2026-02-28T09:00:00.000Z'",
        "Code|{'text':'123','type':'ean8'}|{'text':'123','type':'ean8'}",
        "Body|'* one'|'- one\\n'"
      })
  void value_isTakenAndShown(String field, String value, String shown) {
    assertThat(written(field, value)).isEqualTo(ApiClient.parse(shown.replace('\'', '"')));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Name|1",
        "Name|true",
        "Name|['a']",
        "Estimate|'1'",
        "Estimate|''",
        "Estimate|true",
        "Stars|0",
        "Stars|6",
        "Stars|2.5",
        "Done|'true'",
        "Done|1",
        "Status|''",
        "Status|1",
        "Status|['Open']",
        "Tags|'red'",
        "Tags|[1]",
        "Due|''",
        "Due|'tomorrow'",
        "Due|'2026-02-30'",
        "Due|'2026-02-28T10:00:00Z'",
        "At|'soon'",
        "At|1",
        "Project|'rec00000000000000'",
        "Project|['a name']",
        "Owner|'usr00000000000000'",
        "Owner|{'id':'usr00000000000000'}",
        "Watchers|{}",
        "Files|'x'",
        "Code|'123'",
        "Code|{'type':'ean8'}",
        "Double|1",
        "Double|null",
        "No|1",
        "Created|'2026-02-28T10:00:00Z'",
        "Edited|'2026-02-28T10:00:00Z'",
        "Creator|{'id':'usr00000000000000'}",
        "Budgets|[1]",
        "Total|1",
        "Projects in all|1"
      })
  void valueOfAnotherType_isInvalid(String field, String value) {
    ApiClient.Reply reply = create("{'" + field + "':" + value + "}");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.error()).isEqualTo("INVALID_VALUE_FOR_COLUMN");
    assertThat(reply.message()).startsWith("Field \"" + field + "\" cannot accept");
    assertThat(tasks.records()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Name|12|'12'",
        "Estimate|'1.5'|1.5",
        "Estimate|'a lot'|",
        "Cost|'$1,200.50'|1200.5",
        "Progress|'50%'|0.5",
        "Done|'checked'|true",
        "Done|'no'|",
        "Status|'New one'|'New one'",
        "Status|''|",
        "Tags|'red, new'|['red','new']",
        "Due|'2/28/2026'|'2026-02-28'",
        "Due|'February 28, 2026'|'2026-02-28'",
        "At|'2026-02-28 10:00'|'2026-02-28T10:00:00.000Z'",
        "Code|'123'|{'text':'123'}"
      })
  void typecast_convertsWhatItCan(String field, String value, String shown) {
    ApiClient.Reply reply = typecast("{'" + field + "':" + value + "}");

    assertThat(reply.status()).isEqualTo(200);
    JsonNode cell = reply.fields().path(field);
    if (shown == null) {
      assertThat(cell.isMissingNode()).isTrue();
    } else {
      assertThat(cell).isEqualTo(ApiClient.parse(shown.replace('\'', '"')));
    }
  }

  @Test
  void unknownChoice_isRefusedWithoutTypecast() {
    ApiClient.Reply one = create("{'Status':'Nope'}");
    ApiClient.Reply several = create("{'Tags':['red','Nope']}");

    for (ApiClient.Reply reply : List.of(one, several)) {
      assertThat(reply.status()).isEqualTo(422);
      assertThat(reply.error()).isEqualTo("INVALID_MULTIPLE_CHOICE_OPTIONS");
      assertThat(reply.message())
          .isEqualTo("Insufficient permissions to create new select option \"Nope\"");
    }
    assertThat(create("{'Status':'open'}").error()).isEqualTo("INVALID_MULTIPLE_CHOICE_OPTIONS");
  }

  @Test
  void typecast_createsChoicesForCreatorsAlone() {
    base.permit(Permission.EDIT);
    assertThat(typecast("{'Status':'New'}").error()).isEqualTo("INVALID_MULTIPLE_CHOICE_OPTIONS");

    base.permit(Permission.CREATE);
    assertThat(typecast("{'Status':'New'}").status()).isEqualTo(200);

    assertThat(tasks.field("Status").choices()).containsExactly("Open", "Closed", "New");
  }

  @Test
  void typecast_findsLinkedRecordsByNameOrCreatesThem() {
    SimulatedRecord known = projects.add("Known");

    JsonNode links = typecast("{'Project':['Known','Other']}").fields().path("Project");

    assertThat(links.path(0).asText()).isEqualTo(known.id());
    assertThat(links.path(1).asText()).isEqualTo(projects.record("Other").id());
    assertThat(projects.size()).isEqualTo(2);
  }

  @Test
  void collaborators_areTakenByIdOrEmailAndShownInFull() {
    SimulatedCollaborator grace = sim.addPerson("Grace", "grace@example.com");

    JsonNode one = written("Owner", "{'id':'" + grace.id() + "'}");
    JsonNode two = written("Watchers", "['" + grace.id() + "',{'email':'grace@example.com'}]");

    assertThat(one.path("email").asText()).isEqualTo("grace@example.com");
    assertThat(one.path("name").asText()).isEqualTo("Grace");
    assertThat(two).hasSize(1);
    assertThat(typecast("{'Owner':'Grace'}").fields().path("Owner")).isEqualTo(one);
  }

  @Test
  void numbers_canBeKeptUnrounded() {
    sim.quirks().roundedNumbers(false);

    assertThat(written("Estimate", "2.256").decimalValue()).isEqualByComparingTo("2.256");
  }

  @Test
  void renamedChoice_showsItsNewNameWithoutAnEdit() {
    SimulatedRecord record = tasks.add(Map.of("Name", "a", "Status", "Open"));

    tasks.field("Status").renameChoice("Open", "To do");

    assertThat(record.value("Status")).isEqualTo("To do");
    assertThat(record.editedTime()).isEmpty();
    tasks.field("Status").removeChoice("To do");
    assertThat(record.value("Status")).isNull();
  }

  @Test
  void links_areMirroredOnTheOtherSide() {
    SimulatedRecord first = projects.add("P");
    SimulatedRecord second = projects.add("Q");
    ApiClient.Reply created =
        create("{'Name':'a','Project':['" + first.id() + "','" + second.id() + "']}");
    String id = created.json().path("id").asText();

    assertThat(first.value("Tasks")).isEqualTo(List.of(id));
    api.patch(path() + "/" + id, "{'fields':{'Project':['" + second.id() + "']}}");
    assertThat(first.value("Tasks")).isNull();
    assertThat(second.value("Tasks")).isEqualTo(List.of(id));
    second.set("Tasks", null);
    assertThat(tasks.record("a").value("Project")).isNull();
  }

  @Test
  void linkToAMissingRecord_isRefused() {
    ApiClient.Reply reply = create("{'Project':['rec00000000000000']}");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.error()).isEqualTo("ROW_DOES_NOT_EXIST");
  }

  @Test
  void deletedRecord_vanishesFromLinks() {
    SimulatedRecord project = projects.add("P");
    tasks.extend(fields -> fields.oneWayLink("Also", projects).selfLink("Parent"));
    SimulatedRecord parent = tasks.add("parent");
    SimulatedRecord task =
        tasks.add(
            Map.of(
                "Project", List.of(project), "Also", List.of(project), "Parent", List.of(parent)));

    api.delete(path(projects) + "/" + project.id());
    parent.delete();

    assertThat(task.values()).doesNotContainKeys("Project", "Also", "Parent");
  }

  @Test
  void computedCells_followTheirSources() {
    SimulatedRecord first = projects.add(Map.of("Name", "P", "Budget", 100));
    SimulatedRecord second = projects.add(Map.of("Name", "Q", "Budget", 20));
    SimulatedRecord task =
        tasks.add(Map.of("Name", "a", "Estimate", 2.5, "Project", List.of(first, second)));

    JsonNode fields = api.get(path(task)).fields();

    assertThat(fields.path("Double").intValue()).isEqualTo(5);
    assertThat(fields.path("Budgets").toString()).isEqualTo("[100,20]");
    assertThat(fields.path("Total").intValue()).isEqualTo(120);
    assertThat(fields.path("Projects in all").intValue()).isEqualTo(2);
    assertThat(fields.path("Creator").path("id").asText()).isEqualTo(sim.actor().id());
    first.set("Budget", 0);
    assertThat(api.get(path(task)).fields().path("Total").intValue()).isEqualTo(20);
    assertThat(task.editedTime()).isEmpty();
  }

  @Test
  void failedFormula_showsAnErrorAndInfinityASpecialValue() {
    tasks.extend(
        fields ->
            fields
                .formula("Bad", "1+{Notes}*2", "number")
                .formula("Infinite", "1/{Estimate}", "number")
                .formula("Nan", "0/{Estimate}", "number"));
    SimulatedRecord record = tasks.add(Map.of("Notes", "x", "Estimate", 0));

    JsonNode fields = api.get(path(record)).fields();

    assertThat(fields.path("Bad").toString()).isEqualTo("{\"error\":\"#ERROR!\"}");
    assertThat(fields.path("Infinite").toString()).isEqualTo("{\"specialValue\":\"Infinity\"}");
    assertThat(fields.path("Nan").toString()).isEqualTo("{\"specialValue\":\"NaN\"}");
  }

  @Test
  void attachment_isFetchedLaterAndItsUrlExpires() {
    JsonNode early = written("Files", "[{'url':'https://files.example/a.png'}]").path(0);

    assertThat(early.has("size")).isFalse();
    assertThat(early.path("filename").asText()).isEqualTo("a.png");
    clock.advance(Duration.ofSeconds(3));
    JsonNode late = list("{}").json().path("records").path(0).path("fields").path("Files").path(0);
    assertThat(late.path("id")).isEqualTo(early.path("id"));
    assertThat(late.path("size").intValue()).isPositive();
    assertThat(late.path("type").asText()).isEqualTo("image/png");
    String file = late.path("url").asText().substring(sim.baseUri().toString().length());
    assertThat(api.get(file).status()).isEqualTo(200);
    clock.advance(Duration.ofHours(2));
    assertThat(api.get(file).status()).isEqualTo(410);
  }

  @Test
  void attachments_areKeptByIdAndReplacedOtherwise() {
    SimulatedRecord record = tasks.add("a");
    String file = "{'fields':{'Files':[{'url':'https://files.example/a.png','filename':'b'}]}}";
    String id = api.patch(path(record), file).fields().path("Files").path(0).path("id").asText();

    JsonNode kept =
        api.patch(
                path(record),
                "{'fields':{'Files':[{'id':'" + id + "'},{'url':'https://files.example/c'}]}}")
            .fields()
            .path("Files");

    assertThat(kept.path(0).path("id").asText()).isEqualTo(id);
    assertThat(kept.path(0).path("filename").asText()).isEqualTo("b");
    assertThat(kept).hasSize(2);
    JsonNode again = api.patch(path(record), file).fields().path("Files");
    assertThat(again).hasSize(1);
    assertThat(again.path(0).path("id").asText()).isNotEqualTo(id);
  }

  @Test
  void attachmentThatIsNone_isRefused() {
    ApiClient.Reply reply = create("{'Files':[{'id':'1','url':'https://files.example/a'}]}");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.error()).isEqualTo("INVALID_ATTACHMENT_OBJECT");
    assertThat(reply.message()).startsWith("Invalid attachment object for field Files: {");
  }

  @Test
  void failedDownload_losesTheFileSilently() {
    sim.quirks().failingDownloads(url -> url.contains("gone"));
    SimulatedRecord record = tasks.add("a");

    ApiClient.Reply reply =
        api.patch(path(record), "{'fields':{'Files':[{'url':'https://gone.example/a'}]}}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.fields().path("Files")).hasSize(1);
    clock.advance(Duration.ofSeconds(3));
    assertThat(api.get(path(record)).fields().has("Files")).isFalse();
  }

  @Test
  void uploadedFile_isThereAtOnce() {
    SimulatedRecord record = tasks.add("a");

    ApiClient.Reply reply =
        api.post(
            "/v0/"
                + base.id()
                + "/"
                + record.id()
                + "/"
                + tasks.field("Files").id()
                + "/uploadAttachment",
            "{'contentType':'text/plain','filename':'a.txt','file':'aGVsbG8='}");

    JsonNode file = reply.fields().path(tasks.field("Files").id()).path(0);
    assertThat(file.path("size").intValue()).isEqualTo(5);
    assertThat(file.path("type").asText()).isEqualTo("text/plain");
  }

  @Test
  void unknownTypes_areShownAndNotWritten() {
    tasks.extend(
        fields ->
            fields
                .field("Strange", "somethingNew", JsonNodeFactory.instance.objectNode())
                .button("Open")
                .aiText("Summary"));
    SimulatedRecord record = tasks.add("a");
    record.set("Strange", ApiClient.parse("{\"x\":[1]}"));
    record.set(
        "Summary", ApiClient.parse("{\"state\":\"empty\",\"isStale\":false,\"value\":null}"));

    JsonNode fields = api.get(path(record)).fields();

    assertThat(fields.path("Strange").toString()).isEqualTo("{\"x\":[1]}");
    assertThat(fields.path("Summary").path("state").asText()).isEqualTo("empty");
    assertThat(create("{'Strange':{}}").error()).isEqualTo("INVALID_VALUE_FOR_COLUMN");
  }
}
