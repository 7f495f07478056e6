package com.puraify.sync.testkit.notion;

import com.puraify.sync.testkit.simulator.SimulatorProgram;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The Notion simulator as a program: a parent page, and a data source of tasks with a few rows. */
public final class NotionProgram implements SimulatorProgram {
  private static final String RATE_LIMIT = "--rate-limit";
  private static final String TOKEN = "--token";
  private static final String WEBHOOK = "--webhook";
  private static final Duration BETWEEN_DELIVERIES = Duration.ofSeconds(1);

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
    options.put(WEBHOOK, "the address to send webhooks to (default none)");
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
    URI webhook = options.get(WEBHOOK) == null ? null : address(options.get(WEBHOOK));
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
    ScheduledExecutorService deliveries = deliver(simulator, webhook);
    return new Running() {
      @Override
      public Map<String, String> announcement() {
        return announcement;
      }

      @Override
      public void close() {
        deliveries.shutdownNow();
        simulator.close();
      }
    };
  }

  /** Sends what is due once a second; the token is confirmed as soon as somebody took it. */
  private static ScheduledExecutorService deliver(
      NotionSimulator simulator, @Nullable URI address) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread daemon = new Thread(task, "simulator-webhooks");
              daemon.setDaemon(true);
              return daemon;
            });
    if (address != null) {
      SimulatedWebhooks hooks = simulator.webhooks();
      SimulatedWebhooks.Subscription subscription = hooks.subscribe(address);
      ScheduledFuture<?> unused =
          thread.scheduleWithFixedDelay(
              () -> {
                if (!subscription.isConfirmed() && subscription.resendToken() / 100 == 2) {
                  subscription.confirm();
                }
                hooks.deliverDue();
              },
              0,
              BETWEEN_DELIVERIES.toMillis(),
              TimeUnit.MILLISECONDS);
    }
    return thread;
  }

  private static URI address(String text) {
    URI address = URI.create(text);
    if (address.getHost() == null) {
      throw new IllegalArgumentException(
          WEBHOOK + " must be an http or https address, was " + text);
    }
    return address;
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
