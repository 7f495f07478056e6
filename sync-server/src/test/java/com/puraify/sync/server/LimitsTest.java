package com.puraify.sync.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.server.TestServer.Answer;
import com.puraify.sync.server.TestServer.World;
import com.puraify.sync.testkit.simulator.Fault;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {

  @TempDir Path folder;

  @Test
  void tooLargeABody_is413_whetherItSaysSoOrNot() throws Exception {
    try (World world = World.in(folder);
        TestServer server = TestServer.start(world, Map.of("max.body", "1000"))) {
      String large = TestServer.SEED + " ".repeat(1_000);
      Answer declared = server.post("/sync/start", large);
      assertThat(declared.status()).isEqualTo(413);
      assertThat(declared.json().path("action").asText()).contains("SYNC_MAX_BODY");

      Answer chunked =
          TestServer.send(
              HttpRequest.newBuilder(server.uri("/sync/plan"))
                  .header("Content-Type", "application/json")
                  .POST(
                      BodyPublishers.ofInputStream(
                          () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8)))));
      assertThat(chunked.status()).as(chunked.toString()).isEqualTo(413);
      assertThat(chunked.header("Content-Type")).startsWith("application/problem+json");
    }
  }

  @Test
  void tooLargeADelivery_is413() throws Exception {
    try (World world = World.in(folder);
        TestServer server = TestServer.start(world)) {
      assertThat(server.post("/sync/start", TestServer.SEED).status()).isEqualTo(200);
      Answer answer = server.post("/webhooks/notion/pf-456", " ".repeat((1 << 20) + 1));
      assertThat(answer.status()).as(answer.toString()).isEqualTo(413);
    }
  }

  @Test
  void bodyThatTrickles_is408() throws Exception {
    try (World world = World.in(folder);
        TestServer server = TestServer.start(world, Map.of("request.timeout", "PT1S"));
        Socket socket =
            new Socket(server.server().uri().getHost(), server.server().uri().getPort())) {
      socket.setSoTimeout(30_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          RawHttp.lines(
                  "POST /sync/start HTTP/1.1",
                  "Host: localhost",
                  "Content-Type: application/json",
                  "Content-Length: 100000")
              .getBytes(StandardCharsets.US_ASCII));
      Thread trickle =
          new Thread(
              () -> {
                try {
                  while (!Thread.currentThread().isInterrupted()) {
                    out.write(' ');
                    out.flush();
                    Thread.sleep(50);
                  }
                } catch (java.io.IOException | InterruptedException e) {
                  Thread.currentThread().interrupt(); // the server has hung up, which ends it
                }
              });
      trickle.start();
      String status =
          new java.io.BufferedReader(
                  new java.io.InputStreamReader(
                      socket.getInputStream(), StandardCharsets.ISO_8859_1))
              .readLine();
      trickle.interrupt();
      trickle.join();
      assertThat(status).startsWith("HTTP/1.1 408");
    }
  }

  @Test
  void runThatTakesLongerThanARequestMay_isAnsweredAllTheSame() throws Exception {
    try (World world = World.in(folder);
        TestServer server = TestServer.start(world, Map.of("request.timeout", "PT1S"))) {
      world.pages().add("one");
      world.notion().faults().next(Fault.delay(Duration.ofSeconds(3)));
      Answer answer = server.post("/sync/start", TestServer.SEED);
      assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
      assertThat(answer.json().path("synced_items").asInt()).isEqualTo(1);
    }
  }

  @Test
  void runThatTakesLongerThanTheCallerWaits_isAnsweredWithTheJob() throws Exception {
    try (World world = World.in(folder);
        TestServer server = TestServer.start(world)) {
      world.notion().faults().next(Fault.delay(Duration.ofSeconds(3)));
      Answer answer = server.post("/sync/start", TestServer.SEED, "Prefer", "wait=1");
      assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
      assertThat(answer.json().path("status").asText()).isEqualTo("running");
      assertThat(server.get(answer.header("Location")).status()).isEqualTo(200);
    }
  }
}
