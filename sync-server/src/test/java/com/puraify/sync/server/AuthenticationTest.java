package com.puraify.sync.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.server.TestServer.Answer;
import com.puraify.sync.server.TestServer.World;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticationTest {

  private static final String TOKEN = "a-token-of-some-length";

  @TempDir Path folder;

  private static Answer get(TestServer server, String path, String authorization) throws Exception {
    return TestServer.send(
        HttpRequest.newBuilder(server.uri(path)).header("Authorization", authorization));
  }

  @Test
  void withToken_onlyThatIsLetIn() throws Exception {
    try (World world = World.in(folder);
        TestServer server = TestServer.start(world, Map.of("token", TOKEN))) {
      Answer missing = server.get("/syncs");
      assertThat(missing.status()).isEqualTo(401);
      assertThat(missing.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"sync\"");
      assertThat(missing.json().path("action").asText()).contains("SYNC_TOKEN");

      for (String wrong :
          new String[] {
            "Bearer wrong",
            "Bearer ",
            "Bearer " + TOKEN + "x",
            "Bearer " + TOKEN.substring(1),
            "Basic " + TOKEN,
            TOKEN
          }) {
        Answer answer = get(server, "/syncs", wrong);
        assertThat(answer.status()).as(wrong).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.text()).doesNotContain(TOKEN);
      }
      assertThat(get(server, "/syncs", "Bearer wrong").header("WWW-Authenticate"))
          .contains("invalid_token");

      assertThat(get(server, "/syncs", "Bearer " + TOKEN).status()).isEqualTo(200);
      assertThat(get(server, "/syncs", "bearer  " + TOKEN).status()).isEqualTo(200);
    }
  }

  @Test
  void withToken_anotherHostNameIsFine() throws Exception {
    try (World world = World.in(folder);
        TestServer server = TestServer.start(world, Map.of("token", TOKEN))) {
      assertThat(
              RawHttp.exchange(
                  server.server().uri(),
                  "GET /syncs HTTP/1.1\r\nHost: sync.example.com\r\nConnection: close\r\n"
                      + "Authorization: Bearer "
                      + TOKEN
                      + "\r\n\r\n"))
          .startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void healthAndPage_needNoToken() throws Exception {
    try (World world = World.in(folder);
        TestServer server = TestServer.start(world, Map.of("token", TOKEN))) {
      assertThat(server.get("/health").status()).isEqualTo(200);
      assertThat(server.get("/").status()).isEqualTo(200);
      assertThat(server.post("/webhooks/notion/pf-456", "{}").status()).isEqualTo(404);
    }
  }

  @Test
  void withoutToken_aPageOfTheWebIsNotLetIn() throws Exception {
    try (World world = World.in(folder);
        TestServer server = TestServer.start(world)) {
      String rebound =
          RawHttp.exchange(
              server.server().uri(),
              "GET /syncs HTTP/1.1\r\nHost: evil.example:80\r\nConnection: close\r\n\r\n");
      assertThat(rebound).startsWith("HTTP/1.1 403").contains("SYNC_TOKEN");

      String crossSite =
          RawHttp.exchange(
              server.server().uri(),
              RawHttp.lines(
                  "POST /jobs/1/cancel HTTP/1.1",
                  "Host: localhost",
                  "Origin: https://evil.example",
                  "Content-Length: 0",
                  "Connection: close"));
      assertThat(crossSite).startsWith("HTTP/1.1 403");

      String own =
          RawHttp.exchange(
              server.server().uri(),
              RawHttp.lines(
                  "GET /syncs HTTP/1.1",
                  "Host: localhost",
                  "Origin: http://localhost:3023",
                  "Connection: close"));
      assertThat(own).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void withoutToken_onlyLoopbackIsListenedOn() {
    assertThatThrownBy(() -> SettingsReader.read(Map.of("SYNC_HOST", "0.0.0.0"), null, Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("SYNC_TOKEN");
  }
}
