package com.puraify.sync.testkit.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Search: late, limited, and forgiving of the wrong mistakes. */
class SearchTest extends Fixture {
  private static final String ALL = "{}";

  private List<String> settled(String body) {
    sim.settleIndex();
    return search(body).ids();
  }

  @Test
  void newRecord_isFoundAfterTheIndexDelayAlone() {
    SimulatedRecord ada = contact("ada@example.com");

    pass(Duration.ofMillis(5_999));
    assertThat(search(ALL).ids()).isEmpty();
    assertThat(search(ALL).json().path("total").asInt()).isZero();
    pass(Duration.ofSeconds(9));
    assertThat(search(ALL).ids()).containsExactly(ada.id());
    assertThat(api.get(CONTACTS).ids()).containsExactly(ada.id());
  }

  @Test
  void changes_mayBeFoundInAnotherOrderThanTheyWereMade() {
    for (int i = 0; i < 40; i++) {
      contact("c" + i + "@example.com");
      pass(Duration.ofMillis(100));
    }
    boolean gap = false;
    for (int i = 0; i < 150; i++) {
      List<String> found = search("{'limit':200}").ids();
      List<String> all = api.get(CONTACTS + "?limit=100").ids();
      gap |= !found.equals(all.subList(0, found.size()));
      pass(Duration.ofMillis(100));
    }

    assertThat(gap).isTrue();
    assertThat(search("{'limit':200}").ids()).hasSize(40);
  }

  @Test
  void staleMatch_showsLiveValues() {
    SimulatedRecord ada = contacts.add(Map.of("firstname", "Ada"));
    sim.settleIndex();
    pass(Duration.ofSeconds(1));
    ada.set("firstname", "Grace");

    ApiClient.Reply found =
        search(
            "{'filterGroups':[{'filters':[{'propertyName':'firstname','operator':'EQ',"
                + "'value':'ada'}]}],'properties':['firstname']}");

    assertThat(found.ids()).containsExactly(ada.id());
    assertThat(found.json().path("results").path(0).path("properties").path("firstname").asText())
        .isEqualTo("Grace");
    assertThat(filter("'propertyName':'firstname','operator':'EQ','value':'grace'").ids())
        .isEmpty();
  }

  @Test
  void archivedRecords_areNeverFound() {
    SimulatedRecord ada = contact("ada@example.com");
    sim.settleIndex();
    ada.archive();

    assertThat(search(ALL).ids()).isEmpty();
  }

  @Test
  void contactsChangeTime_hasAnotherNameThanThatOfOthers() {
    SimulatedRecord ada = contact("ada@example.com");
    SimulatedRecord works = sim.companies().add(Map.of("name", "Works"));
    sim.settleIndex();
    String since = "'operator':'GTE','value':'1000'";

    assertThat(filter("'propertyName':'lastmodifieddate'," + since).ids())
        .containsExactly(ada.id());
    ApiClient.Reply wrong = filter("'propertyName':'hs_lastmodifieddate'," + since);
    assertThat(wrong.status()).isEqualTo(200);
    assertThat(wrong.json().path("total").asInt()).isZero();
    String companies = COMPANIES + "/search";
    String body = "{'filterGroups':[{'filters':[{'propertyName':'%s'," + since + "}]}]}";
    assertThat(api.post(companies, String.format(body, "hs_lastmodifieddate")).ids())
        .containsExactly(works.id());
    assertThat(api.post(companies, String.format(body, "lastmodifieddate")).ids()).isEmpty();
  }

  @Test
  void pages_areOffsetsAndEndAtTheCap() {
    sim.quirks().searchCap(6);
    for (int i = 0; i < 8; i++) {
      contact("c" + i + "@example.com");
    }
    sim.settleIndex();

    ApiClient.Reply first = search("{'limit':4}");
    assertThat(first.json().path("total").asInt()).isEqualTo(8);
    assertThat(first.json().path("paging").path("next").path("after").textValue()).isEqualTo("4");
    assertThat(search("{'limit':2,'after':'4'}").ids()).hasSize(2);
    ApiClient.Reply beyond = search("{'limit':4,'after':'4'}");
    assertThat(beyond.status()).isEqualTo(400);
    assertThat(beyond.category()).isEqualTo("VALIDATION_ERROR");
  }

  @Test
  void usualCap_isTenThousand() {
    assertThat(search("{'limit':200,'after':'9800'}").status()).isEqualTo(200);
    assertThat(search("{'limit':200,'after':'9801'}").status()).isEqualTo(400);
  }

