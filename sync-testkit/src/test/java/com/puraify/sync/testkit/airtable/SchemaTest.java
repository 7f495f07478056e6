package com.puraify.sync.testkit.airtable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bases, tables and fields. */
class SchemaTest extends Fixture {

  private String tables() {
    return "/v0/meta/bases/" + base.id() + "/tables";
  }

  private JsonNode field(String name) {
    for (JsonNode table : api.get(tables()).json().path("tables")) {
      for (JsonNode field : table.path("fields")) {
        if (table.path("id").asText().equals(tasks.id())
            && field.path("name").asText().equals(name)) {
          return field;
        }
      }
    }
    throw new AssertionError("no field " + name);
  }

  @Test
  void bases_areListedWithPermissions() {
    sim.addBase("Hidden").permit(Permission.NONE);
    sim.addBase("Other").permit(Permission.READ);

    JsonNode bases = api.get("/v0/meta/bases").json().path("bases");

    assertThat(bases).hasSize(2);
    assertThat(bases.path(0).path("id").asText()).matches("app[A-Za-z0-9]{14}");
    assertThat(bases.path(0).path("permissionLevel").asText()).isEqualTo("create");
    assertThat(bases.path(1).path("permissionLevel").asText()).isEqualTo("read");
  }

  @Test
  void manyBases_comeInPagesOfAThousand() {
    for (int i = 0; i < 1_000; i++) {
      sim.addBase("b" + i);
    }

    JsonNode first = api.get("/v0/meta/bases").json();
    JsonNode second =
        api.get("/v0/meta/bases?offset=" + ApiClient.encode(first.path("offset").asText())).json();

    assertThat(first.path("bases")).hasSize(1_000);
    assertThat(second.path("bases")).hasSize(1);
    assertThat(second.has("offset")).isFalse();
  }

  @Test
  void table_hasFieldsViewsAndAPrimaryField() {
    JsonNode shown = api.get(tables() + "?include%5B%5D=visibleFieldIds").json();

    JsonNode table = shown.path("tables").path(1);
    assertThat(table.path("id").asText()).isEqualTo(tasks.id());
    assertThat(table.path("primaryFieldId").asText()).isEqualTo(tasks.field("Name").id());
    assertThat(table.path("fields").path(0).path("id").asText())
        .isEqualTo(tasks.field("Name").id());
    JsonNode view = table.path("views").path(0);
    assertThat(view.path("type").asText()).isEqualTo("grid");
    assertThat(view.path("visibleFieldIds")).hasSize(tasks.fieldNames().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Estimate|number|{'precision':1}",
        "Cost|currency|{'precision':2,'symbol':'$'}",
        "Stars|rating|{'icon':'star','max':5,'color':'yellowBright'}",
        "Took|duration|{'durationFormat':'h:mm:ss'}",
        "Due|date|{'dateFormat':{'name':'iso','format':'YYYY-MM-DD'}}"
      })
  void fieldOptions_areShown(String name, String type, String options) {
    assertThat(field(name).path("type").asText()).isEqualTo(type);
    assertThat(field(name).path("options")).isEqualTo(ApiClient.parse(options.replace('\'', '"')));
  }

  @Test
  void choices_haveIdsNamesAndColours() {
    JsonNode choices = field("Status").path("options").path("choices");

    assertThat(choices.findValuesAsText("name")).containsExactly("Open", "Closed");
    assertThat(choices.path(0).path("id").asText()).matches("sel[A-Za-z0-9]{14}");
    assertThat(choices.path(0).path("color").asText()).isNotEmpty();
    assertThat(field("Name").has("options")).isFalse();
  }

  @Test
  void linkAndComputedFields_sayWhatTheyComeFrom() {
    JsonNode link = field("Project").path("options");
    assertThat(link.path("linkedTableId").asText()).isEqualTo(projects.id());
    assertThat(link.path("inverseLinkFieldId").asText()).isEqualTo(projects.field("Tasks").id());
    JsonNode edited = field("Edited").path("options");
    assertThat(edited.path("referencedFieldIds")).isEmpty();
    assertThat(edited.path("result").path("type").asText()).isEqualTo("dateTime");
    JsonNode lookup = field("Budgets").path("options");
    assertThat(lookup.path("recordLinkFieldId").asText()).isEqualTo(tasks.field("Project").id());
    assertThat(lookup.path("result").path("type").asText()).isEqualTo("number");
    assertThat(field("Double").path("options").path("referencedFieldIds").path(0).asText())
        .isEqualTo(tasks.field("Estimate").id());
  }

  @Test
  void lookupWhoseLinkIsDeleted_isNotValidAndEmpty() {
    SimulatedRecord record = tasks.add(Map.of("Name", "a", "Project", List.of(projects.add("P"))));

    tasks.field("Project").delete();

    assertThat(field("Budgets").path("options").path("isValid").booleanValue()).isFalse();
    assertThat(record.value("Budgets")).isNull();
    assertThat(record.value("Total")).hasToString("{\"error\":\"#ERROR!\"}");
    assertThat(projects.fieldNames()).doesNotContain("Tasks");
  }

