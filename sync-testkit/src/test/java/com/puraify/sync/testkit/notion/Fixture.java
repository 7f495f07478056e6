package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A simulator on a clock that stands still, with a data source of every common type of property.
 */
abstract class Fixture {
  final HandClock clock = new HandClock();
  NotionSimulator sim;
  ApiClient api;
  SimulatedDataSource tasks;

  @BeforeEach
  void start() {
    sim = NotionSimulator.builder().clock(clock).quirks(NotionQuirks::noRateLimit).start();
    api = new ApiClient(sim.baseUri(), sim.token(), ApiClient.NEWEST);
    tasks =
        sim.addDatabase(
            "Tasks",
            schema ->
                schema
                    .richText("Notes")
                    .number("Estimate")
                    .checkbox("Billable")
                    .select("Priority", "Low", "High")
                    .multiSelect("Tags", "red", "green")
                    .status("Status", "Not started", "In progress", "Done")
                    .date("Due")
                    .people("Owner")
                    .files("Files")
                    .url("Link")
                    .email("Mail")
                    .phone("Phone"));
  }

  @AfterEach
  void stop() {
    sim.close();
  }

  ApiClient olderApi() {
    return new ApiClient(sim.baseUri(), sim.token(), ApiClient.SDK_DEFAULT);
  }

  ApiClient.Reply create(String properties) {
    return create(tasks, properties);
  }

  ApiClient.Reply create(SimulatedDataSource source, String properties) {
    return api.post(
        "/v1/pages",
        "{'parent':{'type':'data_source_id','data_source_id':'"
            + source.id()
            + "'},'properties':"
            + properties
            + "}");
  }

  ApiClient.Reply write(SimulatedPage page, String properties) {
    return api.patch("/v1/pages/" + page.id(), "{'properties':" + properties + "}");
  }

  ApiClient.Reply query(String body) {
    return query(tasks, body);
  }

  ApiClient.Reply query(SimulatedDataSource source, String body) {
    return api.post("/v1/data_sources/" + source.id() + "/query", body);
  }

  JsonNode read(SimulatedPage page) {
    return api.get("/v1/pages/" + page.id()).json();
  }

  JsonNode property(JsonNode page, String name) {
    JsonNode property = page.path("properties").path(name);
    return property.path(property.path("type").asText());
  }
}
