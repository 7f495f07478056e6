package com.puraify.sync.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.connector.HttpAnswer;
import com.puraify.sync.connector.HttpCall;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as they go out, and answers as they come in. */
class HttpCallsTest {

  private final TestServer server = new TestServer();
  private final Rig rig = new Rig();

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpAnswer send(HttpCall call) {
    return rig.context.http(rig.settings(server.uri()).build()).send(call);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  @Test
  void call_goesOutWithHeadersAndBody_andComesBackAsJson() {
    server.then(201, "{\"id\":\"p1\",\"n\":1.10}", "X-Request-Id", "r1");

    HttpAnswer answer = send(HttpCall.post("/pages", Rig.BODY).header("X-Version", "2"));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body().at("id").text()).isEqualTo("p1");
    assertThat(answer.header("x-request-id")).contains("r1");
    assertThat(answer.serverTime()).isPresent();
    TestServer.Request request = server.requests().get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.uri()).isEqualTo("/v1/pages");
    assertThat(request.body()).isEqualTo("{\"title\":\"Grüße 🙂\"}");
    assertThat(request.header("Authorization")).isEqualTo("Bearer " + Rig.TOKEN);
    assertThat(request.header("X-Version")).isEqualTo("2");
    assertThat(request.header("Content-Type")).isEqualTo("application/json");
    assertThat(request.header("Accept-Encoding")).isEqualTo("gzip");
    assertThat(request.header("User-Agent")).matches("puraify-sync/[0-9]+\\.[0-9]+.*");
    assertThat(request.header("Upgrade")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/pages?q=a%20b&x=%2F", "pages?q=a%20b&x=%2F"})
  void pathAndQuery_arriveAsEncoded(String path) {
    server.then(200, "{}");

    send(HttpCall.get(path).parameter("name", "ı&ß"));

    assertThat(server.requests().get(0).uri())
        .isEqualTo("/v1/pages?q=a%20b&x=%2F&name=%C4%B1%26%C3%9F");
  }

  @ParameterizedTest
  @ValueSource(strings = {"//other.example/x", "@other.example/x", "http://other.example/x"})
  void path_neverLeadsToAnotherHost(String path) {
    server.then(200, "{}");

    send(HttpCall.get(path));

    assertThat(server.requests().get(0).uri()).startsWith("/v1/");
  }

  @Test
  void pathThatIsNotEncoded_isRefusedBeforeAnythingIsSent() {
    assertThat(rig.failure(server.uri(), HttpCall.post("/a b?k=" + Rig.TOKEN, Rig.BODY)))
        .satisfies(
            failure -> {
              assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
              assertThat(failure.effectPossible()).isFalse();
              assertThat(failure).hasMessageStartingWith("POST /a b: ");
              assertThat(failure).hasNoCause();
            });
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void secretHeader_cannotBeReplacedByACall() {
    server.then(200, "{}");

    send(HttpCall.get("/pages").header("authorization", "Bearer other"));

    assertThat(server.requests().get(0).header("Authorization")).isEqualTo("Bearer " + Rig.TOKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"qw3\r\nX-Evil: 1", "qw3\n", "qw3é"})
  void secretThatIsNoHeaderValue_isNamedButNotShown(String token) {
    HttpSettings settings =
        HttpSettings.builder("demo", "me", server.uri()).bearer(Secret.of(token)).build();

    assertThatThrownBy(() -> rig.context.http(settings).send(HttpCall.get("/pages")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Authorization")
        .hasMessageNotContaining("qw3")
        .hasNoCause();
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void headerOfACall_cannotSmuggleAnother() {
    HttpCall call = HttpCall.get("/pages").header("X-A", "1\r\nX-Evil: 1");

    assertThatThrownBy(() -> send(call)).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> send(HttpCall.get("/pages").header("X A", "1")))
        .isInstanceOf(ConfigurationException.class);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void emptyBody_isMissing() {
    server.then(204, "").then(200, "  ");

    assertThat(send(HttpCall.delete("/pages/p1")).body().isMissing()).isTrue();
    assertThat(send(HttpCall.get("/pages")).body().isMissing()).isTrue();
  }

  @Test
  void gzip_isUnpacked() throws IOException {
    byte[] packed = gzip(TestServer.bytes("{\"a\":\"ü\"}"));
    server.then(exchange -> TestServer.answer(exchange, 200, packed, "Content-Encoding", "gzip"));

    assertThat(send(HttpCall.get("/")).body().at("a").text()).isEqualTo("ü");
  }

  @Test
  void gzipThatUnpacksToTooMuch_isRefused() throws IOException {
    byte[] bomb = gzip(new byte[1 << 20]);
    server.then(exchange -> TestServer.answer(exchange, 200, bomb, "Content-Encoding", "gzip"));
    HttpSettings settings = rig.settings(server.uri()).maxBytes(10_000).build();

    ConnectorException failure = rig.failure(settings, HttpCall.get("/"));

    assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(failure).hasMessageContaining("larger than 10000 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "br"})
  void brokenOrUnknownCompression_isRefused(String encoding) {
    server.then(200, "{}", "Content-Encoding", encoding);

    assertThat(rig.failure(server.uri(), HttpCall.get("/")).kind()).isEqualTo(Kind.PROTOCOL);
  }

  @Test
  void charset_isHeeded_andWrongBytesAreRefusedInsteadOfReplaced() {
    byte[] latin = {'{', '"', 'a', '"', ':', '"', (byte) 0xFC, '"', '}'};
    server
        .then(
            exchange ->
                TestServer.answer(
                    exchange, 200, latin, "Content-Type", "application/json; charset=ISO-8859-1"))
        .then(
            exchange ->
                TestServer.answer(exchange, 200, latin, "Content-Type", "application/json"));

    assertThat(send(HttpCall.get("/")).body().at("a").text()).isEqualTo("ü");
    assertThat(rig.failure(server.uri(), HttpCall.get("/")).kind()).isEqualTo(Kind.PROTOCOL);
  }

  @Test
  void byteOrderMark_isSkipped() {
    server.then(200, "\uFEFF{\"a\":1}");

    assertThat(send(HttpCall.get("/")).body().at("a").isNumber()).isTrue();
  }

  @Test
  void htmlInsteadOfJson_isAProtocolError_andTheWriteMayHaveHappened() {
    server.then(200, "<html>" + Rig.TOKEN + "</html>", "Content-Type", "text/html");

    ConnectorException read = rig.failure(server.uri(), HttpCall.get("/pages"));
    ConnectorException write = rig.failure(server.uri(), HttpCall.post("/pages", Rig.BODY));

    assertThat(read.kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(read.effectPossible()).isFalse();
    assertThat(write.kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(write.effectPossible()).isTrue();
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void htmlError_isReadByItsStatus() {
    server.then(404, "<html>no</html>", "Content-Type", "text/html");

    ConnectorException failure = rig.failure(server.uri(), HttpCall.get("/pages/p1?x=1"));

    assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(failure).hasMessage("GET /pages/p1: the platform answered 404");
  }

  @Test
  void deepJson_isRefused() {
    server
        .then(200, "[".repeat(201) + "]".repeat(201))
        .then(200, "[".repeat(200) + "]".repeat(200));

    assertThat(rig.failure(server.uri(), HttpCall.get("/")).kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(send(HttpCall.get("/")).body().isArray()).isTrue();
  }

  @Test
  void hugeBody_isRefused_whetherAnnouncedOrNot() {
    String huge = "\"" + "x".repeat(20_000) + "\"";
    server
        .then(200, huge)
        .then(
            exchange -> {
              exchange.sendResponseHeaders(200, 0); // in chunks, without a length
              exchange.getResponseBody().write(TestServer.bytes(huge));
              exchange.close();
            });
    HttpSettings settings = rig.settings(server.uri()).maxBytes(10_000).build();

    for (int i = 0; i < 2; i++) {
      ConnectorException failure = rig.failure(settings, HttpCall.post("/", Rig.BODY));
      assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
      assertThat(failure.effectPossible()).isTrue();
      assertThat(failure).hasMessageContaining("larger than 10000 bytes");
    }
  }

  @Test
  void bodyOfJustTheLimit_isTaken() {
    String text = "\"" + "x".repeat(98) + "\"";
    server.then(200, text);
    HttpSettings settings = rig.settings(server.uri()).maxBytes(100).build();

    assertThat(rig.context.http(settings).send(HttpCall.get("/")).body().text()).hasSize(98);
  }

  @Test
  void hugeErrorPage_isStillAnErrorByItsStatus() {
    server.then(403, "x".repeat(20_000));
    HttpSettings settings = rig.settings(server.uri()).maxBytes(10_000).build();

    assertThat(rig.failure(settings, HttpCall.get("/")).kind()).isEqualTo(Kind.PERMISSION);
  }

  @Test
  void redirect_isNotFollowed_soThatNoSecretTravels() {
    try (TestServer elsewhere = new TestServer()) {
      elsewhere.then(200, "{}");
      for (int status : new int[] {301, 302, 303, 307, 308}) {
        server.then(status, "", "Location", elsewhere.uri().toString());
      }

      for (int i = 0; i < 5; i++) {
        assertThat(rig.failure(server.uri(), HttpCall.get("/")).kind()).isEqualTo(Kind.PROTOCOL);
      }
      assertThat(elsewhere.requests()).isEmpty();
      assertThat(server.requests()).hasSize(5);
    }
  }

  @Test
  void unauthorizedWithoutAChallenge_isAnAnswerLikeOthers() {
    server.then(401, "{\"message\":\"API token is invalid.\"}");

    assertThat(rig.failure(server.uri(), HttpCall.get("/")).kind()).isEqualTo(Kind.AUTHENTICATION);
  }

  @Test
  void addressWithAPassword_isRefusedWithoutRepeatingIt() {
    assertThatThrownBy(
            () -> HttpSettings.builder("demo", "me", URI.create("https://u:pa55@host.example/")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageNotContaining("pa55");
  }

  @Test
  void limitsThatLetNothingThrough_areAllReported() {
    assertThatThrownBy(
            () -> rig.settings(server.uri()).attempts(0).maxBytes(0).maxDepth(-1).build())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.problems()).hasSize(3));
  }

  @Test
  void duplicateMember_isRefused() {
    server.then(200, "{\"a\":1,\"a\":2}");

    assertThat(rig.failure(server.uri(), HttpCall.get("/")).kind()).isEqualTo(Kind.PROTOCOL);
  }
}