  @Test
  void table_isCreatedOverTheApi() {
    ApiClient.Reply reply =
        api.post(
            tables(),
            "{'name':'New','description':'d','fields':[{'name':'Title','type':'singleLineText'},"
                + "{'name':'Kind','type':'singleSelect','options':{'choices':[{'name':'A'}]}},"
                + "{'name':'Task','type':'multipleRecordLinks','options':{'linkedTableId':'"
                + tasks.id()
                + "'}}]}");

    assertThat(reply.status()).isEqualTo(200);
    SimulatedTable table = base.table("New");
    assertThat(reply.json().path("id").asText()).isEqualTo(table.id());
    assertThat(table.fieldNames()).containsExactly("Title", "Kind", "Task");
    assertThat(table.field("Kind").choices()).containsExactly("A");
    assertThat(tasks.fieldNames()).contains("New");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name':'F','type':'formula','options':{'formula':'1'}}|UNSUPPORTED_FIELD_TYPE_FOR_CREATE",
        "{'name':'F','type':'autoNumber'}|UNSUPPORTED_FIELD_TYPE_FOR_CREATE",
        "{'name':'F','type':'nonsense'}|UNSUPPORTED_FIELD_TYPE_FOR_CREATE",
        "{'name':'F','type':'number'}|INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE",
        "{'name':'Name','type':'number','options':{'precision':0}}|DUPLICATE_OR_EMPTY_FIELD_NAME",
        "{'name':'','type':'singleLineText'}|DUPLICATE_OR_EMPTY_FIELD_NAME"
      })
  void fieldThatCannotBeCreated_isRefused(String body, String error) {
    ApiClient.Reply reply = api.post(tables() + "/" + tasks.id() + "/fields", body);

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.error()).isEqualTo(error);
  }

  @Test
  void failedTable_leavesNothingBehind() {
    ApiClient.Reply reply =
        api.post(
            tables(),
            "{'name':'New','fields':[{'name':'T','type':'singleLineText'},"
                + "{'name':'L','type':'multipleRecordLinks','options':{'linkedTableId':'"
                + tasks.id()
                + "'}},{'name':'C','type':'count'}]}");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(base.tables()).containsExactly(projects, tasks);
    assertThat(tasks.fieldNames()).doesNotContain("New");
  }

  @Test
  void primaryField_cannotBeOfEveryType() {
    ApiClient.Reply reply =
        api.post(
            tables(),
            "{'name':'New','fields':[{'name':'T','type':'checkbox',"
                + "'options':{'icon':'check','color':'red'}}]}");

    assertThat(reply.error()).isEqualTo("INVALID_PRIMARY_FIELD_TYPE");
  }

  @Test
  void names_changeAndIdsStay() {
    SimulatedRecord record = tasks.add(Map.of("Name", "a", "Estimate", 2));
    String id = tasks.field("Estimate").id();
    String fields = tables() + "/" + tasks.id() + "/fields/";

    assertThat(api.patch(fields + id, "{'name':'Effort','description':'hours'}").status())
        .isEqualTo(200);
    api.patch(tables() + "/" + tasks.id(), "{'name':'Jobs'}");

    assertThat(field("Effort").path("id").asText()).isEqualTo(id);
    assertThat(field("Effort").path("description").asText()).isEqualTo("hours");
    assertThat(record.value("Effort")).hasToString("2");
    assertThat(record.value("Double")).hasToString("4");
    assertThat(api.get("/v0/" + base.id() + "/Jobs").status()).isEqualTo(200);
    assertThat(api.get("/v0/" + base.id() + "/Tasks").error()).isEqualTo("TABLE_NOT_FOUND");
    assertThat(create("{'Estimate':1}").error()).isEqualTo("UNKNOWN_FIELD_NAME");
    assertThat(create("{'" + id + "':1}").status()).isEqualTo(200);
    assertThat(api.patch(fields + id, "{'type':'singleLineText'}").status()).isEqualTo(422);
  }

  @Test
  void typeChangedByAPerson_convertsOrLosesCells() {
    SimulatedRecord good = tasks.add(Map.of("Name", "a", "Notes", "12"));
    SimulatedRecord bad = tasks.add(Map.of("Name", "b", "Notes", "twelve"));

    tasks
        .field("Notes")
        .changeType("number", JsonNodeFactory.instance.objectNode().put("precision", 0));

    assertThat(good.value("Notes")).hasToString("12");
    assertThat(bad.value("Notes")).isNull();
    assertThat(field("Notes").path("type").asText()).isEqualTo("number");
  }

  @Test
  void deletedTable_isForbiddenAndItsLinksAreGone() {
    projects.delete();

    assertThat(api.get(path(projects)).error()).isEqualTo("INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND");
    assertThat(tasks.fieldNames()).doesNotContain("Project");
  }

  @Test
  void mistakeInATest_isAnIllegalArgument() {
    assertThatThrownBy(() -> tasks.add(Map.of("Estimate", "many")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Estimate");
    assertThatThrownBy(() -> tasks.add(Map.of("Nope", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Nope");
    assertThat(tasks.records()).isEmpty();
  }
}
