package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A simulator on a clock that stands still, with a table of every type of field. */
abstract class Fixture {
  final HandClock clock = new HandClock();
  AirtableSimulator sim;
  ApiClient api;
  SimulatedBase base;
  SimulatedTable projects;
  SimulatedTable tasks;

  @BeforeEach
  void start() {
    sim =
        AirtableSimulator.builder()
            .clock(clock)
            .quirks(quirks -> quirks.noRateLimit().pingsByHand(true))
            .start();
    api = new ApiClient(sim.baseUri(), sim.token());
    base = sim.addBase("Work");
    projects = base.addTable("Projects", fields -> fields.number("Budget", 0));
    tasks =
        base.addTable(
            "Tasks",
            fields ->
                fields
                    .longText("Notes")
                    .richText("Body")
                    .email("Mail")
                    .number("Estimate", 1)
                    .currency("Cost", 2, "$")
                    .percent("Progress", 0)
                    .duration("Took")
                    .rating("Stars", 5)
                    .checkbox("Done")
                    .select("Status", "Open", "Closed")
                    .multipleSelects("Tags", "red", "green", "blue")
                    .date("Due")
                    .dateTime("At")
                    .dateTime("Meeting", "Europe/Berlin")
                    .link("Project", projects)
                    .collaborator("Owner")
                    .collaborators("Watchers")
                    .attachments("Files")
                    .barcode("Code")
                    .autoNumber("No")
                    .createdTime("Created")
                    .lastModifiedTime("Edited")
                    .lastModifiedTime("Estimated", "Estimate")
                    .createdBy("Creator")
                    .lastModifiedBy("Editor")
                    .formula("Double", "{Estimate}*2", "number")
                    .lookup("Budgets", "Project", "Budget")
                    .rollup("Total", "Project", "Budget", "SUM(values)", "number")
                    .count("Projects in all", "Project"));
  }

  @AfterEach
  void stop() {
    sim.close();
  }

  String path() {
    return path(tasks);
  }

  String path(SimulatedTable table) {
    return "/v0/" + base.id() + "/" + table.id();
  }

  String path(SimulatedRecord record) {
    return path() + "/" + record.id();
  }

  /** Creates a task with these cells, written as JSON with single quotes. */
  ApiClient.Reply create(String fields) {
    return api.post(path(), "{'fields':" + fields + "}");
  }

  /** Writes one cell of a new task, and returns what the answer shows of it. */
  JsonNode written(String field, String value) {
    ApiClient.Reply reply = create("{'" + field + "':" + value + "}");
    if (reply.status() != 200) {
      throw new AssertionError(reply.text());
    }
    return reply.fields().path(field);
  }

  ApiClient.Reply list(String body) {
    return api.post(path() + "/listRecords", body);
  }

  /** Returns the names of the tasks that a formula lets through, in the order of creation. */
  List<String> matching(String formula) {
    ApiClient.Reply reply =
        api.get(path() + "?sort%5B0%5D%5Bfield%5D=No&filterByFormula=" + ApiClient.encode(formula));
    if (reply.status() != 200) {
      throw new AssertionError(reply.text());
    }
    return reply.column("Name");
  }
}
