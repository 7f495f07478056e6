package com.puraify.sync.server.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program, in a process of its own. */
class ServerProgramTest {

  private static final String SEED =
      """
      {"project_id":"pf-456","sync_type":"bidirectional","source_platform":"Notion","target_entity":"TasksTable","schedule":"every_15_minutes"}""";

  @TempDir Path folder;

  private Process start(Map<String, String> environment, String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ServerProgram.class.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("SYNC_"));
    builder.environment().putAll(environment);
    return builder
        .directory(folder.toFile())
        .redirectError(new File(folder.toFile(), "errors.txt"))
        .start();
  }

  private static URI address(Process process) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    assertThat(line).startsWith("Serving at http://127.0.0.1:");
    return URI.create(line.substring("Serving at ".length()));
  }

  private static JsonNode send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new JsonMapper().readTree(response.body());
  }

  private static HttpRequest.Builder seed(URI server) {
    return HttpRequest.newBuilder(server.resolve("/sync/start"))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(SEED));
  }

  @Test
  void withSimulators_servesTheSeedRequestAsItStands_andEndsWellWhenStopped() throws Exception {
    Process process = start(Map.of(), "--simulators", "--port", "0");
    try {
      URI server = address(process);
      JsonNode report = send(seed(server));
      assertThat(report.path("status").asText()).as(report.toString()).isEqualTo("success");
      assertThat(report.path("synced_items").asInt()).isEqualTo(3);

      process.destroy(); // SIGTERM
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }

    Process again = start(Map.of("SYNC_PORT", "0"), "--simulators");
    try {
      JsonNode schedules = send(HttpRequest.newBuilder(address(again).resolve("/schedules")));
      assertThat(schedules.at("/schedules/0/sync_id").asText())
          .isEqualTo("pf-456:TasksTable:notion");
    } finally {
      again.destroy();
      assertThat(again.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  @Test
  void portThatIsTaken_isTold() throws Exception {
    Process first = start(Map.of("SYNC_PORT", "0", "SYNC_DATA", "one"));
    try {
      String port = String.valueOf(address(first).getPort());
      Process second = start(Map.of("SYNC_DATA", "two"), "--port", port);
      assertThat(second.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(second.exitValue()).isEqualTo(1);
      assertThat(Files.readString(folder.resolve("errors.txt"))).contains("SYNC_PORT");
    } finally {
      first.destroy();
      assertThat(first.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  @Test
  void unusableSettings_areToldAndEndWithTwo() throws Exception {
    Path file = Files.writeString(folder.resolve("server.properties"), "prot=3023\n");
    Process process = start(Map.of("SYNC_HOST", "0.0.0.0"), "--config", file.toString());
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(Files.readString(folder.resolve("errors.txt")))
        .contains("prot", "'port'", "SYNC_TOKEN");
  }
}
