package com.puraify.sync.testkit.notion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Order, pages, cursors, the cap and the lag of queries. */
class QueryTest extends Fixture {
  private static final String BY_EDIT =
      "'sorts':[{'timestamp':'last_edited_time','direction':'ascending'}]";

  private List<SimulatedPage> fill(int count) {
    List<SimulatedPage> pages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pages.add(tasks.add("t" + i, Map.of("Estimate", i)));
    }
    return pages;
  }

  private List<String> titles(ApiClient.Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.ids().stream().map(id -> sim.page(id).title()).toList();
  }

  @Test
  void query_answersAListOfPages() {
    tasks.add("a");

    JsonNode answer = query("{}").json();

    assertThat(answer.path("object").asText()).isEqualTo("list");
    assertThat(answer.path("type").asText()).isEqualTo("page_or_data_source");
    assertThat(answer.path("page_or_data_source").isObject()).isTrue();
    assertThat(answer.path("next_cursor").isNull()).isTrue();
    assertThat(answer.path("has_more").booleanValue()).isFalse();
    assertThat(answer.has("request_status")).isFalse();
    assertThat(answer.path("results").get(0).path("object").asText()).isEqualTo("page");
  }

  @Test
  void pages_holdAtMost100AndCoverEverythingOnce() {
    List<SimulatedPage> all = fill(250);

    List<String> ids = api.queryAll(tasks.id(), "", 100);

    assertThat(query("{}").ids()).hasSize(100);
    assertThat(ids).containsExactlyInAnyOrderElementsOf(all.stream().map(p -> p.id()).toList());
    assertThat(query("{'page_size':101}").message())
        .isEqualTo("body failed validation: body.page_size should be ≤ `100`, instead was `101`.");
    assertThat(query("{'page_size':0}").status()).isEqualTo(400);
  }

  @Test
  void unsortedOrder_isShuffledButTheSameForEverySeed() {
    List<SimulatedPage> all = fill(40);

    List<String> ids = query("{}").ids();

    assertThat(ids).isEqualTo(query("{}").ids());
    assertThat(ids).isNotEqualTo(all.stream().map(SimulatedPage::id).toList());
    assertThat(query("{'is_archived':false}").ids()).hasSize(40);
  }

  @Test
  void sorts_orderByPropertyAndEarlierOnesWin() {
    tasks.add("b", Map.of("Estimate", 1, "Priority", "High"));
    tasks.add("a", Map.of("Estimate", 2, "Priority", "High"));
    tasks.add("C", Map.of("Estimate", 3, "Priority", "Low"));
    tasks.add("d");

    assertThat(titles(query("{'sorts':[{'property':'Name','direction':'ascending'}]}")))
        .containsExactly("a", "b", "C", "d");
    assertThat(titles(query("{'sorts':[{'property':'Estimate','direction':'descending'}]}")))
        .containsExactly("C", "a", "b", "d");
    assertThat(
            titles(
                query(
                    "{'sorts':[{'property':'Priority','direction':'ascending'},"
                        + "{'property':'Estimate','direction':'descending'}]}")))
        .containsExactly("C", "a", "b", "d");
  }

  @Test
  void sortsByTime_followTheMinute() {
    List<String> wanted = new ArrayList<>();
    for (SimulatedPage page : fill(3)) {
      wanted.add(page.title());
    }
    Collections.reverse(wanted);
    for (String title : wanted) {
      clock.advance(Duration.ofMinutes(1));
      tasks.page(title).set("Estimate", 9);
    }

    assertThat(titles(query("{" + BY_EDIT + "}"))).isEqualTo(wanted);
  }

  @Test
  void badSorts_areRefused() {
    assertThat(query("{'sorts':[{'property':'Nope','direction':'ascending'}]}").message())
        .isEqualTo("Could not find sort property with name or id: Nope");
    assertThat(query("{'sorts':[{'property':'Name','direction':'up'}]}").status()).isEqualTo(400);
    assertThat(query("{'sorts':[{'timestamp':'seen','direction':'ascending'}]}").status())
        .isEqualTo(400);
  }

  @Test
  void cursor_isBoundToItsQuery() {
    fill(5);
    SimulatedDataSource other = sim.addDatabase("Other", schema -> {});
    String cursor = query("{'page_size':2}").json().path("next_cursor").asText();
    String start = "{'page_size':2,'start_cursor':'" + cursor + "'";

    assertThat(query(start + "," + BY_EDIT + "}").message())
        .isEqualTo("The start_cursor provided is invalid: " + cursor);
    assertThat(query(start + ",'filter':{'property':'Estimate','number':{'equals':1}}}").status())
        .isEqualTo(400);
    assertThat(query(other, start + "}").status()).isEqualTo(400);
    assertThat(query("{'start_cursor':'made-up'}").message())
        .isEqualTo("The start_cursor provided is invalid: made-up");
  }

  @Test
  void cursor_canBeUsedAgainWithAnotherPageSize() {
    fill(10);
    String cursor = query("{'page_size':4}").json().path("next_cursor").asText();

    List<String> once = query("{'page_size':4,'start_cursor':'" + cursor + "'}").ids();
    List<String> again = query("{'page_size':2,'start_cursor':'" + cursor + "'}").ids();

    assertThat(again).isEqualTo(once.subList(0, 2));
  }

  @Test
  void expiredCursor_isRefused() {
    fill(3);
    String cursor = query("{'page_size':1}").json().path("next_cursor").asText();

    sim.expireCursors();

    assertThat(query("{'page_size':1,'start_cursor':'" + cursor + "'}").message())
        .startsWith("The start_cursor provided is invalid: ");
  }

  @Test
  void rowEditedWhilePaging_comesTwiceInAscendingOrderOfEdits() {
    List<SimulatedPage> all = fill(4);
    JsonNode first = query("{'page_size':2," + BY_EDIT + "}").json();
    String seen = first.path("results").get(0).path("id").asText();
    clock.advance(Duration.ofMinutes(1));
    sim.page(seen).set("Estimate", 77);

    List<String> rest =
        query(
                "{'page_size':100,'start_cursor':'"
                    + first.path("next_cursor").asText()
                    + "',"
                    + BY_EDIT
                    + "}")
            .ids();

    assertThat(rest).hasSize(3).endsWith(seen);
    HashSet<String> union = new HashSet<>(rest);
    first.path("results").forEach(page -> union.add(page.path("id").asText()));
    assertThat(union).hasSize(all.size());
  }

  @Test
  void rowTrashedWhilePaging_shiftsNothing() {
    fill(6);
    JsonNode first = query("{'page_size':3}").json();
    List<String> seen = new ArrayList<>();
    first.path("results").forEach(page -> seen.add(page.path("id").asText()));
    sim.page(seen.get(0)).trash();
    sim.page(seen.get(2)).trash();

    List<String> rest =
        query("{'start_cursor':'" + first.path("next_cursor").asText() + "'}").ids();

    assertThat(rest).hasSize(3).doesNotContainAnyElementsOf(seen);
  }

  @Test
  void shortPages_holdFewerRowsAndLoseNone() {
    List<SimulatedPage> all = fill(60);
    sim.quirks().shortPages(true);
    sim.resetRequests();

    List<String> ids = api.queryAll(tasks.id(), "", 10);

    assertThat(ids).containsExactlyInAnyOrderElementsOf(all.stream().map(p -> p.id()).toList());
    assertThat(sim.requests()).isGreaterThan(6);
  }

  @Test
  void shortPages_canBeEmptyWithMoreToCome() {
    fill(40);
    sim.quirks().shortPages(true);
    boolean empty = false;
    for (int size = 1; size <= 40 && !empty; size++) {
      JsonNode page =
          query(
                  "{'page_size':1,'filter':{'property':'Estimate','number':"
                      + "{'less_than':"
                      + (size + 1)
                      + "}}}")
              .json();
      empty = page.path("results").isEmpty() && page.path("has_more").booleanValue();
    }

    assertThat(empty).isTrue();
  }

  @Test
  void cappedQuery_saysSoOnEveryPageAndThenEnds() {
    fill(60);
    sim.quirks().queryCap(50);

    JsonNode first = query("{'page_size':40}").json();
    JsonNode second =
        query("{'page_size':40,'start_cursor':'" + first.path("next_cursor").asText() + "'}")
            .json();

    assertThat(first.path("request_status").toString())
        .isEqualTo(
            "{\"type\":\"incomplete\",\"incomplete_reason\":\"query_result_limit_reached\"}");
    assertThat(first.path("has_more").booleanValue()).isTrue();
    assertThat(second.path("results")).hasSize(10);
    assertThat(second.path("has_more").booleanValue()).isFalse();
    assertThat(second.path("next_cursor").isNull()).isTrue();
    assertThat(second.path("request_status").path("type").asText()).isEqualTo("incomplete");
  }

  @Test
  void queryThatJustFitsTheCap_isNotCapped() {
    fill(50);
    sim.quirks().queryCap(50);

    assertThat(query("{}").json().has("request_status")).isFalse();
    assertThat(query("{}").json().path("results")).hasSize(50);
  }

  @Test
  void lag_hidesCreatesEditsAndTrashingForItsTime() {
    SimulatedPage old = tasks.add("old", Map.of("Estimate", 1));
    SimulatedPage doomed = tasks.add("doomed");
    clock.advance(Duration.ofMinutes(1));
    sim.quirks().visibilityLag(Duration.ofSeconds(30));

    old.set("Estimate", 2);
    doomed.trash();
    tasks.add("new");

    assertThat(titles(query("{}"))).containsExactlyInAnyOrder("old", "doomed");
    assertThat(titles(query("{'filter':{'property':'Estimate','number':{'equals':1}}}")))
        .containsExactly("old");
    assertThat(property(read(old), "Estimate").intValue()).isEqualTo(2);
    clock.advance(Duration.ofSeconds(30));
    assertThat(titles(query("{}"))).containsExactlyInAnyOrder("old", "new");
    assertThat(titles(query("{'filter':{'property':'Estimate','number':{'equals':2}}}")))
        .containsExactly("old");
  }

  @Test
  void lag_showsEachStepOfSeveralEdits() {
    SimulatedPage page = tasks.add("a", Map.of("Estimate", 0));
    sim.quirks().visibilityLag(Duration.ofSeconds(30));
    for (int i = 1; i <= 5; i++) {
      clock.advance(Duration.ofSeconds(20));
      page.set("Estimate", i);
    }
    List<Integer> seen = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      seen.add(property(query("{}").json().path("results").get(0), "Estimate").intValue());
      clock.advance(Duration.ofSeconds(20));
    }

    assertThat(seen).containsExactly(3, 4, 5);
  }

  @Test
  void filterProperties_limitTheResults() {
    tasks.add("a");
    String path = "/v1/data_sources/" + tasks.id() + "/query";

    JsonNode byId =
        api.post(path + "?filter_properties=" + encode(tasks.property("Estimate").id()), "{}")
            .json();
    JsonNode byName =
        api.post(
                path
                    + "?filter_properties[]=title&filter_properties[]=Notes"
                        .replace("[]", "%5B%5D"),
                "{}")
            .json();

    assertThat(byId.path("results").get(0).path("properties").fieldNames())
        .toIterable()
        .containsExactly("Estimate");
    assertThat(byName.path("results").get(0).path("properties").size()).isEqualTo(2);
    assertThat(api.post(path + "?filter_properties=Nope", "{}").message())
        .isEqualTo("Could not find property with name or id: Nope");
  }

  private static String encode(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void unknownKeys_areRefused() {
    assertThat(query("{'limit':5}").message()).contains("body.limit should be not present");
    assertThat(query("{'archived':false}").status()).isEqualTo(400);
    assertThat(
            olderApi()
                .post("/v1/data_sources/" + tasks.id() + "/query", "{'archived':false}")
                .status())
        .isEqualTo(200);
  }

  @Test
  void slowPageSizes_timeOutUntilReduced() {
    fill(3);
    sim.quirks().timeoutAbovePageSize(25);

    assertThat(query("{}").status()).isEqualTo(504);
    assertThat(query("{'page_size':26}").code()).isEqualTo("gateway_timeout");
    assertThat(query("{'page_size':25}").status()).isEqualTo(200);
  }

  @Test
  void tenThousandRows_areFilteredOnceForAllPages() {
    AtomicInteger computed = new AtomicInteger();
    tasks.extend(
        schema -> schema.formula("Seen", "number", "…", page -> computed.incrementAndGet()));
    for (int i = 0; i < 10_000; i++) {
      tasks.add("row " + i, Map.of("Estimate", i, "Notes", "note " + i, "Tags", List.of("red")));
    }
    String filter = "'filter':{'property':'Seen','formula':{'number':{'greater_than':0}}}";
    String path = "/v1/data_sources/" + tasks.id() + "/query?filter_properties=title";
    HashSet<String> ids = new HashSet<>();
    String cursor = "null";
    for (int page = 0; page < 100; page++) {
      JsonNode answer =
          api.post(path, "{'start_cursor':" + cursor + "," + filter + "," + BY_EDIT + "}").json();
      answer.path("results").forEach(row -> ids.add(row.path("id").asText()));
      cursor = answer.path("next_cursor").toString();
    }

    assertThat(ids).hasSize(10_000);
    assertThat(cursor).isEqualTo("null");
    assertThat(computed.get()).isBetween(10_000, 30_000);
  }
}
