package com.puraify.sync.testkit.notion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters: what they find and what they refuse. */
class FiltersTest extends Fixture {

  @BeforeEach
  void fill() {
    tasks.add(
        "alpha",
        Map.of(
            "Estimate",
            1,
            "Notes",
            "First note",
            "Priority",
            "Low",
            "Tags",
            List.of("red"),
            "Due",
            "2026-09-18",
            "Billable",
            true,
            "Files",
            "https://e.org/f"));
    clock.advance(Duration.ofMinutes(10));
    tasks.add(
        "beta",
        Map.of(
            "Estimate",
            5,
            "Priority",
            "High",
            "Tags",
            List.of("red", "green"),
            "Due",
            "2026-09-20T15:30:00Z",
            "Status",
            "Done",
            "Owner",
            List.of(sim.actor())));
    clock.advance(Duration.ofMinutes(10));
    tasks.add("gamma", Map.of("Notes", "note"));
  }

  private String found(String filter) {
    ApiClient.Reply reply = query("{'filter':" + filter + "}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    TreeSet<String> titles = new TreeSet<>();
    reply
        .json()
        .path("results")
        .forEach(page -> titles.add(sim.page(page.path("id").asText()).title()));
    return String.join(" ", titles);
  }

  private String refusal(String filter) {
    ApiClient.Reply reply = query("{'filter':" + filter + "}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("validation_error");
    return reply.message();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'property':'Name','title':{'equals':'alpha'}}|alpha",
        "{'property':'Name','title':{'does_not_equal':'alpha'}}|beta gamma",
        "{'property':'Name','title':{'contains':'ET'}}|beta",
        "{'property':'Name','title':{'does_not_contain':'et'}}|alpha gamma",
        "{'property':'Name','title':{'starts_with':'al'}}|alpha",
        "{'property':'Name','title':{'ends_with':'a'}}|alpha beta gamma",
        "{'property':'Notes','rich_text':{'is_empty':true}}|beta",
        "{'property':'Notes','rich_text':{'is_not_empty':true}}|alpha gamma",
        "{'property':'Estimate','number':{'equals':5}}|beta",
        "{'property':'Estimate','number':{'does_not_equal':5}}|alpha gamma",
        "{'property':'Estimate','number':{'greater_than':1}}|beta",
        "{'property':'Estimate','number':{'less_than_or_equal_to':5}}|alpha beta",
        "{'property':'Estimate','number':{'is_empty':true}}|gamma",
        "{'property':'Billable','checkbox':{'equals':true}}|alpha",
        "{'property':'Billable','checkbox':{'does_not_equal':true}}|beta gamma",
        "{'property':'Priority','select':{'equals':'High'}}|beta",
        "{'property':'Priority','select':{'equals':['High','Low']}}|alpha beta",
        "{'property':'Priority','select':{'does_not_equal':'High'}}|alpha gamma",
        "{'property':'Priority','select':{'is_empty':true}}|gamma",
        "{'property':'Status','status':{'equals':'Done'}}|beta",
        "{'property':'Tags','multi_select':{'contains':'green'}}|beta",
        "{'property':'Tags','multi_select':{'does_not_contain':'green'}}|alpha gamma",
        "{'property':'Files','files':{'is_not_empty':true}}|alpha",
        "{'property':'Owner','people':{'is_empty':true}}|alpha gamma",
        "{'property':'Owner','people':{'contains':'me'}}|''",
        "{'property':'Due','date':{'equals':'2026-09-20'}}|beta",
        "{'property':'Due','date':{'before':'2026-09-20'}}|alpha",
        "{'property':'Due','date':{'after':'2026-09-18'}}|beta",
        "{'property':'Due','date':{'after':'2026-09-20'}}|''",
        "{'property':'Due','date':{'on_or_before':'2026-09-20'}}|alpha beta",
        "{'property':'Due','date':{'on_or_after':'2026-09-20T15:30:00.000Z'}}|beta",
        "{'property':'Due','date':{'after':'2026-09-20T15:30:00Z'}}|''",
        "{'property':'Due','date':{'on_or_before':'today'}}|alpha beta",
        "{'property':'Due','date':{'past_week':{}}}|alpha beta",
        "{'property':'Due','date':{'next_month':{}}}|beta",
        "{'property':'Due','date':{'is_empty':true}}|gamma",
        "{'timestamp':'created_time','created_time':{'on_or_after':'2026-09-20T10:14:00Z'}}|beta"
            + " gamma",
        "{'timestamp':'created_time','created_time':{'after':'2026-09-20T10:14:00Z'}}|gamma",
        "{'timestamp':'last_edited_time',"
            + "'last_edited_time':{'before':'2026-09-20T10:14:00Z'}}|alpha",
        "{'and':[{'property':'Billable','checkbox':{'equals':true}},"
            + "{'property':'Estimate','number':{'equals':1}}]}|alpha",
        "{'or':[{'property':'Name','title':{'equals':'gamma'}},"
            + "{'and':[{'property':'Status','status':{'equals':'Done'}},{'property':'Estimate',"
            + "'number':{'greater_than':4}}]}]}|beta gamma",
      })
  void filters_findWhatTheySay(String filter, String titles) {
    assertThat(found(filter)).isEqualTo(titles);
  }

