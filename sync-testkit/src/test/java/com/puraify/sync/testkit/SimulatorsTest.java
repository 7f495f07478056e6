package com.puraify.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.puraify.sync.testkit.simulator.Answer;
import com.puraify.sync.testkit.simulator.LoopbackServer;
import com.puraify.sync.testkit.simulator.SimulatorProgram.Running;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program. */
class SimulatorsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Running launch(String... args) {
    return Simulators.launch(
        List.of(args),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }

  @Test
  void start_announcesAPlaceThatAnswers() throws IOException, InterruptedException {
    try (Running running = launch("notion", "--port", "0")) {
      assertThat(running).isNotNull();
      assertThat(text(out).lines()).hasSize(1);
      JsonNode line = new JsonMapper().readTree(text(out));
      assertThat(line.fieldNames())
          .toIterable()
          .containsExactly(
              "platform", "baseUrl", "token", "parentPageId", "databaseId", "dataSourceId");
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create(
                              line.path("baseUrl").asText()
                                  + "/v1/data_sources/"
                                  + line.path("dataSourceId").asText()
                                  + "/query"))
                      .header("Authorization", "Bearer " + line.path("token").asText())
                      .header("Notion-Version", "2026-03-11")
                      .POST(HttpRequest.BodyPublishers.noBody())
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(new JsonMapper().readTree(answer.body()).path("results")).hasSize(3);
    }
  }

  @Test
  void hubspot_announcesATokenThatOpens() throws IOException, InterruptedException {
    try (Running running = launch("hubspot", "--port", "0", "--rate-limits", "off")) {
      assertThat(running).isNotNull();
      JsonNode line = new JsonMapper().readTree(text(out));
      assertThat(line.fieldNames())
          .toIterable()
          .containsExactly(
              "platform",
              "baseUrl",
              "token",
              "portalId",
              "clientId",
              "clientSecret",
              "refreshToken");
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create(line.path("baseUrl").asText() + "/crm/v3/objects/contacts"))
                      .header("Authorization", "Bearer " + line.path("token").asText())
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(new JsonMapper().readTree(answer.body()).path("results")).hasSize(3);
    }
  }

  @Test
  void portInUse_isOneClearLine() throws IOException {
    try (ServerSocket taken =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      String port = Integer.toString(taken.getLocalPort());

      assertThat(launch("notion", "--port", port)).isNull();

      assertThat(text(err).lines()).hasSize(1);
      assertThat(text(err)).startsWith("simulator: cannot listen on 127.0.0.1:" + port);
      assertThat(text(out)).isEmpty();
    }
  }

  @Test
  void airtable_announcesABaseAndATable() throws IOException, InterruptedException {
    try (Running running = launch("airtable", "--rate-limit", "off")) {
      assertThat(running).isNotNull();
      JsonNode line = new JsonMapper().readTree(text(out));
      assertThat(line.fieldNames())
          .toIterable()
          .containsExactly("platform", "baseUrl", "token", "baseId", "tableId");
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create(
                              line.path("baseUrl").asText()
                                  + "/v0/"
                                  + line.path("baseId").asText()
                                  + "/"
                                  + line.path("tableId").asText()))
                      .header("Authorization", "Bearer " + line.path("token").asText())
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(new JsonMapper().readTree(answer.body()).path("records")).hasSize(3);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "excel|simulator: unknown platform \"excel\"; known are: airtable, hubspot, notion",
        "notion --prot 1|unknown option \"--prot\"",
        "notion --port|--port needs a value",
        "notion --port x|--port must be a whole number from 0 to 65535, was x",
        "notion --port 70000|was 70000",
        "notion --rate-limit 0|--rate-limit must be off or a whole number from 1, was 0",
      })
  void badArguments_areOneClearLine(String args, String complaint) {
    assertThat(launch(args.split(" "))).isNull();

    assertThat(text(err).lines()).hasSize(1);
    assertThat(text(err)).contains(complaint);
    assertThat(text(out)).isEmpty();
  }

  @Test
  void noArguments_showTheUsage() {
    assertThat(launch()).isNull();

    assertThat(text(err)).startsWith("Usage: simulator").contains("notion", "--rate-limit");
  }

  @Test
  void webhook_isSentToTheAddress_onceItTookTheToken() throws Exception {
    BlockingQueue<String> posted = new LinkedBlockingQueue<>();
    try (LoopbackServer host =
        LoopbackServer.start(
            0,
            InstantSource.system(),
            request -> {
              posted.add(request.bodyText());
              return Answer.of(200, "text/plain", "");
            })) {
      try (Running running = launch("notion", "--webhook", host.uri() + "/hook")) {
        assertThat(running).isNotNull();
        assertThat(posted.poll(10, TimeUnit.SECONDS)).contains("verification_token");
      }
      assertThat(launch("notion", "--webhook", "nowhere")).isNull();
      assertThat(text(err)).contains("--webhook must be");
    }
  }
}
