package com.puraify.sync.testkit.airtable;

import com.puraify.sync.testkit.simulator.SimulatorProgram;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Airtable simulator as a program: a base with projects and tasks, and a few records. */
public final class AirtableProgram implements SimulatorProgram {
  private static final String RATE_LIMIT = "--rate-limit";
  private static final String TOKEN = "--token";

  /** Creates the program. */
  public AirtableProgram() {}

  @Override
  public String platform() {
    return "airtable";
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put(RATE_LIMIT, "requests per second and base, or off (default 5)");
    options.put(TOKEN, "the token to accept (default " + AirtableSimulator.DEFAULT_TOKEN + ")");
    return options;
  }

  @Override
  public Running start(int port, Map<String, String> options) {
    AirtableSimulator.Builder builder = AirtableSimulator.builder().port(port);
    builder.token(options.getOrDefault(TOKEN, AirtableSimulator.DEFAULT_TOKEN));
    String limit = options.get(RATE_LIMIT);
    if (limit != null) {
      builder.quirks(quirks -> limit(quirks, limit));
    }
    AirtableSimulator simulator = builder.start();
    SimulatedBase base = simulator.addBase("Work");
    SimulatedTable tasks = tasks(simulator, base);
    Map<String, String> announcement = new LinkedHashMap<>();
    announcement.put("platform", platform());
    announcement.put("baseUrl", simulator.baseUri().toString());
    announcement.put("token", simulator.token());
    announcement.put("baseId", base.id());
    announcement.put("tableId", tasks.id());
    return new Running() {
      @Override
      public Map<String, String> announcement() {
        return announcement;
      }

      @Override
      public void close() {
        simulator.close();
      }
    };
  }

  private static void limit(AirtableQuirks quirks, String limit) {
    if (limit.equals("off")) {
      quirks.noRateLimit();
      return;
    }
    try {
      quirks.baseLimit(Integer.parseInt(limit));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          RATE_LIMIT + " must be off or a whole number from 1, was " + limit, e);
    }
  }

  private static SimulatedTable tasks(AirtableSimulator simulator, SimulatedBase base) {
    SimulatedCollaborator grace = simulator.addPerson("Grace Person", "grace@example.com");
    SimulatedTable projects = base.addTable("Projects");
    SimulatedTable tasks =
        base.addTable(
            "Tasks",
            fields ->
                fields
                    .select("Status", "Not started", "In progress", "Done")
                    .select("Priority", "Low", "Medium", "High")
                    .multipleSelects("Tags", "writing", "code")
                    .number("Estimate", 1)
                    .date("Due")
                    .checkbox("Billable")
                    .collaborator("Owner")
                    .url("Link")
                    .longText("Notes")
                    .link("Project", projects)
                    .lastModifiedTime("Edited"));
    SimulatedRecord launch = projects.add("Launch");
    tasks.add(
        Map.of(
            "Name",
            "Draft the launch note",
            "Priority",
            "High",
            "Tags",
            List.of("writing"),
            "Project",
            List.of(launch)));
    tasks.add(
        Map.of(
            "Name",
            "Fix the import of dates",
            "Status",
            "In progress",
            "Estimate",
            2.5,
            "Owner",
            grace));
    tasks.add(
        Map.of(
            "Name", "Send the invoice",
            "Status", "Done",
            "Due", "2026-09-15",
            "Billable", true,
            "Notes", "Paid."));
    return tasks;
  }
}