  @Test
  void limits_areKept() {
    String filter = "{'propertyName':'email','operator':'HAS_PROPERTY'}";
    String six = String.join(",", java.util.Collections.nCopies(6, filter));
    String group = "{'filters':[" + six + "]}";

    assertThat(search("{'limit':200}").status()).isEqualTo(200);
    assertThat(search("{'limit':201}").status()).isEqualTo(400);
    assertThat(groups(java.util.Collections.nCopies(3, group))).isEqualTo(200);
    assertThat(groups(java.util.Collections.nCopies(4, group))).isEqualTo(400);
    assertThat(groups(List.of("{'filters':[" + six + "," + filter + "]}"))).isEqualTo(400);
    List<String> single = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      single.add("{'filters':[" + filter + "]}");
    }
    assertThat(groups(single.subList(0, 5))).isEqualTo(200);
    assertThat(groups(single)).isEqualTo(400);
    assertThat(search("{'query':'" + "x".repeat(2_900) + "'}").status()).isEqualTo(200);
    assertThat(search("{'query':'" + "x".repeat(3_000) + "'}").status()).isEqualTo(400);
    assertThat(search("{'sorts':['email','visits']}").status()).isEqualTo(400);
  }

  private int groups(List<String> groups) {
    return search("{'filterGroups':[" + String.join(",", groups) + "]}").status();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "firstname | EQ  | 'value':'ADA'             | true",
        "firstname | NEQ | 'value':'ADA'             | false",
        "firstname | IN  | 'values':['ada']          | true",
        "firstname | IN  | 'values':['Ada']          | false",
        "firstname | NOT_IN | 'values':['ada']       | false",
        "plan      | EQ  | 'value':'Paid'            | true",
        "plan      | EQ  | 'value':'paid'            | false",
        "tags      | EQ  | 'value':'red'             | true",
        "tags      | IN  | 'values':['green','blue'] | true",
        "visits    | EQ  | 'value':'10.0'            | true",
        "visits    | LT  | 'value':'9'               | false",
        "visits    | GTE | 'value':'10'              | true",
        "visits    | BETWEEN | 'value':'9','highValue':'10' | true",
        "birthday  | EQ  | 'value':'1815-12-10'      | true",
        "birthday  | LT  | 'value':'-4861000000000'  | true",
        "email     | CONTAINS_TOKEN | 'value':'example' | true",
        "email     | CONTAINS_TOKEN | 'value':'exam'    | false",
        "email     | CONTAINS_TOKEN | 'value':'exam*'   | true",
        "email     | NOT_CONTAINS_TOKEN | 'value':'example' | false",
        "lastname  | HAS_PROPERTY     | 'value':''  | false",
        "lastname  | NOT_HAS_PROPERTY | 'value':''  | true",
        "nonsense  | NOT_HAS_PROPERTY | 'value':''  | false",
        "nonsense  | NEQ | 'value':'x'               | false"
      })
  void operators(String property, String operator, String operand, boolean found) {
    contacts.add(
        Map.of(
            "email", "ada@example.com",
            "firstname", "Ada",
            "plan", "Paid",
            "tags", List.of("red", "green"),
            "visits", 10,
            "birthday", "1815-12-10"));
    sim.settleIndex();

    ApiClient.Reply reply =
        filter("'propertyName':'" + property + "','operator':'" + operator + "'," + operand);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.ids().size() == 1).isEqualTo(found);
  }

  @Test
  void badFilters_areRefused() {
    assertThat(filter("'propertyName':'email','operator':'LIKE','value':'x'").status())
        .isEqualTo(400);
    assertThat(filter("'propertyName':'email','operator':'EQ'").status()).isEqualTo(400);
    assertThat(filter("'propertyName':'visits','operator':'GT','value':'x'").status())
        .isEqualTo(400);
    assertThat(filter("'propertyName':'seen','operator':'GT','value':'soon'").status())
        .isEqualTo(400);
  }

  @Test
  void beginningOfTimeAsABound_isAServerError() {
    assertThat(filter("'propertyName':'lastmodifieddate','operator':'GTE','value':'0'").status())
        .isEqualTo(500);
    assertThat(
            filter(
                    "'propertyName':'lastmodifieddate','operator':'BETWEEN',"
                        + "'value':'1970-01-01T00:00:01Z','highValue':'1970-01-02T00:00:00Z'")
                .status())
        .isEqualTo(200);
  }

  @Test
  void sort_comparesNumbersAsNumbersAndPutsEmptyLast() {
    String nine = contacts.add(Map.of("visits", 9)).id();
    String ten = contacts.add(Map.of("visits", 10)).id();
    String none = contacts.add(Map.of("firstname", "x")).id();
    String sort = "{'sorts':[{'propertyName':'visits','direction':'%s'}]}";

    assertThat(settled(String.format(sort, "ASCENDING"))).containsExactly(nine, ten, none);
    assertThat(settled(String.format(sort, "DESCENDING"))).containsExactly(ten, nine, none);
    assertThat(settled("{}")).containsExactly(nine, ten, none);
    assertThat(search(String.format(sort, "UP")).status()).isEqualTo(400);
  }

  @Test
  void equalTimes_areInNoOrderButStayInIt() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      ids.add(contact("c" + i + "@example.com").id());
    }
    String sort = "'sorts':[{'propertyName':'lastmodifieddate','direction':'ASCENDING'}]";

    List<String> found = settled("{'limit':200," + sort + "}");
    List<String> paged = new ArrayList<>(search("{'limit':15," + sort + "}").ids());
    paged.addAll(search("{'limit':15,'after':'15'," + sort + "}").ids());

    assertThat(found).isNotEqualTo(ids);
    assertThat(new HashSet<>(found)).isEqualTo(new HashSet<>(ids));
    assertThat(paged).isEqualTo(found);
  }

  @Test
  void associations_canBeSearchedForStandardObjects() {
    SimulatedRecord ada = contact("ada@example.com");
    contact("bob@example.com");
    SimulatedRecord works = sim.companies().add(Map.of("name", "Works"));
    ada.associate(works);
    sim.settleIndex();

    assertThat(
            filter(
                    "'propertyName':'associations.company','operator':'EQ','value':'"
                        + works.id()
                        + "'")
                .ids())
        .containsExactly(ada.id());
  }

  @Test
  void query_looksIntoTheUsualProperties() {
    SimulatedRecord ada = contacts.add(Map.of("firstname", "Ada", "jobtitle", "Countess"));

    assertThat(settled("{'query':'aDa'}")).containsExactly(ada.id());
    assertThat(settled("{'query':'countess'}")).isEmpty();
  }
}
