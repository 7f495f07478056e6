package com.puraify.sync.testkit.notion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Answers that a client has to survive, and determinism. */
class OddAnswersTest extends Fixture {

  @Test
  void unknownPropertyType_isShownAndNotWritable() {
    tasks.extend(schema -> schema.unknown("Aura", "hologram", ApiClient.parse("{\"density\":3}")));
    SimulatedPage page = tasks.add("a");
    page.set("Aura", ApiClient.parse("{\"beam\":[1,2]}"));

    assertThat(read(page).path("properties").path("Aura").path("type").asText())
        .isEqualTo("hologram");
    assertThat(property(read(page), "Aura").toString()).isEqualTo("{\"beam\":[1,2]}");
    assertThat(
            api.get("/v1/data_sources/" + tasks.id())
                .json()
                .path("properties")
                .path("Aura")
                .path("hologram")
                .path("density")
                .intValue())
        .isEqualTo(3);
    assertThat(write(page, "{'Aura':{'hologram':{}}}").status()).isEqualTo(400);
    assertThat(write(page, "{'Estimate':{'number':1}}").status()).isEqualTo(200);
    assertThat(page.value("Aura")).isEqualTo("{\"beam\":[1,2]}");
  }

  @Test
  void extraFields_areEverywhere() {
    SimulatedPage page = tasks.add("a");
    sim.quirks().extraFields(true);

    JsonNode shown = read(page);
    JsonNode list = query("{}").json();

    assertThat(shown.path("x_future_field").isObject()).isTrue();
    assertThat(shown.path("properties").path("Estimate").has("x_future_hint")).isTrue();
    assertThat(list.path("x_future_flag").booleanValue()).isTrue();
    assertThat(api.get("/v1/data_sources/" + tasks.id()).json().has("x_future_field")).isTrue();
  }

  @Test
  void partialPage_isObjectAndIdOnly() {
    SimulatedPage page = tasks.add("a");
    page.showPartially(true);

    JsonNode shown = query("{}").json().path("results").get(0);

    assertThat(shown.toString()).isEqualTo("{\"object\":\"page\",\"id\":\"" + page.id() + "\"}");
    page.showPartially(false);
    assertThat(query("{}").json().path("results").get(0).has("url")).isTrue();
  }

  @Test
  void equalSeeds_giveEqualWorlds() {
    assertThat(world(7)).isEqualTo(world(7)).isNotEqualTo(world(8));
  }

  private static String world(long seed) {
    try (NotionSimulator sim =
        NotionSimulator.builder().clock(new HandClock()).seed(seed).start()) {
      SimulatedDataSource source =
          sim.addDatabase("D", schema -> schema.multiSelect("Tags").number("N"));
      for (int i = 0; i < 20; i++) {
        source.add("p" + i, Map.of("Tags", List.of("t" + i)));
      }
      ApiClient api = new ApiClient(sim.baseUri(), sim.token(), ApiClient.NEWEST);
      return api.get("/v1/data_sources/" + source.id()).text()
          + api.post("/v1/data_sources/" + source.id() + "/query", "{}").text();
    }
  }
}
