package com.puraify.sync.testkit.notion;

import com.puraify.sync.testkit.simulator.SimulatorProgram;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Notion simulator as a program: a parent page, and a data source of tasks with a few rows. */
public final class NotionProgram implements SimulatorProgram {
  private static final String RATE_LIMIT = "--rate-limit";
  private static final String TOKEN = "--token";

  /** Creates the program. */
  public NotionProgram() {}

  @Override
  public String platform() {
    return "notion";
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put(RATE_LIMIT, "requests per 60 s, or off (default 180)");
    options.put(TOKEN, "the token to accept (default " + NotionSimulator.DEFAULT_TOKEN + ")");
    return options;
  }

  @Override
  public Running start(int port, Map<String, String> options) {
    NotionSimulator.Builder builder = NotionSimulator.builder().port(port);
    builder.token(options.getOrDefault(TOKEN, NotionSimulator.DEFAULT_TOKEN));
    String limit = options.get(RATE_LIMIT);
    if (limit != null) {
      builder.quirks(quirks -> limit(quirks, limit));
    }
    NotionSimulator simulator = builder.start();
    SimulatedPage home = simulator.addPage("Home");
    SimulatedDataSource tasks = tasks(simulator, home);
    Map<String, String> announcement = new LinkedHashMap<>();
    announcement.put("platform", platform());
    announcement.put("baseUrl", simulator.baseUri().toString());
    announcement.put("token", simulator.token());
    announcement.put("parentPageId", home.id());
    announcement.put("databaseId", tasks.databaseId());
    announcement.put("dataSourceId", tasks.id());
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

  private static void limit(NotionQuirks quirks, String limit) {
    if (limit.equals("off")) {
      quirks.noRateLimit();
      return;
    }
    try {
      quirks.rateLimit(Integer.parseInt(limit));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          RATE_LIMIT + " must be off or a whole number from 1, was " + limit, e);
    }
  }

  private static SimulatedDataSource tasks(NotionSimulator simulator, SimulatedPage home) {
    SimulatedUser grace = simulator.addPerson("Grace Person", "grace@example.com");
    SimulatedDataSource tasks =
        simulator.addDatabase(
            home,
            "Tasks",
            schema ->
                schema
                    .status("Status", "Not started", "In progress", "Done")
                    .select("Priority", "Low", "Medium", "High")
                    .multiSelect("Tags", "writing", "code")
                    .number("Estimate")
                    .date("Due")
                    .checkbox("Billable")
                    .people("Owner")
                    .url("Link")
                    .richText("Notes")
                    .lastEditedTime("Edited"));
    tasks.add("Draft the launch note", Map.of("Priority", "High", "Tags", List.of("writing")));
    tasks.add(
        "Fix the import of dates",
        Map.of("Status", "In progress", "Estimate", 2.5, "Owner", List.of(grace)));
    tasks.add(
        "Send the invoice",
        Map.of("Status", "Done", "Due", "2026-09-15", "Billable", true, "Notes", "Paid."));
    return tasks;
  }
}
