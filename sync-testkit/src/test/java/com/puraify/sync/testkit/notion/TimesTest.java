package com.puraify.sync.testkit.notion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The clock, and dates and times as they are shown. */
class TimesTest extends Fixture {

  private String due(String date) {
    SimulatedPage page = tasks.add("a");
    ApiClient.Reply reply = write(page, "{'Due':{'date':" + date + "}}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    JsonNode value = property(reply.json(), "Due");
    assertThat(value.path("time_zone").isNull()).isTrue();
    String end = value.path("end").isNull() ? "" : "/" + value.path("end").asText();
    return value.path("start").asText() + end;
  }

  @Test
  void pageTimes_areFlooredToTheMinute() {
    SimulatedPage page = tasks.add("a");
    clock.advance(Duration.ofSeconds(90));
    write(page, "{'Estimate':{'number':1}}");

    JsonNode shown = read(page);

    assertThat(shown.path("created_time").asText()).isEqualTo("2026-09-20T10:04:00.000Z");
    assertThat(shown.path("last_edited_time").asText()).isEqualTo("2026-09-20T10:06:00.000Z");
  }

  @Test
  void twoEditsWithinAMinute_cannotBeToldApart() {
    SimulatedPage page = tasks.add("a");
    String first = read(page).path("last_edited_time").asText();
    clock.advance(Duration.ofSeconds(20));
    page.set("Estimate", 2);

    assertThat(read(page).path("last_edited_time").asText()).isEqualTo(first);
    assertThat(page.editedAt()).isEqualTo(clock.instant());
  }

  @Test
  void dateHeader_showsTheSimulatedClock() {
    clock.advance(Duration.ofDays(1));

    assertThat(api.get("/v1/users/me").headers().firstValue("Date"))
        .contains("Mon, 21 Sep 2026 10:04:37 GMT");
  }

  @Test
  void timeWithOffset_isTruncatedToTheMinuteInUtc() {
    assertThat(due("{'start':'2026-09-15T09:36:59.999-05:00'}"))
        .isEqualTo("2026-09-15T14:36:00.000+00:00");
  }

  @Test
  void timeWithoutOffset_isUtc() {
    assertThat(due("{'start':'2026-09-15T09:36:23'}")).isEqualTo("2026-09-15T09:36:00.000+00:00");
  }

  @Test
  void timeWithZone_isShownAtItsOffset() {
    assertThat(due("{'start':'2026-07-15T09:36:00','time_zone':'America/New_York'}"))
        .isEqualTo("2026-07-15T09:36:00.000-04:00");
  }

  @Test
  void day_staysADay() {
    assertThat(due("{'start':'2026-02-28'}")).isEqualTo("2026-02-28");
  }

  @Test
  void ranges_keepBothEnds() {
    assertThat(due("{'start':'2026-02-27','end':'2026-02-28'}")).isEqualTo("2026-02-27/2026-02-28");
    assertThat(due("{'start':'2026-02-27T10:00:30Z','end':'2026-02-27T11:00:30Z'}"))
        .isEqualTo("2026-02-27T10:00:00.000+00:00/2026-02-27T11:00:00.000+00:00");
  }

  @Test
  void impossibleDates_areRefused() {
    SimulatedPage page = tasks.add("a");
    for (String date :
        new String[] {
          "{'start':'2026-02-30'}",
          "{'start':'tomorrow'}",
          "{'start':'15.09.2026'}",
          "{'start':'2026-09-15T10:00:00Z','time_zone':'Europe/Berlin'}",
          "{'start':'2026-09-15','time_zone':'Europe/Berlin'}",
          "{'start':'2026-09-15T10:00:00','time_zone':'Mars/Base'}",
          "{'start':'2026-09-15','end':'2026-09-15T10:00:00Z'}",
          "{'start':'2026-09-15','end':'2026-09-14'}",
          "{'end':'2026-09-14'}",
          "{'start':'2026-09-15','zone':'x'}",
          "'2026-09-15'"
        }) {
      ApiClient.Reply reply = write(page, "{'Due':{'date':" + date + "}}");

      assertThat(reply.status()).as(date).isEqualTo(400);
      assertThat(reply.code()).isEqualTo("validation_error");
    }
    assertThat(page.value("Due")).isNull();
  }

  @Test
  void databaseTimes_showMillisecondsAndOffset() {
    JsonNode database = api.get("/v1/databases/" + tasks.databaseId()).json();

    assertThat(database.path("created_time").asText()).isEqualTo("2026-09-20T10:04:37.250+00:00");
  }
}
