package com.puraify.sync.testkit.hubspot;

import com.puraify.sync.testkit.simulator.SimulatorProgram;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The HubSpot simulator as a program: a few contacts, a company, a deal, and an OAuth app. */
public final class HubSpotProgram implements SimulatorProgram {
  private static final String RATE_LIMITS = "--rate-limits";
  private static final String TOKEN = "--token";
  private static final String REDIRECT = "https://localhost/oauth-callback";

  /** Creates the program. */
  public HubSpotProgram() {}

  @Override
  public String platform() {
    return "hubspot";
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put(RATE_LIMITS, "on or off (default on)");
    options.put(TOKEN, "the token to accept (default " + HubSpotSimulator.DEFAULT_TOKEN + ")");
    return options;
  }

  @Override
  public Running start(int port, Map<String, String> options) {
    HubSpotSimulator.Builder builder = HubSpotSimulator.builder().port(port);
    builder.token(options.getOrDefault(TOKEN, HubSpotSimulator.DEFAULT_TOKEN));
    String limits = options.getOrDefault(RATE_LIMITS, "on");
    if (limits.equals("off")) {
      builder.quirks(HubSpotQuirks::noRateLimits);
    } else if (!limits.equals("on")) {
      throw new IllegalArgumentException(RATE_LIMITS + " must be on or off, was " + limits);
    }
    HubSpotSimulator simulator = builder.start();
    fill(simulator);
    OAuthGrant app =
        simulator.installApp(
            REDIRECT, Set.of("oauth", "crm.objects.contacts.read", "crm.objects.contacts.write"));
    simulator.webhooks().automatic(true);
    Map<String, String> announcement = new LinkedHashMap<>();
    announcement.put("platform", platform());
    announcement.put("baseUrl", simulator.baseUri().toString());
    announcement.put("token", simulator.token());
    announcement.put("portalId", Long.toString(simulator.portalId()));
    announcement.put("clientId", app.clientId());
    announcement.put("clientSecret", app.clientSecret());
    announcement.put("refreshToken", app.refreshToken());
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

  private static void fill(HubSpotSimulator simulator) {
    simulator
        .contacts()
        .define(
            schema ->
                schema
                    .uniqueText("external_id")
                    .choices("interests", "writing", "code", "music")
                    .number("visits")
                    .date("birthday")
                    .bool("newsletter"));
    SimulatedRecord company =
        simulator.companies().add(Map.of("name", "Example Works", "domain", "example.com"));
    SimulatedRecord grace =
        simulator
            .contacts()
            .add(Map.of("email", "grace@example.com", "firstname", "Grace", "external_id", "c-1"));
    simulator
        .contacts()
        .add(
            Map.of(
                "email",
                "alan@example.com",
                "firstname",
                "Alan",
                "interests",
                List.of("code", "music"),
                "newsletter",
                true));
    simulator.contacts().add(Map.of("email", "mary@example.com", "visits", 2.5));
    SimulatedRecord deal =
        simulator
            .deals()
            .add(Map.of("dealname", "First order", "dealstage", "qualifiedtobuy", "amount", 1200));
    grace.associate(company);
    deal.associate(grace);
  }
}