  @Test
  void peopleFilter_findsAnId() {
    assertThat(found("{'property':'Owner','people':{'contains':'" + sim.actor().id() + "'}}"))
        .isEqualTo("beta");
  }

  @Test
  void propertyIds_areAccepted() {
    assertThat(
            found("{'property':'" + tasks.property("Estimate").id() + "','number':{'equals':1}}"))
        .isEqualTo("alpha");
  }

  @Test
  void timestampFilter_comparesMinutesUnlessTheQuirkIsOn() {
    String filter =
        "{'timestamp':'created_time','created_time':{'after':'2026-09-20T10:24:30.000Z'}}";
    assertThat(found(filter)).isEmpty();

    sim.quirks().preciseTimes(true);
    clock.advance(Duration.ofSeconds(1));
    tasks.page("alpha").set("Estimate", 2);

    assertThat(found(filter)).isEqualTo("gamma");
  }

  @Test
  void relationAndComputedFilters_work() {
    SimulatedDataSource projects = sim.addDatabase("Projects", schema -> schema.number("Budget"));
    SimulatedPage p = projects.add("p", Map.of("Budget", 7));
    tasks.extend(
        schema ->
            schema
                .relation("Projects", projects, "Tasks")
                .rollup("Total", "sum", "Projects", "Budget")
                .rollup("Budgets", "show_original", "Projects", "Budget")
                .formula("Long", "boolean", "…", page -> page.title().length() > 4)
                .uniqueId("Ref", "T"));
    tasks.page("beta").set("Projects", List.of(p));

    assertThat(found("{'property':'Projects','relation':{'contains':'" + p.id() + "'}}"))
        .isEqualTo("beta");
    assertThat(
            found(
                "{'property':'Projects','relation':{'contains':'"
                    + p.id().replace("-", "")
                    + "'}}"))
        .isEqualTo("beta");
    assertThat(found("{'property':'Total','rollup':{'number':{'greater_than':6}}}"))
        .isEqualTo("beta");
    assertThat(found("{'property':'Budgets','rollup':{'any':{'number':{'equals':7}}}}"))
        .isEqualTo("beta");
    assertThat(found("{'property':'Budgets','rollup':{'none':{'number':{'equals':7}}}}"))
        .isEqualTo("alpha gamma");
    assertThat(found("{'property':'Long','formula':{'checkbox':{'equals':true}}}"))
        .isEqualTo("alpha gamma");
    assertThat(found("{'property':'Ref','unique_id':{'equals':2}}")).isEqualTo("beta");
  }

  @Test
  void unknownProperty_isRefused() {
    assertThat(refusal("{'property':'Nope','number':{'equals':1}}"))
        .isEqualTo("Could not find property with name or id: Nope");
  }

  @Test
  void typeThatIsNotTheSchemas_isRefused() {
    assertThat(refusal("{'property':'Estimate','rich_text':{'equals':'1'}}"))
        .isEqualTo(
            "The property type in the database does not match the property type of the filter"
                + " provided: database property number does not match filter rich_text");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'property':'Estimate','number':{'equals':1,'greater_than':0}}",
        "{'property':'Estimate','number':{'contains':1}}",
        "{'property':'Estimate','number':{'equals':'1'}}",
        "{'property':'Estimate','number':{}}",
        "{'property':'Estimate'}",
        "{'property':'Estimate','number':{'equals':1},'extra':{}}",
        "{'property':'Billable','checkbox':{'is_empty':true}}",
        "{'property':'Notes','rich_text':{'is_empty':false}}",
        "{'property':'Due','date':{'equals':'soon'}}",
        "{'property':'Due','date':{'past_week':true}}",
        "{'timestamp':'edited','edited':{'past_week':{}}}",
        "{'timestamp':'created_time','last_edited_time':{'past_week':{}}}",
        "{'and':[],'or':[]}",
        "{'number':{'equals':1}}",
        "[]",
      })
  void malformedFilters_areRefused(String filter) {
    assertThat(refusal(filter)).contains("failed validation");
  }

  @Test
  void nesting_endsAtTwoLevels() {
    String leaf = "{'property':'Name','title':{'equals':'alpha'}}";

    assertThat(found("{'and':[{'or':[" + leaf + "]}]}")).isEqualTo("alpha");
    assertThat(refusal("{'and':[{'or':[{'and':[" + leaf + "]}]}]}")).contains("nested");
  }

  @Test
  void compound_holdsAtMost100() {
    String leaf = "{'property':'Name','title':{'equals':'alpha'}}";
    String many = String.join(",", java.util.Collections.nCopies(101, leaf));

    assertThat(refusal("{'or':[" + many + "]}")).contains("≤ `100`");
  }
}
