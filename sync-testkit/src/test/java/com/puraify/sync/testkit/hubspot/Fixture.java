package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.puraify.sync.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A simulator on a clock that stands still, whose contacts have properties of every type. */
abstract class Fixture {
  static final String CONTACTS = "/crm/v3/objects/contacts";
  static final String COMPANIES = "/crm/v3/objects/companies";
  static final String DEALS = "/crm/v3/objects/deals";
  static final String TICKETS = "/crm/v3/objects/tickets";
  static final String NEWEST = "/crm/objects/2026-09/contacts";

  final ManualTime clock = ManualTime.cranked(Instant.parse("2026-09-20T10:04:37.250Z"), 1);
  HubSpotSimulator sim;
  ApiClient api;
  SimulatedObject contacts;

  @BeforeEach
  void start() {
    sim = HubSpotSimulator.builder().clock(clock).quirks(HubSpotQuirks::noRateLimits).start();
    api = new ApiClient(sim.baseUri(), sim.token());
    contacts =
        sim.contacts()
            .define(
                schema ->
                    schema
                        .uniqueText("external_id")
                        .shortText("nickname", 5)
                        .number("visits")
                        .bool("newsletter")
                        .choice("plan", "free", "Paid")
                        .choices("tags", "red", "green", "blue")
                        .date("birthday")
                        .datetime("seen")
                        .calculated("score"));
  }

  @AfterEach
  void stop() {
    sim.close();
  }

  void pass(Duration time) {
    clock.advance(time);
  }

  SimulatedRecord contact(String email) {
    return contacts.add(Map.of("email", email));
  }

  ApiClient.Reply create(String properties) {
    return api.post(CONTACTS, "{'properties':" + properties + "}");
  }

  ApiClient.Reply update(SimulatedRecord record, String properties) {
    return api.patch(CONTACTS + "/" + record.id(), "{'properties':" + properties + "}");
  }

  JsonNode read(SimulatedRecord record, String... properties) {
    return api.get(CONTACTS + "/" + record.id() + "?properties=" + String.join(",", properties))
        .json();
  }

  ApiClient.Reply search(String body) {
    return api.post(CONTACTS + "/search", body);
  }

  /** Searches for contacts by one filter, given without its braces. */
  ApiClient.Reply filter(String filter) {
    return search("{'filterGroups':[{'filters':[{" + filter + "}]}]}");
  }

  /** Returns the code in the first problem of a refusal. */
  static String code(ApiClient.Reply reply) {
    return reply.json().path("errors").path(0).path("code").asText();
  }
}
